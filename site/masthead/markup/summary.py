"""Summaries, word counts and reading times, by Hugo's rules."""

from __future__ import annotations

import math
import re

from masthead.markup.plain import plain
from masthead.markup.tags import closed, scan

CJK = re.compile(
    r"[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
WORDS_A_MINUTE, CJK_A_MINUTE = 213, 500


def count_words(html: str, cjk: bool | None = None) -> int:
    """Words of some HTML; every CJK character is one, unless `cjk` says that the language has none."""
    text = plain(html)
    if cjk is False:
        return len(text.split())
    characters = len(CJK.findall(text))
    return characters + len(CJK.sub(" ", text).split()) if characters else len(text.split())


def reading_minutes(html: str) -> int:
    """Minutes to read some HTML, at least 1: 213 words a minute, 500 where CJK characters prevail."""
    words = count_words(html)
    characters = len(CJK.findall(plain(html)))
    rate = CJK_A_MINUTE if characters * 2 > words else WORDS_A_MINUTE
    return max(math.ceil(words / rate), 1)


def summarize(html: str, words: int = 70) -> str:
    """The beginning of some HTML, up to the end of the paragraph that holds the `words`-th word.

    What is open at that place is closed; HTML with fewer words, or without paragraphs, is given back whole.
    """
    seen = at = 0
    for tag in scan(html):
        if tag.closes and tag.name == "p":
            seen += count_words(html[at : tag.end])
            at = tag.end
            if seen >= words:
                return closed(html[:at])
    return html
