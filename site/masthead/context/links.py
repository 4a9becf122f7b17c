"""The buttons of a publication, event or project: where its paper, code, slides and the rest are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from masthead.config import Dialect
from masthead.content.fields import ItemsOf, Model, Text, bind
from masthead.content.library import project_names
from masthead.content.model import Page
from masthead.content.source import Key
from masthead.context.parts import Link
from masthead.context.scene import Scene

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
    "openreview": "https://openreview.net/forum?id={}",
    "github": "https://github.com/{}",
    "huggingface": "https://huggingface.co/{}",
    "zenodo": "https://zenodo.org/records/{}",
    "osf": "https://osf.io/{}/",
    "dblp": "https://dblp.org/rec/{}",
    "semantic_scholar": "https://www.semanticscholar.org/paper/{}",
}
"""Where the identifiers of well-known services lead."""

LABELS = {"arxiv": "btn_preprint"}
"""Identifiers whose button says what is there rather than who keeps it."""


class PageLink(Model):
    """An entry of `links:`: an address, or a provider and its identifier."""

    name: Annotated[Text, Field(validation_alias=AliasChoices("name", "label"))] = ""
    url: Text = ""
    type: Text = ""
    icon: Text = ""
    icon_pack: Text = ""
    provider: Text = ""
    id: Text = ""

    @property
    def target(self) -> str:
        """Where it leads; empty when it names nothing."""
        if self.url:
            return self.url
        pattern = PROVIDERS.get(self.provider.lower())
        return pattern.format(self.id) if pattern and self.id else ""


def _by_service(value: Any) -> Any:
    return value if isinstance(value, dict) else {}


class HugoBlox(Model):
    """The kit's own corner of front matter: identifiers by service."""

    ids: Annotated[dict[str, Text], BeforeValidator(_by_service)] = Field(default_factory=dict)


class Linked(Model):
    """The front matter that makes buttons."""

    links: Annotated[tuple[PageLink, ...], ItemsOf] = ()
    doi: Text = ""
    hugoblox: Annotated[HugoBlox, BeforeValidator(_by_service)] = HugoBlox()
    slides: Annotated[Text, BeforeValidator(lambda value: value if isinstance(value, str) else "")] = ""
    url_pdf: Text = ""
    url_preprint: Text = ""
    url_code: Text = ""
    url_dataset: Text = ""
    url_project: Text = ""
    url_poster: Text = ""
    url_slides: Text = ""
    url_video: Text = ""
    url_source: Text = ""


def page_links(scene: Scene, page: Page) -> list[Link]:
    """A page's buttons: links by type, the bundle's PDF, Cite, identifiers, then links by name."""

    def report(keys: tuple[Key, ...], message: str) -> None:
        scene.problems.warn(message, page.where(*keys), "It is left out.")

    linked = bind(Linked, page.meta, report)
    return list(_buttons(scene, page, linked))


def _buttons(scene: Scene, page: Page, linked: Linked) -> Iterator[Link]:
    def button(label: str, href: str, icon: str = "", pack: str = "") -> Link:
        drawn = scene.icon(icon, pack, spot=lambda: page.where("links"))
        return Link(scene.inline(label, page), scene.urls.link(href, page.url), icon=drawn)

    def word(kind: str) -> str:
        return scene.t(f"btn_{kind}")

    yield from (
        button(link.name or word(link.type), link.target, link.icon, link.icon_pack)
        for link in linked.links
        if link.type and link.target
    )
    own_pdf = next((name for name in sorted(page.files) if name.lower() == f"{page.name}.pdf"), "")
    pdf = linked.url_pdf or own_pdf
    if pdf:
        yield button(word("pdf"), pdf)
    if "cite.bib" in page.files:
        yield Link(scene.inline(word("cite"), page), scene.urls.link("cite.bib", page.url), "cite")
    for kind in TYPES[1:]:
        if href := getattr(linked, f"url_{kind}"):
            yield button(word(kind), href)
        if kind == "project":
            yield from (button(word(kind), project.url) for project in _projects(scene, page))
    ids = {**({"doi": linked.doi} if linked.doi else {}), **linked.hugoblox.ids}
    for service, number in ids.items():
        if number and service in PROVIDERS:
            bare = number.removeprefix("https://doi.org/").removeprefix("doi:")
            label = LABELS.get(service, f"btn_{service}")
            yield button(scene.t(label), PROVIDERS[service].format(bare))
    yield from (
        button(link.name, link.target, link.icon, link.icon_pack)
        for link in linked.links
        if not link.type and link.name and link.target
    )
    if linked.slides:
        deck = scene.library.page(page.lang, f"slides/{linked.slides}")
        if deck is not None and deck.rendered:
            yield button(word("slides"), deck.url)


def _projects(scene: Scene, page: Page) -> Iterator[Page]:
    """The projects that a page of the older theme belongs to."""
    if scene.config.dialect is Dialect.BOOTSTRAP:
        names = sorted(project_names(page))
        found = (scene.library.page(page.lang, f"{folder}/{name}") for name in names for folder in PROJECTS)
        yield from (project for project in found if project is not None and project.rendered)
