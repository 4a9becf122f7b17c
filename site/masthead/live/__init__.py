"""What pages of the dev server bring beside their own: changes as they happen, problems, places of blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex
from threading import Condition

from markupsafe import Markup

URL = "/masthead/live"
"""Where all of this stands; a site has no pages there."""
CHANGES_URL = f"{URL}/changes"
PROBLEMS_URL = f"{URL}/problems"
KEEP_ALIVE = 15
"""Seconds after which a page that waits for changes is told that there were none."""
EDITOR = "vscode://file{file}:{line}"
"""How Visual Studio Code opens a file at a line."""

_STYLES = frozenset((".css", ".scss"))
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg", ".bmp", ".tif", ".tiff"))
_LOADS = frozenset((".js", ".mjs", ".woff2", ".woff", ".ttf", ".otf"))
_HEAD = re.compile(rb"<head\b[^>]*>|\Z")


@dataclass(frozen=True, slots=True)
class Moment:
    """How often files changed since `run` began, and at which of these times styles and pictures last did.

    `loads` is the last time that something did of which an open page cannot get the new one: scripts, fonts.
    """

    run: str
    count: int = 0
    styles: int = 0
    pictures: int = 0
    loads: int = 0


class Changes:
    """Passes the news of changed files to the pages that wait for it."""

    def __init__(self) -> None:
        self.now = Moment(token_hex(4))
        self._changed = Condition()

    def tell(self, paths: Iterable[Path]) -> None:
        """Wake everybody who waits."""
        kinds = {path.suffix.lower() for path in paths}
        with self._changed:
            now = self.now
            count = now.count + 1
            styles = now.styles if kinds.isdisjoint(_STYLES) else count
            pictures = now.pictures if kinds.isdisjoint(_PICTURES) else count
            loads = now.loads if kinds.isdisjoint(_LOADS) else count
            self.now = Moment(now.run, count, styles, pictures, loads)
            self._changed.notify_all()

    def events(self, keep_alive: float = KEEP_ALIVE) -> Iterator[str]:
        """Server-sent events: what is so now, then each change; a comment every `keep_alive` seconds, to
        notice who left.
        """
        seen = self.now
        yield f"retry: 300\ndata: {json.dumps(asdict(seen))}\n\n"
        while True:
            with self._changed:
                if self.now == seen:
                    self._changed.wait(keep_alive)
                news, seen = self.now != seen, self.now
            yield f"data: {json.dumps(asdict(seen))}\n\n" if news else ": waiting\n\n"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where pages lead to files: a site's folder, and an editor's address with `{file}` and `{line}`."""

    root: Path
    editor: str = EDITOR

    def tagged(self, page: bytes, now: Moment, described: Mapping[str, str], failed: bool = False) -> bytes:
        """A page with the script that keeps it as its files are, and what that has to know of it."""
        known = {"editor": self.editor, "root": f"/{self.root.as_posix().lstrip('/')}", **described}
        state = json.dumps({**asdict(now), "failed": failed, **known}, ensure_ascii=False)
        tag = Markup('<script src="{}/live.js" data-mh-live="{}"></script>').format(URL, state)
        return _HEAD.sub(lambda found: found[0] + tag.encode(), page, count=1)
