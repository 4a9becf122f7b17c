"""Short digests of what a library answers: the same as long as the answer is, whichever process asks."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from masthead.content.index import CLOCK_GRAIN
from masthead.content.model import Alias, Asset, Feed, File, NotFound, Page, Pager, SearchPage
from masthead.content.people import Author
from masthead.content.source import Source


def digest(*parts: object) -> bytes:
    """A digest of plain values."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()


_SIMPLEST: dict[object, bytes] = {
    id(value): digest(type(value).__name__, str(value)) for value in (None, True, False)
}


class Versions(Struct, frozen=True):
    """Digests of the pages, people and files of one library, each worked out once.

    A page's tells of all that can be known through it: its front matter with what is handed down to it, its
    body, and the files of its bundle by name, time and size.
    """

    _known: dict[object, bytes] = field(default_factory=_SIMPLEST.copy)

    def of(self, value: object) -> bytes:
        """The digest of an answer."""
        known = self._known.get(id(value))
        if known is not None:
            return known
        if isinstance(value, (list, tuple)):
            return hashlib.blake2b(b"list" + b"".join(map(self.of, value)), digest_size=12).digest()
        if isinstance(value, (Page, Author, Source)):
            known = self._known[id(value)] = digest(*self._parts(value))
            return known
        if isinstance(value, File):
            return self._file(value.path)
        return digest(*self._plain(value))

    def _plain(self, value: object) -> Iterable[object]:
        if value is None or isinstance(value, (str, int, float, datetime)):
            return type(value).__name__, str(value)
        if isinstance(value, frozenset):
            return "set", *sorted(map(str, value))
        if isinstance(value, Mapping):
            return "map", *((key, self.of(item)) for key, item in value.items())
        if isinstance(value, Asset):
            return "asset", value.file.name, self._file(value.file.path)
        if isinstance(value, Alias):
            return "alias", value.target, value.page and self.of(value.page)
        if isinstance(value, Feed):
            return "feed", value.name, value.lang, value.page and self.of(value.page)
        if isinstance(value, Pager):
            return "pager", self.of(value.page), value.number
        if isinstance(value, (NotFound, SearchPage)):
            return type(value).__name__, value.lang
        raise TypeError(f"{type(value).__name__} has no digest")

    def _parts(self, value: Page | Author | Source) -> Iterable[object]:
        if isinstance(value, Source):
            return "source", value.file, value.digest
        if isinstance(value, Author):
            files = [(name, self._file(file.path)) for name, file in value.files.items()]
            page = value.page and self.of(value.page)
            return "author", value.slug, value.lang, value.source.file, value.source.digest, page, files
        own = value.source.meta if value.source else {}
        more = len(value.meta) > len(own)
        handed = {key: given for key, given in value.meta.items() if key not in own} if more else {}
        source = (value.source.file, value.source.digest) if value.source else None
        files = [(name, self._file(file.path)) for name, file in value.files.items()]
        return value.kind.value, value.lang, value.path, value.url, value.title, handed, source, files

    def _file(self, path: Path) -> bytes:
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = file_digest(path)
        return known


def file_digest(path: Path) -> bytes:
    """The digest of a file: by time and size, and by its bytes while the clock could miss an edit."""
    try:
        found = path.stat()
        recent = time.time_ns() - found.st_mtime_ns < CLOCK_GRAIN
        return digest(str(path), found.st_mtime_ns, found.st_size, recent and path.read_bytes())
    except OSError as error:
        return digest(str(path), error.errno)
