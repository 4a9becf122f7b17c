"""Routes: one look-up for every URL; redirects, missing pages, methods, conditional requests, threads."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from conftest import Site
from masthead import create_app, create_blueprint
from masthead.errors import ContentError


@pytest.fixture
def lab(site: Site) -> Path:
    return site(
        {
            "masthead.yaml": "title: Fell Lab\n",
            "content/_index.md": "---\ntitle: Fell Lab\n---\n",
            "content/about.md": "---\ntitle: About us\naliases: [/old/]\n---\nText.\n",
            "content/中文.md": "---\ntitle: 中文页\n---\n",
            "content/post/x/index.md": "---\ntitle: X\n---\n",
            "content/post/x/notes.txt": "notes of x",
            "static/robots-of-ours.txt": "hello",
        },
    )


@pytest.fixture
def client(lab: Path) -> FlaskClient:
    return create_app(lab).test_client()


@pytest.mark.parametrize("url", ["/", "/about/", "/中文/", "/%E4%B8%AD%E6%96%87/", "/post/x/", "/post/"])
def test_pages_answer(client: FlaskClient, url: str) -> None:
    response = client.get(url)
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    assert response.text.endswith("</html>")


def test_files_of_bundles_and_of_static_answer(client: FlaskClient) -> None:
    assert client.get("/post/x/notes.txt", buffered=True).text == "notes of x"
    assert client.get("/robots-of-ours.txt", buffered=True).text == "hello"


def test_sources_do_not(client: FlaskClient) -> None:
    for url in (
        "/about.md", "/masthead.yaml", "/content/about.md", "/../masthead.yaml", "/post/x/index.md",
        "/static/robots-of-ours.txt",
    ):  # fmt: skip
        assert client.get(url).status_code == 404, url


def test_a_missing_slash_is_added_and_the_query_kept(client: FlaskClient) -> None:
    response = client.get("/about?a=%C3%BC&b=1")
    assert (response.status_code, response.location) == (308, "/about/?a=%C3%BC&b=1")
    assert client.get("/about").location == "/about/"
    assert client.get("/中文").location == "/%E4%B8%AD%E6%96%87/"


def test_a_redirect_is_one_whatever_the_conditions(client: FlaskClient) -> None:
    for headers in ({"If-None-Match": "*"}, {"If-Match": '"x"'}, {"Range": "bytes=0-3"}):
        response = client.get("/about", headers=headers)
        assert (response.status_code, response.location) == (308, "/about/")
        assert "ETag" not in response.headers


def test_no_redirect_leads_to_another_host(client: FlaskClient) -> None:
    for path in ("//evil.example", "//evil.example/about", "/\\evil.example/about", "///about", "//about"):
        location = client.get("/", environ_overrides={"PATH_INFO": path}).location or "/"
        assert location.startswith(("/", "http://localhost/"))
        assert not location.startswith(("//", "/\\"))


def test_an_alias_leads_to_its_page(client: FlaskClient) -> None:
    assert 'content="0; url=/about/"' in client.get("/old/").text


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    for url in ("/about/", "/robots-of-ours.txt"):
        head, get = client.head(url, buffered=True), client.get(url, buffered=True)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Length"] == str(len(get.data))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_other_methods_are_refused(client: FlaskClient, method: str) -> None:
    for url in ("/", "/about/", "/robots-of-ours.txt"):
        response = client.open(url, method=method)
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_missing_page_is_the_sites_own(client: FlaskClient) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Fell Lab" in response.text
    assert response.data == client.get("/404.html").data
    assert client.get("/404.html").status_code == 200


@pytest.mark.parametrize(
    ("url", "language"),
    [("/nowhere/", "en"), ("/zh/nowhere/", "zh"), ("/zh/a/b/c", "zh"), ("/a/zh/", "en"), ("/de/a/", "en")],
)
def test_a_missing_page_speaks_the_language_of_its_url(site: Site, url: str, language: str) -> None:
    settings = "title: Lab\nlanguages:\n  en: {weight: 1}\n  zh: {weight: 2}\n"
    home = "---\ntitle: Lab\n---\n"
    lab = site({"masthead.yaml": settings, "content/_index.md": home, "content/_index.zh.md": home})
    missing = create_app(lab).test_client().get(url)
    assert missing.status_code == 404
    assert f'<html lang="{language}"' in missing.text


def test_files_that_did_not_change_are_not_sent_again(client: FlaskClient, site: Site) -> None:
    first = client.get("/robots-of-ours.txt", buffered=True)
    again = client.get("/robots-of-ours.txt", headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/robots-of-ours.txt", headers=since, buffered=True).status_code == 304
    site({"static/robots-of-ours.txt": "hello again"})
    changed = client.get(
        "/robots-of-ours.txt", headers={"If-None-Match": first.headers["ETag"]}, buffered=True
    )
    assert (changed.status_code, changed.text) == (200, "hello again")


def test_parts_of_files_can_be_asked_for(client: FlaskClient) -> None:
    response = client.get("/robots-of-ours.txt", headers={"Range": "bytes=1-3"}, buffered=True)
    assert (response.status_code, response.text) == (206, "ell")


def test_a_deleted_file_is_missing(client: FlaskClient, lab: Path) -> None:
    (lab / "static/robots-of-ours.txt").unlink()
    assert client.get("/robots-of-ours.txt").status_code == 404


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    for make in (create_app, create_blueprint):
        with pytest.raises(ContentError, match="no site"):
            make(tmp_path)


def test_a_refresh_reads_what_changed(lab: Path, site: Site) -> None:
    app = create_app(lab)
    client = app.test_client()
    assert "Text." in client.get("/about/").text
    site({"content/about.md": "---\ntitle: About us\n---\nOther words.\n"})
    (lab / "content/post/x/index.md").unlink()
    app.extensions["masthead"]["masthead"].website.refresh()
    assert "Other words." in client.get("/about/").text
    assert client.get("/post/x/").status_code == 404


PAGE = "---\ntitle: Edition {0}.\nsummary: Edition {0}.\n---\nEdition {0}.\n\n{1}\n\nEdition {0}.\n"


@pytest.mark.parametrize("debug", [True, False])
def test_threads_see_whole_pages_while_files_change(lab: Path, site: Site, debug: bool) -> None:
    """Readers ask without pause while one file is edited and another comes and goes."""
    app = create_app(lab)
    app.debug = debug
    website = app.extensions["masthead"]["masthead"].website
    wrong: list[str] = []
    done = threading.Event()

    def replace(text: str) -> None:
        site({"content/new.tmp": text})
        (lab / "content/new.tmp").replace(lab / "content/about.md")

    def ask() -> None:
        client = app.test_client()
        while not done.is_set():
            page, coming = client.get("/about/"), client.get("/coming/")
            editions = {part.split(".")[0] for part in page.text.split("Edition ")[1:]}
            if page.status_code != 200 or not page.text.endswith("</html>") or len(editions) != 1:
                wrong.append(f"{page.status_code} {editions}")
            if coming.status_code not in (200, 404) or not coming.text.endswith("</html>"):
                wrong.append(f"{coming.status_code} {coming.text}")

    replace(PAGE.format(0, ""))
    website.refresh()
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 40):
        time.sleep(0.01)
        replace(PAGE.format(number, "more " * number))
        coming = lab / "content/coming.md"
        site({"content/coming.md": "---\ntitle: C\n---\nC\n"}) if number % 2 else coming.unlink()
        if not debug:
            website.refresh()
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def canonical(page: str) -> str:
    return page.partition('<link rel="canonical" href="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("address", "alone", "embedded"),
    [
        ("https://x.example", "https://x.example/about/", "https://x.example/lab/about/"),
        ("https://x.example/sub/", "https://x.example/sub/about/", "https://x.example/lab/about/"),
        ("", "", ""),
    ],
)
def test_the_address_of_a_page_alone_and_embedded(
    lab: Path, site: Site, address: str, alone: str, embedded: str
) -> None:
    site({"masthead.yaml": f"title: Lab\nbaseURL: '{address}'\n"})
    assert canonical(create_app(lab).test_client().get("/about/").text) == alone
    host = Flask("host")
    host.register_blueprint(create_blueprint(lab), url_prefix="/lab")
    page = host.test_client().get("/lab/about/").text
    assert (canonical(page), "://" in page.replace(embedded or "-", "")) == (embedded, False)


@pytest.mark.parametrize("unsafe", [True, False])
def test_links_that_run_something_are_for_trusted_authors(lab: Path, site: Site, unsafe: bool) -> None:
    settings = f"title: Lab\nmarkup: {{unsafe: {str(unsafe).lower()}}}\n"
    button = "block: hero, content: {title: T, primary_action: {text: X, url: 'javascript:press()'}}"
    front = f"---\ntitle: A\ntype: landing\nsections: [{{{button}}}]\n---\n"
    site({"masthead.yaml": settings, "content/about.md": front, "content/b.md": "[x](javascript:run())\n"})
    client = create_app(lab).test_client()
    assert ('href="javascript:press()"' in client.get("/about/").text) is unsafe
    assert ('href="javascript:run()"' in client.get("/b/").text) is unsafe


def test_pages_alone_are_looked_at_anew_in_debug_mode(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(lab)
    website, client, looked = app.extensions["masthead"]["masthead"].website, app.test_client(), []
    fresh = website.fresh
    monkeypatch.setattr(website, "fresh", lambda path: (looked.append(path), fresh(path))[1])
    client.get("/about/")
    assert looked == []
    app.debug = True
    client.get("/robots-of-ours.txt", buffered=True)
    client.get("/post/x/notes.txt", buffered=True)
    assert looked == []
    client.get("/about/")
    client.get("/post/")
    client.get("/nowhere/")
    assert looked == [lab / "content/about.md", None, None]


def test_a_page_edited_since_it_was_read_is_shown_whole(lab: Path, site: Site) -> None:
    app: Flask = create_app(lab)
    site({"content/about.md": "---\ntitle: Now us\ndraft: false\nsummary: x\n---\nNow text.\n"})
    html = app.test_client().get("/about/").text
    assert ("About us" in html, "Text." in html) in {(True, True), (False, False)}
    assert ("Now us" in html) == ("Now text." in html)
