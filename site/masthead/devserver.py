"""The dev server: a site as its author sees it while writing, looked at anew for every page."""

from __future__ import annotations

import logging
import os
import re
import socket
import sys
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from werkzeug.debug import DebuggedApplication
from werkzeug.serving import make_server

from masthead.app import create_app
from masthead.errors import ContentError, Level, Problem, Problems, Where
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
    begin: Callable[[Problems, str], None] | None = None,
) -> None:
    """Serve the site in a folder until interrupted.

    `begin` gets what was wrong when it was read first, and the address at which it is served now; port 0 is
    any that is free. What is asked for is told on standard error, in colours where that is a terminal.
    Raises ContentError when the folder holds no site, and where nobody can listen.
    """
    changes = Changes()
    app = dev_app(site, changes, host, editor)
    website = app.extensions["masthead"]["masthead"].website
    problems = website.edition.problems
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        logging.getLogger("werkzeug").addFilter(_without_colours)
    debugged = DebuggedApplication(app)
    with _listening(host, port) as listener:
        port = listener.getsockname()[1]
        server = make_server(host, port, debugged, threaded=True, fd=listener.fileno())
        if begin is not None:
            begin(problems, f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        Thread(target=_watch, args=(website, changes), daemon=True).start()
        server.serve_forever()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        address = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)[0][4]
        return socket.create_server(address, family=family)
    except (socket.gaierror, UnicodeError) as error:
        hint = "Leave it out, or write 0.0.0.0 for all that this computer has."
        problem = Problem(f"{host!r} is no address to listen at.", Where("--host"), hint, Level.ERROR)
        raise ContentError(problem) from error
    except OSError as error:
        message = f"nothing can be served at port {port} of {host}: {os.strerror(error.errno or 0)}."
        hint = f"Stop what is there, or take another: --port {port + 1 if 1023 < port < 65535 else 5001}."
        raise ContentError(Problem(message, Where("--port"), hint, Level.ERROR)) from error


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
