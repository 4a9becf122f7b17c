"""Summaries, word counts and reading times, by Hugo's rules."""

from __future__ import annotations

import math
import re

from masthead.markup.plain import plain
from masthead.markup.tags import closed, scan

CJK = re.compile(
    r"[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
WORDS_A_MINUTE, CJK_A_MINUTE = 213, 500


def count_words(html: str, cjk: bool | None = None) -> int:
    """Words of some HTML; where the text is CJK (`cjk`, or seen by its characters) each character is one."""
    return _count(plain(html), cjk)


def _count(text: str, cjk: bool | None) -> int:
    words = text.split()
    if cjk is None:
        cjk = CJK.search(text) is not None
    return sum(1 if word.isascii() else len(word) for word in words) if cjk else len(words)


def reading_minutes(html: str, cjk: bool | None = None, *, round_up: bool = True) -> int:
    """Minutes to read some HTML, at least 1: 213 words a minute, 500 of a CJK text; 0 without words.

    Rounded down without `round_up`, as lists of Hugo Blox do.
    """
    text = plain(html)
    if not text:
        return 0
    if cjk is None:
        cjk = CJK.search(text) is not None
    minutes = _count(text, cjk) / (CJK_A_MINUTE if cjk else WORDS_A_MINUTE)
    return max(math.ceil(minutes) if round_up else int(minutes), 1)


def summarize(html: str, words: int = 70, *, cjk: bool | None = None) -> str:
    """The beginning of some HTML, up to the end of the paragraph that holds the `words`-th word.

    `cjk` is that of `count_words`. What is open at that place is closed; HTML with fewer words, or without
    paragraphs, is given back whole.
    """
    seen = at = 0
    for tag in scan(html):
        if tag.closes and tag.name == "p":
            seen += count_words(html[at : tag.end], cjk)
            at = tag.end
            if seen >= words:
                return closed(html[:at])
    return html
