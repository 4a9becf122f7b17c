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
    """Its name."""
    description: Prose = ""
    """What there is to say about it."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    image: PictureName = ""
    """A picture."""
    url: Href = ""
    """Where it leads."""
    status: Text = ""
    """A word such as `active`."""
    topics: Annotated[Texts, BeforeValidator(_topics), As.INLINE] = ()
    """What it is about: a list, or a text with commas."""
    team_size: Text = ""
    """How many work on it."""
    publications: Text = ""
    """How many papers came of it."""
    funding: Text = ""
    """Who pays for it."""
    cta: ActionField = Action()
    """A link below it, drawn as a button."""


class ResearchAreasDesign(Model):
    """`layout` is cards, hexagon or timeline; the last two show name and description alone."""

    layout: Text = "cards"
    """`cards`, `hexagon` or `timeline`."""


class ResearchAreas(Block):
    """Areas of work, with an action below them."""

    names = ("research-areas", "focus-areas")
    css = (CSS,)

    items: Annotated[tuple[Area, ...], ItemsOf] = ()
    """The entries, in order."""
    cta: ActionField = Action()
    """A link below it, drawn as a button."""
    design: ResearchAreasDesign = ResearchAreasDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """`topics`: how many topics are named."""
        return {"topics": TOPICS}
