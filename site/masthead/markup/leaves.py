"""The leaves of the block structure: paragraphs, headings, code and raw HTML, line by line."""

from __future__ import annotations

import re

from masthead.markup.attributes import safe_attributes, split_attributes
from masthead.markup.leading import dedent, lead
from masthead.markup.nodes import Code, Html, Node
from masthead.markup.references import unescape

ATX = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
SETEXT = re.compile(r"(=+|-+)[ \t]*\Z")
FENCE = re.compile(r"(`{3,})([^`]*)\Z|(~{3,})(.*)\Z", re.DOTALL)
BREAK = re.compile(r"(?:\*[ \t]*){3,}+\Z|(?:-[ \t]*){3,}+\Z|(?:_[ \t]*){3,}+\Z")

# fmt: off
BLOCK_TAGS = frozenset({
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col",
    "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr",
    "html", "iframe", "legend", "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol",
    "optgroup", "option", "p", "param", "search", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "title", "tr", "track", "ul",
})
# fmt: on
ATTRIBUTE = r"""\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
TAG = rf"<[A-Za-z][A-Za-z0-9-]*(?:{ATTRIBUTE})*+\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>"
HTML_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s>]|/>|\Z)")
HTML_ALONE = re.compile(rf"(?:{TAG})[ \t]*\Z")
HTML_VERBATIM = re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE)
HTML_VERBATIM_END = re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)


class Paragraph:
    """Lines of text that may still turn out to be a heading, a table or link definitions."""

    def __init__(self, text: str, line: int) -> None:
        self.lines = [text]
        self.line = line
        self.formula = opens_formula(text)

    def add(self, text: str) -> None:
        """Add a line, without the space before it."""
        self.lines.append(text)
        if self.formula:
            self.formula = "$$" not in text
        elif text.startswith("$$"):
            self.formula = opens_formula(text)


def opens_formula(text: str) -> bool:
    """Whether a line starts a display formula that ends on a later line."""
    return text.startswith("$$") and "$$" not in text[2:]


class Fence:
    """A fenced code block."""

    def __init__(self, mark: str, info: str, indent: int, line: int) -> None:
        self.mark = mark
        self.info = unescape(info.strip())
        self.indent = indent
        self.line = line
        self.lines: list[str] = []

    def take(self, rest: str, column: int) -> bool:
        """Add a line; whether the block goes on after it."""
        indent, text = lead(rest, column)
        if indent < 4 and text.startswith(self.mark) and not text.rstrip(" \t").strip(self.mark[0]):
            return False
        self.lines.append(dedent(rest, column, self.indent))
        return True

    def close(self) -> Node:
        """The block's node."""
        return Code("".join(f"{line}\n" for line in self.lines), self.line, self.info)


class Indented:
    """A code block that is indented by four columns."""

    def __init__(self, text: str, line: int) -> None:
        self.lines = [text]
        self.line = line

    def close(self) -> Node:
        """The block's node, without the blank lines at its end."""
        while not self.lines[-1].strip(" \t"):
            self.lines.pop()
        return Code("".join(f"{line}\n" for line in self.lines), self.line, fenced=False)


class RawHtml:
    """A block of raw HTML; `end` is what its last line holds, None when a blank line ends it."""

    def __init__(self, end: str | re.Pattern[str] | None, line: int) -> None:
        self.end = end
        self.line = line
        self.lines: list[str] = []

    def take(self, rest: str, _column: int) -> bool:
        """Add a line; whether the block goes on after it."""
        self.lines.append(rest)
        if isinstance(self.end, str):
            return self.end not in rest
        return self.end is None or self.end.search(rest) is None

    def close(self) -> Node:
        """The block's node."""
        return Html("\n".join(self.lines), self.line)


Leaf = Paragraph | Fence | Indented | RawHtml


def html_start(text: str, line: int, interrupts: bool) -> RawHtml | None:
    """The HTML block that starts with `text` (one of CommonMark's seven kinds), if any does."""
    if HTML_VERBATIM.match(text):
        return RawHtml(HTML_VERBATIM_END, line)
    for start, end in (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")):
        if text.startswith(start):
            return RawHtml(end, line)
    if text.startswith("<!") and text[2:3].isalpha():
        return RawHtml(">", line)
    name = HTML_NAME.match(text)
    if name and name[1].lower() in BLOCK_TAGS:
        return RawHtml(None, line)
    if not interrupts and HTML_ALONE.match(text):
        return RawHtml(None, line)
    return None


def heading(level: int, text: str, line: int) -> Node:
    """A heading's node, with the attributes in braces after its text."""
    text, found = split_attributes(text.strip())
    return Node(f"h{level}", line, text, **safe_attributes(found))


def atx_heading(text: str, line: int) -> Node | None:
    """The heading that a line of `#` starts, without the `#` at its end."""
    start = ATX.match(text)
    if start is None:
        return None
    title = text[start.end() :].rstrip(" \t")
    bare = title.rstrip("#")
    if bare != title and (not bare or bare[-1] in " \t"):
        title = bare.rstrip(" \t")
    return heading(len(start[1]), title, line)
