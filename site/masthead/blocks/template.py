"""Sections whose block is a template alone: it gets the content as it is written, and what dresses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ConfigDict

from masthead.blocks.base import As, Block, Place


class TemplateBlock(Block):
    """Has every key of the content as an attribute, and of the design as `design`."""

    model_config = ConfigDict(extra="allow")

    names = ()

    def context(self, place: Place) -> Mapping[str, Any]:
        """`inline`, `prose`, `flow`, `link` and `picture`: each makes of a text what it stands for."""
        return {kind.value: _dresser(kind, place) for kind in As}


def _dresser(kind: As, place: Place) -> Callable[[Any], Any]:
    return lambda value: place.dress(kind, str(value or ""), "content")
