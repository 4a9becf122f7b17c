"""The extension that makes Python-Markdown read a text as Goldmark and Hugo do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry
from markupsafe import Markup, escape

from masthead.markup.blocks import GoldmarkParser
from masthead.markup.callouts import ICONS, Callout
from masthead.markup.codes import code_block
from masthead.markup.host import Heading
from masthead.markup.inline import in_line, raw_html
from masthead.markup.leaves import HTML_VERBATIM, HTML_VERBATIM_END
from masthead.markup.nodes import RAW, Code, Html, Node, serialize
from masthead.markup.page import BLOCK, MORE, TOKEN, Page, anchor_name
from masthead.markup.tags import balanced, scan
from masthead.markup.tex import has_formula, replace_formulas

HEADINGS = {f"h{level}": level for level in range(1, 7)}


class GoldmarkExtension(Extension):
    """Registers the block parser and the tree processor in place of Python-Markdown's."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Set up `md`; its own processors of blocks and spans are left out."""
        md.preprocessors, md.inlinePatterns = Registry(), Registry()
        md.treeprocessors, md.postprocessors = Registry(), Registry()
        md.parser = GoldmarkParser(md)
        md.treeprocessors.register(SpanProcessor(md), "goldmark", 20)
        md.stripTopLevelTags = False


class SpanProcessor(Treeprocessor):
    """Fills the tree, in the order of the text: spans, ids of headings, code, callouts, shortcodes."""

    page: Page
    outermost: bool

    def run(self, root: Element) -> None:
        """Fill every node of the tree; the outermost text ends with its footnotes."""
        self.fill(root)
        if not self.outermost:
            return
        notes = self.page.notes
        for note in notes.unfilled():
            self.fill(note)
        block = notes.block(self.page.settings.footnote_return)
        if block is not None:
            root.append(block)

    def fill(self, root: Element) -> None:
        """Fill the nodes below `root`."""
        fillers: dict[type[Element], Callable[[Any, str], str]] = {
            Node: self.spans,
            Code: self.code,
            Html: self.html,
            Callout: self.callout,
        }
        for node in list(root.iter()):
            if isinstance(node, Node) and node.source is not None:
                node.text = fillers[type(node)](node, node.source)

    def code(self, node: Code, source: str) -> str:
        """A code block."""
        code = self.page.written(source)
        if not node.fenced:
            return f"<pre><code>{escape(code)}</code></pre>"
        return self.page.keep(code_block(code, self.page.written(node.info), self.page.settings.line_numbers))

    def html(self, node: Html, source: str) -> str:
        """A block of raw HTML, with the shortcodes in it."""
        source = raw_html(source)
        if source is MORE:
            return MORE
        for tag in scan(source) if "</a" in source or "<a" in source else ():
            if tag.name == "a":
                self.page.anchor = not tag.closes and "href" in tag.rest
        if self.page.settings.math and has_formula(source):
            source = replace_formulas(source, lambda tex, display: self.page.math(tex, display, node.line))
            source = source.replace(BLOCK, "")
        return self.page.expand(ended(source))

    def callout(self, node: Callout, source: str) -> str:
        """The title line of a callout."""
        host = self.page.host
        title = in_line(self.page, source, node.line).replace(BLOCK, "")
        icon = Markup(host.icon(ICONS.get(node.kind, node.kind)))
        shown = Markup('<span class="callout-icon" aria-hidden="true">{}</span>').format(icon) if icon else ""
        return f"{shown}<span>{title or escape(host.word(node.kind))}</span>"

    def spans(self, node: Node, source: str) -> str:
        """The text of a paragraph, a heading or a cell."""
        html = node.prefix + in_line(self.page, source, node.line)
        level = HEADINGS.get(node.tag)
        if level:
            self.heading(node, level, source, html)
        elif node.tag == "p" and self.alone(source):
            node.tag = RAW
        if BLOCK in html:
            return self.split(node, html)
        if node.tag == "p" and html.strip() == MORE:
            node.tag = RAW
        return html

    def alone(self, source: str) -> bool:
        """Whether a paragraph is nothing but a shortcode that Hugo takes out of it."""
        token = TOKEN.fullmatch(source)
        return token is not None and token[1] == "s" and not self.page.shortcodes[int(token[2])].percent

    def heading(self, node: Node, level: int, source: str, html: str) -> None:
        """Give a heading its id and list it."""
        page = self.page
        wanted = node.get("id")
        if wanted is None:
            wanted = page.unique_id(anchor_name(source.rpartition("\n")[2], page.settings.heading_ids))
            node.set("id", wanted)
        else:
            page.ids.setdefault(wanted, 0)
        if not page.unlisted:
            page.headings.append(Heading(level, wanted, html.replace(BLOCK, "")))

    @staticmethod
    def split(node: Node, html: str) -> str:
        """Take the blocks of shortcodes out of the paragraph that they stand in."""
        parts = html.split(BLOCK)
        if node.tag not in {"p", RAW} or not all(map(balanced, parts[::2])):
            return "".join(parts)
        wrap = node.tag == "p"
        node.tag = RAW
        out = []
        for index, part in enumerate(parts):
            if index % 2:
                out.append(part)
            elif part.strip():
                text = part.strip().removeprefix("<br>").removesuffix("<br>").strip()
                out.append(f"<p>{text}</p>" if wrap else part)
        return "\n".join(out)


def ended(source: str) -> str:
    """A block of raw HTML whose comment or script ends with it, so that it cannot swallow the page."""
    if source.lstrip().startswith("<!--"):
        return source if "-->" in source else f"{source}-->"
    start = HTML_VERBATIM.match(source.lstrip())
    if start and not HTML_VERBATIM_END.search(source):
        return f"{source}</{start[0][1:].lower()}>"
    return source


_POOL = threading.local()


def new_engine() -> Markdown:
    """A Python-Markdown object with the extension; its output format would set another serializer."""
    md = Markdown(extensions=[GoldmarkExtension()])
    md.serializer = serialize
    return md


@contextmanager
def engine() -> Iterator[Markdown]:
    """A Python-Markdown object of this thread that nobody uses at the moment."""
    idle: list[Markdown] = _POOL.__dict__.setdefault("idle", [])
    md = idle.pop() if idle else new_engine()
    try:
        yield md
    finally:
        idle.append(md)


def convert(
    page: Page, text: str, numbers: Sequence[int], outermost: bool = True, listed: bool = True
) -> str:
    """Markdown whose shortcodes are tokens already, as HTML that still holds the tokens of kept pieces."""
    with engine() as md:
        parser, spans = md.parser, md.treeprocessors["goldmark"]
        assert isinstance(parser, GoldmarkParser)
        assert isinstance(spans, SpanProcessor)
        md.references = page.references
        parser.notes, parser.numbers = page.notes, numbers
        spans.page, spans.outermost = page, outermost
        return md.convert(text.removesuffix("\n"))
