"""A folder that is published to: whether it may be, what it holds already, and who else is writing to it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TextIO

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, ValidationError

from masthead.errors import ADVICE, PublishError
from masthead.journal import MANIFEST, RESERVED, HalfDoneError, ListedPath, recover

SOURCE_FOLDERS = ("assets", "config", "content", "data", "i18n", "layouts", "static", "templates")


class Manifest(BaseModel):
    """The files that an earlier run made: paths below the folder, with the SHA-256 of their bytes."""

    model_config = ConfigDict(frozen=True)
    version: Literal[1] = 1
    files: dict[ListedPath, str]


class Placed(Struct, frozen=True):
    """A file on its way: the SHA-256 of its bytes, and whether the folder holds just these already."""

    digest: str
    same: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Where files wait until they are published; whichever process has it may put files there.

    `new` takes the files of a `fresh` folder by their paths, as it is swapped whole, and else by numbers.
    """

    folder: Path
    new: Path
    fresh: bool
    _folders: dict[str, bool] = field(default_factory=lambda: {"": True}, repr=False, compare=False)
    _made: set[str] = field(default_factory=lambda: {""}, repr=False, compare=False)

    def put(self, path: str, content: bytes, number: int) -> Placed:
        """Write a file, unless the folder has it; the number must be free. Raises PublishError."""
        with explained(f"{self.folder}/{path}"):
            same = not self.fresh and self._holds(path, content)
            if not same:
                if self.fresh:
                    self._make(folder_of(path))
                write(f"{self.new}/{path if self.fresh else number}", content)
        return Placed(hashlib.sha256(content).hexdigest(), same)

    def _make(self, path: str) -> None:
        """Make a folder among the new files, and those above it. Raises OSError."""
        if path not in self._made:
            self._make(folder_of(path))
            Path(f"{self.new}/{path}").mkdir(exist_ok=True)
            self._made.add(path)

    def _holds(self, path: str, content: bytes) -> bool:
        """Whether the folder has a file, not reached through a link, of just these bytes. Raises OSError."""
        file = f"{self.folder}/{path}"
        try:
            found = os.lstat(file)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return (
            stat.S_ISREG(found.st_mode)
            and found.st_size == len(content)
            and self.is_folder(folder_of(path))
            and read(file) == content
        )

    def is_folder(self, path: str) -> bool:
        """Whether the folder has this folder, with no link on the way."""
        known = self._folders.get(path)
        if known is None:
            known = self.is_folder(folder_of(path)) and is_real_folder(f"{self.folder}/{path}")
            self._folders[path] = known
        return known

    def is_file(self, path: str) -> bool:
        """Whether the folder has a file or a link here, with no link on the way."""
        mode = mode_of(f"{self.folder}/{path}") if self.is_folder(folder_of(path)) else 0
        return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


def folder_of(path: str) -> str:
    """The folder that a path stands in, from where it stands itself; empty for the first one."""
    return path.rpartition("/")[0]


def read(file: str) -> bytes:
    """What a file holds, asked for at once: half of what a buffer would ask the system. Raises OSError."""
    handle = os.open(file, os.O_RDONLY)
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


def write(file: str, content: bytes) -> None:
    """Write a file, without the questions about it that a buffer for it would begin with. Raises OSError."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def mode_of(path: str) -> int:
    """What stands at a path, whatever it links to, as `stat` has it; 0 where nothing does."""
    try:
        return os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def is_real_folder(path: str) -> bool:
    """Whether this is a folder, and no link to one."""
    return stat.S_ISDIR(mode_of(path))


def work_prefix(folder: Path) -> str:
    """Where lock and staged files go: beside the folder, or inside where no rename from beside gets in."""
    beside = folder.parent
    inside = folder.is_dir() and (
        folder.stat().st_dev != beside.stat().st_dev or not os.access(beside, os.W_OK | os.X_OK)
    )
    return f"{folder}/{RESERVED}" if inside else f"{beside}/.{folder.name}{RESERVED}"


def refuse_sources(folder: Path, root: Path) -> None:
    """Raise PublishError for a folder whose files, or the site's own, publishing would harm."""
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


def read_manifest(folder: Path, ignored: Iterable[str]) -> dict[str, str]:
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
def locked(path: Path, folder: Path) -> Iterator[None]:
    """Hold a lock file, which names this process, or raise PublishError at once."""
    with explained(path):
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


def complete(folder: Path, work: Path) -> None:
    """Complete what a killed run left half done, and clean up after it. Raises PublishError."""
    try:
        recover(folder, work)
    except ValueError as error:
        raise PublishError(f"{work} is damaged. Delete it, then run again.") from error


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
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
