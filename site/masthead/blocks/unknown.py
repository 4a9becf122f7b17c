"""The stand-in for sections whose block nobody knows: what they say, and whom and what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, Field, model_validator

from masthead.blocks.base import As, Block, Href, Inline, Place
from masthead.blocks.collection import CollectionDesign
from masthead.blocks.views import view_name
from masthead.content.fields import Model, Texts
from masthead.content.model import Page
from masthead.content.people import Author
from masthead.content.query import Query, select
from masthead.context.items import Card
from masthead.context.people import PersonCard
from masthead.context.works import is_publication

DEEPEST = 6
"""How many lists and maps inside each other are looked into."""

_ADDRESSES = ("url", "link", "href")
_WORDS = frozenset(
    (
        "abstract", "answer", "author", "bio", "body", "caption", "company", "content", "date", "degree",
        "description", "email", "eyebrow", "heading", "headline", "institution", "intro", "label", "location",
        "message", "name", "note", "number", "organization", "organisation", "phone", "position", "price",
        "question", "quote", "role", "statistic", "subtitle", "summary", "tagline", "text", "time", "title",
        "value", "venue", "year",
    )
)  # fmt: skip
"""Keys whose text readers see, be it a single word."""
_SETTINGS = re.compile(
    r"(?:^|_)(?:align\w*|class|color|colour|css|file\w*|filters?|icon\w*|id|image\w*|img|layout|logo\w*|media|order"
    r"|pack|path|script|sort|src|style|theme|type|user\w*|variant|video|view)(?:_|$)"
)
"""Keys whose text readers do not see."""


class Entry(Model):
    """What a part of an unknown section says: its texts in order, its link, and the parts within it."""

    title: Inline = ""
    url: Href = ""
    texts: Annotated[Texts, As.FLOW] = ()
    entries: tuple[Entry, ...] = ()


def _entries(value: Any, key: str, depth: int) -> Iterator[dict[str, Any]]:
    """What a value under a key says, each of its parts on its own."""
    if isinstance(value, Mapping) and depth < DEEPEST:
        yield from _parts(value, depth)
    elif isinstance(value, list) and depth < DEEPEST:
        for item in value:
            yield from _entries(item, "text" if isinstance(item, str) else key, depth + 1)
    elif _is_said(key, value):
        yield {"title": str(value).strip()}


def _parts(values: Mapping[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    said = [str(value).strip() for key, value in values.items() if _is_said(key, value)]
    inner = [
        entry
        for key, value in values.items()
        if isinstance(value, (Mapping, list)) and not _SETTINGS.search(key)
        for entry in _entries(value, key, depth + 1)
    ]
    addresses = (values[key] for key in _ADDRESSES if isinstance(values.get(key), str))
    if said:
        yield {
            "title": said[0],
            "url": next(addresses, "").strip(),
            "texts": tuple(said[1:]),
            "entries": tuple(inner),
        }
    else:
        yield from inner


def _is_said(key: str, value: Any) -> bool:
    """Whether readers see a value: by its key, or because it is made of several words."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)) or not str(value).strip():
        return False
    key = key.lower()
    return key in _WORDS or (
        " " in str(value).strip() and not _SETTINGS.search(key) and key not in _ADDRESSES
    )


_HEAD = ("title", "subtitle", "text")
_OWN = frozenset(("design", "filters", "page_type", "usernames", "username", "authors", "author"))


class Unknown(Block, Query):
    """A section of a kind that nobody knows: its texts and links, and the people and pages that it names."""

    names = ()

    usernames: Texts = Field((), validation_alias=AliasChoices("usernames", "username", "authors", "author"))
    user_groups: Texts = ()
    entries: tuple[Entry, ...] = ()
    design: CollectionDesign = CollectionDesign()

    @model_validator(mode="before")
    @classmethod
    def _said(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        own = {key for key in _HEAD if not isinstance(data.get(key), (Mapping, list))} | _OWN
        said = [entry for key in data if key not in own for entry in _entries(data[key], key, 0)]
        return {
            **{key: value for key, value in data.items() if key in own or key not in _HEAD},
            "entries": said,
        }

    def context(self, place: Place) -> Mapping[str, Any]:
        """The people it names, the pages that its filters ask for, and names that nobody has."""
        people, names = self._people(place)
        items = self._pages(place)
        return {
            "people": [PersonCard(place.scene, author) for author in people],
            "names": names,
            "items": [Card(place.scene, page) for page in items],
            "view": self._view(place, items),
            "columns": max(1, self.design.columns or 4),
        }

    def _people(self, place: Place) -> tuple[list[Author], list[str]]:
        everyone = place.scene.library.people[place.scene.lang]
        found: list[Author] = []
        names: list[str] = []
        for name in self.usernames:
            author = place.scene.library.author(place.scene.lang, name)
            if author is not None:
                found.append(author)
            elif " " in name:
                names.append(name)
        groups = set(self.user_groups)
        members = (author for author in everyone.values() if groups & {*author.person.user_groups})
        return [*found, *members], names

    def _pages(self, place: Place) -> list[Page]:
        wanted = self.filters
        if not (self.folders or wanted.tags or wanted.category or wanted.author or wanted.publication_type):
            return []
        found = select(place.scene.library, place.scene.lang, self, lambda *_: None, leave_out=place.page)
        return [item for item in found.items if isinstance(item, Page)]

    def _view(self, place: Place, items: list[Page]) -> str:
        named = f"masthead/views/{view_name(self.design.view)}.html"
        if self.design.view and place.scene.has_template(named):
            return named
        papers = bool(items) and all(is_publication(page) for page in items)
        return f"masthead/views/{'citation' if papers else 'compact'}.html"
