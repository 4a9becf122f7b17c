"""What publications say of themselves: where they were published, and of what kind they are."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from markupsafe import Markup, escape
from msgspec import Struct
from pydantic import BeforeValidator

from masthead.citations import Cited, Style, Venue, cite, full_stop
from masthead.config import Dialect
from masthead.content.fields import Model, Text, Texts, bind
from masthead.content.i18n import publication_type_key
from masthead.content.model import Page
from masthead.content.source import Key
from masthead.content.urls import slug_of
from masthead.context.parts import Link
from masthead.context.scene import Scene
from masthead.markup import plain

SECTIONS = frozenset({"publication", "publications", "paper", "papers"})
"""Sections and types whose pages are publications."""


def is_publication(page: Page) -> bool:
    """Whether a page is a paper, a book or the like."""
    return page.type.lower() in SECTIONS


class Place(Model):
    """A journal, book or conference; `name` may be Markdown and hold volume and issue itself."""

    name: Text = ""
    """The journal, book or conference."""
    short_name: Text = ""
    """A shorter name."""
    volume: Text = ""
    """The volume."""
    issue: Text = ""
    """The issue."""
    pages: Text = ""
    """The pages."""


def _named(value: Any) -> Any:
    return value if isinstance(value, dict) else {"name": value}


class Publication(Model):
    """The front matter of a publication."""

    publication: Annotated[Place, BeforeValidator(_named)] = Place()
    """Where it was published."""
    publication_short: Text = ""
    """The same, shorter."""
    publication_types: Texts = ()
    """Its kinds, such as `article-journal`."""


def read_publication(scene: Scene, page: Page) -> Publication:
    """A page's front matter as that of a publication; what does not fit is left out with a warning."""
    return scene.once((page, "publication"), partial(_publication, page))


def _publication(page: Page, scene: Scene) -> Publication:
    def report(keys: tuple[Key, ...], message: str) -> None:
        scene.problems.warn(message, page.where(*keys), "It is left out.")

    return bind(Publication, page.meta, report)


def venue(scene: Scene, page: Page) -> Markup:
    """Where a page was published, in full, as HTML."""
    return scene.once((page, "venue"), partial(_venue, page))


def _venue(page: Page, scene: Scene) -> Markup:
    place = read_publication(scene, page).publication
    cited = cite(Venue(place.name, place.volume, place.issue, place.pages), _style(scene))
    return scene.inline(cited.whole, page, lambda: page.where("publication"))


class Citation(Struct, frozen=True):
    """A publication in a list of references, in the settings' style; what it says is HTML.

    `title_end` and `before` stand before the year in MLA's order, `after` behind it.
    """

    style: Style
    title_end: str
    before: Markup
    after: Markup


def citation(scene: Scene, page: Page) -> Citation:
    """How a page is cited: with the short form of where it was published, if it has one."""
    work, style = read_publication(scene, page), _style(scene)
    place = work.publication
    short = work.publication_short or place.short_name
    whole = Venue(place.name, place.volume, place.issue, place.pages)
    cited = Cited(short) if short else cite(whole, style)
    before = scene.inline(cited.before, page, lambda: page.where("publication"))
    end = full_stop(plain(scene.inline(page.title, page)))
    return Citation(style, end, before, escape(cited.after))


def _style(scene: Scene) -> Style:
    return scene.language.params.content.citations.style


def publication_types(scene: Scene, page: Page) -> list[Link]:
    """The kinds of a publication in words, each with the list of all of that kind."""
    links: list[Link] = []
    for name in read_publication(scene, page).publication_types:
        key = publication_type_key(name)
        label = scene.t(key) if key in scene.words else name
        older = scene.config.dialect is Dialect.BOOTSTRAP
        path = page.section if older else f"publication_types/{slug_of(name)}"
        term = scene.library.page(page.lang, path)
        links.append(Link(escape(label), scene.url(term.url) if term and term.rendered else ""))
    return links
