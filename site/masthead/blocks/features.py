"""The `features` block, and the `featurette` of old: what there is, each with an icon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, Field

from masthead.blocks.base import CSS, Block, Href, Inline, Place, Prose
from masthead.config.model import Dialect
from masthead.content.fields import Int, ItemsOf, Model, Text


class Feature(Model):
    """One feature: its name, an icon, and what it is about."""

    name: Annotated[Inline, Field(validation_alias=AliasChoices("name", "title"))] = ""
    """Its name."""
    description: Annotated[Prose, Field(validation_alias=AliasChoices("description", "text"))] = ""
    """What there is to say about it."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""
    url: Href = ""
    """Where it leads."""


class FeaturesDesign(Model):
    """How many features stand beside each other, and `layout: bento` for boxes of two widths."""

    columns: Int = 3
    """How many stand beside each other."""
    layout: Text = ""
    """`bento` puts each into a box."""


class Features(Block):
    """Features in columns."""

    names = ("features", "featurette")
    css = (CSS,)

    items: Annotated[
        tuple[Feature, ...], ItemsOf, Field(validation_alias=AliasChoices("items", "feature"))
    ] = ()
    """The entries, in order."""
    design: FeaturesDesign = FeaturesDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """`headings`: whether the names are headings, which the sites of the first dialect do not have."""
        return {"headings": place.scene.config.dialect is not Dialect.BOOTSTRAP}
