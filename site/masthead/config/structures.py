"""The settings that are no plain values: menus, taxonomies, permalinks, cascades, outputs, mounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from masthead.config.fitting import Folder, Names, Part, fit, word
from masthead.config.hosting import Hosting
from masthead.config.model import KINDS, BlockName, Cascade, Dialect, MenuItem, Mount
from masthead.config.settings import Place, Settings, map_at, merged, renamed
from masthead.config.values import Values
from masthead.errors import Problems, Where, did_you_mean

HUGO_TAXONOMIES = {"tag": "tags", "category": "categories"}
OWN_TAXONOMIES = {**HUGO_TAXONOMIES, "author": "authors", "publication_type": "publication_types"}
COMPONENTS = ("content", "static", "assets", "data", "i18n")

_LISTS = ("html", "rss")
_OUTPUTS = {"page": ("html",), **dict.fromkeys(("home", "section", "taxonomy", "term"), _LISTS)}
_ITEM_NAMES = {key: key for key in MenuItem.model_fields if key not in ("where", "page_ref")} | {
    "pageref": "page_ref"
}


def read_menus(settings: Settings, problems: Problems) -> dict[str, tuple[MenuItem, ...]]:
    """The entries of every menu in `settings`, in the order in which they are shown."""
    menus: dict[str, tuple[MenuItem, ...]] = {}
    for name, entries in settings.values.items():
        if not isinstance(entries, list):
            place = settings.place(name)
            problems.warn(
                f"The menu `{place.key}` is no list.", place.where, "Write its entries as `- name: …`."
            )
            continue
        items = (_menu_item(settings, name, position, problems) for position in range(len(entries)))
        menus[name] = tuple(sorted(filter(None, items), key=_menu_order))
    return menus


def _menu_item(settings: Settings, menu: str, position: int, problems: Problems) -> MenuItem | None:
    place = settings.place(menu, position)
    if not isinstance(settings.get(menu, position), Mapping):
        problems.warn(f"`{place.key}` is no menu entry.", place.where, "Write `- name: …` and `url: …`.")
        return None
    known, _ = renamed(settings.at(menu, position), _ITEM_NAMES)
    item, _ = fit(MenuItem, _with_where(known, place), problems)
    return item


def _with_where(settings: Settings, place: Place) -> Settings:
    return Settings({**settings.values, "where": place.where}, settings.places)


def _menu_order(item: MenuItem) -> tuple[bool, int, str, str, str]:
    return item.weight == 0, item.weight, item.name.casefold(), item.name, item.identifier


def read_taxonomies(settings: Settings, default: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """Plural by singular: what `taxonomies` says, else the default."""
    if "taxonomies" not in settings.values:
        return dict(default)
    return dict(_texts(map_at(settings, problems, "taxonomies"), problems))


def _texts(settings: Settings, problems: Problems) -> Iterator[tuple[str, str]]:
    """The entries that are text; a warning for each other one."""
    for key, value in settings.values.items():
        if isinstance(value, str):
            yield key, value
        else:
            place = settings.place(key)
            problems.warn(f"`{place.key}` should be text, but is {value!r}.", place.where, "It is left out.")


def read_permalinks(settings: Settings, problems: Problems) -> dict[str, dict[str, str]]:
    """Pattern by section (or taxonomy) by kind; a pattern that names no kind is for pages and for terms."""
    permalinks: dict[str, dict[str, str]] = {kind: {} for kind in ("page", "section", "taxonomy", "term")}
    flat = settings.without(*(kind for kind in permalinks if isinstance(settings.get(kind), Mapping)))
    for name, pattern in _texts(flat, problems):
        permalinks["page"][name] = permalinks["term"][name] = pattern
    for kind, patterns in permalinks.items():
        patterns.update(_texts(settings.at(kind), problems))
    return permalinks


def read_outputs(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The output formats (`html`, `rss` ...) of every kind of page."""
    outputs: dict[str, tuple[str, ...]] = dict(_OUTPUTS)
    for kind in KINDS:
        value = settings.get(kind)
        if isinstance(value, str | list):
            formats = [value] if isinstance(value, str) else value
            outputs[kind] = tuple(str(name).lower() for name in formats)
    return outputs


def read_cascade(value: object, where: Where) -> tuple[Cascade, ...]:
    """A `cascade` of settings or front matter: a map, or a list of maps, in either of Hugo's spellings."""
    entries = value if isinstance(value, list) else [value]
    return tuple(c for entry in entries if isinstance(entry, Mapping) for c in _cascades(entry, where))


