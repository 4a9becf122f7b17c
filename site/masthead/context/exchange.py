"""Values that processes which make the same site take over from each other, of those that pages share.

They are told in a file without a name that copies of one process hold open: each puts its records to the end,
and reads those of the others when it misses something. What cannot be told or read is made once more.
"""

from __future__ import annotations

import marshal
import os
import struct
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from markupsafe import Markup
from msgspec.structs import astuple

from masthead.content.answers import written
from masthead.content.model import Page
from masthead.content.notes import Noted, Notes
from masthead.content.people import Author
from masthead.content.versions import name_of
from masthead.markup import Heading, Text

Value = Markup | Text

_HEAD = struct.Struct("<4sIIiq")
"""Before a record: a mark, its length and checksum, the process that told it, the hash of its name."""

_MARK = b"told"

_NOTHING = Noted((), (), ())


class Exchange:
    """What was told so far by processes that were copied since it was `opened`; nothing before."""

    def __init__(self) -> None:
        self._file = -1
        self._read = 0
        self._others: dict[int, int] = {}

    @property
    def is_open(self) -> bool:
        """Whether there is anybody to tell."""
        return self._file >= 0

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let copies of this process exchange values; where there is no room for a file, they do not."""
        with ExitStack() as ending:
            with suppress(OSError):
                self._file = ending.enter_context(tempfile.TemporaryFile()).fileno()
                _append_always(self._file)
            try:
                yield
            finally:
                self._end()

    def _end(self) -> None:
        self._file = -1
        self._others.clear()

    def tell(self, name: bytes, value: Value, noted: Noted | None) -> None:
        """Tell the others a value, with what was noted while it was made: not where this were problems."""
        asked, problems, printed = noted or _NOTHING
        if problems:
            return
        plain = str(value) if isinstance(value, Markup) else _plain(value)
        record = marshal.dumps((name, plain, asked, printed))
        head = _HEAD.pack(_MARK, len(record), zlib.crc32(record), os.getpid(), hash(name))
        try:
            os.write(self._file, head + record)
        except OSError:  # no room is left
            self._end()

    def take(self, name: bytes, notes: Notes) -> tuple[Value, Noted] | None:
        """A value that another process told under a name, with what was noted while it was made."""
        key = hash(name)
        if self.is_open and key not in self._others:
            self._look()
        at = self._others.pop(key, None)
        if at is None:
            return None
        _, length, checksum, process, _ = _HEAD.unpack(os.pread(self._file, _HEAD.size, at))
        record = os.pread(self._file, length, at + _HEAD.size)
        if zlib.crc32(record) != checksum:
            return None
        told, plain, asked, printed = marshal.loads(record)
        if told != name:
            return None
        value = Markup(plain) if isinstance(plain, str) else _text(*plain)
        return value, Noted(tuple(notes.borrowed(process, number) for number in asked), (), printed)

    def _look(self) -> None:
        """See what was told since the last time."""
        own = os.getpid()
        while len(head := os.pread(self._file, _HEAD.size, self._read)) == _HEAD.size:
            mark, length, _, process, key = _HEAD.unpack(head)
            if mark != _MARK:  # somebody had no room for all of a record
                self._end()
                return
            if process != own:
                self._others[key] = self._read
            self._read += _HEAD.size + length


def name_for(place: bytes, key: tuple[object, ...]) -> bytes | None:
    """The name of a value by its key, below a place for all that has nothing to do with keys.

    None where there is more in the key than pages, people, their classes and plain values.
    """
    try:
        return place + written(tuple(map(_named, key)))
    except ValueError:
        return None


def _named(part: object) -> object:
    if isinstance(part, (Page, Author)):
        return name_of(part)
    return part.__qualname__ if isinstance(part, type) else part


def _plain(text: Text) -> tuple[Any, ...]:
    return text.html, tuple(map(astuple, text.headings)), text.summary_html


def _text(html: str, headings: Sequence[Sequence[Any]], summary_html: str | None) -> Text:
    return Text(html, tuple(Heading(*heading) for heading in headings), summary_html)


def _append_always(file: int) -> None:
    """Let every record go to the end of an open file as a whole, whoever writes it."""
    from fcntl import F_GETFL, F_SETFL, fcntl  # not on Windows, which copies no processes

    fcntl(file, F_SETFL, fcntl(file, F_GETFL) | os.O_APPEND)
