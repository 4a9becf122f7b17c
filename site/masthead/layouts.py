"""Which template a page is laid out with, and what that template gets beside `site` and `page`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from masthead.blocks import Block
from masthead.blocks.sections import Section, read_sections
from masthead.blocks.views import view_name
from masthead.content.model import Kind, Page
from masthead.content.order import in_order
from masthead.context.items import Card, Link
from masthead.context.people import PersonCard
from masthead.context.scene import Scene
from masthead.errors import did_you_mean

LATEST = 10
"""How many pages the page for missing pages and a person's own page list."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A template under pages/, what it gets, and the sections that are to be rendered into it."""

    template: str
    values: Mapping[str, Any]
    sections: Sequence[Section] = ()


def lay_out(scene: Scene, page: Page, blocks: Mapping[str, type[Block]]) -> Layout:
    """The layout of a page: by its type where that decides, else by its kind."""
    if "sections" in page.meta or page.type == "landing":
        return Layout("landing", {}, tuple(read_sections(scene, page, blocks)))
    author = scene.library.authors_by_path.get((page.lang, page.path))
    if author is not None:
        person = PersonCard(scene, author)
        return Layout("person", {"person": person, "items": _cards(scene, scene.library.term_pages(page))})
    if page.kind is Kind.TAXONOMY:
        return Layout("terms", {"terms": _terms(scene, page)})
    if page.is_branch:
        below = scene.library.term_pages(page) if page.kind is Kind.TERM else scene.library.children(page)
        return Layout("list", {"items": _cards(scene, below), "view": _view(scene, page), "columns": 2})
    return Layout("single", {})


def not_found(scene: Scene) -> Layout:
    """The page for missing pages: it names the latest ones."""
    pages = scene.library.pages[scene.lang].values()
    listed = [
        page for page in pages if page.listed and page.rendered and page.kind in (Kind.PAGE, Kind.SECTION)
    ]
    return Layout("404", {"items": _cards(scene, listed)[:LATEST]})


def _cards(scene: Scene, pages: Sequence[Page]) -> list[Card]:
    return [Card(scene, page) for page in in_order(pages) if page.rendered]


def _view(scene: Scene, page: Page) -> str:
    name = view_name(page.front.view) or "compact"
    template = f"masthead/views/{name}.html"
    if scene.has_template(template):
        return template
    message = f"there is no view {page.front.view!r}; it is shown as 'compact'."
    scene.problems.warn(message, page.where("view"), did_you_mean(name, ("list", "card", "compact")))
    return "masthead/views/compact.html"


@dataclass(frozen=True, slots=True)
class Term(Link):
    """A term of a taxonomy: `count` pages name it."""

    count: int = 0


def _terms(scene: Scene, page: Page) -> list[Term]:
    """The terms that pages name, in order of their names."""
    found = scene.library.terms.get(page.lang, {})
    terms = [
        Term(Markup.escape(term.title), scene.url(term.url), count=len(pages))
        for path, pages in found.items()
        if path.rpartition("/")[0] == page.path
        and (term := scene.library.page(page.lang, path))
        and term.rendered
    ]
    return sorted(terms, key=lambda term: term.name.casefold())
