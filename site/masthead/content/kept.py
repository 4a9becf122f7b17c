"""What of an earlier moment of a site can be used again: pages and people whose files are as they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from masthead.config import Cascade
from masthead.content.model import File, Kind, Page
from masthead.content.names import Names
from masthead.content.people import Author
from masthead.content.scan import Tree
from masthead.content.source import Source

if TYPE_CHECKING:
    from masthead.content.library import Library


class Kept(Struct, frozen=True):
    """The pages and people of one language; those of `troubled` files are made anew, to tell why.

    `cascades` and `tree` are what pages were made from beside their own files.
    """

    pages: Mapping[str, Page] = field(default_factory=dict)
    people: Mapping[str, Author] = field(default_factory=dict)
    names: Names | None = None
    cascades: Mapping[str, tuple[Cascade, ...]] = field(default_factory=dict)
    tree: Tree | None = None
    troubled: frozenset[str] = frozenset()

    @classmethod
    def of(cls, before: Library | None, lang: str) -> Kept:
        """What there is of a library with the same settings."""
        if before is None:
            return cls()
        troubled = frozenset(problem.where.file for problem in before.problems)
        pages, people = before.pages.get(lang, {}), before.people.get(lang, {})
        cascades = before.inherited[lang].cascades
        return cls(pages, people, before.names.get(lang), cascades, before.files.tree, troubled)

    def page(self, kind: Kind, path: str, source: Source | None) -> Page | None:
        """The page of the same file; None where there is none, or of no file."""
        found = self.pages.get(path)
        if found is None or source is None or found.source is not source or source.file in self.troubled:
            return None
        return found if found.kind is kind else None

    def author(
        self, slug: str, source: Source, page: Page | None, files: Mapping[str, File]
    ) -> Author | None:
        """The person that is made of the same, or None."""
        found = self.people.get(slug)
        if found is None or found.source is not source or source.file in self.troubled:
            return None
        return found if found.page is page and found.files == files else None

    def names_of(self, people: Mapping[str, Author]) -> Names:
        """The people by their names: as before, where they are the same."""
        return self.names if self.names is not None and self.names.by_slug == people else Names(people)
