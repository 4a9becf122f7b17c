"""The `pricing` block: what it costs, by the month and by the year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from masthead.blocks.base import CSS, Block, Inline, Prose
from masthead.blocks.calls import Action, ActionField
from masthead.content.fields import Bool, ItemsOf, Model


class Price(Model):
    """An amount with its currency: one, or one a month and one a year."""

    monthly: Annotated[Inline, Field(validation_alias=AliasChoices("monthly", "amount"))] = ""
    """By the month, or the only one."""
    yearly: Inline = ""
    """By the year."""
    currency: Inline = ""
    """What stands before it, such as $."""


class Included(Model):
    """What a tier has, or has not."""

    text: Inline = ""
    """What it is."""
    included: Bool = True
    """Whether the offer has it."""


class BillingToggle(Model):
    """The choice between prices by the month and by the year."""

    enabled: Bool = False
    """Whether visitors choose."""
    monthly_label: Inline = "Monthly"
    """What the choice of months says."""
    yearly_label: Inline = "Yearly"
    """What the choice of years says."""
    yearly_discount: Inline = ""
    """What is saved by the year."""


def _price(value: Any) -> Any:
    return value if isinstance(value, Mapping) else {"monthly": value}


def _features(value: Any) -> Any:
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(item if isinstance(item, Mapping) else {"text": item} for item in items if item)


class Tier(Model):
    """One offer; its notes stand below the price."""

    name: Inline = ""
    """Its name."""
    badge: Inline = ""
    """A word or two in a coloured frame."""
    description: Prose = ""
    """Whom it is for."""
    price: Annotated[Price, BeforeValidator(_price)] = Price()
    """What it costs."""
    price_suffix: Inline = ""
    """What follows the price."""
    price_note_monthly: Inline = ""
    """Below the price by the month."""
    price_note_yearly: Inline = ""
    """Below the price by the year."""
    highlight: Bool = False
    """Whether it stands out from the others."""
    cta: ActionField = Action()
    """A link below it, drawn as a button."""
    features: Annotated[tuple[Included, ...], BeforeValidator(_features)] = ()
    """What it has, and has not."""

    @model_validator(mode="before")
    @classmethod
    def _one_note(cls, data: Any) -> Any:
        """`price_note` is said of both prices."""
        if not isinstance(data, Mapping) or not data.get("price_note"):
            return data
        notes = dict.fromkeys(("price_note_monthly", "price_note_yearly"), data["price_note"])
        return {**notes, **data}


class Pricing(Block):
    """Offers beside each other."""

    names = ("pricing",)
    css = (CSS,)

    billing_toggle: BillingToggle = BillingToggle()
    """The choice between months and years."""
    tiers: Annotated[tuple[Tier, ...], ItemsOf] = ()
    """The offers, in order."""
