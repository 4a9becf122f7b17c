"""What is remembered of a freeze: for each URL what was asked, found and written. One file of plain values.

It belongs to one site, one folder and one address, and may be deleted at any time: then all is made again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from masthead.cache import load, save
from masthead.content.notes import Asked
from masthead.content.watched import Answers
from masthead.destination import Placed
from masthead.errors import Level, Problem, Where
from masthead.freezing.inputs import Stat, stat_of
from masthead.freezing.making import Order, Outcome
from masthead.freezing.shares import Share

VERSION = 1
SPARSE = 3
"""How many times as many questions as are needed may be kept."""

Page = tuple[str, bytes, tuple[Any, ...], tuple[str, ...], Stat]
"""Of a URL: its file, the numbers of its questions, its problems and pictures, and the file's stamp."""


@dataclass(slots=True)
class Memory:
    """What the pages of the last freeze asked, with the answers, and what came of each.

    `common` is the digest of what all pages are made from; `needed` how many questions there were when all of
    them had been asked for a page.
    """

    common: str
    asked: list[Asked] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    needed: int = 0

    @classmethod
    def load(cls, file: Path, common: str) -> Memory:
        """What is remembered; nothing when all pages were made from something else, or of a damaged file."""
        values = load(file)
        if values is None or values[:2] != (VERSION, common):
            return cls(common)
        return cls(*values[1:])

    def save(self, file: Path) -> None:
        """Write it down, all or nothing. Raises OSError."""
        save(file, (VERSION, self.common, self.asked, self.pages, self.needed))

    def changed(self, answers: Answers) -> set[int]:
        """The numbers of the questions that have another answer than they had."""
        digest = answers.digest
        return {number for number, (question, known) in enumerate(self.asked) if digest(question) != known}

    def recall(self, order: Order, changed: set[int], folder: Path) -> Outcome | None:
        """What came of a URL the last time, when it would come out the same and its file is still there."""
        page = self.pages.get(order.url)
        if page is None:
            return None
        path, asked, problems, printed, stat = page
        if (
            path != order.path
            or stat_of(f"{folder}/{path}") != stat
            or not changed.isdisjoint(_numbers(asked))
        ):
            return None
        found = (Problem(text, Where(*where), hint, Level(level)) for text, where, hint, level in problems)
        return Outcome(order, Placed("", same=True), tuple(found), printed, asked)

    def renew(self, kept: Iterable[str], shares: Sequence[Share], folder: Path) -> None:
        """Remember what came of a freeze: of the URLs that were kept, and of the shares that were made."""
        before, self.pages = self.pages, {url: self.pages[url] for url in kept}
        if not self.pages:
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
                asked = (self._place(places, table[number]) for number in _numbers(outcome.asked))
                problems = tuple(map(_plain, outcome.problems))
                self.pages[outcome.order.url] = (
                    outcome.order.path,
                    array("I", asked).tobytes(),
                    problems,
                    outcome.printed,
                    stat,
                )
        if len(self.asked) > SPARSE * self.needed:
            self._forget()

    def _forget(self) -> None:
        """Leave out the questions that no page asks any more, and keep the others once."""
        needed = sorted({number for page in self.pages.values() for number in _numbers(page[1])})
        firsts: dict[Asked, int] = {}
        places = {number: firsts.setdefault(self.asked[number], len(firsts)) for number in needed}
        for url, (path, asked, problems, printed, stat) in self.pages.items():
            moved = array("I", (places[number] for number in _numbers(asked))).tobytes()
            self.pages[url] = (path, moved, problems, printed, stat)
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


def _plain(problem: Problem) -> tuple[object, ...]:
    return problem.message, (problem.where.file, problem.where.line), problem.hint, problem.level.value
