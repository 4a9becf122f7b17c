"""Names in plain ASCII: what files and URLs are called where servers take no other letters."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from anyascii import anyascii

PLAIN = r"A-Za-z0-9~@:!$&'()*+,;=._-"
"""What stays in a part of a path; URLs hold all of it as it is."""

_KEPT = re.compile(f"[/{PLAIN}]*+")
_OTHER = re.compile(f"[^{PLAIN}]+")


def ascii_path(path: str) -> str:
    """A path, with slashes or without, each part of which is spelled with ASCII letters.

    Characters that URLs would encode become one hyphen: `/中文/my figure.png` is `/zhongwen/my-figure.png`.
    Paths that differ may become the same.
    """
    return path if _KEPT.fullmatch(path) else "/".join(map(_spelled, path.split("/")))


@lru_cache(maxsize=65_536)
def _spelled(name: str) -> str:
    """One part of a path; what has no letters at all is spelled by the numbers of its characters."""
    letters = (char if char.isascii() else _letter(char) for char in normalize("NFC", name))
    spelled = _OTHER.sub(" ", "".join(letters))
    found = "-".join(spelled.split())
    return found if found.strip(".-") or not name else "-".join(f"{ord(char):x}" for char in name)


def _letter(char: str) -> str:
    spelled = anyascii(char)
    return spelled if char.isupper() else spelled.lower()
