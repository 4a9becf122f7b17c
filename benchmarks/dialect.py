"""Compare how Masthead reads real Markdown with markdown-it-py, a reader of CommonMark and GFM.

    python benchmarks/dialect.py FOLDER [--worst N] [--show FILE]

Renders the body of every `.md` file below FOLDER with both and prints, as means over the bodies:

    text    share of the reference's three-word runs that stand in ours too
    links   share of the reference's link targets that ours has
    shape   share of headings, paragraphs, items, tables, code blocks, quotes and images that agree in number
    agree   share of the bodies whose text is at least 0.998, links 0.99 and shape 0.985

Shortcodes and formulas, which CommonMark does not know, are taken out of the source first.
Needs the `test` extra.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from selectolax.lexbor import LexborHTMLParser

from masthead.markup import TextSettings, render

FRONT_MATTER = re.compile(
    r"\A\ufeff?\s*(?:---\n[\s\S]*?\n---[ \t]*(?:\n|\Z)|\+\+\+\n[\s\S]*?\n\+\+\+[ \t]*(?:\n|\Z))"
)
SHORTCODE = re.compile(r"\{\{[<%][\s\S]*?[>%]\}\}")
FORMULA = re.compile(
    r"\$\$[\s\S]+?\$\$|\\{1,2}\[[\s\S]+?\\{1,2}\]|\\{1,2}\([\s\S]+?\\{1,2}\)"
    r"|\\begin\{(\w+\*?)\}[\s\S]+?\\end\{\1\}|(?<![\\$])\$[^$\n]{1,400}?\$"
)
OWN_SYNTAX = re.compile(r"^(\s*>\s*)\[![A-Za-z]+\][+-]?.*$|[ \t]*\{[#.][^{}\n]*\}[ \t]*$", re.MULTILINE)
CODE = re.compile(r"<pre[\s\S]*?</pre>")
SPAN = re.compile(r"</?span[^>]*>")
CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
WORD = re.compile(rf"[{CJK}]|(?:(?![{CJK}])[^\W_])+")
SHAPE = {
    "heading": "h1,h2,h3,h4,h5,h6",
    "paragraph": "p",
    "item": "li",
    "table": "table",
    "code": "pre",
    "quote": "blockquote",
    "image": "img",
}
ENOUGH = {"text": 0.998, "links": 0.99, "shape": 0.985}


@dataclass
class SilentHost:
    """A page without a site: links stay as they are written."""

    lang: str = "en"
    warnings: list[tuple[int, str]] = field(default_factory=list)

    def link(self, href: str) -> str:
        """The link as it was written."""
        return href

    def media(self, src: str) -> str:
        """The source as it was written."""
        return src

    def size(self, src: str) -> tuple[int, int] | None:
        """No picture is known."""
        return None

    def ref(self, target: str, lang: str | None) -> str | None:
        """Every page exists."""
        return f"/{target}"

    def page_title(self, target: str) -> str | None:
        """No title is known."""
        return None

    def icon(self, name: str, pack: str = "") -> str:
        """Every icon is the same."""
        return "<svg></svg>"

    def word(self, key: str, **values: object) -> str:
        """The key as a word."""
        return key

    def children(self) -> Sequence[tuple[str, str, str]]:
        """No pages."""
        return ()

    def citation(self, target: str, view: str) -> str:
        """No page."""
        return ""

    def person(self, name: str) -> tuple[str, str] | None:
        """A person without a page."""
        return name, ""

    def read(self, name: str) -> str | None:
        """No file."""
        return None

    def glob(self, pattern: str) -> Sequence[str]:
        """No files."""
        return ()

    def warn(self, message: str, line: int, hint: str = "") -> None:
        """Remember a warning."""
        self.warnings.append((line, message))


def bodies(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file with its body, without shortcodes and formulas; empty ones are left out."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text("utf-8", "replace").replace("\r\n", "\n")
        body = FRONT_MATTER.sub("", text, count=1)
        body = OWN_SYNTAX.sub(r"\1", FORMULA.sub("formula", SHORTCODE.sub("", body)))
        if body.strip():
            yield path, body


def reference_reader() -> MarkdownIt:
    """markdown-it-py with GFM, footnotes, definition lists and task lists; a bare host is no link."""
    reader = (
        MarkdownIt("gfm-like", {"html": True}).use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    )
    assert reader.linkify is not None
    reader.linkify.set({"fuzzy_link": False})
    return reader


@dataclass(frozen=True)
class Facts:
    """What a reader gets from some HTML."""

    runs: Counter[tuple[str, ...]]
    links: frozenset[str]
    shape: dict[str, int]


def facts(text: str) -> Facts:
    """The three-word runs, link targets and elements of some HTML; colours of code do not count."""
    text = CODE.sub(lambda block: SPAN.sub("", block[0]), text)
    tree = LexborHTMLParser(f"<body>{text}")
    body = tree.body
    if body is None:
        return Facts(Counter(), frozenset(), {})
    for node in body.css("script,style,svg,noscript,template,math,nav"):
        node.decompose()
    words = WORD.findall(unicodedata.normalize("NFKC", body.text(separator=" ")).casefold())
    runs = Counter(tuple(words[at : at + 3]) for at in range(max(len(words) - 2, min(len(words), 1))))
    links = {unquote(html.unescape(node.attributes.get("href") or "")) for node in body.css("a[href]")}
    shape = {name: len(body.css(selector)) for name, selector in SHAPE.items()}
    return Facts(runs, frozenset(link for link in links if link and link[0] != "#"), shape)


def compare(ours: Facts, reference: Facts) -> dict[str, float]:
    """The measures of one body."""
    names = SHAPE.keys()
    most = sum(max(ours.shape.get(name, 0), reference.shape.get(name, 0)) for name in names)
    same = sum(min(ours.shape.get(name, 0), reference.shape.get(name, 0)) for name in names)
    return {
        "text": share(sum((ours.runs & reference.runs).values()), sum(reference.runs.values())),
        "links": share(len(ours.links & reference.links), len(reference.links)),
        "shape": share(same, most),
    }


def share(part: int, whole: int) -> float:
    """A part of a whole; nothing of nothing is everything."""
    return part / whole if whole else 1.0


def main() -> None:
    """Compare all bodies and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print the N worst bodies too")
    parser.add_argument("--show", metavar="FILE", help="print both HTML of the bodies whose path ends so")
    args = parser.parse_args()
    settings = TextSettings(math=False, typographer=False)
    reader, host = reference_reader(), SilentHost()
    rows: list[tuple[float, Path, dict[str, float]]] = []
    spent = {"ours": 0.0, "reference": 0.0}
    for path, body in bodies(args.folder):
        start = time.process_time()
        ours = render(body, host, settings).html
        middle = time.process_time()
        theirs = reader.render(body)
        spent["reference"] += time.process_time() - middle
        spent["ours"] += middle - start
        if args.show and str(path).endswith(args.show):
            print(f"--- ours\n{ours}\n--- reference\n{theirs}")
        row = compare(facts(ours), facts(theirs))
        rows.append((sum(row.values()), path, row))
    if not rows:
        sys.exit(f"{args.folder} has no Markdown files with a body")
    for _, path, row in sorted(rows, key=lambda one: one[0])[: args.worst]:
        print(f"{path.relative_to(args.folder)!s:90} " + "  ".join(f"{k} {v:.3f}" for k, v in row.items()))
    agree = sum(all(row[name] >= least for name, least in ENOUGH.items()) for _, _, row in rows)
    means = {name: sum(row[name] for _, _, row in rows) / len(rows) for name in ENOUGH}
    print(f"bodies {len(rows)}  " + "  ".join(f"{name} {value:.4f}" for name, value in means.items()))
    seconds = "  ".join(f"{name} {value:.1f} s" for name, value in spent.items())
    print(f"agree {agree / len(rows):.4f}  {seconds}")


if __name__ == "__main__":
    main()
