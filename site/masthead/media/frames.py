"""Pictures in memory, and making them smaller a few rows at a time: more than one copy is never needed."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image, ImageFile

from masthead.media.info import GAP, LARGE

_BAND = 1_000_000
_PREMULTIPLIED = MappingProxyType({"RGBa": "RGBA", "La": "LA"})
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
Box = tuple[float, float, float, float]


class Frame(Struct, frozen=True):
    """A picture in memory as its file has it, perhaps at a part of its size, and not yet turned upright.

    `mode` is what its pixels are resampled in: grey or RGB, and where it is transparent with colours that are
    multiplied by alpha; `orientation` is that of EXIF.
    """

    picture: Image.Image
    mode: str
    orientation: int
    profile: bytes | None

    @property
    def small(self) -> bool:
        """Whether keeping it is no burden: it takes less than 64 MB."""
        return self.picture.width * self.picture.height <= LARGE


def read(opened: ImageFile.ImageFile, orientation: int, part: int) -> Frame:
    """The picture in a file that was opened, at a part of its sides.

    Raises what Pillow raises of files that are damaged.
    """
    full = opened.size
    opened.draft(None, (max(1, full[0] // part), max(1, full[1] // part)))
    opened.load()
    profile = None if opened.mode == "CMYK" else opened.info.get("icc_profile")
    frame = Frame(opened, _mode(opened), orientation, profile)
    factor = part if opened.size == full else 1
    if opened.width * opened.height > LARGE * factor**2:
        return frame
    reduced = Image.new(frame.mode, (ceil(opened.width / factor), ceil(opened.height / factor)), None)
    for y, band in _bands(frame, (0, 0, *opened.size), factor):
        reduced.paste(band, (0, y))
    return replace(frame, picture=reduced)


def resized(frame: Frame, width: int, height: int, focal: tuple[float, float]) -> Image.Image:
    """The picture upright, `width` by `height` pixels, cropped around `focal`, in a mode that can be saved.

    `focal` are parts of width and height. Of what the file says of itself the colour profile stays.
    """
    if frame.orientation >= 5:
        width, height = height, width
    left, top, right, bottom = _crop(frame.picture.size, (width, height), _stored(focal, frame.orientation))
    box = floor(left), floor(top), ceil(right), ceil(bottom)
    factor = max(1, int((right - left) / (width * GAP)))
    narrow = Image.new(frame.mode, (width, ceil((box[3] - box[1]) / factor)), None)
    for y, band in _bands(frame, box, factor):
        columns = (left - box[0]) / factor, 0, (right - box[0]) / factor, band.height
        narrow.paste(band.resize((width, band.height), Image.Resampling.LANCZOS, columns), (0, y))
    rows = 0, (top - box[1]) / factor, width, (bottom - box[1]) / factor
    made = _saveable(narrow.resize((width, height), Image.Resampling.LANCZOS, rows))
    made.info = {"icc_profile": frame.profile} if frame.profile else {}
    return made.transpose(_UPRIGHT[frame.orientation]) if frame.orientation in _UPRIGHT else made


def _bands(frame: Frame, box: tuple[int, int, int, int], factor: int) -> Iterator[tuple[int, Image.Image]]:
    """What is in a box, a few rows at a time, in the frame's mode, at a part of its size; and their row."""
    left, top, right, bottom = box
    rows = max(1, _BAND // (right - left) // factor) * factor
    for first in range(top, bottom, rows):
        band = _plain(frame.picture.crop((left, first, right, min(first + rows, bottom))), frame.mode)
        yield (first - top) // factor, band.reduce(factor) if factor > 1 else band


def _mode(picture: Image.Image) -> str:
    """The mode to resample a picture in; what is said to be transparent is looked at."""
    if picture.mode.startswith("I"):
        return "L"
    if picture.mode in ("RGBA", "LA") and picture.getchannel("A").getextrema()[0] == 255:
        return "RGB" if picture.mode == "RGBA" else "L"
    if picture.has_transparency_data:
        return "La" if picture.mode == "LA" else "RGBa"
    return "L" if picture.mode in ("L", "1", "F") else "RGB"


def _plain(band: Image.Image, mode: str) -> Image.Image:
    """A part of a picture in the mode to resample it in."""
    if band.mode == mode:
        return band
    if band.mode.startswith("I"):
        return band.convert("I").point(lambda value: value / 256).convert("L")
    if mode in _PREMULTIPLIED and band.mode != _PREMULTIPLIED[mode]:
        band = band.convert(_PREMULTIPLIED[mode])
    return band.convert(mode)


def _saveable(picture: Image.Image) -> Image.Image:
    """A picture that was resampled, in a mode that files have; without alpha where nothing shines through."""
    if picture.mode not in _PREMULTIPLIED:
        return picture
    clear = picture.convert(_PREMULTIPLIED[picture.mode])
    if clear.getchannel("A").getextrema()[0] == 255:
        return clear.convert("RGB" if clear.mode == "RGBA" else "L")
    return clear


def _stored(focal: tuple[float, float], orientation: int) -> tuple[float, float]:
    """A focal point of the upright picture, in the picture as it is stored."""
    x, y = focal
    if orientation >= 5:
        x, y = y, x
    if orientation in (2, 3, 7, 8):
        x = 1 - x
    if orientation in (3, 4, 6, 7):
        y = 1 - y
    return x, y


def _crop(size: tuple[int, int], wanted: tuple[int, int], focal: tuple[float, float]) -> Box:
    """The largest box with the shape of `wanted`, as near to the focal point as the picture allows."""
    scale = min(size[0] / wanted[0], size[1] / wanted[1])
    width, height = min(wanted[0] * scale, size[0]), min(wanted[1] * scale, size[1])
    left = min(max(focal[0] * size[0] - width / 2, 0), size[0] - width)
    top = min(max(focal[1] * size[1] - height / 2, 0), size[1] - height)
    return left, top, min(left + width, size[0]), min(top + height, size[1])
