"""What a line can start: each function opens a container or a leaf, or finds that the line does not."""

from __future__ import annotations

from masthead.markup.attributes import read_attributes, safe_attributes
from masthead.markup.builder import Builder, Container, Starter, Step
from masthead.markup.leading import dedent, lead
from masthead.markup.leaves import BREAK, FENCE, SETEXT, Fence, Paragraph, atx_heading, heading, html_start
from masthead.markup.lists import OpenList, new_list, read_marker
from masthead.markup.nodes import Node
from masthead.markup.notes import NOTE
from masthead.markup.references import take_definitions

DEEPEST = 100  # containers inside each other; what would open another one is text


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
    open_paragraph = builder.interrupted(matched)
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
    if builder.interrupted(matched) and (not marker.rest.strip() or marker.start not in {None, 1}):
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
    open_paragraph = builder.interrupted(matched)
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
    if not found:
        return None
    builder.close_to(matched)
    builder.close_leaf()
    inner = builder.stack[-1]
    if not len(inner.node) or inner.blank == builder.turn - 1:
        return None
    for name, value in safe_attributes(found).items():
        inner.node[-1].set(name, value)
    return True


STARTERS: dict[str, Starter] = {
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
