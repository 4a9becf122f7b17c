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
    tagline: Inline = ""
    badge: Inline = ""
    highlight: Bool = False


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
    note: Inline = ""
    category: Bool = False
    highlight: Bool = False
    values: Annotated[tuple[bool | str, ...], BeforeValidator(_cells)] = ()


class Comparison(Block):
    """A table that compares several offers."""

    names = ("comparison-table",)
    css = (CSS,)

    competitors: Annotated[tuple[Competitor, ...], ItemsOf] = ()
    rows: Annotated[tuple[Row, ...], ItemsOf] = ()
    cta: ActionField = Action()
