"""Collections: which pages or people a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from msgspec import Struct
from pydantic import AliasChoices, BeforeValidator, Field

from masthead.content.dates import parse_date
from masthead.content.fields import Bool, Int, Model, Text, Texts
from masthead.content.library import Library
from masthead.content.members import Item as Item
from masthead.content.members import terms_of as terms_of
from masthead.content.model import Page
from masthead.content.order import collation, timestamp
from masthead.content.people import Author
from masthead.content.urls import urlize
from masthead.errors import did_you_mean

Warn = Callable[[str, str, str], None]
"""Takes the key below `filters`, what is wrong with its value, and what to do."""


TAXONOMIES = ("tags", "categories", "authors", "publication_types")
"""The keys of front matter that filters look into."""


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

    filters: Filters = Filters.model_construct()
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


class Selection(Struct, frozen=True):
    """The items to show, in order, and how many match in all."""

    items: Sequence[Item]
    total: int


def select(
    library: Library, lang: str, query: Query, warn: Warn, *, leave_out: Page | None = None
) -> Selection:
    """The pages or people of one language that a query asks for.

    A filter that matches nobody shows nobody and is warned about, with the nearest names that exist.
    """
    members = library.members(lang)
    for folder in sorted(set(_folders(query)) - {"authors"}):
        if not members.in_folder(folder):
            known = {page.section for page in members.pages if page.section}
            hint = did_you_mean(folder, known) or "Nothing is shown."
            warn("folders", f"there is no folder content/{folder}/.", hint)
    found = _chosen(library, lang, query, warn)
    for matches in _filters(query.filters, library):
        found = [item for item in found if matches(item)]
    found = [item for item in found if item is not leave_out]
    end = query.offset + query.count if query.count > 0 else None
    return Selection(found[query.offset : end], len(found))


def _folders(query: Query) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folder.strip("/").lower() for folder in query.folders))


def _chosen(library: Library, lang: str, query: Query, warn: Warn) -> Sequence[Item]:
    """The items of the query's folders and kinds that have one of the terms of each taxonomy, in order."""
    members, order = library.members(lang), (query.sort_by, query.ascending, library.config.default_language)
    in_folders = _in_folders(query)

    def everybody() -> Sequence[Item]:
        folders = _folders(query)
        within: Iterable[Item] = members.in_folder(folders[0]) if len(folders) == 1 else members.pages
        people = members.people if "authors" in folders else ()
        return sort_items((item for item in (*people, *within) if in_folders(item)), *order)

    terms = list(_terms(query.filters))
    if not terms:
        kept = (frozenset(_folders(query)), frozenset(query.filters.kinds), *order)
        return members.once(kept, _sort_key(query.sort_by, collation(order[2])), everybody)
    _, plural, wanted = terms[0]
    found = [item for item in members.with_terms(plural, wanted) if in_folders(item)]
    before: Callable[[], Sequence[Item]] = everybody
    for key, plural, wanted in terms:
        matching = [item for item in found if wanted & terms_of(item, plural)]
        missing = wanted.difference(*(terms_of(item, plural) for item in matching))
        if missing and (others := before()):
            known = {term for item in others for term in terms_of(item, plural)}
            for term in sorted(missing):
                hint = did_you_mean(term, known) or "Nothing is shown."
                warn(key, f"the filter {key}: {term!r} matches nothing.", hint)
        found, before = matching, partial(list, matching)
    return sort_items(found, *order)


def _in_folders(query: Query) -> Callable[[Item], bool]:
    folders, kinds = set(_folders(query)), {kind.lower() for kind in query.filters.kinds}

    def fits(item: Item) -> bool:
        if isinstance(item, Author):
            return "authors" in folders
        if not item.listed or item.kind.value not in kinds:
            return False
        if not folders:
            return True
        return item.section != "authors" and (item.section in folders or item.type.lower() in folders)

    return fits


def _terms(filters: Filters) -> Iterator[tuple[str, str, set[str]]]:
    """The terms that are asked for, with the name of their filter and of their taxonomy."""
    named: list[tuple[str, str, Sequence[str]]] = [
        ("tag", "tags", filters.tags),
        ("category", "categories", (filters.category,) if filters.category else ()),
        ("author", "authors", (filters.author,) if filters.author else ()),
        (
            "publication_type",
            "publication_types",
            (filters.publication_type,) if filters.publication_type else (),
        ),
    ]
    for key, plural, wanted in named:
        if wanted:
            yield key, plural, {urlize(term) for term in wanted}


def _filters(filters: Filters, library: Library) -> Iterator[Callable[[Item], bool]]:
    unwanted = {urlize(filters.exclude_publication_type)} - {""}
    if unwanted:
        yield lambda item: not unwanted & terms_of(item, "publication_types")
    shunned = {urlize(tag) for tag in filters.exclude_tags}
    if shunned:
        yield lambda item: not shunned & terms_of(item, "tags")
    if filters.featured_only:
        yield lambda item: isinstance(item, Page) and item.front.featured
    if filters.exclude_featured:
        yield lambda item: not (isinstance(item, Page) and item.front.featured)
    if filters.exclude_past:
        yield lambda item: (when := date_of(item)) is None or not library.passed(when)
    if filters.exclude_future:
        yield lambda item: (when := date_of(item)) is None or library.passed(when)


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
