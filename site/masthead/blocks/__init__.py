"""The kinds of sections that Masthead knows: one model and one template of the same name each."""

from masthead.blocks.base import Block, Flow, Href, Inline, PictureName, Place, Prose
from masthead.blocks.kinds import Kinds, builtin

__all__ = ["Block", "Flow", "Href", "Inline", "Kinds", "PictureName", "Place", "Prose", "builtin"]
