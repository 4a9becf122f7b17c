"""The nodes of a parsed text: ElementTree elements that know their line and their unread inline source."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

RAW = ""  # tag of a node that is nothing but ready HTML
VOID = frozenset({"br", "hr", "img", "input"})
INLINE_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "td", "th", "figcaption"})


class Node(Element):
    """A block; `source` is inline Markdown not read yet, `prefix` HTML before it, `line` counts from 1."""

    def __init__(self, tag: str, line: int = 0, source: str | None = None, **attributes: str) -> None:
        super().__init__(tag, attributes)
        self.line = line
        self.source = source
        self.prefix = ""


class Code(Node):
    """A code block: its info string and its text; `fenced` is False for an indented one."""

    def __init__(self, text: str, line: int, info: str = "", fenced: bool = True) -> None:
        super().__init__(RAW, line)
        self.code = text
        self.info = info
        self.fenced = fenced


class Html(Node):
    """A block of raw HTML as it was written."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(RAW, line)
        self.html = text


def serialize(root: Element) -> str:
    """The HTML inside `root`; plain strings are escaped, `Markup` is written as it is."""
    out: list[str] = []
    stack: list[Element | str] = list(reversed(root))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
            continue
        tag = node.tag
        if tag:
            out.append(f"<{tag}")
            out.extend(f' {name}="{escape(value)}"' for name, value in node.items())
            out.append(">")
            if tag in VOID:
                out.append("\n")
                continue
            stack.append(f"</{tag}>\n")
        if node.text:
            out.append(node.text if isinstance(node.text, Markup) else escape(node.text))
        if len(node):
            if node.text or (tag and tag not in INLINE_BLOCKS):
                out.append("\n")
            stack.extend(reversed(node))
        elif not tag:
            out.append("\n")
    return "".join(out)
