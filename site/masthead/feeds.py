"""RSS feeds: which pages are in them, and what they say of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from msgspec import Struct

from masthead.content.dates import shown
from masthead.content.model import Feed, Kind, Page
from masthead.content.order import timestamp
from masthead.content.outputs import feed_url
from masthead.context.bylines import author_links
from masthead.context.items import term_links
from masthead.context.scene import Scene
from masthead.markup import plain
from masthead.markup.tags import scan
from masthead.sitemap import address

_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_URL = re.compile(r"""(\s(?:href|src|poster)\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SIZES = re.compile(r"""\s(?:srcset|sizes)\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)


class FeedItem(Struct, frozen=True):
    """A page in a feed: plain text but for `summary` and `content`, which are HTML; `date` as of RFC 822."""

    title: str
    url: str
    date: str
    authors: Sequence[str]
    categories: Sequence[str]
    summary: str
    content: str


class Channel(Struct, frozen=True):
    """What a feed is about; `updated` is the newest item's date, `self_url` the feed's own address."""

    title: str
    url: str
    self_url: str
    description: str
    language: str
    updated: str


def lay_out_feed(scene: Scene, feed: Feed) -> Mapping[str, Any]:
    """What the template of a page's feed gets: a Channel and its items."""
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
        address(scene, feed_url(page)),
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
        terms = library.terms_below(page)
        found = dict.fromkeys(p for term in terms for p in library.term_pages(term))
    elif page.kind is Kind.TERM:
        found = library.term_list(page)
    else:
        found = library.descendants(page)
    pages = library.in_order(p for p in found if p.listed and p.rendered)
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
        _standalone(scene, page, str(scene.summary(page))),
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
        without = _SIZES.sub("", html[tag.start : tag.end])
        is_choice = tag.name == "source" and "src" not in without
        pieces += [html[at : tag.start], "" if is_choice else _URL.sub(whole, without)]
        at = tag.end
    return _xml("".join([*pieces, html[at:]]))


def _xml(text: str) -> str:
    """Text without the characters that no XML document may hold."""
    return _NO_XML.sub("", text)
