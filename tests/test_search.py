"""The search without a browser: which pages have the mark, what is indexed, frozen, served and kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from masthead import create_app, create_blueprint, search
from masthead.config import load_config
from masthead.devserver import dev_app
from masthead.errors import ContentError, Problems
from masthead.freeze import freeze_site

Site = Callable[[Mapping[str, str | bytes]], Path]
Client = Callable[[Mapping[str, str | bytes]], FlaskClient]

ON = "title: Site\nbaseURL: https://site.example/\nparams: {header: {navbar: {show_search: true}}}\n"
PAGES = {
    "masthead.yaml": ON,
    "content/_index.md": "---\ntitle: Home\n---\nWelcome.\n",
    "content/post/_index.md": "---\ntitle: News & events\n---\n",
    "content/post/a.md": "---\ntitle: First\ntags: [snow]\n---\nGlaciers melt.\n",
    "content/post/b.md": "---\ntitle: Hidden\nprivate: true\n---\nNobody finds this.\n",
    "content/post/c.md": "---\ntitle: Unlisted\nbuild: {list: never}\n---\nNor this.\n",
    "content/authors/ann/_index.md": "---\ntitle: Ann Frost\n---\nAnn skis.\n",
}


def entry(files: Mapping[str, bytes]) -> Mapping[str, object]:
    found = json.loads(files[f"{search.URL[1:]}{search.ENTRY}"])
    assert isinstance(found, dict)
    return found


def fragments(files: Mapping[str, bytes]) -> dict[str, dict[str, object]]:
    """What the index keeps of each page, by the page's URL."""
    found = {}
    for name, content in files.items():
        if name.endswith(".pf_fragment"):
            text = zlib.decompress(content, wbits=zlib.MAX_WBITS | 16).decode()
            page = json.loads(text.removeprefix("pagefind_dcd"))
            found[page["url"]] = page
    return found


def frozen(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "pagefind" in path.parts
    }


@pytest.mark.parametrize(
    ("params", "on"),
    [
        ("{}", False),
        ("header: {navbar: {show_search: true}}", True),
        ("header: {navbar: {show_search: true}}\nfeatures: {search: {provider: ''}}", False),
        ("header: {navbar: {show_search: false}}\nfeatures: {search: {provider: wowchemy}}", True),
        ("hugoblox: {header: {search: true}}", True),
        ("hugoblox: {header: {search: true}, search: {enable: false}}", False),
        ("hugoblox: {search: {enable: true}}", True),
        ("main_menu: {show_search: true}\nsearch: {engine: 0}", False),
        ("main_menu: {show_search: true}\nsearch: {engine: 1}", True),
    ],
)
def test_which_settings_ask_for_a_search(site: Site, params: str, on: bool) -> None:
    root = site({"hugo.yaml": "title: T\n", "config/_default/params.yaml": f"{params}\n"})
    assert search.is_wanted(load_config(root, Problems())) is on


def test_pages_without_a_search_know_nothing_of_it(client: Client) -> None:
    app = client({**PAGES, "masthead.yaml": "title: Site\n"})
    html = app.get("/post/a/").text
    assert "pagefind" not in html and "mh-search" not in html
    assert app.get("/search/").status_code == 404
    assert app.get(search.URL + search.ENTRY).status_code == 404


def test_the_button_stands_where_the_header_has_one(client: Client) -> None:
    app = client(PAGES)
    html = LexborHTMLParser(app.get("/").text)
    button = html.css_first("a[data-mh-search]")
    assert button is not None
    assert (button.attributes["href"], button.attributes["data-mh-search"]) == (
        "/search/",
        "/masthead/search.js",
    )


def test_a_search_without_a_button(client: Client) -> None:
    settings = "title: S\nparams: {features: {search: {provider: wowchemy}}}\n"
    app = client({**PAGES, "masthead.yaml": settings})
    assert "data-mh-search=" not in app.get("/").text
    assert app.get("/search/").status_code == 200


