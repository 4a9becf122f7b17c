"""The lists that Hugo makes: what a section's or a term's page shows, in which order, on how many pages."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from typing import TYPE_CHECKING

from masthead.config import Dialect
from masthead.content.model import Kind, Page
from masthead.content.order import in_order, timestamp

if TYPE_CHECKING:
    from masthead.content.library import Library

DOCS = frozenset({"docs", "book"})
"""Types of pages that are documentation."""

UNPAGED = frozenset({"landing", "widget_page", "courses"})
"""Types of pages that show all they have at once, or something else than a list."""


WHOLE = frozenset({"publication", "event", "talk"})
"""Types that the older theme shows on one page, however many there are."""


def listed_pages(library: Library, page: Page) -> list[Page]:
    """What a section, a term or a taxonomy lists, the newest first; of equal dates the last title first."""
    if page.kind is Kind.TAXONOMY:
        return in_order(terms_below(library, page), library.config.default_language, library.date)
    if page.path.startswith("authors/") and library.config.dialect is Dialect.BOOTSTRAP:
        return library.in_order(library.term_list(page))
    below = library.term_list(page) if page.kind is Kind.TERM else library.children(page)
    shown = [child for child in below if child.rendered or child.meta.get("external_link")]
    ordered = sorted(library.in_order(shown), key=lambda child: timestamp(child.date))
    return ordered[::-1]


def latest_pages(library: Library, lang: str, count: int) -> list[Page]:
    """The newest listed pages and sections of a language.

    A section is as new as the newest page below it; of equal dates Hugo's order stands on its head.
    """
    dated = [
        (timestamp(library.date(page)), page)
        for page in library.pages[lang].values()
        if page.listed and page.rendered and page.kind in (Kind.PAGE, Kind.SECTION)
    ]
    oldest = min(nlargest(count, (date for date, _ in dated)), default=0.0)
    new = (page for date, page in dated if date >= oldest)
    ordered = in_order(new, library.config.default_language, library.date)
    return sorted(ordered, key=lambda page: timestamp(library.date(page)))[::-1][:count]


def is_docs(page: Page) -> bool:
    """Whether a page is part of documentation, which is read along a tree."""
    return page.type.lower() in DOCS and page.kind in (Kind.HOME, Kind.SECTION, Kind.PAGE)


def terms_below(library: Library, page: Page) -> list[Page]:
    """The terms of a taxonomy that pages name and that have a page of their own."""
    found = (library.page(page.lang, path) for path in library.terms[page.lang] if _below(path, page.path))
    return [term for term in found if term is not None and term.rendered]


def _below(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def is_paged(library: Library, page: Page) -> bool:
    """Whether a page's list is cut into pages of the settings' size."""
    if page.kind is Kind.TAXONOMY:
        return library.config.dialect is Dialect.BOOTSTRAP
    if page.kind is Kind.TERM:
        by_name = library.config.dialect is Dialect.BOOTSTRAP and page.path.startswith("authors/")
        return bool(library.term_list(page)) and not by_name
    if is_docs(page) or page.type in UNPAGED:
        return False
    if library.config.dialect is Dialect.BOOTSTRAP and page.type.lower() in WHOLE:
        return False
    return page.kind is Kind.SECTION and "sections" not in page.meta


def page_count(library: Library, page: Page) -> int:
    """On how many pages a list stands; 1 for a list that is not cut."""
    if not is_paged(library, page):
        return 1
    return max(1, -(-len(library.listed_pages(page)) // library.config.pager_size))


def pager_url(library: Library, page: Page, number: int) -> str:
    """The URL of one page of a list: its own for the first."""
    return page.url if number == 1 else f"{page.url}{library.config.pager_path}/{number}/"


def page_items(library: Library, page: Page, number: int) -> Sequence[Page]:
    """The part of a list that stands on one of its pages."""
    items = library.listed_pages(page)
    if not is_paged(library, page):
        return items
    size = library.config.pager_size
    return items[(number - 1) * size : number * size]
