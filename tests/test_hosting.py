"""Frozen sites on servers of every kind: links are followed as browsers do, and none leads nowhere."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from socket import socket
from typing import get_args
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser, Page
from pydantic import BaseModel
from selectolax.lexbor import LexborHTMLParser

from browsing import Visits, serving
from conftest import Site
from masthead import create_app
from masthead.cli import main
from masthead.config import load_config
from masthead.config.hosting import Hosting, UrlStyle
from masthead.context.urls import ROOT, Urls, made_relative
from masthead.errors import ContentError, Level, Problem, Problems
from masthead.freeze import freeze_folder, freeze_site
from masthead.freezing.again import look_again
from masthead.journal import MANIFEST
from masthead.transliteration import ascii_path

STYLES = ("pretty", "explicit", "relative")


def picture(form: str, width: int = 900) -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, 600), "teal").save(data, form)
    return data.getvalue()


HOME = """---
title: Home
type: landing
sections:
- block: hero
  content: {title: Ice, primary_action: {text: Go, url: /post/snow/}}
  design: {background: {image: {filename: bg.jpg}}}
- block: collection
  content: {title: Posts, count: 2, filters: {folders: [post]}}
  design: {view: article-grid}
- block: people
  content: {title: Team, user_groups: [All]}
- block: slider
  content: {slides: [{title: One, background: {image: {filename: bg.jpg}}}, {title: Two}]}
