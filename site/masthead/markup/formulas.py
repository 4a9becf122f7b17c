"""Formulas: TeX to MathML, on the server and without JavaScript."""

from __future__ import annotations

import re
from functools import lru_cache

import latex2mathml.exceptions as failures
from latex2mathml.converter import convert
from markupsafe import Markup

LONGEST = 20_000  # characters of a formula that is converted; a longer one stays TeX
DEEPEST = 60  # braces inside each other
FAILURES: tuple[type[Exception], ...] = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
    failures.DenominatorNotFoundError,
    failures.DoubleSubscriptsError,
    failures.DoubleSuperscriptsError,
    failures.ExtraLeftOrMissingRightError,
    failures.InvalidAlignmentError,
    failures.InvalidStyleForGenfracError,
    failures.InvalidWidthError,
    failures.LimitsMustFollowMathOperatorError,
    failures.MissingEndError,
    failures.MissingSuperScriptOrSubscriptError,
    failures.NoAvailableTokensError,
    failures.NumeratorNotFoundError,
)
LABEL = re.compile(r"\\(?:label|tag)\*?\{[^{}]*\}")
NOTHING = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])")
OUTER = re.compile(r"\A\\begin\{(equation\*?|displaymath|math)\}([\s\S]*)\\end\{\1\}\Z")


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
    try:
        math = convert(_clean(tex), display="block" if display else "inline")
    except FAILURES:
        return None
    alt = Markup.escape(" ".join(tex.split()))
    return math.replace("<math ", f'<math alttext="{alt}" ', 1)


def _clean(tex: str) -> str:
    tex = NOTHING.sub("", LABEL.sub("", tex))
    outer = OUTER.match(tex.strip())
    return outer[2] if outer else tex


def _depth(tex: str) -> int:
    deepest = depth = 0
    for brace in re.findall(r"[{}]|\\left\b|\\right\b|\\begin\b|\\end\b", tex):
        depth += 1 if brace in {"{", "\\left", "\\begin"} else -1
        deepest = max(deepest, depth)
    return deepest
