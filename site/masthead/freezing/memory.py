"""What is remembered of a freeze: for each URL what was asked, found and written. One file of plain values.

It belongs to one site, one folder and one address, and may be deleted at any time: then all is made again.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from masthead.cache import load, save
from masthead.config import Config
from masthead.content.answers import Answers
from masthead.content.library import Library
from masthead.content.notes import Asked
from masthead.content.recalled import Recalled
from masthead.content.things import Things, things_of
from masthead.content.versions import Versions
from masthead.errors import Problem, plain_problems, problems_of
from masthead.freezing.again import Left
from masthead.freezing.heard import Heard, numbers_of
from masthead.freezing.inputs import Scan, Stat, stat_of
from masthead.freezing.making import Kept
from masthead.freezing.parts import KeptParts

VERSION = 7
SPARSE = 3
"""How many times as many questions as are needed may be kept."""

Page = tuple[str, bytes, tuple[Any, ...], tuple[str, ...], Stat, bytes]
"""Of a URL: its file, the numbers of its questions, its problems, pictures, stamp of the file, and parts."""


class Reading(Struct):
    """What a freeze read: the files, and the site's problems.

    It holds `until` a moment, in seconds since 1970, at which the clock alone changes something.
    """

    inputs: Scan
    until: float
    problems: tuple[Problem, ...]

    def plain(self) -> tuple[Any, ...]:
        """All of it in plain values."""
        inputs = self.inputs
        seen = (inputs.digest, inputs.recent, inputs.stamps)
        return seen, self.until, plain_problems(self.problems)

    @classmethod
    def of(cls, inputs: Sequence[Any], until: float, problems: Sequence[Any]) -> Reading:
        """It, out of plain values."""
        return cls(Scan(*inputs), until, problems_of(problems))


class Memory(Struct):
    """What the pages of the last freeze asked, with the answers, and what came of each.

    `common` is the digest of what all pages are made from, `frame` that of the templates around them; with
    `framed` the last freeze had the same ones. A question that nobody asks any more is empty. `needed` is how
    many there were when all of them had been asked for a page, `things` what pages were made of.
    """

    common: str
    frame: str
    questions: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    needed: int = 0
    reading: Reading | None = None
    things: Things = field(default_factory=Things)
    framed: bool = True

    @classmethod
    def load(cls, file: Path, common: str, frame: str) -> Memory:
        """What is remembered; nothing when all pages were made from something else, or of a damaged file."""
        values = load(file)
        if values is None or values[:2] != (VERSION, common):
            return cls(common, frame)
        _, _, before, questions, answers, pages, needed, inputs, until, problems, *plain = values
        reading, things = Reading.of(inputs, until, problems), Things(*plain)
        return cls(common, frame, questions, answers, pages, needed, reading, things, before == frame)

    def save(self, file: Path, reading: Reading, things: Iterable[Any]) -> None:
        """Write it down, all or nothing, with what was read, and what pages were made of. Raises OSError."""
        known = (self.questions, self.answers, self.pages, self.needed)
        save(file, (VERSION, self.common, self.frame, *known, *reading.plain(), *things))

    def renewed(self, library: Library, answers: Answers | None) -> Iterator[Any]:
        """The things that a library's answers are about, to be written down."""
        return things_of(library, answers.versions if answers else Versions(), self.things)

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
        return Recalled(config, self.things, self.questions, self.answers, reading.problems, files)

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
        return Kept.of(problems_of(problems), printed)

    def parts(self, url: str, path: str, changed: set[int], left: Left) -> KeptParts | None:
        """The parts of a URL's page, where these would come out the same and stand in its file."""
        page = None if self.framed else self._same(url, path, changed, left)
        return KeptParts.read(page[-1]) if page is not None and page[-1] else None

    def _same(self, url: str, path: str, changed: set[int], left: Left) -> Page | None:
        """What is known of a URL whose questions all have the answers that they had."""
        page = self.pages.get(url)
        if page is None or page[0] != path or left.get(path) != page[4]:
            return None
        return page if changed.isdisjoint(numbers_of(page[1])) else None

    def files(self) -> dict[str, str]:
        """The files of the URLs."""
        return {url: page[0] for url, page in self.pages.items()}

    def left(self) -> Left:
        """The files of the pages, as they were when they were written."""
        return {page[0]: page[4] for page in self.pages.values()}

    def renew(self, kept: Iterable[str], heard: Heard, folder: Path) -> None:
        """Remember what came of a freeze: of the URLs that were kept, and of those that were told of."""
        before, self.pages = self.pages, {url: self.pages[url] for url in kept}
        remade = heard.anew and not self.pages
        if remade:
            self.questions, self.answers = heard.questions, heard.answers
            self.needed = len(self.questions)
            stands: Sequence[int] = range(self.needed)
        else:
            gone = before.keys() - self.pages.keys()
            again = {number for url in gone for number in numbers_of(before[url][1])}
            stands = self._join(heard, {self._asked(number): number for number in again})
        for url, told, asked in heard.drain(stands):
            if told.partly:
                asked.extend(numbers_of(before[url][1]))
            stat = stat_of(f"{folder}/{told.path}")
            if stat is not None:
                numbers = array("I", dict.fromkeys(asked)).tobytes()
                self.pages[url] = (told.path, numbers, told.problems, told.printed, stat, told.parts)
        if len(self.questions) > SPARSE * self.needed:
            self._forget()

    def _join(self, heard: Heard, known: Mapping[Asked, int]) -> Sequence[int]:
        """Where the questions that were heard stand here: some are known, the others are put to the end."""
        stands = array("I")
        for question, answer in zip(heard.questions, heard.answers, strict=True):
            place = known.get((question, answer), len(self.questions))
            if place == len(self.questions):
                self.questions.append(question)
                self.answers.append(answer)
            stands.append(place)
        return stands

    def _forget(self) -> None:
        """Leave out the questions that no page asks any more, and keep the others once."""
        needed = sorted({number for page in self.pages.values() for number in numbers_of(page[1])})
        firsts: dict[Asked, int] = {}
        places = {number: firsts.setdefault(self._asked(number), len(firsts)) for number in needed}
        for url, page in self.pages.items():
            moved = array("I", (places[number] for number in numbers_of(page[1]))).tobytes()
            self.pages[url] = (page[0], moved, *page[2:])
        self.questions = [question for question, _ in firsts]
        self.answers = [answer for _, answer in firsts]
        self.needed = len(firsts)

    def _asked(self, number: int) -> Asked:
        return self.questions[number], self.answers[number]
