"""What came of the URLs of a freeze, as processes tell of it: what they asked is held once, whoever asked."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from masthead.content.notes import Borrowed
from masthead.errors import plain_problems
from masthead.freezing.making import Order, Outcome
from masthead.freezing.shares import Share


class Told(Struct, frozen=True, gc=False):
    """What a process told of a URL: its file, problems and pictures in plain values, the parts of its page.

    `asked` are the numbers that the process gave its questions, as an array of type "I"; without a process
    they are those that were remembered. When `partly`, there are also those for the parts that were kept.
    `parts` are written down, as there are many; they are empty without any.
    """

    path: str
    process: int | None
    asked: bytes
    partly: bool
    problems: tuple[Any, ...]
    printed: tuple[str, ...]
    parts: bytes

    @classmethod
    def of(cls, order: Order, outcome: Outcome, process: int | None) -> Told:
        """What came of an order."""
        problems = plain_problems(outcome.problems)
        parts = outcome.parts.written() if outcome.parts else b""
        partly = order.kept is not None
        return cls(order.path, process, outcome.asked, partly, problems, outcome.printed, parts)


class Heard(Struct):
    """What was told so far, by URL; not of pages that cannot be made.

    `questions` are all that were asked, each once, and `answers` those that they got. All pages are `anew`
    unless something was remembered.
    """

    pages: dict[str, Told] = field(default_factory=dict)
    questions: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    anew: bool = True
    _places: dict[bytes, int] = field(default_factory=dict)
    _numbers: dict[int, array[int]] = field(default_factory=dict)
    _borrowed: dict[Borrowed, Borrowed] = field(default_factory=dict)

    def take(self, share: Share, orders: Mapping[int, Order]) -> None:
        """Take what came of a share, whose orders are known by their numbers."""
        process = None if share.recalled else share.process
        if process is not None:
            self._ask(share)
        self.anew &= not share.recalled
        for outcome in share.outcomes:
            order = orders[outcome.number]
            self.anew &= order.kept is None
            if outcome.placed is not None:
                self.pages[order.url] = Told.of(order, outcome, process)

    def _ask(self, share: Share) -> None:
        numbers = self._numbers.setdefault(share.process, array("I"))
        numbers.extend([0] * (share.first + len(share.asked) - len(numbers)))
        for number, asked in enumerate(share.asked, share.first):
            match asked:
                case (bytes(question), bytes(answer)):
                    numbers[number] = self._place(question, answer)
                case (int(), int()):
                    self._borrowed[share.process, number] = asked

    def _place(self, question: bytes, answer: bytes) -> int:
        """Where a question stands; once more where a process has another answer, as the site changed."""
        place = self._places.setdefault(question, len(self.questions))
        if place < len(self.questions):
            if self.answers[place] == answer:
                return place
            place = len(self.questions)
        self.questions.append(question)
        self.answers.append(answer)
        return place

    def drain(self, stands: Sequence[int]) -> Iterator[tuple[str, Told, array[int]]]:
        """Let go of the URLs one by one, each with the numbers of its questions.

        `stands` are the numbers that the questions have by now, in their order.
        """
        self._places.clear()
        for (process, number), lender in self._borrowed.items():
            while lender in self._borrowed:
                lender = self._borrowed[lender]
            self._numbers[process][number] = self._numbers[lender[0]][lender[1]]
        numbers = {
            process: array("I", map(stands.__getitem__, found)) for process, found in self._numbers.items()
        }
        for url in tuple(self.pages):
            told = self.pages.pop(url)
            asked = numbers_of(told.asked)
            if told.process is not None:
                asked = array("I", map(numbers[told.process].__getitem__, asked))
            yield url, told, asked


def numbers_of(asked: bytes) -> array[int]:
    """The numbers of questions out of an array of type "I" that was put into bytes."""
    numbers = array("I")
    numbers.frombytes(asked)
    return numbers
