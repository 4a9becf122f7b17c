"""Colours as numbers: how CSS writes them, how they mix, and the nearest one that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import atan2, cos, sin

from msgspec import Struct

from masthead.palette import PALETTE

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/][^)]*)?\)\Z")
_STEP = 0.01

MIDDLE = 0.18
"""The luminance from which on a ground is light: dark text can be read on it better than white."""


class Color(Struct, frozen=True):
    """A colour of OKLab: `lightness` from 0 to 1, `a` towards red, `b` towards yellow."""

    lightness: float
    a: float
    b: float

    def __str__(self) -> str:
        return "#" + "".join(f"{round(255 * _curved(part)):02x}" for part in self._linear())

    @property
    def chroma(self) -> float:
        """How far from grey."""
        return float((self.a**2 + self.b**2) ** 0.5)

    @property
    def luminance(self) -> float:
        """The relative luminance of WCAG, as shown with 8 bits a channel."""
        red, green, blue = (_straight(round(255 * _curved(part)) / 255) for part in self._linear())
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def with_lightness(self, lightness: float, most: float = 1) -> Color:
        """Of the same hue, lighter or darker, with a chroma of at most `most`."""
        share = min(1, most / self.chroma) if self.chroma else 0
        return Color(lightness, self.a * share, self.b * share)

    def mixed(self, other: Color, share: float) -> Color:
        """With so much of another colour, from 0 to 1."""
        pairs = zip((self.lightness, self.a, self.b), (other.lightness, other.a, other.b), strict=True)
        return Color(*(own + share * (its - own) for own, its in pairs))

    def _linear(self) -> tuple[float, float, float]:
        """Linear red, green and blue within what screens show: less chroma where there is no such colour."""
        chroma, hue = self.chroma, atan2(self.b, self.a)
        while True:
            found = _to_linear(self.lightness, chroma * cos(hue), chroma * sin(hue))
            if chroma < _STEP / 10 or all(-0.002 <= part <= 1.002 for part in found):
                red, green, blue = (min(1.0, max(0.0, part)) for part in found)
                return red, green, blue
            chroma *= 0.95


def parse_color(text: str, shade: int = 600) -> Color | None:
    """The colour that `#0f766e`, `rgb(…)`, or a name of Tailwind's means: `teal-700`, `teal` in this shade.

    None for anything else. What is said of transparency is left away.
    """
    text = text.strip().lower()
    text = PALETTE.get(text) or PALETTE.get(f"{text}-{shade}") or text
    if found := _HEX.match(text):
        digits = found[1][:3] if len(found[1]) < 5 else found[1][:6]
        pairs = [2 * digit for digit in digits] if len(digits) == 3 else re.findall("..", digits)
        return _from_bytes([int(pair, 16) for pair in pairs])
    if found := _RGB.match(text):
        return _from_bytes([min(255, int(part)) for part in found.groups()])
    return None


def contrast(one: Color, other: Color) -> float:
    """The contrast of WCAG, from 1 to 21."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: Color, grounds: Iterable[Color], least: float = 4.5) -> Color:
    """The colour, or the nearest one of its hue that has a contrast of `least` with all grounds.

    It gets darker on light grounds, and lighter on dark ones, up to black and white.
    """
    grounds = tuple(grounds)
    step, end = (-_STEP, 0.0) if min(ground.luminance for ground in grounds) > MIDDLE else (_STEP, 1.0)
    while min(contrast(color, ground) for ground in grounds) < least and color.lightness != end:
        color = color.with_lightness(min(1.0, max(0.0, color.lightness + step)))
    return color


def _from_bytes(values: Iterable[int]) -> Color:
    red, green, blue = (_straight(value / 255) for value in values)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return Color(
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _to_linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _straight(part: float) -> float:
    """A channel of sRGB as linear light."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _curved(part: float) -> float:
    """Linear light as a channel of sRGB."""
    return 12.92 * part if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)
