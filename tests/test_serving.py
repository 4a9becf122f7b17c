"""Serving strangers: nothing but what the table lists, right statuses, and a host that stays as it was."""

from __future__ import annotations

import importlib.util
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from flask import Blueprint, Flask, Response, send_from_directory
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client, create_environ, run_wsgi_app

from conftest import Site
from masthead import create_app, create_blueprint
from masthead.devserver import dev_app
from test_apps.library import create_library

ROOT = Path(__file__).parents[1]
SECRET = "only-for-authors"
FILES = {
    "masthead.yaml": f"title: Fell Lab\nparams: {{note: {SECRET}}}\n",
    "content/_index.md": f"---\ntitle: Fell Lab\nnote: {SECRET}\n---\n",
    "content/about.md": "---\ntitle: About us\n---\nText.\n",
    "content/draft.md": f"---\ntitle: {SECRET}\ndraft: true\n---\n",
    "content/later.md": f"---\ntitle: {SECRET}\ndate: 2999-01-01\n---\n",
    "content/past.md": f"---\ntitle: {SECRET}\nexpiryDate: 2001-01-01\n---\n",
    "content/own.md": f"---\ntitle: {SECRET}\nprivate: true\n---\n",
    "content/broken.md": f"---\ntitle: [{SECRET}\n---\n",
    "content/post/x/index.md": "---\ntitle: X\n---\n",
    "content/post/x/notes.md": f"---\ntitle: {SECRET}\n---\n",
    "content/post/x/notes.txt": "notes of x",
    "content/post/x/.draft.txt": SECRET,
    "content/post/x/notes.txt~": SECRET,
    "content/post/draft/index.md": f"---\ntitle: {SECRET}\ndraft: true\n---\n",
    "content/post/draft/paper.pdf": SECRET,
    "content/post/page.html": f"---\nnote: {SECRET}\n---\n<p>Page",
    "content/post/page.org": f"#+TITLE: {SECRET}\n",
    "content/post/page.rst": f".. {SECRET}\n",
    "content/post/plain.html": "<p>A file</p>",
    "content/closed/_index.md": "---\ntitle: Closed\ndraft: true\n---\n",
    "content/closed/deep/minutes.pdf": SECRET,
    "content/closed/open/index.md": "---\ntitle: Open\n---\n",
    "content/closed/open/map.txt": "a map",
    "data/authors/jo.yaml": f"name: Jo\nnote: {SECRET}\n",
    "templates/masthead/parts/mine.html": SECRET,
    "static/one.txt": "a text of 24 characters.",
}
CLIMBS = (
    "..", "%2e%2e", "%2E%2E", ".%2e", "%252e%252e", "..%2f..", "..%5c..", "..\\..", "....", "..;", "..%00",
    "..%c0%af..", "\u2024\u2024", "\uff0e\uff0e", "", "~root", "C:",
)  # fmt: skip
TARGETS = (
    "masthead.yaml",
    "content/about.md",
    "data/authors/jo.yaml",
    "etc/passwd",
    "templates/masthead/parts/mine.html",
)


@pytest.fixture
def lab(site: Site) -> Path:
    return site(FILES)


@pytest.fixture
def client(lab: Path) -> FlaskClient:
    return create_app(lab).test_client()


