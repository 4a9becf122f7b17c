"""The block structure of a text, read line by line as CommonMark's algorithm does, into a tree of nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ElementTree

from markdown.blockparser import BlockParser

from masthead.markup.attributes import read_attributes, safe_attributes
from masthead.markup.callouts import callout
from masthead.markup.leading import dedent, lead
from masthead.markup.leaves import (
    BREAK,
    FENCE,
    SETEXT,
    Fence,
    Indented,
    Leaf,
    Paragraph,
    RawHtml,
    atx_heading,
    heading,
    html_start,
)
from masthead.markup.lists import OpenList, close_list, new_list, read_marker, take_task, tighten
from masthead.markup.nodes import Node
from masthead.markup.notes import NOTE, Notes
from masthead.markup.references import take_definitions
from masthead.markup.tables import find_table, table

DEEPEST = 100  # containers inside each other; what would open another one is text

Step = tuple[str, int] | bool | None  # the rest of the line and its column; taken (True); no start (None)


@dataclass(slots=True)
class Container:
    """An open block that holds blocks; content of an item or note is indented by `indent` columns."""

    kind: str
    node: Node
    indent: int = 0
    list: OpenList | None = None
    blank: int = -1  # the turn of the last line that was blank inside it
    spent: bool = False  # an item that begins with two blank lines holds nothing


class GoldmarkParser(BlockParser):
    """Python-Markdown's block parser with CommonMark's block structure in place of its own."""

    notes: Notes
    numbers: Sequence[int] = ()

    def parseDocument(self, lines: Sequence[str]) -> ElementTree:  # type: ignore[override]
        """The tree of a whole text; footnotes are left in `notes`, link targets in `md.references`."""
        builder = Builder(self.md.references, self.notes, self.numbers)
        for line in lines:
            builder.feed(line)
        self.root = builder.finish()
        return ElementTree(self.root)


class Builder:
    """The state of reading: the open containers from the outermost in, and the open leaf in the last."""

    def __init__(self, references: dict[str, tuple[str, str]], notes: Notes, numbers: Sequence[int]) -> None:
        self.references = references
        self.notes = notes
        self.numbers = numbers
        self.count = 0  # lines read
        self.turn = 0  # lines read, where blank lines in a row are one
        self.was_blank = False
        self.stack = [Container("root", Node("div"))]
        self.leaf: Leaf | None = None

    @property
    def line(self) -> int:
        """The number of the current line in the text as it was given."""
        return self.numbers[self.count - 1] if self.count <= len(self.numbers) else self.count

    def finish(self) -> Element:
        """Close what is open; the root of the tree."""
        self.close_to(1)
        self.close_leaf()
        return self.stack[0].node

    def feed(self, line: str) -> None:
        """Read the next line."""
        self.count += 1
        leaf = self.leaf
        if leaf is None and self.was_blank and not line.strip():
            return
        self.turn += 1
        rest, column, matched = self.match(line)
        if matched == len(self.stack) and isinstance(leaf, Fence | RawHtml):
            if isinstance(leaf, Fence) or leaf.end is not None or rest.strip():
                if not leaf.take(rest, column):
                    self.close_leaf()
                return
            self.close_leaf()
        self.start(rest, column, matched)

    def match(self, line: str) -> tuple[str, int, int]:
        """What is left of a line inside the open containers that go on, its column, and their number."""
        rest, column, matched = line, 0, 1
        for container in self.stack[1:]:
            indent, text = lead(rest, column)
            if container.kind == "quote":
                if indent > 3 or not text.startswith(">"):
                    break
                rest, column = self.after_quote(text, column + indent)
            elif not text:
                container.spent = not len(container.node) and self.leaf is None
                rest = dedent(rest, column, container.indent)
            elif indent >= container.indent and not container.spent:
                rest = dedent(rest, column, container.indent)
                column += container.indent
            else:
                break
            matched += 1
        return rest, column, matched

    @staticmethod
    def after_quote(text: str, column: int) -> tuple[str, int]:
        """What follows a `>` and the one space that belongs to it."""
        return (
            (dedent(text[1:], column + 1, 1), column + 2)
            if text[1:2] in {" ", "\t"}
            else (text[1:], column + 1)
        )

    def start(self, rest: str, column: int, matched: int) -> None:
        """Open the containers and the leaf that the rest of a line starts, or go on with the open leaf."""
        self.was_blank = not rest.strip()
        whole = matched == len(self.stack)
        leaf = self.leaf
        if whole and isinstance(leaf, Paragraph) and leaf.formula and rest.strip():
            leaf.add(rest.strip())
            return
        opened = False
        while True:
            indent, text = lead(rest, column)
            if not text:
                return None if opened else self.blank(rest, column, matched)
            if indent >= 4:
                return self.indented(rest, text, column, matched)
            starter = STARTERS.get(text[0])
            step = starter(self, text, indent, column + indent, matched) if starter else None
            if step is None:
                return self.text(text, matched)
            if step is True:
                return None
            rest, column = step  # type: ignore[misc]
            matched, opened = len(self.stack), True

    def blank(self, rest: str, column: int, matched: int) -> None:
        """Read a blank line."""
        self.close_to(matched)
        if isinstance(self.leaf, Indented):
            self.leaf.lines.append(dedent(rest, column, 4))
        elif self.leaf is not None:
            self.close_leaf()
        for container in reversed(self.stack):
            container.blank = self.turn
            if container.kind == "quote":
                break

    def indented(self, rest: str, text: str, column: int, matched: int) -> None:
        """Read a line that is indented by four columns or more: code, unless a paragraph goes on."""
        if isinstance(self.leaf, Paragraph):
            self.leaf.add(text)
            return
        self.close_to(matched)
        code = dedent(rest, column, 4)
        if isinstance(self.leaf, Indented):
            self.leaf.lines.append(code)
        else:
            self.open_leaf(Indented(code, self.line))

    def text(self, text: str, matched: int) -> None:
        """Read a line of text."""
        if isinstance(self.leaf, Paragraph):
            self.leaf.add(text)
            return
        self.close_to(matched)
        self.open_leaf(Paragraph(text, self.line))

    def paragraph(self, matched: int) -> Paragraph | None:
        """The open paragraph that the current line would interrupt, if all its containers go on."""
        return self.leaf if isinstance(self.leaf, Paragraph) and matched == len(self.stack) else None

    def open_leaf(self, leaf: Leaf) -> None:
        """Begin a leaf in the innermost container."""
        self.close_leaf()
        self.loosen()
        self.leaf = leaf

    def add(self, node: Node) -> None:
        """Add a block to the innermost container."""
        self.close_leaf()
        self.loosen()
        self.stack[-1].node.append(node)

    def push(self, container: Container) -> None:
        """Open a container inside the innermost one, which has its node already."""
        self.stack.append(container)

    def loosen(self) -> None:
        """A blank line between two blocks of an item makes its list loose."""
        inner = self.stack[-1]
        if inner.list is not None and inner.blank == self.turn - 1 and len(inner.node):
            inner.list.loose = True

    def close_leaf(self) -> None:
        """Close the open leaf, if any, and add its nodes to the innermost container."""
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        inner = self.stack[-1]
        if isinstance(leaf, Paragraph):
            inner.node.extend(self.paragraph_nodes(leaf, inner))
        else:
            inner.node.append(leaf.close())

    def paragraph_nodes(self, leaf: Paragraph, inner: Container) -> list[Node]:
        """What a paragraph's lines turn out to be: definitions, text, a table."""
        text = "\n".join(leaf.lines)
        line = leaf.line
        if text.startswith("["):
            rest = take_definitions(text, self.references)
            line += text.count("\n") - rest.count("\n") if rest else 0
            text = rest
        if not text.strip():
            return []
        found = find_table(text.split("\n")) if "|" in text or ":-" in text or "-:" in text else None
        if found is None:
            node = Node("p", line, text.rstrip(" \t"))
            if inner.kind == "item" and not len(inner.node):
                take_task(node)
            return [node]
        lines = text.split("\n")
        first, columns = found
        before = "\n".join(lines[:first])
        nodes = [Node("p", line, before)] if before else []
        return [*nodes, table(lines[first:], columns, line + first)]

    def close_to(self, matched: int, sibling: OpenList | None = None) -> None:
        """Close the containers after the first `matched`; the list `sibling` stays open for another item."""
        if matched == len(self.stack):
            return
        self.close_leaf()
        while len(self.stack) > matched:
            container = self.stack.pop()
            if container.kind == "quote":
                callout(container.node)
            elif container.kind == "definition" and container.list and not container.list.loose:
                tighten(container.node)
            elif container.list is not None and container.list is not sibling:
                close_list(container.list)


