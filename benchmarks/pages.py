"""Check that a program made the pages of the generated site, with their text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from generate import Entry, entries

TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+")
SAMPLED = 20
"""How many pages of each kind are read."""


class PagesError(Exception):
    """Pages that are missing, or that lack what they should say."""


def words(text: str) -> str:
    """The words of some text or HTML, with one space between."""
    return " ".join(WORD.findall(html.unescape(TAG.sub(" ", text))))


def check(destination: Path, count: int) -> int:
    """The number of HTML files. Every page has to be there, and a sample to say what it should.

    Raises PagesError.
    """
    expected = list(entries(count))
    made = {path.parent for path in destination.rglob("index.html")}
    missing = [entry.path for entry in expected if destination / entry.path not in made]
    if destination not in made:
        missing.insert(0, "the home page")
    if missing:
        raise PagesError(f"{destination} lacks {len(missing)} pages, such as {', '.join(missing[:3])}")
    for entry in sample(expected):
        read = words((destination / entry.path / "index.html").read_text("utf-8"))
        for phrase in entry.phrases:
            if words(phrase) not in read:
                raise PagesError(f"{destination / entry.path} does not say: {phrase}")
    return sum(1 for _ in destination.rglob("*.html"))


def sample(expected: list[Entry]) -> Iterator[Entry]:
    """Entries of each kind, spread evenly."""
    kinds: dict[str, list[Entry]] = {}
    for entry in expected:
        kinds.setdefault(entry.path.partition("/")[0], []).append(entry)
    for found in kinds.values():
        yield from found[:: max(1, len(found) // SAMPLED)]


def holds(page: Path, text: str) -> None:
    """Raises PagesError unless a page's HTML has some text."""
    if text not in page.read_text("utf-8"):
        raise PagesError(f"{page} was not made again: it lacks {text!r}")
