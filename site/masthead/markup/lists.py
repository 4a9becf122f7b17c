"""List items: their markers, and whether a list is tight or loose."""

from __future__ import annotations

import re

from msgspec import Struct

from masthead.markup.leading import dedent, lead
from masthead.markup.nodes import RAW, Node

MARKER = re.compile(r"([-+*])(?=[ \t]|\Z)|(\d{1,9})([.)])(?=[ \t]|\Z)")
TASK = re.compile(r"\[([ xX])\](?=\s)")


class Marker(Struct):
    """The start of a list item: which list it belongs to, and where its content starts."""

    kind: str  # the bullet, or the character after the number
    start: int | None  # number of an ordered item
    indent: int  # columns from the container's edge to the item's content
    rest: str  # the line after the marker and the space that belongs to it
    width: int  # columns from the marker's first character to the item's content


class OpenList(Struct):
    """A list whose items are still being read."""

    node: Node
    kind: str
    loose: bool = False


def read_marker(text: str, indent: int, column: int) -> Marker | None:
    """The list marker that `text` starts with; `column` is where it stands on the line."""
    found = MARKER.match(text)
    if found is None:
        return None
    size = found.end()
    rest = text[size:]
    space, after = lead(rest, column + size)
    if not after:
        space, rest = 1, ""
    elif space > 4:
        space, rest = 1, dedent(rest, column + size, 1)
    else:
        rest = after
    start = int(found[2]) if found[2] else None
    return Marker(found[1] or found[3], start, indent + size + space, rest, size + space)


def new_list(marker: Marker, line: int) -> OpenList:
    """An empty list for items like `marker`."""
    node = Node("ul" if marker.start is None else "ol", line)
    if marker.start is not None and marker.start != 1:
        node.set("start", str(marker.start))
    return OpenList(node, marker.kind)


def close_list(opened: OpenList) -> None:
    """Settle a list that got its last item: paragraphs of a tight one lose their tags."""
    if not opened.loose:
        for item in opened.node:
            tighten(item)  # type: ignore[arg-type]


def tighten(item: Node) -> None:
    """Make the paragraphs that stand right inside `item` plain text."""
    for child in item:
        if child.tag == "p" and not child.attrib:
            child.tag = RAW


def take_task(node: Node) -> None:
    """Turn `[ ]` or `[x]` at the start of an item's first paragraph into a check box."""
    found = TASK.match(node.source or "")
    if found and node.source is not None:
        node.source = node.source[found.end() :].lstrip()
        checked = ' checked=""' if found[1] != " " else ""
        node.prefix = f'<input{checked} disabled="" type="checkbox"> '
