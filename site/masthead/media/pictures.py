"""Picture files as they come: what they are, and reading them safely and upright."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

from masthead.media.svg import view_box

PIXEL_LIMIT = 80_000_000
"""The most pixels, width by height, that a picture may have to be opened."""

_READ = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "AVIF")
REDUCING_GAP = 2.0
"""How many times larger than wanted a picture is read, for quality."""

_ORIENTATION_TAG = 0x0112
_UPRIGHT = MappingProxyType(
    {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
)
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


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """What a picture is: width and height in pixels as it is seen upright, and its format in lower case."""

    width: int
    height: int
    format: str
    animated: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file cannot be used as a picture, and what to do: message and hint of a `Problem`."""

    message: str
    hint: str


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
            is_jpeg = picture.format in (
                "JPEG",
                "MPO",
            )  # a JPEG with previews opens as an MPO of several frames
            animated = not is_jpeg and getattr(picture, "is_animated", False)
            return PictureInfo(width, height, "jpeg" if is_jpeg else str(picture.format).lower(), animated)
    except _TOO_LARGE:
        return _too_large(path)
    except _BROKEN as error:
        return _broken(path, error)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def decode(path: Path, width: int, height: int) -> Image.Image | Unreadable:
    """The whole picture in grey or RGB, with alpha where it has some, upright and without its EXIF data.

    A JPEG is read at a part of its size, but so that `width` and `height` pixels can still be made of it.
    """
    try:
        with Image.open(path, formats=_READ) as opened:
            if opened.width * opened.height > PIXEL_LIMIT:
                return _too_large(path)
            orientation = _orientation(opened)
            upright = (opened.height, opened.width) if orientation >= 5 else opened.size
            scale = REDUCING_GAP * max(width / upright[0], height / upright[1])
            opened.draft(None, (round(opened.width * scale), round(opened.height * scale)))
            opened.load()
            picture = _plain_mode(opened)
            if opened.mode == "CMYK":
                picture.info.pop("icc_profile", None)
            return picture.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else picture
    except _TOO_LARGE:
        return _too_large(path)
    except _BROKEN as error:
        return _broken(path, error)


def _plain_mode(picture: Image.Image) -> Image.Image:
    """The picture in grey or RGB, with alpha where it has some."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        return picture if picture.mode in ("RGBA", "LA") else picture.convert("RGBA")
    if picture.mode in ("L", "RGB"):
        return picture
    return picture.convert("L" if picture.mode in ("1", "F") else "RGB")


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
    return orientation if orientation in _UPRIGHT else 1


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


def _broken(path: Path, error: Exception) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return Unreadable(f"{path.name} does not exist.", "Check the name, upper and lower case included.")
    if isinstance(error, UnidentifiedImageError):
        known = ", ".join(_READ)
        return Unreadable(f"{path.name} is no picture of a known kind.", f"Save it as one of {known} or SVG.")
    return Unreadable(
        f"{path.name} is damaged ({error}).", "Open it in a program for pictures and save it anew."
    )
