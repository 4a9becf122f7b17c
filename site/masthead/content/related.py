"""Pages like a page: those that share its tags, categories and whatever else the settings compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from masthead.content.model import Kind, Page
from masthead.content.order import timestamp

if TYPE_CHECKING:
    from masthead.content.library import Library

SHOWN = 5
"""How many related pages a page names."""


def related_pages(library: Library, page: Page) -> list[Page]:
    """The regular pages that are most like a page, by Hugo's measure and the settings' indices."""
    settings = library.config.related
    weights = {index.name.lower(): index.weight for index in settings.indices}
    matches: dict[Page, list[int]] = {}
    for name, keyword in _keywords(page, weights, settings.lower):
        for other in library.keyword_index(page.lang).get((name, keyword), ()):
            if other is not page and (
                settings.include_newer or timestamp(other.date) <= timestamp(page.date)
            ):
                matches.setdefault(other, []).append(weights[name])
    low, high = min(weights.values(), default=0), max(weights.values(), default=0)
    near = [
        (sum(found), other)
        for other, found in matches.items()
        if _norm(sum(found) / len(found), low, high) >= settings.threshold / len(found)
    ]
    near.sort(key=lambda pair: (-pair[0], -timestamp(pair[1].date), pair[1].title))
    return [other for _, other in near[:SHOWN]]


def _norm(weight: float, low: int, high: int) -> float:
    """A weight between the lowest and the highest, from 0 to 100."""
    return 100 if low == high else (weight - low) / (high - low) * 100


def keyword_index(library: Library, lang: str) -> Mapping[tuple[str, str], list[Page]]:
    """The listed regular pages of a language by each of their keywords; the library keeps it."""
    settings = library.config.related
    names = [index.name.lower() for index in settings.indices]
    found: dict[tuple[str, str], list[Page]] = {}
    for page in library.pages[lang].values():
        if page.kind is Kind.PAGE and page.listed and page.rendered:
            for entry in _keywords(page, names, settings.lower):
                found.setdefault(entry, []).append(page)
    return found


def _keywords(page: Page, names: Iterable[str], lower: bool) -> Iterator[tuple[str, str]]:
    for name in names:
        value = page.meta.get(name)
        for word in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(word, str) and word:
                yield name, word.lower() if lower else word
