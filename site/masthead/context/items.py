"""Pages as lists and page templates show them. Values are made when a template asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from math import ceil, floor

from markupsafe import Markup, escape
from msgspec import Struct

from masthead.config import Dialect
from masthead.content.dates import format_date, shown
from masthead.content.front import Image
from masthead.content.model import Page
from masthead.content.people import Author
from masthead.content.query import Item
from masthead.content.urls import slug_of
from masthead.context.bylines import author_links, texts_of
from masthead.context.events import event_start, event_times, event_view, is_event
from masthead.context.links import page_links
from masthead.context.parts import NOTHING, Day, Link, Picture
from masthead.context.people import PersonCard
from masthead.context.scene import Scene
from masthead.context.shared import shared
from masthead.context.works import Citation, citation, is_publication
from masthead.errors import did_you_mean
from masthead.lazily import cached_property
from masthead.markup import CITE, reading_minutes, summarize
from masthead.media.sources import PICTURES

REMOTE = ("http://", "https://", "//")


def day(scene: Scene, moment: datetime | None) -> Day | None:
    """A date as the settings want it printed; None for one that only orders pages."""
    if moment is None or not shown(moment):
        return None
    layout = scene.language.params.locale.date_format
    return Day(moment.date().isoformat(), format_date(moment, layout, scene.lang))


def picture(
    scene: Scene,
    name: str,
    page: Page | None,
    alt: str = "",
    caption: Markup = NOTHING,
    focal: str = "",
) -> Picture | None:
    """A picture by the name that front matter or a block gives; None when there is no such file."""
    if name.startswith(REMOTE):
        return Picture(name, alt=alt, caption=caption)
    found = scene.urls.media(name, page)
    return scene.picture(*found, alt, caption, focal) if found else None


class Card(Struct, frozen=True, dict=True):
    """One page in a list."""

    scene: Scene
    page: Page

    @property
    def subject(self) -> Page:
        """The page itself."""
        return self.page

    @property
    def kind(self) -> str:
        """Hugo's kind of the page."""
        return self.page.kind.value

    @property
    def type(self) -> str:
        """Hugo's type of the page."""
        return self.page.type

    @property
    def person(self) -> PersonCard | None:
        """No page in a list is a person; people are `PersonCard`s."""
        return None

    @shared
    def title(self) -> Markup:
        """The title as HTML; of a page without one its file's name."""
        return self.scene.inline(self.page.title or self.page.name, self.page)

    @property
    def external(self) -> bool:
        """Whether the card leads out of the site."""
        return bool(self._external_link)

    @property
    def _external_link(self) -> str:
        return self.page.front.external_link.strip()

    @cached_property
    def url(self) -> str:
        """Where the card leads."""
        if self._external_link:
            return self.scene.urls.link(self._external_link, self.page.url)
        return self.scene.url(self.page.url)

    @cached_property
    def summary(self) -> Markup:
        """A few words about it, as HTML without links."""
        return self.scene.summary(self.page)

    @cached_property
    def opening(self) -> Markup:
        """In the older theme the beginning of a text that shows works in it, with their cards; else empty."""
        front = self.page.front
        if not self._bootstrap or self.scene.quoting or front.summary or front.abstract:
            return NOTHING
        body, language = self.scene.body(self.page), self.scene.language
        if CITE not in body.html:
            return NOTHING
        beginning = body.summary_html
        if beginning is None:
            beginning = summarize(body.html, language.summary_length, cjk=language.has_cjk)
        return Markup(beginning) if CITE in beginning else NOTHING

    @shared
    def date(self) -> Day | None:
        """Its date; of an event the day that it starts on."""
        return day(self.scene, event_start(self.scene, self.page) or self.scene.library.date(self.page))

    @cached_property
    def year(self) -> str:
        """The year of its date."""
        date = event_start(self.scene, self.page) or self.page.date
        return str(date.year) if date and shown(date) else ""

    @cached_property
    def lastmod(self) -> Day | None:
        """When it last changed."""
        return day(self.scene, self.page.lastmod)

    @shared
    def image(self) -> Picture | None:
        """Its featured picture."""
        return featured(self.scene, self.page)

    @shared
    def authors(self) -> Sequence[Link]:
        """Who wrote it, in order; those with a page of their own are links."""
        return author_links(self.scene, self.page)

    @property
    def _bootstrap(self) -> bool:
        return self.scene.config.dialect is Dialect.BOOTSTRAP

    @cached_property
    def show_authors(self) -> bool:
        """Whether its authors stand below the title; the older theme leaves out the owner alone."""
        if not self._bootstrap:
            return True
        owners = {author.slug for author in self.scene.library.members(self.page.lang).owners}
        return not {link.slug for link in self.authors} <= owners

    @property
    def older(self) -> bool:
        """Whether it is shown as in the oldest theme: names and buttons of papers, hours of events."""
        return self._bootstrap

    @property
    def is_publication(self) -> bool:
        """Whether it is a paper, a book or the like."""
        return is_publication(self.page)

    @property
    def summary_is_line(self) -> bool:
        """Whether the summary is a line of front matter, which in the older theme is no paragraph."""
        text = (self.page.front.summary or self.page.front.abstract).strip()
        return self._bootstrap and bool(text) and "\n\n" not in text

    @property
    def location(self) -> Markup:
        """Where an event takes place."""
        return event_view(self.scene, self.page).location if is_event(self.page) else NOTHING

    @property
    def in_full(self) -> bool:
        """Whether cards name authors and reading time, and end with a link that says so: since the kit."""
        return self.scene.config.dialect is Dialect.KIT

    @property
    def trending(self) -> bool:
        """Whether its author calls it much read."""
        return self.page.front.content_meta.trending

    @property
    def content_type(self) -> str:
        """What it is to readers, such as a course."""
        return self.page.front.content_meta.content_type

    @property
    def difficulty(self) -> str:
        """How hard it is."""
        return self.page.front.content_meta.difficulty

    @property
    def prerequisites(self) -> Sequence[str]:
        """What readers should know before."""
        return self.page.front.content_meta.prerequisites

    @shared
    def categories(self) -> Sequence[Link]:
        """Its categories."""
        return term_links(self.scene, self.page, "categories")

    @shared
    def tags(self) -> Sequence[Link]:
        """Its tags."""
        return term_links(self.scene, self.page, "tags")

    @cached_property
    def reading_minutes(self) -> int:
        """Minutes that reading it takes, in the kit rounded down; 0 when not to be told.

        The older theme tells them of posts alone.
        """
        return self._minutes(ceil if self._bootstrap else floor)

    def _minutes(self, whole: Callable[[float], int]) -> int:
        wanted = self.page.front.reading_time and self.scene.language.params.content.reading_time
        if not wanted or "sections" in self.page.meta or (self._bootstrap and self.page.type != "post"):
            return 0
        return max(whole(self._reading_time), 1) if self.scene.body(self.page).html else 0

    @shared
    def _reading_time(self) -> float:
        return reading_minutes(self.scene.body(self.page).html, cjk=self.scene.language.has_cjk)

    @cached_property
    def times(self) -> str:
        """The hours of an event that takes less than a day."""
        return event_times(self.scene, self.page)

    @shared
    def citation(self) -> Citation:
        """How it stands in a list of references."""
        return citation(self.scene, self.page)

    @shared
    def links(self) -> Sequence[Link]:
        """Its buttons."""
        return page_links(self.scene, self.page)


