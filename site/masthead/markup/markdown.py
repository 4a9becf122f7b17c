"""Texts to HTML: whole bodies, and titles or captions in a line."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from masthead.markup.headings import plain_title
from masthead.markup.host import Heading, Host, Text, TextSettings
from masthead.markup.inline import in_line, is_plain
from masthead.markup.page import BLOCK, DONE, MORE, OWN, TOKEN, Page
from masthead.markup.resolve import resolve
from masthead.markup.sanitize import clean_html
from masthead.markup.shortcodes import take_shortcodes
from masthead.markup.tags import closed

DEFAULT = TextSettings()
PRIVATE = re.compile(f"[{OWN}]")
MOST_ROUNDS = 8  # kept pieces inside kept pieces


def render(text: str, host: Host, settings: TextSettings = DEFAULT) -> Text:
    """A body as HTML, with its headings and the part before `<!--more-->`."""
    page = Page(host, settings)
    html = finish(page, blocks(page, clean(text), 1, outermost=True))
    safe = str if settings.unsafe else clean_html
    headings = tuple(
        Heading(one.level, one.id, safe(finish(page, plain_title(one.html)))) for one in page.headings
    )
    before, more, after = html.partition(MORE)
    if not more:
        return Text(safe(html), headings)
    return Text(safe(before + after.replace(MORE, "")), headings, safe(closed(before).strip()))


def render_inline(text: str, host: Host, settings: TextSettings = DEFAULT) -> str:
    """A title, a role or a caption as HTML without blocks around it."""
    if is_plain(text):
        return text
    page = Page(host, settings)
    html = finish(page, spans(page, clean(text).strip(), 1)).replace(MORE, "")
    return html if settings.unsafe else clean_html(html)


def clean(text: str) -> str:
    """A text without the characters that rendering uses for itself, its lines ended by `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return PRIVATE.sub("\ufffd", text) if any(char in text for char in OWN) else text


def blocks(page: Page, text: str, line: int, outermost: bool = False) -> Markup:
    """Markdown with shortcodes as HTML blocks, before the last pass."""
    from masthead.markup.goldmark import convert  # Python-Markdown costs nothing where no text is rendered

    numbers: list[int] | range = range(line, line + text.count("\n") + 1)
    if "{{" in text:
        text, numbers = take_shortcodes(page, text, line, blocks, spans)
    return Markup(convert(page, text, numbers, outermost))


def spans(page: Page, text: str, line: int) -> Markup:
    """Markdown with shortcodes as HTML in a line, before the last pass."""
    if "{{" in text:
        text, _ = take_shortcodes(page, text, line, blocks, spans)
    return Markup(in_line(page, text, line).replace(BLOCK, ""))


def finish(page: Page, html: str) -> str:
    """The last pass: every link and source looked up, kept pieces in their places."""
    html = resolve(html, page.host)
    for _ in range(MOST_ROUNDS):
        if not TOKEN.search(html):
            break
        html = TOKEN.sub(lambda found: piece(page, found), html)
    return str(html).replace(DONE, "")


def piece(page: Page, found: re.Match[str]) -> str:
    """The HTML that a token stands for."""
    if found[1] == "s":
        return str(escape(page.shortcodes[int(found[2])].source))
    kept = page.kept[int(found[2])]
    return kept if isinstance(kept, str) else kept()
