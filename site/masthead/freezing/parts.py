"""The parts of a page that a new frame leaves as they are, taken from the file that the page stands in."""

from __future__ import annotations

import marshal
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from masthead.content.notes import Noted, Parts
from masthead.destination import read
from masthead.errors import Problem, plain_problems, problems_of

FRAME = tuple(
    f"masthead/{name}.html"
    for name in ("base", "parts/header", "parts/footer", "parts/findable", "parts/search-dialog")
)
"""The templates that stand around the parts of a page, and that no part is made from."""

Span = tuple[int, int]
"""From which byte of a file to which."""

_LEAD = 64
"""By as many bytes a part is looked for: all of it at once would take several times as long."""


class KeptParts(Struct, frozen=True):
    """Where a page's head and content stand in its file, and what was found while they were made.

    `scripts` are those that they need, `problems` what is wrong with them, `printed` the pictures they show.
    """

    head: Span
    content: Span
    scripts: tuple[str, ...]
    problems: tuple[Problem, ...]
    printed: tuple[str, ...]

    @classmethod
    def of(cls, page: bytes, parts: Parts, noted: Noted) -> KeptParts | None:
        """Where the parts stand in a page; None where it does not have them as they were made."""
        head = _span(page, parts.head, 0)
        content = _span(page, parts.content, head[1]) if head else None
        if not (parts.framed and head and content):
            return None
        return cls(head, content, tuple(parts.scripts), noted.problems, noted.printed)

    @classmethod
    def read(cls, written: bytes) -> KeptParts:
        """What was written down."""
        head, content, scripts, problems, printed = marshal.loads(written)
        return cls(head, content, scripts, problems_of(problems), printed)

    def written(self) -> bytes:
        """All of it in bytes, a fifth of what it takes as it is."""
        problems: Any = plain_problems(self.problems)
        return marshal.dumps((self.head, self.content, self.scripts, problems, self.printed))

    def found_in(self, file: str) -> tuple[Parts, Noted] | None:
        """The parts out of the page's file, with what was noted; None when it is gone."""
        try:
            page = read(file)
        except OSError:
            return None
        head, content = (Markup(page[start:end].decode()) for start, end in (self.head, self.content))
        return Parts(head, content, self.scripts, framed=True), Noted((), self.problems, self.printed)


def _span(page: bytes, part: str, after: int) -> Span | None:
    text = part.encode()
    start = page.find(text[:_LEAD], after)
    while start >= 0 and not page.startswith(text, start):
        start = page.find(text[:_LEAD], start + 1)
    return (start, start + len(text)) if start >= 0 else None
