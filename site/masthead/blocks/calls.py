"""Calls to action: the link drawn as a button, and the blocks that are made of such links."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from masthead.blocks.base import CSS, As, Block, Flow, Href, Inline, PictureName, Prose, Style
from masthead.content.fields import Bool, ItemsOf, Model, Text, Texts


class Action(Model):
    """A link drawn as a button."""

    text: Annotated[Inline, Field(validation_alias=AliasChoices("text", "label", "name"))] = ""
    """What the button says."""
    url: Annotated[Href, Field(validation_alias=AliasChoices("url", "link"))] = ""
    """Where it leads."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""
    style: Text = ""
    """Read, but without effect."""
    new_tab: Bool = False
    """Whether it opens beside the page."""


def _action(value: Any) -> Any:
    return {"text": value, "url": value} if isinstance(value, str) else value or {}


ActionField = Annotated[Action, BeforeValidator(_action)]
"""An action; an address alone stands for itself, `false` for none."""


class CardDesign(Model):
    """The look of a card in the middle of a section."""

    css_class: Text = ""
    """Classes of the card."""
    css_style: Style = ""
    """CSS of the card."""
    text_color: Text = ""
    """Read, but without effect."""


class CtaCardDesign(Model):
    """The design of a `cta-card`."""

    card: CardDesign = CardDesign()
    """The look of the card."""


class CtaCard(Block):
    """A card in the accent colour with one button: what visitors are to do next."""

    names = ("cta-card",)
    css = (CSS,)

    text: Flow = ""
    """Text below the title, in Markdown."""
    button: ActionField = Action()
    """What visitors are to do next."""
    design: CtaCardDesign = CtaCardDesign()
    """How it looks."""


class Panel(Model):
    """One part of a `cta-image-paragraph`: a picture beside a text, a list and a button."""

    id: Text = ""
    """Its anchor, for links to it."""
    title: Inline = ""
    """The title."""
    text: Prose = ""
    """What it says, in Markdown."""
    image: PictureName = ""
    """A picture."""
    alt: Text = ""
    """What the picture shows, in words."""
    features: Annotated[Texts, As.INLINE] = ()
    """A list below the text."""
    feature_icon: Text = "check"
    """The icon before each entry of the list."""
    button: ActionField = Action()
    """A link below it, drawn as a button."""


class CtaImageParagraph(Block):
    """Pictures and texts beside each other, the sides changing from one to the next."""

    names = ("cta-image-paragraph",)
    headed = True
    css = (CSS,)

    items: Annotated[tuple[Panel, ...], ItemsOf] = ()
    """The parts, in order."""


class CtaButtonList(Block):
    """Wide buttons below each other: a page of links."""

    names = ("cta-button-list",)
    css = (CSS,)

    buttons: Annotated[tuple[ActionField, ...], ItemsOf] = ()
    """The links, in order."""
