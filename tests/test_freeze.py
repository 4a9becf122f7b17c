"""Freezing: the app's own answers, one file a URL, or the reasons why not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, Response, abort, redirect, request, send_file, url_for

from masthead.errors import ContentError, Level, Problem, Where
from masthead.freeze import FreezeResult, freeze
from masthead.journal import MANIFEST
from masthead.publish import PublishError

PAGES = {
    "/": b"home",
    "/research/multimodal/": b"research",
    "/中文/": "中文页".encode(),
    "/100% sure? #1/": b"odd",
    "/post/x/my figure.jpg": b"\xff\xd8\xff",
    "/feed.xml": b"<rss/>",
    "/404.html": b"not here",
}
FILES = {
    "index.html": b"home",
    "research/multimodal/index.html": b"research",
    "中文/index.html": "中文页".encode(),
    "100% sure? #1/index.html": b"odd",
    "post/x/my figure.jpg": b"\xff\xd8\xff",
    "feed.xml": b"<rss/>",
    "404.html": b"not here",
}
TYPES = {".jpg": "image/jpeg", ".xml": "application/rss+xml"}


def make_app(pages: dict[str, bytes]) -> Flask:
    """One view for all pages, as the site's own: 404 for others, and for the page that says so."""
    app = Flask(__name__, static_folder=None)

    @app.get("/")
    @app.get("/<path:path>")
    def serve(path: str = "") -> Response:
        if request.path not in pages:
            abort(404)
        status = 404 if request.path == "/404.html" else 200
        return Response(pages[request.path], status, mimetype=TYPES.get(Path(path).suffix, "text/html"))

    return app


