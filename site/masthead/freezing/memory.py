"""What is remembered of a freeze: for each URL what was asked, found and written. One file of plain values.

It belongs to one site, one folder and one address, and may be deleted at any time: then all is made again.
"""

from __future__ import annotations

import time
from array import array
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import astuple

from masthead.cache import load, save
from masthead.config import Config
from masthead.content.answers import Answers
from masthead.content.library import Library
from masthead.content.notes import Asked, Borrowed
from masthead.content.recalled import Recalled
from masthead.content.things import Things
from masthead.content.versions import Versions
from masthead.errors import Problem, plain_problems, problems_of
from masthead.freezing.again import Left
from masthead.freezing.inputs import Scan, Stat, stat_of
from masthead.freezing.making import Kept, Outcome
from masthead.freezing.parts import KeptParts
from masthead.freezing.shares import Share

VERSION = 5
SPARSE = 3
"""How many times as many questions as are needed may be kept."""

_NOTHING = Kept((), ())

Page = tuple[str, bytes, tuple[Any, ...], tuple[str, ...], Stat, tuple[Any, ...]]
"""Of a URL: its file, the numbers of its questions, its problems, pictures, stamp of the file, and parts."""


class Reading(Struct):
    """What a freeze read: the files, the site's problems, and what pages were made of.

    It holds `until` a moment, in seconds since 1970, at which the clock alone changes something.
    """

    inputs: Scan
    until: float
    problems: tuple[Problem, ...]
    things: Things

    def plain(self) -> tuple[Any, ...]:
        """All of it in plain values."""
        inputs, things = self.inputs, self.things
        seen = (inputs.digest, inputs.recent, inputs.stamps)
        return seen, self.until, plain_problems(self.problems), *astuple(things)

    @classmethod
    def of(cls, plain: Sequence[Any]) -> Reading:
        """It, out of plain values."""
        inputs, until, problems, *things = plain
        return cls(Scan(*inputs), until, problems_of(problems), Things(*things))


