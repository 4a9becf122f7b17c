"""Formulas: TeX to MathML, on the server and without JavaScript."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import tostring

import latex2mathml.exceptions as failures
from latex2mathml.converter import convert_to_element
from markupsafe import Markup

from masthead.markup.commands import versions

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
NESTING = re.compile(r"[{}]|\\(?:left|right|begin|end)\b")
DISPLAY = {True: "block", False: "inline"}


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
    for version in versions(tex):
        with suppress(*FAILURES):
            return _mathml(version, display, tex)
    return None


def _mathml(tex: str, display: bool, written: str) -> str:
    """MathML of TeX; the converter leaves characters as references and escapes no text: that is done here."""
    root = convert_to_element(tex, display=DISPLAY[display])
    root.attrib.pop("xmlns", None)
    root.set("alttext", " ".join(written.split()))
    for node in root.iter():
        node.text = unescape(node.text) if node.text else node.text
        node.tail = unescape(node.tail) if node.tail else node.tail
        if not node.get("href", "http").startswith(("http://", "https://")):
            node.attrib.pop("href", None)
    return tostring(root, encoding="unicode", short_empty_elements=False)


def _depth(tex: str) -> int:
    deepest = depth = 0
    for brace in NESTING.findall(tex):
        depth += 1 if brace in {"{", "\\left", "\\begin"} else -1
        deepest = max(deepest, depth)
    return deepest
