"""TeX as authors of web pages write it, in the commands that the converter to MathML knows."""

from __future__ import annotations

import re

LABEL = re.compile(
    r"\\label\{[^{}]*\}|\\(?:nonumber|notag|nolimits|ensuremath)(?![A-Za-z])|\\vspace\*?\{[^{}]*\}"
)
TAG = re.compile(r"\\tag\*?\{([^{}]*)\}")
MACROS = {
    "arg": r"\operatorname{arg}",
    "sgn": r"\operatorname{sgn}",
    "newline": r"\\",
    "N": r"\mathbb{N}",
    "R": r"\mathbb{R}",
    "Z": r"\mathbb{Z}",
}
MACRO = re.compile(rf"\\({'|'.join(MACROS)})(?![A-Za-z])")
COLUMN = (r"\begin{array}{c}", r"\end{array}")
LINES = (r"\begin{align*}", r"\end{align*}")
ENVIRONMENTS = {
    "aligned": LINES,
    "alignedat": LINES,
    "alignat": LINES,
    "alignat*": LINES,
    "flalign": LINES,
    "flalign*": LINES,
    "gather": COLUMN,
    "gather*": COLUMN,
    "gathered": COLUMN,
    "multline": COLUMN,
    "multline*": COLUMN,
    "subarray": COLUMN,
    "eqnarray": (r"\begin{array}{rcl}", r"\end{array}"),
    "eqnarray*": (r"\begin{array}{rcl}", r"\end{array}"),
    "dcases": (r"\begin{cases}", r"\end{cases}"),
    "rcases": (r"\left.\begin{array}{ll}", r"\end{array}\right\}"),
    "equation": ("", ""),
    "equation*": ("", ""),
    "displaymath": ("", ""),
    "math": ("", ""),
}
ARGUMENT = r"(?:(?<=at\})|(?<=at\*\}))\{\d+\}|(?<=subarray\})\{[a-z]\}"
ENVIRONMENT = re.compile(rf"\\(begin|end)\{{([A-Za-z]+\*?)\}}(?:{ARGUMENT})?")
TEXT = re.compile(r"\\(?:text[a-z]*|mathrm|mathtt|mbox|operatorname)\s*\{[^{}]*\}")
SIGN = re.compile(r"\\([#$%&_])")
ESCAPED = re.compile(r"\\\\(\\\\)|\\(\\[{}|])|\\([_*])")
IS_ESCAPED = re.compile(r"\\_|\\\*|\\\\\\\\|\\(?:left|right)\\\\")
MAYBE_ESCAPED = re.compile(r"\\\\[{}|]")


def versions(tex: str) -> list[str]:
    """What a formula may mean, most likely first: many are escaped for Markdown, `x\\_1` for `x_1`."""
    bare = known(ESCAPED.sub(lambda found: found[1] or found[2] or found[3], tex))
    if IS_ESCAPED.search(TEXT.sub("", tex)):
        return [bare, known(tex)]
    return [known(tex), bare] if MAYBE_ESCAPED.search(tex) else [known(tex)]


def known(tex: str) -> str:
    """A formula without the commands and environments that the converter has no words for."""
    tex = TAG.sub(r"\\qquad\\text{(\1)}", LABEL.sub("", tex))
    tex = MACRO.sub(lambda found: MACROS[found[1]], tex)
    tex = TEXT.sub(lambda found: SIGN.sub(r"\1", found[0]), tex)
    return ENVIRONMENT.sub(_environment, tex)


def _environment(found: re.Match[str]) -> str:
    pair = ENVIRONMENTS.get(found[2])
    return found[0] if pair is None else pair[found[1] == "end"]
