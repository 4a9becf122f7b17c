"""The steps from one set of published files to the next: written down, then taken, completed or undone."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, BaseModel, ConfigDict

RESERVED = ".masthead-"
MANIFEST = f"{RESERVED}manifest.json"
FILE_NAME_BYTES = 255
_PLAIN = re.compile(r"[a-zA-Z0-9_-][a-zA-Z0-9._-]{,200}(?:/[a-zA-Z0-9_-][a-zA-Z0-9._-]{,200})*")
"""Paths of which one look tells that they are good, as most are."""


class HalfDoneError(OSError):
    """Steps that could be neither completed nor undone; a later run does it, by the journal that stays."""


def check_path(path: str) -> str:
    """Return a path that stays below any folder it is joined to; ValueError says what keeps it from that."""
    if _PLAIN.fullmatch(path):
        return path
    if fold(path).startswith(RESERVED):
        raise ValueError(f"names that begin with {RESERVED!r} are kept for Masthead itself")
    for part in path.split("/"):
        if part in ("", ".", ".."):
            raise ValueError(f"a part of its path is {part!r}")
        if "\\" in part or "\0" in part:
            raise ValueError(f"{part!r} holds a character that no file name may hold")
        try:
            length = len(part.encode())
        except UnicodeEncodeError as error:
            raise ValueError(f"{part!r} is not valid Unicode") from error
        if length > FILE_NAME_BYTES:
            raise ValueError(f"{part!r} is longer than the {FILE_NAME_BYTES} bytes of a file name")
    return path


def fold(path: str) -> str:
    """Return what paths that some file systems take for one have in common, whatever their case and form.

    Most paths have it as they are, and are not held once more.
    """
    if path.isascii():
        return path if path.islower() else path.lower()
    return normalize("NFC", normalize("NFC", path).lower())


def _check_listed(path: str) -> str:
    return path if path == MANIFEST else check_path(path)


ListedPath = Annotated[str, AfterValidator(_check_listed)]


class Journal(BaseModel):
    """The steps, in the order in which they are taken. Paths are below the folder that is published to.

    `new/` and `old/` in the work folder hold files by number: the new ones, and links to all that go away.
    """

    model_config = ConfigDict(frozen=True)
    clear: list[ListedPath]
    """Old files that stand where a new file or folder goes."""
    write: dict[ListedPath, int]
    remove: list[ListedPath]
    saved: dict[ListedPath, int]


def replace(folder: Path, work: Path, journal: Journal) -> None:
    """Take the steps of a journal; an OSError leaves the folder as it was, a HalfDoneError the journal."""
    (work / "old").mkdir()
    for path, number in journal.saved.items():
        _save(f"{folder}/{path}", f"{work}/old/{number}")
    os.sync()
    written = _write(work, journal)
    try:
        _apply(folder, work, journal)
    except OSError as cause:
        try:
            undone = written.replace(work / "undo.json")
            _undo(folder, work, journal)
            undone.unlink()
        except OSError as error:
            raise HalfDoneError(
                f"{folder} was published in part only ({cause}), and could not be put back ({error}). "
                "When the cause is gone, run again: that completes it."
            ) from error
        raise
    written.unlink()


def recover(folder: Path, work: Path) -> None:
    """Complete the steps, or the undoing, that a killed run left half done, and delete its work folder.

    Raises OSError, and ValueError for a journal that cannot be read.
    """
    journal, undo = work / "journal.json", work / "undo.json"
    if folder.is_dir() and undo.exists():
        _undo(folder, work, Journal.model_validate_json(undo.read_bytes()))
    elif folder.is_dir() and journal.exists():
        _apply(folder, work, Journal.model_validate_json(journal.read_bytes()))
    journal.unlink(missing_ok=True)
    undo.unlink(missing_ok=True)
    if work.exists():
        shutil.rmtree(work)


def is_unfinished(work: Path) -> bool:
    """Whether steps were begun, and neither completed nor undone."""
    return (work / "journal.json").exists() or (work / "undo.json").exists()


def _save(file: str, kept: str) -> None:
    try:
        os.link(file, kept, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, kept, follow_symlinks=False)


def _write(work: Path, journal: Journal) -> Path:
    unnamed = work / "journal.new"
    with unnamed.open("w", encoding="utf-8") as file:
        file.write(journal.model_dump_json())
        file.flush()
        os.fsync(file.fileno())
    written = unnamed.replace(work / "journal.json")
    handle = os.open(work, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return written


def _apply(folder: Path, work: Path, journal: Journal) -> None:
    """Take the steps that are left."""
    first = work / "new" / str(next(iter(journal.write.values()), None))
    # Later, what is cleared may be a new file already, where `A/` and `a/` are one folder.
    if first.exists():
        _remove(folder, journal.clear)
    for path, number in journal.write.items():
        _move(f"{work}/new/{number}", f"{folder}/{path}")
    _remove(folder, journal.remove)


def _undo(folder: Path, work: Path, journal: Journal) -> None:
    """Take all steps back, by the files that were saved."""
    _remove(folder, [path for path in journal.write if path not in journal.saved])
    for path, number in journal.saved.items():
        _move(f"{work}/old/{number}", f"{folder}/{path}")


def _move(file: str, target: str) -> None:
    """Move a file into a folder that need not be there yet; nothing where it was moved before."""
    try:
        os.replace(file, target)  # noqa: PTH105 (two paths would take longer than the move)
    except FileNotFoundError:
        if os.path.lexists(file):
            place = Path(target)
            place.parent.mkdir(parents=True, exist_ok=True)
            Path(file).replace(place)


def _remove(folder: Path, paths: Iterable[str]) -> None:
    """Delete files, and the folders that they leave empty."""
    parents: set[PurePosixPath] = set()
    for path in paths:
        file = folder / path
        if file.is_symlink() or file.is_file():
            file.unlink()
        parents.update(PurePosixPath(path).parents[:-1])
    for parent in sorted(parents, key=lambda parent: len(parent.parts), reverse=True):
        with suppress(OSError):
            (folder / parent).rmdir()
