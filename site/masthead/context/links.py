"""The buttons of a publication, event or project: where its paper, code, slides and the rest are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape
from msgspec import Struct
from msgspec.structs import replace
from pydantic import AliasChoices, BeforeValidator, Field

from masthead.config import Dialect
from masthead.content.fields import ItemsOf, Model, Text, bind
from masthead.content.members import project_names
from masthead.content.model import Page
from masthead.content.source import Key
from masthead.context.parts import NOTHING, Link
from masthead.context.people import ICON_LABELS
from masthead.context.scene import Scene
from masthead.errors import did_you_mean

TYPES = ("pdf", "preprint", "code", "dataset", "project", "poster", "slides", "video", "source")
"""The kinds of links that have a key of their own, `url_pdf` and so on, in the order of their buttons."""

PROJECTS = ("project", "projects")
"""The sections that hold projects."""

PROVIDERS = {
    "doi": "https://doi.org/{}",
    "arxiv": "https://arxiv.org/abs/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "hal": "https://hal.science/{}",
    "isbn": "https://openlibrary.org/isbn/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "openalex": "https://openalex.org/{}",
    "github": "https://github.com/{}",
    "huggingface": "https://huggingface.co/{}",
    "kaggle": "https://www.kaggle.com/{}",
    "zenodo": "https://zenodo.org/records/{}",
    "osf": "https://osf.io/{}/",
    "dblp": "https://dblp.org/rec/{}",
    "semanticscholar": "https://www.semanticscholar.org/paper/{}",
}
"""Where the identifiers of well-known services lead; services are read in any case, with `_` or without."""

LABELS = {"arxiv": "btn_preprint"}
"""Identifiers whose button says what is there rather than who keeps it."""

ICONS = {
    "pdf": "document-text",
    "preprint": "document-text",
    "arxiv": "document-text",
    "cite": "document-duplicate",
    "code": "code-bracket",
    "source": "code-bracket-square",
    "dataset": "circle-stack",
    "project": "folder",
    "poster": "photo",
    "slides": "presentation-chart-bar",
    "video": "video-camera",
    "doi": "link",
    "github": "brands/github",
    "site": "globe-alt",
    "live": "play-circle",
    "demo": "play-circle",
    "model": "cube",
    "event": "calendar",
    "calendar": "calendar-days",
    "registration": "ticket",
    "discussion": "chat-bubble-left-right",
}
"""The icons of buttons whose link names none; the oldest theme has none."""

_STARTS = ("https://", "http://", "dx.doi.org/", "doi.org/", "arxiv.org/abs/", "doi:", "arxiv:")
"""What people write before an identifier."""


def service_of(name: str) -> str:
    """A service as `PROVIDERS` knows it: `Semantic_Scholar` is `semanticscholar`."""
    return name.strip().lower().replace("_", "").replace("-", "")


def address(service: str, number: str) -> str:
    """Where an identifier leads; empty for an unknown service, or without an identifier."""
    bare = number.strip()
    for start in _STARTS:
        if bare.lower().startswith(start):
            bare = bare[len(start) :].strip()
    pattern = PROVIDERS.get(service)
    return pattern.format(quote(bare, safe="/:;,.@!$&'()*+=~%")) if pattern and bare else ""


def _as_link(value: Any) -> Any:
    items = value if isinstance(value, (list, tuple)) else [value]
    return [{"url": item} if isinstance(item, str) and item.strip() else item for item in items]


class PageLink(Model):
    """An entry of `links:`: an address, or a provider and its identifier."""

    name: Annotated[Text, Field(validation_alias=AliasChoices("name", "label"))] = ""
    """What the button says."""
    url: Text = ""
    """Where it leads."""
    type: Text = ""
    """What it leads to, such as `code`, `pdf` or `doi`."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""
    provider: Text = ""
    """Who has it, where `id` stands for the address."""
    id: Text = ""
    """Its identifier there."""

    @property
    def target(self) -> str:
        """Where it leads; empty when it names nothing."""
        return self.url.strip() or address(service_of(self.provider), self.id)

    @property
    def kind(self) -> str:
        """What it says of the place: its type, else its provider."""
        return self.type.strip().lower() or (service_of(self.provider) if not self.url else "")


def _by_service(value: Any) -> Any:
    return value if isinstance(value, dict) else {}


class HugoBlox(Model):
    """The kit's own corner of front matter: identifiers by service."""

    ids: Annotated[dict[str, Text], BeforeValidator(_by_service)] = Field(default_factory=dict)
    """Identifiers by what gives them, such as `doi` or `arxiv`."""


