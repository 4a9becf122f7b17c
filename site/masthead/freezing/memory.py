"""What is remembered of a freeze: for each URL what was asked, found and written. One file of plain values.

It belongs to one site, one folder and one address, and may be deleted at any time: then all is made again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from masthead.cache import load, save
from masthead.content.notes import Asked
from masthead.content.watched import Answers
from masthead.freezing.again import Left, plain_of, problems_of
from masthead.freezing.inputs import Stat, stat_of
from masthead.freezing.making import Kept
from masthead.freezing.parts import KeptParts
from masthead.freezing.shares import Share

VERSION = 2
SPARSE = 3
"""How many times as many questions as are needed may be kept."""

_NOTHING = Kept((), ())

Page = tuple[str, bytes, tuple[Any, ...], tuple[str, ...], Stat, tuple[Any, ...]]
"""Of a URL: its file, the numbers of its questions, its problems, pictures, stamp of the file, and parts."""


class Memory(Struct):
    """What the pages of the last freeze asked, with the answers, and what came of each.

    `common` is the digest of what all pages are made from, `frame` that of the templates around them; with
    `framed` the last freeze had the same ones. `needed` is how many questions there were when all of them had
    been asked for a page.
    """

    common: str
    frame: str
    asked: list[Asked] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    needed: int = 0
    framed: bool = True

    @classmethod
    def load(cls, file: Path, common: str, frame: str) -> Memory:
        """What is remembered; nothing when all pages were made from something else, or of a damaged file."""
        values = load(file)
        if values is None or values[:2] != (VERSION, common):
            return cls(common, frame)
        _, _, before, asked, pages, needed = values
        return cls(common, frame, asked, pages, needed, before == frame)

    def save(self, file: Path) -> None:
        """Write it down, all or nothing. Raises OSError."""
        save(file, (VERSION, self.common, self.frame, self.asked, self.pages, self.needed))

    def changed(self, answers: Answers) -> set[int]:
        """The numbers of the questions that have another answer than they had."""
        return answers.changed(self.asked)

    def recall(self, url: str, path: str, changed: set[int], left: Left) -> Kept | None:
        """What came of a URL the last time, when it would come out the same and its file is still there.

        `left` are the files as they are now.
        """
        page = self._same(url, path, changed, left) if self.framed else None
        if page is None:
            return None
        _, _, problems, printed, _, _ = page
        return Kept(problems_of(problems), printed) if problems or printed else _NOTHING

    def parts(self, url: str, path: str, changed: set[int], left: Left) -> KeptParts | None:
        """The parts of a URL's page, where these would come out the same and stand in its file."""
        page = None if self.framed else self._same(url, path, changed, left)
        if page is None or not page[-1]:
            return None
        head, content, scripts, problems, printed = page[-1]
        return KeptParts(head, content, scripts, problems_of(problems), printed)

    def _same(self, url: str, path: str, changed: set[int], left: Left) -> Page | None:
        """What is known of a URL whose questions all have the answers that they had."""
        page = self.pages.get(url)
        if page is None or page[0] != path or left.get(path) != page[4]:
            return None
        return page if changed.isdisjoint(_numbers(page[1])) else None

    def left(self) -> Left:
        """The files of the pages, as they were when they were written."""
        return {page[0]: page[4] for page in self.pages.values()}

    def renew(self, kept: Iterable[str], shares: Sequence[Share], folder: Path) -> None:
        """Remember what came of a freeze: of the URLs that were kept, and of the shares that were made."""
        before, self.pages = self.pages, {url: self.pages[url] for url in kept}
        if not (self.pages or any(outcome.order.kept for share in shares for outcome in share.outcomes)):
            self.asked = []
        tables = _tables(shares)
        again = {number for url in before.keys() - self.pages.keys() for number in _numbers(before[url][1])}
        places = {self.asked[number]: number for number in again} if self.asked else {}
        for share in shares:
            table = tables[share.process]
            for outcome in share.outcomes:
                stat = stat_of(f"{folder}/{outcome.order.path}")
                if outcome.placed is None or stat is None:
                    continue
                order = outcome.order
                asked = array("I", (self._place(places, table[number]) for number in _numbers(outcome.asked)))
                if order.kept is not None:
                    asked.extend(_numbers(before[order.url][1]))
                self.pages[order.url] = (
                    order.path,
                    array("I", dict.fromkeys(asked)).tobytes(),
                    plain_of(outcome.problems),
                    outcome.printed,
                    stat,
                    _places(outcome.parts),
                )
        if len(self.asked) > SPARSE * self.needed:
            self._forget()

    def _forget(self) -> None:
        """Leave out the questions that no page asks any more, and keep the others once."""
        needed = sorted({number for page in self.pages.values() for number in _numbers(page[1])})
        firsts: dict[Asked, int] = {}
        places = {number: firsts.setdefault(self.asked[number], len(firsts)) for number in needed}
        for url, page in self.pages.items():
            moved = array("I", (places[number] for number in _numbers(page[1]))).tobytes()
            self.pages[url] = (page[0], moved, *page[2:])
        self.asked = list(firsts)
        self.needed = len(firsts)

    def _place(self, places: dict[Asked, int], pair: Asked) -> int:
        place = places.setdefault(pair, len(self.asked))
        if place == len(self.asked):
            self.asked.append(pair)
        return place


def _tables(shares: Iterable[Share]) -> Mapping[int, Mapping[int, Asked]]:
    """The questions of every process by their numbers there."""
    tables: dict[int, dict[int, Asked]] = {}
    for share in shares:
        tables.setdefault(share.process, {}).update(enumerate(share.asked, share.first))
    return tables


def _numbers(asked: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(asked)
    return numbers


def _places(parts: KeptParts | None) -> tuple[Any, ...]:
    return (
        (parts.head, parts.content, parts.scripts, plain_of(parts.problems), parts.printed) if parts else ()
    )
