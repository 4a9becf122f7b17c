"""Look for texts that break the renderer, for as much CPU time as it is given.

    nice python benchmarks/fuzz_text.py [FOLDER] [--minutes N] [--start N]

Hypothesis makes texts of random characters, of pieces of the dialect, and of the bodies of the `.md` files
below FOLDER, cut, repeated and mixed with each other and with those pieces. Each is rendered as a body and as
a line, with and without raw HTML, and summed up. Told are the shortest text for every exception, characters
of Masthead's own that come out, tags that do not match where raw HTML is off, and texts that take seconds.

Prints a line a round; exit status 1 when something was found. Needs the `test` extra.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from dialect import FRONT_MATTER, SilentHost
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from masthead.markup import TextSettings, count_words, plain, render, render_inline, summarize

ALL = TextSettings(emoji=True, subscript=True, superscript=True, hard_wraps=True)
REAL = TextSettings()
SAFE = TextSettings(unsafe=False, math=False, typographer=False, linkify=False)
EXAMPLES, LONGEST, SLOW = 1000, 1500, 3.0  # texts a round, characters of a body's cut, seconds
OWN = {"\ue000", "\ue001", "\ue002", "\ue003", "\ue004"}
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NAMES = [
    *("audio", "bibliography", "blockquote", "button", "callout", "card", "cards", "chart", "cite", "cta"),
    *("details", "embed", "figure", "gallery", "gist", "highlight", "hl", "icon", "list_children", "math"),
    *("mention", "mermaid", "notebook", "rawhtml", "ref", "relref", "spoiler", "staticref", "steps", "table"),
    *("toc", "tweet", "video", "vimeo", "x", "youtube", "nobody"),
]
VALUES = [
    "",
    " a",
    ' src="a.png"',
    " cite='a'",
    ' title="*a*" url=/b',
    " `a",
    " language=en 12",
    ' "',
    " /",
    " a=b=c",
]
LISTED = (  # pieces of the dialect
    "> ¦- ¦* ¦+ ¦1. ¦3) ¦# ¦###### ¦===¦---¦***¦```¦~~~¦```python {hl_lines=[1]}¦``¦`¦[a](b)¦[a]: b¦"
    '[a]¦![a](b "c")¦[^1]¦[^1]: a¦: a¦<div>¦</div>¦<b>¦</b>¦<!--¦-->¦<p¦<a href="b">¦</a>¦<img src=a¦'
    "<script>¦</script>¦<details><summary>¦a@b.cd¦http://a.bc/d¦www.a.bc¦&amp;¦&#0;¦&#x110000;¦"
    "&nope;¦$a$¦$$¦\\(¦\\)¦\\[¦\\]¦\\begin{align}¦\\end{align}¦\\frac{¦^{¦_{¦}¦*¦**¦_¦__¦~¦~~¦^¦==¦"
    '\\¦:smile:¦"¦\'¦--¦...¦(c)¦\t¦  ¦    ¦\n¦\n\n¦\r\n¦  \n¦\\\n¦{#id .class}¦{a="b"}¦{{<¦>}}¦{{%¦'
    "%}}¦{{</*¦*/>}}¦<!--more-->¦[x] ¦[ ] ¦[!NOTE]¦[!TIP]- a¦[TOC]¦[[a]]¦中文¦日本語。¦é¦\u00a0¦\ufeff¦"
    "\u200b¦\x00¦\x85¦\u2028¦\ue000s0\ue001¦\ue000k0\ue001¦\ue002¦\ue003¦\U0001f600¦| a | b |¦|-|-|¦| "
)
PIECES = LISTED.split("¦")
SHORTCODES = st.builds(
    "{}{{{{{} {}{} {}}}}}{}".format,
    st.sampled_from(["", "\n", "\n\n", "a ", "- ", "> "]),
    st.sampled_from(["<", "%", "</", "%/"]),
    st.sampled_from(NAMES),
    st.sampled_from(VALUES),
    st.sampled_from([">", "%", "/>"]),
    st.sampled_from(["", "\n", " a"]),
)
PAIRS = st.builds(
    lambda name, value, inner: f"{{{{< {name}{value} >}}}}{inner}{{{{< /{name} >}}}}",
    st.sampled_from(NAMES),
    st.sampled_from(VALUES),
    st.sampled_from(
        ["", "a", "\n# a\n", "\n- a\n", "*a*", "\n```\na\n```\n", '{"a": [1]}', "a,b\n1,2", "---\na: b\n"]
    ),
)
PIECE = st.one_of(st.sampled_from(PIECES), SHORTCODES, PAIRS)


class Tags(HTMLParser):
    """Whether the tags of some HTML match."""

    CDATA_CONTENT_ELEMENTS = ("script", "style", "iframe", "noembed", "noframes", "xmp")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what is open."""
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element in one tag opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        if not self.open or self.open.pop() != tag:
            self.wrong = self.wrong or f"</{tag}> closes nothing"


