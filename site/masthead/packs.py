"""The colour themes and the sets of fonts that Hugo Blox has names for, in colours and fonts of our own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct


class Colors(Struct, frozen=True):
    """What a theme says of one side, light or dark, as CSS writes colours; an empty one is left to Masthead.

    `bar` and `bar_text` are the header's, `foot` and `foot_text` the footer's.
    """

    primary: str = ""
    secondary: str = ""
    neutral: str = ""
    paper: str = ""
    ink: str = ""
    bar: str = ""
    bar_text: str = ""
    foot: str = ""
    foot_text: str = ""


class ColorPack(Struct, frozen=True):
    """A colour theme: its colours by day and by night."""

    light: Colors = Colors()
    dark: Colors = Colors()


class FontPack(Struct, frozen=True):
    """A set of fonts, as CSS lists families; an empty one is left to Masthead.

    A list may end in `var(--mh-sans)`, `var(--mh-serif)` or `var(--mh-mono)`, which know the page's language.
    """

    heading: str = ""
    body: str = ""
    mono: str = ""


_COLOR_PACKS = """
minimal     #1d4fc4 #ffffff -        #93b4ff #15171b -
1950s       #b23a2e #fbf5e9 #2f6f6b  #f0998b #221f1c #1b3332
apogee      #0b6b61 #f7faf9 -        #5fd3c2 #0e1a1b -
americano   #6d3f22 #f6f0ea #efe5da  #e0a871 #262022 #1e191b
coffee      #7b4a24 #fcf7f0 #f4eadf  #dca467 #251f1d #1d1817
contrast    #0a2a9c #ffffff #000000  #ffe15a #000000 #ffffff
cupcake     #b8317f #fffafc #fdeef5  #ff9fd0 #241b22 -
cyberpunk   #c4005f #fffef5 #ffe81a  #ff5c9f #0d0b14 #ffe81a
dark        #2563ad #f6f7f9 -        #7db7f5 #14171c -
dracula     #9c2f74 #f8f8f3 -        #ff83cb #282a36 #21222c
earth       #76602b #f9f6ee -        #d0b877 #1f1c16 -
forest      #1c7446 #f6faf6 #14532f  #83d3a3 #111d16 #0c2a19
latte       #8a5a2b #fbf5ed #f3e8da  #e3b481 #2a231e -
marine      #0a6590 #f5fafc #0b3551  #74c7ee #0a1b2b #071320
matcha      #567527 #f9fbf1 -        #b3d37b #1a2013 -
mr_robot    #b4101c #faf8f8 #17171a  #ff7272 #0c0c0d -
ocean       #2a45ad #fbfcff #2a45ad  #9db2ff #10162b #182457
retro       #a8481a #fbf2de #f3e4c3  #f3a46d #292119 -
rose        #ab2a5c #fff9fa -        #ff9fbd #231a1e -
solar       #1f6ea6 #fdf6e3 #eee8d5  #76bfee #022b36 #073642
strawberry  #c02640 #fffafa #c02640  #ff8e9c #231719 #571320
synthwave   #8d1fa3 #fbf8ff -        #ff86e1 #1b1236 #140c2b
"""

DARK_PACKS = frozenset({"dark", "dracula", "mr_robot", "synthwave"})
"""The themes that are dark where a site names no other: a page in one of them by day is a dark page."""


def _sides(line: str) -> tuple[str, ColorPack]:
    name, *values = line.split()
    (primary, paper, bar), (night, night_paper, night_bar) = (
        [value.strip("-") for value in side] for side in (values[:3], values[3:])
    )
    return name, ColorPack(
        Colors(primary=primary, paper=paper, bar=bar, foot=bar),
        Colors(primary=night, paper=night_paper, bar=night_bar, foot=night_bar),
    )


COLOR_PACKS: Mapping[str, ColorPack] = MappingProxyType(
    {"default": ColorPack(), **dict(map(_sides, _COLOR_PACKS.strip().splitlines()))}
)
"""By name: primary colour, page and header by day, and the same by night."""

_SANS, _SERIF, _MONO = "var(--mh-sans)", "var(--mh-serif)", "var(--mh-mono)"
_HUMANIST = f'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "Source Sans 3", {_SANS}'
_GEOMETRIC = f'"Avenir Next", Avenir, Montserrat, Corbel, "URW Gothic", "Century Gothic", {_SANS}'
_GROTESQUE = f'Inter, "Helvetica Neue", Roboto, "Nimbus Sans", Arimo, {_SANS}'
_BOOK = f'Charter, "Bitstream Charter", "Source Serif 4", Cambria, {_SERIF}'

FONT_PACKS: Mapping[str, FontPack] = MappingProxyType(
    {
        "default": FontPack(),
        "academic": FontPack(),
        "classic": FontPack(_SERIF, _BOOK),
        "cyberpunk": FontPack(_MONO, _SANS),
        "developer": FontPack(_MONO, _GROTESQUE),
        "editorial": FontPack(f'Didot, "Bodoni MT", "Playfair Display", {_SERIF}', _BOOK),
        "elegant": FontPack(f'Didot, "Bodoni MT", "Playfair Display", {_SERIF}', _SANS),
        "geometric": FontPack(_GEOMETRIC, _GEOMETRIC),
        "humanist": FontPack(_HUMANIST, _HUMANIST),
        "minimal": FontPack(_SANS, _SANS),
        "modern": FontPack(_GROTESQUE, _GROTESQUE),
        "mono": FontPack(_MONO, _MONO),
        "mr_robot": FontPack(_MONO, _MONO),
        "native": FontPack(_SANS, _SANS),
        "rose": FontPack(_BOOK, _SANS),
        "rounded": FontPack(*2 * (f'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Nunito, {_SANS}',)),
        "sans": FontPack(_SANS, _SANS),
        "serif": FontPack(_SERIF, _BOOK),
        "system": FontPack(_SANS, _SANS),
    }
)
"""By name: fonts that readers' systems bring, those of Apple, Windows, Android and Linux each."""
