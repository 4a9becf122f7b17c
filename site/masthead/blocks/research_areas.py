"""The `research-areas` block, later called `focus-areas`: what a group works on, as cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from masthead.blocks.base import CSS, As, Block, Href, Inline, PictureName, Place, Prose
from masthead.blocks.calls import Action, ActionField
from masthead.content.fields import ItemsOf, Model, Text, Texts

TOPICS = 3
"""How many topics a card names; the others are counted."""


def _topics(value: Any) -> Any:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


class Area(Model):
    """One area: `status` is a word such as active; team, publications and funding are short texts."""

    name: Inline = ""
    description: Prose = ""
    icon: Text = ""
    image: PictureName = ""
    url: Href = ""
    status: Text = ""
    topics: Annotated[Texts, BeforeValidator(_topics), As.INLINE] = ()
    team_size: Text = ""
    publications: Text = ""
    funding: Text = ""
    cta: ActionField = Action()


class ResearchAreasDesign(Model):
    """`layout` is cards, hexagon or timeline; the last two show name and description alone."""

    layout: Text = "cards"


class ResearchAreas(Block):
    """Areas of work, with an action below them."""

    names = ("research-areas", "focus-areas")
    css = (CSS,)

    items: Annotated[tuple[Area, ...], ItemsOf] = ()
    cta: ActionField = Action()
    design: ResearchAreasDesign = ResearchAreasDesign()

    def context(self, place: Place) -> Mapping[str, Any]:
        """`topics`: how many topics are named."""
        return {"topics": TOPICS}