def test_pages_that_are_found_have_the_mark(client: Client) -> None:
    app = client(PAGES)

    def section(url: str) -> str | None:
        main = LexborHTMLParser(app.get(url).text).css_first("main")
        assert main is not None
        found = "data-pagefind-body" in main.attributes
        return (main.attributes.get("data-mh-section") or "") if found else None

    assert section("/post/a/") == section("/post/") == "News & events"
    assert section("/") == ""
    assert section("/authors/ann/") == "Authors"
    hidden = ["/post/b/", "/post/c/", "/tags/", "/tags/snow/", "/search/", "/404.html"]
    assert [section(url) for url in hidden] == [None] * len(hidden)


def test_the_page_names_all_pages_by_section(client: Client) -> None:
    html = LexborHTMLParser(client(PAGES).get("/search/").text)
    found = {
        " ".join(head.text() for head in section.css("h2")): [link.text() for link in section.css("li a")]
        for section in html.css(".mh-search-all section")
    }
    assert found == {"News & events": ["First"], "Authors": ["Ann Frost"], "Tags": ["snow"]}


def test_a_page_of_the_sites_own_stands_there_instead(client: Client) -> None:
    app = client({**PAGES, "content/search.md": "---\ntitle: Ask us\n---\nCall.\n"})
    assert "<h1>Ask us</h1>" in app.get("/search/").text


def test_each_language_has_its_page(client: Client) -> None:
    settings = ON + "languages: {en: {weight: 1}, zh: {weight: 2}}\n"
    app = client({**PAGES, "masthead.yaml": settings, "content/a.zh.md": "---\ntitle: 中文\n---\n"})
    assert 'action="/zh/search/"' in app.get("/zh/").text
    assert "中文" in app.get("/zh/search/").text
    assert not LexborHTMLParser(app.get("/search/").text).css("a[href='/zh/a/']")


def test_freezing_publishes_the_index_and_takes_it_away(site: Site, tmp_path: Path) -> None:
    root = site(PAGES)
    freeze_site(create_app(root), tmp_path / "out")
    files = frozen(tmp_path / "out")
    pages = fragments(files)
    assert set(pages) == {"/", "/post/", "/post/a/", "/authors/ann/"}
    assert "Glaciers melt." in str(pages["/post/a/"]["content"])
    assert pages["/post/a/"]["meta"] == {"title": "First", "section": "News & events"}
    assert entry(files)["languages"]
    assert not [name for name in files if "ui" in name.rpartition("/")[2]]

    again = freeze_site(create_app(root), tmp_path / "out")
    assert (again.written, again.removed) == (0, 0)

    site({"masthead.yaml": "title: Site\n"})
    freeze_site(create_app(root), tmp_path / "out")
    assert frozen(tmp_path / "out") == {}


def test_the_index_is_the_same_every_time(site: Site, tmp_path: Path) -> None:
    sections = {f"content/{name}/a.md": f"---\ntitle: {name}\n---\nSnow.\n" for name in "bcdefghijk"}
    root, made = site({**PAGES, **sections}), []
    for number in range(4):
        shutil.rmtree(root / ".masthead", ignore_errors=True)
        freeze_site(create_app(root), tmp_path / f"out{number}")
        made.append(frozen(tmp_path / f"out{number}"))
    assert made[0] and all(files == made[0] for files in made)


