"""What a freeze did, and how long its parts took."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from masthead.errors import Problem


@dataclass(frozen=True, slots=True)
class FreezeResult:
    """What a freeze did: counts of URLs and of files, where they are, and what the author has to know.

    `timings` are seconds by what took them.
    """

    pages: int
    written: int
    unchanged: int
    removed: int
    destination: Path
    problems: tuple[Problem, ...]
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Adds up the seconds that parts of the work take, by their names."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Add the time until the end of the `with` statement."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start
