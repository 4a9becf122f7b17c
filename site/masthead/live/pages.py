"""The pages of the dev server as an app answers them, with what they bring beside their own."""

from __future__ import annotations

from functools import partial
from importlib.resources import files

from flask import Flask, Response, abort, g, request

from masthead.content.model import Page
from masthead.errors import Level
from masthead.live import CHANGES_URL, EDITOR, PROBLEMS_URL, URL, Changes, Desk
from masthead.reports import counted, in_order_of_places
from masthead.routes import Mount

PLAIN = "masthead.plain"
"""What the environment of a request has that asks for a page without all of this."""

_FILES = {"live.js": "text/javascript", "morph.js": "text/javascript", "panel.js": "text/javascript"} | {
    "live.css": "text/css"
}


def enliven(app: Flask, mount: Mount, changes: Changes, editor: str = EDITOR) -> None:
    """Let the pages of an app show changes at once, with problems and places that lead to an `editor`.

    That is an address with `{file}` and `{line}`.
    """
    mount.places = True
    app.add_url_rule(CHANGES_URL, "changes", lambda: Response(changes.events(), mimetype="text/event-stream"))
    app.add_url_rule(PROBLEMS_URL, "problems", lambda: _problems(mount))
    app.add_url_rule(f"{URL}/<name>", "live", _file)
    app.before_request(partial(_note_moment, changes))
    app.after_request(partial(_enlivened, mount, Desk(mount.website.root, editor)))


def described(mount: Mount, url: str) -> dict[str, str]:
    """What the script of a page has to know: the page's own file, and how much is wrong with the site."""
    edition = mount.website.edition
    page = edition.library.table.get(url)
    source = page.source if isinstance(page, Page) else None
    levels = [problem.level for problem in edition.problems]
    counts = ((levels.count(level), level) for level in (Level.ERROR, Level.WARNING))
    return {
        "page": f"{source.file}:{source.body_line}" if source else "",
        "problems": ", ".join(counted(number, level) for number, level in counts if number),
    }


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


def _enlivened(mount: Mount, desk: Desk, response: Response) -> Response:
    if request.method == "HEAD" or response.mimetype != "text/html" or response.direct_passthrough:
        return response
    if request.path.startswith(f"{URL}/"):
        return response
    response.headers.pop("ETag", None)  # which says nothing of the moment: an old page must not come again
    if PLAIN not in request.environ:
        known, failed = described(mount, request.path), response.status_code >= 500
        response.set_data(desk.tagged(response.get_data(), g.masthead_moment, known, failed))
    return response
