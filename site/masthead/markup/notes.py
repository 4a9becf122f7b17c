"""Footnotes: their definitions, the order they are first named in, and the list at the end of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markupsafe import Markup
from msgspec import Struct, field

from masthead.markup.nodes import RAW, Node
from masthead.markup.references import normal

NOTE = re.compile(r"\[\^([^\s\[\]]{1,200})\]:[ \t]*")


class Notes(Struct):
    """The footnotes of a text; numbers count from 1 in the order of the first reference."""

    definitions: dict[str, Node] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    uses: dict[str, int] = field(default_factory=dict)
    filled: int = 0

    def define(self, label: str, node: Node) -> None:
        """Add the text of a footnote; the first one of a label counts."""
        self.definitions.setdefault(normal(label), node)

    def reference(self, label: str) -> Markup | None:
        """The mark that stands for a footnote in the text, None when there is no such note."""
        label = normal(label)
        if label not in self.definitions:
            return None
        number = self.named.setdefault(label, len(self.named) + 1)
        count = self.uses[label] = self.uses.get(label, 0) + 1
        again = f"{count - 1}" if count > 1 else ""
        return Markup(
            '<sup id="fnref{}:{}"><a href="#fn:{}" class="footnote-ref" role="doc-noteref">{}</a></sup>'
        ).format(again, number, number, number)

    def unfilled(self) -> Iterator[Node]:
        """The notes that were named, each once, while reading them may name further ones."""
        while self.filled < len(self.named):
            for name in list(self.named)[self.filled :]:
                self.filled += 1
                yield self.definitions[name]

    def block(self, back: str) -> Node | None:
        """The block of the notes that were named, in order; `back` is the HTML in the links back."""
        if not self.named:
            return None
        root = Node("div")
        root.attrib.update({"class": "footnotes", "role": "doc-endnotes"})
        root.append(Node("hr"))
        items = Node("ol")
        root.append(items)
        for label, number in self.named.items():
            node = self.definitions[label]
            node.set("id", f"fn:{number}")
            self._link_back(node, label, number, back)
            items.append(node)
        return root

    def _link_back(self, node: Element, label: str, number: int, back: str) -> None:
        template = Markup('&#160;<a href="#fnref{}:{}" class="footnote-backref" role="doc-backlink">{}</a>')
        shown = Markup(back)
        links = Markup("").join(template.format(use or "", number, shown) for use in range(self.uses[label]))
        last = node[-1] if len(node) else None
        if last is None or last.tag != "p":
            last = Node("p")
            node.append(last)
        end = Node(RAW)
        end.text = links
        last.append(end)
