"""The headings of a text, and the table of contents made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from masthead.markup.host import Heading

LINKS = re.compile(r"</?a\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<sup id=\"fnref[\s\S]*?</sup>", re.IGNORECASE)


def table_of_contents(headings: Sequence[Heading], start: int = 2, end: int = 3) -> Markup:
    """Nested lists of links to the headings of levels `start` to `end`, empty when there are none."""
    out: list[str] = []
    inside: list[int] = []
    for heading in headings:
        if not start <= heading.level <= end:
            continue
        closes = 0
        while inside and inside[-1] >= heading.level:
            inside.pop()
            closes += 1
        out.append("</li>" + "</ul></li>" * (closes - 1) if closes else "<ul>")
        inside.append(heading.level)
        out.append(Markup('<li><a href="#{}">{}</a>').format(heading.id, Markup(plain_title(heading.html))))
    out.append("</li></ul>" * len(inside))
    return Markup("".join(out))


def plain_title(html: str) -> str:
    """A heading's HTML without the links and footnote marks in it, to be the text of a link."""
    return LINKS.sub("", html)
