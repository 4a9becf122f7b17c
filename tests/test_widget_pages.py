"""Pages that are made of files: which of them, in which order, as which blocks, and the lines of mistakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from conftest import Site
from masthead import Website, create_app
from masthead.blocks.widgets import locate, section_values
from masthead.content.source import read_source
from masthead.website import Edition

SITES = Path(__file__).parent / "sites"
Client = Callable[[Mapping[str, str | bytes]], FlaskClient]
HOME = {
    "masthead.yaml": "title: T\n",
    "content/home/index.md": "---\ntype: widget_page\nheadless: true\n---\n",
}


def sections(client: FlaskClient, url: str) -> list[LexborNode]:
    return LexborHTMLParser(client.get(url).text).css("main section")


def words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def test_the_home_page_is_made_of_the_files_of_home() -> None:
    found = sections(create_app(SITES / "widgets-home").test_client(), "/")
    assert [(node.attributes["id"], (node.attributes["class"] or "").split()[1]) for node in found] == [
        ("welcome", "block-markdown"),
        ("news", "block-collection"),
        ("skills", "block-features"),
        ("last", "block-markdown"),
    ]


def test_keys_and_body_of_a_file_are_what_its_block_shows() -> None:
    welcome, news, skills, _ = sections(create_app(SITES / "widgets-home").test_client(), "/")
    assert words(welcome) == "Welcome Come in Read the notes ."
    assert "wide" in (welcome.attributes["class"] or "").split()
    assert welcome.css_first("h1") is not None and news.css_first("h1") is None
    assert "Post 2" in words(news) and "Post 1" not in words(news)
    assert words(skills) == "Skills Planing Since 1998 Carving"


def test_a_page_of_its_own_is_made_of_the_files_of_its_language() -> None:
    client = create_app(SITES / "widgets-page").test_client()
    assert [words(node) for node in sections(client, "/tour/")] == ["First", "In English alone"]
    assert [words(node) for node in sections(client, "/de/tour/")] == ["Erstens"]


def test_sections_of_its_own_come_before_the_files_of_home(client: Client) -> None:
    landing = "---\ntype: landing\nsections:\n- block: markdown\n  content: {title: Mine}\n---\n"
    files = {**HOME, "content/home/a.md": "---\nwidget: blank\ntitle: Theirs\n---\n"}
    assert [words(node) for node in sections(client(files), "/")] == ["Theirs"]
    assert [words(n) for n in sections(client({**files, "content/_index.md": landing}), "/")] == ["Mine"]


def test_a_folder_called_home_may_be_a_page_like_any_other(client: Client) -> None:
    app = client({"masthead.yaml": "title: T\n", "content/home/index.md": "---\ntitle: H\n---\nText."})
    assert "Text." in app.get("/home/").text
    assert sections(app, "/") == []


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("---\nwidget: blanc\ntitle: A\n---\n", "a.md:2", "there is no block 'blanc'"),
        ("---\nwidget: blank\nweight: 1\n\ntitle: ':x {{< nope >}}'\n---\n", "a.md:5", "nope"),
        ("---\nwidget: blank\n---\n\nFirst line.\n\n{{< nope >}}\n", "a.md:7", "nope"),
        ("---\nwidget: blank\n---\n{{< nope >}}", "a.md:4", "nope"),
        (
            "+++\nwidget = 'slider'\n\n[[item]]\ntitle = 'One {{< nope >}}'\n+++\n",
            "a.md:5",
            "nope",
        ),
        ("---\nwidget: pages\ncontent:\n  count: many\n---\n", "a.md:4", "whole number"),
        ("---\nwidget: blank\nweight: heavy\n---\n", "a.md:3", "whole number"),
        ("---\nwidget: blank\ntitle: 1\ntitle: 2\n---\n", "a.md:4", "twice"),
        (
            "---\nwidget: blank\ndesign:\n  background:\n    image: gone.jpg\n---\n",
            "a.md",
            "gone.jpg",
        ),
    ],
)
def test_a_mistake_is_told_with_the_line_of_its_own_file(
    site: Site, text: str, place: str, message: str
) -> None:
    app = create_app(site({**HOME, "content/home/a.md": text}))
    app.test_client().get("/")
    edition: Edition = app.extensions["masthead"]["masthead"].website.edition
    found = [problem for problem in edition.problems if message in problem.message]
    assert [str(problem.where).startswith(f"content/home/{place}") for problem in found] == [True], [
        str(problem) for problem in edition.problems
    ]


def test_a_file_that_cannot_be_read_is_an_error_and_the_others_stand(site: Site) -> None:
    files = {
        **HOME,
        "content/home/a.md": "---\ntitle: [\n---\n",
        "content/home/b.md": "---\nwidget: blank\ntitle: B\n---\n",
    }
    app = create_app(site(files))
    edition: Edition = app.extensions["masthead"]["masthead"].website.edition
    assert [problem.where.file for problem in edition.problems.errors] == ["content/home/a.md"]


def test_an_edited_file_is_read_anew(site: Site) -> None:
    website = Website(site({**HOME, "content/home/a.md": "---\ntitle: Old\n---\n"}))
    before = website.refresh()
    assert website.refresh() is before
    site({"content/home/a.md": "---\ntitle: New\n---\n"})
    after = website.refresh()
    (source,) = after.library.widgets["en", "home"]
    assert source.meta["title"] == "New"


def test_a_file_becomes_a_section(tmp_path: Path) -> None:
    path = tmp_path / "about.md"
    path.write_text(
        "---\nwidget: about\nauthor: me\ntitle: A\ncontent:\n  title: B\nadvanced:\n  css_class: c\n"
        "design:\n  columns: 1\n---\nBody\n"
    )
    source = read_source(path, "content/home/about.md")
    assert section_values(source) == {
        "block": "about",
        "id": "about",
        "content": {"author": "me", "title": "B", "text": "Body\n"},
        "design": {"css_class": "c", "columns": 1},
    }
    lines = {
        ("block",): 2,
        ("content", "author"): 3,
        ("content", "title"): 6,
        ("content", "text"): 11,
        ("design", "css_class"): 8,
        ("design", "columns"): 10,
    }
    assert {keys: locate(source, keys).line for keys in lines} == lines
