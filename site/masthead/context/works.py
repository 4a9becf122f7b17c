"""What publications say of themselves: where they were published, and of what kind they are."""

from __future__ import annotations

from typing import Annotated, Any

from markupsafe import Markup
from pydantic import BeforeValidator

from masthead.config import Dialect
from masthead.content.fields import Model, Text, Texts, bind
from masthead.content.i18n import publication_type_key
from masthead.content.model import Page
from masthead.content.source import Key
from masthead.content.urls import slug_of
from masthead.context.parts import Link
from masthead.context.scene import Scene

SECTIONS = frozenset({"publication", "publications", "paper", "papers"})
"""Sections and types whose pages are publications."""


def is_publication(page: Page) -> bool:
    """Whether a page is a paper, a book or the like."""
    return page.type.lower() in SECTIONS


class Venue(Model):
    """A journal, book or conference; `name` may be Markdown and hold volume and issue itself."""

    name: Text = ""
    short_name: Text = ""
    volume: Text = ""
    issue: Text = ""
    pages: Text = ""


def _named(value: Any) -> Any:
    return value if isinstance(value, dict) else {"name": value}


class Publication(Model):
    """The front matter of a publication."""

    publication: Annotated[Venue, BeforeValidator(_named)] = Venue()
    publication_short: Text = ""
    publication_types: Texts = ()


def read_publication(scene: Scene, page: Page) -> Publication:
    """A page's front matter as that of a publication; what does not fit is left out with a warning."""

    def report(keys: tuple[Key, ...], message: str) -> None:
        scene.problems.warn(message, page.where(*keys), "It is left out.")

    return bind(Publication, page.meta, report)


def venue(scene: Scene, page: Page, *, short: bool = False) -> Markup:
    """Where a page was published, as HTML; the short form where there is one and it is asked for."""
    work = read_publication(scene, page)
    place = work.publication
    if short and (work.publication_short or place.short_name):
        return scene.inline(work.publication_short or place.short_name, page)
    issue = f"({place.issue})" if place.issue else ""
    details = ", ".join(part for part in (f"{place.volume}{issue}", place.pages) if part)
    return scene.inline(f"{place.name}, {details}" if details and place.name else place.name, page)


def publication_types(scene: Scene, page: Page) -> list[Link]:
    """The kinds of a publication in words, each with the list of all of that kind."""
    links: list[Link] = []
    for name in read_publication(scene, page).publication_types:
        key = publication_type_key(name)
        label = scene.t(key) if key in scene.words else name
        older = scene.config.dialect is Dialect.BOOTSTRAP
        path = page.section if older else f"publication_types/{slug_of(name)}"
        term = scene.library.page(page.lang, path)
        links.append(Link(Markup.escape(label), scene.url(term.url) if term and term.rendered else ""))
    return links
