"""The orders that lists stand in: Hugo's own, and titles by the rules of a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from masthead.content.i18n import collation_key
from masthead.content.model import Page

LONG_AGO = datetime.min.replace(tzinfo=UTC)

_BY_READING = {
    "zh": "gb2312",
    "zh-hans": "gb2312",
    "zh-cn": "gb2312",
    "zh-hant": "big5",
    "zh-tw": "big5",
    "ja": "shift_jis",
}
"""Encodings whose order readers of Chinese and Japanese expect: by sound, strokes or reading."""


@cache
def collation(lang: str) -> Callable[[str], Any]:
    """The sort key of titles in a language: letters by Unicode, Han characters by the language.

    The common characters of GB 2312 stand in the order of pinyin, those of Big5 by strokes, those of
    JIS X 0208 by reading; rarer ones follow in each.
    """
    letters = collation_key(lang)
    encoding = _BY_READING.get(lang.lower()) or _BY_READING.get(lang.lower().partition("-")[0])
    if encoding is None:
        return letters

    def place(char: str) -> tuple[int, bytes, Any]:
        if char < "\u2e80":
            return 0, b"", letters(char)
        try:
            return 1, char.encode(encoding), ()
        except UnicodeEncodeError:
            return 2, char.encode("utf-16-be", "surrogatepass"), ()

    return lambda title: [place(char) for char in title]


def in_order(
    pages: Iterable[Page], lang: str = "", date: Callable[[Page], datetime | None] | None = None
) -> list[Page]:
    """Pages in Hugo's order: by weight (none last), then the newest first, then by title and path.

    Titles stand in the order of `lang`, which for Hugo is the site's default language, or of each page's own.
    """

    def rank(page: Page) -> tuple[bool, int, float]:
        weight, moment = page.front.weight, date(page) if date else page.date
        return weight == 0, weight, -timestamp(moment)

    def title(page: Page) -> tuple[Any, str]:
        return collation(lang or page.lang)(page.front.linktitle or page.title), page.path

    found: list[Page] = []
    first = itemgetter(0)
    for _, alike in groupby(sorted(((rank(page), page) for page in pages), key=first), first):
        equals = [page for _, page in alike]
        found += sorted(equals, key=title) if len(equals) > 1 else equals
    return found


def timestamp(moment: datetime | None) -> float:
    """Seconds that order dates, also those before 1970; a page without a date is the oldest."""
    return ((moment or LONG_AGO) - LONG_AGO).total_seconds()