def start_quote(builder: Builder, text: str, _indent: int, column: int, matched: int) -> Step:
    """`>`: a block quote."""
    if matched >= DEEPEST:
        return None
    builder.close_to(matched)
    node = Node("blockquote", builder.line)
    builder.add(node)
    builder.push(Container("quote", node))
    return builder.after_quote(text, column)


def start_heading(builder: Builder, text: str, _indent: int, _column: int, matched: int) -> Step:
    """`#`: a heading."""
    node = atx_heading(text, builder.line)
    if node is None:
        return None
    builder.close_to(matched)
    builder.add(node)
    return True


def start_fence(builder: Builder, text: str, indent: int, _column: int, matched: int) -> Step:
    """Three backticks or tildes: a code block."""
    found = FENCE.match(text)
    if found is None:
        return None
    builder.close_to(matched)
    mark, info = (found[1], found[2]) if found[1] else (found[3], found[4])
    builder.open_leaf(Fence(mark, info, indent, builder.line))
    return True


def start_html(builder: Builder, text: str, indent: int, column: int, matched: int) -> Step:
    """`<`: a block of raw HTML."""
    leaf = html_start(text, builder.line, isinstance(builder.leaf, Paragraph))
    if leaf is None:
        return None
    builder.close_to(matched)
    builder.open_leaf(leaf)
    if not leaf.take(" " * indent + text, column):
        builder.close_leaf()
    return True


