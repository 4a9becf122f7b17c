"""Whom and what lists are made of: the people and pages of one language by term, folder and name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from masthead.content.model import Page
from masthead.content.people import Author
from masthead.content.urls import urlize

Item = Page | Author


def terms_of(item: Item, plural: str) -> set[str]:
    """An item's terms of a taxonomy, as they stand in URLs."""
    meta: Mapping[str, Any] = item.meta if isinstance(item, Page) else item.source.meta
    value = meta.get(plural)
    values = value if isinstance(value, (list, tuple)) else [value]
    return {urlize(str(term)) for term in values if term is not None}


def project_names(page: Page) -> set[str]:
    """The names of the projects that a page belongs to, as they stand in URLs."""
    value = page.meta.get("projects")
    values = value if isinstance(value, (list, tuple)) else [value]
    return {urlize(str(name)) for name in values if name}


def keywords(page: Page, names: Iterable[str], lower: bool) -> Iterator[tuple[str, str]]:
    """The words under some keys of a page's front matter, each with its key."""
    for name in names:
        value = page.meta.get(name)
        for word in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(word, str) and word:
                yield name, word.lower() if lower else word


Order = Callable[[Item], object]
"""What items are sorted by."""
Lists = dict[object, tuple[Order, Sequence[Item]]]
"""Sorted lists by what was asked for."""


@dataclass(frozen=True)
class Members:
    """The people and pages of one language; each index is made when it is first asked for."""

    people: Sequence[Author]
    pages: Sequence[Page]
    _terms: dict[str, Mapping[str, list[Item]]] = field(default_factory=dict, repr=False)
    _lists: Lists = field(default_factory=dict, repr=False)

    def with_terms(self, plural: str, terms: set[str]) -> Sequence[Item]:
        """Who and what has one of some terms of a taxonomy: people first, both in their own order."""
        if plural not in self._terms:
            found: dict[str, list[Item]] = {}
            for item in self._everything:
                for term in terms_of(item, plural):
                    found.setdefault(term, []).append(item)
            self._terms[plural] = found
        rows = [self._terms[plural].get(term, []) for term in terms]
        if len(rows) == 1:
            return rows[0]
        return sorted({item for row in rows for item in row}, key=self._places.__getitem__)

    @cached_property
    def _places(self) -> Mapping[Item, int]:
        return {item: place for place, item in enumerate(self._everything)}

    @property
    def _everything(self) -> tuple[Item, ...]:
        return (*self.people, *self.pages)

    def in_folder(self, name: str) -> Sequence[Page]:
        """The pages of a first folder or of a type, but for the pages of people."""
        return self._by_folder.get(name, ())

    @cached_property
    def _by_folder(self) -> Mapping[str, list[Page]]:
        found: dict[str, list[Page]] = {}
        for page in self.pages:
            if page.section != "authors":
                for name in {page.section, page.type.lower()}:
                    found.setdefault(name, []).append(page)
        return found

    def called(self, name: str) -> Sequence[Page]:
        """The pages whose path ends with a name."""
        return self._by_name.get(name, ())

    @cached_property
    def _by_name(self) -> Mapping[str, list[Page]]:
        found: dict[str, list[Page]] = {}
        for page in self.pages:
            found.setdefault(page.name, []).append(page)
        return found

    @cached_property
    def owners(self) -> Sequence[Author]:
        """The people who call the site theirs."""
        return [author for author in self.people if author.person.owner]

    def once(self, key: object, order: Order, make: Callable[[], Sequence[Item]]) -> Sequence[Item]:
        """A list in an order, which is made once and then kept under a key."""
        lists = self._lists
        if key not in lists:
            lists[key] = order, make()
        return lists[key][1]


def lists_with(members: Members, edits: Iterable[tuple[Item, Item]]) -> Lists:
    """The lists so far in whose order each item stands where the one does that it was edited to."""
    return {
        key: (order, items)
        for key, (order, items) in members._lists.copy().items()
        if all(order(old) == order(new) for old, new in edits)
    }


def keep_lists(members: Members, lists: Lists) -> None:
    """Go on with these lists; others, also those that threads are making now, are made again."""
    object.__setattr__(members, "_lists", lists)
