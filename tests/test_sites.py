"""Small sites, one for every rule of where things stand: their table is what `expected.txt` says.

A line of it is a URL and what stands there: a page with its kind and title, the file of an asset, or where a
redirect leads. What every site has (the theme, feeds, pages of lists) is left out.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

from masthead import create_app
from masthead.content.model import Alias, Asset, Page, Resource
from masthead.website import Edition

SITES = Path(__file__).parent / "sites"
CASES = sorted(path.name for path in SITES.iterdir() if path.is_dir())


def told(resource: Resource, root: Path) -> str:
    """What a line says of a resource; empty for what it leaves out."""
    if isinstance(resource, Page):
        return f"{resource.kind} {resource.title!r}"
    if isinstance(resource, Asset) and resource.file.path.is_relative_to(root):
        return resource.file.path.relative_to(root).as_posix()
    return f"-> {resource.target}" if isinstance(resource, Alias) else ""


def lines(edition: Edition) -> list[str]:
    found = {url: told(item, edition.config.root) for url, item in edition.library.table.items()}
    return [f"{url}  {what}" for url, what in sorted(found.items()) if what and not url.endswith("/page/1/")]


@pytest.mark.parametrize("case", CASES)
def test_what_stands_where(case: str) -> None:
    app = create_app(SITES / case)
    edition = app.extensions["masthead"]["masthead"].website.edition
    assert lines(edition) == (SITES / case / "expected.txt").read_text("utf-8").splitlines()
    client = app.test_client()
    for url, resource in edition.library.table.items():
        with client.get(quote(url)) as response:
            assert response.status_code == 200 or url.endswith("404.html"), (url, resource)
    assert [str(problem) for problem in edition.problems] == []


def test_the_sections_of_a_landing_page_have_ids_of_their_own() -> None:
    response = create_app(SITES / "landing").test_client().get("/")
    page = LexborHTMLParser(response.text)
    assert [section.attributes["id"] for section in page.css("main section")] == [
        "same",
        "same-2",
        "section-markdown",
        "section-markdown-2",
    ]
    assert [heading.text(strip=True) for heading in page.css("main h1, main h2")] == [
        "One",
        "Two",
        "Three",
        "Four",
    ]
    assert len(page.css("h1")) == 1
    assert "The body is for cards" not in page.css_first("main").text()
