"""Site maps: which pages search engines are told of, where they stand and in which languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from masthead.config.files import hugo_files, masthead_file
from masthead.content.dates import shown
from masthead.content.model import Feed, Page
from masthead.context.scene import Scene
from masthead.errors import Where

_FREQUENCIES = frozenset({"always", "hourly", "daily", "weekly", "monthly", "yearly", "never"})


class Alternate(Struct, frozen=True):
    """The same page in another language."""

    hreflang: str
    url: str


class MapEntry(Struct, frozen=True):
    """A page in a site map; what is not known is empty."""

    url: str
    lastmod: str
    changefreq: str
    priority: str
    alternates: Sequence[Alternate]


def address(scene: Scene, url: str) -> str:
    """The whole address of a site-absolute URL; its path, with a warning, when the site has no address."""
    whole = scene.urls.absolute(url)
    if not whole:
        root = scene.config.root
        file = masthead_file(root) or next(iter(hugo_files(root)), root)
        where = Where(file.relative_to(root).as_posix())
        if where.file not in {problem.where.file for problem in scene.library.problems.errors}:
            scene.problems.warn(
                "feeds and the site map hold no whole addresses: nobody has said where the site will stand.",
                where,
                "Set `baseURL`, such as https://example.org/.",
            )
    return whole or scene.url(url)


def lay_out_sitemap(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    """What the template of a language's site map gets."""
    pages = scene.library.pages[feed.lang].values()
    return {"entries": [_map_entry(scene, page) for page in pages if in_site_map(scene, page)]}


def in_site_map(scene: Scene, page: Page) -> bool:
    """Whether search engines are told of a page."""
    here = scene.library.table.get(page.url) is page
    return here and page.listed and str(_map_settings(page).get("disable")).lower() != "true"


def _map_settings(page: Page) -> Mapping[str, object]:
    own = page.meta.get("sitemap")
    return {str(key).lower(): value for key, value in own.items()} if isinstance(own, Mapping) else {}


def _map_entry(scene: Scene, page: Page) -> MapEntry:
    settings = _map_settings(page)
    frequency = str(settings.get("changefreq", "")).lower()
    return MapEntry(
        address(scene, page.url),
        _moment(page.front.lastmod or page.front.publishdate or scene.library.date(page)),
        frequency if frequency in _FREQUENCIES else "",
        _priority(settings.get("priority")),
        alternates(scene, [p for p in scene.library.translations(page) if in_site_map(scene, p)]),
    )


def _priority(value: object) -> str:
    """A number from 0 to 1, else nothing: the site map's rules know no other."""
    try:
        number = float(str(value))
    except ValueError:
        return ""
    return f"{number:g}" if 0 <= number <= 1 else ""


def _moment(date: datetime | None) -> str:
    return date.isoformat(timespec="seconds") if date and shown(date) else ""


def alternates(scene: Scene, pages: Sequence[Page]) -> list[Alternate]:
    """A page in its languages, and the default one's for all other readers; none when there is but one."""
    if len(pages) < 2:
        return []
    config = scene.config
    links = [Alternate(config.language(p.lang).locale or p.lang, address(scene, p.url)) for p in pages]
    default = [p for p in pages if p.lang == config.default_language]
    return links + [Alternate("x-default", address(scene, p.url)) for p in default]


def lay_out_sitemap_index(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    """What the template of the index of all languages' site maps gets."""
    return {
        "urls": [address(scene, f"/{language.code}/sitemap.xml") for language in scene.config.languages],
    }
