"""Images in a text, and the figure that an image with a title becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from masthead.markup.page import Page

TAGS = re.compile(r"""<img [^>]*?alt="([^"]*)"[^>]*>|<(?:[^>"]|"[^"]*")*>""")


def image(page: Page, url: str, inner: str, title: str) -> str:
    """An image; `inner` is the HTML of its description, of which only the text counts."""
    alt = Markup(TAGS.sub(lambda match: match[1] or "", inner))
    size = page.host.size(url)
    measures = Markup(' width="{}" height="{}"').format(*size) if size else ""
    extra = Markup(' title="{}"').format(title) if title else ""
    return Markup('<img src="{}" alt="{}"{}{} loading="lazy">').format(url, alt, measures, extra)