class Linked(Model):
    """The front matter that makes buttons."""

    links: Annotated[tuple[PageLink, ...], ItemsOf, BeforeValidator(_as_link)] = ()
    """Links drawn as buttons."""
    doi: Text = ""
    """The DOI."""
    hugoblox: Annotated[HugoBlox, BeforeValidator(_by_service)] = Field(default_factory=HugoBlox)
    """Identifiers of the work."""
    slides: Annotated[Text, BeforeValidator(lambda value: value if isinstance(value, str) else "")] = ""
    """The name of slides in content/slides/."""
    url_pdf: Text = ""
    """The text as PDF."""
    url_preprint: Text = ""
    """The preprint."""
    url_code: Text = ""
    """The code."""
    url_dataset: Text = ""
    """The data."""
    url_project: Text = ""
    """The project."""
    url_poster: Text = ""
    """The poster."""
    url_slides: Text = ""
    """The slides."""
    url_video: Text = ""
    """The film."""
    url_source: Text = ""
    """The source of the text."""


def page_links(scene: Scene, page: Page) -> list[Link]:
    """A page's buttons: links by type, the bundle's PDF, Cite, identifiers, then links by name.

    Where one of the `links` has a type, those by name stand among them, in the order of the list.
    """

    def report(keys: tuple[Key, ...], message: str) -> None:
        scene.problems.warn(message, page.where(*keys), "It is left out.")

    linked = bind(Linked, page.meta, report)
    return list(_Buttons(scene, page).of(linked))


class _Buttons(Struct, frozen=True):
    """The buttons of one page."""

    scene: Scene
    page: Page

    def of(self, linked: Linked) -> Iterator[Link]:
        """All of them, in order."""
        some_typed = self.scene.config.dialect is not Dialect.BOOTSTRAP and any(
            link.type for link in linked.links
        )
        first = [link for link in linked.links if some_typed or link.type]
        yield from self._listed(first)
        yield from self._by_key(linked)
        yield from self._identifiers(linked)
        yield from self._listed([link for link in linked.links if not (some_typed or link.type)])
        if linked.slides:
            deck = self.scene.library.page(self.page.lang, f"slides/{linked.slides}")
            if deck is not None and deck.rendered:
                yield self._button("slides", deck.url)

    def _listed(self, links: Sequence[PageLink]) -> Iterator[Link]:
        """Entries of `links:`; one that leads nowhere has no button."""
        for link in links:
            if not link.target:
                continue
            icon = self._icon(link.icon, link.icon_pack) if link.icon else self._own_icon(link.kind)
            href = self.scene.urls.link(link.target, self.page.url)
            name = link.name or (self.scene.t(f"btn_{link.kind}") if link.kind else "")
            host = urlsplit(link.target).netloc.removeprefix("www.") or link.target
            if name or not link.icon:
                yield Link(self.scene.inline(name, self.page) or escape(host), href, icon=icon)
            else:
                bare = link.icon.rpartition("/")[2]
                yield Link(NOTHING, href, label=ICON_LABELS.get(bare, host), icon=icon)

    def _by_key(self, linked: Linked) -> Iterator[Link]:
        """The keys `url_pdf` and so on, a PDF of the bundle's name, the record to cite."""
        page, files = self.page, self.page.files
        pdf = linked.url_pdf or next((name for name in files if name.lower() == f"{page.name}.pdf"), "")
        if pdf:
            yield self._button("pdf", pdf)
        if "cite.bib" in files:
            yield replace(self._button("cite", "cite.bib"), cites=True)
        for kind in TYPES[1:]:
            if href := getattr(linked, f"url_{kind}"):
                yield self._button(kind, href)
            if kind == "project":
                yield from (self._button(kind, project.url) for project in _projects(self.scene, page))

    def _identifiers(self, linked: Linked) -> Iterator[Link]:
        """`doi:`, and the identifiers under `hugoblox.ids`."""
        ids = {**({"doi": linked.doi} if linked.doi else {}), **linked.hugoblox.ids}
        for name, number in ids.items():
            service = service_of(name)
            if service not in PROVIDERS and number:
                hint = did_you_mean(service, PROVIDERS) or "Write it among the `links`, with its address."
                where = self.page.where("hugoblox", "ids", name)
                self.scene.problems.warn(f"there is no service {name!r}.", where, hint)
            elif href := address(service, number):
                label = LABELS.get(service, f"btn_{service}")
                yield Link(escape(self.scene.t(label)), href, icon=self._own_icon(service))

    def _button(self, kind: str, href: str) -> Link:
        """A button that is named after its kind."""
        name = self.scene.inline(self.scene.t(f"btn_{kind}"), self.page)
        return Link(name, self.scene.urls.link(href, self.page.url), icon=self._own_icon(kind))

    def _icon(self, name: str, pack: str) -> Markup:
        return self.scene.icon(name, pack, spot=lambda: self.page.where("links"))

    def _own_icon(self, kind: str) -> Markup:
        older = self.scene.config.dialect is Dialect.BOOTSTRAP
        return NOTHING if older else self.scene.icon(ICONS.get(kind, ""))


def _projects(scene: Scene, page: Page) -> Iterator[Page]:
    """The projects that a page of the older theme belongs to."""
    if scene.config.dialect is Dialect.BOOTSTRAP:
        names = sorted(project_names(page))
        found = (scene.library.page(page.lang, f"{folder}/{name}") for name in names for folder in PROJECTS)
        yield from (project for project in found if project is not None and project.rendered)
