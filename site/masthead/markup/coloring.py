"""Code in the classes of Pygments."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import escape
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_SPANS = HtmlFormatter(nowrap=True)


def highlighted(code: str, language: str) -> str:
    """Code as HTML spans; plain where Pygments does not know the language."""
    lexer = _lexer_of(language)
    return str(escape(code)) if lexer is None else highlight(code, lexer, _SPANS)


@lru_cache(maxsize=256)
def _lexer_of(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
