"""Pictures in the sizes that pages need: which there are of each, and making them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from PIL import Image

from masthead.media.pictures import REDUCING_GAP, PictureInfo, Unreadable, decode, digest, examine, inspect

__all__ = (
    "FOCAL_POINTS",
    "SIZES",
    "Format",
    "PictureInfo",
    "Size",
    "Unreadable",
    "Variant",
    "digest",
    "examine",
    "inspect",
    "make",
    "stand_in",
    "variants",
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
        "webp": {"quality": 80, "method": 4},
        "avif": {"quality": 65, "speed": 7},
        "png": {},
    }
)
Format = Literal["webp", "original"]
"""A format to write: WebP, or the one that the picture has."""


@dataclass(frozen=True, slots=True)
class Size:
    """A named use of a picture.

    `widths` are the steps of a `srcset` in pixels, ascending; `ratio` is width by height where it crops;
    `sizes` is the value of the attribute of that name.
    """

    name: str
    widths: tuple[int, ...]
    ratio: float | None
    sizes: str


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
        )
    }
)
"""The sizes that exist; no other can be made."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A picture to make, sides in pixels, cropped around `focal`.

    `name` says all of that in short, as in `card-800-top.webp`; it is empty where that is the file itself.
    """

    width: int
    height: int
    format: str
    name: str
    focal: tuple[float, float]

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
    are none of pictures that are no wider than the narrowest step. Animated pictures and SVG have none.
    """
    ratio = size.ratio or info.width / info.height
    natural = max(1, min(info.width, round(info.height * ratio)))
    if info.animated or info.format not in _WRITTEN or natural <= size.widths[0]:
        return []
    point = focal.lower() if focal.lower() in FOCAL_POINTS else "smart"
    crop = f"-{point}" if size.ratio and point != "smart" else ""
    own = _WRITTEN[info.format]
    made = []
    for written in dict.fromkeys(own if wanted == "original" else wanted for wanted in formats):
        for width in sorted({min(width, natural) for width in size.widths}):
            height = max(1, min(info.height, round(width / ratio)))
            same = (width, height, written) == (info.width, info.height, info.format)
            if height <= _TALLEST[written]:
                name = "" if same else f"{size.name}-{width}{crop}.{written}"
                made.append(Variant(width, height, written, name, FOCAL_POINTS[point]))
    return made


def make(path: Path, variant: Variant, target: Path) -> Unreadable | None:
    """Make a variant of the picture at `path` at `target`, whose folder is made too; says why that cannot be.

    Safe with several processes, and with a folder that somebody deletes. Raises OSError where the folder
    cannot be written.
    """
    picture = decode(path, variant.width, variant.height)
    if isinstance(picture, Unreadable):
        return picture
    data = _encode(picture, variant)
    try:
        _write(data, target)
    except FileNotFoundError:  # the folder was deleted in between
        _write(data, target)
    return None


def stand_in(variant: Variant) -> bytes:
    """A grey picture in the place of a variant that cannot be made."""
    return _encode(Image.new("L", (variant.width, variant.height), _GREY), variant)


def _write(data: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".part", delete=False) as file:
        file.write(data)
    part = Path(file.name)
    part.chmod(0o644)
    part.replace(target)


def _encode(picture: Image.Image, variant: Variant) -> bytes:
    size, box = (variant.width, variant.height), _crop(picture.size, variant)
    resized = picture.resize(size, Image.Resampling.LANCZOS, box, reducing_gap=REDUCING_GAP)
    output = BytesIO()
    profile = picture.info.get("icc_profile")
    resized.save(output, variant.format, icc_profile=profile, **_OPTIONS[variant.format])
    return output.getvalue()


def _crop(size: tuple[int, int], variant: Variant) -> tuple[float, float, float, float]:
    """The largest box with the shape of the variant, as near to its focal point as the picture allows."""
    scale = min(size[0] / variant.width, size[1] / variant.height)
    width, height = min(variant.width * scale, size[0]), min(variant.height * scale, size[1])
    left = min(max(variant.focal[0] * size[0] - width / 2, 0), size[0] - width)
    top = min(max(variant.focal[1] * size[1] - height / 2, 0), size[1] - height)
    return left, top, min(left + width, size[0]), min(top + height, size[1])
