"""Hugo's globs of paths, as cascades name pages by them."""

from __future__ import annotations

import re
from functools import lru_cache

MOST_CHOICES = 200
"""How many globs `{a,b}` in one may stand for; what is left over fits nothing."""

_CHOICE = re.compile(r"\{([^{}]*)\}")


@lru_cache
def glob_pattern(pattern: str) -> re.Pattern[str]:
    """Hugo's globs: `**` for anything, `*` within one folder, `{a,b}` for either; all start with a slash."""
    text = pattern.strip("/").lower()
    if text.startswith("{"):
        text = re.sub(r"([{,]\s*)/", r"\1", text)
    return re.compile("/" + _translated(text))


def _translated(glob: str) -> str:
    """A glob as a regular expression that takes time in proportion to what it reads."""
    globs: list[str] = []
    waiting = [glob]
    while waiting and len(globs) + len(waiting) <= MOST_CHOICES:
        one = waiting.pop()
        choice = _CHOICE.search(one)
        if choice is None:
            globs.append(one)
            continue
        waiting += [
            one[: choice.start()] + part.strip() + one[choice.end() :] for part in choice[1].split(",")
        ]
    return "(?:" + ("|".join(map(_sequence, globs)) if globs else "(?!)") + ")"


def _sequence(glob: str) -> str:
    """A glob without choices: each part is found as early as can be, so that none has to be tried again."""
    first, *rest = glob.split("**")
    if not rest:
        return _part(first, last=True)
    middle = "".join(f"(?>.*?{_part(part)})" for part in rest[:-1] if part)
    return _part(first) + middle + ".*" + _part(rest[-1], last=True)


def _part(glob: str, *, last: bool = False) -> str:
    """What stands between two `**`: `*` and `?` stay in their folder."""
    first, *rest = ("[^/]".join(map(re.escape, piece.split("?"))) for piece in glob.split("*"))
    if not rest:
        return first
    early = rest[:-1] if last else rest
    end = f"[^/]*{rest[-1]}" if last else ""
    return first + "".join(f"(?>[^/]*?{piece})" for piece in early if piece) + end
