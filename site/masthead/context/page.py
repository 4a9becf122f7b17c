"""The page itself, as its template sees it: what a card has, and its body, details and neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from markupsafe import Markup

from masthead.config import Dialect
from masthead.content.dates import format_date, shown
from masthead.content.model import Page
from masthead.content.related import related_pages
from masthead.content.urls import slug_of
from masthead.context.bylines import texts_of
from masthead.context.events import EventView, event_view
from masthead.context.items import Card
from masthead.context.links import PROJECTS
from masthead.context.parts import Link
from masthead.context.people import PersonCard
from masthead.context.share import encoded, share_links
from masthead.context.works import publication_types, venue
from masthead.lazily import cached_property
from masthead.markup import plain


class PageView(Card, frozen=True, dict=True):
    """What templates know of the page itself: all that a card has, and its head and body."""

    @cached_property
    def title(self) -> str:  # type: ignore[override]
        """The title as plain text; empty for a home page without one."""
        return plain(self.title_html)

    @cached_property
    def title_html(self) -> Markup:
        """The title as HTML."""
        return self.scene.inline(self.page.title, self.page)

    @cached_property
    def subtitle(self) -> Markup:
        """The line below the title."""
        return self.scene.inline(self.page.front.subtitle, self.page)

    @property
    def lang(self) -> str:
        """The page's language."""
        return self.page.lang

    @cached_property
    def url(self) -> str:
        """The page's own URL."""
        return self.scene.url(self.page.url)

    @cached_property
    def canonical(self) -> str:
        """Its whole address; empty when nobody has said where the site will stand."""
        return self.scene.urls.absolute(self.page.url)

    @cached_property
    def description(self) -> str:
        """What it says of itself to search engines, at most 160 characters."""
        front = self.page.front
        own = self.scene.inline(front.description, self.page) if front.description else self.summary
        text = " ".join(plain(own).split()) or self.scene.language.params.identity.description
        return text if len(text) <= 160 else text[:159].rsplit(" ", 1)[0] + "…"

    @cached_property
    def body(self) -> Markup:
        """The body as HTML."""
        return Markup(self.scene.body(self.page).html)

    @cached_property
    def reading_minutes(self) -> int:
        """Minutes that reading it takes, rounded up."""
        return self._minutes(ceil)

    @property
    def preview_only(self) -> bool:
        """Whether its picture is for cards alone."""
        return self.page.front.image.preview_only

    @property
    def show_date(self) -> bool:
        """Whether the date stands below the title."""
        return self.page.front.show_date and shown(self.page.date)

    @property
    def show_lastmod(self) -> bool:
        """Whether the page ends with the day that it last changed."""
        return not self._bootstrap and self.page.front.show_date and shown(self.page.lastmod)

    @cached_property
    def section(self) -> Page | None:
        """The section that it stands in; None for a page that stands in none."""
        return self.scene.library.page(self.page.lang, self.page.section) if self.page.section else None

    @cached_property
    def crumb(self) -> Link | None:
        """The way to the section that it stands in."""
        section = self.section
        if self._bootstrap or section is None or section is self.page:
            return None
        key = self.page.section
        label = self.scene.t(key) if key in self.scene.words else section.title
        return Link(Markup.escape(label), self.scene.url(section.url) if section.rendered else "")

    @cached_property
    def people(self) -> Sequence[PersonCard]:
        """Those of its authors that the site knows as people; the site's owner when it names nobody.

        Before the kit, those whose folder has their name, with a file that has the key `superuser`.
        """
        people, dialect = self.scene.library.people[self.page.lang], self.scene.config.dialect
        wanted = self.page.front.profile and self.scene.language.params.extra.get("profile") is not False
        if not wanted or not self.page.section:
            return []
        owners = [person.slug for person in self.scene.library.members(self.page.lang).owners]
        slugs = [link.slug for link in self.authors] if self.page.meta.get("authors") else owners[:1]
        if dialect is not Dialect.KIT and self.page.meta.get("authors"):
            accents = not self.scene.config.remove_path_accents
            named = {slug_of(name, accents=accents) for name in texts_of(self.page.meta.get("authors"))}
            slugs = [slug for slug in slugs if slug in named and "superuser" in people[slug].source.meta]
        return [PersonCard(self.scene, person) for slug in slugs if (person := people.get(slug))]

    @cached_property
    def noted(self) -> Sequence[Link]:
        """One of its authors for each note on any of them."""
        first: dict[str, Link] = {}
        for author in self.authors:
            if author.note:
                first.setdefault(author.note, author)
        return tuple(first.values())

    @property
    def cites(self) -> bool:
        """Whether one of its buttons leads to the record of a publication."""
        return any(link.cites for link in self.links)

    @cached_property
    def share(self) -> Sequence[Link]:
        """Where readers may share it; the older theme offers it on every page, the newer when asked."""
        asked = self.page.front.share
        if not (self._bootstrap if asked is None else asked):
            return ()
        return share_links(self.scene, self.canonical or self.url, self.title)

    @property
    def share_path(self) -> str:
        """What stands for its address in those links until a script completes it; empty when it is whole."""
        return "" if self.canonical else encoded(self.url)

    @cached_property
    def about(self) -> Sequence[tuple[str, Sequence[Card]]]:
        """What belongs to a project: in the older theme its posts, publications and events."""
        if not self._bootstrap or self.page.section not in PROJECTS:
            return ()
        library, page = self.scene.library, self.page
        found = [
            (self.scene.t(f"{kind}s"), [Card(self.scene, other) for other in library.about(page, kind)])
            for kind in ("post", "publication", "event")
        ]
        return [(title, items) for title, items in found if items]

    @cached_property
    def related(self) -> Sequence[Card]:
        """Pages like this one, where it or the settings ask for them."""
        if not self.page.front.show_related:
            return ()
        return [Card(self.scene, page) for page in related_pages(self.scene.library, self.page)]

    @property
    def show_neighbours(self) -> bool:
        """Whether the pages before and after it are named at its end."""
        return (not self._bootstrap) if self.page.front.pager is None else self.page.front.pager

    @property
    def month(self) -> str:
        """The month that a publication came out in, in the format of the settings' citations."""
        if not shown(self.page.date) or self.page.date is None:
            return ""
        layout = self.scene.language.params.content.citations.date_format or "January 2006"
        return format_date(self.page.date, layout, self.scene.lang)

    @cached_property
    def publication(self) -> Markup:
        """Where it was published, in full."""
        return venue(self.scene, self.page)

    @cached_property
    def publication_types(self) -> Sequence[Link]:
        """What kind of publication it is."""
        return publication_types(self.scene, self.page)

    @cached_property
    def abstract(self) -> Markup:
        """Its abstract."""
        text, spot = self.page.front.abstract, lambda: self.page.where("abstract")
        if self._bootstrap or "\n\n" in text.strip():
            return self.scene.text(text, self.page, spot)
        return self.scene.inline(text.strip(), self.page, spot)

    @cached_property
    def event(self) -> EventView:
        """When and where it takes place."""
        return event_view(self.scene, self.page)

    @cached_property
    def _neighbours(self) -> Sequence[Card | None]:
        return [Card(self.scene, page) if page else None for page in self.scene.library.neighbours(self.page)]

    @property
    def prev(self) -> Card | None:
        """The next older page of its section."""
        return self._neighbours[1]

    @property
    def next(self) -> Card | None:
        """The next newer page of its section."""
        return self._neighbours[0]

    @cached_property
    def edit_url(self) -> str:
        """Where its source can be edited, if the settings name a repository and the page asks for it."""
        repository = self.scene.language.params.repository
        if not repository.enable or self.page.source is None or not self.page.front.editable:
            return ""
        return f"{repository.url.rstrip('/')}/edit/{repository.branch}/{self.page.source.file}"