class Memory(Struct):
    """What the pages of the last freeze asked, with the answers, and what came of each.

    `common` is the digest of what all pages are made from, `frame` that of the templates around them; with
    `framed` the last freeze had the same ones. A question that nobody asks any more is empty. `needed` is how
    many there were when all of them had been asked for a page.
    """

    common: str
    frame: str
    questions: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    needed: int = 0
    reading: Reading | None = None
    framed: bool = True

    @classmethod
    def load(cls, file: Path, common: str, frame: str) -> Memory:
        """What is remembered; nothing when all pages were made from something else, or of a damaged file."""
        values = load(file)
        if values is None or values[:2] != (VERSION, common):
            return cls(common, frame)
        _, _, before, questions, answers, pages, needed, *plain = values
        reading = Reading.of(plain) if plain else None
        return cls(common, frame, questions, answers, pages, needed, reading, before == frame)

    def save(self, file: Path) -> None:
        """Write it down, all or nothing. Raises OSError."""
        reading = self.reading.plain() if self.reading else ()
        known = (self.questions, self.answers, self.pages, self.needed)
        save(file, (VERSION, self.common, self.frame, *known, *reading))

    def recalled(self, config: Config, inputs: Scan, frames: Container[str]) -> Recalled | None:
        """The site as it was but for edited files; None where more happened. Raises Forgotten.

        `frames` are the templates around the parts of pages, whatever stands in them.
        """
        reading = self.reading
        if reading is None or time.time() >= reading.until:
            return None
        edited = inputs.edited(reading.inputs)
        if edited is None:
            return None
        root = f"{config.root}/"
        files = [path.removeprefix(root) for path in edited if path not in frames]
        return Recalled(config, reading.things, self.questions, self.answers, reading.problems, files)

    def things(self, library: Library, answers: Answers | None) -> Things:
        """What a library's answers are about."""
        before = self.reading.things if self.reading else Things()
        return Things.of(library, answers.versions if answers else Versions(), before)

    def changed(self, answers: Answers | None) -> set[int]:
        """The numbers of the questions that have another answer than they had."""
        if answers is None:
            return set()
        found = answers.changed(self.questions, self.answers)
        for number in found:
            self.questions[number] = b""
        return found

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

    def files(self) -> dict[str, str]:
        """The files of the URLs."""
        return {url: page[0] for url, page in self.pages.items()}

    def left(self) -> Left:
        """The files of the pages, as they were when they were written."""
        return {page[0]: page[4] for page in self.pages.values()}

    def renew(self, kept: Iterable[str], shares: Sequence[Share], folder: Path) -> None:
        """Remember what came of a freeze: of the URLs that were kept, and of the shares that were made."""
        before, self.pages = self.pages, {url: self.pages[url] for url in kept}
        anew = [share for share in shares if not share.recalled]
        remade = not self.pages and not any(one.order.kept for share in shares for one in share.outcomes)
        if remade and len(anew) == len(shares):
            self.questions, self.answers = [], []
        gone = before.keys() - self.pages.keys() if anew and self.questions else ()
        again = {number for url in gone for number in _numbers(before[url][1])}
        heard = self._heard(anew, {self._asked(number): number for number in again})
        for share in shares:
            for outcome in share.outcomes:
                asked = _numbers(outcome.asked)
                if not share.recalled:
                    asked = array("I", map(heard[share.process].__getitem__, asked))
                if outcome.order.kept is not None:
                    asked.extend(_numbers(before[outcome.order.url][1]))
                self._take(outcome, asked, folder)
        if len(self.questions) > SPARSE * self.needed:
            self._forget()

    def _heard(self, shares: Sequence[Share], places: dict[Asked, int]) -> Mapping[int, Sequence[int]]:
        """By process, where the questions that it gave numbers stand here; `places` are known before."""
        counts: Counter[int] = Counter()
        for share in shares:
            counts[share.process] += len(share.asked)
        heard = {process: array("I", [0]) * count for process, count in counts.items()}
        borrowed: dict[Borrowed, Borrowed] = {}
        for share in shares:
            for number, asked in enumerate(share.asked, share.first):
                match asked:
                    case (bytes(), bytes()):
                        heard[share.process][number] = self._place(places, asked)
                    case (int(), int()):
                        borrowed[share.process, number] = asked
        for (process, number), lender in borrowed.items():
            while lender in borrowed:
                lender = borrowed[lender]
            heard[process][number] = heard[lender[0]][lender[1]]
        return heard

    def _take(self, outcome: Outcome, asked: array[int], folder: Path) -> None:
        """Remember what came of a URL, whose file is published."""
        stat = stat_of(f"{folder}/{outcome.order.path}")
        if outcome.placed is not None and stat is not None:
            self.pages[outcome.order.url] = (
                outcome.order.path,
                array("I", dict.fromkeys(asked)).tobytes(),
                plain_problems(outcome.problems),
                outcome.printed,
                stat,
                _places(outcome.parts),
            )

    def _forget(self) -> None:
        """Leave out the questions that no page asks any more, and keep the others once."""
        needed = sorted({number for page in self.pages.values() for number in _numbers(page[1])})
        firsts: dict[Asked, int] = {}
        places = {number: firsts.setdefault(self._asked(number), len(firsts)) for number in needed}
        for url, page in self.pages.items():
            moved = array("I", (places[number] for number in _numbers(page[1]))).tobytes()
            self.pages[url] = (page[0], moved, *page[2:])
        self.questions = [question for question, _ in firsts]
        self.answers = [answer for _, answer in firsts]
        self.needed = len(firsts)

    def _asked(self, number: int) -> Asked:
        return self.questions[number], self.answers[number]

    def _place(self, places: dict[Asked, int], pair: Asked) -> int:
        place = places.setdefault(pair, len(self.questions))
        if place == len(self.questions):
            self.questions.append(pair[0])
            self.answers.append(pair[1])
        return place


def _numbers(asked: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(asked)
    return numbers


def _places(parts: KeptParts | None) -> tuple[Any, ...]:
    return (
        (parts.head, parts.content, parts.scripts, plain_problems(parts.problems), parts.printed)
        if parts
        else ()
    )
