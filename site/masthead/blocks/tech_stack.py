"""The `tech-stack` block: tools and languages, by kind."""

from __future__ import annotations

from typing import Annotated

from masthead.blocks.base import CSS, Block, Inline
from masthead.content.fields import Bool, ItemsOf, Model, Text


class Technology(Model):
    """One tool; `level` is beginner, intermediate, advanced or expert."""

    name: Inline = ""
    icon: Text = ""
    icon_pack: Text = ""
    level: Text = ""


class TechnologyGroup(Model):
    """Tools of one kind."""

    name: Inline = ""
    items: Annotated[tuple[Technology, ...], ItemsOf] = ()


class TechStackDesign(Model):
    """`style: list` shows all tools in one row, without their kinds."""

    style: Text = "grid"
    show_levels: Bool = False


class TechStack(Block):
    """Tools with their icons."""

    names = ("tech-stack",)
    css = (CSS,)

    categories: Annotated[tuple[TechnologyGroup, ...], ItemsOf] = ()
    design: TechStackDesign = TechStackDesign()
