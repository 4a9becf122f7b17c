"""What a watcher tells of a site's files, so that nobody has to look at all of them for every page."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

LAG = 0.006
"""Seconds within which a watcher tells of a change."""


class News:
    """The files that changed since they were asked for last; until a watcher is at work, it may be any."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._watching = False
        self._paths: set[Path] | None = None

    def begin(self) -> None:
        """From now on every change is told."""
        self._watching = True

    def end(self) -> None:
        """Nothing is told any more."""
        with self._lock:
            self._watching, self._paths = False, None

    def doubt(self) -> None:
        """Any file may have changed, all the same."""
        with self._lock:
            self._paths = None

    def tell(self, paths: Iterable[Path]) -> None:
        """Some files were written, made, renamed or deleted."""
        with self._lock:
            if self._paths is not None:
                self._paths.update(paths)

    def await_latest(self) -> None:
        """Leave a watcher the time to tell of what changed just now."""
        if self._watching:
            time.sleep(LAG)

    def take(self) -> set[Path] | None:
        """The files that changed since this was asked last; None where it may be any."""
        with self._lock:
            found, self._paths = self._paths, set() if self._watching else None
            return found
