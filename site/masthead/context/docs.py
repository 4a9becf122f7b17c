"""Documentation: the tree of pages at its side, the way up, and the way on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup
from msgspec import Struct

from masthead.config import Dialect
from masthead.content.lists import is_docs
from masthead.content.model import Kind, Page
from masthead.context.items import Card, day
from masthead.context.parts import NOTHING, Day, Link, Picture
from masthead.context.scene import Scene
from masthead.lazily import cached_property
from masthead.markup import table_of_contents

DOCS_CSS = "/masthead/docs.css"
"""The stylesheet of documentation."""


class Entry(Struct, frozen=True):
    """A page in the tree; `open` when the pages below it are to be seen at once."""

    name: Markup
    url: str
    current: bool
    open: bool
    below: Sequence[Entry]


class Step(Struct, frozen=True):
    """The way to the page before or after; `date` when it is to be shown."""

    name: Markup
    url: str
    date: Day | None


class Child(Struct, frozen=True):
    """A page below one that says nothing itself."""

    name: Markup
    url: str
    summary: Markup


class DocsView(Struct, frozen=True, dict=True):
    """What the template of documentation gets beside `site` and `page`."""

    scene: Scene
    page: Page

    @cached_property
    def _first(self) -> Page:
        """The section at the top, or the home page where that is documentation."""
        library = self.scene.library
        home = library.home(self.page.lang)
        return home if is_docs(home) else library.page(self.page.lang, self.page.section) or home

    @cached_property
    def _root(self) -> Page:
        """The page whose tree this is: the first one, or in the older theme the book that stands in it."""
        path = [*self.scene.library.ancestors(self.page), self.page]
        if not self._older or is_docs(self._first) or self._first not in path[:-1]:
            return self._first
        return path[path.index(self._first) + 1]

    @property
    def _older(self) -> bool:
        return self.scene.config.dialect is Dialect.BOOTSTRAP

    @cached_property
    def shelf(self) -> Link | None:
        """The section that the older theme's book stands in, with others beside it perhaps."""
        if self._root is self._first or not self._first.rendered:
            return None
        return Link(self._name(self._first), self.scene.url(self._first.url))

    @cached_property
    def root(self) -> Link:
        """The page at the top of the tree."""
        return Link(self._name(self._root), self.scene.url(self._root.url) if self._root.rendered else "")

    @cached_property
    def tree(self) -> Sequence[Entry]:
        """The pages below the root; those above this one are open, and those that ask for it."""
        above = {self.page.path, *(page.path for page in self.scene.library.ancestors(self.page))}
        return self._entries(self._root, above)

    def _entries(self, page: Page, above: set[str]) -> list[Entry]:
        return [
            Entry(
                self._name(child),
                self.scene.url(child.url) if child.rendered else "",
                child is self.page,
                child.path in above or child.front.sidebar.open,
                self._entries(child, above),
            )
            for child in self.scene.library.ordered_children(page)
            if not child.front.sidebar.hidden and child.kind in (Kind.PAGE, Kind.SECTION)
        ]

    def _name(self, page: Page) -> Markup:
        """What a page is called where there is little room."""
        return self.scene.inline(page.front.linktitle or page.title or page.name, page)

    @cached_property
    def crumbs(self) -> Sequence[Link]:
        """The pages above this one but for the home page, and this page itself without a link.

        The older theme shows them where a page asks for them, the newer where none forbids it.
        """
        asked = self.page.front.show_breadcrumb
        if not (not self._older if asked is None else asked):
            return ()
        above = [page for page in self.scene.library.ancestors(self.page) if page.kind is not Kind.HOME]
        links = [Link(self._name(page), self.scene.url(page.url) if page.rendered else "") for page in above]
        return [*links, Link(self._name(self.page))]

    @cached_property
    def image(self) -> Picture | None:
        """The picture above the title; in the older theme alone."""
        image = Card(self.scene, self.page).image
        return image if self._older and not self.page.front.image.preview_only else None

    @cached_property
    def tags(self) -> Sequence[Link]:
        """The page's tags, likewise."""
        return Card(self.scene, self.page).tags if self._older else ()

    @property
    def search_type(self) -> str:
        """What a search over the frozen pages (Pagefind) may filter them by, as in the newer theme."""
        return "" if self._older else "docs"

    @cached_property
    def toc(self) -> Markup:
        """Lists of links to the page's headings; empty when it has none or wants none."""
        if not (self.page.front.toc and self.scene.language.params.content.toc):
            return NOTHING
        settings = self.scene.text_settings
        return table_of_contents(self.scene.body(self.page).headings, settings.toc_start, settings.toc_end)

    @cached_property
    def children(self) -> Sequence[Child]:
        """The pages below a section that says nothing itself; in the older theme alone."""
        if not self._older or not self.page.is_branch or self.scene.body(self.page).html.strip():
            return ()
        return [
            Child(self._name(page), self.scene.url(page.url), Card(self.scene, page).summary)
            for page in self.scene.library.ordered_children(self.page)
            if page.rendered
        ]

    @cached_property
    def lastmod(self) -> Day | None:
        """When the page last changed; a section without a date, when the newest page below it did."""
        if not self.page.front.show_date_updated:
            return None
        return day(self.scene, self.page.lastmod or self.scene.library.date(self.page))

    @cached_property
    def prev(self) -> Step | None:
        """The page before it in its section."""
        return self._step(self.scene.library.neighbours(self.page)[0])

    @cached_property
    def next(self) -> Step | None:
        """The page after it in its section; after the last one, and from a section, the next in the tree."""
        return self._step(self.scene.library.neighbours(self.page)[1] or self._next_in_tree())

    def _step(self, page: Page | None) -> Step | None:
        front = self.page.front
        if page is None or front.pager is False:
            return None
        date = day(self.scene, self.scene.library.date(page)) if front.show_date else None
        return Step(self.scene.inline(page.title or page.name, page), self.scene.url(page.url), date)

    def _next_in_tree(self) -> Page | None:
        pages = iter([self._root, *self._in_order(self._root)])
        for page in pages:
            if page is self.page:
                return next((page for page in pages if page.rendered and is_docs(page)), None)
        return None

    def _in_order(self, page: Page) -> Iterator[Page]:
        for child in self.scene.library.ordered_children(page):
            if child.kind in (Kind.PAGE, Kind.SECTION) and not child.front.sidebar.hidden:
                yield child
                yield from self._in_order(child)