---
"""
SNOW = """---
title: Snow
date: 2024-05-06
tags: [Névé, 湖]
aliases: [/old/snow/]
share: true
---
[The other](../冰/), [by its file](冰.md), [from the root](/about/#part), [with the sub-path](/lab/about/),
[here](#x), [the whole](https://ice.example/lab/about/), [slides](/slides/), [text](/files/a%20b.txt),
<a href="/post/冰/?q=1">raw</a>, [another server's page](/elsewhere/), [nothing](gone.md).

![A figure](my%20figure.png) {{< figure src="/media/bg.jpg" >}}

## x
"""
ANN = "---\ntitle: Ann\nuser_groups: [All]\nprofiles: [{icon: rss, url: /}]\n---\n"
FILES: dict[str, str | bytes] = {
    "masthead.yaml": """
title: Lab
pagination: {pagerSize: 2}
enableRobotsTXT: true
outputs: {home: [html, rss, webappmanifest, redirects]}
params:
  appearance: {mode: dark}
  header: {navbar: {show_search: true}}
languages:
  en:
    weight: 1
    menus:
      main:
        - {name: Team, url: "#team"}
        - {name: Posts, url: /post/}
  zh: {weight: 2, languageName: 中文}
""",
    "content/_index.md": HOME,
    "content/_index.zh.md": "---\ntitle: 首页\n---\n[关于](/about/)\n",
    "content/about.md": "---\ntitle: About\n---\n## Part\n",
    "content/about.zh.md": "---\ntitle: 关于\n---\n文字\n",
    "content/post/_index.md": "---\ntitle: Posts\n---\n",
    "content/post/snow/index.md": SNOW,
    "content/post/snow/my figure.png": picture("png"),
    "content/post/snow/featured.jpg": picture("jpeg"),
    "content/post/冰.md": "---\ntitle: 冰\ndate: 2024-01-01\n---\n[Back](/post/snow/)\n",
    "content/post/third.md": "---\ntitle: Third\ndate: 2023-01-01\n---\nText.\n",
    "content/authors/ann/_index.md": ANN,
    "content/authors/ann/avatar.jpg": picture("jpeg"),
    "assets/media/bg.jpg": picture("jpeg", 1600),
    "assets/media/icon.png": picture("png", 600),
    "assets/css/custom.css": ".x { background: url(/media/bg.jpg) }\n",
    "static/slides/index.html": "<!doctype html><title>Slides</title><a href='../'>up</a>\n",
    "static/files/a b.txt": "text\n",
}

BROKEN = {"elsewhere/", "post/snow/gone.md"}
"""What the site links to that is not there, whatever the style."""

OUTSIDE = {"OUT https://ice.example/elsewhere/", "OUT https://ice.example/slides/"}
"""What pages below /lab/ link to elsewhere: of folders without a page, explicit links alone name the file."""


@pytest.fixture
def lab(site: Site) -> Path:
    return site(FILES)


# What browsers follow

_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^'")\s]*))\s*\)""")


def in_css(text: str, base: str) -> Iterator[str]:
    return (urljoin(base, found[1] or found[2] or found[3]) for found in _CSS_URL.finditer(text))


def in_html(text: str, address: str, root: str) -> Iterator[str]:
    """Where a page leads, and what it loads; the stylesheet that uses custom properties resolves them."""
    for node in LexborHTMLParser(text).css("*"):
        values = {name: value or "" for name, value in node.attributes.items()}
        for name in ("href", "src", "poster", "action", "data-mh-search"):
            if name in values:
                yield urljoin(address, values[name])
        for choice in filter(None, map(str.strip, values.get("srcset", "").split(","))):
            yield urljoin(address, choice.split()[0])
        if values.get("http-equiv", "").lower() == "refresh":
            yield urljoin(address, values["content"].partition("url=")[2])
        if values.get("content", "").startswith("http"):
            yield values["content"]
        yield from in_css(values.get("style", ""), f"{root}masthead/theme.css")


def in_xml(text: str, address: str) -> Iterator[str]:
    for node in ElementTree.fromstring(text).iter():
        if node.tag.rpartition("}")[2] in ("loc", "link", "guid"):
            yield urljoin(address, (node.text or node.get("href") or "").strip())


def leads(name: str, text: str, root: str) -> Iterable[str]:
    """The URLs that a frozen file at its name below a root leads to."""
    address = urljoin(root, name)
    if name.endswith(".html"):
        return in_html(text, address, root)
    if name.endswith(".css"):
        return in_css(text, address)
    if name.endswith(".xml"):
        return in_xml(text, address)
    if name.endswith(".webmanifest"):
        manifest = json.loads(text)
        icons = [icon["src"] for icon in manifest["icons"]]
        return [
            urljoin(address, url) for url in (manifest["start_url"], f"{manifest['scope']}index.html", *icons)
        ]
    return ()


def dangling(folder: Path, root: str, *also: str, resolves_folders: bool = False) -> set[str]:
    """The paths that links lead to, below one of the roots, where there is no file; `OUT` for other paths."""
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    missing: set[str] = set()
    followed = 0
    for name in files:
        if Path(name).suffix not in (".html", ".css", ".xml", ".webmanifest") or name.startswith("slides/"):
            continue
        for url in leads(name, (folder / name).read_text("utf-8"), root):
            start = next((start for start in (root, *also) if url.startswith(start)), None)
            if start is None:
                if urlsplit(url)[:2] == urlsplit(root)[:2]:
                    missing.add(f"OUT {url}")
                continue
            followed += 1
            path = unquote(urlsplit(url.removeprefix(start)).path)
            found = path + ("index.html" if resolves_folders and (not path or path.endswith("/")) else "")
            if found not in files:
                missing.add(path)
    assert followed > 200
    return missing


def freeze(lab: Path, to: Path, **options: str) -> Path:
    freeze_folder(lab, to, jobs=1, **options)
    assert not [file for file in to.rglob("*") if file.is_file() and ROOT.encode() in file.read_bytes()]
    return to


# Links


def test_pretty_links_lead_to_folders(lab: Path, tmp_path: Path) -> None:
    built = freeze(lab, tmp_path / "built", base_url="https://ice.example/lab/")
    assert dangling(built, "https://ice.example/lab/", resolves_folders=True) <= {*BROKEN, *OUTSIDE}
    assert b'href="/lab/about/#part"' in (built / "post/snow/index.html").read_bytes()


@pytest.mark.parametrize("base", ["https://ice.example/", "https://ice.example/lab/"])
def test_explicit_links_name_files(lab: Path, tmp_path: Path, base: str) -> None:
    built = freeze(lab, tmp_path / "built", base_url=base, url_style="explicit")
    missing = dangling(built, base)
    sub_path = {"lab/about/"} if base.endswith("example/") else set()
    whole = {"OUT https://ice.example/elsewhere/"} if base.endswith("lab/") else {"lab/about/"}
    assert missing <= BROKEN | sub_path | whole
    html = (built / "post/snow/index.html").read_text("utf-8")
    prefix = urlsplit(base).path
    for link in ("about/index.html#part", "slides/index.html", "post/%E5%86%B0/index.html?q=1", "index.html"):
        assert f'href="{prefix}{link}"' in html
    assert f'<link rel="canonical" href="{base}post/snow/index.html">' in html
    assert f"<loc>{base}post/snow/index.html</loc>" in (built / "en/sitemap.xml").read_text()
    assert json.loads((built / "manifest.webmanifest").read_text())["scope"] == prefix


@pytest.mark.parametrize("base", ["", "https://ice.example/lab/"])
@pytest.mark.parametrize(
    "root", ["https://other.example/", "https://other.example/a/b/", "file:///home/ann/x/"]
)
def test_relative_links_work_wherever_the_folder_stands(
    lab: Path, tmp_path: Path, base: str, root: str
) -> None:
    built = freeze(lab, tmp_path / "built", base_url=base, url_style="relative")
    for name in ("404.html", "zh/404.html") if base else ():
        text = (built / name).read_text("utf-8")
        assert '="/lab/masthead/theme.css"' in text and '="../' not in text
        (built / name).unlink()
    missing = dangling(built, root, *([base] if base else []))
    outside = {path.removeprefix("OUT ") for path in missing if path.startswith("OUT ")}
    allowed = {urljoin(root, path) for path in (("/elsewhere/",) if base else ("/elsewhere/", "/lab/about/"))}
    assert outside <= allowed
    assert {path for path in missing if not path.startswith("OUT ")} <= {*BROKEN, "lab/about/"}
    html = (built / "post/snow/index.html").read_text("utf-8")
    assert 'href="../../about/index.html#part"' in html and 'href="../../masthead/theme.css"' in html
    assert 'href="./post/index.html"' in (built / "index.html").read_text("utf-8")
    rules = (built / "_redirects").read_text("utf-8").split()
    prefix = "/lab" if base else ""
    assert rules[:2] == [f"{prefix}/old/snow/", f"{prefix}/post/snow/index.html"]


def test_what_is_served_is_pretty_whatever_the_settings(lab: Path, tmp_path: Path) -> None:
    before = create_app(lab).test_client().get("/post/snow/").data
    with (lab / "masthead.yaml").open("a") as file:
        file.write("hosting: {url_style: relative, ascii_names: true}\n")
    app = create_app(lab)
    assert app.test_client().get("/post/snow/").data == before
    freeze_site(app, tmp_path / "built", keep_going=True)
    assert app.test_client().get("/post/snow/").data == before
    assert 'href="../../about/index.html' in (tmp_path / "built/post/snow/index.html").read_text("utf-8")
    freeze_site(app, tmp_path / "pretty", url_style="pretty", keep_going=True)
    assert 'href="/about/#part"' in (tmp_path / "pretty/post/snow/index.html").read_text("utf-8")


def test_one_process_and_many_make_the_same_links(lab: Path, tmp_path: Path) -> None:
    alone = freeze(lab, tmp_path / "alone", url_style="relative")
    freeze_site(create_app(lab), tmp_path / "here", url_style="relative")
    assert read(alone) == read(tmp_path / "here")


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("/", b'"./a/" "/b/" %2e'),
        ("/x.xml", b'"./a/" "/b/" %2e'),
        ("/x/", b'"../a/" "/b/" %2e'),
        ("/x/y/", b'"../../a/" "/b/" %2e'),
    ],
)
def test_made_relative(url: str, printed: bytes) -> None:
    assert made_relative(f'"{ROOT}/a/" "/b/" %2e'.encode(), url) == printed


