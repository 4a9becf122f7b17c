"""Edits that leave pages and people in their place: the library goes on with what is new in their files.

A place is all that a library is made from, also what of it is made when it is asked for. What pages and cards
show beside is read from the page or person itself, whenever one is rendered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import force_setattr

from masthead.config import Config
from masthead.content.build import Builder, hidden_reason
from masthead.content.library import Library
from masthead.content.members import Item, keep_lists, lists_with
from masthead.content.model import Page
from masthead.content.people import Author, author_of, slug_of_data
from masthead.content.query import TAXONOMIES
from masthead.content.source import Source
from masthead.content.widgets import is_bundle
from masthead.errors import Problems

Edit = tuple[Item, Item]
"""A page or person, and what is made of the newer file."""


def follow(library: Library, source: Source, newer: Source) -> bool:
    """Let a source, and what is made of it, go on with a newer reading of its file.

    False where more is new than texts and what leaves all in its place; then nothing was done. Who renders a
    page meanwhile may see some of it.
    """
    if source.follow(newer):
        return True
    if not _is_alone(library, source, newer):
        return False
    problems = Problems()
    edits = list(_edits(library, source, newer, problems))
    if not edits or problems or any(_moves(library.config, old, new) for old, new in edits):
        return False
    lists = [(members := library.members(lang), lists_with(members, edits)) for lang in library.pages]
    source.become(newer)
    for old, new in edits:
        for name in ("front", "meta") if isinstance(old, Page) else ("person",):
            force_setattr(old, name, getattr(new, name))
    for members, kept in lists:
        keep_lists(members, kept)
    return True


def _is_alone(library: Library, source: Source, newer: Source) -> bool:
    """Whether nothing but shown pages and people is made of a file, and nothing is or was wrong with it."""
    troubled = any(problem.where.file == source.file for problem in library.problems)
    hidden = any(hidden.page.source is source for hidden in library.hidden)
    quoted = any(text is source for texts in library.widgets.values() for text in texts)
    cascades = "cascade" in source.meta or "cascade" in newer.meta
    return (
        not (troubled or newer.problems or hidden or quoted or cascades) and source.classes == newer.classes
    )


def _edits(library: Library, source: Source, newer: Source, problems: Problems) -> Iterator[Edit]:
    """What is made of a file in all languages, with what would be made of it now."""
    pages: dict[Page, Page] = {}
    for lang, all_pages in library.pages.items():
        for page in all_pages.values():
            if page.source is source:
                language, inherited = library.config.language(lang), library.inherited[lang]
                builder = Builder(library.config, language, problems, inherited=inherited)
                pages[page] = builder.page(page.kind, page.path, newer, library.files.tree)
    yield from pages.items()
    for people in library.people.values():
        for author in people.values():
            if author.source is source:
                own = author.page
                made = pages.get(own, own) if own else None
                meta = made.meta if made is not None and made.source is newer else newer.meta
                yield author, author_of(author.slug, author.lang, meta, newer, made, author.files, problems)


def _moves(config: Config, old: Item, new: Item) -> bool:
    hides = isinstance(new, Page) and hidden_reason(config, new)
    return bool(hides) or place(config, old) != place(config, new)


def place(config: Config, item: Item) -> tuple[object, ...]:
    """All of a page or person that a library is made from, but for what its sorted lists are sorted by."""
    return _place_of_page(config, item) if isinstance(item, Page) else _place_of_person(item)


def _place_of_page(config: Config, page: Page) -> tuple[object, ...]:
    front, meta = page.front, page.meta
    return (
        page.title,
        page.url,
        page.type,
        page.date,
        page.rendered,
        page.listed,
        front.linktitle,
        front.weight,
        front.aliases,
        front.outputs,
        front.translationkey,
        front.build.publishresources,
        page.source is not None and is_bundle(page.path, page.source),
        "sections" in meta,
        page.rendered or bool(meta.get("external_link")),
        *(repr(meta.get(key)) for key in _terms(config)),
    )


def _place_of_person(author: Author) -> tuple[object, ...]:
    who, meta = author.person, author.source.meta
    names = (who.title, who.given, who.family, who.alternate, who.pronunciation, who.names)
    page = author.page
    own = page is not None and page.source is author.source
    terms = (repr(meta.get(key)) for key in TAXONOMIES)
    return (*names, who.weight, who.owner, "" if own else slug_of_data(author.source), *terms)


def _terms(config: Config) -> Sequence[str]:
    """The keys of front matter under which words stand that pages and people are found by."""
    related = (index.name.lower() for index in config.related.indices)
    return sorted({*config.taxonomies.values(), *TAXONOMIES, *related, "authors", "projects"})
