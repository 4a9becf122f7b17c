"""Problems as people read them: in order of places, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masthead.errors import Level, Problem


def in_order_of_places(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as people work through them: errors first, then by file and line."""
    return sorted(
        problems,
        key=lambda problem: (problem.level is not Level.ERROR, problem.where.file, problem.where.line or 0),
    )


def report(problems: Iterable[Problem]) -> Iterator[str]:
    """The lines that tell an author about problems."""
    for problem in problems:
        yield f"{problem.where}: {problem.level}: {problem.message}"
        if problem.hint:
            yield f"    {problem.hint}"
