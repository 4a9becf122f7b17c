"""The documentation as a site: nothing to warn of, all pages in its menu and in the order of that."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from masthead import create_app
from masthead.check import check
from masthead.content.model import Kind
from masthead.errors import Level
from masthead.freeze import freeze_folder
from masthead.website import Website

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dest = tmp_path_factory.mktemp("docs") / "build"
    freeze_folder(DOCS, dest, strict=True, jobs=1)
    return dest


def read(file: Path) -> LexborHTMLParser:
    return LexborHTMLParser(file.read_text("utf-8"))


def test_there_is_nothing_to_warn_of() -> None:
    assert [str(problem) for problem in check(DOCS) if problem.level is not Level.NOTE] == []


def test_all_pages_are_in_the_menu_and_follow_each_other_as_there(frozen: Path) -> None:
    start = read(frozen / "start/index.html")
    menu = [link.attributes["href"] for link in start.css(".mh-side .mh-scroll > ul a")]
    language = Website(DOCS).refresh().library
    home = language.home("en")
    pages = [page for page in language.ordered_children(home) if page.kind is Kind.PAGE]
    assert menu == [page.url for page in pages]
    assert all(page.type == "docs" and page.title for page in pages)


def test_a_page_has_its_place_in_the_menu_and_no_second_title(frozen: Path) -> None:
    for file in frozen.glob("*/index.html"):
        page = read(file)
        if page.css_first(".mh-docs"):
            assert len(page.css("h1")) == 1, file
            assert len(page.css(".mh-side [aria-current]")) == 1, file


def test_only_pages_are_published(frozen: Path) -> None:
    names = {file.name for file in frozen.rglob("*") if file.is_file()}
    assert not {name for name in names if name.endswith((".py", ".md")) or name == "masthead.yaml"}


def test_the_page_of_blocks_is_what_the_models_say() -> None:
    page = runpy.run_path(str(DOCS / "reference.py"))["page"]
    assert (DOCS / "blocks.md").read_text("utf-8") == page(), "run: python docs/reference.py"


def test_the_documentation_can_be_mounted() -> None:
    client = create_app(DOCS).test_client()
    assert client.get("/start/").status_code == 200
