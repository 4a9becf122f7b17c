"""People as grids and their own pages show them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from masthead.content.model import Page
from masthead.content.people import Author
from masthead.content.urls import root_url
from masthead.context.host import Spot
from masthead.context.parts import Picture
from masthead.context.scene import Scene
from masthead.context.shared import shared
from masthead.lazily import cached_property

_EMAIL = re.compile(r"[^\s/:@]+@[^\s/:@]+\.[^\s/:@]+\Z")

ICON_LABELS = {
    "at-symbol": "Email",
    "envelope": "Email",
    "google-scholar": "Google Scholar",
    "orcid": "ORCID",
    "github": "GitHub",
    "linkedin": "LinkedIn",
    "linkedin-in": "LinkedIn",
    "x": "X",
    "x-twitter": "X",
    "researchgate": "ResearchGate",
    "dblp": "DBLP",
    "youtube": "YouTube",
}


class Place(Struct, frozen=True):
    """An organization, with its address or an empty one."""

    name: Markup
    url: str


class ProfileLink(Struct, frozen=True):
    """A link to the person elsewhere: `label` names it for those who do not see the icon."""

    url: str
    label: str
    icon: Markup


class Entry(Struct, frozen=True):
    """A position or a degree: title, the years, the place with its address, what there is to say."""

    title: Markup
    place: Markup
    url: str
    dates: str
    summary: Markup


class PersonCard(Struct, frozen=True, dict=True):
    """One person, in a grid or on a page of their own."""

    scene: Scene
    author: Author

    @property
    def subject(self) -> Author:
        """The person."""
        return self.author

    @property
    def person(self) -> PersonCard:
        """Itself: what tells people from pages in a list."""
        return self

    @property
    def _page(self) -> Page:
        return self.author.page or self.scene.library.home(self.scene.lang)

    def _spot(self, *keys: str | int) -> Spot:
        return lambda: self.author.source.where(*keys)

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return self.author.name

    @property
    def title(self) -> str:
        """The name, for views that show pages."""
        return self.author.name

    @property
    def initials(self) -> str:
        """What stands in for a picture."""
        return self.author.initials

    @cached_property
    def url(self) -> str:
        """Their homepage, else their own page; empty without either."""
        if self.author.person.homepage:
            return self.scene.urls.link(self.author.person.homepage, self._page.url)
        return self.scene.url(self.author.own_page.url) if self.author.own_page else ""

    @property
    def external(self) -> bool:
        """Whether the name leads out of the site."""
        return bool(urlsplit(self.author.person.homepage).netloc)

    @shared
    def avatar(self) -> Picture | None:
        """Their picture: beside their page, or in media/ for people from data files."""
        file = self.author.avatar
        url = self.scene.library.url_of_file(file) if file else None
        return self.scene.picture(url, file) if file and url else None

    @property
    def pronunciation(self) -> str:
        """How the name is said, or the name in another script."""
        return self.author.person.pronunciation

    @property
    def pronouns(self) -> str:
        """Their pronouns."""
        return self.author.person.pronouns

    @property
    def postnominals(self) -> str:
        """What follows the name, such as PhD."""
        return ", ".join(self.author.person.postnominals)

    @cached_property
    def status_icon(self) -> Markup:
        """An emoji or icon that says what they are up to."""
        return self.scene.icon(self.author.person.status.icon, spot=self._spot("status", "icon"))

    @shared
    def role(self) -> Markup:
        """Their role, from Markdown or HTML."""
        return self.scene.inline(self.author.person.role, self._page, self._spot("role"))

    @shared
    def organizations(self) -> Sequence[Place]:
        """Where they work."""
        return [
            Place(
                self.scene.inline(place.name, self._page, self._spot("organizations")), self._link(place.url)
            )
            for place in self.author.person.organizations
            if place.name
        ]

    def _link(self, url: str) -> str:
        """A link's target: an email address, else from the home page, wherever the person is shown."""
        if _EMAIL.match(url.strip()):
            return f"mailto:{url.strip()}"
        return self.scene.urls.link(url, root_url(self.scene.config, self.scene.lang)) if url else ""

    @shared
    def profiles(self) -> Sequence[ProfileLink]:
        """Links to them elsewhere; entries without an address are left out."""
        links: list[ProfileLink] = []
        for profile in self.author.person.profiles:
            if not profile.url:
                continue
            bare = profile.icon.rpartition("/")[2]
            label = profile.label or ICON_LABELS.get(bare) or bare.replace("-", " ").title() or profile.url
            drawn = self.scene.icon(profile.icon or "link", profile.icon_pack, spot=self._spot("profiles"))
            links.append(ProfileLink(self._link(profile.url), label, drawn))
        return links

    @cached_property
    def interests(self) -> Sequence[Markup]:
        """What they are interested in."""
        spot = self._spot("interests")
        return [self.scene.inline(text, self._page, spot) for text in self.author.person.interests]

    @cached_property
    def bio(self) -> Markup:
        """A short text about them."""
        return self.scene.text(self.author.person.bio, self._page, self._spot("bio"))

    @shared
    def bio_line(self) -> Markup:
        """The short text as a single line."""
        return self.scene.inline(" ".join(self.author.person.bio.split()), self._page, self._spot("bio"))

    @property
    def page_url(self) -> str:
        """Their own page on the site; empty without one."""
        return self.scene.url(self.author.own_page.url) if self.author.own_page else ""

    @cached_property
    def body(self) -> Markup:
        """The text of their page."""
        return Markup(self.scene.body(self.author.page).html) if self.author.page else Markup("")

    @cached_property
    def education(self) -> Sequence[Entry]:
        """Their degrees."""
        return [
            self._entry(item.area, item.institution, "", item.date_start, item.date_end, item.summary)
            for item in self.author.person.education
        ]

    @cached_property
    def work(self) -> Sequence[Entry]:
        """Their positions."""
        present = self.scene.t("present")
        return [
            self._entry(i.position, i.company, i.company_url, i.date_start, i.date_end or present, i.summary)
            for i in self.author.person.work
        ]

    def _entry(self, title: str, place: str, url: str, start: str, end: str, summary: str) -> Entry:
        scene, page, spot = self.scene, self._page, self._spot()
        dates = " \u2013 ".join(
            value[:4] if value[:4].isdigit() else value for value in (start, end) if value
        )
        return Entry(
            scene.inline(title, page, spot), scene.inline(place, page, spot), self._link(url), dates,
            scene.text(summary, page, spot),
        )  # fmt: skip