def check(text: str, slow: Counter[str]) -> None:
    """Render a text in every way; AssertionError tells what is wrong with the HTML."""
    start = time.process_time()
    for chosen in (ALL, REAL):
        html = render(text, SilentHost(), chosen).html
        assert not OWN & set(html), "characters of our own"
        assert not OWN & set(render_inline(text, SilentHost(), chosen)), "characters of our own in a line"
        for shown in (html, text):
            plain(shown)
            summarize(shown, 3)
            count_words(shown)
    tags = Tags()
    tags.feed(render(text, SilentHost(), SAFE).html)
    assert not tags.wrong and not tags.open, "tags that do not match"
    spent = time.process_time() - start
    if spent > SLOW:
        slow[text] = int(spent)


@st.composite
def mutated(draw: st.DrawFn, bodies: list[str]) -> str:
    """A cut of a body, with a few edits."""
    body = draw(st.sampled_from(bodies))
    at = draw(st.integers(0, max(len(body) - 50, 0)))
    text = body[at : at + draw(st.integers(1, LONGEST))]
    for _ in range(draw(st.integers(1, 6))):
        where = draw(st.integers(0, len(text)))
        size = draw(st.integers(1, 60))
        edit = draw(st.sampled_from(["drop", "double", "piece", "mix", "move", "indent"]))
        cut, rest = text[where : where + size], text[where + size :]
        if edit == "drop":
            text = text[:where] + rest
        elif edit == "double":
            text = text[:where] + cut * draw(st.integers(2, 4)) + rest
        elif edit == "piece":
            text = text[:where] + draw(PIECE) + text[where:]
        elif edit == "mix":
            other = draw(st.sampled_from(bodies))
            start = draw(st.integers(0, len(other)))
            text = text[:where] + other[start : start + size] + text[where:]
        elif edit == "move":
            text = rest + text[:where] + cut
        else:
            text = (
                text[:where]
                + cut.replace("\n", "\n" + draw(st.sampled_from(["  ", "    ", "> ", "- "])))
                + rest
            )
    return text


def texts(bodies: list[str]) -> st.SearchStrategy[str]:
    """All kinds of texts."""
    made = [st.text(max_size=300), st.lists(PIECE, max_size=40).map("".join)]
    made.append(st.lists(st.one_of(PIECE, st.text(max_size=8)), max_size=40).map(" ".join))
    if bodies:
        made += [mutated(bodies)] * 3
    return st.one_of(made)


def run_round(number: int, strategy: st.SearchStrategy[str], slow: Counter[str]) -> tuple[int, str, str]:
    """One round: how many texts, what went wrong, and the shortest text for it."""
    count, last = 0, ""

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(strategy)
    def look(text: str) -> None:
        nonlocal count, last
        count += 1
        try:
            check(text, slow)
        except BaseException:
            last = text
            raise

    try:
        look()
    except Exception as error:  # noqa: BLE001 - every exception is what is looked for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return count, f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})", last
    return count, "", ""


def main() -> None:
    """Look until the time is spent."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", help="real bodies to cut and mix")
    parser.add_argument("--minutes", type=float, default=60, help="CPU time to spend (60)")
    parser.add_argument(
        "--start", type=int, default=0, help="number of the first round, the seed of its texts"
    )
    args = parser.parse_args()
    files = sorted(args.folder.rglob("*.md")) if args.folder else []
    bodies = [FRONT_MATTER.sub("", file.read_text("utf-8", "replace"), count=1) for file in files]
    strategy = texts([body for body in bodies if len(body) > 20])
    slow: Counter[str] = Counter()
    found: dict[str, str] = {}
    number, total = args.start, 0
    while time.process_time() < args.minutes * 60:
        count, wrong, text = run_round(number, strategy, slow)
        total += count
        number += 1
        if wrong and len(text) < len(found.get(wrong, text + ".")):
            found[wrong] = text
            print(f"{wrong}\n    {text!r}")
        minutes = time.process_time() / 60
        print(f"round {number}  texts {total}  found {len(found)}  CPU {minutes:.1f} min", flush=True)
    for text, seconds in slow.most_common(10):
        print(f"slow, {seconds} s: {text!r}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
