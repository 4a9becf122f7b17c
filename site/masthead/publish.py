"""Put a folder of files in place: staged beside it, published when whole, touching only what is ours.

An earlier run's files are known by the manifest in the folder. Changed files replace theirs by renames that a
journal lists first, so that the next run completes what a kill cut short, and an error puts everything back.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError

from masthead.journal import (
    MANIFEST,
    RESERVED,
    HalfDoneError,
    Journal,
    ListedPath,
    check_path,
    fold,
    is_unfinished,
    recover,
    replace,
)

SOURCE_FOLDERS = ("assets", "config", "content", "data", "i18n", "layouts", "static", "templates")
ADVICE = {
    errno.ENOSPC: "Free some space on the disk, then run again.",
    errno.EDQUOT: "Free some of your quota on the disk, then run again.",
    errno.EXDEV: "It is on a file system of its own; choose a folder inside it.",
}


class PublishError(Exception):
    """A folder that cannot be published to: says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """How many files were new or changed, were there already, and were taken away."""

    written: int
    unchanged: int
    removed: int


class Manifest(BaseModel):
    """The files that an earlier run made: paths below the folder, with the SHA-256 of their bytes."""

    model_config = ConfigDict(frozen=True)
    version: Literal[1] = 1
    files: dict[ListedPath, str]


class Staging:
    """The files of one run, on their way into the folder that they are published in."""

    def __init__(self, folder: Path, work: Path, old: dict[str, str]) -> None:
        self._folder, self._old = folder, old
        self._work = work
        self._fresh = not folder.exists()
        self._new: dict[str, str] = {}
        self._staged: dict[str, int] = {}
        self._strangers = 0
        self._folders: dict[PurePosixPath, bool] = {PurePosixPath(): True}

    def add(self, path: str, content: bytes) -> bool:
        """Take a file for publishing; True when the folder does not hold it already.

        Raises ValueError for a path that leaves the folder, PublishError when it cannot be written.
        """
        check_path(path)
        if path in self._new:
            raise ValueError("it was added already")
        same = self._holds(path, content)
        if same and path not in self._old:
            self._strangers += 1
            return False
        self._new[path] = hashlib.sha256(content).hexdigest()
        if not same:
            self._stage(path, content)
        return not same

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that were added so far."""
        return tuple(self._new)

    def read(self, path: str) -> bytes:
        """The bytes of a file that was added. Raises PublishError when it cannot be read."""
        file = self._folder / path
        if path in self._staged:
            file = self._work / "new" / (path if self._fresh else str(self._staged[path]))
        with _explained(file):
            return file.read_bytes()

    def publish(self) -> Published:
        """Put the files that were added in the place of those that an earlier run made.

        Raises PublishError, with the folder as it was, when a file of somebody else stands in the way or the
        system refuses.
        """
        self._refuse_strangers()
        with _explained(self._folder):
            left = sorted(path for path in self._old if path not in self._new)
            gone = [path for path in left if self._is_file(path)]
            written = len(self._staged)
            manifest = (
                Manifest(files=dict(sorted(self._new.items()))).model_dump_json(indent=1).encode() + b"\n"
            )
            if not self._holds(MANIFEST, manifest):
                self._stage(MANIFEST, manifest)
            if self._fresh:
                (self._work / "new").rename(self._folder)
            elif self._staged or gone:
                replace(self._folder, self._work, self._journal(left, gone))
        return Published(written, len(self._new) - written + self._strangers, len(gone))

    def _stage(self, path: str, content: bytes) -> None:
        """Write a file for a folder that is swapped whole by its path, and else by a number of its own."""
        number = self._staged.setdefault(path, len(self._staged))
        with _explained(self._folder / path):
            file = self._work / "new" / (path if self._fresh else str(number))
            if self._fresh:
                file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def _holds(self, path: str, content: bytes) -> bool:
        """Whether the folder has a file, not reached through a link, of just these bytes."""
        file = self._folder / path
        with _explained(file):
            try:
                found = file.lstat()
            except (FileNotFoundError, NotADirectoryError):
                return False
            return (
                stat.S_ISREG(found.st_mode)
                and found.st_size == len(content)
                and self._is_folder(PurePosixPath(path).parent)
                and file.read_bytes() == content
            )

    def _is_folder(self, path: PurePosixPath) -> bool:
        """Whether the folder has this folder, with no link on the way."""
        known = self._folders.get(path)
        if known is None:
            known = self._is_folder(path.parent) and _is_real_folder(self._folder / path)
            self._folders[path] = known
        return known

    def _is_file(self, path: str) -> bool:
        """Whether the folder has a file or a link here, with no link on the way."""
        file = self._folder / path
        return self._is_folder(PurePosixPath(path).parent) and (file.is_symlink() or file.is_file())

    def _refuse_strangers(self) -> None:
        with _explained(self._folder):
            found = sorted({path for staged in self._staged for path in self._in_the_way(staged)})
        if found:
            names = "\n".join(f"  {self._folder / path}" for path in found)
            raise PublishError(
                f"Something that Masthead did not make stands where the site needs to write:\n{names}\n"
                "Nothing was published. Move it away, or leave the page or file of that name out of the site."
            )

    def _in_the_way(self, path: str) -> Iterator[str]:
        """The paths on the way to a file, or below it, that are neither an earlier run's nor free."""
        file = PurePosixPath(path)
        for parent in reversed(file.parents):
            if not self._is_folder(parent):
                if os.path.lexists(self._folder / parent) and not self._leaves(parent):
                    yield str(parent)
                return
        if not _is_real_folder(self._folder / path):
            if path not in self._old and os.path.lexists(self._folder / path):
                yield path
            return
        folders = {parent for old in self._old for parent in PurePosixPath(old).parents}
        for entry in [self._folder / path, *(self._folder / path).rglob("*")]:
            inner = PurePosixPath(entry.relative_to(self._folder))
            if not (inner in folders if _is_real_folder(entry) else self._leaves(inner)):
                yield str(inner)

    def _leaves(self, path: PurePosixPath) -> bool:
        return str(path) in self._old and str(path) not in self._new

    def _journal(self, left: list[str], gone: list[str]) -> Journal:
        """The steps that put the staged files in place, and take away what is left of an earlier run."""
        written = {PurePosixPath(fold(path)) for path in self._staged}
        above = {parent for path in written for parent in path.parents}
        left = [path for path in left if self._is_folder(PurePosixPath(path).parent)]
        clear = [path for path in left if _meets(PurePosixPath(fold(path)), written, above)]
        saved = [*filter(self._is_file, self._staged), *gone]
        return Journal(
            clear=clear,
            write=dict(sorted(self._staged.items(), key=_assets_first)),
            remove=sorted(set(left).difference(clear)),
            saved={path: number for number, path in enumerate(saved)},
        )


