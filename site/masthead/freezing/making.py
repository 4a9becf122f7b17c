"""One request a URL, through the app: the answer on the desk, with what was noted while it was made."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Flask, got_request_exception, request
from msgspec import Struct
from werkzeug import Response
from werkzeug.test import create_environ, run_wsgi_app

from masthead.content.notes import Notes
from masthead.destination import Desk, Placed
from masthead.errors import ContentError, Level, Problem, Where
from masthead.freezing.files import mistaken_type, url_error
from masthead.freezing.parts import KeptParts
from masthead.render import HTML

NOT_FOUND_PAGE = "/404.html"


class Order(Struct, frozen=True):
    """A URL to be made, the file that it lands in, and a number that is free on the desk.

    `kept` are the parts of its page that would come out as they stand in that file now.
    """

    url: str
    path: str
    number: int
    kept: KeptParts | None = None


class Kept(NamedTuple):
    """What is kept of a URL whose file is there: the problems of its page, and the pictures that it shows."""

    problems: tuple[Problem, ...]
    printed: tuple[str, ...]

    @classmethod
    def of(cls, problems: tuple[Problem, ...], printed: tuple[str, ...]) -> Kept:
        """What is kept: of most URLs nothing, which is held once for all of them."""
        return cls(problems, printed) if problems or printed else _NOTHING


_NOTHING = Kept((), ())


class Outcome(Struct, frozen=True):
    """What came of the order of a number: `placed` is None for a page that cannot be made.

    `problems` are all that its page has, `printed` the URLs of the pictures that it shows. `asked` are the
    numbers of the questions that it asked the site, as an array of type "I"; not those for parts that were
    kept. `parts` tells where the parts of its page stand, if it has any.
    """

    number: int
    placed: Placed | None
    problems: tuple[Problem, ...]
    printed: tuple[str, ...]
    asked: bytes = b""
    parts: KeptParts | None = None


class Maker(Struct, frozen=True):
    """Makes files from the answers of an app below a base URL; `notes` are those of the app's site."""

    app: Flask
    environ: dict[str, object]
    desk: Desk
    notes: Notes

    def make(self, order: Order) -> Outcome:
        """Request a URL once and put the answer on the desk."""
        parts = None
        with self.notes.tracing() as trace:
            try:
                if order.kept is not None:
                    trace.known = order.kept.found_in(f"{self.desk.folder}/{order.path}")
                content = self._content(order)
                placed = self.desk.put(order.path, content, order.number)
                parts = KeptParts.of(content, *trace.parts) if trace.parts else None
            except ContentError as error:
                unknown = Problem("This page cannot be made.", Where(order.url), level=Level.ERROR)
                trace.problems.add(*(error.problems or (unknown,)))
                placed = None
        asked = array("I", trace.asked).tobytes()
        return Outcome(order.number, placed, tuple(trace.problems), tuple(trace.printed), asked, parts)

    def _content(self, order: Order) -> bytes:
        environ = {**self.environ, "PATH_INFO": order.url.encode().decode("latin-1")}
        body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        content = b"".join(body)
        if not (status == "200 OK" and headers.get("Content-Type") == HTML and order.path.endswith(".html")):
            self._check(order, Response(content, status, headers))
        return content

    def _check(self, order: Order, response: Response) -> None:
        """Whether an answer that is no plain page may become a file: ContentError if not."""
        if response.status_code != 200 and not (response.status_code == 404 and order.url == NOT_FOUND_PAGE):
            raise url_error(order.url, *_unexpected(response))
        if (problem := mistaken_type(order.url, order.path, response)) is not None:
            self.notes.trace.problems.add(problem)


def _unexpected(response: Response) -> tuple[str, str]:
    if 300 <= response.status_code < 400:
        return f"This URL redirects to {response.location}.", "List the URL that it leads to instead."
    return f"The app answered {response.status}.", "Mend its page, or take the URL off the list."


def root_environ(base_url: str) -> dict[str, object]:
    """The WSGI environment of a request for the site's root, below the path of its base URL.

    Raises ContentError for what is not the address of a site.
    """
    try:
        parts = urlsplit(base_url or "http://localhost/")
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        hint = "Write it in full, such as https://example.org/lab/."
        raise url_error("base URL", f"{base_url!r} is not the address of a site.", hint)
    environ = create_environ("/", parts.geturl())
    # These two repeat the path as it was sent, and would stay "/" for all pages.
    return {key: value for key, value in environ.items() if key not in ("REQUEST_URI", "RAW_URI")}


@contextmanager
def propagating(app: Flask) -> Iterator[None]:
    """Let errors in views through, with a note that says at which URL they happened."""

    def note(sender: Flask, exception: Exception, **_: object) -> None:
        exception.add_note(f"This happened while freezing {request.path}.")

    before = app.config["PROPAGATE_EXCEPTIONS"]
    app.config["PROPAGATE_EXCEPTIONS"] = True
    try:
        with got_request_exception.connected_to(note, sender=app):
            yield
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = before
