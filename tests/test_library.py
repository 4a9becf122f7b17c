"""The library: how pages belong together, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from masthead.content.library import Library
from masthead.content.model import Page
from masthead.website import Edition

Read = Callable[[Mapping[str, str | bytes]], Edition]


def front(**values: object) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n"


@pytest.fixture
def library(edition: Read) -> Library:
    return edition(
        {
            "hugo.yaml": "taxonomies: {tag: tags, author: authors}\n",
            "content/_index.md": front(title="Home"),
            "content/about.md": front(title="About"),
            "content/docs/_index.md": front(title="Docs"),
            "content/docs/intro.md": front(title="Intro", weight=1),
            "content/docs/guide/_index.md": front(title="Guide"),
            "content/docs/guide/deep.md": front(title="Deep", date="2021-01-01"),
            "content/docs/bare/other.md": front(title="Other"),
            "content/docs/unlisted.md": front(title="Unlisted", build="{list: never}"),
            "content/post/old.md": front(title="Old", date="2020-01-01", tags="[x]", authors="[jo]"),
            "content/post/mid.md": front(title="Mid", date="2021-01-01", authors="[Jo Field]"),
            "content/post/new.md": front(title="New", date="2022-01-01", tags="[x]"),
            "content/authors/jo/_index.md": front(title="Jo Field"),
        }
    ).library


def get(library: Library, path: str) -> Page:
    page = library.page("en", path)
    assert page is not None
    return page


def paths(pages: object) -> list[str]:
    return [page.path for page in pages]  # type: ignore[attr-defined]


def test_pages_are_found_by_path(library: Library) -> None:
    assert library.page("en", "/docs/intro/") is library.page("en", "docs/intro")
    assert library.page("en", "nowhere") is None
    assert library.page("xx", "docs") is None
    assert library.home("en").path == ""


def test_ancestors_and_parents(library: Library) -> None:
    assert paths(library.ancestors(get(library, "docs/guide/deep"))) == ["", "docs", "docs/guide"]
    assert paths(library.ancestors(get(library, "docs/bare/other"))) == ["", "docs"]
    assert library.parent(get(library, "")) is None
    parent = library.parent(get(library, "about"))
    assert parent is not None
    assert parent.path == ""


def test_children_and_descendants(library: Library) -> None:
    assert set(paths(library.children(get(library, "docs")))) == {
        "docs/intro",
        "docs/guide",
        "docs/bare/other",
    }
    assert set(paths(library.descendants(get(library, "docs")))) == {
        "docs/intro",
        "docs/guide/deep",
        "docs/bare/other",
    }
    assert library.children(get(library, "about")) == ()


def test_neighbours_are_newer_and_older(library: Library) -> None:
    newer, older = library.neighbours(get(library, "post/mid"))
    assert newer is get(library, "post/new")
    assert older is get(library, "post/old")
    assert library.neighbours(get(library, "post/new"))[0] is None
    assert library.neighbours(get(library, "post")) == (None, None)


def test_a_section_is_as_new_as_what_is_below_it(library: Library) -> None:
    dates = {path: library.date(get(library, path)) for path in ("docs", "post", "tags/x", "about")}
    assert {path: moment.year if moment else None for path, moment in dates.items()} == {
        "docs": 2021,
        "post": 2022,
        "tags/x": 2022,
        "about": None,
    }


def test_what_a_person_wrote_by_slug_and_by_name(library: Library) -> None:
    jo = library.people["en"]["jo"]
    assert set(paths(library.written_by(jo))) == {"post/old", "post/mid"}
    assert library.author("en", "Jo Field") is jo
    assert library.author("en", "Jo") is jo
    assert library.author("en", "Jo Fields") is None
    assert library.author("xx", "jo") is None
    assert library.authors_by_path["en", "authors/jo"] is jo


def test_terms_name_their_pages(library: Library) -> None:
    assert set(paths(library.term_pages(get(library, "tags/x")))) == {"post/old", "post/new"}
    assert library.term_pages(get(library, "about")) == ()


def test_broken_files_are_known_by_the_url_that_they_would_have(edition: Read) -> None:
    read = edition(
        {
            "hugo.yaml": "languages: {en: {weight: 1}, zh: {weight: 2}}\n",
            "content/_index.md": "",
            "content/post/bad/index.zh.md": "---\n[\n---\n",
        }
    )
    assert set(read.library.broken) == {"/zh/post/bad/"}
    assert "/zh/post/bad/" not in read.library.table
