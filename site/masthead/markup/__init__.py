"""Text to HTML: Markdown as Goldmark reads it, shortcodes, formulas, code, summaries."""

from masthead.markup.codes import pygments_css
from masthead.markup.headings import table_of_contents
from masthead.markup.host import CITE, Heading, Host, Sources, Text, TextSettings
from masthead.markup.inline import is_plain
from masthead.markup.markdown import render, render_inline
from masthead.markup.plain import plain
from masthead.markup.summary import count_words, opening, reading_minutes, summarize

__all__ = [
    "CITE",
    "Heading",
    "Host",
    "Sources",
    "Text",
    "TextSettings",
    "count_words",
    "is_plain",
    "opening",
    "plain",
    "pygments_css",
    "reading_minutes",
    "render",
    "render_inline",
    "summarize",
    "table_of_contents",
]
