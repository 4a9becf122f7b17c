"""Which template a page is laid out with, and what that template gets beside `site` and `page`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from masthead.blocks import Block, Place
from masthead.blocks.sections import Section, read_sections
from masthead.blocks.views import view_template
from masthead.config import Dialect
from masthead.content.lists import is_docs, pager_url
from masthead.content.model import Kind, Page
from masthead.content.people import Author
from masthead.content.widgets import widgets_of
from masthead.context import events, works
from masthead.context.docs import DOCS_CSS, DocsView
from masthead.context.items import Card
from masthead.context.parts import Link
from masthead.context.people import PersonCard
from masthead.context.scene import Scene
from masthead.context.search import SEARCH_CSS, all_pages

LATEST = 10
"""How many pages the page for missing pages and a person's own page list."""


DEFAULT_VIEWS = {Dialect.BOOTSTRAP: "compact", Dialect.TAILWIND: "compact", Dialect.KIT: "card"}
"""The views of lists whose page names none."""

PAGES_CSS = "/masthead/pages.css"
"""The stylesheet of posts, publications, events, people and lists."""

SINGLES = {"publication": works.SECTIONS, "event": events.SECTIONS}
"""The templates of single pages by the types and sections that they are for; the others are plain."""

TEMPLATES = frozenset(
    (
        "404",
        "docs",
        "error",
        "event",
        "landing",
        "list",
        "person",
        "publication",
        "redirect",
        "search",
        "single",
        "terms",
    )
)
"""The templates under pages/ that Masthead brings along, each for a kind of page."""


class Layout(Struct, frozen=True):
    """A template under pages/, what it gets, and the sections that are to be rendered into it."""

    template: str
    values: Mapping[str, Any]
    sections: Sequence[Section] = ()
    styles: Sequence[str] = ()

    @property
    def css(self) -> tuple[str, ...]:
        """The stylesheets that it and its sections need, by their site-absolute URLs."""
        of_sections = (url for section in self.sections for url in section.css)
        return tuple(dict.fromkeys((*self.styles, *of_sections)))

    @property
    def js(self) -> tuple[str, ...]:
        """The scripts that its sections need."""
        return tuple(dict.fromkeys(url for section in self.sections for url in section.js))


def lay_out(scene: Scene, page: Page, blocks: Mapping[str, type[Block]]) -> Layout:
    """The layout of a page: by its type where that decides, else by its kind.

    A template of the site's own replaces ours: the one that `layout` names, or a single page's type.
    """
    layout = _of_kind(scene, page, blocks)
    for name in (page.front.layout, page.type if page.kind is Kind.PAGE else ""):
        own = name.strip().lower()
        if own and own not in TEMPLATES and scene.has_template(f"masthead/pages/{own}.html"):
            return replace(layout, template=own)
    return layout


def _of_kind(scene: Scene, page: Page, blocks: Mapping[str, type[Block]]) -> Layout:
    made_of_files = bool(widgets_of(scene.library.widgets, page))
    if "sections" in page.meta or page.type == "landing" or made_of_files:
        return Layout("landing", {}, tuple(read_sections(scene, page, blocks)))
    author = scene.library.bearer(page)
    if author is not None:
        return _person(scene, page, author)
    if is_docs(page):
        return Layout("docs", {"docs": DocsView(scene, page)}, styles=(DOCS_CSS,))
    if page.is_branch:
        return lay_out_list(scene, page)
    template = next((name for name, types in SINGLES.items() if page.type.lower() in types), "single")
    older = scene.config.dialect is Dialect.BOOTSTRAP
    return Layout(
        template,
        {"detail_heading": "h2" if older else "div", "person_heading": "h2" if older else "div"},
        styles=(PAGES_CSS,),
    )