def _assets_first(staged: tuple[str, int]) -> tuple[bool, bool, str]:
    path = staged[0]
    return path == MANIFEST, path.endswith(".html"), path


def _meets(path: PurePosixPath, written: set[PurePosixPath], above: set[PurePosixPath]) -> bool:
    return path in written or path in above or not written.isdisjoint(path.parents)


def _is_real_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


@contextmanager
def staging(destination: Path, sources: Path | None = None) -> Iterator[Staging]:
    """Open a folder for publishing, alone: what is added takes effect by `publish()`, and else not at all.

    What a killed run left behind is completed or cleaned up first. `sources` is the root of the site; raises
    PublishError where publishing could harm it, or harm files that Masthead did not make.
    """
    folder = Path(os.path.realpath(destination))
    if sources is not None:
        _refuse_sources(folder, sources.resolve())
    with _explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        prefix = _work_prefix(folder)
    work = Path(f"{prefix}staging")
    with _locked(Path(f"{prefix}lock"), folder):
        with _explained(folder):
            _complete(folder, work)
            old = _read_manifest(folder, ignored=(f"{prefix}lock",))
            (work / "new").mkdir(parents=True)
        try:
            yield Staging(folder, work, old)
        finally:
            if not is_unfinished(work):
                shutil.rmtree(work, ignore_errors=True)


def _work_prefix(folder: Path) -> str:
    """Where lock and staged files go: beside the folder, or inside where no rename from beside gets in."""
    beside = folder.parent
    inside = folder.is_dir() and (
        folder.stat().st_dev != beside.stat().st_dev or not os.access(beside, os.W_OK | os.X_OK)
    )
    return f"{folder}/{RESERVED}" if inside else f"{beside}/.{folder.name}{RESERVED}"


def _refuse_sources(folder: Path, root: Path) -> None:
    if root.is_relative_to(folder):
        raise PublishError(
            f"{folder} holds the site's own sources. Choose another folder, for example {root / 'build'}."
        )
    for name in SOURCE_FOLDERS:
        source = (root / name).resolve()
        if folder.is_relative_to(source) or source.is_relative_to(folder):
            raise PublishError(
                f"{folder} and the site's sources in {root / name} overlap. "
                f"Choose another folder, for example {root / 'build'}."
            )


def _read_manifest(folder: Path, ignored: Iterable[str]) -> dict[str, str]:
    """The files that an earlier run made; PublishError for a folder that no earlier run made."""
    file = folder / MANIFEST
    if folder.exists() and not folder.is_dir():
        raise PublishError(f"{folder} is a file. Choose a folder, or a name that is free.")
    if file.is_file() and not file.is_symlink():
        try:
            return Manifest.model_validate_json(file.read_bytes()).files
        except ValidationError as error:
            raise PublishError(
                f"{file} cannot be read, so that nobody knows which files there are Masthead's. "
                "Empty the folder, or choose another one."
            ) from error
    if folder.exists() and any(str(entry) not in ignored for entry in folder.iterdir()):
        raise PublishError(
            f"{folder} holds files that Masthead did not make. Choose another folder, or empty this one."
        )
    return {}


@contextmanager
def _locked(path: Path, folder: Path) -> Iterator[None]:
    """Hold a lock file, which names this process, or raise PublishError at once."""
    with _explained(path):
        file = _lock(path, folder)
    with file:
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()


def _lock(path: Path, folder: Path) -> TextIO:
    while True:
        with ExitStack() as closing:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
            file = closing.enter_context(os.fdopen(handle, "r+"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PublishError(
                    f"Another freeze (process {file.read(20) or 'unknown'}) is writing {folder}. "
                    "Wait for it to end, or choose another folder."
                ) from None
            # The process that had it may have deleted it meanwhile; then a third one would not see this lock.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(handle), path.stat()):
                    file.truncate(0)
                    file.write(str(os.getpid()))
                    file.flush()
                    closing.pop_all()
                    return file


def _complete(folder: Path, work: Path) -> None:
    try:
        recover(folder, work)
    except ValueError as error:
        raise PublishError(f"{work} is damaged. Delete it, then run again.") from error


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn an OSError into a PublishError that names the file and says what to do."""
    try:
        yield
    except HalfDoneError as error:
        raise PublishError(str(error)) from error
    except OSError as error:
        place = error.filename2 or error.filename or path
        advice = ADVICE.get(error.errno or 0, "Check that you may write there, or choose another folder.")
        raise PublishError(
            f"{place} cannot be written: {error.strerror or error}. Nothing was published. {advice}"
        ) from error
