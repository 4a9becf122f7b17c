"""Calls to action: the link drawn as a button, and the blocks that are made of such links."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from masthead.blocks.base import CSS, As, Block, Flow, Href, Inline, PictureName, Prose
from masthead.content.fields import Bool, ItemsOf, Model, Text, Texts


class Action(Model):
    """A link drawn as a button."""

    text: Annotated[Inline, Field(validation_alias=AliasChoices("text", "label", "name"))] = ""
    url: Annotated[Href, Field(validation_alias=AliasChoices("url", "link"))] = ""
    icon: Text = ""
    icon_pack: Text = ""
    style: Text = ""
    new_tab: Bool = False


def _action(value: Any) -> Any:
    return {"text": value, "url": value} if isinstance(value, str) else value or {}


ActionField = Annotated[Action, BeforeValidator(_action)]
"""An action; an address alone stands for itself, `false` for none."""


class CardDesign(Model):
    """The look of a card in the middle of a section."""

    css_class: Text = ""
    css_style: Text = ""
    text_color: Text = ""


class CtaCardDesign(Model):
    """The design of a `cta-card`."""

    card: CardDesign = CardDesign()


class CtaCard(Block):
    """A card in the accent colour with one button: what visitors are to do next."""

    names = ("cta-card",)
    css = (CSS,)

    text: Flow = ""
    button: ActionField = Action()
    design: CtaCardDesign = CtaCardDesign()


class Panel(Model):
    """One part of a `cta-image-paragraph`: a picture beside a text, a list and a button."""

    id: Text = ""
    title: Inline = ""
    text: Prose = ""
    image: PictureName = ""
    alt: Text = ""
    features: Annotated[Texts, As.INLINE] = ()
    feature_icon: Text = "check"
    button: ActionField = Action()


class CtaImageParagraph(Block):
    """Pictures and texts beside each other, the sides changing from one to the next."""

    names = ("cta-image-paragraph",)
    headed = True
    css = (CSS,)

    items: Annotated[tuple[Panel, ...], ItemsOf] = ()


class CtaButtonList(Block):
    """Wide buttons below each other: a page of links."""

    names = ("cta-button-list",)
    css = (CSS,)

    buttons: Annotated[tuple[ActionField, ...], ItemsOf] = ()
