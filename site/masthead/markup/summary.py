"""Summaries, word counts and reading times, by Hugo's rules."""

from __future__ import annotations

import re
from functools import cache

from masthead.markup.plain import paragraphs, plain
from masthead.markup.tags import closed, ends

CJK = (
    r"[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
WORDS_A_MINUTE, CJK_A_MINUTE = 213, 500


def count_words(html: str, *, cjk: bool = True) -> int:
    """Words of some HTML; in a text with CJK characters each of them is one, unless `cjk` is off."""
    return _count(plain(html), cjk)


def reading_minutes(html: str, *, cjk: bool = True) -> float:
    """Minutes to read some HTML: at 213 words a minute, 500 in a text with CJK characters."""
    text = plain(html)
    return _count(text, cjk) / (CJK_A_MINUTE if cjk and _has_cjk(text) else WORDS_A_MINUTE)


def _count(text: str, cjk: bool) -> int:
    """Words of what `plain` gives: one space stands between each two of them."""
    if cjk and _has_cjk(text):
        return sum(1 if word.isascii() else len(word) for word in text.split())
    return text.count(" ") + 1 if text else 0


def _has_cjk(text: str) -> bool:
    return not text.isascii() and _cjk().search(text) is not None


@cache
def _cjk() -> re.Pattern[str]:
    return re.compile(CJK)  # so large a set takes milliseconds


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


def opening(html: str, words: int = 70, *, cjk: bool = True) -> str:
    """The words of what `summarize` gives, in one line."""
    found: list[str] = []
    seen = 0
    for paragraph in paragraphs(html):
        found.append(paragraph)
        seen += _count(paragraph, cjk)
        if seen >= words:
            break
    return " ".join(filter(None, found))
