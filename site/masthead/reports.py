"""Problems as people and programs read them: in order of places, as text, JSON or GitHub's annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from masthead.errors import Level, Problem

_ORDER = list(Level)
_ANNOTATIONS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def in_order_of_places(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as people work through them: errors first, notes last, then by file and line."""
    return sorted(
        problems,
        key=lambda problem: (_ORDER.index(problem.level), problem.where.file, problem.where.line or 0),
    )


def report(problems: Iterable[Problem], painted: Callable[[Level], str] = str) -> Iterator[str]:
    """The lines that tell an author about problems; `painted` is how a level is written."""
    for problem in problems:
        yield f"{problem.where}: {painted(problem.level)}: {problem.message}"
        if problem.hint:
            yield f"    {problem.hint}"


def summary(problems: Iterable[Problem]) -> str:
    """How many problems there are of each level: "2 errors, 1 warning"."""
    counts = Counter(problem.level for problem in problems)
    levels = [level for level in Level if counts[level] or level is not Level.NOTE]
    return ", ".join(counted(counts[level], level) for level in levels)


def counted(number: int, noun: str) -> str:
    """A number of things: "1 note", "2 notes"."""
    return f"{number} {noun}{'s' * (number != 1)}"


def as_json(problems: Iterable[Problem]) -> str:
    """Problems for other programs; docs/check.md says what each key is."""
    found = list(problems)
    counts = Counter(problem.level for problem in found)
    listed = [
        {
            "level": str(problem.level),
            "file": problem.where.file,
            "line": problem.where.line,
            "key": problem.where.key,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in found
    ]
    totals = {f"{level}s": counts[level] for level in Level}
    return json.dumps({**totals, "problems": listed}, indent=2, ensure_ascii=False)


def as_annotations(problems: Iterable[Problem], folder: PurePosixPath) -> Iterator[str]:
    """Problems as commands that GitHub shows beside the lines; `folder` is the site's in the repository."""
    for problem in problems:
        place = f"file={_escaped(str(folder / problem.where.file), True)}"
        if problem.where.line is not None:
            place += f",line={problem.where.line}"
        text = f"{problem.message} {problem.hint}".strip()
        yield f"::{_ANNOTATIONS[problem.level]} {place},title=masthead check::{_escaped(text)}"


def _escaped(text: str, of_property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if of_property else text
