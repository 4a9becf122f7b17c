"""The documents beside the pages, each with its template, and those of them that are made here: robots.txt,
the web app's manifest, and Netlify's redirects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from masthead import stylesheets, utilities
from masthead.color import parse_color
from masthead.config.skin import font_pack
from masthead.content import outputs
from masthead.content.model import Asset, Feed, Page
from masthead.content.table import alias_urls
from masthead.context.scene import Scene
from masthead.context.urls import INDEX
from masthead.errors import Where
from masthead.feeds import lay_out_feed
from masthead.sitemap import lay_out_sitemap, lay_out_sitemap_index


class Document(Struct, frozen=True):
    """A template under feeds/, what it gets, and the media type of what it makes."""

    template: str
    values: Mapping[str, Any]
    media_type: str


def lay_out_document(scene: Scene, feed: Feed) -> Document:
    """The template and values of a document."""
    make, media_type = _KINDS[feed.name]
    return Document(f"masthead/feeds/{feed.name}", make(scene, feed), media_type)


def _robots(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    has_map = "/sitemap.xml" in scene.library.table
    return {"sitemap_url": scene.urls.absolute("/sitemap.xml") if has_map else ""}


def _manifest(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    language, home = scene.language, feed.page or scene.library.home(feed.lang)
    name = language.title or scene.config.title
    theme = language.params.theme
    paper = language.skin.paper["dark" if theme.mode == "dark" else "light"]
    manifest = {
        "name": name,
        "short_name": name,
        "description": language.params.identity.description,
        "lang": language.locale or language.code,
        "start_url": scene.url(home.url),
        "scope": scene.url(home.url).removesuffix(INDEX),
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": str(parse_color(theme.colors.primary) or paper),
        "icons": [_icon(scene, url, found) for url, found in site_icons(scene)],
    }
    return {"manifest": {key: value for key, value in manifest.items() if value}}


def site_icons(scene: Scene) -> list[tuple[str, Asset]]:
    """The site's icons in assets/media/ with their URLs: `icon.svg` first, then `icon.png`."""
    urls = ("/media/icon.svg", "/media/icon.png")
    table = scene.library.table
    return [(url, found) for url in urls if isinstance(found := table.get(url), Asset)]


def _icon(scene: Scene, url: str, asset: Asset) -> Mapping[str, str]:
    if url.endswith(".svg"):
        return {"src": scene.url(url), "sizes": "any", "type": "image/svg+xml"}
    size = scene.size(asset.file)
    sizes = {"sizes": f"{size[0]}x{size[1]}"} if size else {}
    return {"src": scene.url(url), **sizes, "type": "image/png"}


def _redirects(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    """Every alias with what it leads to, in Netlify's form, unless another page stands there.

    Aliases are what they were: none of them names the file of a folder.
    """
    table = scene.library.table
    rules = {
        scene.url(url).removesuffix(INDEX): scene.url(page.url)
        for pages in scene.library.pages.values()
        for page in pages.values()
        if page.rendered
        for _, url in alias_urls(page)
        if not isinstance(table.get(url), Page)
    }
    return {"rules": rules}


def _utilities(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    return {"css": Markup(utilities.stylesheet(scene.library.utilities))}


def _site_css(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    """The site's fonts and styles, one after the other. What only Sass can read is left out, and told."""
    urls = {url: scene.url(url) for url in scene.library.table if stylesheets.is_font(url)}
    parts: list[str] = []
    for language in scene.config.languages:
        fonts = font_pack(language.params.typography, scene.config.font_packs)
        parts += stylesheets.font_faces(fonts, urls)
    for name, file in sorted(scene.library.files.styles.items()):
        if name.startswith("fonts/"):
            continue
        css: str | int = file.path.read_text("utf-8-sig", errors="replace")
        if name.endswith(".scss") and isinstance(css := stylesheets.without_sass(str(css)), int):
            where = Where(file.path.relative_to(scene.config.root).as_posix(), css)
            scene.problems.warn("only Sass can read this; the file is left out.", where, "Write it as CSS.")
            continue
        parts.append(stylesheets.with_urls(str(css), f"/{name.rpartition('/')[0]}/", scene.url))
    return {"css": Markup("\n".join(dict.fromkeys(parts)))}


Make = Callable[[Scene, Feed], Mapping[str, Any]]
_KINDS: Mapping[str, tuple[Make, str]] = MappingProxyType(
    {
        outputs.RSS: (lay_out_feed, "application/rss+xml; charset=utf-8"),
        outputs.SITEMAP: (lay_out_sitemap, "application/xml; charset=utf-8"),
        outputs.SITEMAP_INDEX: (lay_out_sitemap_index, "application/xml; charset=utf-8"),
        outputs.ROBOTS: (_robots, "text/plain; charset=utf-8"),
        outputs.MANIFEST: (_manifest, "application/manifest+json"),
        outputs.UTILITIES: (_utilities, "text/css; charset=utf-8"),
        outputs.SITE_CSS: (_site_css, "text/css; charset=utf-8"),
        outputs.REDIRECTS: (_redirects, "text/plain; charset=utf-8"),
    }
)
