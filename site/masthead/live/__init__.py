"""What pages of the dev server bring beside their own: changes as they happen, problems, places of blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from secrets import token_hex
from threading import Condition

from flask import Flask, Response, abort, g, request
from markupsafe import Markup

from masthead.content.model import Page
from masthead.errors import Level
from masthead.reports import counted, in_order_of_places
from masthead.routes import Mount

URL = "/masthead/live"
"""Where all of this stands; a site has no pages there."""
CHANGES_URL = f"{URL}/changes"
KEEP_ALIVE = 15
"""Seconds after which a page that waits for changes is told that there were none."""
EDITOR = "vscode://file{file}:{line}"
"""How Visual Studio Code opens a file at a line."""

_FILES = {"live.js": "text/javascript", "morph.js": "text/javascript", "panel.js": "text/javascript"} | {
    "live.css": "text/css"
}
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


def enliven(app: Flask, mount: Mount, changes: Changes, editor: str = EDITOR) -> None:
    """Let the pages of an app show changes at once, with problems and places that lead to an `editor`.

    That is an address with `{file}` and `{line}`.
    """
    mount.places = True
    app.add_url_rule(CHANGES_URL, "changes", lambda: Response(changes.events(), mimetype="text/event-stream"))
    app.add_url_rule(f"{URL}/problems", "problems", lambda: _problems(mount))
    app.add_url_rule(f"{URL}/<name>", "live", _file)
    app.before_request(partial(_note_moment, changes))
    app.after_request(partial(_enlivened, mount, editor))


def _note_moment(changes: Changes) -> None:
    """What changes from here on, the page that is asked for may not know yet."""
    g.masthead_moment = changes.now


def _file(name: str) -> Response:
    if name not in _FILES:
        abort(404)
    response = Response((files(__package__) / name).read_bytes(), mimetype=_FILES[name])
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _problems(mount: Mount) -> str:
    edition = mount.website.edition
    told = (problem for problem in edition.problems if problem.level is not Level.NOTE)
    return mount.renderer.listed(edition, in_order_of_places(told))


def _enlivened(mount: Mount, editor: str, response: Response) -> Response:
    if request.method == "HEAD" or response.mimetype != "text/html" or response.direct_passthrough:
        return response
    if request.path.startswith(f"{URL}/"):
        return response
    now = asdict(g.masthead_moment)
    failed = response.status_code >= 500
    state = json.dumps({**now, "failed": failed, **_described(mount, editor)}, ensure_ascii=False)
    tag = Markup('<script src="{}/live.js" data-mh-live="{}"></script>').format(URL, state)
    html = _HEAD.sub(lambda found: found[0] + tag.encode(), response.get_data(), count=1)
    response.set_data(html)
    return response


def _described(mount: Mount, editor: str) -> dict[str, str]:
    """What a page has to know to lead to files: the site's folder, its own file, and what is wrong."""
    edition = mount.website.edition
    page = edition.library.table.get(request.path)
    source = page.source if isinstance(page, Page) else None
    levels = [problem.level for problem in edition.problems]
    counts = ((levels.count(level), level) for level in (Level.ERROR, Level.WARNING))
    return {
        "editor": editor,
        "root": f"/{mount.website.root.as_posix().lstrip('/')}",
        "page": f"{source.file}:{source.body_line}" if source else "",
        "problems": ", ".join(counted(number, level) for number, level in counts if number),
    }
