"""The syntax of Hugo's shortcodes: finding them in a text, pairing them, reading their arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

NAME = r"[A-Za-z0-9_][\w./-]*"
BODY = r"""(?:[^"`>%/{]++|"(?:[^"\\]|\\.)*+"|`[^`]*+`|[>%](?!\}\})|/(?![>%]\}\})|\{(?!\{[<%]))*+"""
TAG = re.compile(
    rf"\{{\{{(?P<kind>[<%])(?:(?P<escaped>/\*)|\s*+(?P<closes>/?)\s*+(?P<name>{NAME})(?P<body>{BODY})(?P<alone>/?)(?P<end>[>%])\}}\}})",
    re.DOTALL,
)
ARGUMENT = re.compile(r"""(?:([\w-]+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*+)"|`([^`]*+)`|([^\s"`=]+))""", re.DOTALL)
QUOTED = re.compile(r'\\(["\\])')


class Tag(Struct, frozen=True):
    """One opening, closing or single tag between `start` and `end`."""

    name: str
    body: str
    start: int
    end: int
    percent: bool
    closes: bool
    alone: bool


class Piece(Struct, frozen=True):
    """A whole shortcode of the text: its first tag, and its closing tag if it has one."""

    tag: Tag
    close: Tag | None

    @property
    def end(self) -> int:
        """Where the text after the shortcode begins."""
        return (self.close or self.tag).end


class Escaped(Struct, frozen=True):
    """An escaped shortcode, `{{</* x */>}}`, which prints as `text`."""

    text: str
    start: int
    end: int


def scan(text: str) -> Iterator[Tag | Escaped]:
    """The tags of a text in order."""
    at, no_end = 0, False
    while (found := TAG.search(text, at)) is not None:
        at = found.end()
        if found["escaped"]:
            mark = f"*/{'>' if found['kind'] == '<' else '%'}}}}}"
            end = -1 if no_end else text.find(mark, at)
            if end == -1:
                no_end = True
                continue
            at = end + len(mark)
            inner = text[found.end() : end]
            yield Escaped(f"{{{{{found['kind']}{inner}{mark[2:]}", found.start(), at)
        else:
            percent = found["kind"] == "%"
            yield Tag(
                found["name"],
                found["body"],
                *found.span(),
                percent,
                bool(found["closes"]),
                bool(found["alone"]),
            )


def pieces(text: str) -> tuple[list[Piece | Escaped], list[Tag]]:
    """The outermost shortcodes of a text in order, and the closing tags that close nothing."""
    found = list(scan(text))
    open_tags: dict[str, list[int]] = {}
    stack: list[int] = []
    closers: dict[int, Tag] = {}
    stray: list[Tag] = []
    for index, tag in enumerate(found):
        if isinstance(tag, Escaped) or tag.alone:
            continue
        if not tag.closes:
            open_tags.setdefault(tag.name, []).append(index)
            stack.append(index)
            continue
        places = open_tags.get(tag.name)
        if not places:
            stray.append(tag)
            continue
        closers[places[-1]] = tag
        start = places[-1]
        while stack and stack[-1] >= start:
            gone = found[stack.pop()]
            assert isinstance(gone, Tag)
            open_tags[gone.name].pop()
    out: list[Piece | Escaped] = []
    at = 0
    for index, tag in enumerate(found):
        if tag.start < at:
            continue
        if isinstance(tag, Escaped):
            out.append(tag)
        else:
            out.append(Piece(tag, closers.get(index)))
        at = out[-1].end
    return out, stray


def arguments(body: str) -> tuple[list[str], dict[str, str]]:
    """The arguments of a tag: by position and by name."""
    ordered: list[str] = []
    named: dict[str, str] = {}
    for found in ARGUMENT.finditer(body):
        quoted, raw, bare = found[2], found[3], found[4]
        value = QUOTED.sub(r"\1", quoted) if quoted is not None else raw if raw is not None else bare
        if found[1]:
            named[found[1]] = value
        else:
            ordered.append(value)
    return ordered, named