def ask(app: Flask, path: str, method: str = "GET", **more: str) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of a request whose path goes to the app byte by byte."""
    environ = {
        **create_environ("/"),
        "REQUEST_METHOD": method,
        "PATH_INFO": path.encode().decode("latin-1"),
        **more,
    }
    body, status, headers = run_wsgi_app(app, environ, buffered=True)
    return int(status.split()[0]), b"".join(body).decode("utf-8", "replace"), dict(headers)


def test_nothing_outside_the_table_is_served(lab: Path) -> None:
    app = create_app(lab)
    for climb in CLIMBS:
        for target in TARGETS:
            for path in (
                f"/{climb}/{target}",
                f"/about/{climb}/{climb}/{target}",
                f"/{climb}{target}",
                f"//{climb}/{target}",
            ):
                status, text, headers = ask(app, path)
                assert status in (308, 404), path
                assert SECRET not in text
                assert str(lab) not in text + str(headers)


@pytest.mark.parametrize("name", [name for name, text in FILES.items() if SECRET in text])
def test_sources_and_hidden_pages_are_missing(client: FlaskClient, name: str) -> None:
    inside = name.removeprefix("content")
    page = f"{inside.rpartition('.')[0].removesuffix('/_index').removesuffix('/index')}/"
    for url in {f"/{name}", inside, page, f"{page}index.html", f"{page}index.md", f"{inside}/"} - {"/"}:
        response = client.get(url, buffered=True)
        assert response.status_code in (308, 404), url
        assert SECRET not in response.text


def test_no_page_or_feed_tells_of_them(lab: Path) -> None:
    app = create_app(lab)
    urls = list(app.extensions["masthead"]["masthead"].website.edition.library.table)
    answers = {url: app.test_client().get(url, buffered=True) for url in urls}
    assert [url for url, answer in answers.items() if SECRET in answer.get_data(as_text=True)] == []
    assert {
        "/",
        "/about/",
        "/closed/open/",
        "/closed/open/map.txt",
        "/post/plain.html",
        "/post/x/notes.txt",
    } <= set(urls)


def test_the_dev_server_hides_them_too(lab: Path) -> None:
    client = dev_app(lab).test_client()
    for url in ("/draft/", "/own/", "/post/draft/paper.pdf", "/masthead.yaml", "/closed/deep/minutes.pdf"):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "path", ["/a\0b", "/" + "a" * 100_000, "/\udcff", "/about\r\nX: y/", "/*", "/%", "/\u202e", "/about/\0"]
)
def test_odd_urls_are_missing(client: FlaskClient, path: str) -> None:
    response = client.get(
        "/", environ_overrides={"PATH_INFO": path.encode("utf-8", "surrogateescape").decode("latin-1")}
    )
    assert response.status_code == 404
    assert response.text.endswith("</html>")
    assert "Fell Lab" in response.text
    assert "X" not in response.headers


def test_methods(client: FlaskClient) -> None:
    for url in ("/", "/about/", "/one.txt", "/about"):
        for method in ("POST", "DELETE", "TRACE", "PROPFIND", "M-SEARCH"):
            response = client.open(url, method=method)
            assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        options = client.options(url)
        assert (options.status_code, options.headers["Allow"], options.data) == (
            200,
            "GET, HEAD, OPTIONS",
            b"",
        )
    for method in ("POST", "OPTIONS", "PROPFIND"):
        assert client.open("/nowhere/", method=method).status_code == 404


def test_pages_that_did_not_change_are_not_sent_again(client: FlaskClient, site: Site) -> None:
    first = client.get("/about/")
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/about/", headers=tag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert client.head("/about/", headers=tag).status_code == 304
    assert client.get("/about/", headers={"If-None-Match": "*"}).status_code == 304
    assert client.get("/about/", headers={"If-None-Match": '"x", ' + tag["If-None-Match"]}).status_code == 304
    assert client.get("/", headers=tag).status_code == 200
    assert client.get("/about/", headers={"If-Match": '"x"'}).status_code == 412
    site({"content/about.md": "---\ntitle: About us\n---\nOther words.\n"})
    client.application.extensions["masthead"]["masthead"].website.refresh()
    changed = client.get("/about/", headers=tag)
    assert (changed.status_code, "Other words." in changed.text) == (200, True)
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_missing_pages_are_missing_however_they_are_asked_for(client: FlaskClient) -> None:
    for headers in ({"If-None-Match": "*"}, {"If-Match": '"x"'}, {"Range": "bytes=0-3"}):
        response = client.get("/nowhere/", headers=headers)
        assert (response.status_code, "ETag" in response.headers) == (404, False)


@pytest.mark.parametrize(
    ("asked", "status", "text"),
    [
        ("bytes=0-5", 206, "a text"),
        ("bytes=-11", 206, "characters."),
        ("bytes=20-", 206, "ers."),
        ("bytes=0-99999", 206, "a text of 24 characters."),
        ("bytes=0-1,4-5", 200, "a text of 24 characters."),
        ("lines=0-1", 200, "a text of 24 characters."),
        ("bytes=24-", 416, None),
        ("bytes=5-2", 416, None),
        ("bytes=99999999999999999999-", 416, None),
    ],
)  # fmt: skip
def test_ranges(client: FlaskClient, asked: str, status: int, text: str | None) -> None:
    response = client.get("/one.txt", headers={"Range": asked}, buffered=True)
    assert response.status_code == status
    if text is None:
        assert response.headers["Content-Range"] == "bytes */24"
    else:
        assert (response.text, response.headers["Content-Length"]) == (text, str(len(text)))


def test_a_range_of_a_file_that_changed_is_the_whole_file(client: FlaskClient) -> None:
    tag = client.get("/one.txt", buffered=True).headers["ETag"]
    for old, status in ((tag, 206), ('"x"', 200), ("Thu, 01 Jan 1970 00:00:00 GMT", 200)):
        response = client.get("/one.txt", headers={"Range": "bytes=0-3", "If-Range": old}, buffered=True)
        assert response.status_code == status


def test_a_front_end_can_send_the_files(lab: Path) -> None:
    app = create_app(lab)
    app.config["USE_X_SENDFILE"] = True
    response = app.test_client().get("/one.txt")
    assert response.headers["X-Sendfile"] == str(lab / "static/one.txt")


def test_files_that_went_or_became_folders_are_missing(client: FlaskClient, lab: Path) -> None:
    (lab / "static/one.txt").unlink()
    (lab / "static/one.txt").mkdir()
    assert client.get("/one.txt").status_code == 404


def test_files_are_whole_while_they_are_replaced(lab: Path) -> None:
    app = create_app(lab)
    texts = ["x" * 10, "y" * 50_000]
    done = threading.Event()
    wrong: list[str] = []

    def read() -> None:
        client = app.test_client()
        while not done.is_set():
            response = client.get("/one.txt", buffered=True)
            if response.text not in (*texts, FILES["static/one.txt"]) or response.content_length != len(
                response.data
            ):
                wrong.append(f"{response.status} {response.content_length} {response.text[:20]}")

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(300):
        (lab / "static/new").write_text(texts[number % 2], encoding="utf-8")
        (lab / "static/new").replace(lab / "static/one.txt")
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_page_that_cannot_be_made_says_nothing_to_strangers(
    lab: Path, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site({"templates/masthead/pages/single.html": "{{ page.nothing.at_all }}"})
    caplog.set_level(logging.ERROR, "masthead")
    status, text, headers = ask(create_app(lab), "/about/")
    assert status == 500
    assert [(record.name, record.getMessage()) for record in caplog.records] == [
        ("masthead", "Exception on /about/ [GET]")
    ]
    for word in ("Traceback", "single.html", str(lab), "nothing"):
        assert word not in text + str(headers)


# In a host app


def host(**options: object) -> Flask:
    """A host with a page, a form and static files of its own, and pages for errors."""
    app = Flask("host", static_folder=str(ROOT / "static"), static_url_path="/files", **options)  # type: ignore[arg-type]
    app.add_url_rule("/login", "login", lambda: "form", methods=["GET"])
    app.add_url_rule("/send", "send", lambda: "sent", methods=["POST"])
    app.add_url_rule("/list/", "list", lambda: "list")
    app.add_url_rule("/moved", "moved", lambda: "never", redirect_to="/list/")
    app.register_error_handler(404, lambda error: (f"host 404 {type(error).__name__}", 404))
    app.register_error_handler(
        405, lambda error: ("host 405", 405, {"Allow": ", ".join(sorted(error.valid_methods))})
    )
    return app


CASES = [
    ("GET", "/nowhere"), ("POST", "/nowhere"), ("PROPFIND", "/nowhere"), ("OPTIONS", "/nowhere"),
    ("DELETE", "/a/b/c"), ("GET", "/send"), ("PUT", "/send"), ("POST", "/login"), ("POST", "/list/"),
    ("POST", "/list"), ("GET", "/list"), ("GET", "/list?q=1"), ("GET", "/files/nothing.css"),
    ("POST", "/files/nothing.css"), ("HEAD", "/send"), ("GET", "/list//"), ("GET", "/list//?q=%C3%BC&r=1"),
    ("GET", "/a//b?q=1"), ("GET", "/moved?q=1"), ("POST", "/list?q=1"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "url"), CASES)
def test_a_root_mount_leaves_what_is_not_its_own_as_it_was(lab: Path, method: str, url: str) -> None:
    alone, beside = host(), host()
    beside.register_blueprint(create_blueprint(lab))
    before, after = (app.test_client().open(url, method=method) for app in (alone, beside))
    assert (after.status, after.text, dict(after.headers)) == (
        before.status,
        before.text,
        dict(before.headers),
    )


def test_a_root_mount_answers_for_its_own(lab: Path) -> None:
    app = host()
    app.register_blueprint(create_blueprint(lab))
    client = app.test_client()
    assert client.get("/about/").status_code == 200
    assert client.get("/about").location == "/about/"
    refused = client.post("/about/")
    assert (refused.status_code, refused.text, refused.headers["Allow"]) == (
        405,
        "host 405",
        "GET, HEAD, OPTIONS",
    )
    assert client.options("/about/").headers["Allow"] == "GET, HEAD, OPTIONS"
    assert set(client.options("/send").headers["Allow"].split(", ")) >= {"POST", "OPTIONS"}


def test_a_host_with_a_rule_for_everything_says_what_is_missing(lab: Path) -> None:
    app = host()
    app.register_blueprint(create_blueprint(lab))
    app.add_url_rule("/<path:anything>", "anything", lambda anything: anything)
    missing = app.test_client().get("/nowhere/")
    assert (missing.status_code, missing.text) == (404, "host 404 NotFound")


def test_a_page_and_a_form_of_the_host_share_a_url(lab: Path) -> None:
    app = host()
    app.add_url_rule("/about/", "answer", lambda: "answered", methods=["POST"])
    app.register_blueprint(create_blueprint(lab))
    client = app.test_client()
    assert "About us" in client.get("/about/").text
    assert client.post("/about/").text == "answered"
    assert client.put("/about/").headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_a_site_stands_under_a_subdomain(lab: Path) -> None:
    app = host(subdomain_matching=True)
    app.config["SERVER_NAME"] = "uni.example"
    app.register_blueprint(create_blueprint(lab, name="lab"), subdomain="lab")
    client = app.test_client()
    page = client.get("/about/", base_url="http://lab.uni.example/")
    assert (page.status_code, 'href="/masthead/theme.css"' in page.text) == (200, True)
    for method in ("GET", "POST"):
        assert (
            client.open("/about/", method=method, base_url="http://uni.example/").text == "host 404 NotFound"
        )
        missing = client.open("/nowhere/", method=method, base_url="http://lab.uni.example/")
        assert (missing.status_code, missing.text) == (404, "host 404 NotFound")
    assert client.get("/login", base_url="http://uni.example/").text == "form"


def test_a_prefix_may_hold_values(lab: Path) -> None:
    app = host()
    app.register_blueprint(create_blueprint(lab, name="lab"), url_prefix="/<faculty>/lab")
    page = app.test_client().get("/arts/lab/about/")
    assert (page.status_code, 'href="/arts/lab/masthead/theme.css"' in page.text) == (200, True)


def test_prefixes_that_readers_choose_do_not_fill_the_memory(
    lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("masthead.context.scene.MANNERS", 5)
    app = host()
    app.register_blueprint(create_blueprint(lab, name="lab"), url_prefix="/<faculty>/lab")
    client = app.test_client()
    for number in range(20):
        assert f'href="/f{number}/lab/masthead/theme.css"' in client.get(f"/f{number}/lab/about/").text
        assert len(app.extensions["masthead"]["lab"].website.edition.made.values) <= 5


@pytest.mark.parametrize("base", ["http://localhost/uni/", "http://localhost/"])
def test_below_an_application_root(lab: Path, base: str) -> None:
    app = host()
    app.config["APPLICATION_ROOT"] = "/uni"
    app.register_blueprint(create_blueprint(lab))
    client = app.test_client()
    prefix = base.removeprefix("http://localhost").rstrip("/")
    assert f'href="{prefix}/masthead/theme.css"' in client.get("/about/", base_url=base).text
    assert client.get("/about", base_url=base).location == f"{prefix}/about/"
    for method in ("GET", "POST"):
        assert client.open("/nowhere", method=method, base_url=base).text == "host 404 NotFound"


def test_behind_a_dispatcher(lab: Path) -> None:
    app, outer = host(), Flask("outer")
    app.register_blueprint(create_blueprint(lab))
    client = Client(DispatcherMiddleware(outer, {"/uni": app}))
    assert 'href="/uni/masthead/theme.css"' in client.get("/uni/about/").text
    assert client.post("/uni/nowhere").text == "host 404 NotFound"
    assert client.post("/uni/login").status_code == 405
    assert client.get("/uni/list").location == "http://localhost/uni/list/"
    assert client.get("/about/").status_code == 404


def test_error_pages_of_the_hosts_blueprints_stay(lab: Path) -> None:
    app, shop = host(), Blueprint("shop", __name__, url_prefix="/shop")
    shop.register_error_handler(NotFound, lambda _: ("the shop has none", 404))

    @shop.get("/<path:name>")
    def goods(name: str) -> Response:
        return send_from_directory(ROOT / "static", name)

    app.register_blueprint(create_blueprint(lab))
    app.register_blueprint(shop)
    client = app.test_client()
    assert client.get("/shop/nothing").text == "the shop has none"
    assert client.get("/nowhere").text == "host 404 NotFound"


def test_the_hosts_errors_are_its_own_in_an_app_with_two_sites(lab: Path) -> None:
    app = create_library()
    app.register_blueprint(create_blueprint(lab, name="root"))
    app.register_blueprint(create_blueprint(lab, name="lab"), url_prefix="/lab")
    client = app.test_client()
    for url in ("/nowhere/", "/lab/nowhere/", "/lab/reserve"):
        for method in ("GET", "POST", "PATCH"):
            response = client.open(url, method=method)
            assert (response.status_code, response.text) == (404, "The library has no such page.")
    assert client.get("/lab/about/").status_code == client.get("/about/").status_code == 200


# The dev server


@pytest.mark.parametrize(
    "name", ["localhost", "localhost:5000", "127.0.0.1:5000", "[::1]:5000", "192.168.1.4", "lab.localhost:80"]
)
def test_the_dev_server_answers_to_this_machines_names(lab: Path, name: str) -> None:
    assert dev_app(lab).test_client().get("/about/", headers={"Host": name}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "evil.example:5000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "notlocalhost",
        "",
        "[::1",
        "a b",
    ],
)
def test_the_dev_server_refuses_other_names(lab: Path, name: str) -> None:
    client = dev_app(lab).test_client()
    for url in ("/about/", "/masthead/theme.css", "/nowhere/"):
        response = client.get(url, headers={"Host": name})
        assert response.status_code == 400
        assert "http://127.0.0.1:" in response.text
        assert "About us" not in response.text


def test_a_name_that_is_given_is_answered(lab: Path) -> None:
    client = dev_app(lab, host="Lab.example").test_client()
    assert client.get("/about/", headers={"Host": "lab.example:5000"}).status_code == 200
    assert client.get("/about/", headers={"Host": "other.example"}).status_code == 400


# Fuzzed requests


@pytest.fixture(scope="module")
def fuzz() -> Iterator[ModuleType]:
    """`benchmarks/fuzz_requests.py`."""
    spec = importlib.util.spec_from_file_location("fuzz_requests", ROOT / "benchmarks/fuzz_requests.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_requests"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["fuzz_requests"]


@pytest.mark.parametrize("embedded", [False, True])
def test_fuzzed_requests(fuzz: ModuleType, lab: Path, embedded: bool) -> None:
    app = fuzz.fuzzed_app(lab, embedded)
    secrets = (*fuzz.secrets_of(lab), SECRET)
    found = fuzz.ask(app, fuzz.requests(fuzz.urls_of(app), 1500, seed=7), secrets)
    assert found.wrong == []
    assert found.statuses[200] > 100
    assert found.statuses[404] > 100


def test_the_fuzzer_sees_what_is_wrong(fuzz: ModuleType, lab: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(lab)
    app.add_url_rule("/about/", "leak", lambda: f"see {lab}/content")
    app.add_url_rule("/post/", "fail", lambda: 1 / 0)
    caplog.set_level(logging.CRITICAL, app.name)
    wrong = [
        fuzz.ask(app, iter([fuzz.Request(url)]), fuzz.secrets_of(lab)).wrong[0].split(": R")[0]
        for url in ("/about/", "/post/")
    ]
    assert wrong == [f"the answer holds {str(lab)!r}", "status 500"]
