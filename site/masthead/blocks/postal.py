"""Postal addresses, in the order in which a country writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import AliasChoices, Field

from masthead.content.fields import Model, Text, Texts

ORDERS: Mapping[str, tuple[tuple[tuple[str, str], ...], ...]] = {
    "en-us": ((("street", ", "), ("city", ", "), ("region", " "), ("postcode", "")),),
    "en-gb": ((("street", ", "), ("city", ", "), ("region", ", "), ("postcode", "")),),
    "de": ((("street", ""),), (("postcode", " "), ("city", ""))),
    "fr-fr": ((("street", ""),), (("postcode", " "), ("city", ""))),
    "zh": ((("postcode", " "), ("region", " "), ("city", " "), ("street", "")),),
}
"""Per format its lines, each of them fields with what stands before the next one."""


class Address(Model):
    """An address: lines as they are, or its parts."""

    lines: Texts = ()
    """The address as it is written on a letter."""
    street: Text = ""
    """Street and number."""
    city: Text = ""
    """The town."""
    region: Text = Field("", validation_alias=AliasChoices("region", "province", "state"))
    """The state or province."""
    postcode: Text = ""
    """The postal code."""
    country: Text = ""
    """The country."""


def read_address(value: Any) -> Any:
    """A text is an address of so many lines."""
    return {"lines": value.strip().splitlines()} if isinstance(value, str) else value


def formatted(address: Address, order: str) -> list[str]:
    """The lines of an address in a country's order, in that of the United States where the code is unknown.

    An address of which only the country is known is that country.
    """
    lines = [_line(address, fields) for fields in ORDERS.get(order.lower(), ORDERS["en-us"])]
    return [line for line in lines if line] or [address.country] * bool(address.country)


def _line(address: Address, fields: tuple[tuple[str, str], ...]) -> str:
    text = ""
    for field, delimiter in fields:
        if value := getattr(address, field).strip():
            text += value + delimiter
    return text.rstrip(", ")
