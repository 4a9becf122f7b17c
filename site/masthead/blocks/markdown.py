"""The `markdown` block: a title and text."""

from __future__ import annotations

from masthead.blocks.base import Block


class Markdown(Block):
    """Free text with a title; the old `blank` widget."""

    names = ("markdown", "blank", "custom")
