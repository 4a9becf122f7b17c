"""Callouts: block quotes that begin with `[!NOTE]`, as GitHub and Obsidian write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from masthead.markup.nodes import Node

START = re.compile(r"\[!([A-Za-z][\w-]{0,40})\]([+-]?)(?:[ \t]+([^\n]*))?(?:\n|\Z)")
ICONS = {
    "note": "pencil",
    "abstract": "clipboard-document-list",
    "summary": "clipboard-document-list",
    "tldr": "clipboard-document-list",
    "info": "information-circle",
    "todo": "check-circle",
    "tip": "light-bulb",
    "hint": "light-bulb",
    "success": "check-circle",
    "check": "check-circle",
    "done": "check-circle",
    "question": "question-mark-circle",
    "help": "question-mark-circle",
    "faq": "question-mark-circle",
    "warning": "exclamation-triangle",
    "attention": "exclamation-triangle",
    "caution": "exclamation-triangle",
    "important": "exclamation-circle",
    "danger": "exclamation-triangle",
    "error": "exclamation-triangle",
    "failure": "x-circle",
    "fail": "x-circle",
    "missing": "x-circle",
    "bug": "bug-ant",
    "example": "beaker",
    "quote": "chat-bubble-left-right",
    "cite": "chat-bubble-left-right",
}


class Callout(Node):
    """The title line of a callout; its icon and its default title come from the page."""

    __slots__ = ("kind",)

    def __init__(self, tag: str, kind: str, line: int, title: str) -> None:
        super().__init__(tag, line, title, **{"class": "callout-title"})
        self.kind = kind


def callout(quote: Node) -> None:
    """Turn a block quote that begins with `[!KIND]` into a callout; leave any other one as it is."""
    first = quote[0] if len(quote) else None
    source = first.source if isinstance(first, Node) and first.tag == "p" else None
    start = START.match(source) if source else None
    if start is None or source is None or not isinstance(first, Node):
        return
    kind, fold, title = start[1].lower(), start[2], (start[3] or "").strip()
    rest = source[start.end() :]
    blocks = list(quote)[0 if rest.strip() else 1 :]
    first.source = rest
    first.line += 1
    make_callout(quote, kind, title, blocks, fold)


def make_callout(node: Node, kind: str, title: str, blocks: Sequence[Element], fold: str = "") -> None:
    """Make `node` a callout; `fold` is `+` for one that can be folded, `-` for one that is folded."""
    for child in list(node):
        node.remove(child)
    node.tag = "details" if fold else "div"
    name = re.sub(r"[^a-z0-9-]+", "-", kind)
    node.set("class", f"callout callout-{name}")
    node.set("data-callout", name)
    if fold == "+":
        node.set("open", "")
    node.append(Callout("summary" if fold else "div", kind, node.line, title))
    if blocks:
        body = Node("div", node.line, **{"class": "callout-body"})
        body.extend(blocks)
        node.append(body)
