"""What is noted while something is made: what it asked of the site, what is wrong with it, what it shows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec import Struct, field

from masthead.errors import Problem, Problems

Question = tuple[Any, ...]
"""What was asked of a library: where, the name of the look-up, and plain values (texts, numbers, tuples)."""

_NUMBERING = threading.Lock()


class Parts(Struct, frozen=True):
    """A page without the frame around it: HTML for its head and its body, and the scripts that it needs.

    Without `framed` the content is all of it.
    """

    head: Markup
    content: Markup
    scripts: Sequence[str]
    framed: bool


class Trace(Struct):
    """The questions by their numbers, the problems, and the URLs of pictures that were noted, each once.

    `known` are the parts of the page that is asked for, with what was noted while they were made, where they
    would come out the same; `parts` are those that it came to have.
    """

    asked: dict[int, None] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    printed: dict[str, None] = field(default_factory=dict)
    known: tuple[Parts, Noted] | None = None
    parts: tuple[Parts, Noted] | None = None

    def __bool__(self) -> bool:
        return bool(self.asked or self.printed or len(self.problems))

    def take(self, other: Noted) -> None:
        """Note the questions and pictures that were noted elsewhere."""
        self.asked.update(dict.fromkeys(other.asked))
        if other.printed:
            self.printed.update(dict.fromkeys(other.printed))

    def noted(self) -> Noted:
        """What there is, to be kept beside what it was noted for."""
        return Noted(tuple(self.asked), tuple(self.problems), tuple(self.printed))


class Noted(NamedTuple):
    """What a trace had: a fifth of its size, and there are many."""

    asked: tuple[int, ...]
    problems: tuple[Problem, ...]
    printed: tuple[str, ...]


Asked = tuple[bytes, bytes]
"""A question and its answer, both in plain values that are written down."""

Borrowed = tuple[int, int]
"""A question that another process asked: the process, and the number that it gave the question."""


class Notes(threading.local):
    """Where things note what they ask, find and show; every thread has traces of its own.

    `asked` are the questions of all threads, each in the place of its number.
    """

    def __init__(self, asked: list[Asked | Borrowed]) -> None:
        self.asked = asked
        self.trace = Trace()
        self._borrowed: dict[Borrowed, int] = {}

    def ask(self, asked: Asked | Borrowed) -> int:
        """Give a question with its answer a number."""
        with _NUMBERING:
            self.asked.append(asked)
            return len(self.asked) - 1

    def borrowed(self, process: int, number: int) -> int:
        """The number here of a question that another process gave a number."""
        there = process, number
        if there not in self._borrowed:
            self._borrowed[there] = self.ask(there)
        return self._borrowed[there]

    def parts(self, make: Callable[[], Parts]) -> Parts:
        """The parts of a page: those that are known, or new ones."""
        trace = self.trace
        if trace.known is not None:
            trace.parts = trace.known
        else:
            with self.tracing() as own:
                made = make()
            trace.parts = made, own.noted()
        parts, noted = trace.parts
        trace.take(noted)
        trace.problems.add(*noted.problems)
        return parts

    def tracing(self) -> Tracing:
        """Take notes on a trace of its own for a while."""
        return Tracing(self)


class Tracing:
    """The `with` statement of `Notes.tracing`: there are dozens of them for each page."""

    __slots__ = ("_before", "_notes")

    def __init__(self, notes: Notes) -> None:
        self._notes, self._before = notes, notes.trace

    def __enter__(self) -> Trace:
        self._notes.trace = trace = Trace()
        return trace

    def __exit__(self, *error: object) -> None:
        self._notes.trace = self._before


class NotedProblems(Problems):
    """Problems of which each is noted whenever it is found, though it is kept once."""

    def __init__(self, notes: Notes, found: Problems) -> None:
        super().__init__(found)
        self._notes = notes

    def add(self, *problems: Problem) -> None:
        """Note problems that were made elsewhere."""
        super().add(*problems)
        self._notes.trace.problems.add(*problems)
