"""What answers first: what an earlier process kept, until the site was read; then the app."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address
from threading import Condition, Event, get_ident
from typing import Any
from urllib.parse import urlsplit

from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

from masthead.live import CHANGES_URL, PROBLEMS_URL, Changes, Desk
from masthead.live.early import Answer, Early, Grounds, Holding

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]

PAGES, FILES = 32, 256
"""How many URLs are remembered of pages, and of files, of those that were asked for last."""
GAP, PAUSES = 0.3, 5
"""Seconds after which a page that was asked for has all that it asks for in turn; how often at most."""

MOMENTS = frozenset(("Date", "Expires"))
"""Headers that tell the moment of an answer: the dev server's files expire at once."""

_KINDS = ("text/html", "text/css", "text/javascript", "image/", "font/")
_MOMENTARY = frozenset((CHANGES_URL, PROBLEMS_URL))


def is_for_us(request: Request, host: str) -> bool:
    """Whether a request names an IP address, `localhost` or the `host` of the server."""
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        name = ""
    if name in ("localhost", host.lower()) or name.endswith(".localhost"):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class Asked:
    """The URLs that were answered last, by their paths as WSGI has them, and whether there was time since."""

    def __init__(self) -> None:
        self.busy = False
        self._count = 0
        self._pages: dict[str, None] = {}
        self._files: dict[str, None] = {}
        self._more = Condition()

    def disturb(self) -> None:
        """Something is asked for."""
        with self._more:
            self.busy = True
            self._count += 1
            self._more.notify_all()

    def note(self, url: str, kind: str) -> None:
        """Something of a media type is answered."""
        known, most = (self._pages, PAGES) if kind.startswith("text/html") else (self._files, FILES)
        with self._more:
            known.pop(url, None)
            known[url] = None
            if len(known) > most:
                del known[next(iter(known))]
        self.disturb()

    def rest(self, seconds: float) -> None:
        """Wait until something was asked for, and then nothing more for so long."""
        with self._more:
            self._more.wait_for(lambda: self.busy)
            seen = 0
            while seen != self._count:
                seen = self._count
                self._more.wait(seconds)
            self.busy = False

    def latest(self) -> list[str]:
        """The URLs of pages, then those of files, each the last one first."""
        with self._more:
            return [*reversed(self._pages), *reversed(self._files)]


class Front:
    """A WSGI app that has `early` answers until it gets the app itself; requests for others wait for that."""

    def __init__(self, desk: Desk, host: str, changes: Changes, early: Early | None) -> None:
        self.asked = Asked()
        self.given: dict[str, Answer] = {}
        self._desk, self._host, self._changes = desk, host, changes
        self._early = early
        self._holding = Holding(early, desk.root) if early else None
        self._app: App | None = None
        self._is_open, self._is_missed = Event(), Event()
        self._giving: set[int] = set()

    def pause(self) -> None:
        """Wait while early answers are given, for a while, until there is none for a request."""
        before = -1
        for _ in range(PAUSES):
            if self._is_missed.wait(GAP) or not (self._giving or before != len(self.given)):
                return
            before = len(self.given)

    def known(self, grounds: Grounds) -> Mapping[str, Answer]:
        """The early answers that hold on such grounds, seen now."""
        early = self._early
        holds = early is not None and time.time() < early.until and grounds.are_same(early.grounds)
        return early.answers if early is not None and holds else {}

    def open(self, app: App | None) -> None:
        """Let the app answer from now on, or nothing where there is none."""
        self._app, self._early = app, None
        self._is_open.set()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer a request, as WSGI has it."""
        if not self._is_open.is_set():
            answer = self._early_answer(Request(environ, populate_request=False))
            if answer is not None:
                return answer(environ, start)
            self._is_open.wait()
        if self._app is None:
            return Response("The site cannot be read.\n", 503)(environ, start)
        self.asked.disturb()
        return self._app(environ, self._noting(environ, start))

    def _early_answer(self, request: Request) -> Response | None:
        moment = self._changes.now
        self._giving.add(get_ident())
        try:
            answer = self._found(request)
            if answer is None:
                self._is_missed.set()
                return None
            url = request.environ["PATH_INFO"]
            self.given[url] = answer
            self.asked.note(url, "text/html" if answer.state is not None else "")
        finally:
            self._giving.discard(get_ident())
        headers = [(name, http_date() if name in MOMENTS else value) for name, value in answer.headers]
        if answer.state is not None:
            return Response(self._desk.tagged(answer.body, moment, answer.state), headers=headers)
        response = Response(answer.body, headers=headers)
        response.make_conditional(request)
        return response

    def _found(self, request: Request) -> Answer | None:
        """What an earlier process answered, where it would be the same now."""
        early = self._early
        if early is None or not _is_plain(request.environ) or not is_for_us(request, self._host):
            return None
        answer = early.answers.get(request.environ["PATH_INFO"])
        return answer if answer and self._holding and self._holding.now() else None

    def _noting(self, environ: Environ, start: Start) -> Start:
        def noted(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            kind = next((value for name, value in headers if name.lower() == "content-type"), "")
            url = environ["PATH_INFO"]
            if status.startswith("200") and kind.startswith(_KINDS) and url not in _MOMENTARY:
                self.asked.note(url, kind)
            return start(status, headers, *error)

        return noted if _is_plain(environ) else start


def _is_plain(environ: Environ) -> bool:
    """Whether a request asks for all of something, by its path alone."""
    whole = not environ.get("QUERY_STRING") and "HTTP_RANGE" not in environ
    return whole and environ["REQUEST_METHOD"] == "GET" and not environ.get("SCRIPT_NAME")