def _person(scene: Scene, page: Page, author: Author) -> Layout:
    """A person's own page: who they are, and all they wrote."""
    library, older = scene.library, scene.config.dialect is Dialect.BOOTSTRAP
    if page.kind is Kind.TERM and (library.term_pages(page) if older else library.written_by(author)):
        written = lay_out_list(scene, page).values
    else:
        items = _cards(scene, library.in_order(library.written_by(author)))
        written = {"items": items, "view": "masthead/views/compact.html"}
    return Layout("person", {**written, "person": PersonCard(scene, author)}, styles=(PAGES_CSS,))


def lay_out_list(scene: Scene, page: Page, number: int = 1) -> Layout:
    """One page of a list: of the pages of a section or term, or of the terms of a taxonomy."""
    library = scene.library
    total = library.page_count(page)

    def url(other: int) -> str:
        return scene.url(pager_url(library, page, other)) if 1 <= other <= total else ""

    numbers = [PagerLink(n, url(n), n == number) for n in range(1, total + 1)]
    values: dict[str, Any] = {
        "by_name": _by_name(scene, page),
        "by_year": scene.config.dialect is Dialect.BOOTSTRAP and page.type.lower() in events.SECTIONS,
        "pager": PagerView(total, url(number - 1), url(number + 1), numbers),
    }
    if page.kind is Kind.TAXONOMY and library.config.dialect is not Dialect.BOOTSTRAP:
        return Layout("terms", {**values, "terms": _terms(scene, page)})
    items = _cards(scene, library.page_items(page, number))
    return Layout(
        "list", {**values, "items": items, "view": _view(scene, page), "columns": 2}, styles=(PAGES_CSS,)
    )


def _by_name(scene: Scene, page: Page) -> bool:
    """Whether a list shows names alone: authors, and what they wrote, in the older theme."""
    older = scene.config.dialect is Dialect.BOOTSTRAP
    return older and page.path.partition("/")[0] == "authors"


class PagerLink(Struct, frozen=True):
    """One of the pages that a list stands on."""

    number: int
    url: str
    current: bool


class PagerView(Struct, frozen=True):
    """The ways from one page of a list to the others; URLs are empty where there is none."""

    total: int
    prev_url: str
    next_url: str
    pages: Sequence[PagerLink]


def not_found(scene: Scene) -> Layout:
    """The page for missing pages: it names the latest pages and sections."""
    latest = scene.library.latest(scene.lang, LATEST)
    links = [Link(scene.inline(page.title or page.name, page), scene.url(page.url)) for page in latest]
    return Layout("404", {"links": links})


def search_page(scene: Scene) -> Layout:
    """The page to search on, which names all pages."""
    return Layout("search", {"groups": all_pages(scene)}, styles=(PAGES_CSS, SEARCH_CSS))


def stand_in_page(name: str, scene: Scene) -> Page:
    """What the frame of a page without a source is made from: the home page, under another title."""
    words: Mapping[str, Callable[[], str]] = {
        "404": lambda: f"404 {scene.t('page_not_found')}",
        "search": lambda: scene.t("search"),
    }
    home = scene.library.home(scene.lang)
    title = words.get(name, lambda: "This page cannot be shown")()
    return replace(home, title=title, source=None)


def _cards(scene: Scene, pages: Sequence[Page]) -> list[Card]:
    return [Card(scene, page) for page in pages]


def _view(scene: Scene, page: Page) -> str:
    view = page.front.view.strip() or DEFAULT_VIEWS[scene.config.dialect]
    return view_template(view, Place(scene, page, page.where), "view")


class Term(Link, frozen=True):
    """A term of a taxonomy: `count` pages name it."""

    count: int = 0


def _terms(scene: Scene, page: Page) -> list[Term]:
    """The terms that pages name, in order of their names."""
    library = scene.library
    return [
        Term(Markup.escape(term.title), scene.url(term.url), count=len(library.term_pages(term)))
        for term in sorted(library.terms_below(page), key=lambda term: term.title.casefold())
    ]
