"""Where formulas stand in a text: `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]` and `\\begin{…}…\\end{…}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING

from markupsafe import Markup

from masthead.markup.tags import Tag, scan

if TYPE_CHECKING:
    from masthead.markup.inline import Inline

BEGIN = re.compile(r"\\begin\{([A-Za-z]{1,20}\*?)\}")
TEX_SIGN = re.compile(r"[\\^_{}=<>+]|\A\s*[A-Za-z]{1,2}\s*\Z")
SLASHES = {"\\\\(": ("\\\\)", False), "\\\\[": ("\\\\]", True), "\\(": ("\\)", False), "\\[": ("\\]", True)}
COMMAND = re.compile(r"\\[A-Za-z]|[_^]\{")
IN_HTML = re.compile(
    r"\$\$([^$]++)\$\$|\\\[((?:[^\\]|\\(?![\[\]]))++)\\\]|\\\(((?:[^\\]|\\(?![()]))++)\\\)"
    r"|\$(?![\s$])([^$\n]++)(?<!\s)\$(?!\d)"
)
SIGN = re.compile(r"[=^_+<>()|]")
WORD = re.compile(r"[^\W\d_]{3}")
VERBATIM = frozenset({"code", "pre", "script", "style", "textarea"})
MOST_PARTS = 8  # dollars inside the braces of one formula


def has_formula(html: str) -> bool:
    """Whether some HTML may hold formulas."""
    return "$" in html or "\\(" in html or "\\[" in html


def replace_formulas(text: str, convert: Callable[[str, bool], Markup]) -> str:
    """HTML with the formulas between its tags converted; code and scripts are left alone."""
    out: list[str] = []
    at, verbatim = 0, ""
    for tag in chain(scan(text), [Tag("", False, "", len(text), len(text))]):
        part = text[at : tag.start]
        out.append(part if verbatim else IN_HTML.sub(lambda found: _converted(found, convert), part))
        out.append(text[tag.start : tag.end])
        at = tag.end
        if tag.name in VERBATIM and (tag.name == verbatim or not verbatim):
            verbatim = tag.name if tag.opens else ""
    return "".join(out)


def _converted(found: re.Match[str], convert: Callable[[str, bool], Markup]) -> str:
    tex = next(part for part in found.groups() if part is not None)
    return str(convert(unescape(tex), found[1] is not None or found[2] is not None))


def dollars(inline: Inline) -> None:
    """A dollar sign: a formula, or itself."""
    text, at = inline.text, inline.at
    if text.startswith("$$", at):
        end = inline.find("$$", at + 2)
        if end > at + 2 and text[at + 2 : end].strip():
            take(inline, at + 2, end, end + 2, True)
        else:
            inline.put("$$", at + 2)
        return
    end = closing_dollar(text, at)
    if end == -1:
        inline.put("$", at + 1)
    else:
        take(inline, at + 1, end, end + 1, False)


def closing_dollar(text: str, at: int) -> int:
    """Where the formula that a dollar opens ends, -1 when it opens none: "$5 and $6" are prices."""
    if text[at + 1 : at + 2] in {"", "$"}:
        return -1
    end, depth, counted = at, 0, at + 1
    for _ in range(MOST_PARTS):
        end = text.find("$", end + 1)
        while end != -1 and text[end - 1] == "\\":
            end = text.find("$", end + 1)
        if end == -1:
            return -1
        depth += text.count("{", counted, end) - text.count("}", counted, end)
        counted = end
        if depth <= 0:
            break
    else:
        return -1
    loose = text[at + 1].isspace() or text[end - 1].isspace() or text[end + 1 : end + 2].isdigit()
    return end if not loose or COMMAND.search(text, at, end) or is_short(text[at + 1 : end]) else -1


def is_short(content: str) -> bool:
    """Whether something between dollars reads like a formula, and not like prose between two prices."""
    return SIGN.search(content) is not None and not content[0].isdigit() and WORD.search(content) is None


def slash_formula(inline: Inline) -> bool:
    """Read a formula that begins with a backslash; False when there is none."""
    text, at = inline.text, inline.at
    for start, (mark, display) in SLASHES.items():
        if text.startswith(start, at):
            end = inline.find(mark, at + len(start))
            content = text[at + len(start) : end] if -1 < end < at + 5000 else ""
            if TEX_SIGN.search(content) and "](" not in content:
                take(inline, at + len(start), end, end + len(mark), display)
                return True
            return False
    begin = BEGIN.match(text, at)
    if begin is None:
        return False
    mark = f"\\end{{{begin[1]}}}"
    end = inline.find(mark, begin.end())
    if end == -1:
        return False
    take(inline, at, end + len(mark), end + len(mark), True)
    return True


def take(inline: Inline, start: int, stop: int, end: int, display: bool) -> None:
    """Add the formula between `start` and `stop` and go on after `end`."""
    line = inline.here()
    inline.put(inline.page.math(inline.text[start:stop], display, line), end)
