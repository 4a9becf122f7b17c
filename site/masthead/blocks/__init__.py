"""The kinds of sections that Masthead knows: one model and one template of the same name each."""

from masthead.blocks.base import Block, Href, Inline, PictureName, Place, Prose
from masthead.blocks.collection import Collection
from masthead.blocks.hero import Hero
from masthead.blocks.markdown import Markdown

BUILTIN: tuple[type[Block], ...] = (Markdown, Collection, Hero)
"""All blocks that Masthead brings along."""

__all__ = ["BUILTIN", "Block", "Href", "Inline", "PictureName", "Place", "Prose"]
