"""Formulas: TeX to MathML, on the server and without JavaScript."""

from __future__ import annotations

import re
from contextlib import suppress
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
IS_ESCAPED = re.compile(r"\\_|\\\*|\\\\\\\\|\\(?:left|right)\\\\")
MAYBE_ESCAPED = re.compile(r"\\_|\\\\[{}|]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
TEXT = re.compile(r"\\(?:text[a-z]*|mathrm|mathtt|operatorname)\s*\{[^{}]*\}")
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
    math = None
    for version in versions(tex):
        with suppress(*FAILURES):
            math = convert(version, display="block" if display else "inline")
            break
    if math is None:
        return None
    alt = Markup.escape(" ".join(tex.split()))
    return math.replace("<math ", f'<math alttext="{alt}" ', 1)


def versions(tex: str) -> list[str]:
    """What a formula may mean, most likely first: many are escaped for Markdown, `x\\_1` for `x_1`."""
    tex = NOTHING.sub("", LABEL.sub("", tex))
    outer = OUTER.match(tex.strip())
    tex = outer[2] if outer else tex
    bare = ESCAPED.sub(r"\1", tex)
    if IS_ESCAPED.search(TEXT.sub("", tex)):
        return [bare, tex]
    return [tex, bare] if MAYBE_ESCAPED.search(tex) else [tex]


def _depth(tex: str) -> int:
    deepest = depth = 0
    for brace in re.findall(r"[{}]|\\left\b|\\right\b|\\begin\b|\\end\b", tex):
        depth += 1 if brace in {"{", "\\left", "\\begin"} else -1
        deepest = max(deepest, depth)
    return deepest
