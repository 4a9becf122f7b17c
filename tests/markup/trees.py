"""HTML as a tree that can be compared: attributes sorted, space between blocks left out."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

BLOCKS = frozenset(
    {
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "table",
    }
    | {"tbody", "td", "th", "thead", "tr", "ul"}
)
Piece = tuple[str, ...] | tuple[str, str, tuple[tuple[str, str | None], ...]]


def tree(html: str) -> list[Piece]:
    """The tags and texts of `html` in order, as a browser reads them."""
    body = LexborHTMLParser(f"<body>{html.strip()}").body
    found: list[Piece] = []
    if body is not None:
        _walk(body, False, found)
    joined: list[Piece] = []
    for piece in found:
        if piece[0] == "text" and joined and joined[-1][0] == "text":
            joined[-1] = ("text", f"{joined[-1][1]}{piece[1]}")
        else:
            joined.append(piece)
    stripped = (_stripped(joined, index) for index in range(len(joined)))
    return [piece for piece in stripped if piece != ("text", "")]


def _walk(node: LexborNode, verbatim: bool, found: list[Piece]) -> None:
    child = node.child
    while child is not None:
        name = child.tag or ""
        if name == "-text":
            text = child.text_content or ""
            found.append(("text", text if verbatim else re.sub(r"\s+", " ", text)))
        elif name == "-comment":
            found.append(("comment", child.html or ""))
        else:
            found.append(("open", name, tuple(sorted(child.attributes.items()))))
            _walk(child, verbatim or name == "pre", found)
            found.append(("close", name))
        child = child.next


def _stripped(pieces: list[Piece], index: int) -> Piece:
    piece = pieces[index]
    if piece[0] != "text":
        return piece
    before = pieces[index - 1] if index else ("close", "p")
    after = pieces[index + 1] if index + 1 < len(pieces) else ("close", "p")
    text = str(piece[1])
    if before[0] in {"open", "close"} and before[1] in BLOCKS - {"pre"}:
        text = text.lstrip()
    if after[0] in {"open", "close"} and after[1] in BLOCKS:
        text = text.rstrip()
    return ("text", text)
