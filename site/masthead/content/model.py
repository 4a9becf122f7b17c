"""What a site is made of: files found, pages, people, assets, feeds and redirects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from masthead.content.front import FrontMatter
from masthead.content.source import Key, Source
from masthead.errors import Where


class Kind(StrEnum):
    """Hugo's kinds of pages."""

    HOME = "home"
    SECTION = "section"
    PAGE = "page"
    TAXONOMY = "taxonomy"
    TERM = "term"


class File(Struct, frozen=True):
    """A file of a bundle, of static/ or of assets/: `name` is its path from there."""

    name: str
    path: Path


class Page(Struct, frozen=True, eq=False):
    """One page in one language.

    `path` is its logical path without language and extension ("" for the home page, "post/launch");
    `meta` the front matter laid over what its ancestors cascade, with lower-case top-level keys; `url`
    site-absolute, starting with a slash.
    """

    kind: Kind
    lang: str
    path: str
    url: str
    title: str
    front: FrontMatter
    meta: Mapping[str, Any]
    source: Source | None = None
    files: Mapping[str, File] = field(default_factory=dict)
    singular: str = ""

    @property
    def section(self) -> str:
        """The first folder of its path; empty for the home page and pages beside it."""
        return self.path.partition("/")[0] if "/" in self.path or self.kind is not Kind.PAGE else ""

    @property
    def type(self) -> str:
        """Hugo's type: the front matter's, else the section, else "page"."""
        return self.front.type or self.section or "page"

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    @property
    def parent_path(self) -> str:
        """The folder of its path; the home page's for pages at the top."""
        return self.path.rpartition("/")[0]

    @property
    def date(self) -> datetime | None:
        """The date that orders it, as Hugo finds it: date, publishDate, else lastmod."""
        return self.front.date or self.front.publishdate or self.front.lastmod

    @property
    def lastmod(self) -> datetime | None:
        """When it last changed: lastmod, else its date."""
        return self.front.lastmod or self.date

    @property
    def rendered(self) -> bool:
        """Whether it has a page of its own."""
        return self.front.build.render == "always" and not self.front.headless

    @property
    def listed(self) -> bool:
        """Whether lists and collections show it."""
        return self.front.build.list == "always" and not self.front.headless

    @property
    def is_branch(self) -> bool:
        """Whether it may have pages below it."""
        return self.kind is not Kind.PAGE

    def body(self) -> str:
        """The text below the front matter; empty for a page without a file."""
        return self.source.body() if self.source else ""

    def where(self, *keys: Key) -> Where:
        """The place of a front matter key, for messages."""
        return self.source.where(*keys) if self.source else Where(self.path or "/")


class Pager(Struct, frozen=True):
    """A further page of a list: `number` counts from 2."""

    page: Page
    number: int


class Asset(Struct, frozen=True):
    """A file that is served as it is."""

    file: File


class Alias(Struct, frozen=True):
    """An old URL that leads to `target`, a site-absolute URL or an outside one."""

    target: str
    page: Page | None = None


class Feed(Struct, frozen=True):
    """A document made from pages: `name` is its template under feeds/, `page` what it is about."""

    name: str
    lang: str
    page: Page | None = None


class NotFound(Struct, frozen=True):
    """The page that a server shows where there is none."""

    lang: str


class SearchPage(Struct, frozen=True):
    """The page to search a language's pages on, which names them all."""

    lang: str


Resource = Page | Pager | Asset | Alias | Feed | NotFound | SearchPage
