"""The tags of some HTML, in order and in time proportional to its length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

TAG = re.compile(
    r"""<(?:!--|(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>(?:[^<>"']++|"[^"]*+"|'[^']*+'){0,200}+)>)"""
)
RAW_END = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "textarea", "title")
}
UNEVEN = re.compile(r"<(?:!--|(?:script|style|textarea|title)(?![A-Za-z0-9-]))", re.IGNORECASE)
"""What begins a stretch in which no tags are."""

VOID = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


class Tag(Struct, frozen=True, gc=False):
    """A tag, or a comment (which has no name), between `start` and `end`."""

    name: str  # in lower case
    closes: bool
    rest: str  # the attributes
    start: int
    end: int

    @property
    def opens(self) -> bool:
        """Whether an end tag has to follow."""
        return bool(self.name) and not self.closes and self.name not in VOID and not self.rest.endswith("/")


def scan(html: str) -> Iterator[Tag]:
    """The tags and comments of `html`; what stands inside scripts, styles and comments is no tag."""
    if UNEVEN.search(html):
        yield from _scan_uneven(html)
        return
    for found in TAG.finditer(html):
        closes, name, rest = found.groups()
        yield Tag(name.lower(), bool(closes), rest, found.start(), found.end())


def _scan_uneven(html: str) -> Iterator[Tag]:
    """The tags of some HTML with comments, or with elements that hold no tags."""
    at = 0
    unclosed: set[str] = set()
    while (found := TAG.search(html, at)) is not None:
        at = found.end()
        name = (found["name"] or "").lower()
        if not name:
            end = html.find("-->", at) if "!" not in unclosed else -1
            if end == -1:
                unclosed.add("!")
                continue
            at = end + 3
            yield Tag("", False, "", found.start(), at)
            continue
        tag = Tag(name, bool(found["closes"]), found["rest"], found.start(), at)
        yield tag
        if name in RAW_END and tag.opens and name not in unclosed:
            end_tag = RAW_END[name].search(html, at)
            if end_tag is None:
                unclosed.add(name)
            else:
                at = end_tag.start()


def ends(html: str, name: str) -> Iterator[int]:
    """Where the end tags of a name end."""
    if UNEVEN.search(html):
        return (tag.end for tag in _scan_uneven(html) if tag.closes and tag.name == name)
    return (found.end() for found in TAG.finditer(html) if found[1] and found[2].lower() == name)


def closed(html: str) -> str:
    """`html` with an end tag for every element that is still open."""
    open_tags: list[str] = []
    for tag in scan(html):
        if tag.opens:
            open_tags.append(tag.name)
        elif tag.closes and tag.name in open_tags[-50:]:
            while open_tags.pop() != tag.name:
                continue
    return html + "".join(f"</{name}>" for name in reversed(open_tags))


def balanced(html: str) -> bool:
    """Whether every element that begins in `html` also ends in it, and the other way round."""
    open_tags: list[str] = []
    for tag in scan(html):
        if tag.opens:
            open_tags.append(tag.name)
        elif tag.closes and (not open_tags or open_tags.pop() != tag.name):
            return False
    return not open_tags
