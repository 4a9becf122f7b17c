"""Picture files as they come: what they are, and opening them safely."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from masthead.media.frames import Frame, read
from masthead.media.info import PictureInfo, Unreadable
from masthead.media.svg import view_box

PIXEL_LIMIT = 80_000_000
"""The most pixels, width by height, that a picture may have to be opened."""

_MEMORY = 320_000_000  # bytes to spend on reading one picture
_READ = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "AVIF")
_BYTES_PER_PIXEL = MappingProxyType({"WEBP": 20, "AVIF": 14})
_PLUGINS = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)
"""Imported so that Pillow does not import all that it has when it meets one of them."""

_ORIENTATION_TAG = 0x0112
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    IndexError,
    struct.error,
    zlib.error,
    UserWarning,
)
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def inspect(path: Path) -> PictureInfo | None:
    """What the picture in a file is, as `examine` has it; None where it cannot be used."""
    found = examine(path)
    return found if isinstance(found, PictureInfo) else None


def examine(path: Path) -> PictureInfo | Unreadable:
    """What the picture in a file is, from its header alone; of an SVG, from its `viewBox` or its sides."""
    try:
        if path.suffix.lower() == ".svg":
            return _inspect_svg(path)
        with Image.open(path, formats=_READ) as picture:
            if picture.width * picture.height > PIXEL_LIMIT:
                return _too_large(path)
            width, height = picture.size
            if _orientation(picture) >= 5:
                width, height = height, width
            # A JPEG with previews opens as an MPO of several frames.
            is_jpeg = picture.format in ("JPEG", "MPO")
            kind = "jpeg" if is_jpeg else str(picture.format).lower()
            animated = not is_jpeg and getattr(picture, "is_animated", False)
            heavy = not animated and _memory(picture) > _MEMORY
            return PictureInfo(width, height, kind, animated, _too_heavy(path, picture) if heavy else None)
    except _TOO_LARGE:
        return _too_large(path)
    except _BROKEN as error:
        return _broken(path, error)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def decode(path: Path, part: int = 1) -> Frame | Unreadable:
    """The picture in a file, read at a part of its sides: 1, or one of `info.PARTS`."""
    try:
        with Image.open(path, formats=_READ) as opened:
            if opened.width * opened.height > PIXEL_LIMIT:
                return _too_large(path)
            if _memory(opened) > _MEMORY:
                return _too_heavy(path, opened)
            return read(opened, _orientation(opened), part)
    except _TOO_LARGE:
        return _too_large(path)
    except _BROKEN as error:
        return _broken(path, error)


def _memory(picture: ImageFile.ImageFile) -> int:
    """About how many bytes it takes to read a picture that was opened."""
    per_pixel = _BYTES_PER_PIXEL.get(picture.format or "", 4.0)
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        per_pixel = 1.0
        if picture.info.get("progressive"):  # all coefficients, of two bytes each, are read before any pixel
            sides = [(part[1], part[2]) for part in picture.layer]
            widest, tallest = max(side[0] for side in sides), max(side[1] for side in sides)
            per_pixel += sum(2 * across * down / (widest * tallest) for across, down in sides)
    return round(picture.width * picture.height * per_pixel)


def _orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where there is none or none that makes sense."""
    if "exif" not in picture.info:
        return 1
    exif = Image.Exif()
    try:
        exif.load(picture.info["exif"])
        orientation = exif.get(_ORIENTATION_TAG, 1)
    except _BROKEN:
        return 1
    return orientation if orientation in range(1, 9) else 1


def _inspect_svg(path: Path) -> PictureInfo | Unreadable:
    with path.open("rb") as file:
        try:
            _, root = next(iter(ElementTree.iterparse(file, events=("start",))))
        except (ElementTree.ParseError, StopIteration):
            return Unreadable(
                f"{path.name} is no SVG that can be read.", "Open and save it with a drawing program."
            )
    box = view_box(root) if root.tag.endswith("svg") else None
    if box is None:
        return Unreadable(f"{path.name} has no viewBox and no size.", "Give its <svg> element a viewBox.")
    return PictureInfo(max(1, round(box[2])), max(1, round(box[3])), "svg")


def _too_large(path: Path) -> Unreadable:
    millions = PIXEL_LIMIT // 1_000_000
    return Unreadable(f"{path.name} has more than {millions} million pixels.", "Save it smaller.")


def _too_heavy(path: Path, picture: ImageFile.ImageFile) -> Unreadable:
    pixels = picture.width * picture.height
    most = int(_MEMORY * pixels / _memory(picture)) // 1_000_000
    kind = "progressive JPEG" if picture.format in ("JPEG", "MPO") else picture.format
    return Unreadable(
        f"{path.name} has {pixels / 1e6:.0f} million pixels, too many for {kind}: it is shown as it is.",
        f"Save it with up to {most} million pixels, or as a JPEG that is not progressive.",
    )


def _broken(path: Path, error: Exception) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return Unreadable(f"{path.name} does not exist.", "Check the name, upper and lower case included.")
    if isinstance(error, UnidentifiedImageError):
        known = ", ".join(_READ)
        return Unreadable(f"{path.name} is no picture of a known kind.", f"Save it as one of {known} or SVG.")
    return Unreadable(
        f"{path.name} is damaged ({error}).", "Open it in a program for pictures and save it anew."
    )