def _cascades(entry: Mapping[str, Any], where: Where) -> Iterator[Cascade]:
    named = {key.lower(): value for key, value in entry.items()}
    targets = named.pop("_target", None) or named.pop("target", None) or {}
    params = named.pop("params", None)
    values = {**named, **(params if isinstance(params, Mapping) else {})}
    for target in targets if isinstance(targets, list) else [targets]:
        fits = (
            {key.lower(): str(value) for key, value in target.items()} if isinstance(target, Mapping) else {}
        )
        if fits.get("environment", "production").lower() in ("production", "*", "**"):
            yield Cascade(values, fits.get("path", ""), fits.get("kind", ""), fits.get("lang", ""), where)


def read_settings_cascade(settings: Settings) -> tuple[Cascade, ...]:
    """The cascades of the settings, each with its own line."""
    value = settings.get("cascade")
    if not isinstance(value, list):
        return read_cascade(value, settings.place("cascade").where)
    places = [settings.place("cascade", position) for position in range(len(value))]
    return tuple(
        c for entry, place in zip(value, places, strict=True) for c in read_cascade(entry, place.where)
    )


class Own(Part):
    """The settings of Masthead's own, `params.masthead`: kinds of sections that the site brings along."""

    blocks: Names = ()
    """Blocks of the site's own: `module:Class`, or what an installed package calls them."""


def read_blocks(settings: Settings, problems: Problems) -> tuple[BlockName, ...]:
    """The kinds of sections that `params.masthead.blocks` names, each with its line."""
    own, _ = fit(Own, settings, problems)
    alone = not isinstance(settings.get("blocks"), list)
    places = (settings.place("blocks", *(() if alone else (index,))) for index in range(len(own.blocks)))
    return tuple(
        BlockName(name.strip(), place.where) for name, place in zip(own.blocks, places, strict=True) if name
    )


def read_hosting(settings: Settings, problems: Problems) -> Hosting:
    """What the frozen site has for its server: `hosting`, over `params.masthead.hosting`."""
    known = merged(settings.at("params", "masthead", "hosting"), settings.at("hosting"))
    hosting, unknown = fit(Hosting, known, problems)
    for place in unknown:
        name = place.key.rpartition(".")[2]
        problems.warn(f"`{place.key}` is no setting.", place.where, did_you_mean(name, Hosting.model_fields))
    return hosting


FIRST_LATE_TAILWIND = 140
"""The minor version of Hugo with which the Tailwind modules came to look like the kit."""


def read_dialect(settings: Settings, hugo_version: str) -> Dialect:
    """Which generation of Hugo Blox the site's modules (or its theme) are of; the newest when none says.

    `hugo_version` is the one that the site's `hugoblox.yaml` asks for: later sites of the Tailwind modules
    look like those of the kit.
    """
    imports = settings.get("module", "imports")
    entries = imports if isinstance(imports, list) else []
    paths = [str(entry.get("path")) for entry in entries if isinstance(entry, Mapping)]
    named = " ".join([*paths, str(settings.get("theme"))])
    if any(word in named for word in ("blox-bootstrap", "wowchemy", "academic")):
        return Dialect.BOOTSTRAP
    found = re.match(r"0\.(\d+)", hugo_version)
    early = found is None or int(found.group(1)) < FIRST_LATE_TAILWIND
    return Dialect.TAILWIND if "blox-tailwind" in named and early else Dialect.KIT


def read_mounts(
    settings: Settings, values: Values, content_dirs: Mapping[str, str], problems: Problems
) -> tuple[Mount, ...]:
    """What stands for content, static, assets, data and i18n: the mounts of `module`, and Hugo's own.

    `content_dirs` is the folder by language, for the languages that have one.
    """
    mounts = list(_named_mounts(settings, problems))
    taken = {mount.target.split("/")[0] for mount in mounts}
    contents = [Mount(folder, "content", code) for code, folder in content_dirs.items()]
    folders = {
        "content": contents or [Mount(values.content_dir, "content")],
        "static": [Mount(folder, "static") for folder in values.static_dirs],
        "assets": [Mount(values.assets_dir, "assets")],
        "data": [Mount(values.data_dir, "data")],
        "i18n": [Mount(values.i18n_dir, "i18n")],
    }
    for component in COMPONENTS:
        if component not in taken:
            mounts += folders[component]
    return tuple(mounts)


class _Entry(Part):
    """A mount as it is written."""

    source: Folder = ""
    target: Folder = ""
    lang: Annotated[str, word()] = ""
    files: Names = ()
    includefiles: Names = ()
    excludefiles: Names = ()


def _named_mounts(settings: Settings, problems: Problems) -> Iterator[Mount]:
    entries = settings.get("module", "mounts")
    for position in range(len(entries) if isinstance(entries, list) else 0):
        entry, _ = fit(_Entry, settings.at("module", "mounts", position), problems)
        if entry.source and entry.target.split("/")[0] in COMPONENTS:
            left_out = (f"!{glob}" for glob in entry.excludefiles)
            yield Mount(
                entry.source, entry.target, entry.lang, (*entry.files, *entry.includefiles, *left_out)
            )
