"""LaTeX as bibliographies hold it: accents, braces and small markup, as plain text or as Markdown."""

from __future__ import annotations

import logging
import re
from functools import cache

from pylatexenc import latexwalker
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.macrospec import LatexContextDb, std_macro

logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

_SPECIAL = re.compile(r"(?<!\\)[%&]")
_DOLLAR = re.compile(r"(?<!\\)\$")
_MATH = re.compile(r"(\$\$?[^$]+\$\$?|\\\(.+?\\\))", re.DOTALL)
_MARKDOWN = re.compile(r"[*`\[\]\\]|(?<!\w)_|_(?!\w)|<(?=[/!?a-zA-Z])(?!/?(?:i|b|em|strong|sub|sup)>)")
_OUTER = re.compile(r"\\(?:url|href|path)\s*\{(.*)\}\s*\Z", re.DOTALL)

_MARKS = {"emph": "\ue000", "textit": "\ue000", "textsl": "\ue000", "textbf": "\ue001", "texttt": "\ue002"}
_PAIRS = {"textsuperscript": ("\ue003", "\ue004"), "textsubscript": ("\ue005", "\ue006")}
_LOGOS = ("TeX", "LaTeX", "BibTeX", "XeTeX", "LuaTeX", "TikZ")
_WRITTEN = {
    "\ue000": "*",
    "\ue001": "**",
    "\ue002": "`",
    "\ue003": "<sup>",
    "\ue004": "</sup>",
    "\ue005": "<sub>",
    "\ue006": "</sub>",
    "\ue007": r"\$",
}
"""What stands for marks of Markdown, in a private part of Unicode, until all other text is escaped."""


def plain(text: str) -> str:
    """A field as plain text: names, keywords, numbers."""
    decoded = _decoded(text).replace("\ue007", "$")
    return " ".join("".join(char for char in decoded if char not in _WRITTEN).split())


def markdown(text: str) -> str:
    """A field as one line of Markdown: formulas and emphasis stay, what Markdown would read is escaped."""
    parts = _MATH.split(_decoded(text))
    escaped = [part if index % 2 else _MARKDOWN.sub(r"\\\g<0>", part) for index, part in enumerate(parts)]
    written = "".join(_WRITTEN.get(char, char) for char in "".join(escaped))
    return " ".join(written.split())


def paragraphs(text: str) -> str:
    """A field as Markdown whose paragraphs are kept, parted by an empty line."""
    return "\n\n".join(part for block in re.split(r"\n\s*\n", text) if (part := markdown(block)))


def verbatim(text: str) -> str:
    """An address or identifier, which LaTeX reads as it stands, but for what people escape in it."""
    inner = _OUTER.sub(r"\1", text.strip())
    return re.sub(r"\\([_%&#~$])|[{}\s]", lambda found: found[1] or "", inner)


def _decoded(text: str) -> str:
    text = _SPECIAL.sub(r"\\\g<0>", text)
    if len(_DOLLAR.findall(text)) % 2:
        text = _DOLLAR.sub(r"\\$", text)
    return str(_decoder().latex_to_text(text, latex_context=_macros())).replace("\xa0", " ")


@cache
def _decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, f"{mark}%s{mark}") for name, mark in _MARKS.items()]
    macros += [MacroTextSpec(name, f"{start}%s{end}") for name, (start, end) in _PAIRS.items()]
    macros += [MacroTextSpec("$", "\ue007"), MacroTextSpec("url", "%s")]
    macros += [MacroTextSpec(name, name) for name in _LOGOS]
    context.add_context_category("masthead", prepend=True, macros=macros)
    return LatexNodes2Text(math_mode="verbatim", latex_context=context)


@cache
def _macros() -> LatexContextDb:
    context = latexwalker.get_default_latex_context_db()
    context.add_context_category(
        "masthead", prepend=True, macros=[std_macro(name, None, 1) for name in _PAIRS]
    )
    return context
