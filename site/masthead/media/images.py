"""Pictures in the sizes that pages need: which there are of each, and making them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from masthead.media.info import PictureInfo, Unreadable, part_for

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = (
    "FOCAL_POINTS",
    "SIZES",
    "Format",
    "PictureInfo",
    "Size",
    "Unreadable",
    "Variant",
    "stand_in",
    "variants",
    "write",
)

FOCAL_POINTS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "smart": (0.5, 1 / 3),
        "center": (0.5, 0.5),
        "topleft": (0.0, 0.0),
        "top": (0.5, 0.0),
        "topright": (1.0, 0.0),
        "left": (0.0, 0.5),
        "right": (1.0, 0.5),
        "bottomleft": (0.0, 1.0),
        "bottom": (0.5, 1.0),
        "bottomright": (1.0, 1.0),
    }
)
"""What stays in view where a size crops, as parts of width and height; `smart` is where faces mostly are."""

_GREY = 128
_WRITTEN = MappingProxyType(
    {"jpeg": "jpeg", "png": "png", "gif": "png", "bmp": "png", "webp": "webp", "avif": "avif"}
)
_TALLEST = MappingProxyType({"jpeg": 65_500, "webp": 16_383, "avif": 16_384, "png": 1_000_000})
_OPTIONS: Mapping[str, Mapping[str, int | bool]] = MappingProxyType(
    {
        "jpeg": {"quality": 82, "optimize": True, "progressive": True},
        "webp": {"quality": 80, "method": 2},
        "avif": {"quality": 65, "speed": 7},
        "png": {"compress_level": 3},
    }
)
Format = Literal["webp", "original"]
"""A format to write: WebP, or the one that the picture has."""


class Size(Struct, frozen=True):
    """A named use of a picture.

    `widths` are the steps of a `srcset` in pixels, ascending; `ratio` is width by height where it crops;
    `sizes` is the value of the attribute of that name; `formats` are those to write, whatever settings say.
    """

    name: str
    widths: tuple[int, ...]
    ratio: float | None
    sizes: str
    formats: tuple[Format, ...] = ()


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        size.name: size
        for size in (
            Size("avatar", (270, 540), 1.0, "270px"),
            Size("thumb", (200, 400, 800), None, "200px"),
            Size("card", (400, 800), 3 / 2, "(min-width: 40rem) 400px, 100vw"),
            Size("cover", (720, 1440), None, "(min-width: 48rem) 720px, 100vw"),
            Size("body", (800, 1600), None, "(min-width: 52rem) 800px, 100vw"),
            Size("hero", (960, 1920), None, "100vw"),
            Size("icon", (64,), 1.0, "64px", ("original",)),
            Size("touch", (180,), 1.0, "180px", ("original",)),
        )
    }
)
"""The sizes that exist; no other can be made."""


class Variant(Struct, frozen=True):
    """A picture to make, sides in pixels, cropped around `focal`.

    `name` says all of that in short, as in `card-800-top.webp`; it is empty where that is the file itself.
    `part` is at which part of its sides the picture is read, the same for all widths of a size.
    """

    width: int
    height: int
    format: str
    name: str
    focal: tuple[float, float]
    part: int = 1

    @property
    def mime_type(self) -> str:
        """The media type, as in `<source type=…>`."""
        return f"image/{self.format}"


def variants(
    info: PictureInfo,
    size: Size,
    formats: Iterable[Format] = ("webp", "original"),
    focal: str = "smart",
) -> list[Variant]:
    """The pictures to make of one for a named size, in the order of `formats`, each from narrow to wide.

    `formats` are `webp` and `original`, the latter being the picture's own format, or PNG for GIF and BMP;
    `focal` is a name of `FOCAL_POINTS` in any case, `smart` where unknown. Nothing is enlarged: there
    are none of pictures that are no wider than the narrowest step. Animated pictures, SVG and what takes too
    much memory have none.
    """
    ratio = size.ratio or info.width / info.height
    natural = max(1, min(info.width, round(info.height * ratio)))
    if info.animated or info.unread or info.format not in _WRITTEN or natural <= size.widths[0]:
        return []
    point = focal.lower() if focal.lower() in FOCAL_POINTS else "smart"
    crop = f"-{point}" if size.ratio and point != "smart" else ""
    own = _WRITTEN[info.format]
    widths = sorted({min(width, natural) for width in size.widths})
    part = part_for((info.width, info.height), (widths[-1], max(1, round(widths[-1] / ratio))))
    made = []
    for written in dict.fromkeys(own if wanted == "original" else wanted for wanted in formats):
        for width in widths:
            height = max(1, min(info.height, round(width / ratio)))
            same = (width, height, written) == (info.width, info.height, info.format)
            if height <= _TALLEST[written]:
                name = "" if same else f"{size.name}-{width}{crop}.{written}"
                made.append(Variant(width, height, written, name, FOCAL_POINTS[point], part))
    return made


def write(picture: Image, written: str, target: Path) -> None:
    """Write a picture in a format at `target`, whose folder is made too.

    Safe with several processes, and with a folder that somebody deletes. Raises OSError where the folder
    cannot be written.
    """
    data = _encode(picture, written)
    try:
        _place(data, target)
    except FileNotFoundError:  # the folder was deleted in between
        _place(data, target)


def stand_in(variant: Variant) -> bytes:
    """A grey picture in the place of a variant that cannot be made."""
    from PIL import Image

    return _encode(Image.new("L", (variant.width, variant.height), _GREY), variant.format)


def _place(data: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".part", delete=False) as file:
        file.write(data)
    part = Path(file.name)
    part.chmod(0o644)
    part.replace(target)


def _encode(picture: Image, written: str) -> bytes:
    output = BytesIO()
    picture.save(output, written, icc_profile=picture.info.get("icc_profile"), **_OPTIONS[written])
    return output.getvalue()
