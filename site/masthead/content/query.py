"""Collections: which pages or people a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from masthead.content.dates import parse_date
from masthead.content.fields import Bool, Int, Model, Text, Texts, now
from masthead.content.library import Library
from masthead.content.model import Page
from masthead.content.order import collation, timestamp
from masthead.content.people import Author
from masthead.content.urls import urlize
from masthead.errors import did_you_mean

Item = Page | Author
Warn = Callable[[str, str, str], None]
"""Takes the key below `filters`, what is wrong with its value, and what to do."""


class Filters(Model):
    """What a page must match to be shown; an empty value matches everything."""

    folders: Texts = ()
    """First folders of pages, such as `post`; `authors` for people."""
    tags: Annotated[Texts, Field(validation_alias=AliasChoices("tags", "tag"))] = ()
    """Tags, one of which a page must have."""
    category: Text = ""
    """A category that a page must have."""
    author: Text = ""
    """Who must have written it."""
    publication_type: Text = ""
    """The kind that a publication must be of."""
    exclude_publication_type: Text = ""
    """The kind that a publication must not be of."""
    exclude_tags: Texts = ()
    """Tags that a page must not have."""
    featured_only: Bool = False
    """Whether only featured pages are shown."""
    exclude_featured: Bool = False
    """Whether featured pages are left out."""
    exclude_past: Bool = False
    """Whether events that are over are left out."""
    exclude_future: Bool = False
    """Whether events to come are left out."""
    kinds: Annotated[Texts, BeforeValidator(lambda value: value or "page")] = ("page",)
    """Hugo's kinds of pages: `page`, `section` ..."""


def _unless_empty(default: int) -> BeforeValidator:
    """Reads an empty text, and a number below 0, as the default."""

    def read(value: Any) -> Any:
        below = str(value).strip().startswith("-")
        return default if value == "" or below else value

    return BeforeValidator(read)


class Query(Model):
    """A collection's choice: `count` 0 means all; newest first unless told otherwise."""

    filters: Filters = Filters()
    """What a page must match."""
    page_type: Text = ""
    """A first folder, as older sites name it."""
    count: Annotated[Int, _unless_empty(5)] = 5
    """How many are shown; 0 for all."""
    offset: Annotated[Int, _unless_empty(0)] = 0
    """How many are passed over at first."""
    order: Text = ""
    """`desc` for the newest first, or `asc`."""
    sort_by: Text = ""
    """What they are ordered by, such as `Title` or `weight`."""
    sort_ascending: Bool | None = None
    """Whether the smallest comes first."""

    @property
    def folders(self) -> tuple[str, ...]:
        """The first folders to look in; a `page_type` stands for one."""
        return self.filters.folders or ((self.page_type,) if self.page_type else ())

    @property
    def ascending(self) -> bool:
        """Whether the smallest or oldest comes first."""
        if self.sort_ascending is not None and (self.sort_by or not self.order):
            return self.sort_ascending
        return self.order.lower() == "asc"


@dataclass(frozen=True, slots=True)
class Selection:
    """The items to show, in order, and how many match in all."""

    items: Sequence[Item]
    total: int


def select(
    library: Library, lang: str, query: Query, warn: Warn, *, leave_out: Page | None = None
) -> Selection:
    """The pages or people of one language that a query asks for.

    A filter that matches nobody shows nobody and is warned about, with the nearest names that exist.
    """
    found = _candidates(library, lang, query, warn)
    for matches in _filters(query.filters, found, warn):
        found = [item for item in found if matches(item)]
    found = [item for item in found if item is not leave_out]
    ordered = sort_items(found, query.sort_by, query.ascending, library.config.default_language)
    end = query.offset + query.count if query.count > 0 else None
    return Selection(ordered[query.offset : end], len(found))


def _candidates(library: Library, lang: str, query: Query, warn: Warn) -> list[Item]:
    pages = library.pages[lang].values()
    folders = {folder.strip("/").lower() for folder in query.folders}
    kinds = {kind.lower() for kind in query.filters.kinds}
    people: list[Item] = list(library.people[lang].values()) if "authors" in folders else []
    found = people + [
        page
        for page in pages
        if page.listed and page.kind.value in kinds and (not folders or _in_folder(page, folders))
    ]
    for folder in sorted(folders - {"authors"}):
        if not any(_in_folder(page, {folder}) for page in pages):
            known = {page.section for page in pages if page.section}
            warn(
                "folders",
                f"there is no folder content/{folder}/.",
                did_you_mean(folder, known) or "Nothing is shown.",
            )
    return found


