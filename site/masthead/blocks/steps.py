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
    """The title."""
    text: Annotated[Prose, Field(validation_alias=AliasChoices("text", "description"))] = ""
    """What happens, in Markdown."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""


class StepsDesign(Model):
    """`layout` is horizontal or vertical; `marker_style` is number or icon."""

    layout: Text = "horizontal"
    """`horizontal` or `vertical`."""
    marker_style: Text = "number"
    """`number` or `icon`."""


class Steps(Block):
    """Steps in their order, with numbers or icons."""

    names = ("steps",)
    css = (CSS,)

    items: Annotated[tuple[Step, ...], ItemsOf] = ()
    """The steps, in order."""
    cta: ActionField = Action()
    """A link below it, drawn as a button."""
    design: StepsDesign = StepsDesign()
    """How it looks."""
