"""Delimiter runs: emphasis, strikethrough, marks and the like, matched as CommonMark matches them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from masthead.markup.host import TextSettings

if TYPE_CHECKING:
    from masthead.markup.inline import Inline

ALONE = re.compile(r"(\*\*?)([^\W_]++(?:(?:[ ,]++|-)[^\W_]++)*+)\1(?!\*)")  # only words between two runs
RUN = {char: re.compile(re.escape(char) + "+") for char in "*_~=+^"}


class Delimiter(Struct, gc=False):
    """A run of delimiter characters that stands at `index` among the pieces of the output."""

    char: str
    size: int  # characters as written
    count: int  # characters not used yet
    can_open: bool
    can_close: bool
    index: int
    closes: str = ""
    opens: str = ""

    def html(self) -> str:
        """The tags made of the run and what is left of it."""
        return f"{self.closes}{self.char * self.count}{self.opens}"


@cache
def kind(char: str) -> str:
    """`s` for white space, `p` for punctuation and symbols, `w` for any other character."""
    if not char or char.isspace():
        return "s"
    return "p" if unicodedata.category(char)[0] in "PS" else "w"


@lru_cache(maxsize=10_000)
def flanking(before: str, after: str) -> tuple[bool, bool]:
    """Whether a run between two characters is left-flanking and right-flanking."""
    left, right = kind(before), kind(after)
    opens = right == "w" or (right == "p" and left != "w")
    closes = left == "w" or (left == "p" and right != "w")
    return opens, closes


@lru_cache(maxsize=10_000)
def meaning(char: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a run of `char` between two characters (empty at the ends of the text) may open and close."""
    opens, closes = flanking(before, after)
    if char != "_":
        return opens, closes
    return opens and (not closes or kind(before) == "p"), closes and (not opens or kind(after) == "p")


def fits(opener: Delimiter, closer: Delimiter) -> bool:
    """Whether two runs of the same character may enclose something."""
    if closer.char not in "*_":
        return opener.size == closer.size
    if not (opener.can_close or closer.can_open) or (opener.size + closer.size) % 3:
        return True
    return opener.size % 3 == 0 and closer.size % 3 == 0


TAGS = {"~": "del", "~1": "sub", "=": "mark", "+": "ins", "^": "sup"}


def enclose(opener: Delimiter, closer: Delimiter, subscript: bool) -> None:
    """Use up characters of both runs for the tags around what stands between them."""
    if closer.char in "*_":
        used = 2 if opener.count >= 2 and closer.count >= 2 else 1
        tag = "strong" if used == 2 else "em"
    else:
        used = closer.size
        tag = TAGS[f"{closer.char}1" if subscript and closer.char == "~" and used == 1 else closer.char]
    opener.count -= used
    closer.count -= used
    opener.opens = f"<{tag}>{opener.opens}"
    closer.closes = f"{closer.closes}</{tag}>"


def match_delimiters(runs: list[Delimiter], subscript: bool = False) -> None:
    """Match the runs of a stretch of text with each other, in time proportional to their number."""
    waiting: list[tuple[int, Delimiter]] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for number, closer in enumerate(runs):
        while closer.can_close and closer.count:
            size = closer.size % 3 if closer.char in "*_" else closer.size
            key = (closer.char, closer.can_open, size)
            bottom = bottoms.get(key, -1)
            depth = len(waiting) - 1
            while depth >= 0 and waiting[depth][0] > bottom:
                if waiting[depth][1].char == closer.char and fits(waiting[depth][1], closer):
                    break
                depth -= 1
            else:
                bottoms[key] = number - 1
                break
            opener = waiting[depth][1]
            enclose(opener, closer, subscript)
            del waiting[depth + 1 if opener.count else depth :]
        if closer.can_open and closer.count:
            waiting.append((number, closer))


def emphasis(inline: Inline) -> None:
    """A run of delimiter characters."""
    text, at = inline.text, inline.at
    alone = ALONE.match(text, at)
    if alone and not text[at - 1 : at].strip():
        tag = "em" if len(alone[1]) == 1 else "strong"
        inline.put(f"<{tag}>{alone[2]}</{tag}>", alone.end())
        return
    char = text[at]
    end = RUN[char].match(text, at).end()  # type: ignore[union-attr]
    size = end - at
    if char not in "*_" and not is_delimiter(char, size, inline.page.settings):
        inline.literal(end)
        return
    opens, closes = meaning(char, text[at - 1 : at], text[end : end + 1])
    inline.delimiters.append(Delimiter(char, size, size, opens, closes, len(inline.out)))
    inline.put(char * size, end)


def is_delimiter(char: str, size: int, settings: TextSettings) -> bool:
    """Whether a run of a character other than `*` and `_` may mean anything."""
    if char in "=+":
        return size == 2 and (settings.mark if char == "=" else settings.insert)
    return size < 3 if char == "~" else size == 1
