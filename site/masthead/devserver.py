"""The dev server: a site as its author sees it while writing, looked at anew for every page."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, make_server

from masthead.content.news import News
from masthead.errors import ContentError, Level, Problem, Problems, Where
from masthead.live import EDITOR, Changes, Desk
from masthead.live.early import Early, read
from masthead.live.front import Front, is_for_us

if TYPE_CHECKING:
    from flask import Flask

    from masthead.live.keeping import Keeper
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
    from masthead.website import Website

    return live_app(Website(site), changes, host, editor)


def live_app(website: Website, changes: Changes | None, host: str, editor: str) -> Flask:
    """Such an app of a website, which is read now."""
    from masthead.live.pages import enliven
    from masthead.routes import site_app

    website.refresh()
    app = site_app(website)
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
    begin: Callable[[str], None] = lambda _: None,
    tell: Callable[[Problems], None] = lambda _: None,
) -> None:
    """Serve the site in a folder until interrupted.

    `begin` gets the address at which it is served now, `tell` what is wrong once it is read, which may be
    later: pages that an earlier process kept are served meanwhile. Port 0 is any that is free. What is asked
    for is told on standard error, in colours where that is a terminal.
    Raises ContentError when the folder holds no site, and where nobody can listen.
    """
    root = Path(site).resolve()
    early = read(root)
    served = _Served(root, host, editor, tell, early)
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        logging.getLogger("werkzeug").addFilter(_without_colours)
    with (
        _listening(host, port) as listener,
        make_server(host, port, served.front, threaded=True, fd=listener.fileno()) as server,
    ):
        if early is None:
            served.open()
        begin(f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/")
        if early is not None:
            _begin(served.open_later, server)
        with _ending_as_by_key():
            server.serve_forever()
            served.end()


class _Served:
    """A site while it is served: first by what was kept of it, then by its app."""

    def __init__(
        self, root: Path, host: str, editor: str, tell: Callable[[Problems], None], early: Early | None
    ) -> None:
        self._root, self._host, self._editor, self._tell = root, host, editor, tell
        self._changes = Changes()
        self._error: ContentError | OSError | None = None
        self._keeper: Keeper | None = None
        self.front = Front(Desk(root, editor), host, self._changes, early)

    def open(self) -> None:
        """Read the site, and let its app answer from then on. Raises ContentError."""
        news, watching = News(), Event()
        _begin(_watch, self._root, news, self._changes, watching)
        from masthead.live.keeping import opened

        make = partial(live_app, changes=self._changes, host=self._host, editor=self._editor)
        website, self._keeper = opened(self._root, news, watching, self.front, make)
        self._tell(website.edition.problems)
        _begin(self._keeper.work)
        _begin(_compare, self.front, self._keeper, self._changes, watching)

    def open_later(self, server: BaseWSGIServer) -> None:
        """Do that when there is time or need; a site that cannot be read ends the server."""
        self.front.pause()
        try:
            self.open()
        except (ContentError, OSError) as error:
            self._error = error
        finally:
            if self._keeper is None:
                self.front.open(None)
                server.shutdown()

    def end(self) -> None:
        """Keep what was answered last. Raises what kept the site from being read."""
        if self._error is not None:
            raise self._error
        if self._keeper is not None:
            self._keeper.end()


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


@contextmanager
def _ending_as_by_key() -> Iterator[None]:
    """Who is told to end ends as by Ctrl+C: not without having kept what there is."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _check_host(host: str) -> None:
    from flask import Response, abort, request

    if not is_for_us(request, host):
        hint = f"Open the dev server as http://{host}:{request.environ.get('SERVER_PORT', '')}/"
        abort(Response(f"{hint}, or give `masthead run` this name as --host.\n", 400, mimetype="text/plain"))


def _without_colours(record: logging.LogRecord) -> bool:
    record.msg, record.args = _COLOUR.sub("", record.getMessage()), ()
    return True


def _begin(work: Callable[..., None], *values: object) -> None:
    Thread(target=work, args=values, daemon=True).start()


def _watch(root: Path, news: News, changes: Changes, watching: Event) -> None:
    """Tell the site and the pages that wait of every change below its root, from when `watching` is set."""
    from masthead.watching import news_below

    try:
        for paths in news_below(root):
            news.tell(paths)
            news.begin()  # the first news, of whatever, come when the watcher is at work
            watching.set()
            if paths:
                changes.tell(paths)
    finally:
        news.end()
        watching.set()


def _compare(front: Front, keeper: Keeper, changes: Changes, watching: Event) -> None:
    """Make what was given early anew; tell open pages where it changed before anybody watched."""
    watching.wait()
    given = dict(front.given)
    made = keeper.answers(given)
    differing = [Path(url) for url, answer in given.items() if made.get(url) != answer]
    if differing:
        changes.tell(differing)
