"""The pictures of a site: looked at once as long as they do not change, and the variants made of them."""

from __future__ import annotations

import logging
import shutil
import tempfile
import weakref
from collections.abc import Callable, Hashable
from errno import EACCES
from pathlib import Path
from threading import Lock
from typing import TypeVar

from masthead.content.source import Stamp
from masthead.media.images import Variant, make
from masthead.media.pictures import PictureInfo, Unreadable, digest, examine

FOLDER = ".masthead"
"""The folder in a site's root for what can be made anew at any time."""

_RECIPE = 1  # part of every file's name: count up when the same picture would come out otherwise
_LOG = logging.getLogger(__name__)
Found = TypeVar("Found", bound=Hashable)


class PictureStore:
    """What is known of a site's pictures, and their variants in `.masthead/pictures/`, named by content.

    The folder can be deleted at any time. Where it cannot be written, variants are kept in a folder that goes
    with the process. Safe to use from many threads, and from several processes side by side.
    """

    def __init__(self, root: Path) -> None:
        self._home = self._folder = root / FOLDER / "pictures"
        self._infos: dict[Path, tuple[Stamp, PictureInfo | Unreadable]] = {}
        self._digests: dict[Path, tuple[Stamp, str]] = {}
        self._making = Lock()

    def info(self, path: Path) -> PictureInfo | Unreadable:
        """What the picture in a file is; looked at again when the file has changed."""
        try:
            return _known(self._infos, path, examine)
        except FileNotFoundError:
            return examine(path)

    def made(self, path: Path, variant: Variant) -> Path | Unreadable:
        """The file of a variant, made now if it is not there. Raises FileNotFoundError without a picture.

        One is made at a time, so that the memory needed does not grow with the number of visitors.
        """
        name = f"{_known(self._digests, path, digest)[:20]}-{_RECIPE}-{variant.name}"
        if (self._folder / name).exists():
            return self._folder / name
        with self._making:
            try:
                return self._make(path, variant, name)
            except OSError as error:
                self._move(error)
                return self._make(path, variant, name)

    def _make(self, path: Path, variant: Variant, name: str) -> Path | Unreadable:
        target = self._folder / name
        if target.exists():
            return target
        if self._folder == self._home:
            prepare(self._home)
        return make(path, variant, target) or target

    def _move(self, error: OSError) -> None:
        """Go on in a folder of this process alone."""
        folder = Path(tempfile.mkdtemp(prefix="masthead-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        _LOG.warning(
            "Pictures cannot be kept in %s (%s): they are made anew after every start.",
            self._folder,
            error.strerror or error,
        )
        self._folder = folder


def prepare(folder: Path) -> None:
    """Make the folder in a site, which git leaves out.

    Raises PermissionError for a site that nobody may write, though an administrator could.
    """
    hidden = folder.parent
    if not hidden.parent.stat().st_mode & 0o222:
        raise PermissionError(EACCES, "nobody may write there", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    ignored = hidden / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")


def _known(cache: dict[Path, tuple[Stamp, Found]], path: Path, find: Callable[[Path], Found]) -> Found:
    """What `find` says of a file, asked again only when the file has changed. OSError without the file."""
    stamp = Stamp.of(path)
    known = cache.get(path)
    if known is None or known[0] != stamp:
        known = cache[path] = (stamp, find(path))
    return known[1]
