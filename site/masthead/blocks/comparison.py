"""The `comparison-table` block: who has what."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from masthead.blocks.base import CSS, Block, Inline
from masthead.blocks.calls import Action, ActionField
from masthead.content.fields import Bool, ItemsOf, Model

_WORDS = {"yes": True, "true": True, "no": False, "false": False}


class Competitor(Model):
    """A column of the table."""

    name: Inline = ""
    """Its name."""
    tagline: Inline = ""
    """A few words below the name."""
    badge: Inline = ""
    """A word or two in a coloured frame."""
    highlight: Bool = False
    """Whether it stands out from the others."""


def _cells(value: Any) -> Any:
    cells = value if isinstance(value, (list, tuple)) else [value]
    return tuple(_cell(cell) for cell in cells)


def _cell(value: Any) -> Any:
    if isinstance(value, (bool, str)):
        return _WORDS.get(str(value).strip().lower(), value)
    return "" if value is None else str(value)


class Row(Model):
    """A row: a heading of those below it when `category` is true, else one value a column.

    Values that say yes or no are booleans, all others text.
    """

    feature: Inline = ""
    """What is compared."""
    note: Inline = ""
    """A remark below it."""
    category: Bool = False
    """Whether the row is a heading of those below it."""
    highlight: Bool = False
    """Whether it stands out from the others."""
    values: Annotated[tuple[bool | str, ...], BeforeValidator(_cells)] = ()
    """One value a column: true, false or text."""


class Comparison(Block):
    """A table that compares several offers."""

    names = ("comparison-table",)
    css = (CSS,)

    competitors: Annotated[tuple[Competitor, ...], ItemsOf] = ()
    """The columns, in order."""
    rows: Annotated[tuple[Row, ...], ItemsOf] = ()
    """The rows, in order."""
    cta: ActionField = Action()
    """A link below it, drawn as a button."""
