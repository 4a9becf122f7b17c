"""Summaries, word counts and reading times, by Hugo's rules."""

from __future__ import annotations

import re

from masthead.markup.plain import plain
from masthead.markup.tags import closed, ends

CJK = re.compile(
    r"[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
WORDS_A_MINUTE, CJK_A_MINUTE = 213, 500


def count_words(html: str, *, cjk: bool = True) -> int:
    """Words of some HTML; in a text with CJK characters each of them is one, unless `cjk` is off."""
    return _count(plain(html), cjk)[0]


def _count(text: str, cjk: bool) -> tuple[int, bool]:
    words = text.split()
    if not (cjk and CJK.search(text)):
        return len(words), False
    return sum(1 if word.isascii() else len(word) for word in words), True


def reading_minutes(html: str, *, cjk: bool = True) -> float:
    """Minutes to read some HTML: at 213 words a minute, 500 in a text with CJK characters."""
    words, by_character = _count(plain(html), cjk)
    return words / (CJK_A_MINUTE if by_character else WORDS_A_MINUTE)


def summarize(html: str, words: int = 70, *, cjk: bool = True) -> str:
    """The beginning of some HTML, up to the end of the paragraph that holds the `words`-th word.

    `cjk` is that of `count_words`. What is open at that place is closed; HTML with fewer words, or without
    paragraphs, is given back whole.
    """
    html, seen, at = str(html), 0, 0
    for end in ends(html, "p"):
        seen += count_words(html[at:end], cjk=cjk)
        at = end
        if seen >= words:
            return closed(html[:at])
    return html
