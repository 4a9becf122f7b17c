"""Keeps what the dev server answers for the next process, whenever there is time."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from io import StringIO
from itertools import takewhile
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
from masthead.live.early import Answer, Early, Grounds, read
from masthead.live.front import MOMENTS, App, Asked, Front
from masthead.live.pages import PLAIN, described
from masthead.routes import Mount
from masthead.search import URL as SEARCH_URL
from masthead.templating import all_ours
from masthead.website import Website

PATIENCE = 2.0
"""Seconds for which somebody may take to begin watching."""
REST, LONG_REST = 1.0, 10.0
"""Seconds without a request after which there is time, and time to read the site in another process."""
SLOW = 1.0
"""Seconds from which on it is worth while to spare the next process the reading."""
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
    begun = time.monotonic()
    app = make(website)
    slow = time.monotonic() - begun > SLOW
    until = next_date(website.edition.library, moment).timestamp()
    debugged, known = DebuggedApplication(app), front.known(grounds)
    front.open(debugged)
    mount: Mount = app.extensions["masthead"]["masthead"]
    return website, Keeper(debugged, mount, front.asked, Early(grounds, until, known), slow=slow)


class State(Enum):
    """Whether the site is as it was before it was read; it is over where nothing can be kept.

    That is so where code and templates of its own had a part in answers, and where nothing can be written.
    """

    SAME, CHANGED, OVER = range(3)


class Keeper:
    """Makes answers once more and writes them down, as long as no file changes.

    `early` has the grounds as they were before the app read the site, until when that holds, and answers that
    are known: what the app makes between that moment and another one of the same grounds is what a new
    process would make.
    """

    def __init__(self, app: App, mount: Mount, asked: Asked, early: Early, *, slow: bool) -> None:
        self._app, self._mount, self._asked = app, mount, asked
        self._early = early
        self._root = mount.website.root
        self._lock = Lock()
        self._state = State.SAME
        self._slow = slow
        self._helper: subprocess.Popen[str] | None = None
        self._tried: frozenset[str] = frozenset()

    def work(self) -> None:
        """Keep what is asked for whenever nobody asks for more, while anything can be kept."""
        while self._state is State.SAME:
            self._asked.rest(REST)
            self.keep(self._asked.latest())
        self._asked.disturb()  # what was asked for last is still to be kept
        while self._state is State.CHANGED and self._slow:
            self._asked.rest(LONG_REST)
            self.keep_afresh()

    def end(self) -> None:
        """Keep what was asked for since there was time last."""
        if self._helper is not None:
            self._helper.terminate()
        if self._asked.busy:
            self._asked.busy = False
            self.keep(self._asked.latest())

    def keep(self, urls: Iterable[str]) -> None:
        """Make what is not kept yet of some URLs, until somebody asks for more, and write it down.

        Nothing more is kept once a file changed, and where the site's folder cannot be written.
        """
        with self._lock:
            if self._state is not State.SAME:
                return
            missing = (url for url in urls if url not in self._early.answers)
            added = self.answers(takewhile(lambda _: not self._asked.busy, missing))
            if not added:
                return
            self._state = self._looked_at()
            if self._state is State.SAME:
                self._early = replace(self._early, answers=self._fitting(added))
                self._write()

    def keep_afresh(self) -> None:
        """Let another process read the site as it is now, and keep what was asked for."""
        urls, early = self._asked.latest(), read(self._root)
        if early is not None and early.hold(self._root) and self._tried.union(early.answers).issuperset(urls):
            return
        command = [sys.executable, "-m", "masthead.afresh", str(self._root)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
        ) as self._helper:
            self._helper.communicate(json.dumps(urls))
        self._tried, self._helper = frozenset(urls), None
        if read(self._root) is None:  # nothing can be written
            self._state = State.OVER

    def _write(self) -> None:
        try:
            self._early.write(self._root)
        except OSError as error:
            _LOG.warning("Pages cannot be kept in %s (%s).", self._root, error.strerror or error)
            self._state = State.OVER

    def _looked_at(self) -> State:
        mount = self._mount
        if mount.website.edition.config.blocks or not all_ours(mount.renderer.templates):
            return State.OVER
        return State.SAME if self._early.hold(self._root) else State.CHANGED

    def _fitting(self, added: dict[str, Answer]) -> dict[str, Answer]:
        """As many answers as are kept: those that were asked for last, then those of earlier processes."""
        kept, size = dict[str, Answer](), 0
        known = {**added, **self._early.answers}
        for url in dict.fromkeys((*self._asked.latest(), *known)):
            if url in known and size + len(known[url].body) <= SIZE:
                kept[url] = known[url]
                size += len(known[url].body)
        return kept

    def answers(self, urls: Iterable[str]) -> dict[str, Answer]:
        """What the app answers now for the paths of URLs, as WSGI has them, without what is not kept."""
        made = {url: answer for url in urls if (answer := self._answer(url)) is not None}
        return {  # how much is wrong is known when all were made
            url: answer if answer.state is None else replace(answer, state=described(self._mount, _path(url)))
            for url, answer in made.items()
        }

    def _answer(self, url: str) -> Answer | None:
        if url.startswith(SEARCH_URL):
            return None
        environ = {**create_environ(errors_stream=StringIO()), "PATH_INFO": url, PLAIN: True}
        response = Response.from_app(self._app, environ)
        try:
            if response.status_code != 200 or (response.content_length or 0) > LARGEST:
                return None
            headers = tuple((name, "" if name in MOMENTS else value) for name, value in response.headers)
            return Answer(headers, response.get_data(), {} if response.mimetype == "text/html" else None)
        finally:
            response.close()


def _path(url: str) -> str:
    return url.encode("latin-1").decode("utf-8", "replace")
