"""Fuzzed requests: hostile URLs, methods and headers, asked of a site's app as a web server would.

    python benchmarks/fuzz_requests.py [SITE] [--count 100000] [--seed 0] [--embedded]

Prints how many answers came of each status and what was wrong with any; the exit status is 1 then. No answer
may be a server error, take over five seconds, be cut short, or name a folder of the machine.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

import masthead
from masthead import create_app, create_blueprint

_PICTURE = re.compile(r"/[^\"'\s,()]+\.(?:webp|jpe?g|png|svg)\b")
SLOWEST = 5.0
"""Seconds that an answer may take."""
PIECES = (
    "..", "../", "..\\", "%2e%2e", "%2e%2e%2f", "..%2f", "%252e%252e%252f", "..%c0%af", "..;/", "....//",
    "/", "//", "\\", "%5c", "%00", "\x00", "\r\n", "%0d%0aSet-Cookie: a=b", "?", "#", ";", "&", "%", "%zz",
    "%ff", "\xff\xfe", "\xe4\xb8\xad", "\xed\xa0\x80", " ", "+", "*", "{{7*7}}", "${7}", "<script>", "'\"",
    "etc/passwd", "C:\\windows\\", "file:///etc/passwd", "http://evil.example/", "//evil.example",
    "masthead.yaml", "config/_default/params.yaml", "content/_index.md", ".git/config", ".masthead/",
    ".env", "~root", "index.html", "_index.md", "index.xml", ".card-800.webp",
    ".body-99999999999999999999.webp", ".png", "page/2/", "page/-1/", "page/99999999999999999999/",
    "static/", "data/", "proc/self/environ", "\u202e", "a" * 3000, "../" * 300, "/" * 500, "é", "İ", "ß",
)  # fmt: skip
METHODS = ("GET",) * 24 + ("HEAD", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PROPFIND", "get", "X", "")
VALUES = (
    "", "*", '"', '"x"', 'W/"x"', '"x", "y"', "\xff", "a" * 5000, "bytes=0-", "bytes=0-0", "bytes=-1",
    "bytes=5-2", "bytes=99999999999999999999-", "bytes=0-1,4-5", "bytes=" + "0-1," * 500, "bytes=a-b",
    "lines=1-2", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 99 Foo 0", "-1",
    "chunked", "gzip;q=9", "text/html;q=x", "evil.example", "localhost:0", "localhost:99999999", "[::1]",
    "[", "a b", "..", "=;=;=", "{", "\x00",
)  # fmt: skip
HEADERS = (
    "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_HOST",
    "HTTP_COOKIE", "HTTP_TRANSFER_ENCODING", "HTTP_EXPECT", "HTTP_X_FORWARDED_HOST", "HTTP_X_ORIGINAL_URL",
    "HTTP_AUTHORIZATION", "CONTENT_LENGTH", "CONTENT_TYPE", "QUERY_STRING", "REMOTE_ADDR",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a web server hands it on: the path's bytes as latin-1, and more of the environment."""

    path: str
    method: str = "GET"
    more: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Found:
    """What came back: answers by status, the slowest in seconds, and what was wrong, request by request."""

    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def requests(urls: Sequence[str], count: int, seed: int) -> Iterator[Request]:
    """`count` requests made from the URLs of a site, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        path = _path(chance, urls)
        headers = tuple(
            (chance.choice(HEADERS), _value(chance)) for _ in range(chance.choice((0, 0, 1, 1, 2)))
        )
        yield Request(path, chance.choice(METHODS), headers)


def _value(chance: random.Random) -> str:
    value = chance.choice(VALUES)
    return value if chance.random() < 0.8 else value + chance.choice(VALUES)


def _path(chance: random.Random, urls: Sequence[str]) -> str:
    path = chance.choice(urls)
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        at = chance.randrange(len(path) + 1)
        piece = chance.choice(PIECES)
        change: Callable[[], str] = chance.choice(
            (
                lambda: path[:at] + piece + path[at:],  # noqa: B023
                lambda: path[:at] + piece,  # noqa: B023
                lambda: path[: at // 2] + path[at:],  # noqa: B023
                lambda: path.swapcase(),  # noqa: B023
                lambda: quote(path, safe=""),  # noqa: B023
                lambda: path.rstrip("/"),  # noqa: B023
                lambda: f"{path}{chr(chance.randrange(256))}",  # noqa: B023
            )
        )
        path = change()
    return path.encode("utf-8", "surrogatepass").decode("latin-1") if chance.random() < 0.8 else _latin(path)


def _latin(path: str) -> str:
    return path.encode("latin-1", "replace").decode("latin-1")


def ask(app: Flask, requests: Iterator[Request], secrets: Sequence[str]) -> Found:
    """Ask an app all of them; `secrets` are texts that no answer may hold."""
    found = Found()
    for request in requests:
        start = time.perf_counter()
        environ = {
            **create_environ("/", method="GET"),
            "REQUEST_METHOD": request.method,
            "PATH_INFO": request.path,
        }
        environ |= dict(request.more)
        try:
            body, status, headers = run_wsgi_app(app, environ, buffered=True)
            content = b"".join(body)
        except Exception as error:  # noqa: BLE001  (whatever a server would have logged)
            found.wrong.append(f"{type(error).__name__}: {error}: {request!r:.300}")
            continue
        code = int(status.split()[0])
        took = time.perf_counter() - start
        found.statuses[code] += 1
        found.slowest = max(found.slowest, took)
        said = content.decode("utf-8", "replace") + str(list(headers))
        problem = _problem(request, code, took, said, content, headers, secrets)
        if problem:
            found.wrong.append(f"{problem}: {request!r:.300}")
    return found


def _problem(
    request: Request, code: int, took: float, said: str, content: bytes, headers: Any, secrets: Sequence[str]
) -> str:
    """What is wrong with an answer; empty for a good one."""
    if code >= 500:
        return f"status {code}"
    if took > SLOWEST:
        return f"{took:.1f} s"
    for secret in secrets:
        if secret in said:
            return f"the answer holds {secret!r}"
    if "\r" in str(headers.to_wsgi_list()) or "\\n" in repr(headers.to_wsgi_list()):
        return "a line ends within a header"
    promised = headers.get("Content-Length")
    if request.method.upper() != "HEAD" and promised is not None and int(promised) != len(content):
        return f"{len(content)} bytes for {promised}"
    is_page = headers.get("Content-Type", "").startswith("text/html") and code in (200, 404)
    if is_page and content and b'class="masthead"' in content and not content.rstrip().endswith(b"</html>"):
        return "a page without its end"
    location = headers.get("Location", "/")
    return f"a redirect to {location}" if location.startswith(("//", "/\\")) else ""


def urls_of(app: Flask) -> list[str]:
    """The URLs of the one site in an app, with the app's prefix, and of pictures that its pages show."""
    mount = next(iter(app.extensions["masthead"].values()))
    prefix = app.config.get("FUZZ_PREFIX", "")
    urls = [f"{prefix}{url}" for url in mount.website.edition.library.table]
    client = app.test_client()
    pages = (client.get(url, buffered=True) for url in urls[:200] if url.endswith("/"))
    shown = (_PICTURE.findall(page.get_data(as_text=True)) for page in pages)
    return [*urls, *dict.fromkeys(unquote(url) for found in shown for url in found)]


