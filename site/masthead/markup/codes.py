"""Code blocks: highlighted by Pygments with CSS classes, diagrams left for a script to draw."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from masthead.markup.attributes import read_attributes, safe_attributes

INFO = re.compile(r"\s*([^\s{]*)\s*(\{.*\})?")
DIAGRAMS = frozenset({"mermaid", "markmap"})
LONGEST = 20_000  # characters; longer code is not highlighted, as some lexers take the square of its length
RANGE = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?")


def pygments_css(style: str, scope: str = ".highlight") -> str:
    """The style sheet for a Pygments style, for code inside `scope`."""
    from pygments.formatters.html import HtmlFormatter

    return str(HtmlFormatter(style=style).get_style_defs(scope))  # type: ignore[no-untyped-call]


def code_block(code: str, info: str = "", line_numbers: bool = False) -> Markup:
    """A code block as HTML, with one `<pre>`; `info` is a language and perhaps `{attributes}`."""
    found = INFO.match(info)
    language = (found[1] if found else "").lower()
    attributes = (read_attributes(found[2]) if found and found[2] else None) or {}
    if not language and "class" in attributes:
        language = attributes.pop("class").split()[0]
    if language in DIAGRAMS:
        return diagram(code, language)
    options = {name.lower(): value for name, value in attributes.items()}
    numbered = options.pop("linenos", str(line_numbers)).lower() not in {"false", "no", "0"}
    marked = line_set(options.pop("hl_lines", ""))
    first = options.pop("linenostart", options.pop("linenumberstart", "1"))
    html = colored(code, language)
    if numbered or marked:
        html = with_lines(html, numbered, marked, int(first) if first.isdigit() else 1)
    named = escape(language)
    name = f' class="language-{named}" data-lang="{named}"' if language else ""
    classes = " ".join(["highlight", *options.pop("class", "").split()])
    known = (
        "style",
        "anchorlinenos",
        "lineanchors",
        "tabwidth",
        "hl_style",
        "nohl",
        "noclasses",
        "hl_inline",
    )
    extra = "".join(
        f' {key}="{escape(value)}"' for key, value in safe_attributes(options).items() if key not in known
    )
    start = f'<div class="{escape(classes)}"{extra}><pre tabindex="0"><code{name}>'
    return Markup(f"{start}{html}</code></pre></div>")


def diagram(source: str, kind: str) -> Markup:
    """The source of a diagram, for a script to draw; to be shown as it is written until then."""
    tag = "pre" if kind == "markmap" else "div"
    return Markup('<{0} class="diagram {1}">{2}</{0}>').format(tag, kind, source.strip("\n"))


def colored(code: str, language: str) -> str:
    """Code as HTML spans, each within one line; plain when the language is unknown."""
    if not language or len(code) > LONGEST:
        return str(escape(code))
    from masthead.markup.coloring import highlighted

    return highlighted(code, language)


def with_lines(html: str, numbered: bool, marked: set[int], first: int) -> str:
    """Highlighted code with an element a line: its number in `data-line`, class `hll` when marked."""
    out = []
    for number, line in enumerate(html.removesuffix("\n").split("\n"), start=1):
        classes = "line hll" if number in marked else "line"
        data = f' data-line="{number + first - 1}"' if numbered else ""
        out.append(f'<span class="{classes}"{data}>{line}\n</span>')
    return "".join(out)


def line_set(text: str) -> set[int]:
    """The lines that `1,3-5` or `1 "3-5"` names."""
    lines: set[int] = set()
    for found in RANGE.finditer(text):
        start, end = int(found[1]), int(found[2] or found[1])
        lines.update(range(start, min(end, start + 10_000) + 1))
    return lines
