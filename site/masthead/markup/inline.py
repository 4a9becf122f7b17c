"""Inline Markdown: one pass over a block's text, in time proportional to its length."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache

from markupsafe import Markup, escape

from masthead.markup.emphasis import Delimiter, emphasis, flanking, match_delimiters
from masthead.markup.leaves import TAG
from masthead.markup.links import Bracket, autolink, close_bracket, open_bracket
from masthead.markup.page import BLOCK, MORE, OWN, TOKEN, TOKEN_START, Page
from masthead.markup.references import ESCAPED, entity
from masthead.markup.tex import dollars, slash_formula

ALWAYS = rf"\\`*_\[<&~^$@'\"\n{{>{OWN}"
SPECIAL = re.compile(  # a search is quick where a pattern begins with a set of characters
    rf"[{ALWAYS}.=+w:-](?:(?<=[{ALWAYS}])|(?<=-)-|(?<=\.)\.\.|(?<==)=|(?<=\+)\+|(?<=w)ww\.|(?<=:)(?://|[a-z0-9+_-]+:))"
)
NEWLINE = re.compile(r"(?<! )( *)\n")
TYPOGRAPHY = re.compile(r""""|'|---?|\.\.\.|>>""")
TICKS = re.compile("`+")
EMOJI = re.compile(r":([a-z0-9_+-]{1,60}):")
RAW_TAG = re.compile(TAG)
ENDS = (("<!-->", ""), ("<!--->", ""), ("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
BARE = r"(?<![^\s*_~(].)(?:(?<=h)ttps?://|(?<=f)tp://|(?<=w)ww\.)(?=[A-Za-z0-9])"
MAIL = r"(?:(?<![^\s*_~(])[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=[A-Za-z0-9]))"


def is_plain(text: str) -> bool:
    """Whether a line stays as it is: nothing in it means anything in Markdown or HTML."""
    return not (SPECIAL.search(text) or text[:1].isspace() or text[-1:].isspace())


def in_line(page: Page, text: str, line: int) -> str:
    """Inline Markdown as HTML."""
    return text if is_plain(text) else Inline(page, text, line).html()


@cache
def specials(math: bool, emoji: bool, sup: bool, bare: bool, mail: bool) -> re.Pattern[str]:
    """What may begin something other than plain text: one of some characters, most in some surroundings.

    A search is quick where a pattern begins with a set of characters.
    """
    chars = r"\\`*_\[\]<&~" + TOKEN_START + ("$" if math else "") + ("^" if sup else "")
    parts = [f"(?<=[{chars}])", r"(?<=!)(?=\[)", "(?<==)(?==)", r"(?<=\+)(?=\+)"]
    parts += ["(?<=:)(?=[a-z0-9_+-])"] * emoji + [BARE] * bare
    first = f"[{chars}!=+{':' if emoji else ''}{'hfw' if bare else ''}](?:{'|'.join(parts)})"
    return re.compile(f"{MAIL}|{first}" if mail else first)


class Inline:
    """The reading of one text: pieces of HTML, and the delimiters and brackets that may still change them."""

    def __init__(self, page: Page, text: str, line: int) -> None:
        self.page = page
        self.text = text
        self.line = line  # of the place `counted`
        self.counted = 0
        self.at = 0
        self.out: list[str] = []
        self.delimiters: list[Delimiter] = []
        self.brackets: list[Bracket] = []
        self.closed = 0  # brackets below this one can start no link any more
        self.bare: list[tuple[int, str]] = []  # pieces that are links of their own, with their text
        self.missing: dict[str, int] = {}  # closing marks that do not occur after a place
        self.ticks: dict[int, list[int]] | None = None
        self.quotes = 0
        self.typographic = page.settings.typographer and TYPOGRAPHY.search(text) is not None

    def html(self) -> str:
        """The text as HTML; a raw `<a>` that begins in it ends with it."""
        anchor = self.page.anchor
        settings, text = self.page.settings, self.text
        search = specials(
            settings.math and "$" in text,
            settings.emoji and ":" in text,
            settings.superscript and "^" in text,
            settings.linkify and ("://" in text or "www." in text),
            settings.linkify and "@" in text,
        ).search
        end = len(text)
        while (at := self.at) < end:
            found = search(text, at)
            if found is None:
                self.plain(at, end)
                break
            start = found.start()
            if start > at:
                self.plain(at, start)
                self.at = start
            HANDLERS.get(text[start], bare_link)(self)
        match_delimiters(self.delimiters, settings.subscript)
        for run in self.delimiters:
            self.out[run.index] = run.html()
        self.page.anchor = anchor
        return "".join(self.out)

    def other(self, text: str) -> Markup:
        """Another text of the same line as HTML."""
        return Markup(in_line(self.page, text, self.here()).replace(BLOCK, ""))

    def here(self) -> int:
        """The number of the line that is being read."""
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line

    def put(self, html: str, end: int) -> None:
        """Add a piece and go on after `end`."""
        self.out.append(html)
        self.at = end

    def literal(self, end: int) -> None:
        """Add the text up to `end` as it is and go on after it."""
        self.put(str(escape(self.text[self.at : end])), end)

    def find(self, mark: str, start: int) -> int:
        """Where `mark` occurs next; -1 when it does not, which is found out only once."""
        if start >= self.missing.get(mark, len(self.text) + 1):
            return -1
        place = self.text.find(mark, start)
        if place == -1:
            self.missing[mark] = start
        return place

    def plain(self, start: int, end: int) -> None:
        """Add text without markup: line breaks, typography."""
        chunk = self.text[start:end]
        if self.typographic:
            chunk = TYPOGRAPHY.sub(lambda match: self.typography(match[0], start + match.start()), chunk)
        if ">" in chunk:
            chunk = chunk.replace(">", "&gt;")
        if "\n" in chunk:
            chunk = NEWLINE.sub(self.newline, chunk)
        self.out.append(chunk)

    def newline(self, match: re.Match[str]) -> str:
        """A line's end: a break after two spaces, else as it is."""
        return "<br>\n" if len(match[1]) >= 2 or self.page.settings.hard_wraps else "\n"

    def typography(self, mark: str, place: int) -> str:
        """A dash, an ellipsis or a quotation mark as printers set them."""
        if mark not in "\"'":
            return {"--": "\u2013", "---": "\u2014", "...": "\u2026", ">>": "\u00bb"}[mark]
        before, after = self.text[place - 1 : place], self.text[place + 1 : place + 2]
        opens, closes = flanking(before, after)
        if mark == '"':
            if opens and not closes:
                self.quotes += 1
                return "\u201c"
            if closes and self.quotes and (not opens or after in PUNCTUATION):
                self.quotes -= 1
                return "\u201d"
            return mark
        if opens and not closes:
            return "\u2019" if after.isdigit() else "\u2018"
        return "\u2019" if closes else mark


def escaped(inline: Inline) -> None:
    """A backslash: a formula, a line break or a character without its meaning."""
    text, at = inline.text, inline.at
    if inline.page.settings.math and slash_formula(inline):
        return
    after = text[at + 1 : at + 2]
    if after == "\n":
        inline.put("<br>\n", at + 2)
    elif after in PUNCTUATION and after:
        inline.put(str(escape(after)), at + 2)
    else:
        inline.put("\\", at + 1)


def code(inline: Inline) -> None:
    """Backticks: a code span, or themselves."""
    text, at = inline.text, inline.at
    if inline.ticks is None:
        inline.ticks = {}
        for run in TICKS.finditer(text):
            inline.ticks.setdefault(len(run[0]), []).append(run.start())
    found = TICKS.match(text, at)
    size = len(found[0]) if found else 1
    places = inline.ticks.get(size, [])
    index = bisect_left(places, at + size)
    if index == len(places):
        inline.put("`" * size, at + size)
        return
    content = text[at + size : places[index]].replace("\n", " ")
    if content[0] == content[-1] == " " and content.strip(" "):
        content = content[1:-1]
    inline.put(f"<code>{escape(inline.page.written(content))}</code>", places[index] + size)


def angle(inline: Inline) -> None:
    """`<`: a link, raw HTML, or itself."""
    text, at, page = inline.text, inline.at, inline.page
    if autolink(inline):
        return
    tag = RAW_TAG.match(text, at)
    end = tag.end() if tag else -1
    for start, mark in () if tag else ENDS:
        if text.startswith(start, at):
            end = at + len(start) if not mark else inline.find(mark, at + len(start)) + len(mark)
            end = end if end > at + len(start) - 1 else -1
            break
    else:
        if not tag and text.startswith("<!", at) and text[at + 2 : at + 3].isalpha():
            end = inline.find(">", at) + 1 or -1
    if end > at:
        source = text[at:end]
        if tag and source[1:2] in "aA" and not source[2:3].isalnum():
            page.anchor = page.anchor or "href" in source.lower()
        elif source[:3] in {"</a", "</A"} and not source[3:4].isalnum():
            page.anchor = False
        inline.put(page.expand(raw_html(source)), end)
    elif page.settings.typographer and text.startswith("<<", at):
        inline.put("\u00ab", at + 2)
    else:
        inline.put("&lt;", at + 1)


def raw_html(source: str) -> str:
    """Raw HTML; `<!--more-->` leaves its mark."""
    if source[:4] == "<!--" and source[4:-3].strip().lower() == "more":
        return MORE
    return source


def ampersand(inline: Inline) -> None:
    """`&`: an entity, or itself."""
    found = ESCAPED.match(inline.text, inline.at)
    if found:
        inline.put(str(escape(entity(found[0]))), found.end())
    else:
        inline.put("&amp;", inline.at + 1)


def emoji(inline: Inline) -> None:
    """`:name:`: an emoji, or itself."""
    found = EMOJI.match(inline.text, inline.at)
    char = emoji_of(found[1]) if found else None
    if found and char:
        inline.put(char, found.end())
    else:
        inline.put(":", inline.at + 1)


@cache
def emoji_of(name: str) -> str | None:
    """The character of an emoji's name, None when there is none."""
    from pymdownx import gemoji_db

    found = gemoji_db.emoji.get(gemoji_db.aliases.get(f":{name}:", f":{name}:"))
    codes = found.get("unicode_alt", found.get("unicode", "")) if found else ""
    return "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else None


def token(inline: Inline) -> None:
    """A shortcode's place."""
    found = TOKEN.match(inline.text, inline.at)
    if found is None:
        inline.at += 1
        return
    if found[1] == "k":
        inline.put(found[0], found.end())
        return
    shortcode = inline.page.shortcodes[int(found[2])]
    html = shortcode.render()
    inline.put(f"{BLOCK}{html}{BLOCK}" if shortcode.block else html, found.end())


def bare_link(inline: Inline) -> None:
    """A URL or an address without brackets."""
    autolink(inline, bare=True)


HANDLERS: dict[str, Callable[[Inline], None]] = {
    "\\": escaped,
    "`": code,
    "*": emphasis,
    "_": emphasis,
    "~": emphasis,
    "=": emphasis,
    "+": emphasis,
    "^": emphasis,
    "<": angle,
    "&": ampersand,
    ":": emoji,
    "[": open_bracket,
    "!": open_bracket,
    "]": close_bracket,
    "$": dollars,
    TOKEN_START: token,
}
