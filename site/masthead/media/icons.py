"""Icons by the names that Hugo Blox sites use, drawn into the page as SVG."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from markupsafe import Markup
from msgspec import Struct

from masthead.errors import did_you_mean
from masthead.media import packs
from masthead.media.svg import LIMIT, Drawing, clean

UNKNOWN = Drawing('viewBox="0 0 24 24" fill="currentColor"', '<circle cx="12" cy="12" r="4"/>').markup(
    css_class="icon icon-unknown"
)
"""A plain dot, for an icon that nobody knows."""

_BARE = (packs.heroicon, packs.solid, packs.brand, packs.letter_mark, packs.simple_icon)
_BRANDS = (packs.brand, packs.simple_icon, packs.letter_mark, packs.solid, packs.heroicon)
_PACKS: Mapping[str, tuple[packs.Pack, ...]] = MappingProxyType(
    {
        "fas": (packs.solid, packs.brand, packs.letter_mark, packs.heroicon, packs.simple_icon),
        "far": (packs.regular, packs.brand, packs.letter_mark, packs.heroicon, packs.simple_icon),
        "fa": (packs.font_awesome_4, packs.brand, packs.letter_mark, packs.heroicon, packs.simple_icon),
        "fab": _BRANDS,
        "brands": _BRANDS,
        "ai": _BRANDS,
        "academicons": _BRANDS,
        "devicon": _BRANDS,
        "hero": _BARE,
    }
)
_FOLDERS = MappingProxyType({"fab": "brands", "ai": "academicons"})
_LIBRARY_FIRST = frozenset({"fas", "far", "fa", "fab", "ai", "hero"})


class Icons(Struct, frozen=True):
    """The icons of one site: those of the packs, and its own SVG files.

    `site_dirs` are the folders with the site's own SVG files (`assets/media/icons`), the first found wins.
    """

    site_dirs: tuple[Path, ...] = ()

    def svg(self, name: str, pack: str = "", label: str = "") -> Markup | None:
        """The icon as markup, 1em tall, in the colour of the text; None where nobody knows it.

        `name` is what a site writes: `envelope`, `brands/x`, `custom/lab`, `☕️`, `:rocket:`; `pack` is its
        `icon_pack`, if any. With a `label` it is an image with that name, else decoration.
        """
        pack, name = _split(name, pack)
        if emoji := _emoji(name, pack):
            return _emoji_markup(emoji, label)
        drawing = self._drawing(name, pack)
        return drawing.markup(label) if drawing else None

    def suggest(self, name: str, pack: str = "") -> str:
        """A hint for an icon that is unknown: what may have been meant, or what to do."""
        pack, name = _split(name, pack)
        for path in self._own_files(name, pack):
            if path.is_file():
                return f"{path.name} is there, but it is no SVG with a size and below {LIMIT // 1024} KiB."
        own = (path.stem for folder in self.site_dirs for path in sorted(folder.rglob("*.svg")))
        hint = _near(name, tuple(own))
        return hint or f"Put an SVG file into assets/media/icons/{pack or 'custom'}/, or name another icon."

    def _drawing(self, name: str, pack: str) -> Drawing | None:
        if pack in _LIBRARY_FIRST:
            return _from_packs(name.lower(), pack) or self._own(name, pack)
        return self._own(name, pack) or _from_packs(name.lower(), pack)

    def _own(self, name: str, pack: str) -> Drawing | None:
        for path in self._own_files(name, pack):
            try:
                status = path.stat()
            except (OSError, ValueError):
                continue
            if status.st_size <= LIMIT and (own := _own_drawing(path, status.st_mtime_ns, status.st_size)):
                return own
        return None

    def _own_files(self, name: str, pack: str) -> Iterator[Path]:
        """Where the site may have the file; nothing outside its folders."""
        folder = _FOLDERS.get(pack, pack)
        relatives = dict.fromkeys((f"{folder}/{name}.svg", f"{name}.svg", f"custom/{name}.svg"))
        for site_dir in self.site_dirs:
            for relative in relatives:
                parts = relative.strip("/").split("/")
                if all(_is_plain(part) for part in parts):
                    path = site_dir.joinpath(*parts)
                    if path.resolve().is_relative_to(site_dir.resolve()):
                        yield path


def _split(name: str, pack: str) -> tuple[str, str]:
    """The pack and the bare name in `brands/x`, `fab fa-github`, or a name and a pack apart."""
    name, pack = str(name).strip(), str(pack).strip().lower()
    words = name.split()
    if len(words) > 1 and words[-1].startswith("fa-"):
        pack, name = words[0].removeprefix("fa-"), words[-1]
    if "/" in name and not pack:
        prefix, _, name = name.partition("/")
        pack = prefix.lower()
    return pack, name.removeprefix(f"{pack}/").removeprefix("fa-")


@lru_cache(maxsize=256)
def _near(name: str, own: tuple[str, ...]) -> str:
    """What may have been meant, looked for once among thousands of names."""
    return did_you_mean(name, (*own, *packs.known_names()))


def _is_plain(part: str) -> bool:
    """Whether a part of a path is a plain file name."""
    return (
        0 < len(part.encode("utf-8", "replace")) <= 255
        and not part.startswith(".")
        and not any(c in "\\:" or ord(c) < 32 for c in part)
    )


@lru_cache(maxsize=1024)
def _from_packs(name: str, pack: str) -> Drawing | None:
    pack = {"solid": "fas", "regular": "far"}.get(pack, pack)
    found = (look_up(name) for look_up in _PACKS.get(pack, _BARE))
    return next((drawing for drawing in found if drawing), None) if name else None


@lru_cache(maxsize=256)
def _own_drawing(path: Path, mtime_ns: int, size: int) -> Drawing | None:
    """The cleaned file; its time and size are there to tell an edited file from the one in the cache."""
    try:
        return clean(path.read_bytes())
    except OSError:
        return None


def _emoji(name: str, pack: str) -> str:
    """The characters of `☕️`, `:coffee:` or `coffee` in the pack `emoji`; empty where it is none."""
    if not any(c.isalpha() for c in name) and any(_is_symbol(c) for c in name):
        return name
    if pack != "emoji" and not (len(name) > 2 and name.startswith(":") and name.endswith(":")):
        return ""
    return _emoji_names().get(name.strip(":").replace("-", "_").lower(), "")


def _is_symbol(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) in ("So", "Sm", "Me")


@lru_cache(maxsize=1)
def _emoji_names() -> Mapping[str, str]:
    from pymdownx import gemoji_db  # costs 40 ms, and few sites name an emoji

    named = {name: entry.get("unicode_alt", entry["unicode"]) for name, entry in gemoji_db.emoji.items()}
    named.update({alias: named[name] for alias, name in gemoji_db.aliases.items() if name in named})
    return {
        name.strip(":"): "".join(chr(int(c, 16)) for c in codes.split("-")) for name, codes in named.items()
    }


def _emoji_markup(emoji: str, label: str) -> Markup:
    if label:
        return Markup('<span class="icon icon-emoji" role="img" aria-label="{}">{}</span>').format(
            label, emoji
        )
    return Markup('<span class="icon icon-emoji" aria-hidden="true">{}</span>').format(emoji)
