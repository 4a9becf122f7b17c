"""Pages that are kept: made once for many readers, and never shown where another one would be right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient
from markupsafe import Markup
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

import masthead.kept
from conftest import Site
from masthead import create_app, create_blueprint
from masthead.kept import KeptPages, MadePage
from masthead.render import Renderer

FILES = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: Home\n---\n[About](/about/)\n",
    "content/about.md": "---\ntitle: About\naliases: [/old/]\n---\nWe measure.\n",
}
LAYOUT = "<title>{% block title %}{% endblock %}</title>{% block head %}{% endblock %}{{ reader }}{{ request.query_string }}{% block content %}{% endblock %}"  # noqa: E501


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths of the requests that pages were made for."""
    paths: list[str] = []
    genuine = Renderer._made

    def noting(self: Renderer, *args: object) -> MadePage:
        paths.append(request.path)
        return genuine(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Renderer, "_made", noting)
    yield paths


def host(tmp_path: Path, site: Path, base: str = "layout.html", prefix: str = "/lab") -> Flask:
    """An app whose layout names the reader."""
    templates = tmp_path / "host" / "templates"
    templates.mkdir(parents=True, exist_ok=True)
    (templates / "layout.html").write_text(LAYOUT)
    app = Flask("host", root_path=str(tmp_path / "host"), static_folder=None)
    app.context_processor(lambda: {"reader": g.get("reader", "")})
    app.before_request(lambda: setattr(g, "reader", request.headers.get("Reader", "nobody")))
    app.register_blueprint(create_blueprint(site, name="lab", base=base), url_prefix=prefix)
    return app


def twice(client: FlaskClient | Client, url: str) -> tuple[bytes, bytes]:
    first, second = client.get(url), client.get(url)
    assert (first.status_code, first.headers.to_wsgi_list()) == (200, second.headers.to_wsgi_list())
    return first.data, second.data


def test_a_page_is_made_once(site: Site, made: list[str]) -> None:
    client = create_app(site(FILES)).test_client()
    for url in ("/", "/about/", "/old/"):
        first, second = twice(client, url)
        assert first == second
    assert made == ["/", "/about/", "/old/"]


def test_the_layout_of_the_host_is_rendered_for_each_request(
    site: Site, made: list[str], tmp_path: Path
) -> None:
    client = host(tmp_path, site(FILES)).test_client()
    pages = [client.get(f"/lab/about/?{name}", headers={"Reader": name}).text for name in ("ada", "grace")]
    for name, page in zip(("ada", "grace"), pages, strict=True):
        assert name + f"b&#39;{name}&#39;" in page
        assert "We measure." in page
        assert "<title>About</title>" in page
    assert made == ["/lab/about/"]


def test_pages_differ_by_what_stands_before_their_links(site: Site, made: list[str], tmp_path: Path) -> None:
    app = host(tmp_path, site(FILES), prefix="/<year>")
    client = app.test_client()
    assert 'href="/2024/about/"' in client.get("/2024/").text
    assert 'href="/2025/about/"' in client.get("/2025/").text
    outer = Client(DispatcherMiddleware(Flask("outer"), {"/uni": app}))
    assert 'href="/uni/2024/about/"' in outer.get("/uni/2024/").text
    assert 'href="/2024/about/"' in client.get("/2024/").text
    assert len(made) == 3


def test_a_page_is_made_anew_when_the_site_was_read_anew(site: Site, made: list[str]) -> None:
    app = create_app(site(FILES))
    client = app.test_client()
    twice(client, "/about/")
    site({"content/about.md": "---\ntitle: About\n---\nWe know.\n"})
    app.extensions["masthead"]["masthead"].website.refresh()
    assert "We know." in client.get("/about/").text


def test_authors_get_pages_that_are_made_for_them(site: Site, made: list[str]) -> None:
    app = create_app(site(FILES))
    app.debug = True
    twice(app.test_client(), "/about/")
    assert len(made) == 2


def test_a_page_is_kept_for_a_minute(site: Site, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    client = create_app(site(FILES)).test_client()
    clock = [1000.0]
    monkeypatch.setattr(masthead.kept.time, "monotonic", lambda: clock[0])
    for seconds, times in ((0, 1), (59, 1), (2, 2), (58, 2), (3, 3)):
        clock[0] += seconds
        client.get("/about/")
        assert len(made) == times


@pytest.mark.parametrize("where", ["host", "site"])
def test_pages_of_templates_that_may_ask_for_more_are_not_kept(
    site: Site, made: list[str], tmp_path: Path, where: str
) -> None:
    app = host(tmp_path, site(FILES), base="")
    folder = (tmp_path / where if where == "host" else site({})) / "templates/masthead/pages"
    folder.mkdir(parents=True)
    (folder / "single.html").write_text("[{{ reader }}{{ request.args.q }}]")
    client = app.test_client()
    for name in ("ada", "grace"):
        assert client.get(f"/lab/about/?q={name}", headers={"Reader": name}).text == f"[{name}{name}]"
    assert len(made) == 2


def test_the_room_for_pages_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masthead.kept, "MOST", 25)
    pages = KeptPages()
    page = MadePage("", Markup("head"), Markup("123456"))
    for key in "ab":
        pages.keep(key, page)
    assert pages.find("a") == page
    pages.keep("c", page)
    assert [pages.find(key) for key in "abc"] == [page, None, page]
    pages.keep("c", page)
    assert pages.find("a") == page
    pages.keep("d", MadePage("", None, Markup("x" * 26)))
    assert [pages.find(key) for key in "abcd"] == [None] * 4
