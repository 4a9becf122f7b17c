"""The documents made from pages: RSS feeds, site maps, robots.txt, the web app's manifest, redirects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any

from masthead.config.files import hugo_files, masthead_file
from masthead.content import outputs
from masthead.content.dates import shown
from masthead.content.lists import terms_below
from masthead.content.model import Asset, Feed, Kind, Page
from masthead.content.order import in_order, timestamp
from masthead.content.table import alias_urls
from masthead.context.items import author_links, summary_of, term_links
from masthead.context.scene import Scene
from masthead.errors import Where
from masthead.markup import plain
from masthead.markup.tags import scan

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_URL = re.compile(r"""(\s(?:href|src|poster)\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SIZES = re.compile(r"""\s(?:srcset|sizes)\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
_FREQUENCIES = frozenset({"always", "hourly", "daily", "weekly", "monthly", "yearly", "never"})
_PAPER = MappingProxyType({"system": "#ffffff", "light": "#ffffff", "dark": "#14181f"})


@dataclass(frozen=True, slots=True)
class Document:
    """A template under feeds/, what it gets, and the media type of what it makes."""

    template: str
    values: Mapping[str, Any]
    media_type: str


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A page in a feed: plain text but for `summary` and `content`, which are HTML; `date` as of RFC 822."""

    title: str
    url: str
    date: str
    authors: Sequence[str]
    categories: Sequence[str]
    summary: str
    content: str


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed is about; `updated` is the newest item's date, `self_url` the feed's own address."""

    title: str
    url: str
    self_url: str
    description: str
    language: str
    updated: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language."""

    hreflang: str
    url: str


@dataclass(frozen=True, slots=True)
class MapEntry:
    """A page in a site map; what is not known is empty."""

    url: str
    lastmod: str
    changefreq: str
    priority: str
    alternates: Sequence[Alternate]


def lay_out_feed(scene: Scene, feed: Feed) -> Document:
    """The template and values of a document."""
    make, media_type = _KINDS[feed.name]
    return Document(f"masthead/feeds/{feed.name}", make(scene, feed), media_type)


def address(scene: Scene, url: str) -> str:
    """The whole address of a site-absolute URL; its path, with a warning, when the site has no address."""
    whole = scene.urls.absolute(url)
    if not whole:
        root = scene.config.root
        file = masthead_file(root) or next(iter(hugo_files(root)), root)
        scene.problems.warn(
            "feeds and the site map hold no whole addresses: nobody has said where the site will stand.",
            Where(file.relative_to(root).as_posix()),
            "Set `baseURL`, such as https://example.org/.",
        )
    return whole or scene.url(url)


def _rss(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    page = feed.page or scene.library.home(feed.lang)
    pages = feed_pages(scene, page)
    language = scene.language
    site_title = language.title or scene.config.title or "RSS"
    own_title = plain(scene.inline(page.title, page))
    parts = [own_title] if own_title != site_title else []
    description = page.front.description or page.front.summary or language.params.identity.description
    newest = max((moment for p in pages if (moment := published(p)) and shown(moment)), default=None)
    channel = Channel(
        _xml(" | ".join(filter(None, [*parts, site_title]))),
        address(scene, page.url),
        address(scene, outputs.feed_url(page)),
        _xml(plain(description) or own_title or site_title),
        language.locale or language.code,
        format_datetime(newest) if newest else "",
    )
    return {"channel": channel, "items": [_item(scene, p) for p in pages]}


def feed_pages(scene: Scene, page: Page) -> list[Page]:
    """The pages in a feed, the newest first, those without a date last; as many as the settings say."""
    library = scene.library
    found: Iterable[Page]
    if page.kind is Kind.HOME:
        found = (p for p in library.pages[page.lang].values() if p.kind is Kind.PAGE)
    elif page.kind is Kind.TAXONOMY:
        terms = terms_below(library, page)
        found = dict.fromkeys(p for term in terms for p in library.term_pages(term))
    elif page.kind is Kind.TERM:
        found = library.term_pages(page)
    else:
        found = library.descendants(page)
    pages = in_order(p for p in found if p.listed and p.rendered)
    pages.sort(key=lambda p: -timestamp(published(p)))
    limit = scene.config.rss_limit
    return pages[:limit] if limit > 0 else pages


def published(page: Page) -> datetime | None:
    """When a page came out, which for an event is not when it takes place."""
    return page.front.publishdate or page.date


def _item(scene: Scene, page: Page) -> FeedItem:
    full = scene.language.params.feed.full_text
    date = published(page)
    return FeedItem(
        _xml(plain(scene.inline(page.title, page)) or page.name),
        address(scene, page.url),
        format_datetime(date) if date and shown(date) else "",
        [_xml(plain(link.name)) for link in author_links(scene, page)],
        [_xml(plain(link.name)) for link in term_links(scene, page, "tags")],
        _standalone(scene, page, str(summary_of(scene, page))),
        _standalone(scene, page, str(scene.body(page).html)) if full else "",
    )


def _standalone(scene: Scene, page: Page, html: str) -> str:
    """HTML that can be read outside the site: every link and picture with its whole address."""

    def whole(found: re.Match[str]) -> str:
        name, url = found[1], found[2] if found[2] is not None else found[3]
        quote = '"' if found[2] is not None else "'"
        return f"{name}{quote}{scene.urls.whole(url, page.url)}{quote}"

    pieces, at = [], 0
    for tag in scan(html):
        pieces += [html[at : tag.start], _URL.sub(whole, _SIZES.sub("", html[tag.start : tag.end]))]
        at = tag.end
    return _xml("".join([*pieces, html[at:]]))


def _xml(text: str) -> str:
    """Text without the characters that no XML document may hold."""
    return _NO_XML.sub("", text)


def _sitemap(scene: Scene, feed: Feed) -> Mapping[str, Any]:
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


def _sitemap_index(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    return {
        "urls": [address(scene, f"/{language.code}/sitemap.xml") for language in scene.config.languages],
    }


def _robots(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    has_map = "/sitemap.xml" in scene.library.table
    return {"sitemap_url": scene.urls.absolute("/sitemap.xml") if has_map else ""}


def _manifest(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    language, home = scene.language, feed.page or scene.library.home(feed.lang)
    name = language.title or scene.config.title
    theme = language.params.theme
    paper, accent = _PAPER[theme.mode], theme.colors.primary
    manifest = {
        "name": name,
        "short_name": name,
        "description": language.params.identity.description,
        "lang": language.locale or language.code,
        "start_url": scene.url(home.url),
        "scope": scene.url(home.url),
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": accent if accent.startswith("#") else paper,
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
    """Every alias with what it leads to, in Netlify's form, unless another page stands there."""
    table = scene.library.table
    rules = {
        scene.url(url): scene.url(page.url)
        for pages in scene.library.pages.values()
        for page in pages.values()
        if page.rendered
        for _, url in alias_urls(page)
        if not isinstance(table.get(url), Page)
    }
    return {"rules": rules}


Make = Callable[[Scene, Feed], Mapping[str, Any]]
_KINDS: Mapping[str, tuple[Make, str]] = MappingProxyType(
    {
        outputs.RSS: (_rss, "application/rss+xml; charset=utf-8"),
        outputs.SITEMAP: (_sitemap, "application/xml; charset=utf-8"),
        outputs.SITEMAP_INDEX: (_sitemap_index, "application/xml; charset=utf-8"),
        outputs.ROBOTS: (_robots, "text/plain; charset=utf-8"),
        outputs.MANIFEST: (_manifest, "application/manifest+json"),
        outputs.REDIRECTS: (_redirects, "text/plain; charset=utf-8"),
    }
)
