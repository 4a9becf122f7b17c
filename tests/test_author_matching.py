"""Names under `authors:` and the people they stand for: in bylines, on people's pages, among the warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from masthead.check import check
from masthead.content.names import key_of, keys_of, one_apart
from masthead.website import Edition

Files = Mapping[str, str | bytes]
Read = Callable[[Files], Edition]
Serve = Callable[[Files], FlaskClient]
Write = Callable[[Files], Path]


def person(slug: str, front: str) -> Files:
    return {f"content/authors/{slug}/_index.md": f"---\n{front}\n---\n"}


PEOPLE: Files = {
    "content/_index.md": "",
    **person("mira", "title: Mira Holt\nname_pronunciation: '\u7c73\u62c9'\nnames: [M. Holt, Mira Fell]"),
    **person("darja-fiser", "title: Darja Fi\u0161er"),
    **person("li", "title: \u674e \u660e\nfirst_name: Ming\nlast_name: Li"),
    **person("oneil", "title: S\u00e9an O\u2019Neil\nalternate: Sean O Neill"),
    **person("one", "title: Jun Park"),
    **person("two", "title: Jun Park"),
}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("mira", "mira"),
        ("Mira", "mira"),
        ("Mira Holt", "mira"),
        ("mira-holt", "mira"),
        ("  MIRA   HOLT ", "mira"),
        ("Holt, Mira", "mira"),
        ("M Holt", "mira"),
        ("Mira Fell", "mira"),
        ("\u7c73\u62c9", "mira"),
        ("\uff2d\uff49\uff52\uff41 \uff28\uff4f\uff4c\uff54", "mira"),
        ("Darja Fi\u0161er", "darja-fiser"),
        ("Darja Fis\u030cer", "darja-fiser"),
        ("Darja Fiser", "darja-fiser"),
        ("\u674e\u660e", "li"),
        ("\u674e \u660e", "li"),
        ("Ming Li", "li"),
        ("Se\u0301an O'Neil", "oneil"),
        ("Sean O Neill", "oneil"),
        ("one", "one"),
        ("Jun Park", None),
        ("Mira", "mira"),
        ("Holt", None),
        ("Mira Bolt", None),
        ("", None),
        ("...", None),
    ],
)
def test_a_name_stands_for_a_person(edition: Read, name: str, slug: str | None) -> None:
    found = edition(PEOPLE).library.author("en", name)
    assert (found.slug if found else None) == slug


def test_a_folder_comes_before_somebody_elses_name(edition: Read) -> None:
    files = {**person("ada", "title: Bo Lin"), **person("bo", "title: Ada")}
    library = edition({"content/_index.md": "", **files}).library
    assert [library.author("en", name).slug for name in ("ada", "Ada", "bo")] == ["ada", "ada", "bo"]  # type: ignore[union-attr]


NAMES = st.text(st.characters(categories=["L", "M", "Z", "P"]), max_size=12)


@settings(deadline=None)
@given(NAMES)
def test_a_key_is_its_own_key(name: str) -> None:
    key = key_of(name)
    assert key_of(key) == key
    assert key_of(f" {name.upper()} ".lower()) == key_of(f" {name.upper()} ")
    assert key in keys_of(name)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("jon smith", "john smith", True),
        ("john smith", "john smiht", True),
        ("john smith", "john smitt", True),
        ("john smith", "john smith", True),
        ("john smith", "john smiths", True),
        ("john smith", "joan smyth", False),
        ("john smith", "jon smiths", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_how_far_names_are_apart(one: str, other: str, apart: bool) -> None:
    assert one_apart(one, other) is apart
    assert one_apart(other, one) is apart


def paper(*names: str, date: str = "2020-01-01") -> str:
    listed = "\n".join(f"- {name!r}" for name in names)
    return f"---\ntitle: A\ndate: {date}\nauthors:\n{listed}\n---\n"


def bylines(client: FlaskClient, url: str) -> list[tuple[str, str | None]]:
    page = LexborHTMLParser(client.get(url).text)
    found: list[tuple[str, str | None]] = []
    for name in page.css(".mh-page-head .mh-author"):
        link = name.css_first("a")
        found.append((name.text().strip(), link.attributes["href"] if link else None))
    return found


def test_bylines_keep_order_and_spelling(client: Serve) -> None:
    files = {**PEOPLE, "content/post/a.md": paper("Ada Vale", "M. Holt", "mira", "Jun Park", "\u674e\u660e")}
    assert bylines(client(files), "/post/a/") == [
        ("Ada Vale", None),
        ("M. Holt", "/authors/mira/"),
        ("Mira Holt", "/authors/mira/"),
        ("Jun Park", None),
        ("\u674e\u660e", "/authors/li/"),
    ]


OLDER: Files = {
    "config/_default/hugo.yaml": "taxonomies: {tag: tags, author: authors}\n",
    "config/_default/module.yaml": "imports:\n- path: github.com/x/modules/blox-bootstrap/v5\n",
}


def test_in_the_oldest_theme_names_lead_to_what_their_bearers_wrote(client: Serve) -> None:
    files = {**PEOPLE, **OLDER, "content/post/a.md": paper("mira", "Ada Vale")}
    assert bylines(client(files), "/post/a/") == [
        ("Mira Holt", "/authors/mira/"),
        ("Ada Vale", "/authors/ada-vale/"),
    ]


STORED: dict[str, Files] = {
    "a term page": person("mira", "title: Mira Holt\nnames: M. Holt"),
    "a page": {"content/authors/mira/index.md": "---\ntitle: Mira Holt\nnames: M. Holt\n---\n"},
    "a single file": {"content/authors/mira.md": "---\ntitle: Mira Holt\nnames: M. Holt\n---\n"},
    "a data file": {"data/authors/mira.yaml": "name: {display: Mira Holt}\nnames: [M. Holt]\n"},
}


@pytest.mark.parametrize("older", [False, True])
@pytest.mark.parametrize("stored", STORED)
def test_a_persons_page_lists_all_they_wrote(client: Serve, stored: str, older: bool) -> None:
    files = {
        "content/_index.md": "",
        **STORED[stored],
        **(OLDER if older else {}),
        "content/post/a.md": paper("mira", date="2020-01-01"),
        "content/publication/b/index.md": paper("Ada Vale", "M. Holt", date="2022-01-01"),
        "content/event/c/index.md": paper("Holt, Mira", date="2021-01-01"),
        "content/post/d.md": paper("Ada Vale", date="2023-01-01"),
    }
    page = LexborHTMLParser(client(files).get("/authors/mira/").text)
    assert page.css_first("h1").text().strip() == "Mira Holt"  # type: ignore[union-attr]
    wanted = ("/publication/b/", "/event/c/", "/post/a/")
    links = [link.attributes["href"] for link in page.css("main a")]
    assert [url for url in dict.fromkeys(links) if url and url.startswith(("/p", "/e"))] == list(wanted)


def near(site: Write, files: Files) -> list[str]:
    return [str(problem) for problem in check(site(files)) if "is nobody" in problem.message]


def test_a_name_that_is_nearly_right_is_told_once(site: Write) -> None:
    files = {
        **PEOPLE,
        "content/authors/john/_index.md": "---\ntitle: John Smithson\n---\n",
        "content/post/a.md": paper("mira", "Jon Smithson"),
        "content/post/b.md": paper("Jon Smithson"),
        "content/post/c.md": paper("John Smithson", "Jane Smithson", "Mira Bolt", "John Smithers"),
    }
    assert near(site, files) == [
        "content/post/a.md:6: warning: 'Jon Smithson' is nobody; did you mean 'John Smithson'? "
        "Correct it, or add it to the `names` of 'john' if it is theirs."
    ]


def test_a_missing_accent_is_nearly_right(site: Write) -> None:
    files = {**person("k", "title: Alexander K\u00f6nig"), "content/post/a.md": paper("Alexander Konig")}
    (told,) = near(site, {"content/_index.md": "", **files})
    assert "did you mean 'Alexander K\u00f6nig'?" in told


def test_short_names_and_names_near_two_people_are_let_be(site: Write) -> None:
    files = {
        "content/_index.md": "",
        **person("a", "title: Jian Liu"),
        **person("b", "title: Margaret Hald"),
        **person("c", "title: Margaret Hall"),
        "content/post/a.md": paper("Jian Li", "Margaret Halt"),
    }
    assert near(site, files) == []


@pytest.mark.parametrize(
    ("front", "family"),
    [
        ("title: Ada Vale", "Vale"),
        ("title: Ada Vale\nlast_name: Zed", "Zed"),
        ("title: Ada van der Vale Jr.", "Vale"),
        ("title: 'Ada Vale, PhD'", "Vale"),
        ("title: Alice Wu \u5433\u6069\u9054", "Wu"),
        ("title: Alice Wu (Ali)", "Wu"),
        ("title: \u674e\u660e", "\u674e\u660e"),
        ("title: \u5c71\u7530 \u592a\u90ce", "\u5c71\u7530"),
        ("title: Plato", "Plato"),
        ("role: none", "slug"),
    ],
)
def test_family_names(edition: Read, front: str, family: str) -> None:
    library = edition({"content/_index.md": "", **person("slug", front)}).library
    assert library.people["en"]["slug"].family_name == family


TEAM: Files = {
    **person("a", "title: Zoe Ash\nuser_groups: [Staff, Alumni]\nweight: 2\ngrad: 3\ndate: 2020-01-01"),
    **person("b", "title: Bo Birch\nuser_groups: Staff\nweight: 1\ngrad: 10"),
    **person("c", "title: Al Cedar\nuser_groups: Staff\nweight: 2\ngrad: 3\ndate: 2021-01-01"),
    "data/authors/d.yaml": "name: {display: Di Elm}\nuser_groups: [Staff]\nweight: 2\ndate: 2022-01-01\n",
}


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", ["Zoe Ash", "Bo Birch", "Al Cedar", "Di Elm"]),
        ("sort_by: Params.last_name", ["Zoe Ash", "Bo Birch", "Al Cedar", "Di Elm"]),
        ("sort_by: name.family, sort_ascending: false", ["Di Elm", "Al Cedar", "Bo Birch", "Zoe Ash"]),
        ("sort_by: weight", ["Bo Birch", "Al Cedar", "Di Elm", "Zoe Ash"]),
        ("sort_by: Params.weight, sort_ascending: false", ["Al Cedar", "Di Elm", "Zoe Ash", "Bo Birch"]),
        ("sort_by: Title", ["Al Cedar", "Bo Birch", "Di Elm", "Zoe Ash"]),
        ("sort_by: Title, sort_ascending: false", ["Zoe Ash", "Di Elm", "Bo Birch", "Al Cedar"]),
        ("sort_by: Date", ["Bo Birch", "Zoe Ash", "Al Cedar", "Di Elm"]),
        ("sort_by: Params.grad, sort_ascending: false", ["Bo Birch", "Al Cedar", "Zoe Ash", "Di Elm"]),
    ],
)
def test_people_in_any_order(client: Serve, order: str, names: list[str]) -> None:
    content = ", ".join(part for part in ("user_groups: [Staff]", order) if part)
    home = f"---\ntype: landing\nsections:\n- {{block: people, content: {{{content}}}}}\n---\n"
    page = LexborHTMLParser(client({**TEAM, "content/_index.md": home}).get("/").text)
    assert [name.text().strip() for name in page.css("h1, h2, h3")] == names


def test_groups_stand_in_the_order_given(client: Serve) -> None:
    section = "- {block: people, content: {user_groups: [Alumni, Staff]}}"
    home = f"---\ntype: landing\nsections:\n{section}\n---\n"
    page = LexborHTMLParser(client({**TEAM, "content/_index.md": home}).get("/").text)
    assert [name.text().strip() for name in page.css("h1, h2, h3")] == [
        "Alumni",
        "Zoe Ash",
        "Staff",
        "Zoe Ash",
        "Bo Birch",
        "Al Cedar",
        "Di Elm",
    ]
