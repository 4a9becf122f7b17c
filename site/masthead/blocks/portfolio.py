"""The `portfolio` block: pages, and buttons that show those with a tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from markupsafe import Markup
from msgspec import Struct
from pydantic import AliasChoices, BeforeValidator, Field

from masthead.blocks.base import CSS, Block, Inline, Place
from masthead.blocks.collection import Archive, CollectionDesign
from masthead.blocks.views import view_template
from masthead.content.fields import Int, ItemsOf, Model, Text
from masthead.content.model import Page
from masthead.content.query import Item, Query, select, terms_of
from masthead.content.urls import urlize
from masthead.context.items import Card, card
from masthead.errors import did_you_mean

SHOWN_TOOLS = 4
"""How many tools a card names; the others are counted."""

_LINK_TYPES = {
    "github": ("portfolio_link_code", "brands/github"),
    "code": ("portfolio_link_code", "code-bracket"),
    "live": ("portfolio_link_live", "globe-alt"),
    "demo": ("portfolio_link_demo", "play"),
}


def _tag(value: Any) -> Any:
    """A tag as it stands in URLs; old sites write `.js-id-` before it."""
    return urlize(str(value).removeprefix(".js-id-")) if value and value != "*" else "*"


class Button(Model):
    """A button that shows the pages with a tag; `*` shows all."""

    name: Inline = ""
    """What the button says."""
    tag: Annotated[Text, BeforeValidator(_tag), Field(validation_alias=AliasChoices("filter", "tag"))] = "*"
    """The tag of the pages that it shows; `*` shows all."""


class PortfolioDesign(CollectionDesign):
    """A collection's design, and the icon of cards without a picture."""

    fallback_icon: Text = "code-bracket"
    """The icon of cards without a picture."""


class ProjectLink(Struct, frozen=True):
    """A link of a project to its code, its demo or elsewhere."""

    name: str
    url: str
    icon: Markup


class Project(Struct, frozen=True):
    """A card of its own kind: the page's card with its `status`, tools and links."""

    card: Any
    status: str
    tools: Sequence[str]
    links: Sequence[ProjectLink]


class Portfolio(Block, Query):
    """Pages in a view, or as project cards without one; `count` 0 means all."""

    names = ("portfolio",)
    css = (CSS,)

    count: Int = 0
    """How many are shown; 0 for all."""
    buttons: Annotated[
        tuple[Button, ...], ItemsOf, Field(validation_alias=AliasChoices("buttons", "filter_button"))
    ] = ()
    """Buttons that show the pages with a tag."""
    default_button_index: Annotated[
        Int, Field(validation_alias=AliasChoices("default_button_index", "filter_default"))
    ] = 0
    """Which button is pressed at first, from 0."""
    archive: Archive = Archive()
    """The link to all of them."""
    design: PortfolioDesign = PortfolioDesign()
    """The view, and what it shows."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """What the view gets; `chosen` is the index of the button pressed first.

        `hiding` has, by the position of an item that has not every button's tag, the numbers of the buttons
        that hide it, all counted from 1.
        """

        def warn(key: str, message: str, hint: str) -> None:
            place.warn(message, hint, "content", "filters", key)

        found = select(place.scene.library, place.scene.lang, self, warn, leave_out=place.page)
        cards = [card(place.scene, item) for item in found.items]
        view = self.design.view and view_template(self.design.view, place, "design", "view")
        section = place.scene.library.page(place.scene.lang, self.folders[0]) if self.folders else None
        more = len(found.items) < found.total if self.archive.enable is None else self.archive.enable
        return {
            "items": cards,
            "people": [item.person for item in cards if item.person],
            "projects": [] if view else [_project(place, item) for item in cards],
            "view": view,
            "columns": max(1, self.design.columns or 3),
            "hiding": _hiding(self.buttons, found.items, place),
            "shown_tools": SHOWN_TOOLS,
            "chosen": self.default_button_index if self.default_button_index < len(self.buttons) else 0,
            "archive_url": place.link(self.archive.link)
            if self.archive.link
            else place.scene.url(section.url)
            if more and section and section.rendered
            else "",
        }


def _hiding(buttons: Sequence[Button], items: Sequence[Item], place: Place) -> Mapping[int, Sequence[int]]:
    hiding: dict[int, list[int]] = {}
    tags = [terms_of(item, "tags") for item in items]
    for number, button in enumerate(buttons, 1):
        if button.tag == "*":
            continue
        without = [position for position, own in enumerate(tags, 1) if button.tag not in own]
        if tags and len(without) == len(tags):
            hint = did_you_mean(button.tag, set().union(*tags)) or "The button shows nothing."
            place.warn(f"no page here has the tag {button.tag!r}.", hint, "content", "buttons", number - 1)
        for position in without:
            hiding.setdefault(position, []).append(number)
    return hiding


def _project(place: Place, item: Any) -> Project:
    page = item.page if isinstance(item, Card) else None
    if page is None:
        return Project(item, "", (), ())
    tools = page.meta.get("tech_stack") or ()
    if isinstance(tools, str):
        tools = tools.split(",")
    status = page.meta.get("status")
    return Project(
        item,
        status.strip() if isinstance(status, str) else "",
        [str(tool).strip() for tool in tools],
        _links(place, page),
    )


def _links(place: Place, page: Page) -> list[ProjectLink]:
    entries = page.meta.get("links")
    links: list[ProjectLink] = []
    for entry in entries if isinstance(entries, list) else ():
        url = (entry.get("url") or entry.get("link")) if isinstance(entry, Mapping) else entry
        if not isinstance(url, str) or not url.strip():
            continue
        values = entry if isinstance(entry, Mapping) else {}
        key, icon = _LINK_TYPES.get(str(values.get("type")).lower(), ("portfolio_link_default", "link"))
        name = values.get("label") or values.get("name") or place.scene.t(key)
        drawn = place.scene.icon(str(values.get("icon") or icon), str(values.get("icon_pack") or ""))
        links.append(ProjectLink(str(name), place.scene.urls.link(url, page.url), drawn))
    return links