def _in_folder(page: Page, folders: Iterable[str]) -> bool:
    return page.section != "authors" and (page.section in folders or page.type.lower() in folders)


def _filters(filters: Filters, found: Sequence[Item], warn: Warn) -> Iterable[Callable[[Item], bool]]:
    terms: list[tuple[str, str, Sequence[str]]] = [
        ("tag", "tags", filters.tags),
        ("category", "categories", (filters.category,) if filters.category else ()),
        ("author", "authors", (filters.author,) if filters.author else ()),
        (
            "publication_type",
            "publication_types",
            (filters.publication_type,) if filters.publication_type else (),
        ),
    ]
    for key, plural, wanted in terms:
        if wanted:
            yield _with_terms(key, plural, {urlize(term) for term in wanted}, found, warn)
    unwanted = {urlize(filters.exclude_publication_type)} - {""}
    if unwanted:
        yield lambda item: not unwanted & terms_of(item, "publication_types")
    shunned = {urlize(tag) for tag in filters.exclude_tags}
    if shunned:
        yield lambda item: not shunned & terms_of(item, "tags")
    moment = now()
    if filters.featured_only:
        yield lambda item: isinstance(item, Page) and item.front.featured
    if filters.exclude_featured:
        yield lambda item: not (isinstance(item, Page) and item.front.featured)
    if filters.exclude_past:
        yield lambda item: (when := date_of(item)) is None or when >= moment
    if filters.exclude_future:
        yield lambda item: (when := date_of(item)) is None or when <= moment


def _with_terms(
    key: str, plural: str, wanted: set[str], found: Sequence[Item], warn: Warn
) -> Callable[[Item], bool]:
    known = {term for item in found for term in terms_of(item, plural)}
    for term in sorted(wanted - known):
        if found:
            warn(
                key,
                f"the filter {key}: {term!r} matches nothing.",
                did_you_mean(term, known) or "Nothing is shown.",
            )
    return lambda item: bool(wanted & terms_of(item, plural))


def terms_of(item: Item, plural: str) -> set[str]:
    """An item's terms of a taxonomy, as they stand in URLs."""
    meta: Mapping[str, Any] = item.meta if isinstance(item, Page) else item.source.meta
    value = meta.get(plural)
    values = value if isinstance(value, (list, tuple)) else [value]
    return {urlize(str(term)) for term in values if term is not None}


def date_of(item: Item) -> datetime | None:
    """The date that orders an item."""
    if isinstance(item, Page):
        return item.date
    if item.page is not None and item.page.date is not None:
        return item.page.date
    try:
        return parse_date(item.source.meta.get("date"))
    except ValueError:
        return None


def title_of(item: Item) -> str:
    """The text that orders an item by its title."""
    return item.name if isinstance(item, Author) else item.title


def sort_items(items: Iterable[Item], sort_by: str, ascending: bool, lang: str) -> list[Item]:
    """Items by a field, newest first when none is named; equal ones by weight, then by title."""
    collate = collation(lang)
    ordered = sorted(items, key=lambda item: (*_weight(item), collate(title_of(item))))
    key = _sort_key(sort_by, collate)
    return sorted(ordered, key=key, reverse=not ascending)


def _weight(item: Item) -> tuple[bool, int]:
    weight = item.person.weight if isinstance(item, Author) else item.front.weight
    return weight == 0, weight


def _sort_key(sort_by: str, collate: Callable[[str], Any]) -> Callable[[Item], Any]:
    name = sort_by.lower().removeprefix("params.").removeprefix(".")
    if name in ("", "date", "publishdate", "lastmod"):
        return lambda item: timestamp(date_of(item))
    if name in ("title", "linktitle", "name"):
        return lambda item: collate(title_of(item))

    def value(item: Item) -> Any:
        meta: Mapping[str, Any] = item.meta if isinstance(item, Page) else item.source.meta
        found: Any
        if isinstance(item, Author) and name in FAMILY:
            found = item.family_name
        elif isinstance(item, Author) and name in _PERSON_FIELDS:
            found = getattr(item.person, _PERSON_FIELDS[name])
        else:
            found = meta.get(name)
        number = isinstance(found, (int, float))
        return (
            found is not None,
            number,
            found if number else 0,
            collate("" if found is None else str(found)),
        )

    return value


FAMILY = frozenset({"last_name", "family", "name_family", "family_name", "name.family"})
"""What the family name is called, here and there."""

_PERSON_FIELDS = {"first_name": "given", "given": "given", "weight": "weight"}
