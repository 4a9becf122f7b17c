"""Put a folder of files in place: staged beside it, published when whole, touching only what is ours.

An earlier run's files are known by the manifest in the folder. Changed files replace theirs by renames that a
journal lists first, so that the next run completes what a kill cut short, and an error puts everything back.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from msgspec import Struct

from masthead.destination import (
    Desk,
    Manifest,
    Placed,
    complete,
    explained,
    folder_of,
    is_real_folder,
    locked,
    mode_of,
    read_manifest,
    refuse_sources,
    work_prefix,
)
from masthead.errors import PublishError
from masthead.journal import MANIFEST, Journal, check_path, fold, is_unfinished, replace

__all__ = ("PublishError", "Published", "Staging", "staging")


class Published(Struct, frozen=True):
    """How many files were new or changed, were there already, and were taken away."""

    written: int
    unchanged: int
    removed: int


class Staging:
    """The files of one run, on their way into the folder that they are published in."""

    def __init__(self, folder: Path, work: Path, old: dict[str, str]) -> None:
        self._folder, self._old = folder, old
        self._work = work
        self._new: dict[str, str] = {}
        self._staged: dict[str, int] = {}
        self._strangers = 0
        self._count = 0
        self.desk = Desk(folder, work / "new", not os.path.lexists(folder))

    def number(self) -> int:
        """A number that is free, for a file that is put on the desk elsewhere."""
        self._count += 1
        return self._count

    def add(self, path: str, content: bytes) -> bool:
        """Take a file for publishing; True when the folder does not hold it already.

        Raises ValueError for a path that leaves the folder, PublishError when it cannot be written.
        """
        self._check(path)
        number = self.number()
        return self.take(path, number, self.desk.put(path, content, number))

    def take(self, path: str, number: int, placed: Placed) -> bool:
        """Take a file that was put on the desk; as `add`."""
        self._check(path)
        if placed.same and path not in self._old:
            self._strangers += 1
            return False
        self._new[path] = placed.digest
        if not placed.same:
            self._staged[path] = number
        return not placed.same

    def keep(self, path: str) -> bool:
        """Take a file as an earlier run left it; False where none did."""
        if path not in self._old or path in self._new:
            return False
        self._new[path] = self._old[path]
        return True

    def _check(self, path: str) -> None:
        check_path(path)
        if path in self._new:
            raise ValueError("it was added already")

    @property
    def before(self) -> Iterable[str]:
        """The files that an earlier run made."""
        return self._old

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that were added so far."""
        return tuple(self._new)

    def read(self, path: str) -> bytes:
        """The bytes of a file that was added. Raises PublishError when it cannot be read."""
        file = self._folder / path
        if path in self._staged:
            file = self.desk.new / (path if self.desk.fresh else str(self._staged[path]))
        with explained(file):
            return file.read_bytes()

    def publish(self) -> Published:
        """Put the files that were added in the place of those that an earlier run made.

        Raises PublishError, with the folder as it was, when a file of somebody else stands in the way or the
        system refuses.
        """
        self._refuse_strangers()
        with explained(self._folder):
            left = sorted(path for path in self._old if path not in self._new)
            gone = [path for path in left if self.desk.is_file(path)]
            written = len(self._staged)
            manifest = (
                Manifest(files=dict(sorted(self._new.items()))).model_dump_json(indent=1).encode() + b"\n"
            )
            number = self.number()
            if not self.desk.put(MANIFEST, manifest, number).same:
                self._staged[MANIFEST] = number
            if self.desk.fresh:
                self.desk.new.rename(self._folder)
            elif self._staged or gone:
                replace(self._folder, self._work, self._journal(left, gone))
        return Published(written, len(self._new) - written + self._strangers, len(gone))

    def _refuse_strangers(self) -> None:
        if self.desk.fresh:
            return
        with explained(self._folder):
            found = sorted({path for staged in self._staged for path in self._in_the_way(staged)})
        if found:
            names = "\n".join(f"  {self._folder / path}" for path in found)
            raise PublishError(
                f"Something that Masthead did not make stands where the site needs to write:\n{names}\n"
                "Nothing was published. Move it away, or leave the page or file of that name out of the site."
            )

    def _in_the_way(self, path: str) -> Iterator[str]:
        """The paths on the way to a file, or below it, that are neither an earlier run's nor free."""
        if not self.desk.is_folder(folder_of(path)):
            parents = map(str, reversed(PurePosixPath(path).parents[:-1]))
            parent = next(parent for parent in parents if not self.desk.is_folder(parent))
            if os.path.lexists(self._folder / parent) and not self._leaves(parent):
                yield parent
            return
        mode = mode_of(f"{self._folder}/{path}")
        if not stat.S_ISDIR(mode):
            if mode and path not in self._old:
                yield path
            return
        folders = {parent for old in self._old for parent in PurePosixPath(old).parents}
        place = self._folder / path
        for entry in [place, *place.rglob("*")]:
            inner = PurePosixPath(entry.relative_to(self._folder))
            if not (inner in folders if is_real_folder(str(entry)) else self._leaves(str(inner))):
                yield str(inner)

    def _leaves(self, path: str) -> bool:
        return path in self._old and path not in self._new

    def _journal(self, left: list[str], gone: list[str]) -> Journal:
        """The steps that put the staged files in place, and take away what is left of an earlier run."""
        left = [path for path in left if self.desk.is_folder(folder_of(path))]
        clear = [*_meeting(left, self._staged)] if left else []
        saved = [*filter(self.desk.is_file, self._staged), *gone]
        return Journal(
            clear=clear,
            write=dict(sorted(self._staged.items(), key=_assets_first)),
            remove=sorted(set(left).difference(clear)),
            saved={path: number for number, path in enumerate(saved)},
        )


def _assets_first(staged: tuple[str, int]) -> tuple[bool, bool, str]:
    path = staged[0]
    return path == MANIFEST, path.endswith(".html"), path


def _meeting(left: Iterable[str], staged: Iterable[str]) -> Iterator[str]:
    """The paths that are, or lie above or below, a path that is written."""
    written = {PurePosixPath(fold(path)) for path in staged}
    above = {parent for path in written for parent in path.parents}
    for path in left:
        place = PurePosixPath(fold(path))
        if place in written or place in above or not written.isdisjoint(place.parents):
            yield path


@contextmanager
def staging(destination: Path, sources: Path | None = None) -> Iterator[Staging]:
    """Open a folder for publishing, alone: what is added takes effect by `publish()`, and else not at all.

    What a killed run left behind is completed or cleaned up first. `sources` is the root of the site; raises
    PublishError where publishing could harm it, or harm files that Masthead did not make.
    """
    folder = Path(os.path.realpath(destination))
    if sources is not None:
        refuse_sources(folder, sources.resolve())
    with explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        prefix = work_prefix(folder)
    work = Path(f"{prefix}staging")
    with locked(Path(f"{prefix}lock"), folder):
        with explained(folder):
            complete(folder, work)
            old = read_manifest(folder, ignored=(f"{prefix}lock",))
            (work / "new").mkdir(parents=True)
        try:
            yield Staging(folder, work, old)
        finally:
            if not is_unfinished(work):
                shutil.rmtree(work, ignore_errors=True)
