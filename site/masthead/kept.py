"""Pages as they were made, kept for a while, so that what many readers ask for is made once."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from markupsafe import Markup
from msgspec import Struct, field

SECONDS = 60
"""How long a page is kept: the clock alone changes some, when an event is over or a year ends."""
MOST = 32_000_000
"""How many characters are kept, of the pages that were asked for last."""


class MadePage(Struct, frozen=True):
    """A page without the host's layout: its title, and HTML for its head and its body.

    `head` is None for a page that brings its own frame; then `content` is all of it.
    """

    title: str
    head: Markup | None
    content: Markup

    @property
    def size(self) -> int:
        """How many characters it has."""
        return len(self.content) + len(self.head or "")


class KeptPages(Struct):
    """The pages of one edition by what they depend on. Safe to use from many threads."""

    _pages: OrderedDict[Hashable, tuple[float, MadePage]] = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def find(self, key: Hashable) -> MadePage | None:
        """A page that was made within the last minute."""
        with self._lock:
            end, page = self._pages.get(key, (0.0, None))
            if page is None or end < time.monotonic():
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: MadePage) -> None:
        """Keep a page, in the place of those that were not asked for the longest."""
        with self._lock:
            self._forget(key)
            self._pages[key] = (time.monotonic() + SECONDS, page)
            self._size += page.size
            while self._size > MOST:
                self._forget(next(iter(self._pages)))

    def _forget(self, key: Hashable) -> None:
        _, page = self._pages.pop(key, (0.0, None))
        self._size -= page.size if page else 0
