"""The folder in a site for what can be made anew at any time, and files of plain values in it."""

from __future__ import annotations

import gc
import marshal
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from errno import EACCES
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

FOLDER = ".masthead"
"""The folder in a site's root; it may be deleted at any time."""

SELDOM = 3_000
"""After how many new objects garbage is looked for where much is made: some hundred kilobytes of them."""

_SUM, _LENGTH = 4, 8


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


def save(file: Path, values: Sequence[Any]) -> None:
    """Write down plain values: texts, numbers, bytes, None, and tuples, lists and maps of them.

    Memory is needed for the bytes of one of the values at a time. Raises OSError, and ValueError for what is
    not plain.
    """
    write_whole(file, _parts(values))


def _parts(values: Sequence[Any]) -> Iterator[bytes]:
    """Each value in bytes behind their number, then what tells that all of them are there."""
    known = 0
    for value in values:
        data = marshal.dumps(value)
        for part in (len(data).to_bytes(_LENGTH, "big"), data):
            known = zlib.crc32(part, known)
            yield part
    yield known.to_bytes(_SUM, "big")


def load(file: Path) -> tuple[Any, ...] | None:
    """The values in a file; None when there is none, or not all of it.

    Of large ones are made many values, at best `without_collecting`.
    """
    try:
        data = memoryview(file.read_bytes())
    except OSError:
        return None
    end = len(data) - _SUM
    if end <= 0 or zlib.crc32(data[:end]).to_bytes(_SUM, "big") != data[end:]:
        return None
    values: list[Any] = []
    at = 0
    while at < end:
        start = at + _LENGTH
        at = start + int.from_bytes(data[at:start], "big")
        values.append(marshal.loads(data[start:at]))
    return tuple(values)


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
