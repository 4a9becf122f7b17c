"""The dev server: a site as its author sees it while writing, looked at anew for every page."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from werkzeug.serving import run_simple

from masthead.app import create_app
from masthead.errors import Problems
from masthead.live import EDITOR, Changes, enliven
from masthead.watching import news_below
from masthead.website import Website

_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def dev_app(
    site: Path | str, changes: Changes | None = None, host: str = "127.0.0.1", editor: str = EDITOR
) -> Flask:
    """The site as an app in debug mode: changes show at the next request, problems where they are.

    With `changes`, open pages show what it tells of, and files open in the `editor`. Requests must name an IP
    address, `localhost` or `host`: a page of the web whose name is made to lead here cannot read what is
    written here.
    Raises ContentError when the folder holds no site.
    """
    app = create_app(site)
    app.debug = True
    app.before_request(lambda: _check_host(host))
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    app.jinja_env.auto_reload = True
    if changes is not None:
        enliven(app, app.extensions["masthead"]["masthead"], changes, editor)
    return app


def run(
    site: Path | str,
    host: str = "127.0.0.1",
    port: int = 5000,
    editor: str = EDITOR,
    tell: Callable[[Problems], None] | None = None,
) -> None:
    """Serve the site in a folder until interrupted; `tell` gets what was wrong when it was read first.

    What is asked for is told on standard error, in colours where that is a terminal.
    Raises ContentError when the folder holds no site; ends the process when the port is taken.
    """
    changes = Changes()
    app = dev_app(site, changes, host, editor)
    if tell is not None:
        tell(app.extensions["masthead"]["masthead"].website.edition.problems)
    website = app.extensions["masthead"]["masthead"].website
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        logging.getLogger("werkzeug").addFilter(_without_colours)
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


def _without_colours(record: logging.LogRecord) -> bool:
    record.msg, record.args = _COLOUR.sub("", record.getMessage()), ()
    return True


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
