"""Text without its HTML: for descriptions, feeds and counting."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from masthead.markup.tags import TAG, scan

ALTTEXT = re.compile(r'\balttext="([^"]*)"')
DROPPED = frozenset({"script", "style", "svg", "template", "nav", "math"})
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s"}
    | {"small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
SILENT = DROPPED | {"", "textarea", "title"}
"""Whose start tag, and a comment's, begins a stretch that is no text, or holds no tags."""


def plain(text: str) -> str:
    """The words of some HTML in one line; formulas as TeX between dollars."""
    text = str(text)
    if "<" not in text:
        return in_one_line(text)
    parts = TAG.split(text)  # text, an end tag's slash, the tag's name, the rest of it, and text again
    names = [(name or "").lower() for name in parts[2::4]]
    if SILENT.isdisjoint(names):
        parts[1::4] = ["" if name in INLINE else " " for name in names]
        del parts[2::4], parts[2::3]
        return in_one_line("".join(parts))
    return " ".join(filter(None, paragraphs(text)))


def paragraphs(text: str) -> Iterator[str]:
    """The words of some HTML paragraph by paragraph, each with what stands before it, and of what is left."""
    parts: list[str] = []
    at, inside, depth = 0, "", 0
    for tag in scan(text):
        if inside:
            if tag.name == inside:
                depth += -1 if tag.closes else 1 if tag.opens else 0
                at, inside = tag.end, inside if depth else ""
            continue
        parts.append(text[at : tag.start])
        at = tag.end
        if tag.name in INLINE:
            continue
        if tag.name in DROPPED and tag.opens:
            inside, depth = tag.name, 1
            tex = ALTTEXT.search(tag.rest)
            parts.append(f"${tex[1]}$" if tex else " ")
        elif tag.name == "p" and tag.closes:
            yield in_one_line("".join(parts))
            parts = []
        else:
            parts.append(" ")
    yield in_one_line("".join(parts) if inside else "".join(parts) + text[at:])


def in_one_line(text: str) -> str:
    """HTML that holds no tags as text, with a space for each run of white space."""
    return " ".join(html.unescape(text).split())
