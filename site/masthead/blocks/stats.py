"""The `stats` block: numbers that say much."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field

from masthead.blocks.base import CSS, Block, Inline, Prose
from masthead.content.fields import ItemsOf, Model, Text


class Stat(Model):
    """A number, what it counts, and a remark."""

    statistic: Annotated[Inline, Field(validation_alias=AliasChoices("statistic", "value"))] = ""
    """The number."""
    description: Annotated[Prose, Field(validation_alias=AliasChoices("description", "label"))] = ""
    """What it counts."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""
    sub_metric: Inline = ""
    """A remark below it."""


class StatsDesign(Model):
    """`layout` is cards, compact or minimal."""

    layout: Text = "cards"
    """`cards`, `compact` or `minimal`."""


class Stats(Block):
    """Numbers beside each other."""

    names = ("stats",)
    css = (CSS,)

    items: Annotated[tuple[Stat, ...], ItemsOf] = ()
    """The numbers, in order."""
    design: StatsDesign = StatsDesign()
    """How it looks."""
