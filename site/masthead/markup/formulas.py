"""Formulas: TeX to MathML, on the server and without JavaScript."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache

from markupsafe import Markup

LONGEST = 20_000  # characters of a formula that is converted; a longer one stays TeX
DEEPEST = 60  # braces inside each other
NESTING = re.compile(r"[{}]|\\(?:left|right|begin|end)\b")


def formula(tex: str, display: bool) -> Markup | None:
    """A formula as MathML, None when it cannot be converted; `alttext` keeps the TeX."""
    math = _convert(tex.strip(), display)
    return None if math is None else Markup(math)


def as_tex(tex: str, display: bool) -> Markup:
    """A formula that stays TeX, for readers to see."""
    shape = "display" if display else "inline"
    return Markup('<code class="math math-{}">{}</code>').format(shape, tex.strip())


@lru_cache(maxsize=4096)
def _convert(tex: str, display: bool) -> str | None:
    if not tex or len(tex) > LONGEST or _depth(tex) > DEEPEST:
        return None
    from masthead.markup.commands import versions
    from masthead.markup.mathml import FAILURES, mathml

    for version in versions(tex):
        with suppress(*FAILURES):
            return mathml(version, display, tex)
    return None


def _depth(tex: str) -> int:
    deepest = depth = 0
    for brace in NESTING.findall(tex):
        depth += 1 if brace in {"{", "\\left", "\\begin"} else -1
        deepest = max(deepest, depth)
    return deepest
