"""Pages like a page: those that share its tags, categories and whatever else the settings compare."""

from __future__ import annotations

import math

from masthead.content.library import Library
from masthead.content.members import keywords
from masthead.content.model import Page
from masthead.content.order import timestamp

SHOWN = 5
"""How many related pages a page names."""


def related_pages(library: Library, page: Page) -> list[Page]:
    """The regular pages that are most like a page, by Hugo's measure and the settings' indices."""
    settings = library.config.related
    weights = {index.name.lower(): index.weight for index in settings.indices}
    matches: dict[Page, list[int]] = {}
    for name, keyword in keywords(page, weights, settings.lower):
        for other in library.keyword_index(page.lang).get((name, keyword), ()):
            if other is not page and (
                settings.include_newer or timestamp(other.date) <= timestamp(page.date)
            ):
                matches.setdefault(other, []).append(weights[name])
    low, high = min(0, *weights.values()), max(0, *weights.values())
    near = [
        (sum(found), other)
        for other, found in matches.items()
        if _norm(sum(found) // len(found), low, high) >= settings.threshold // len(found)
    ]
    near.sort(key=lambda pair: (-pair[0], -timestamp(pair[1].date), pair[1].title))
    return [other for _, other in near[:SHOWN]]


def _norm(weight: int, low: int, high: int) -> int:
    """A weight between the lowest, which is 0 at most, and the highest, from 0 to 100."""
    return 100 if low == high else math.floor((weight - low) / (high - low) * 100 + 0.5)
