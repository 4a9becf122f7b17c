"""The `search-hero` block: a large title above a search field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import model_validator

from masthead.blocks.base import CSS, Block
from masthead.blocks.hero import Badge, marked
from masthead.blocks.stats import Stat
from masthead.content.fields import ItemsOf, Text, Texts


class SearchHero(Block):
    """A title, the search field where the site has a search, what others look for, and some numbers."""

    names = ("search-hero",)
    css = (CSS,)

    badge: Badge = Badge()
    """A word or two in a coloured frame."""
    search_placeholder: Text = ""
    """What the empty search field says."""
    suggestions: Texts = ()
    """What others look for."""
    stats: Annotated[tuple[Stat, ...], ItemsOf] = ()
    """Numbers below the search."""

    @model_validator(mode="before")
    @classmethod
    def _mark_title(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and isinstance(data.get("title"), str):
            return {**data, "title": marked(data["title"])}
        return data