def test_only_pages_have_index_files() -> None:
    urls = Urls({}, "/lab", "https://a.example/lab", explicit=True)
    assert urls.path("/nowhere/") == "/lab/nowhere/"
    assert urls.link("https://a.example/labs/", "/") == "https://a.example/labs/"


def test_searches_find_pages_by_their_files(lab: Path, tmp_path: Path, browser: Browser) -> None:
    freeze(lab, tmp_path / "www/deep/lab", url_style="relative")
    with serving(tmp_path / "www") as address:
        visits = Visits(browser)
        page = visits.open(f"{address}/deep/lab/post/snow/index.html")
        page.click("[data-mh-search]")
        page.fill("dialog input", "third")
        page.click(".mh-search-found a:has-text('Third')")
        page.wait_for_url(f"{address}/deep/lab/post/third/index.html*")
        assert page.locator("h1").inner_text() == "Third"
        visits.close()


@pytest.fixture
def from_disk(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(10_000)
    yield page
    page.close()


def test_a_folder_can_be_read_without_a_server(lab: Path, tmp_path: Path, from_disk: Page) -> None:
    built = freeze(lab, tmp_path / "built", url_style="relative")
    failed: list[str] = []
    from_disk.on("requestfailed", lambda request: failed.append(f"{request.failure} {request.url}"))
    from_disk.goto((built / "index.html").as_uri(), wait_until="load")
    assert from_disk.evaluate("getComputedStyle(document.querySelector('.section')).isolation") == "isolate"
    from_disk.evaluate("for (const image of document.images) image.loading = 'eager'")
    from_disk.wait_for_function("[...document.images].every((image) => image.complete)")
    assert from_disk.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")
    behind = "getComputedStyle(document.querySelector('.block-hero'), '::before').backgroundImage"
    assert f'url("{built.as_uri()}/media/bg.jpg' in from_disk.evaluate(behind)
    from_disk.click("nav a:has-text('Posts')")
    from_disk.click("a:has-text('Snow')")
    assert from_disk.url == (built / "post/snow/index.html").as_uri()
    from_disk.goto((built / "old/snow/index.html").as_uri())
    from_disk.wait_for_url((built / "post/snow/index.html").as_uri())
    left = [note for note in failed if "ERR_ABORTED" not in note and not note.endswith(".webmanifest")]
    assert left == []


def test_without_a_server_the_search_leads_to_the_list_of_all_pages(
    lab: Path, tmp_path: Path, from_disk: Page
) -> None:
    built = freeze(lab, tmp_path / "built", url_style="relative")
    from_disk.goto((built / "post/third/index.html").as_uri())
    from_disk.click("[data-mh-search]")
    from_disk.wait_for_url((built / "search/index.html").as_uri())
    from_disk.click(".mh-search-all a:has-text('Snow')")
    assert from_disk.url == (built / "post/snow/index.html").as_uri()


# Names


@pytest.mark.parametrize(
    ("path", "spelled"),
    [
        ("/a/B.png", "/a/B.png"),
        ("/中文/my figure.png", "/zhongwen/my-figure.png"),
        ("Élan & Straße.PDF", "Elan-&-Strasse.PDF"),
        ("/100% sure? #1/", "/100-sure-1/"),
        ("/½/", "/1-2/"),
        ("/．．/x", "/ff0e-ff0e/x"),
        ("/?/", "/3f/"),
        ("e\u0301", "e"),
    ],
)
def test_names_in_ascii(path: str, spelled: str) -> None:
    assert ascii_path(path) == spelled


@given(st.text(st.characters(codec="utf-8")))
def test_every_name_can_be_spelled(path: str) -> None:
    spelled = ascii_path(path)
    assert spelled.isascii() and ascii_path(spelled) == spelled
    assert spelled.count("/") == path.count("/")
    parts = zip(path.split("/"), spelled.split("/"), strict=True)
    assert all(bool(old) == bool(new) and (new not in (".", "..") or old == new) for old, new in parts)
    assert "%" not in spelled and " " not in spelled


def hosting(lab: Path, settings: str) -> Path:
    with (lab / "masthead.yaml").open("a") as file:
        file.write(f"hosting: {settings}\n")
    return lab


def errors_of(raised: ContentError) -> list[Problem]:
    return [problem for problem in raised.problems if problem.level is Level.ERROR]


def read(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


@pytest.mark.parametrize("style", STYLES)
def test_ascii_names_are_those_that_links_have(lab: Path, tmp_path: Path, style: str) -> None:
    base = "https://ice.example/lab/"
    built = freeze(hosting(lab, "{ascii_names: true}"), tmp_path / "built", base_url=base, url_style=style)
    names = read(built)
    assert all(name.isascii() and " " not in name for name in names)
    assert {
        "post/bing/index.html",
        "post/snow/my-figure.png",
        "tags/neve/index.html",
        "tags/hu/index.html",
    } <= set(names)
    assert any(re.fullmatch(r"post/snow/my-figure\.png\.body-\d+\.webp", name) for name in names)
    missing = dangling(built, base, resolves_folders=style == "pretty")
    assert missing <= BROKEN | OUTSIDE
    links = set(leads("post/snow/index.html", names["post/snow/index.html"].decode(), base))
    assert not [link for link in links if link.startswith(base) and "%" in link]


def test_names_that_become_one_are_told(site: Site, tmp_path: Path) -> None:
    root = site({
        "masthead.yaml": "title: T\nhosting: {ascii_names: true}\n",
        "content/事实.md": "---\ntitle: A\n---\n",
        "content/实施.md": "---\ntitle: B\n---\n",
    })  # fmt: skip
    with pytest.raises(ContentError) as error:
        freeze_folder(root, tmp_path / "built", jobs=1)
    told = [f"{error.where}: {error.message}" for error in errors_of(error.value)]
    assert told == ["/实施/: This URL and /事实/ land in one file or folder."]
    assert not (tmp_path / "built").exists()


# Formats


def test_formats_that_are_left_out(lab: Path, tmp_path: Path) -> None:
    built = freeze(hosting(lab, "{leave_out_formats: .WebP}"), tmp_path / "built")
    names = read(built)
    assert not [name for name in names if name.endswith(".webp")]
    assert any(re.fullmatch(r"post/snow/featured\.jpg\.card-\d+\.jpeg", name) for name in names)
    assert b"webp" not in names["index.html"]


def test_a_file_in_a_format_that_is_left_out_is_an_error(lab: Path, site: Site, tmp_path: Path) -> None:
    site({"content/post/snow/drift.webp": picture("webp")})
    with pytest.raises(ContentError) as error:
        freeze(hosting(lab, "{leave_out_formats: [webp]}"), tmp_path / "built")
    [told] = errors_of(error.value)
    assert str(told.where) == "/post/snow/drift.webp" and "`leave_out_formats` names webp" in told.message


# Files beside the pages


def test_copies_stand_beside_what_they_are_copies_of(lab: Path, site: Site, tmp_path: Path) -> None:
    site({"static/slides/index.htm": "the site's own"})
    names = read(freeze(hosting(lab, "{copies: {index.htm: index.html}}"), tmp_path / "built"))
    pages = [name for name in names if name.endswith("/index.html") or name == "index.html"]
    assert len(pages) > 10
    assert names["slides/index.htm"] == b"the site's own"
    for name in set(pages) - {"slides/index.html"}:
        assert names[f"{name[:-1]}"] == names[name]
    assert set(json.loads(names[MANIFEST])["files"]) == set(names) - {MANIFEST}


@pytest.mark.parametrize(
    ("base", "domain"),
    [
        ("https://ice.example/", "ice.example\n"),
        ("https://ann.github.io/", None),
        ("https://ice.example/lab/", None),
        ("", None),
    ],
)
def test_what_branches_of_github_pages_need(lab: Path, tmp_path: Path, base: str, domain: str | None) -> None:
    names = read(freeze(hosting(lab, "{github_pages: true}"), tmp_path / "built", base_url=base))
    assert names[".nojekyll"] == b""
    assert names.get("CNAME", b"").decode() == (domain or "")
    assert {".nojekyll", "404.html"} <= set(json.loads(names[MANIFEST])["files"])


def test_the_sites_own_domain_stays(lab: Path, site: Site, tmp_path: Path) -> None:
    site({"static/CNAME": "own.example"})
    built = freeze(hosting(lab, "{github_pages: true}"), tmp_path / "built", base_url="https://ice.example/")
    assert (built / "CNAME").read_text() == "own.example"


def test_a_zip_of_all_but_what_patterns_name(lab: Path, tmp_path: Path) -> None:
    hosting(lab, '{zip: {file: site.zip, leave_out: ["media/**", "*.jpg*"]}}')
    names = read(freeze(lab, tmp_path / "built"))
    with zipfile.ZipFile(BytesIO(names["site.zip"])) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
        assert archive.namelist() == sorted(held)
    left = {name for name in names if name.startswith("media/") or ".jpg" in name}
    assert left and set(held) == set(names) - left - {"site.zip", MANIFEST}
    assert all(names[name] == content for name, content in held.items())
    assert "site.zip" in json.loads(names[MANIFEST])["files"]
    again = freeze_folder(lab, tmp_path / "again", jobs=1)
    assert (tmp_path / "again/site.zip").read_bytes() == names["site.zip"]
    assert again.written == len(set(names) - {MANIFEST})


def test_a_zip_has_a_name_of_its_own(lab: Path, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"land in one file"):
        freeze(hosting(lab, "{zip: Robots.txt}"), tmp_path / "built")
    assert not (tmp_path / "built").exists()


# Freezing again


def test_settings_and_options_are_parts_of_every_page(lab: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    freeze(lab, built)
    freeze(lab, built, url_style="explicit")
    assert look_again(lab, built, "", False).result is None
    assert look_again(lab, built, "", False, "explicit").result is not None
    clean = read(freeze(lab, tmp_path / "clean", url_style="explicit"))
    assert read(built) == clean
    text = (lab / "masthead.yaml").read_text()
    choices = ("{url_style: relative, zip: a.zip}", "{copies: {index.htm: index.html}, zip: b.zip}", "{}")
    for number, settings in enumerate(choices):
        (lab / "masthead.yaml").write_text(f"{text}hosting: {settings}\n")
        freeze(lab, built)
        assert read(built) == read(freeze(lab, tmp_path / f"clean-{number}"))


def test_an_edit_reaches_copies_and_zip(lab: Path, site: Site, tmp_path: Path) -> None:
    built = freeze(hosting(lab, "{copies: {index.htm: index.html}, zip: site.zip}"), tmp_path / "built")
    site({"content/about.md": "---\ntitle: About\n---\nOther words.\n"})
    freeze(lab, built)
    assert b"Other words." in (built / "about/index.htm").read_bytes()
    with zipfile.ZipFile(built / "site.zip") as archive:
        assert b"Other words." in archive.read("about/index.html")
    assert read(built) == read(freeze(lab, tmp_path / "clean"))


# Settings


def test_mistakes_in_settings_are_told(site: Site) -> None:
    problems = Problems()
    text = """hosting:
  url_style: realtive
  copies: {index.htm: a/b.html}
  zipp: x
"""
    config = load_config(site({"masthead.yaml": text, "content/_index.md": ""}), problems)
    assert config.hosting.url_style == "pretty" and config.hosting.copies == {}
    told = [str(problem) for problem in problems]
    assert any("realtive" in line and "relative" in line for line in told)
    assert any("without a folder" in line for line in told)
    assert any("`hosting.zipp` is no setting" in line and "zip" in line for line in told)
    assert len(told) == 3


def test_settings_may_stand_in_params_and_are_overridden(site: Site) -> None:
    root = site({
        "config/_default/params.yaml": "masthead: {hosting: {url_style: explicit, zip: a.zip}}\n",
        "config/_default/hosting.yaml": "zip: b.zip\n",
        "content/_index.md": "",
    })  # fmt: skip
    problems = Problems()
    config = load_config(root, problems)
    assert (config.hosting.url_style, config.hosting.zip.file) == ("explicit", "b.zip")
    assert not len(problems) and not config.unused


def test_the_command_line_has_the_last_word(lab: Path, tmp_path: Path) -> None:
    hosting(lab, "{url_style: relative}")
    built = tmp_path / "built"
    for style, link in (("explicit", "/about/index.html#part"), (None, "../../about/index.html#part")):
        options = ["--url-style", style] if style else []
        result = CliRunner().invoke(main, ["freeze", str(lab), str(built), "--jobs", "1", *options])
        assert result.exit_code == 0, result.output
        assert f'href="{link}"' in (built / "post/snow/index.html").read_text("utf-8")


# Documentation, and what hosts are told

DOCS = Path(__file__).parents[1] / "docs"


def keys_of(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


def test_the_documentation_names_every_setting() -> None:
    text = (DOCS / "hosting.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)` \| (?!`)", text, re.MULTILINE)) >= keys_of(Hosting)
    assert set(re.findall(r"^\| `(\w+)` \| `", text, re.MULTILINE)) == set(get_args(UrlStyle))


def test_five_lines_suit_a_plain_server(lab: Path, tmp_path: Path) -> None:
    page = (DOCS / "hosts/plain-university-server.md").read_text("utf-8")
    settings = page.partition("```yaml\n")[2].partition("```")[0]
    with (lab / "masthead.yaml").open("a") as file:
        file.write(settings)
    names = read(freeze(lab, tmp_path / "built"))
    assert all(name.isascii() and not name.endswith(".webp") for name in names)
    assert {"index.htm", "post/bing/index.htm", "site.zip"} <= set(names)
    base = "https://www.you.example/~lab/"
    assert dangling(tmp_path / "built", base, "https://ice.example/") <= {
        *BROKEN, "lab/about/", "OUT https://www.you.example/elsewhere/", "OUT https://www.you.example/lab/about/"
    }  # fmt: skip
    with zipfile.ZipFile(BytesIO(names["site.zip"])) as archive:
        assert "post/bing/index.html" in archive.namelist()
        assert not [name for name in archive.namelist() if name.startswith("media/")]


@pytest.mark.parametrize(("place", "search"), [(".", "false"), ("my site/web", "true")])
def test_the_workflow_for_github_pages(tmp_path: Path, place: str, search: str) -> None:
    (tmp_path / ".git").mkdir()
    root = tmp_path / place
    root.mkdir(parents=True, exist_ok=True)
    (root / "masthead.yaml").write_text(f"params: {{header: {{navbar: {{show_search: {search}}}}}}}\n")
    others = tmp_path / ".github/workflows"
    others.mkdir(parents=True)
    (others / "hugo.yaml").write_text("- uses: actions/deploy-pages@v1\n")
    (others / "test.yml").write_text("on: push\n")
    result = CliRunner().invoke(main, ["deploy", "github-pages", str(root)])
    assert result.exit_code == 0, result.output
    assert "Delete hugo.yaml" in result.output and "test.yml" not in result.output
    workflow = yaml.safe_load((others / "pages.yml").read_text("utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    package = "masthead[search]" if search == "true" else "masthead"
    assert {"run": f"pip install '{package}'"} in steps
    [command] = [step["run"] for step in steps if step.get("run", "").startswith("masthead")]
    address = "https://ann.example/lab"
    command = command.replace("${{ steps.pages.outputs.base_url }}", address)
    words = shlex.split(command)
    assert words == ["masthead", "freeze", place, "_pages", "--base-url", f"{address}/"]
    assert [step["with"]["path"] for step in steps if "upload" in step.get("uses", "")] == ["_pages"]


def test_a_workflow_is_never_written_over(lab: Path) -> None:
    file = lab / ".github/workflows/pages.yml"
    assert CliRunner().invoke(main, ["deploy", "github-pages", str(lab)]).exit_code == 0
    text = file.read_text("utf-8")
    again = CliRunner().invoke(main, ["deploy", "github-pages", str(lab)])
    assert again.exit_code == 0 and "There is" in again.output
    file.write_text(f"# mine\n{text}", "utf-8")
    refused = CliRunner().invoke(main, ["deploy", "github-pages", str(lab)])
    assert refused.exit_code == 1 and "another workflow of this name" in refused.output
    assert file.read_text("utf-8") == f"# mine\n{text}"


def test_only_a_site_can_be_deployed(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["deploy", "github-pages", str(tmp_path)])
    assert result.exit_code == 1 and "There is no site" in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("nginx") is None, reason="there is no nginx here: apt-get install nginx")
def test_nginx_as_the_documentation_sets_it_up(lab: Path, tmp_path: Path) -> None:
    freeze(lab, tmp_path / "lab", base_url="https://you.example/lab/")
    blocks = (DOCS / "hosts/nginx.md").read_text("utf-8").split("```text\n")
    [server] = [block.partition("```")[0] for block in blocks if block.startswith("server {")]
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = server.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/var/www/", f"{tmp_path}/")
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; user root;\n"
        f"events {{}}\nhttp {{ include /etc/nginx/mime.types; access_log off;\n{server}}}\n"
    )
    running = subprocess.Popen(["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    try:
        answers = {}
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as get:
            for _ in range(50):
                with suppress(ConnectionRefusedError):
                    get.connect()
                    break
                time.sleep(0.1)
            for path in ("/lab/", "/lab/post/snow/", "/lab/nowhere/x", f"/lab/{MANIFEST}"):
                get.request("GET", path)
                answer = get.getresponse()
                answers[path] = (answer.status, b"Page not found" in answer.read())
        assert answers == {
            "/lab/": (200, False),
            "/lab/post/snow/": (200, False),
            "/lab/nowhere/x": (404, True),
            f"/lab/{MANIFEST}": (404, True),
        }
    finally:
        running.terminate()
        running.wait(10)
