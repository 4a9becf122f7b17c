"""The block structure of a text: CommonMark's, in the place of Python-Markdown's own."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import ElementTree

from markdown.blockparser import BlockParser

from masthead.markup.builder import Builder
from masthead.markup.notes import Notes
from masthead.markup.starts import STARTERS


class GoldmarkParser(BlockParser):
    """Python-Markdown's block parser with CommonMark's block structure in place of its own."""

    notes: Notes
    numbers: Sequence[int] = ()

    def parseDocument(self, lines: Sequence[str]) -> ElementTree:  # type: ignore[override]
        """The tree of a whole text; footnotes are left in `notes`, link targets in `md.references`."""
        builder = Builder(self.md.references, self.notes, self.numbers, STARTERS)
        for line in lines:
            builder.feed(line)
        self.root = builder.finish()
        return ElementTree(self.root)
