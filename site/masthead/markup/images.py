"""Images in a text, and the figure that an image with a title becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from masthead.markup.host import Host, Resizes
from masthead.markup.page import BLOCK, DONE, TOKEN, TOKEN_START
from masthead.markup.plain import plain

if TYPE_CHECKING:
    from masthead.markup.page import Page

TAGS = re.compile(r"""<img [^>]*?alt="([^"]*)"[^>]*>|<(?:[^>"]|"[^"]*")*>""")


def image(page: Page, url: str, inner: str, title: str, caption: Markup, line: int) -> str:
    """An image, as a figure with a caption when it has a title; only the text of `inner` describes it."""
    alt = Markup(TAGS.sub(lambda match: match[1] or "", described(page, inner))) or title
    picture = drawn(page.host, line, url, alt)
    if not title:
        return picture
    return Markup('{0}<figure class="figure">{1}<figcaption>{2}</figcaption></figure>{0}').format(
        BLOCK, picture, caption
    )


def described(page: Page, inner: str) -> str:
    """HTML with the words of what it keeps for later, such as the TeX of a formula, in its place."""
    if TOKEN_START not in inner:
        return inner

    def words(token: re.Match[str]) -> str:
        kept = page.kept[int(token[2])] if token[1] == "k" else ""
        return escape(plain(described(page, kept))) if isinstance(kept, str) else ""

    return TOKEN.sub(words, inner)


def drawn(
    host: Host, line: int, src: str, alt: str, width: str = "", height: str = "", size: str = "body"
) -> Markup:
    """An `<img>` with the measures that the author gives, else with its own.

    Where the page has the picture in several widths of the named `size`, readers' browsers choose.
    """
    found = host.sources(src, size, line) if isinstance(host, Resizes) else None
    sizes = f"{width}px" if width.isdecimal() else found.sizes if found else ""
    if not (width or height):
        own = (found.width, found.height) if found else host.size(src) or ("", "")
        width, height = str(own[0]), str(own[1])
    measures = _attributes(width=width, height=height)
    choice = _choice(found.srcset, sizes) if found else ""
    img = f'<img src="{escape(src)}"{choice} alt="{escape(alt)}"{measures} loading="lazy">'
    if found is not None and found.webp:
        source = f'<source type="image/webp"{_choice(found.webp, sizes)}>'
        img = f"<picture>{source}{img}</picture>"
    return Markup(img)


def _choice(srcset: str, sizes: str) -> str:
    return _attributes(srcset=DONE + srcset, sizes=sizes) if srcset else ""


def _attributes(**values: str) -> str:
    """The attributes that have a value."""
    return "".join(f' {key}="{escape(value)}"' for key, value in values.items() if value)
