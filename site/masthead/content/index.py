"""The files read so far, by path, modification time and size: only what changed is read again."""

from __future__ import annotations

import time
from collections.abc import Callable, Set
from pathlib import Path

from msgspec import Struct, field

from masthead.content.shelf import ENOUGH, Shelf
from masthead.content.source import Source, Stamp, unreadable
from masthead.errors import ContentError
from masthead.listing import Listing

CLOCK_GRAIN = 2_000_000_000
"""Nanoseconds within which two edits may carry the same modification time."""

Reader = Callable[[str, str], Source]
Follow = Callable[[Source, Source], bool]
"""Lets a source, and what is made of it, go on with a newer reading of its file; False where it cannot."""


class _Entry(Struct, frozen=True, gc=False):
    stamp: Stamp
    read_at: int
    result: Source | ContentError
    file: str
    read: Reader


class Index(Struct):
    """Sources by path. Not thread-safe: one refresh at a time.

    `changed` and `rewritten` tell of the last walk: whether front matter changed, and whether what did was
    followed: texts, and whatever else was. The first walk takes what other processes read from the `shelf`,
    and puts there what it read itself. `listing` is what a walk sees of folders; the first takes it from who
    `saw` them just now.
    """

    shelf: Shelf | None = None
    saw: Listing | None = None
    listing: Listing = field(default_factory=Listing)
    _entries: dict[str, _Entry] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    changed: bool = False
    rewritten: bool = False
    _quiet: bool = False
    _fresh: int = 0

    def source(self, path: str, file: str, read: Reader) -> Source:
        """The file's source, read only if it changed. Raises its ContentError each time it is asked for."""
        self._seen.add(path)
        entry = self._entries.get(path)
        if entry is None or not self._quiet:
            entry = self._looked_at(path, file, read, entry)
        if isinstance(entry.result, ContentError):
            raise entry.result
        return entry.result

    def _looked_at(
        self, path: str, file: str, read: Reader, entry: _Entry | None, follow: Follow = Source.follow
    ) -> _Entry:
        try:
            found = self.listing.stat(path)
            stamp = Stamp(found.st_mtime_ns, found.st_size)
        except OSError as error:
            self.changed = True
            raise unreadable(file, error) from error
        if entry is None:
            entry = self._shelved(path, file, read)
        if entry is None or entry.stamp != stamp or entry.stamp.mtime_ns > entry.read_at - CLOCK_GRAIN:
            entry = self._read(path, file, stamp, read, entry, follow)
        return entry

    def _shelved(self, path: str, file: str, read: Reader) -> _Entry | None:
        """What another process read; a file that is read for the first time counts as changed."""
        kept = self.shelf.take(path, file) if self.shelf else None
        if kept is None:
            return None
        self.changed = True
        entry = self._entries[path] = _Entry(*kept, file, read)
        return entry

    def _read(
        self, path: str, file: str, stamp: Stamp, read: Reader, old: _Entry | None, follow: Follow
    ) -> _Entry:
        result: Source | ContentError
        read_at = time.time_ns()
        try:
            result = read(path, file)
        except ContentError as error:
            result = error
        if old is not None and old.stamp == stamp and _same(old.result, result):
            result = old.result
        elif old is not None and _follows(old.result, result, follow):
            result, self.rewritten = old.result, True
        else:
            self.changed = True
        entry = self._entries[path] = _Entry(stamp, read_at, result, file, read)
        self._fresh += 1
        return entry

    def begin(self) -> None:
        """Start a walk over all files."""
        self._seen = set()
        self.listing, self.saw = self.saw or Listing(), None
        self.changed = self.rewritten = self._quiet = False

    def begin_with(self, paths: Set[Path], follow: Follow) -> bool:
        """Start a walk for which only some files are looked at; False where it has to be over all of them.

        That is so where one of them is not known, or gone. An edit that is followed is no change.
        """
        self.begin()
        known = {
            str(path): entry for path in paths if (entry := self._entries.get(str(path))) and path.is_file()
        }
        self._quiet = len(known) == len(paths)
        for path, entry in known.items() if self._quiet else ():
            self._looked_at(path, entry.file, entry.read, entry, follow)
        return self._quiet

    def is_stale(self, path: Path) -> bool:
        """Whether a file that was read differs by now from what it was."""
        entry = self._entries.get(str(path))
        try:
            return entry is not None and entry.stamp != Stamp.of(path)
        except OSError:
            return True

    def finish(self) -> None:
        """End a walk: files that it did not ask for are gone, and forgotten."""
        gone = self._entries.keys() - self._seen
        for path in gone:
            del self._entries[path]
        self.changed = self.changed or bool(gone)
        if self.shelf is not None and self._fresh >= ENOUGH:
            self.shelf.put(
                (entry.stamp, entry.read_at, entry.result)
                for entry in self._entries.values()
                if isinstance(entry.result, Source)
            )
        self.shelf, self._fresh, self._quiet = None, 0, False
        self._seen.clear()
        self.listing.forget()


def _follows(old: Source | ContentError, new: Source | ContentError, follow: Follow) -> bool:
    """Whether a file can be read, as before, and what changed in it was followed."""
    return isinstance(old, Source) and isinstance(new, Source) and follow(old, new)


def _same(old: Source | ContentError, new: Source | ContentError) -> bool:
    """Whether two readings of a file, of the same time and size, found the same in it."""
    if isinstance(old, Source) and isinstance(new, Source):
        return old.digest == new.digest
    return isinstance(old, ContentError) and isinstance(new, ContentError) and old.problems == new.problems
