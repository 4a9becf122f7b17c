"""What readers search: which pages can be found, and the page that names them all."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from masthead.content.model import Kind, Page
from masthead.content.urls import search_url
from masthead.context.parts import Link
from masthead.context.scene import Scene
from masthead.markup import plain

SEARCH_CSS = "/masthead/search.css"
SEARCH_JS = "/masthead/search.js"


class SearchView(Struct, frozen=True):
    """The search of a site: `url` is its page, `script` what runs it, `suggestions` what others look for."""

    url: str
    script: str
    suggestions: Sequence[str]


class Findable(Struct, frozen=True):
    """A page that a search finds, under the title of its section; empty for pages at the top."""

    section: str


class Group(Struct, frozen=True):
    """The pages of a section or the terms of a taxonomy; `head` is none for pages at the top."""

    head: Link | None
    links: Sequence[Link]


def search_view(scene: Scene) -> SearchView | None:
    """The search of a language's pages, where the settings ask for one."""
    params = scene.language.params
    if not params.searchable:
        return None
    url = scene.url(search_url(scene.config, scene.lang))
    return SearchView(url, scene.url(SEARCH_JS), params.search.suggestions)


def findable(scene: Scene, page: Page | None) -> Findable | None:
    """How a search finds a page: one that somebody wrote, that lists show, and that is not private."""
    if page is None or not scene.language.params.searchable or not _is_public(page):
        return None
    if page.source is None and scene.library.bearer(page) is None:
        return None
    section = scene.library.page(page.lang, page.section) if page.section else None
    return Findable("" if section is None else plain(scene.inline(section.title, section)))


def all_pages(scene: Scene) -> list[Group]:
    """Every page of a language by its title, section by section, and after them the terms."""
    sections: dict[str, list[Page]] = {}
    for page in scene.library.in_order(scene.library.pages[scene.lang].values()):
        if page.rendered and _is_public(page) and _stands_below(page):
            sections.setdefault(page.section, []).append(page)
    terms = set(scene.config.taxonomies.values())
    names = sorted(sections, key=lambda name: (name in terms, name))
    return [Group(_head(scene, name), [_link(scene, page) for page in sections[name]]) for name in names]


def _is_public(page: Page) -> bool:
    return page.listed and not page.front.private


def _stands_below(page: Page) -> bool:
    """Whether a page stands in a group rather than above one."""
    return page.kind in (Kind.PAGE, Kind.TERM) or (page.kind is Kind.SECTION and "/" in page.path)


def _head(scene: Scene, section: str) -> Link | None:
    page = scene.library.page(scene.lang, section) if section else None
    return None if page is None or page.kind is Kind.HOME else _link(scene, page)


def _link(scene: Scene, page: Page) -> Link:
    url = scene.url(page.url) if page.rendered else ""
    return Link(scene.inline(page.title or page.name, page), url)
