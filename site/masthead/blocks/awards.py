"""The `awards` block: prizes and certificates of a person, or those in the section itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, Field

from masthead.blocks.base import Place
from masthead.blocks.person import OfPerson, own_items
from masthead.content.fields import ItemsOf, Model, Text
from masthead.content.person import Award
from masthead.context.resume import MONTHS, SHORT_MONTHS, honours, origin_of


class AwardsDesign(Model):
    """How dates are printed: a layout of Go."""

    date_format: Text = ""
    """How dates are written: a layout of Go."""


class Awards(OfPerson):
    """Awards in the order of the person's file; items in the section stand in for a person without any."""

    names = ("resume-awards", "awards", "accomplishments")

    items: Annotated[
        tuple[Award, ...], ItemsOf, Field(validation_alias=AliasChoices("items", "item", "awards"))
    ] = ()
    """Prizes of the section's own, for a person without any."""
    date_format: Text = ""
    """How dates are written: a layout of Go."""
    design: AwardsDesign = AwardsDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """The awards; those in the section itself newest first."""
        layout = self.design.date_format or self.date_format
        author = self.author(place, required=not self.items)
        if author is not None and author.person.awards:
            origin = origin_of(place.scene, author, layout or MONTHS)
            return {"awards": honours(origin, author.person.awards, "awards")}
        own = honours(own_items(place, layout or SHORT_MONTHS), self.items, "items")
        newest_first = sorted(range(len(own)), key=lambda index: self.items[index].date, reverse=True)
        return {"awards": [own[index] for index in newest_first]}
