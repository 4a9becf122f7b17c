"""The packs of icons: one plain function a pack, from a name to a drawing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from zipfile import ZipFile

from masthead.media.letters import lettered
from masthead.media.svg import Drawing

_SVG = re.compile(r"<svg\b([^>]*)>(?:<title>[^<]*</title>)?(.*)</svg>", re.DOTALL)
_KEPT_ATTRIBUTE = re.compile(r'\b(?:viewBox|fill|stroke|stroke-width)="[^"<>&]*"')
_DEVICON_VARIANT = re.compile(r"-(?:plain|original|line)(?:-wordmark)?$")

Pack = Callable[[str], Drawing | None]


@lru_cache(maxsize=1)
def other_names() -> Mapping[str, Mapping[str, str]]:
    """For each part of `icon_names.toml`: from another name of an icon to the one its pack has."""
    import tomllib

    tables = tomllib.loads(files(__package__).joinpath("icon_names.toml").read_text("utf-8"))
    letters = tables.pop("letters")
    found = {
        part: {other: name for name, others in table.items() for other in others.split()}
        for part, table in tables.items()
    }
    return MappingProxyType({**found, "letters": letters})


@lru_cache(maxsize=1)
def _heroicons() -> Mapping[str, bytes]:
    """The outlined icons by their names: a part of what is in the archive."""
    with files("heroicons").joinpath("heroicons.zip").open("rb") as file, ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.startswith("outline/")]
        return {name.removeprefix("outline/").removesuffix(".svg"): archive.read(name) for name in names}


def heroicon(name: str) -> Drawing | None:
    """An outlined Heroicon, by its name in release 2 or 1."""
    for candidate in _with_other_names(name, "heroicons"):
        if svg := _heroicons().get(candidate):
            return _drawing(svg.decode())
    return None


def solid(name: str) -> Drawing | None:
    """A Font Awesome icon, filled where it has both styles."""
    return _font_awesome(name, ("solid", "regular"))


def regular(name: str) -> Drawing | None:
    """A Font Awesome icon, outlined where it has both styles."""
    return _font_awesome(name, ("regular", "solid"))


def font_awesome_4(name: str) -> Drawing | None:
    """An icon by its name in Font Awesome 4, where `-o` means outlined."""
    return regular(name) if "o" in name.split("-") else solid(name)


def brand(name: str) -> Drawing | None:
    """A brand's mark from Font Awesome, by its name in any release."""
    import fontawesome_free_pack

    for candidate in _with_other_names(name, "brands"):
        if found := fontawesome_free_pack.get_icon(f"brands/{candidate}"):
            return _drawing(found.svg)
    return None


def simple_icon(name: str) -> Drawing | None:
    """A brand's mark from Simple Icons, by its name there, in Academicons or in Devicon."""
    import simple_icons_pack

    for candidate in _simple_names(name):
        if found := simple_icons_pack.get_icon(candidate):
            return _drawing(found.svg)
    return None


def letter_mark(name: str) -> Drawing | None:
    """Letters, for what is known by its initials or has a mark in no pack."""
    letters = other_names()["letters"].get(name.removesuffix("-square"))
    return lettered(letters) if letters else None


def known_names() -> Iterator[str]:
    """The names that the packs have today."""
    import fontawesome_free_pack
    import simple_icons_pack

    yield from _heroicons()
    for constant in dir(fontawesome_free_pack):
        if constant.isupper():
            yield constant.partition("_")[2].lower().replace("_", "-")
    yield from other_names()["letters"]
    for constant in dir(simple_icons_pack):
        if constant.startswith("SI_"):
            yield constant.removeprefix("SI_").lower()


def _font_awesome(name: str, families: tuple[str, ...]) -> Drawing | None:
    import fontawesome_free_pack

    for candidate in _font_awesome_names(name):
        for family in families:
            if found := fontawesome_free_pack.get_icon(f"{family}/{candidate}"):
                return _drawing(found.svg, "overflow", "visible")
    return None


def _font_awesome_names(name: str) -> Iterator[str]:
    """What release 4 or 5 may have meant: without `-o` and `-alt`, and `circle-x` for `x-circle`."""
    yield from _with_other_names(name, "fontawesome")
    plain = "-".join(part for part in name.split("-") if part != "o")
    yield from _with_other_names(plain, "fontawesome")
    for shape in ("circle", "square"):
        if plain.endswith(f"-{shape}"):
            yield f"{shape}-{plain.removesuffix(f'-{shape}')}"
    yield from _with_other_names(plain.removesuffix("-alt"), "fontawesome")


def _simple_names(name: str) -> Iterator[str]:
    plain = _DEVICON_VARIANT.sub("", name).removesuffix("-square")
    for candidate in (name, plain):
        yield from _with_other_names(candidate, "simple")
    slug = plain.replace(".", "dot").replace("+", "plus").replace("&", "and")
    slug = re.sub(r"[-_ ]", "", slug)
    yield slug
    if slug.endswith("js"):
        yield f"{slug.removesuffix('js')}dotjs"


def _with_other_names(name: str, part: str) -> Iterator[str]:
    yield name
    if current := other_names()[part].get(name):
        yield current


def _drawing(svg: str, *extra: str) -> Drawing | None:
    """The drawing in a pack's SVG, drawn in the text's colour where the pack leaves the colour open."""
    match = _SVG.search(svg)
    if not match:
        return None
    attributes = _KEPT_ATTRIBUTE.findall(match[1])
    if not any(attribute.startswith("fill=") for attribute in attributes):
        attributes.append('fill="currentColor"')
    if extra:
        attributes.append('{}="{}"'.format(*extra))
    return Drawing(" ".join(attributes), match[2].strip())
