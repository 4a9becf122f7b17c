"""Colour themes and sets of fonts that a site brings, in `data/themes/` and `data/fonts/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from masthead.config.files import EXTENSIONS
from masthead.config.reading import read_settings
from masthead.config.settings import Settings
from masthead.errors import Problems
from masthead.packs import ColorPack, Colors, FontPack

_OF_COLORS = {
    "primary": ("primary", "colors.primary"),
    "secondary": ("colors.secondary",),
    "neutral": ("colors.neutral",),
    "paper": ("background", "surfaces.background", "ui.background", "home_section_odd"),
    "ink": ("surfaces.foreground", "ui.foreground"),
    "bar": ("menu_primary", "surfaces.header.background", "ui.header.background"),
    "bar_text": ("menu_text", "surfaces.header.foreground", "ui.header.foreground"),
    "foot": ("surfaces.footer.background", "ui.footer.background"),
    "foot_text": ("surfaces.footer.foreground", "ui.footer.foreground"),
}
"""The spellings of each colour, as the three generations of Hugo Blox have them."""


def pack_files(data: Path) -> list[Path]:
    """The files that describe themes and fonts below a site's folder of data."""
    return [
        file
        for kind in ("themes", "fonts")
        for file in sorted((data / kind).glob("*"))
        if file.suffix.lstrip(".") in EXTENSIONS and file.is_file()
    ]


def read_color_packs(root: Path, data: Path, problems: Problems) -> Mapping[str, ColorPack]:
    """The site's colour themes by name."""
    return {
        name: ColorPack(_colors(found, "light"), _colors(found, "dark"))
        for name, found in _read(root, data, "themes", problems)
    }


def read_font_packs(root: Path, data: Path, problems: Problems) -> Mapping[str, FontPack]:
    """The site's sets of fonts by name."""
    return {
        name: FontPack(*(str(found.get(f"{use}_font") or "") for use in ("heading", "body", "mono")))
        for name, found in _read(root, data, "fonts", problems)
    }


def _read(root: Path, data: Path, kind: str, problems: Problems) -> Iterator[tuple[str, Settings]]:
    for file in pack_files(data):
        if file.parent.name == kind:
            found = read_settings(file, file.relative_to(root).as_posix(), problems)
            yield file.stem.lower(), found.at("hugoblox") if found.get("hugoblox") else found


def _colors(found: Settings, side: str) -> Colors:
    """One side of a theme. A theme without sides is of the one that its `light` says, by default light."""
    if found.get("light") in (None, True, False) and found.get("dark") is None:
        own = "dark" if found.get("light") is False else "light"
        return _of(found) if side == own else Colors(primary=_of(found).primary)
    return _of(found.at(side))


def _of(side: Settings) -> Colors:
    values = {
        name: next((str(value) for key in keys if (value := side.get(*key.split(".")))), "")
        for name, keys in _OF_COLORS.items()
    }
    return Colors(**values)
