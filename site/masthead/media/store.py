"""The pictures of a site: looked at once as long as they do not change, and the variants made of them."""

from __future__ import annotations

import logging
import shutil
import tempfile
import weakref
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from masthead.cache import FOLDER, prepare
from masthead.content.source import Stamp
from masthead.media.images import Variant, write
from masthead.media.info import PictureInfo, Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

    from masthead.media.frames import Frame

_RECIPE = 2  # part of every file's name: count up when the same picture would come out otherwise
_SIZES_KEPT = 2
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
        self._content = ""
        self._frames: dict[int, Frame] = {}
        self._sizes: dict[tuple[int, int, int, tuple[float, float]], Image] = {}

    def info(self, path: Path) -> PictureInfo | Unreadable:
        """What the picture in a file is; looked at again when the file has changed."""
        from masthead.media.pictures import examine

        try:
            return _known(self._infos, path, examine)
        except FileNotFoundError:
            return examine(path)

    def made(self, path: Path, variant: Variant) -> Path | Unreadable:
        """The file of a variant, made now if it is not there. Raises FileNotFoundError without a picture.

        One is made at a time, so that the memory needed does not grow with the number of visitors. The
        picture read last is kept for its other widths and formats.
        """
        from masthead.media.pictures import digest

        content = _known(self._digests, path, digest)
        name = f"{content[:20]}-{_RECIPE}-{variant.name}"
        if (self._folder / name).exists():
            return self._folder / name
        with self._making:
            picture = self._resized(path, content, variant)
            if isinstance(picture, Unreadable):
                return picture
            try:
                return self._write(picture, variant, name)
            except OSError as error:
                self._move(error)
                return self._write(picture, variant, name)

    def _resized(self, path: Path, content: str, variant: Variant) -> Image | Unreadable:
        """The picture in the size of a variant; other formats of that size, asked for next, share it."""
        from masthead.media.frames import resized

        if self._content != content:
            self._content, self._frames, self._sizes = content, {}, {}
        key = variant.part, variant.width, variant.height, variant.focal
        if key not in self._sizes:
            frame = self._frame(path, variant.part)
            if isinstance(frame, Unreadable):
                return frame
            if len(self._sizes) == _SIZES_KEPT:
                del self._sizes[next(iter(self._sizes))]
            self._sizes[key] = resized(frame, variant.width, variant.height, variant.focal)
        return self._sizes[key]

    def _frame(self, path: Path, part: int) -> Frame | Unreadable:
        """The picture at a part of its sides, kept for other sizes if it is small."""
        from masthead.media.pictures import decode

        if part not in self._frames:
            self._frames = {}  # so that two are never in memory
            frame = decode(path, part)
            if isinstance(frame, Unreadable) or not frame.small:
                return frame
            self._frames[part] = frame
        return self._frames[part]

    def _write(self, picture: Image, variant: Variant, name: str) -> Path:
        if self._folder == self._home:
            prepare(self._home)
        write(picture, variant.format, self._folder / name)
        return self._folder / name

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


def _known(cache: dict[Path, tuple[Stamp, Found]], path: Path, find: Callable[[Path], Found]) -> Found:
    """What `find` says of a file, asked again only when the file has changed. OSError without the file."""
    stamp = Stamp.of(path)
    known = cache.get(path)
    if known is None or known[0] != stamp:
        known = cache[path] = (stamp, find(path))
    return known[1]
