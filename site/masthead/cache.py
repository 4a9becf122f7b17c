"""The folder in a site for what can be made anew at any time, and files of plain values in it."""

from __future__ import annotations

import gc
import marshal
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from errno import EACCES
from itertools import chain, islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

FOLDER = ".masthead"
"""The folder in a site's root; it may be deleted at any time."""

SELDOM = 3_000
"""After how many new objects garbage is looked for where much is made: some hundred kilobytes of them."""

PIECE = 64
"""How many items of a list or map are put into bytes at once."""

_SUM, _LENGTH = 4, 8
_FORM = 2
"""What the sum of a file begins with: another number for each form that files had."""


def prepare(folder: Path) -> None:
    """Make a folder right in a site's own, which git leaves out.

    Raises PermissionError for a site that nobody may write, though an administrator could.
    """
    hidden = folder.parent
    if not hidden.parent.stat().st_mode & 0o222:
        raise PermissionError(EACCES, "nobody may write there", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    ignored = hidden / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")


def write_whole(file: Path, parts: Iterable[bytes]) -> None:
    """Write a file in such a folder; whoever reads it finds all of it or nothing. Raises OSError."""
    prepare(file.parent)
    with NamedTemporaryFile(dir=file.parent, delete=False) as whole:
        whole.writelines(parts)
    Path(whole.name).replace(file)


def save(file: Path, values: Iterable[Any]) -> None:
    """Write down plain values: texts, numbers, bytes, None, and tuples, lists and maps of them.

    An iterator stands for a map, whose items it gives. Memory is needed for the bytes of one piece of a list
    or map at a time. Raises OSError, and ValueError for what is not plain.
    """
    write_whole(file, _parts(values))


def _parts(values: Iterable[Any]) -> Iterator[bytes]:
    """Each piece of a value in bytes behind their number, none behind the last, then the sum of it all."""
    known = _FORM
    for value in values:
        for data in chain(map(marshal.dumps, _pieces(value)), (b"",)):
            for part in (len(data).to_bytes(_LENGTH, "big"), data):
                known = zlib.crc32(part, known)
                yield part
    yield known.to_bytes(_SUM, "big")


def _pieces(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from (value[at : at + PIECE] for at in range(0, len(value) or 1, PIECE))
    elif isinstance(value, (dict, Iterator)):
        items = iter(value.items()) if isinstance(value, dict) else value
        yield dict(islice(items, PIECE))
        while piece := dict(islice(items, PIECE)):
            yield piece
    else:
        yield value


def load(file: Path) -> tuple[Any, ...] | None:
    """The values in a file; None when there is none, or not all of it.

    Of large ones are made many values, at best `without_collecting`.
    """
    try:
        data = memoryview(file.read_bytes())
    except OSError:
        return None
    end = len(data) - _SUM
    if end <= 0 or zlib.crc32(data[:end], _FORM).to_bytes(_SUM, "big") != data[end:]:
        return None
    values: list[Any] = []
    pieces: list[Any] = []
    at = 0
    while at < end:
        start = at + _LENGTH
        at = start + int.from_bytes(data[at:start], "big")
        if at > start:
            pieces.append(marshal.loads(data[start:at]))
        else:
            values.append(_joined(pieces))
            pieces.clear()
    return tuple(values)


def _joined(pieces: Sequence[Any]) -> Any:
    first, *others = pieces
    for piece in others:
        first.update(piece) if isinstance(first, dict) else first.extend(piece)
    return first


@contextmanager
def without_collecting() -> Iterator[None]:
    """Make many values, none of which is garbage, without looking for garbage among them.

    Afterwards they count as old, unless a host has frozen what it has: then it says what is old.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before and not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if before:
            gc.enable()


@contextmanager
def collecting_new() -> Iterator[None]:
    """Look for garbage among what is made from now on alone, and seldom, unless a host says what is old."""
    if gc.get_freeze_count():
        yield
        return
    often = gc.get_threshold()
    gc.set_threshold(SELDOM, *often[1:])
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*often)
