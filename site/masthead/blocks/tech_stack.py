"""The `tech-stack` block: tools and languages, by kind."""

from __future__ import annotations

from typing import Annotated

from masthead.blocks.base import CSS, Block, Inline
from masthead.content.fields import Bool, ItemsOf, Model, Text


class Technology(Model):
    """One tool; `level` is beginner, intermediate, advanced or expert."""

    name: Inline = ""
    """Its name."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""
    level: Text = ""
    """`beginner`, `intermediate`, `advanced` or `expert`."""


class TechnologyGroup(Model):
    """Tools of one kind."""

    name: Inline = ""
    """What kind of tools they are."""
    items: Annotated[tuple[Technology, ...], ItemsOf] = ()
    """The tools."""


class TechStackDesign(Model):
    """`style: list` shows all tools in one row, without their kinds."""

    style: Text = "grid"
    """`grid`, or `list` for all tools in one row."""
    show_levels: Bool = False
    """Whether levels are shown."""


class TechStack(Block):
    """Tools with their icons."""

    names = ("tech-stack",)
    css = (CSS,)

    categories: Annotated[tuple[TechnologyGroup, ...], ItemsOf] = ()
    """The tools by their kinds."""
    design: TechStackDesign = TechStackDesign()
    """How it looks."""
