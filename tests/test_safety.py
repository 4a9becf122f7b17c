"""Sites whose authors are not trusted: nothing that they write runs in a reader's browser."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from playwright.sync_api import Browser

from conftest import Site
from hostile import PAYLOADS, RUN, dangers, hostile_site, runs
from masthead import create_app
from masthead.check import check
from masthead.config import load_config
from masthead.content.model import Asset
from masthead.errors import Problems
from masthead.freeze import freeze_site
from masthead.markup.sanitize import clean_html, clean_style, is_harmless
from masthead.website import Edition

SAFE = {
    "masthead.yaml": "title: Lab\nmarkup: {unsafe: false}\n",
    "content/_index.md": "---\ntitle: Lab\n---\n",
}


def edition_of(app: Flask) -> Edition:
    edition: Edition = app.extensions["masthead"]["masthead"].website.edition
    return edition


def pages(app: Flask) -> dict[str, str]:
    client, table = app.test_client(), edition_of(app).library.table
    return {
        url: client.get(url).get_data(as_text=True) for url, r in table.items() if not isinstance(r, Asset)
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages and feeds of a site with every payload in every place."""
    root = tmp_path_factory.mktemp("hostile")
    for name, content in hostile_site(PAYLOADS).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return pages(create_app(root))


def test_nothing_runs_through_any_door(hostile: dict[str, str]) -> None:
    found: dict[str, list[str]] = {}
    for url, html in hostile.items():
        for danger in dangers(html) if html.lstrip().lower().startswith("<!doctype html") else ():
            found.setdefault(danger[:100], []).append(url)
    assert {danger: (len(urls), urls[0]) for danger, urls in found.items()} == {}
    assert len(hostile) > 5 * len(PAYLOADS)
    assert sum(RUN in html for html in hostile.values()) > len(PAYLOADS)  # it is there, as text


def test_the_same_site_trusted_is_full_of_dangers(tmp_path: Path) -> None:
    """The doors are open: what is found above is found."""
    files = hostile_site(PAYLOADS[:2])
    for name, content in {**files, "masthead.yaml": "title: Lab\n"}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = {url: dangers(html) for url, html in pages(create_app(tmp_path)).items()}
    for url in ("/post/p0/", "/publication/p1/", "/landing/l0/", "/landing/l1/", "/authors/person-0/"):
        assert found[url], url


@pytest.mark.slow
def test_nothing_runs_in_a_browser(hostile: dict[str, str], browser: Browser) -> None:
    opened: list[str] = []
    page = browser.new_page()
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.route(
        "**/*", lambda route: route.abort() if "lab.test" not in route.request.url else route.continue_()
    )
    for url, html in hostile.items():
        if not url.endswith("/") or url.startswith(("/event/", "/project/")):
            continue
        page.set_content(html, wait_until="domcontentloaded")
        page.evaluate("document.querySelectorAll('details').forEach((node) => node.open = true)")
        page.evaluate("document.querySelectorAll('[autofocus],input,a').forEach((node) => node.focus())")
        if opened:
            pytest.fail(f"{url} ran {opened}")
    page.close()


def test_feeds_hold_no_scripts(hostile: dict[str, str]) -> None:
    for url, text in hostile.items():
        if url.endswith(".xml") and text.startswith("<?xml"):
            ElementTree.fromstring(text)
            assert "<script" not in text.lower()
            assert 'javascript:alert(1)"' not in text


# What stays


WRITTEN = """
<div class="note" id="here" align="center">A <b>bold</b> <span style="color: red">red</span> word.</div>

<details open><summary>More</summary><p>Text</p></details>

<figure><img src="one.gif" alt="One" width="10"><figcaption>One</figcaption></figure>

<video controls src="film.mp4"></video> <kbd>x</kbd> <sub>2</sub> <mark>m</mark>

<a href="/about/" target="_blank">a</a>

$x^2 + \\frac{1}{2}$ and `code`

- [x] done

> [!NOTE]
> A note.

{{< youtube "abc" >}}

{{< callout warning >}}Careful{{< /callout >}}

```python
print(1)
```

| a | b |
|--:|:--|
| 1 | 2 |
"""


