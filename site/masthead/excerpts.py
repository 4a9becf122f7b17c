"""Problems with the lines of the file around them, as an author wants to see them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from masthead.content.source import decode
from masthead.errors import ContentError, Problem

AROUND = 3
"""Lines shown before and after the one that a problem names."""


class Line(Struct, frozen=True):
    """A line of a file, counted from 1."""

    number: int
    text: str
    marked: bool


class Excerpt(Struct, frozen=True):
    """A problem, and the lines of its file around it; none when the file or the line is not known."""

    level: str
    where: str
    key: str
    message: str
    hint: str
    excerpt: tuple[Line, ...]


def with_excerpts(problems: Iterable[Problem], root: Path) -> list[Excerpt]:
    """Problems with their lines; `root` is the folder that their files are named from."""
    return [
        Excerpt(
            problem.level.value,
            str(problem.where),
            problem.where.key,
            problem.message,
            problem.hint,
            _lines(problem, root),
        )
        for problem in problems
    ]


def _lines(problem: Problem, root: Path) -> tuple[Line, ...]:
    number = problem.where.line
    if number is None:
        return ()
    try:
        lines = decode((root / problem.where.file).read_bytes(), problem.where.file).split("\n")
    except (OSError, ContentError):
        return ()
    first = max(1, number - AROUND)
    return tuple(
        Line(at, lines[at - 1], at == number) for at in range(first, min(number + AROUND, len(lines)) + 1)
    )
