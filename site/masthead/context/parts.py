"""The small values that cards and pages are made of: dates, links, pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup
from msgspec import Struct

from masthead.markup import Sources

NOTHING = Markup("")


class Day(Struct, frozen=True):
    """A date for a `<time>`: `iso` for machines, `text` in the page's language."""

    iso: str
    text: str


class Link(Struct, frozen=True):
    """A name that may lead somewhere; `name` is HTML, `note` what the `mark` on it explains.

    `slug` and `picture` are those of the person whose name it is. Of a link that is an icon alone `label`
    is the name. `cites` tells the one that leads to the record of a publication.
    """

    name: Markup
    url: str = ""
    note: str = ""
    mark: str = ""
    label: str = ""
    cites: bool = False
    slug: str = ""
    icon: Markup = NOTHING
    picture: Picture | None = None


def _alone(_size: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to show: its URL, its size in pixels (0 when unknown) and its texts.

    `sources` gives its widths in a named size, or None where there is the file alone.
    """

    src: str
    width: int = 0
    height: int = 0
    alt: str = ""
    caption: Markup = NOTHING
    sources: Callable[[str], Sources | None] = field(default=_alone, repr=False, compare=False)