def start_rule(builder: Builder, text: str, indent: int, column: int, matched: int) -> Step:
    """`-`, `*`, `_` or `=`: a heading's underline, a thematic break or a list item."""
    open_paragraph = builder.paragraph(matched)
    underline = SETEXT.match(text) if open_paragraph else None
    if underline and open_paragraph and finish_heading(builder, open_paragraph, underline[1][0]):
        return True
    if BREAK.match(text):
        builder.close_to(matched)
        builder.add(Node("hr", builder.line))
        return True
    return start_item(builder, text, indent, column, matched) if text[0] in "-*" else None


def finish_heading(builder: Builder, leaf: Paragraph, mark: str) -> bool:
    """Make a heading of the open paragraph, unless it holds nothing but link definitions."""
    text = take_definitions("\n".join(leaf.lines), builder.references)
    if not text.strip():
        leaf.lines = []
        return False
    builder.leaf = None
    builder.add(heading(1 if mark == "=" else 2, text, leaf.line))
    return True


def start_item(builder: Builder, text: str, indent: int, column: int, matched: int) -> Step:
    """A bullet or a number: a list item."""
    marker = read_marker(text, indent, column) if matched < DEEPEST else None
    if marker is None:
        return None
    after = builder.stack[matched] if matched < len(builder.stack) else None
    opened = (
        after.list
        if after and after.kind == "item" and after.list and after.list.kind == marker.kind
        else None
    )
    if builder.paragraph(matched) and (not marker.rest.strip() or marker.start not in {None, 1}):
        return None
    if opened and after:
        builder.close_to(matched, sibling=opened)
        opened.loose = opened.loose or after.blank == builder.turn - 1
    else:
        builder.close_to(matched)
        opened = new_list(marker, builder.line)
        builder.add(opened.node)
    node = Node("li", builder.line)
    opened.node.append(node)
    builder.push(Container("item", node, marker.indent, opened))
    return marker.rest, column + marker.width


def start_note(builder: Builder, text: str, _indent: int, column: int, matched: int) -> Step:
    """`[^label]:`: the text of a footnote."""
    found = NOTE.match(text) if matched < DEEPEST else None
    if found is None:
        return None
    builder.close_to(matched)
    builder.close_leaf()
    node = Node("li", builder.line)
    builder.notes.define(found[1], node)
    builder.push(Container("note", node, 4))
    return text[found.end() :], column + found.end()


def start_definition(builder: Builder, text: str, indent: int, column: int, matched: int) -> Step:
    """`: `: what the term on the line before means."""
    space, after = lead(text[1:], column + 1)
    if not space or not after or matched >= DEEPEST:
        return None
    open_paragraph = builder.paragraph(matched)
    inner = builder.stack[matched - 1]
    last = inner.node[-1] if len(inner.node) else None
    loose = inner.blank == builder.turn - 1
    if open_paragraph is None and (last is None or last.tag not in {"dl", "p"}):
        return None
    builder.close_to(matched)
    if open_paragraph is not None:
        builder.leaf = None
        node = Node("dl", open_paragraph.line)
        node.extend(Node("dt", open_paragraph.line, line) for line in open_paragraph.lines)
        builder.add(node)
    elif last is not None and last.tag == "p":
        inner.node.remove(last)
        node = Node("dl", builder.line)
        node.extend(
            Node("dt", builder.line, line) for line in (getattr(last, "source", "") or "").split("\n")
        )
        inner.node.append(node)
    else:
        node = last  # type: ignore[assignment]
    meaning = Node("dd", builder.line)
    node.append(meaning)
    width = 1 + (space if space <= 4 else 1)
    builder.push(Container("definition", meaning, indent + width, OpenList(node, ":", loose)))
    return dedent(text[1:], column + 1, width - 1), column + width


def start_attributes(builder: Builder, text: str, _indent: int, _column: int, matched: int) -> Step:
    """`{#id .class}` on a line of its own: attributes of the block before it."""
    found = read_attributes(text) if text.rstrip().endswith("}") and not text.startswith("{{") else None
    if not found or matched != len(builder.stack):
        return None
    builder.close_leaf()
    inner = builder.stack[-1]
    if not len(inner.node) or inner.blank == builder.turn - 1:
        return None
    for name, value in safe_attributes(found).items():
        inner.node[-1].set(name, value)
    return True


STARTERS = {
    ">": start_quote,
    "#": start_heading,
    "`": start_fence,
    "~": start_fence,
    "<": start_html,
    "=": start_rule,
    "-": start_rule,
    "_": start_rule,
    "*": start_rule,
    "+": start_item,
    "[": start_note,
    ":": start_definition,
    "{": start_attributes,
    **dict.fromkeys("0123456789", start_item),
}
