"""Keeps what the dev server answers for the next process, whenever there is time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from threading import Event, Lock

from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.test import create_environ
from werkzeug.wrappers import Response

from masthead.content.fields import now
from masthead.content.news import News
from masthead.freezing.inputs import installed, scan
from masthead.freezing.sources import Sources, next_date
from masthead.listing import Listing
from masthead.live.early import Answer, Early, Grounds
from masthead.live.front import MOMENTS, App, Asked, Front
from masthead.live.pages import PLAIN, described
from masthead.routes import Mount
from masthead.search import URL as SEARCH_URL
from masthead.templating import all_ours
from masthead.website import Website

PATIENCE = 2.0
"""Seconds for which somebody may take to begin watching."""
REST = 1.0
"""Seconds without a request after which there is time."""
SIZE, LARGEST = 8_000_000, 1_000_000
"""How many bytes are kept in all, and of one answer."""

_LOG = logging.getLogger(__name__)


def opened(
    root: Path, news: News, watching: Event, front: Front, make: Callable[[Website], Flask]
) -> tuple[Website, Keeper]:
    """Make the app of a site and let it answer; what keeps its answers, and the site as it holds it.

    `news` tell of changes from when somebody is `watching`: what was seen since is not looked at once more.
    Raises ContentError when the folder holds no site.
    """
    website, moment, listing = Website(root), now(), Listing()
    website.news = news
    folders = Sources(website.settings(), website.code_folders).everything()
    watched = watching.wait(PATIENCE)
    grounds = Grounds(folders, scan(folders, str(root), listing), installed())
    if watched:
        website.seen(listing)
    app = make(website)
    until = next_date(website.edition.library, moment).timestamp()
    debugged, known = DebuggedApplication(app), front.known(grounds)
    front.open(debugged)
    mount: Mount = app.extensions["masthead"]["masthead"]
    return website, Keeper(debugged, mount, front.asked, Early(grounds, until, known))


class Keeper:
    """Makes answers once more and writes them down, as long as no file changes.

    `early` has the grounds as they were before the app read the site, until when that holds, and answers that
    are known: what the app makes between that moment and another one of the same grounds is what a new
    process would make.
    """

    def __init__(self, app: App, mount: Mount, asked: Asked, early: Early) -> None:
        self._app, self._mount, self._asked = app, mount, asked
        self._early = early
        self._root = mount.website.root
        self._lock = Lock()
        self._goes_on = True

    def work(self) -> None:
        """Keep what is asked for whenever nobody asks for more, while anything can be kept."""
        while self._goes_on:
            self._asked.rest(REST)
            self.keep()

    def end(self) -> None:
        """Keep what was asked for since there was time last."""
        if self._asked.busy:
            self._asked.busy = False
            self.keep()

    def keep(self) -> None:
        """Make what is not kept yet of what was asked for, until somebody asks for more.

        Nothing more is kept once a file changed, and where the site's folder cannot be written.
        """
        with self._lock:
            added = dict(self._made()) if self._goes_on else {}
            if not added:
                return
            self._goes_on = self._may_keep()
            if self._goes_on:
                self._early = replace(self._early, answers=self._fitting(added))
                self._write()

    def _write(self) -> None:
        try:
            self._early.write(self._root)
        except OSError as error:
            _LOG.warning("Pages cannot be kept in %s (%s).", self._root, error.strerror or error)
            self._goes_on = False

    def _made(self) -> Iterator[tuple[str, Answer]]:
        for url in self._asked.latest():
            if self._asked.busy:
                return
            if url not in self._early.answers and (answer := self.answer(url)) is not None:
                yield url, answer

    def _may_keep(self) -> bool:
        """Whether the site's own code and templates had no part in answers, and nothing changed."""
        mount, early = self._mount, self._early
        if mount.website.edition.config.blocks or not all_ours(mount.renderer.templates):
            return False
        return early.hold(self._root)

    def _fitting(self, added: dict[str, Answer]) -> dict[str, Answer]:
        """As many answers as are kept: those that were asked for last, then those of earlier processes."""
        kept, size = dict[str, Answer](), 0
        known = {**added, **self._early.answers}
        for url in dict.fromkeys((*self._asked.latest(), *known)):
            if url in known and size + len(known[url].body) <= SIZE:
                kept[url] = known[url]
                size += len(known[url].body)
        return kept

    def answer(self, url: str) -> Answer | None:
        """What the app answers now for the path of a URL, as WSGI has it; None for what is not kept."""
        if url.startswith(SEARCH_URL):
            return None
        environ = {**create_environ(errors_stream=StringIO()), "PATH_INFO": url, PLAIN: True}
        response = Response.from_app(self._app, environ)
        try:
            if response.status_code != 200 or (response.content_length or 0) > LARGEST:
                return None
            body = response.get_data()
            headers = tuple((name, "" if name in MOMENTS else value) for name, value in response.headers)
        finally:
            response.close()
        if response.mimetype != "text/html":
            return Answer(headers, body)
        path = url.encode("latin-1").decode("utf-8", "replace")
        return Answer(headers, body, described(self._mount, path))
