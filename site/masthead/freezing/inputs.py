"""What a freeze was made from, told from the names, times and sizes of files; quick to ask."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from masthead.listing import Listing

CLOCK_GRAIN = 2_000_000_000
"""Nanoseconds within which two edits may carry the same modification time."""

_LITTER = frozenset((".git", ".masthead", "__pycache__", "node_modules"))
_SETTINGS = (".toml", ".yaml", ".yml", ".json", ".mod", ".py")

Stamps = Mapping[str, tuple[int, int]]
Stat = str
"""What tells an unchanged file of ours: modification time (ns), size (bytes), and number of its inode."""


@dataclass(slots=True)
class Scan:
    """All files below some folders. `recent` are the digests of those that the clock cannot vouch for yet.

    `stamps` are the files' modification times (ns) and sizes, where they were looked at just now.
    """

    digest: str
    recent: dict[str, str] = field(default_factory=dict)
    stamps: Stamps = field(default_factory=dict)

    def is_same(self, before: Scan) -> bool:
        """Whether the files are those that they were."""
        return self.digest == before.digest and all(
            content_digest(path) == known for path, known in before.recent.items()
        )

    def edited(self, before: Scan) -> list[str] | None:
        """The files that were written since; None where others came or went."""
        if self.stamps.keys() != before.stamps.keys():
            return None
        found = {path for path, stamp in self.stamps.items() if stamp != before.stamps[path]}
        found.update(path for path, known in before.recent.items() if content_digest(path) != known)
        return sorted(found)


def scan(folders: Iterable[str], root: str, listing: Listing) -> Scan:
    """Look at the files below some folders, and at those of settings and code right in the site's root.

    What stands in the folders is in the `listing` afterwards.
    """
    late = time.time_ns() - CLOCK_GRAIN
    stamps = {path: (found.st_mtime_ns, found.st_size) for path, found in _all_files(folders, root, listing)}
    lines = sorted(f"{path}\0{time}\0{size}" for path, (time, size) in stamps.items())
    recent = {path: content_digest(path) for path, (written, _) in stamps.items() if written > late}
    return Scan(_hashed(lines), recent, stamps)


def contents(folders: Iterable[str], root: str, without: Set[str] = frozenset()) -> str:
    """The digest of the names and bytes of all files below some folders, and of those in the site's root.

    Files and folders below them that are `without` are left out.
    """
    files = {path for path, _ in _all_files(folders, root, Listing(), without)}
    return digest_of(files.difference(without))


def digest_of(files: Iterable[str]) -> str:
    """The digest of the names and bytes of some files."""
    return _hashed(sorted(f"{path}\0{content_digest(path)}" for path in files))


def _all_files(
    folders: Iterable[str], root: str, listing: Listing, without: Container[str] = ()
) -> Iterator[tuple[str, os.stat_result]]:
    """All files below folders, each by every name that it has, and those of the root itself."""
    for entry in _entries(root, listing):
        if entry.name.endswith(_SETTINGS) and entry.is_file():
            yield entry.path, entry.stat()
    for path in filter(Path.is_file, map(Path, folders)):
        yield str(path), path.stat()
    waiting, linked = list(folders), set[tuple[int, int]]()
    while waiting:
        for entry in _entries(waiting.pop(), listing):
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _LITTER and entry.path not in without:
                    waiting.append(entry.path)
                continue
            try:
                found = entry.stat()
            except OSError:  # a link that leads nowhere
                continue
            if not entry.is_dir():
                yield entry.path, found
            elif (place := (found.st_dev, found.st_ino)) not in linked:
                linked.add(place)
                waiting.append(entry.path)


def _entries(folder: str, listing: Listing) -> Collection[os.DirEntry[str]]:
    try:
        return listing.entries(folder).values()
    except OSError:
        return ()


def content_digest(path: str) -> str:
    """The digest of a file's bytes; empty when they cannot be read."""
    try:
        return hashlib.blake2b(Path(path).read_bytes(), digest_size=12).hexdigest()
    except OSError:
        return ""


def installed() -> str:
    """Which Python this is, and which versions of packages stand beside it."""
    names = (
        entry.name
        for place in sys.path
        for entry in _entries(place, Listing())
        if entry.name.endswith((".dist-info", ".egg-info"))
    )
    return _hashed((sys.version, *sorted(names)))


def stat_of(path: str) -> Stat | None:
    """What tells an unchanged file of ours; None where there is no such file."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"


def _hashed(lines: Iterable[str]) -> str:
    text = "\n".join(lines).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(text, digest_size=16).hexdigest()
