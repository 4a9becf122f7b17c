"""Who wrote a page: the names of its authors, the people that they stand for, and what is noted of them."""

from __future__ import annotations

from itertools import zip_longest

from markupsafe import escape
from msgspec.structs import replace

from masthead.config import Dialect
from masthead.content.model import Page
from masthead.content.names import authors_of, key_of
from masthead.content.urls import slug_of
from masthead.context.parts import Link
from masthead.context.people import PersonCard
from masthead.context.scene import Scene


def author_links(scene: Scene, page: Page) -> list[Link]:
    """The names under `authors:`, in order; one that is a person's, by whichever name, leads to their page.

    In the older theme every name leads to the list of what its bearer wrote. Before the kit, only those
    who are named as their folder is have their picture beside it.
    """
    notes = texts_of(page.meta.get("author_notes"))
    marks = {note: MARKS[index % len(MARKS)] for index, note in enumerate(dict.fromkeys(notes))}
    return [
        replace(link, note=note, mark=marks.get(note, "")) if note else link
        for link, note in zip_longest(
            (_author_link(scene, page, name) for name in authors_of(page)), notes, fillvalue=""
        )
        if isinstance(link, Link)
    ]


MARKS = ("*", "\u2020", "\u2021", "\u00a7", "\u2016", "\u00b6")
"""What stands behind the names that a note is for, another for each note."""


def _author_link(scene: Scene, page: Page, name: str) -> Link:
    library = scene.library
    author = library.author(page.lang, name)
    if scene.config.dialect is Dialect.BOOTSTRAP:
        slug = slug_of(name, accents=not scene.config.remove_path_accents)
        term = library.page(page.lang, f"authors/{slug}")
        if term is not None and term.rendered:
            own = library.people[page.lang].get(slug)
            title = own.name if own else name
            return Link(scene.inline(title, page), scene.url(term.url), slug=author.slug if author else "")
    if author is None:
        return Link(scene.inline(name, page))
    url = scene.url(author.own_page.url) if author.own_page else ""
    by_slug = key_of(name) == key_of(author.slug)
    shown_name = escape(author.name) if by_slug else scene.inline(name, page)
    pictured = by_slug or scene.config.dialect is Dialect.KIT
    face = PersonCard(scene, author).avatar if pictured else None
    return Link(shown_name, url, slug=author.slug, picture=face)


def texts_of(value: object) -> list[str]:
    """A list of texts, or a single one, as people write them; empty ones are left out."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(item).strip() for item in values if item not in (None, "")]