def test_nothing_is_published_when_the_index_fails(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "pagefind"
    broken.write_text("#!/bin/sh\necho no memory >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(search, "executable", lambda: broken)
    with pytest.raises(ContentError, match=r"search: error: Pagefind could not make the index: no memory\."):
        freeze_site(create_app(site(PAGES)), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_parts_that_other_pages_repeat_are_left_out(tmp_path: Path) -> None:
    html = (
        b"<html lang=en><main data-pagefind-body><h1>A</h1><p>Own words.</p>"
        b"<div class=mh-related>Related words</div><nav class=mh-pager>Next</nav></main>"
    )
    page = fragments(search.index([("a/index.html", html)], tmp_path))["/a/"]
    assert page["content"] == "A. Own words."


def pages(count: int) -> list[tuple[str, bytes]]:
    text = "<html lang=%s><main data-pagefind-body><h1>Page %d</h1><p>Snow %d 多模态</p></main>"
    return [(f"{n}/index.html", (text % (("en", "zh", "de")[n % 3], n, n)).encode()) for n in range(count)]


def test_the_index_is_kept_until_a_page_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[object] = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **more: (runs.append(args), run(*args, **more))[1])
    first = search.index(pages(5), tmp_path)
    assert search.index([*reversed(pages(5)), ("b.html", b"<main>no mark</main>")], tmp_path) == first
    assert len(runs) == 1
    assert search.index(pages(6), tmp_path) != first
    assert len(runs) == 2
    (tmp_path / ".masthead" / "search" / "index.zip").write_bytes(b"damaged")
    assert search.index(pages(5), tmp_path) == first
    assert len(runs) == 3
    assert {path.name for path in tmp_path.iterdir()} == {".masthead"}


def test_the_same_pages_make_the_same_bytes(tmp_path: Path) -> None:
    one = search.index(pages(60), tmp_path / "one")
    assert search.index(pages(60)[::-1], tmp_path / "two") == one


def test_a_site_that_nobody_may_write_is_indexed_all_the_same(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    assert entry(search.index(pages(1), tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_site_without_pages_has_no_index(tmp_path: Path) -> None:
    assert search.index([("404.html", b"<main>nothing here</main>")], tmp_path) == {}


def test_pages_without_a_word_have_no_index(site: Site, tmp_path: Path) -> None:
    root = site(
        {
            "masthead.yaml": "params: {hugoblox: {search: {enable: true}}}\n",
            "content/_index.md": "---\ntype: landing\n---\n",
        }
    )
    assert search.is_wanted(load_config(root, Problems()))
    freeze_site(create_app(root), tmp_path / "out")
    assert (tmp_path / "out/index.html").is_file()
    assert frozen(tmp_path / "out") == {}


def test_the_dev_server_indexes_what_is_there_now(site: Site) -> None:
    root = site(PAGES)
    client = dev_app(root).test_client()
    address = search.URL + search.ENTRY

    def words() -> object:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.mimetype == "application/json"
        return answer.json

    before = words()
    assert words() == before
    site({"content/post/d.md": "---\ntitle: Fourth\n---\nNew words.\n"})
    assert words() != before
    with client.get(f"{search.URL}pagefind.js") as script:
        assert script.mimetype == "text/javascript"
    assert client.get(f"{search.URL}nothing.js").status_code == 404


def test_what_is_served_is_what_is_frozen(site: Site, tmp_path: Path) -> None:
    root = site(PAGES)
    freeze_site(create_app(root), tmp_path / "out")
    client = create_app(root).test_client()
    for name, content in frozen(tmp_path / "out").items():
        assert client.get(f"/{name}").data == content, name


def test_a_page_with_errors_is_not_found_and_the_others_are(site: Site) -> None:
    root = site({**PAGES, "content/post/bad.md": "---\ntitle: [\n---\nBad.\n"})
    answer = create_app(root).test_client().get(search.URL + search.ENTRY)
    assert answer.json is not None
    assert answer.json["languages"]["en"]["page_count"] == 4


def test_a_host_app_has_the_search_below_its_prefix(site: Site) -> None:
    app = Flask(__name__)
    app.register_blueprint(create_blueprint(site(PAGES), name="lab"), url_prefix="/lab")
    client = app.test_client()
    assert client.get(f"/lab{search.URL}{search.ENTRY}").status_code == 200
    assert 'src="/lab/masthead/search.js"' in client.get("/lab/search/").text


def test_without_the_extra_one_warning_says_what_to_install(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "executable", lambda: None)
    app = create_app(site(PAGES))
    found = list(app.extensions["masthead"]["masthead"].website.edition.problems)
    assert [(str(p.where), p.level.value) for p in found] == [("masthead.yaml", "warning")]
    assert "pip install 'masthead[search]'" in found[0].hint
    client = app.test_client()
    assert client.get("/search/").status_code == 200
    assert client.get(search.URL + search.ENTRY).status_code == 404


def test_without_the_extra_nothing_is_indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "find_spec", lambda _: None)
    assert search.executable() is None
    with pytest.raises(ContentError, match=r"not installed. Install it: pip install 'masthead\[search\]'"):
        search.index(pages(1), tmp_path)
