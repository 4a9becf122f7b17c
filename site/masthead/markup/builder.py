"""The state of reading a text's block structure, line by line as CommonMark's algorithm does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from masthead.markup.callouts import callout
from masthead.markup.leading import dedent, lead
from masthead.markup.leaves import Fence, Indented, Leaf, Paragraph, RawHtml
from masthead.markup.lists import OpenList, close_list, take_task, tighten
from masthead.markup.nodes import Node
from masthead.markup.notes import Notes
from masthead.markup.references import take_definitions
from masthead.markup.tables import find_table, table

Step = tuple[str, int] | bool | None  # the rest of the line and its column; taken (True); no start (None)


class Container(Struct):
    """An open block that holds blocks; content of an item or note is indented by `indent` columns."""

    kind: str
    node: Node
    indent: int = 0
    list: OpenList | None = None
    blank: int = -1  # the turn of the last line that was blank inside it
    spent: bool = False  # an item that begins with two blank lines holds nothing


class Builder:
    """The state of reading: the open containers from the outermost in, and the open leaf in the last."""

    def __init__(
        self,
        references: dict[str, tuple[str, str]],
        notes: Notes,
        numbers: Sequence[int],
        starters: Mapping[str, Starter],
    ) -> None:
        self.starters = starters
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
        rest, column, matched = self.match(line) if len(self.stack) > 1 else (line, 0, 1)
        if isinstance(leaf, (Fence, RawHtml)) and matched == len(self.stack):
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
        leaf = self.leaf
        if isinstance(leaf, Paragraph) and leaf.formula and matched == len(self.stack) and not self.was_blank:
            leaf.add(rest.strip())
            return
        opened = False
        while True:
            indent, text = lead(rest, column)
            if not text:
                return None if opened else self.blank(rest, column, matched)
            if indent >= 4:
                return self.indented(rest, text, column, matched)
            starter = self.starters.get(text[0])
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

    def interrupted(self, matched: int) -> Paragraph | None:
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
            inner.node.extend(self.paragraph(leaf, inner))
        else:
            inner.node.append(leaf.close())

    def paragraph(self, leaf: Paragraph, inner: Container) -> list[Node]:
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


Starter = Callable[[Builder, str, int, int, int], Step]
"""Tries to start a block: the text of a line, its indent, its column, and how many containers go on."""
