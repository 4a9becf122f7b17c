"""What a library answers, in plain values: the same as long as the answer is, whichever process asks."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from masthead.content.index import CLOCK_GRAIN
from masthead.content.members import Item
from masthead.content.model import Alias, Asset, Feed, File, NotFound, Page, Pager, SearchPage
from masthead.content.people import Author
from masthead.content.source import Source


def digest(*parts: object) -> bytes:
    """A digest of plain values."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def name_of(item: Item | Source | File) -> tuple[str, ...]:
    """What something can be looked up by, after the word that says what it is."""
    if isinstance(item, Page):
        return "page", item.lang, item.path
    if isinstance(item, Author):
        return "author", item.lang, item.slug
    if isinstance(item, Source):
        return "text", item.file
    return "file", item.name, str(item.path)


class Versions(Struct, frozen=True):
    """Digests of the pages, people and files of one library, each worked out once.

    A page's tells of all that can be known through it: its front matter with what is handed down to it, its
    body, and the files of its bundle by name, time and size.
    """

    _known: dict[object, bytes] = field(default_factory=dict)

    def plain(self, answer: object) -> object:
        """An answer in plain values, which are the same as long as the answer is.

        Tuples among them stand for what is no plain value; the first item says what. What pages, people and
        files are told by is their name, with their digest behind it.
        """
        if answer is None or type(answer) in (str, int, float, bool):
            return answer
        if isinstance(answer, (Page, Author, Source, File)):
            return *name_of(answer), self.of(answer)
        if isinstance(answer, list):
            return [self.plain(item) for item in answer]
        if isinstance(answer, tuple):
            return "tuple", *map(self.plain, answer)
        if isinstance(answer, Mapping):
            return "map", *((key, self.plain(value)) for key, value in answer.items())
        if isinstance(answer, (set, frozenset)):
            return "set", *sorted(answer)
        if isinstance(answer, datetime):
            return "moment", answer.isoformat()
        return self._resource(answer)

    def _resource(self, answer: object) -> object:
        """What stands at a URL, beside pages."""
        if isinstance(answer, Asset):
            return "Asset", self.plain(answer.file)
        if isinstance(answer, Alias):
            return "Alias", answer.target, self.plain(answer.page)
        if isinstance(answer, Feed):
            return "Feed", answer.name, answer.lang, self.plain(answer.page)
        if isinstance(answer, Pager):
            return "Pager", self.plain(answer.page), answer.number
        if isinstance(answer, (NotFound, SearchPage)):
            return type(answer).__name__, answer.lang
        raise TypeError(f"{type(answer).__name__} has no plain values")

    def of(self, item: Item | Source | File) -> bytes:
        """The digest of a page, a person or a file."""
        if isinstance(item, File):
            return self._file(item.path)
        known = self._known.get(id(item))
        if known is None:
            known = self._known[id(item)] = digest(*self._parts(item))
        return known

    def forget(self, item: Item | Source) -> None:
        """Work out a digest anew the next time."""
        self._known.pop(id(item), None)

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
