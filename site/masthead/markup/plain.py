"""Text without its HTML: for descriptions, feeds and counting."""

from __future__ import annotations

import html
import re

from masthead.markup.tags import TAG, scan

ALTTEXT = re.compile(r'\balttext="([^"]*)"')
DROPPED = frozenset({"script", "style", "svg", "template", "nav", "math"})
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s"}
    | {"small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
SILENT = re.compile(
    rf"<(?:!--|(?:{'|'.join((*DROPPED, 'textarea', 'title'))})(?![A-Za-z0-9-]))", re.IGNORECASE
)
"""What begins a stretch that is no text, or holds no tags."""


def plain(text: str) -> str:
    """The words of some HTML in one line; formulas as TeX between dollars."""
    text = str(text)
    if "<" not in text:
        return " ".join(html.unescape(text).split())
    if not SILENT.search(text):
        parts = TAG.split(text)  # text, an end tag's slash, the tag's name, the rest of it, and text again
        parts[1::4] = ["" if name.lower() in INLINE else " " for name in parts[2::4]]
        del parts[2::4], parts[2::3]
        return " ".join(html.unescape("".join(parts)).split())
    out: list[str] = []
    at, inside, depth = 0, "", 0
    for tag in scan(text):
        if inside:
            if tag.name == inside:
                depth += -1 if tag.closes else 1 if tag.opens else 0
                at, inside = tag.end, inside if depth else ""
            continue
        out.append(text[at : tag.start])
        at = tag.end
        if tag.name in DROPPED and tag.opens:
            inside, depth = tag.name, 1
            tex = ALTTEXT.search(tag.rest)
            out.append(f"${tex[1]}$" if tex else " ")
        elif tag.name not in INLINE:
            out.append(" ")
    out.append("" if inside else text[at:])
    return " ".join(html.unescape("".join(out)).split())
