"""The nodes of a parsed text: ElementTree elements that know their line and their unread inline source."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markupsafe import escape

RAW = ""  # tag of a node that is nothing but ready HTML
VOID = frozenset({"br", "hr", "img", "input"})
INLINE_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "td", "th", "figcaption"})


class Node(Element):
    """A block; `source` is what is not read yet, `prefix` HTML before it, `line` counts from 1.

    `text` is HTML, once the source was read.
    """

    __slots__ = ("line", "prefix", "source")

    def __init__(self, tag: str, line: int = 0, source: str | None = None, **attributes: str) -> None:
        super().__init__(tag, attributes)
        self.line = line
        self.source = source
        self.prefix = ""


class Code(Node):
    """A code block: `source` is its text, `info` its info string; `fenced` is False for an indented one."""

    __slots__ = ("fenced", "info")

    def __init__(self, source: str, line: int, info: str = "", fenced: bool = True) -> None:
        super().__init__(RAW, line, source)
        self.info = info
        self.fenced = fenced


class Html(Node):
    """A block of raw HTML: `source` is what was written."""

    __slots__ = ()

    def __init__(self, source: str, line: int) -> None:
        super().__init__(RAW, line, source)


def serialize(root: Element) -> str:
    """The HTML inside `root`."""
    out: list[str] = []
    stack: list[Element | str] = [*root[::-1]]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
            continue
        tag, text, attributes = node.tag, node.text or "", ""
        for name, value in node.items():
            attributes += f' {name}="{escape(value)}"'
        start, end = (f"<{tag}{attributes}>", f"</{tag}>\n") if tag else ("", "\n")
        if not len(node):
            out.append(f"{start}\n" if tag in VOID else f"{start}{text}{end}")
            continue
        between = "\n" if text or (tag and tag not in INLINE_BLOCKS) else ""
        out.append(f"{start}{text}{between}")
        stack.append(end if tag else "")
        stack += node[::-1]
    return "".join(out)