def card(scene: Scene, item: Item) -> Card | PersonCard:
    """What a view gets for a page or a person."""
    return PersonCard(scene, item) if isinstance(item, Author) else Card(scene, item)


def featured(scene: Scene, page: Page) -> Picture | None:
    """A page's picture: what `image.filename` names, else its bundle's featured one; in the kit its cover."""
    image: Image = page.front.image
    caption = scene.inline(image.caption, page, lambda: page.where("image", "caption"))
    if image.filename:
        found = picture(scene, image.filename, page, image.alt_text, caption, image.focal_point)
        if found is None and scene.urls.media(image.filename, page) is None:
            message = f"there is no picture {image.filename!r}."
            hint = did_you_mean(image.filename, [*page.files, *scene.library.media])
            where = page.where("image", "filename")
            scene.problems.warn(message, where, hint or "Put it beside the page or into assets/media/.")
        return found
    for pattern in ("*featured*", "cover*") if scene.config.dialect is Dialect.KIT else ("*featured*",):
        for name, file in sorted(page.files.items()):
            suffix = file.path.suffix.lower()
            if "/" not in name and suffix in PICTURES and fnmatchcase(name.lower(), pattern):
                url = f"{page.url.rstrip('/')}/{name}"
                return scene.picture(url, file, image.alt_text, caption, image.focal_point)
    return None


def term_links(scene: Scene, page: Page, plural: str) -> list[Link]:
    """A page's terms of a taxonomy, as links to their lists."""
    links: list[Link] = []
    for term in texts_of(page.meta.get(plural)):
        found = scene.library.page(
            page.lang, f"{plural}/{slug_of(term, accents=not scene.config.remove_path_accents)}"
        )
        if found is not None:
            url = scene.url(found.url) if found.rendered else ""
            links.append(Link(escape(found.title if found.source else term), url))
    return links
