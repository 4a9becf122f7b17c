"""Images in a text, and the figure that an image with a title becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from masthead.markup.page import BLOCK

if TYPE_CHECKING:
    from masthead.markup.page import Page

TAGS = re.compile(r"""<img [^>]*?alt="([^"]*)"[^>]*>|<(?:[^>"]|"[^"]*")*>""")


def image(page: Page, url: str, inner: str, title: str, caption: Markup) -> str:
    """An image, as a figure with a caption when it has a title; only the text of `inner` describes it."""
    alt = Markup(TAGS.sub(lambda match: match[1] or "", inner)) or title
    size = page.host.size(url)
    measures = Markup(' width="{}" height="{}"').format(*size) if size else ""
    picture = Markup('<img src="{}" alt="{}"{} loading="lazy">').format(url, alt, measures)
    if not title:
        return picture
    return Markup('{0}<figure class="figure">{1}<figcaption>{2}</figcaption></figure>{0}').format(
        BLOCK, picture, caption
    )