def test_what_shows_things_stays(site: Site) -> None:
    files = {**SAFE, "content/a.md": f"---\ntitle: A\n---\n{WRITTEN}"}
    text = create_app(site(files)).test_client().get("/a/").text
    for part in (
        '<div class="note" id="here" align="center">',
        '<span style="color:red">',
        "<details open",
        "<figcaption>",
        "<video",
        "<kbd>",
        "<mark>",
        'target="_blank"',
        "<math",
        "<mfrac>",
        'type="checkbox"',
        "callout",
        "<svg",
        "www.youtube-nocookie.com",
        "<pre",
        "text-align:right",
    ):
        assert part in text, part


def test_texts_without_html_come_out_as_for_trusted_authors(site: Site) -> None:
    body = 'Words *and* [links](/) `x < y` & "quotes"...\n\n## A heading\n\n1. one\n2. two\n\n> quote\n'
    page = f"---\ntitle: A & B *c*\nsummary: x\n---\n{body}"
    strict = create_app(site({**SAFE, "content/a.md": page})).test_client().get("/a/").text
    trusted = create_app(site({"masthead.yaml": "title: Lab\n"})).test_client().get("/a/").text
    assert strict == trusted


# Files


SVG = """<?xml version="1.0"?><?xml-stylesheet href="https://evil.example/x.css"?>
<!DOCTYPE svg [<!ENTITY e "e">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:h="http://www.w3.org/1999/xhtml" viewBox="0 0 10 10" width="10" height="10" onload="alert(1)">
<script>alert(1)</script><h:script>alert(1)</h:script>
<foreignObject><h:iframe src="javascript:alert(1)"/></foreignObject>
<a xlink:href="javascript:alert(1)"><circle r="4" onclick="alert(1)" fill="red"/></a>
<a href="#x"><animate attributeName="href" values="javascript:alert(1)"/></a>
<set attributeName="onload" to="alert(1)"/>
<image href="https://evil.example/x.png"/><use href="https://evil.example/x.svg#y"/>
<style>circle { background: url(https://evil.example/) } @import "x";</style></svg>"""


def test_drawings_are_cleaned(site: Site) -> None:
    files = {
        "content/post/a/index.md": "---\ntitle: A\n---\n",
        "content/post/a/one.svg": SVG,
        "assets/media/two.svg": SVG,
    }
    client = create_app(site({**SAFE, **files})).test_client()
    for url in ("/post/a/one.svg", "/media/two.svg"):
        response = client.get(url)
        assert response.content_type.startswith("image/svg+xml")
        root = ElementTree.fromstring(response.data)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("viewBox") == "0 0 10 10"
        assert root.find(".//{http://www.w3.org/2000/svg}circle") is not None
        for word in ("script", "alert", "evil", "foreignObject", "onload", "iframe", "import"):
            assert word not in response.text
    trusted = create_app(site({"masthead.yaml": "title: Lab\n"})).test_client()
    assert trusted.get("/post/a/one.svg", buffered=True).text == SVG


@pytest.mark.parametrize("data", [b"", b"<html><script>alert(1)</script>", b"\xff\xfe<", b"<svg", b"not"])
def test_what_is_no_drawing_is_an_empty_one(site: Site, data: bytes) -> None:
    files = {"content/a/index.md": "---\ntitle: A\n---\n", "content/a/x.svg": data}
    response = create_app(site({**SAFE, **files})).test_client().get("/a/x.svg")
    assert (response.status_code, response.data) == (200, b'<svg xmlns="http://www.w3.org/2000/svg"/>')


@pytest.mark.parametrize(
    "name", ["x.html", "x.HTM", "x.js", "x.xhtml", "x.xml", "x.html.txt", "x.svgz", "x.mjs", "x.xsl"]
)
def test_files_that_browsers_run_are_left_out(site: Site, name: str) -> None:
    text = "<script>alert(1)</script>"
    files = {
        "content/a/index.md": "---\ntitle: A\n---\n",
        f"content/a/{name}": text,
        f"content/b/{name}": text,
    }
    root = site({**SAFE, **files, f"static/own/{name}": text, "content/a/data.csv": "x"})
    client = create_app(root).test_client()
    assert client.get(f"/a/{name}").status_code == client.get(f"/b/{name}").status_code == 404
    assert (
        client.get(f"/own/{name}", buffered=True).status_code
        == client.get("/a/data.csv", buffered=True).status_code
        == 200
    )
    told = [problem for problem in check(root) if "browsers would run" in problem.message]
    assert {problem.where.file for problem in told} == {f"content/a/{name}", f"content/b/{name}"}
    trusted = create_app(site({"masthead.yaml": "title: Lab\n"})).test_client()
    assert trusted.get(f"/a/{name}", buffered=True).status_code == 200


