"""What is wrong, where, and what to do next: the types every message of Masthead is made of."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ADVICE = {
    errno.ENOSPC: "Free some space on the disk, then run again.",
    errno.EDQUOT: "Free some of your quota on the disk, then run again.",
    errno.EXDEV: "It is on a file system of its own; choose a folder inside it.",
    errno.EMFILE: "Allow more of them (`ulimit -n`), or take fewer processes (`--jobs 1`).",
}
"""What to do where the system refuses, by the number of its error."""


class Level(StrEnum):
    """How bad it is: an error leaves a page out, a warning falls back to a default, a note may be meant."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the site: a file relative to the site's root, and a line counted from 1 when known.

    `key` is the path of what stands there, where that is a value of a file with keys: `sections[2].content`.
    """

    file: str
    line: int | None = None
    key: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


def key_path(keys: Iterable[str | int]) -> str:
    """A path of keys as people write it: `sections[2].content.title`."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing an author has to know: what is wrong, where, and what to do next."""

    message: str
    where: Where
    hint: str = ""
    level: Level = Level.WARNING

    def __str__(self) -> str:
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.where}: {self.level}: {self.message}{hint}"


def plain_problems(problems: Iterable[Problem]) -> tuple[tuple[object, ...], ...]:
    """Problems as plain values, to be written down."""
    return tuple(
        (told.message, (told.where.file, told.where.line, told.where.key), told.hint, told.level.value)
        for told in problems
    )


def problems_of(plain: Iterable[Sequence[Any]]) -> tuple[Problem, ...]:
    """Problems that were written down as plain values."""
    return tuple(Problem(text, Where(*where), hint, Level(level)) for text, where, hint, level in plain)


class ContentError(Exception):
    """Content or settings that cannot be used; carries every problem found, not the first alone."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class PublishError(Exception):
    """A folder that cannot be published to: says which, why, and what to do."""


class Problems:
    """The problems found so far, each once, in the order found."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self._found = dict.fromkeys(found)

    def warn(self, message: str, where: Where, hint: str = "") -> None:
        """Note something that falls back to a default."""
        self.add(Problem(message, where, hint))

    def error(self, message: str, where: Where, hint: str = "") -> None:
        """Note something that keeps a file from being used."""
        self.add(Problem(message, where, hint, Level.ERROR))

    def add(self, *problems: Problem) -> None:
        """Note problems that were made elsewhere."""
        self._found.update(dict.fromkeys(problems))

    @property
    def errors(self) -> list[Problem]:
        """The problems that are errors."""
        return [problem for problem in self if problem.level is Level.ERROR]

    def __iter__(self) -> Iterator[Problem]:
        return iter(tuple(self._found))

    def __len__(self) -> int:
        return len(self._found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known words, or an empty string when none is near."""
    import difflib

    near = difflib.get_close_matches(word.lower(), {k.lower(): k for k in known}, n=2, cutoff=0.6)
    return f"Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""