def fuzzed_app(site: Path, embedded: bool) -> Flask:
    """The site as an app of its own, or at `/lab` in another."""
    if not embedded:
        return create_app(site)
    app = Flask("host", static_folder=None)
    app.config["FUZZ_PREFIX"] = "/lab"
    app.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    return app


def secrets_of(site: Path) -> tuple[str, ...]:
    """What only somebody who sees the machine's files could know."""
    return (
        str(site.resolve()),
        str(Path(masthead.__file__).parent),
        "Traceback (most recent",
        "root:x:0:0",
        "site-packages",
    )


def main() -> int:
    """Fuzz, print the figures, and tell by the status whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("site", nargs="?", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--embedded", action="store_true", help="ask the site at /lab in a host app")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    app = fuzzed_app(options.site, options.embedded)
    start = time.perf_counter()
    found = ask(app, requests(urls_of(app), options.count, options.seed), secrets_of(options.site))
    took = time.perf_counter() - start
    print(f"{options.count} requests in {took:.0f} s, the slowest {found.slowest:.2f} s")
    print("answers:", ", ".join(f"{count} with {code}" for code, count in sorted(found.statuses.items())))
    print(f"wrong: {len(found.wrong)}")
    for line in found.wrong[:20]:
        print(f"  {line}")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
