"""The headings of a text, and the table of contents made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from masthead.markup.host import Heading

LINKS = re.compile(r"</?a\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<sup id=\"fnref[\s\S]*?</sup>", re.IGNORECASE)


def table_of_contents(headings: Sequence[Heading], start: int = 2, end: int = 3) -> Markup:
    """Nested lists of links to the headings of levels `start` to `end`, empty when there are none."""
    shown = [heading for heading in headings if start <= heading.level <= end]
    out: list[str] = []
    open_levels: list[int] = []
    for heading in shown:
        while open_levels and open_levels[-1] > heading.level:
            open_levels.pop()
            out.append("</li></ul>")
        if open_levels and open_levels[-1] == heading.level:
            out.append("</li>")
        else:
            if len(open_levels) and out[-1] == "</li></ul>":
                out.append("</li>")
            open_levels.append(heading.level)
            out.append("<ul>")
        out.append(Markup('<li><a href="#{}">{}</a>').format(heading.id, Markup(plain_title(heading.html))))
    out.extend("</li></ul>" for _ in open_levels)
    return Markup("".join(out))


def plain_title(html: str) -> str:
    """A heading's HTML without the links and footnote marks in it, to be the text of a link."""
    return LINKS.sub("", html)