def read(folder: Path) -> dict[str, bytes]:
    """All files but the manifest."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def problems(app: Flask, urls: Iterable[str], folder: Path) -> list[str]:
    """What a freeze is refused for."""
    with pytest.raises(ContentError) as caught:
        freeze(app, urls, folder)
    assert not folder.exists()
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "build"


def test_every_url_becomes_a_file(folder: Path) -> None:
    result = freeze(make_app(PAGES), PAGES, folder)
    assert read(folder) == FILES
    assert result == FreezeResult(pages=7, written=7, unchanged=0, removed=0, destination=folder, problems=())


def test_a_second_freeze_writes_what_changed(folder: Path) -> None:
    pages = dict(PAGES)
    app = make_app(pages)
    freeze(app, pages, folder)
    pages["/"] = b"new"
    del pages["/feed.xml"]
    result = freeze(app, pages, folder)
    assert (result.pages, result.written, result.unchanged, result.removed) == (6, 1, 5, 1)
    assert read(folder) == {file: text for file, text in FILES.items() if file != "feed.xml"} | {
        "index.html": b"new"
    }


def test_nothing_is_frozen_that_is_not_listed(folder: Path) -> None:
    app = make_app(PAGES)
    app.get("/unlisted/")(lambda: url_for("serve", path="feed.xml"))
    freeze(app, ["/unlisted/"], folder)
    assert read(folder) == {"unlisted/index.html": b"/feed.xml"}


def test_urls_found_on_the_way_are_frozen_once(folder: Path) -> None:
    requested = []
    app = make_app(PAGES)

    @app.before_request
    def note() -> None:
        requested.append(request.path)

    def grow() -> Iterator[str]:
        yield "/"
        yield "/feed.xml" if requested == ["/"] else "/missing"
        yield "/"

    assert freeze(app, grow(), folder).pages == 2
    assert requested == ["/", "/feed.xml"]


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("", "/a%20b/ / http://localhost/"),
        ("https://h.org", "/a%20b/ / https://h.org/"),
        ("https://h.org/lm/", "/lm/a%20b/ /lm/ https://h.org/lm/"),
        ("https://h.org:8080/中/lm", "/中/lm/a%20b/ /中/lm/ https://h.org:8080/中/lm/"),
        ("https://h.org/%E4%B8%AD/", "/中/a%20b/ /中/ https://h.org/中/"),
    ],
)
def test_the_base_url_is_the_apps_root(folder: Path, base_url: str, expected: str) -> None:
    app = Flask(__name__)

    @app.get("/<path:path>/")
    def page(path: str) -> str:
        return f"{url_for('page', path=path)} {request.script_root}/ {request.root_url}"

    freeze(app, ["/a b/"], folder, base_url=base_url)
    assert read(folder) == {"a b/index.html": expected.encode()}


@pytest.mark.parametrize("base_url", ["h.org", "/lm/", "ftp://h.org/", "https:///x", "https://h.org/?q=1"])
def test_a_base_url_that_is_none_is_refused(folder: Path, base_url: str) -> None:
    with pytest.raises(ContentError, match=r"is not the address of a site\. Write it in full"):
        freeze(make_app(PAGES), PAGES, folder, base_url=base_url)


def test_the_errors_of_all_pages_are_reported_together(folder: Path) -> None:
    app = Flask(__name__)
    wrong = [Problem(f"wrong {n}", Where(f"content/{n}.md", n), level=Level.ERROR) for n in (1, 2, 3)]

    @app.get("/<int:n>/")
    def page(n: int) -> str:
        if n < 2:
            raise ContentError(*wrong[n : 2 * n + 1])
        return "fine"

    app.get("/empty/")(lambda: (_ for _ in ()).throw(ContentError()))
    urls = ["/0/", "/1/", "/2/", "/empty/"]
    assert problems(app, urls, folder) == [
        "content/1.md:1: error: wrong 1",
        "content/2.md:2: error: wrong 2",
        "content/3.md:3: error: wrong 3",
        "/empty/: error: This page cannot be made.",
    ]
    result = freeze(app, urls, folder, keep_going=True)
    assert (result.pages, len(result.problems)) == (1, 4)
    assert read(folder) == {"2/index.html": b"fine"}


def test_an_error_leaves_the_old_site_as_it_is(folder: Path) -> None:
    freeze(make_app(PAGES), PAGES, folder)
    with pytest.raises(ContentError):
        freeze(make_app({"/": b"new"}), ["/", "/missing/"], folder)
    assert read(folder) == FILES


def test_a_bug_in_a_view_arrives_and_names_the_page(folder: Path) -> None:
    app = Flask(__name__)
    app.get("/<name>/")(lambda name: str(1 // 0))
    before = dict(app.config)
    with pytest.raises(ZeroDivisionError) as caught:
        freeze(app, ["/x/"], folder)
    assert caught.value.__notes__ == ["This happened while freezing /x/."]
    assert app.config == before
    assert not folder.exists()


def test_a_freeze_leaves_no_trace_in_the_app(folder: Path) -> None:
    app = make_app(PAGES)
    config, defaults = dict(app.config), dict(app.url_default_functions)
    freeze(app, PAGES, folder)
    assert (app.config, app.url_default_functions) == (config, defaults)
    assert app.test_client().get("/missing").status_code == 404


def test_answers_other_than_200_are_errors(folder: Path) -> None:
    app = make_app(PAGES)
    app.get("/old/", endpoint="old")(lambda: redirect("/"))
    app.get("/teapot/", endpoint="teapot")(lambda: ("short", 418))
    app.get("/sub/404.html", endpoint="sub")(lambda: ("only the one at the root may", 404))
    assert problems(app, ["/", "/old/", "/teapot/", "/missing", "/sub/404.html"], folder) == [
        "/old/: error: This URL redirects to /. List the URL that it leads to instead.",
        "/teapot/: error: The app answered 418 I'M A TEAPOT. Mend its page, or take the URL off the list.",
        "/missing: error: The app answered 404 NOT FOUND. Mend its page, or take the URL off the list.",
        "/sub/404.html: error: The app answered 404 NOT FOUND. Mend its page, or take the URL off the list.",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/a/", "/A/"),
        ("/a/", "/a/index.html"),
        ("/é/", "/e\u0301/"),
        ("/É/", "/e\u0301/"),
        ("/a", "/a/"),
        ("/a/", "/a"),
        ("/a", "/A/b/c.html"),
        ("/a/b/c.html", "/A"),
    ],
)
def test_two_urls_in_one_place_are_both_named(folder: Path, first: str, second: str) -> None:
    app = make_app({first: b"1", second: b"2"})
    found = [line for line in problems(app, [first, second], folder) if ": warning: " not in line]
    assert found == [
        f"{second}: error: This URL and {first} land in one file or folder. Rename one of the two."
    ]


def test_urls_that_only_look_alike_are_fine(folder: Path) -> None:
    pages = dict.fromkeys(["/a/", "/a/b/", "/a.html", "/A/c/", "/straße/", "/strasse/"], b"x")
    assert freeze(make_app(pages), pages, folder).pages == 6


@pytest.mark.parametrize(
    "url",
    ["/../x", "/a/../../x/", "//etc/passwd", "/a//b", "/./", "/a\\b", "/" + "中" * 86 + "/", f"/{MANIFEST}"],
)
def test_urls_that_name_no_file_are_errors(folder: Path, url: str) -> None:
    (found,) = problems(make_app({url: b"x"}), [url], folder)
    assert found.startswith(f"{url}: error: This URL names no file: ")
    assert [*folder.parent.iterdir()] == []


@pytest.mark.parametrize("url", ["x/", "", "https://h.org/"])
def test_urls_that_are_not_from_the_root_are_errors(folder: Path, url: str) -> None:
    (found,) = problems(make_app(PAGES), [url], folder)
    assert "does not begin with '/'" in found


@pytest.mark.parametrize(
    ("url", "sent", "taken_for"),
    [
        ("/page", "text/html", "application/octet-stream"),
        ("/data.json", "text/html", "application/json"),
        ("/feed/", "application/rss+xml", "text/html"),
        ("/index.xml", "application/rss+xml", None),
        ("/a.js", "application/javascript", None),
        ("/site.webmanifest", "application/json", None),
        ("/CNAME", "text/plain", None),
        ("/cite.unknown", "application/octet-stream", None),
    ],
)
def test_types_that_do_not_fit_the_extension_are_warned_of(
    folder: Path, url: str, sent: str, taken_for: str | None
) -> None:
    app = Flask(__name__)
    app.get(url)(lambda: Response("x", mimetype=sent))
    found = [str(problem) for problem in freeze(app, [url], folder).problems]
    assert found == (
        []
        if taken_for is None
        else [
            f"{url}: warning: The app sends this as {sent}, but web servers will take it for {taken_for}. "
            "Give the URL an extension that fits, or end it with '/' for a page."
        ]
    )


def test_files_are_copied_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(bytes(range(256)) * 4000)
    app = Flask(__name__)
    app.get("/picture.jpg")(lambda: send_file(picture))
    freeze(app, ["/picture.jpg"], folder)
    assert (folder / "picture.jpg").read_bytes() == picture.read_bytes()


def test_progress_sees_every_url(folder: Path) -> None:
    events: list[str] = []

    def note(url: str) -> str:
        events.append(url)
        return url

    @contextmanager
    def progress(urls: Iterable[str]) -> Iterator[Iterable[str]]:
        events.append("begin")
        yield map(note, urls)
        events.append("end")

    freeze(make_app(PAGES), ["/", "/feed.xml"], folder, progress=progress)
    assert events == ["begin", "/", "/feed.xml", "end"]


def test_the_sources_are_safe(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="holds the site's own sources"):
        freeze(make_app(PAGES), PAGES, tmp_path, sources=tmp_path)


FREEZE_ON = """
import itertools, sys
from pathlib import Path
from test_freeze import make_app
from masthead.freeze import freeze

names = [f"/page{n}/" for n in range(60)]
pages = dict.fromkeys(names, b"")
app = make_app(pages)
for turn in itertools.count():
    pages.update(dict.fromkeys(names, str(turn).encode()))
    freeze(app, names, Path(sys.argv[1]))
    print(turn, flush=True)
"""


@pytest.mark.parametrize("after", [0.0, 0.003, 0.007, 0.011, 0.016, 0.023])
def test_a_freeze_killed_at_any_time_ends_whole(folder: Path, after: float) -> None:
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    process = subprocess.Popen(
        [sys.executable, "-c", FREEZE_ON, str(folder)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
    )
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == b"0\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
    with pytest.raises(ContentError):
        freeze(make_app({}), ["/missing/"], folder)
    assert len(read(folder)) == 60
    assert len({*read(folder).values()}) == 1
    assert [entry.name for entry in folder.parent.iterdir()] == ["build"]
