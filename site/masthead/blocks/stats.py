"""The `stats` block: numbers that say much."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field

from masthead.blocks.base import CSS, Block, Inline, Prose
from masthead.content.fields import ItemsOf, Model, Text


class Stat(Model):
    """A number, what it counts, and a remark."""

    statistic: Annotated[Inline, Field(validation_alias=AliasChoices("statistic", "value"))] = ""
    description: Annotated[Prose, Field(validation_alias=AliasChoices("description", "label"))] = ""
    icon: Text = ""
    icon_pack: Text = ""
    sub_metric: Inline = ""


class StatsDesign(Model):
    """`layout` is cards, compact or minimal."""

    layout: Text = "cards"


class Stats(Block):
    """Numbers beside each other."""

    names = ("stats",)
    css = (CSS,)

    items: Annotated[tuple[Stat, ...], ItemsOf] = ()
    design: StatsDesign = StatsDesign()
