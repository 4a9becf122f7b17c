"""What the parts of a text share while it is rendered: its page, its ids, its notes, its kept pieces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from markupsafe import Markup
from msgspec import Struct, field

from masthead.markup.formulas import as_tex, formula
from masthead.markup.host import Heading, Host, TextSettings
from masthead.markup.notes import Notes

TOKEN_START, TOKEN_END = "\ue000", "\ue001"  # around the number of a shortcode or of a kept piece
DONE = "\ue002"  # before a URL that is not to be looked up again
MORE = "\ue003"  # where `<!--more-->` stood
BLOCK = "\ue004"  # on both sides of a block that stands in a line of text
OWN = f"{TOKEN_START}{TOKEN_END}{DONE}{MORE}{BLOCK}\x00"  # what no text may hold
TOKEN = re.compile(f"{TOKEN_START}([ks])([0-9]+){TOKEN_END}")


class Shortcode(Struct):
    """A shortcode waiting in the text: its source, its line, and what renders it."""

    source: str
    line: int
    block: bool
    percent: bool
    render: Callable[[], Markup]


class Page(Struct):
    """The state of rendering one text and the texts inside its shortcodes."""

    host: Host
    settings: TextSettings
    notes: Notes = field(default_factory=Notes)
    references: dict[str, tuple[str, str]] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    shortcodes: list[Shortcode] = field(default_factory=list)
    kept: list[str | Callable[[], str]] = field(default_factory=list)
    anchor: bool = False  # inside a raw <a href>
    warned: set[str] = field(default_factory=set)
    ordinals: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    depth: int = 0  # shortcodes inside each other at the moment
    unlisted: int = 0  # of them, those whose headings are not in the table of contents

    def keep(self, html: str | Callable[[], str]) -> Markup:
        """A token that stands for finished HTML, put in its place when the whole text is done."""
        self.kept.append(html)
        return Markup(f"{TOKEN_START}k{len(self.kept) - 1}{TOKEN_END}")

    def wait(self, shortcode: Shortcode) -> str:
        """A token that stands for a shortcode until its place in the text is reached."""
        self.shortcodes.append(shortcode)
        return f"{TOKEN_START}s{len(self.shortcodes) - 1}{TOKEN_END}"

    def math(self, tex: str, display: bool, line: int) -> Markup:
        """A formula as MathML, or as TeX with a warning; a displayed one is a block."""
        tex = self.written(tex)
        found = formula(tex, display)
        if found is None:
            short = " ".join(tex.split())
            short = short if len(short) <= 60 else f"{short[:57]}..."
            self.host.warn(f"formula {short!r} cannot be shown as MathML", line, "It is shown as TeX.")
            found = as_tex(tex, display)
        if display:
            found = Markup('<div class="formula">{}</div>').format(found)
            return Markup(BLOCK) + self.keep(found) + Markup(BLOCK)
        return self.keep(found)

    def unique_id(self, wanted: str) -> str:
        """An id that no other heading of the text has: `x`, `x-1`, `x-2` ..."""
        name = wanted
        while name in self.ids:
            self.ids[wanted] += 1
            name = f"{wanted}-{self.ids[wanted]}"
        self.ids[name] = 0
        return name

    def expand(self, html: str) -> str:
        """HTML with what its shortcodes render, as in `<a href="{{< ref x >}}">`."""
        if TOKEN_START not in html:
            return html
        return TOKEN.sub(self._expanded, html)

    def _expanded(self, match: re.Match[str]) -> str:
        return self.shortcodes[int(match[2])].render().replace(BLOCK, "") if match[1] == "s" else match[0]

    def written(self, text: str) -> str:
        """Text with shortcodes as they were written, for code."""
        if TOKEN_START not in text:
            return text
        return TOKEN.sub(lambda match: self.shortcodes[int(match[2])].source if match[1] == "s" else "", text)

    def count(self, name: str) -> int:
        """How many times this was asked for `name`, from 1."""
        self.ordinals[name] = self.ordinals.get(name, 0) + 1
        return self.ordinals[name]


def anchor_name(text: str, style: str = "github") -> str:
    """The id Hugo makes of a heading's source: letters, digits, `_` and `-` in lower case, spaces as `-`."""
    if style == "github-ascii":
        text = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return "".join(map(_in_anchor, TOKEN.sub("", text))) or "heading"


@cache
def _in_anchor(char: str) -> str:
    if char in " \t-":
        return "-"
    category = unicodedata.category(char)
    return char.lower() if char == "_" or category[0] == "L" or category == "Nd" else ""
