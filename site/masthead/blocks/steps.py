"""The `steps` block: what happens first, and what then."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field

from masthead.blocks.base import CSS, Block, Inline, Prose
from masthead.blocks.calls import Action, ActionField
from masthead.content.fields import ItemsOf, Model, Text


class Step(Model):
    """One step."""

    title: Annotated[Inline, Field(validation_alias=AliasChoices("title", "name"))] = ""
    text: Annotated[Prose, Field(validation_alias=AliasChoices("text", "description"))] = ""
    icon: Text = ""
    icon_pack: Text = ""


class StepsDesign(Model):
    """`layout` is horizontal or vertical; `marker_style` is number or icon."""

    layout: Text = "horizontal"
    marker_style: Text = "number"


class Steps(Block):
    """Steps in their order, with numbers or icons."""

    names = ("steps",)
    css = (CSS,)

    items: Annotated[tuple[Step, ...], ItemsOf] = ()
    cta: ActionField = Action()
    design: StepsDesign = StepsDesign()
