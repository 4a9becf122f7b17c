"""People, however they are stored: a page or a term page under authors/, or a file in data/authors/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from masthead.content.fields import Report, bind
from masthead.content.model import File, Page
from masthead.content.person import Person
from masthead.content.source import Key, Source
from masthead.errors import Problems

ASIAN = "\u2e80"
"""Where the characters of Chinese, Japanese and Korean start, whose names have the family first."""

_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})


class Author(Struct, frozen=True, eq=False):
    """A person in one language: who they are, and the page and files that belong to them.

    `slug` is the folder's or file's name; `page` the page or term page of that name, rendered or not.
    """

    slug: str
    lang: str
    person: Person
    source: Source
    page: Page | None = None
    files: Mapping[str, File] = field(default_factory=dict)

    @property
    def own_page(self) -> Page | None:
        """Their own page, where they have one that visitors can open."""
        return self.page if self.page is not None and self.page.rendered else None

    @property
    def name(self) -> str:
        """The name as it is shown."""
        full = f"{self.person.given} {self.person.family}".strip()
        return self.person.title or full or self.slug

    @property
    def family_name(self) -> str:
        """What people are ordered by: the family name as it is given, else as the name shows it.

        That is the last word, before a comma and without `Jr.` and the like; of a name in Chinese, Japanese
        or Korean, which starts with it, all up to a space.
        """
        if self.person.family:
            return self.person.family
        words = [word for word in self.name.partition(",")[0].split() if word[0].isalnum()]
        if not words or words[0] >= ASIAN:
            return words[0] if words else self.name
        western = [word for word in words if word < ASIAN and word.lower().strip(".") not in _AFTER_NAMES]
        return western[-1] if western else words[-1]

    @property
    def initials(self) -> str:
        """Up to two letters that stand in for a picture."""
        words = [word for word in self.name.split() if word[0].isalnum()]
        if not words:
            return "?"
        return (words[0][0] + (words[-1][0] if len(words) > 1 and words[0].isascii() else "")).upper()

    @property
    def avatar(self) -> File | None:
        """The picture that their front matter names, else the first file called avatar."""
        named = self.files.get(self.person.avatar_filename)
        found = (file for name, file in sorted(self.files.items()) if name.lower().startswith("avatar."))
        return named or next(found, None)


def slug_of_data(source: Source) -> str:
    """What a person with a data file is known by."""
    return str(source.meta.get("slug") or source.path.stem)


def author_of(
    slug: str,
    lang: str,
    meta: Mapping[str, Any],
    source: Source,
    page: Page | None,
    files: Mapping[str, File],
    problems: Problems,
) -> Author:
    """A person as front matter or data have them; what does not fit is a problem."""

    def report(keys: tuple[Key, ...], message: str) -> None:
        problems.warn(message, source.where(*keys), "It is left out.")

    return Author(slug, lang, read_person(meta, report), source, page, files)


def read_person(meta: Mapping[str, Any], report: Report) -> Person:
    """A person from front matter or data; what does not fit is reported and left out."""
    return bind(Person, meta, report)
