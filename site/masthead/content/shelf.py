"""What was read of a site's files, kept for other processes: a large site is not parsed at every start."""

from __future__ import annotations

import logging
import marshal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from masthead.cache import FOLDER, load, save
from masthead.content.source import Source, Stamp
from masthead.errors import plain_problems, problems_of

FILE = f"{FOLDER}/sources/sources.bin"
"""The file, below a site's root."""

ENOUGH = 100
"""As many files read anew are worth writing all of them down."""

_VERSION = 2
_LOG = logging.getLogger(__name__)

Kept = tuple[Stamp, int, Source]
"""A file's stamp, when it was read (ns since 1970), and what was in it."""


class Shelf(Struct):
    """The sources that a process of the same engine read last, by their paths below the site's root."""

    root: Path
    _known: Mapping[str, bytes] | None = None

    def take(self, path: str, file: str) -> Kept | None:
        """What is known of a file."""
        if self._known is None:
            engine, known = load(self.root / FILE) or (None, {})
            self._known = known if engine == _engine() else {}
        data = self._known.get(file)
        if data is None:
            return None
        mtime, size, read_at, *known = marshal.loads(data)
        return Stamp(mtime, size), read_at, source_of(path, file, known)

    def put(self, sources: Iterable[Kept]) -> None:
        """Write down what was read; where that is refused, it is read again the next time."""
        try:
            save(self.root / FILE, (_engine(), _plain(sources)))
        except OSError as error:
            _LOG.warning("What was read cannot be kept in %s (%s).", self.root, error.strerror or error)


def _plain(sources: Iterable[Kept]) -> Iterator[tuple[str, bytes]]:
    """The sources that can be written down, each in bytes; those with dates of TOML cannot."""
    for stamp, read_at, source in sources:
        try:
            data = marshal.dumps((stamp.mtime_ns, stamp.size, read_at, *plain_source(source)))
        except ValueError:
            continue
        yield source.file, data


def plain_source(source: Source) -> tuple[Any, ...]:
    """What was in a file, in plain values where its front matter has no others."""
    return source.digest, source.meta, source.body_line, plain_problems(source.problems), source.classes


def source_of(path: str, file: str, plain: Sequence[Any]) -> Source:
    """What was in a file, from plain values."""
    digest, meta, body_line, problems, classes = plain
    return Source(path, file, digest, meta, body_line, problems_of(problems), classes)


def _engine() -> tuple[Any, ...]:
    """What tells this engine from others that might read files otherwise."""
    package = Path(__file__).parents[1]
    files = sorted([*package.glob("content/*.py"), package / "utilities.py"])
    stamps = (Stamp.of(file) for file in files)
    return _VERSION, sys.version, [(stamp.mtime_ns, stamp.size) for stamp in stamps]
