"""The `collection` block: pages or people that a query finds, in one of the views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from masthead.blocks.base import Block, Href, Inline, Place
from masthead.blocks.views import default_view, view_template
from masthead.content.fields import Bool, Int, Model, Text
from masthead.content.people import Author
from masthead.content.query import Query, Selection, select
from masthead.context.items import card


class Archive(Model):
    """The link to all of what a collection shows a part of."""

    enable: Bool | None = None
    """Whether the link is shown; unset, it is where more match than are shown."""
    text: Inline = ""
    """What the link says."""
    link: Href = ""
    """Where it leads; empty for the section's own page."""


class CollectionDesign(Model):
    """How the items are laid out."""

    view: Text = ""
    """The name of a view, such as `card` or `citation`."""
    columns: Int = 0
    """How many stand beside each other; 0 for what fits."""
    show_date: Bool = True
    """Whether dates are shown."""
    show_read_time: Bool = True
    """Whether the time that reading takes is shown."""
    show_read_more: Bool = True
    """Whether each has a link to read on."""
    fill_image: Bool = True
    """Read, but without effect."""


class Collection(Block, Query):
    """A list of pages or people. A view gets `items`, and `people` where all of them are people."""

    names = ("collection", "content-collection", "pages", "featured")

    archive: Archive = Archive()
    """The link to all of them."""
    design: CollectionDesign = CollectionDesign()
    """The view, and what it shows."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """The items, the view's template, and how many columns it has."""

        def warn(key: str, message: str, hint: str) -> None:
            place.warn(message, hint, "content", "filters", key)

        found = select(place.scene.library, place.scene.lang, self, warn, leave_out=place.page)
        only_people = bool(found.items) and all(isinstance(item, Author) for item in found.items)
        view = self.design.view or (
            "people-grid" if only_people else default_view(place.scene.config.dialect)
        )
        cards = [card(place.scene, item) for item in found.items]
        columns = self.design.columns or (4 if view == "people-grid" else 2)
        return {
            "items": cards,
            "people": [item.person for item in cards if item.person],
            "view": view_template(view, place, "design", "view"),
            "columns": max(1, columns),
            "archive_url": self._archive_url(place, found),
        }

    def _archive_url(self, place: Place, found: Selection) -> str:
        """Where the rest is, when there is more than is shown or the archive is asked for."""
        more = found.total > len(found.items) + self.offset
        if self.archive.enable is False or not (more or self.archive.enable):
            return ""
        if self.archive.link:
            return place.scene.urls.link(self.archive.link, place.page.url)
        section = place.scene.library.page(place.scene.lang, self.folders[0]) if self.folders else None
        return place.scene.url(section.url) if section and section.rendered else ""
