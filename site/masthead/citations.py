"""How the place where a work was published is cited: in APA's order, or in MLA's."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

Style = Literal["apa", "mla"]

_RANGE = re.compile(r"(?<=\w)\s*(?:-{1,2}|\u2013)\s*(?=\w)")
_ENDS_A_SENTENCE = re.compile(r"[.?!\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb\u300d\u300f)]*\Z")


class Venue(Struct, frozen=True):
    """A journal, book or conference as texts; `name` may be Markdown and hold volume and issue itself."""

    name: str
    volume: str = ""
    issue: str = ""
    pages: str = ""


class Cited(Struct, frozen=True):
    """What stands before the year and what after it; both empty where nothing is known."""

    before: str
    after: str = ""

    @property
    def whole(self) -> str:
        """All of it, for where there is no year between."""
        return ", ".join(part for part in (self.before, self.after) if part)


def cite(venue: Venue, style: Style) -> Cited:
    """A venue in a style: `Name, 12(3), 45-67`, or `Name, vol. 12, no. 3` and `pp. 45-67`.

    Of a venue without a name nothing is said.
    """
    if not venue.name:
        return Cited("")
    pages = _RANGE.sub("\u2013", venue.pages)
    if style == "apa":
        issue = f"({venue.issue})" if venue.issue else ""
        return Cited(_joined(venue.name, f"{venue.volume}{issue}", pages))
    several = re.search(r"[\u2013,]", pages)
    return Cited(
        _joined(
            venue.name, venue.volume and f"vol. {venue.volume}", venue.issue and f"no. {venue.issue}"
        ),
        f"{'pp' if several else 'p'}. {pages}" if pages else "",
    )  # fmt: skip


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def full_stop(title: str) -> str:
    """What ends a title (plain text) that stands as a sentence: nothing where it has an end of its own."""
    return "" if _ENDS_A_SENTENCE.search(title.rstrip()) else "."
