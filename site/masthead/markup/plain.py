"""Text without its HTML: for descriptions, feeds and counting."""

from __future__ import annotations

import html
import re

DROPPED = re.compile(r"<!--[\s\S]*?-->|<(script|style|svg|template|nav)\b[\s\S]*?</\1\s*>", re.IGNORECASE)
FORMULA = re.compile(r'<math\b[^>]*?\balttext="([^"]*)"[^>]*>[\s\S]*?</math>')
BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre"
    r"|section|summary|table|tbody|td|th|thead|tr|ul)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE,
)
TAG = re.compile(r"</?[A-Za-z!?](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


def plain(text: str) -> str:
    """The words of some HTML in one line; formulas as TeX between dollars."""
    if "<" in text:
        text = FORMULA.sub(r"$\1$", DROPPED.sub(" ", text)) if "<" in text else text
        text = TAG.sub("", BLOCK_TAG.sub(" ", text))
    return " ".join(html.unescape(text).split())
