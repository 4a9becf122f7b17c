"""The dev server: a site as its author sees it while writing, looked at anew for every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from threading import Condition, Thread
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request, send_from_directory
from markupsafe import Markup
from werkzeug.serving import run_simple

from masthead.app import create_app
from masthead.errors import Problems
from masthead.media.sources import PICTURES
from masthead.render import SOURCES
from masthead.watching import news_below
from masthead.website import Website

CHANGES_URL = "/masthead/changes"
LIVE = "live.js", "live.css"
"""The files beside this one that show changes in pages that are open; they stand below `/masthead/`."""
HEAD = """<head>
<script src="/masthead/live.js" data-changes="{}" data-root="{}" defer></script>
<link rel="stylesheet" href="/masthead/live.css">
"""
RELOADED = PICTURES | {".js", ".woff", ".woff2"}
"""Extensions of files of which pages that are open cannot get the new one but by loading anew."""
KEEP_ALIVE = 15
"""Seconds after which a page that waits for changes is told that there were none."""


class Changes:
    """Passes the news of changed files to the pages that wait for it."""

    def __init__(self) -> None:
        self._count = 0
        self._reload = 0
        self._changed = Condition()

    def tell(self, paths: Iterable[Path] = ()) -> None:
        """Wake everybody who waits; for some files that changed, pages have to be loaded anew."""
        reload = any(path.suffix.lower() in RELOADED for path in paths)
        with self._changed:
            self._count += 1
            self._reload = self._count if reload else self._reload
            self._changed.notify_all()

    def events(self, keep_alive: float = KEEP_ALIVE) -> Iterator[str]:
        """Server-sent events, `changed` or `reload`; a comment every `keep_alive` seconds tells who left."""
        seen = self._count
        yield ": waiting\n\n"
        while True:
            with self._changed:
                if self._count == seen:
                    self._changed.wait(keep_alive)
                news, reload, seen = self._count != seen, self._reload > seen, self._count
            yield f"data: {'reload' if reload else 'changed'}\n\n" if news else ": waiting\n\n"


def dev_app(site: Path | str, changes: Changes | None = None, host: str = "127.0.0.1") -> Flask:
    """The site as an app in debug mode: changes show at the next request, problems where they are.

    With `changes`, pages that are open show what changed when it tells of that, and where their sections are
    written. Requests must name an IP address, `localhost` or `host`: a page of the web whose name is made to
    lead here cannot read what is written here. Raises ContentError when the folder holds no site.
    """
    app = create_app(site)
    app.debug = True
    app.before_request(lambda: _check_host(host))
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    app.jinja_env.auto_reload = True
    if changes is not None:
        app.add_url_rule(
            CHANGES_URL, "changes", lambda: Response(changes.events(), mimetype="text/event-stream")
        )
        app.config[SOURCES] = True
        for name in LIVE:
            app.add_url_rule(f"/masthead/{name}", name.replace(".", "_"), partial(_live_file, name))
        head = Markup(HEAD).format(CHANGES_URL, Path(site).resolve().as_posix()).encode()
        app.after_request(partial(_showing_changes, head))
    return app


def run(
    site: Path | str,
    host: str = "127.0.0.1",
    port: int = 5000,
    tell: Callable[[Problems], None] | None = None,
) -> None:
    """Serve the site in a folder until interrupted; `tell` gets what was wrong when it was read first.

    Raises ContentError when the folder holds no site; ends the process when the port is taken.
    """
    changes = Changes()
    app = dev_app(site, changes, host)
    if tell is not None:
        tell(app.extensions["masthead"]["masthead"].website.edition.problems)
    website = app.extensions["masthead"]["masthead"].website
    Thread(target=_watch, args=(website, changes), daemon=True).start()
    run_simple(host, port, app, threaded=True, use_debugger=True, use_evalex=False)


def _check_host(host: str) -> None:
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        name = ""
    if name in ("localhost", host.lower()) or name.endswith(".localhost"):
        return
    try:
        ip_address(name)
    except ValueError:
        hint = f"Open the dev server as http://{host}:{request.environ.get('SERVER_PORT', '')}/"
        abort(Response(f"{hint}, or give `masthead run` this name as --host.\n", 400, mimetype="text/plain"))


def _live_file(name: str) -> Response:
    return send_from_directory(Path(__file__).parent, name, max_age=0)


def _showing_changes(head: bytes, response: Response) -> Response:
    if response.mimetype == "text/html" and not response.direct_passthrough:
        response.set_data(response.get_data().replace(b"<head>\n", head, 1))
    return response


def _watch(website: Website, changes: Changes) -> None:
    """Tell the site and the pages that wait of every change below the site's root."""
    try:
        for paths in news_below(website.root):
            website.news.tell(paths)
            website.news.begin()  # the first news, of whatever, come when the watcher is at work
            if paths:
                changes.tell(paths)
    finally:
        website.news.end()
