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
    yearly: Inline = ""
    currency: Inline = ""


class Included(Model):
    """What a tier has, or has not."""

    text: Inline = ""
    included: Bool = True


class BillingToggle(Model):
    """The choice between prices by the month and by the year."""

    enabled: Bool = False
    monthly_label: Inline = "Monthly"
    yearly_label: Inline = "Yearly"
    yearly_discount: Inline = ""


def _price(value: Any) -> Any:
    return value if isinstance(value, Mapping) else {"monthly": value}


def _features(value: Any) -> Any:
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(item if isinstance(item, Mapping) else {"text": item} for item in items if item)


class Tier(Model):
    """One offer; its notes stand below the price."""

    name: Inline = ""
    badge: Inline = ""
    description: Prose = ""
    price: Annotated[Price, BeforeValidator(_price)] = Price()
    price_suffix: Inline = ""
    price_note_monthly: Inline = ""
    price_note_yearly: Inline = ""
    highlight: Bool = False
    cta: ActionField = Action()
    features: Annotated[tuple[Included, ...], BeforeValidator(_features)] = ()

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
    tiers: Annotated[tuple[Tier, ...], ItemsOf] = ()