def test_files_are_what_they_are_called(site: Site) -> None:
    files = {
        "content/a/index.md": "---\ntitle: A\n---\n",
        "content/a/x.png": b"<script>",
        "content/a/x.unknown": b"<script>",
    }
    client = create_app(site({**SAFE, **files})).test_client()
    for url, kind in (("/a/x.png", "image/png"), ("/a/x.unknown", "application/octet-stream")):
        response = client.get(url, buffered=True)
        assert (response.mimetype, response.headers["X-Content-Type-Options"]) == (kind, "nosniff")


def test_frozen_pages_are_cleaned_too(site: Site, tmp_path: Path) -> None:
    body = "<script>alert(1)</script> Text"
    files = {
        "content/a/index.md": f"---\ntitle: A\n---\n{body}",
        "content/a/x.svg": SVG,
        "content/a/x.html": body,
    }
    freeze_site(create_app(site({**SAFE, **files})), tmp_path / "out")
    assert "alert" not in (tmp_path / "out/a/index.html").read_text("utf-8")
    assert "alert" not in (tmp_path / "out/a/x.svg").read_text("utf-8")
    assert not (tmp_path / "out/a/x.html").exists()


# The setting


@pytest.mark.parametrize(
    ("settings", "unsafe"),
    [
        ({}, True),
        ({"masthead.yaml": "markup: {unsafe: false}\n"}, False),
        ({"masthead.yaml": "markup: {goldmark: {renderer: {unsafe: false}}}\n"}, False),
        ({"hugo.yaml": "markup: {goldmark: {renderer: {unsafe: false}}}\n"}, False),
        ({"hugo.yaml": "markup: {goldmark: {renderer: {unsafe: true}}}\n"}, True),
        ({"hugo.yaml": "markup: {_merge: deep}\n"}, True),
        ({"hugo.yaml": "title: x\n", "masthead.yaml": "markup: {unsafe: 'no'}\n"}, False),
    ],
)
def test_which_sites_trust_their_authors(site: Site, settings: Mapping[str, str], unsafe: bool) -> None:
    root = site({"content/_index.md": "---\ntitle: L\n---\n", **settings})
    assert load_config(root, Problems()).text.unsafe is unsafe


# The parts


@pytest.mark.parametrize(
    "url", ["/x", "x", "#a", "", "?q", "https://x.example/", "mailto:a@b.example", "tel:+1", "//x.example"]
)
def test_harmless_links(url: str) -> None:
    assert is_harmless(url)
    assert not runs(url)


@pytest.mark.parametrize(
    "url", ["javascript:x", "JAVASCRIPT:x", " \tjava\nscript:x", "data:text/html,x", "vbscript:x", "http://["]
)
def test_links_that_are_not(url: str) -> None:
    assert not is_harmless(url)


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("color: red; text-align: center", "color:red;text-align:center"),
        ("position: fixed; color: red", "color:red"),
        ("width: url(x)", ""),
        ("margin-top: -100px", ""),
        ('color: red"><script>', ""),
        ("", ""),
        ("c\\6flor: red", ""),
        ("--x: 1; z-index: 9; padding: 1em", "padding:1em"),
    ],
)
def test_styles(css: str, kept: str) -> None:
    assert clean_style(css) == kept


def test_classes_that_place_things_go() -> None:
    html = clean_html('<div class="note md:absolute fixed inset-0 -mt-4 z-50 !sticky text-red-500">x</div>')
    assert html == '<div class="note text-red-500">x</div>'


def test_cleaning_is_linear() -> None:
    for piece in ("<b>", "<table><tr><td>", "<svg><math>", "</div>", "<a href='", "&", '<p style="', "<!--"):
        assert len(clean_html(piece * 5_000)) < 5_000_000
