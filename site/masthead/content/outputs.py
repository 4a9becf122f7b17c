"""The documents beside the pages: which feeds, site maps and files of settings stand at which URLs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from masthead import stylesheets, utilities
from masthead.config.skin import font_pack
from masthead.content.model import Feed, Page

if TYPE_CHECKING:
    from masthead.content.library import Library

RSS = "rss.xml"
SITEMAP = "sitemap.xml"
SITEMAP_INDEX = "sitemapindex.xml"
ROBOTS = "robots.txt"
MANIFEST = "manifest.webmanifest"
REDIRECTS = "redirects.txt"
UTILITIES = "utilities.css"
SITE_CSS = "site.css"


def documents(library: Library) -> Iterator[tuple[str, Feed]]:
    """Every document with its URL, as the settings' `outputs` and `disableKinds` have it."""
    config = library.config
    off = {kind.lower() for kind in config.disable_kinds}
    if "rss" not in off:
        yield from _feeds(library)
    if "sitemap" not in off:
        yield from _site_maps(library)
    if config.robots and "robotstxt" not in off:
        yield "/robots.txt", Feed(ROBOTS, config.default_language)
    for language in config.languages:
        home = library.home(language.code)
        if home.rendered and "webappmanifest" in _formats(library, home):
            yield f"{home.url}manifest.webmanifest", Feed(MANIFEST, language.code, home)
    if library.utilities:
        yield utilities.URL, Feed(UTILITIES, config.default_language)
    if _has_styles(library):
        yield stylesheets.URL, Feed(SITE_CSS, config.default_language)
    if "redirects" in _formats(library, library.home(config.default_language)) and _has_aliases(library):
        yield "/_redirects", Feed(REDIRECTS, config.default_language)


def _has_styles(library: Library) -> bool:
    """Whether the site brings CSS, or files of the fonts that it names."""
    files, config = library.files, library.config
    if any(not stylesheets.is_font(name) for name in files.styles):
        return True
    names = (name for folder in (files.styles, *files.static) for name in folder)
    fonts = {name: name for name in names if stylesheets.is_font(name)}
    packs = (font_pack(language.params.typography, config.font_packs) for language in config.languages)
    return bool(fonts) and any(rule for pack in packs for rule in stylesheets.font_faces(pack, fonts))


def _has_aliases(library: Library) -> bool:
    return any(page.front.aliases for pages in library.pages.values() for page in pages.values())


def feed_url(page: Page) -> str:
    """Where a page's feed stands."""
    return f"{page.url}index.xml" if page.url.endswith("/") else f"{posixpath.splitext(page.url)[0]}.xml"


def _feeds(library: Library) -> Iterator[tuple[str, Feed]]:
    for pages in library.pages.values():
        for page in pages.values():
            if page.is_branch and page.rendered and "rss" in _formats(library, page):
                yield feed_url(page), Feed(RSS, page.lang, page)


def _formats(library: Library, page: Page) -> tuple[str, ...]:
    """The output formats of a page, in lower case: its own, else those of its kind."""
    own = page.front.outputs
    return library.config.outputs[page.kind] if own is None else tuple(name.lower() for name in own)


def _site_maps(library: Library) -> Iterator[tuple[str, Feed]]:
    """One site map; one for each language, and an index of them, when there are several."""
    config = library.config
    if len(config.languages) == 1:
        yield "/sitemap.xml", Feed(SITEMAP, config.default_language)
        return
    yield "/sitemap.xml", Feed(SITEMAP_INDEX, config.default_language)
    for language in config.languages:
        yield f"/{language.code}/sitemap.xml", Feed(SITEMAP, language.code)
