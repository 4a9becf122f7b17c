"""Answers that a dev server gave, kept for the next one, which gives them while it reads the site."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from masthead.cache import FOLDER, load, save
from masthead.freezing.inputs import Scan, installed, scan
from masthead.listing import Listing

FILE = f"{FOLDER}/answers/answers.bin"
"""The file, below a site's root."""

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to GET, status 200; that of a page is without its live script, which is told `state` of it.

    `state` is None for files.
    """

    headers: tuple[tuple[str, str], ...]
    body: bytes
    state: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What answers are made from: the files below some folders, Python and its packages."""

    folders: tuple[str, ...]
    inputs: Scan
    installed: str

    def again(self, root: Path) -> Grounds:
        """What is there now."""
        return Grounds(self.folders, scan(self.folders, str(root), Listing()), installed())

    def are_same(self, before: Grounds) -> bool:
        """Whether nothing differs from what was there before."""
        places = self.folders == before.folders and self.installed == before.installed
        return places and self.inputs.is_same(before.inputs)


@dataclass(frozen=True, slots=True)
class Early:
    """Answers by the path of their URL, as WSGI has it, what they were made from, and until when they hold.

    `until` is in seconds since 1970: the clock alone changes something then.
    """

    grounds: Grounds
    until: float
    answers: Mapping[str, Answer]

    def hold(self, root: Path) -> bool:
        """Whether they do now."""
        return time.time() < self.until and self.grounds.again(root).are_same(self.grounds)

    def write(self, root: Path) -> None:
        """Keep them in a site's folder. Raises OSError."""
        grounds = (self.grounds.folders, astuple(self.grounds.inputs), self.grounds.installed)
        answers = {
            url: (answer.headers, answer.body, answer.state and dict(answer.state))
            for url, answer in self.answers.items()
        }
        save(root / FILE, (_VERSION, grounds, self.until, answers))


def read(root: Path) -> Early | None:
    """The answers that are kept in a site's folder."""
    found: Any = load(root / FILE)
    if found is None or found[0] != _VERSION:
        return None
    _, (folders, inputs, versions), until, answers = found
    grounds = Grounds(folders, Scan(*inputs), versions)
    return Early(grounds, until, {url: Answer(*values) for url, values in answers.items()})


class Holding:
    """Whether early answers hold: looked at for every request, but requests at one time share a look."""

    def __init__(self, early: Early, root: Path) -> None:
        self._early, self._root = early, root
        self._lock = Lock()
        self._begun = 0.0
        self._holds = True

    def now(self) -> bool:
        """Whether they held after this was asked; when they did not once, they never do again."""
        asked = time.monotonic()
        with self._lock:
            if self._holds and self._begun <= asked:
                self._begun = time.monotonic()
                self._holds = self._early.hold(self._root)
            return self._holds
