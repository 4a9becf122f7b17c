"""One formula of TeX as MathML, by a converter that fails in many ways."""

from __future__ import annotations

from html import unescape
from xml.etree.ElementTree import tostring

import latex2mathml.exceptions as failures
from latex2mathml.converter import convert_to_element

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
"""What the converter raises where it is at a loss."""

_DISPLAY = {True: "block", False: "inline"}


def mathml(tex: str, display: bool, written: str) -> str:
    """MathML of TeX; the converter leaves characters as references and escapes no text: that is done here.

    Raises one of `FAILURES`.
    """
    root = convert_to_element(tex, display=_DISPLAY[display])
    root.attrib.pop("xmlns", None)
    root.set("alttext", " ".join(written.split()))
    for node in root.iter():
        node.text = unescape(node.text) if node.text else node.text
        node.tail = unescape(node.tail) if node.tail else node.tail
        if not node.get("href", "http").startswith(("http://", "https://")):
            node.attrib.pop("href", None)
    return tostring(root, encoding="unicode", short_empty_elements=False)
