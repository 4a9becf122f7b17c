"""The shortcodes of Hugo and Hugo Blox that Masthead knows, and how they get into a text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from markupsafe import Markup, escape
from msgspec import Struct

from masthead.errors import did_you_mean
from masthead.markup.page import Page
from masthead.markup.page import Shortcode as Waiting
from masthead.markup.shortcodes import boxes, data, embeds, media, notebooks, refs
from masthead.markup.shortcodes.call import Call
from masthead.markup.shortcodes.syntax import Escaped, Piece, arguments, pieces

DEEPEST = 16  # shortcodes inside each other; deeper ones show what stands inside them


class Shortcode(Struct, frozen=True):
    """What renders a shortcode, and whether that is a block of its own."""

    render: Callable[[Call], Markup]
    block: bool = True


BUILTIN: dict[str, Shortcode] = {
    "audio": Shortcode(media.audio),
    "bilibili": Shortcode(media.bilibili),
    "button": Shortcode(boxes.button),
    "callout": Shortcode(boxes.callout),
    "card": Shortcode(boxes.card),
    "cards": Shortcode(boxes.cards),
    "chart": Shortcode(data.chart),
    "cite": Shortcode(refs.cite),
    "cta": Shortcode(boxes.cta),
    "details": Shortcode(boxes.details),
    "embed": Shortcode(embeds.embed),
    "figure": Shortcode(media.figure),
    "gallery": Shortcode(media.gallery),
    "gist": Shortcode(embeds.gist),
    "highlight": Shortcode(data.highlight),
    "hl": Shortcode(boxes.marked, block=False),
    "icon": Shortcode(refs.icon, block=False),
    "list_children": Shortcode(refs.list_children),
    "math": Shortcode(data.math, block=False),
    "mention": Shortcode(refs.mention, block=False),
    "mermaid": Shortcode(data.mermaid),
    "notebook": Shortcode(notebooks.notebook),
    "rawhtml": Shortcode(boxes.raw_html),
    "ref": Shortcode(refs.ref, block=False),
    "relref": Shortcode(refs.ref, block=False),
    "spoiler": Shortcode(boxes.spoiler),
    "staticref": Shortcode(refs.staticref, block=False),
    "steps": Shortcode(boxes.steps),
    "table": Shortcode(data.table),
    "toc": Shortcode(refs.toc),
    "tweet": Shortcode(embeds.tweet),
    "video": Shortcode(media.video),
    "vimeo": Shortcode(media.vimeo),
    "x": Shortcode(embeds.tweet),
    "youtube": Shortcode(media.youtube),
}

Blocks = Callable[[Page, str, int], Markup]
Spans = Callable[[Page, str, int], Markup]


def take_shortcodes(
    page: Page, text: str, first_line: int, blocks: Blocks, spans: Spans
) -> tuple[str, list[int]]:
    """`text` with tokens in place of its shortcodes, and the number of each of its lines as it was given."""
    found, stray = pieces(text)
    line, at = first_line, 0
    for tag in stray:
        line, at = line + text.count("\n", at, tag.start), tag.start
        page.host.warn(f"shortcode {tag.name!r} is closed but was never opened", line)
    gone = {tag.start: tag.end for tag in stray}
    out: list[str] = []
    numbers: list[int] = [first_line]
    line, at = first_line, 0

    def copy(part: str) -> None:
        nonlocal line
        out.append(part)
        for _ in range(part.count("\n")):
            line += 1
            numbers.append(line)

    for piece in found:
        start, end = (piece.start, piece.end) if isinstance(piece, Escaped) else (piece.tag.start, piece.end)
        copy(text[at:start])
        if isinstance(piece, Escaped):
            copy(piece.text)
        elif start not in gone:
            out.append(page.wait(waiting(page, piece, text, line, blocks, spans)))
            line += text.count("\n", start, end)
        at = end
    copy(text[at:])
    return "".join(out), numbers


def waiting(page: Page, piece: Piece, text: str, line: int, blocks: Blocks, spans: Spans) -> Waiting:
    """A shortcode that is rendered when its place in the text is reached."""
    tag = piece.tag
    known = BUILTIN.get(tag.name)
    ordered, named = arguments(tag.body)
    inner = None
    if piece.close is not None:
        inner = text[tag.end : piece.close.start]
        indent = tag.start - (text.rfind("\n", 0, tag.start) + 1)
        if indent and not text[tag.start - indent : tag.start].strip():
            inner = "\n".join(unindented(part, indent) for part in inner.split("\n"))
    inner_line = line + text.count("\n", tag.start, tag.end)
    call = Call(tag.name, page, line, inner_line, ordered, named, inner, tag.percent, blocks, spans)
    block = known.block if known else "\n" in (inner or "")
    render = partial(run, call, known)
    return Waiting(text[tag.start : piece.end], line, block, tag.percent, render)


def unindented(line: str, width: int) -> str:
    """A line without up to `width` characters of the space it begins with."""
    return line[min(width, len(line) - len(line.lstrip(" \t"))) :]


def run(call: Call, known: Shortcode | None) -> Markup:
    """The HTML of a shortcode; one that is not known, or too deep, shows what stands inside it."""
    page = call.page
    if page.depth >= DEEPEST:
        return escape(call.inner or "")
    page.depth += 1
    page.unlisted += not call.percent
    try:
        if known is not None:
            return known.render(call)
        if call.name not in page.warned:
            page.warned.add(call.name)
            page.host.warn(
                f"shortcode {call.name!r} is not known",
                call.line,
                did_you_mean(call.name, BUILTIN)
                or "A shortcode of the site's own cannot run here; what stands inside it is shown.",
            )
        if not call.inner:
            return Markup("")
        return call.blocks() if "\n" in call.inner else call.single()
    finally:
        page.depth -= 1
        page.unlisted -= not call.percent
