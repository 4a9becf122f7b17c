"""People in all three layouts: what they are called, how they look, and where their pages are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from masthead.content.people import Author, read_person
from masthead.content.person import Education, Person, Skill
from masthead.content.source import Source
from masthead.website import Edition

Files = Mapping[str, str | bytes]
Read = Callable[[Files], Edition]
Serve = Callable[[Files], FlaskClient]

FRONT = """---
title: Mira Holt
role: '**Chair**'
organizations:
- {name: Fell Institute, url: 'https://fell.example'}
---
About her.
"""
DATA = """name: {display: Mira Holt, given: Mira, family: Holt}
role: '**Chair**'
affiliations:
- {name: Fell Institute, url: 'https://fell.example'}
"""

LAYOUTS: dict[str, Files] = {
    "term pages": {"content/authors/mira/_index.md": FRONT, "content/authors/mira/avatar.jpg": b""},
    "pages": {"content/authors/mira/index.md": FRONT, "content/authors/mira/avatar.jpg": b""},
    "single files": {"content/authors/mira.md": FRONT},
    "data": {"content/_index.md": "", "data/authors/mira.yaml": DATA, "assets/media/authors/mira.jpg": b""},
}


def person(**values: Any) -> Person:
    return read_person(values, lambda keys, message: pytest.fail(f"{keys}: {message}"))


def author(**values: Any) -> Author:
    source = Source(None, "a.md", b"", values, 1)  # type: ignore[arg-type]
    return Author("slug-here", "en", person(**values), source)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_people_are_the_same_however_they_are_stored(edition: Read, layout: str) -> None:
    library = edition(LAYOUTS[layout]).library
    assert list(library.people["en"]) == ["mira"]
    mira = library.people["en"]["mira"]
    assert (mira.name, mira.initials, mira.person.role) == ("Mira Holt", "MH", "**Chair**")
    assert [(place.name, place.url) for place in mira.person.organizations] == [
        ("Fell Institute", "https://fell.example")
    ]
    assert mira.own_page is not None
    assert mira.own_page.url == "/authors/mira/"
    assert library.author("en", "Mira Holt") is mira


@pytest.mark.parametrize("layout", ["term pages", "pages", "data"])
def test_avatars_are_served(edition: Read, layout: str) -> None:
    library = edition(LAYOUTS[layout]).library
    avatar = library.people["en"]["mira"].avatar
    assert avatar is not None
    assert library.url_of_file(avatar) in library.table


def test_an_avatar_is_served_for_a_person_without_a_page(edition: Read) -> None:
    files = {
        **LAYOUTS["pages"],
        "content/authors/_index.md": "---\ncascade: {_build: {render: never, list: always}}\n---\n",
    }
    library = edition(files).library
    mira = library.people["en"]["mira"]
    assert mira.own_page is None
    assert mira.avatar is not None
    assert library.url_of_file(mira.avatar) == "/authors/mira/avatar.jpg"


def test_the_named_picture_comes_first(edition: Read) -> None:
    library = edition(
        {
            "content/authors/a/_index.md": "---\ntitle: A\navatar_filename: Me.png\n---\n",
            "content/authors/a/Me.png": b"",
            "content/authors/a/avatar.jpg": b"",
        }
    ).library
    avatar = library.people["en"]["a"].avatar
    assert avatar is not None
    assert avatar.name == "Me.png"


def test_data_comes_before_front_matter_and_the_page_gives_the_text(edition: Read) -> None:
    library = edition(
        {**LAYOUTS["data"], "content/authors/mira/_index.md": "---\ntitle: Other\n---\nText\n"}
    ).library
    mira = library.people["en"]["mira"]
    assert mira.name == "Mira Holt"
    assert mira.page is not None
    assert mira.page.body() == "Text\n"


def test_who_is_no_person(edition: Read) -> None:
    library = edition(
        {
            "content/authors/_index.md": "---\ntitle: All\n---\n",
            "content/authors/a/_index.md": "---\ntitle: A\ndraft: true\n---\n",
            "content/authors/b/_index.md": "---\ntitle: B\nheadless: true\n---\n",
            "content/post/x.md": "---\nauthors: [Somebody Else]\n---\n",
            "data/authors/broken.yaml": "- no map\n",
        }
    ).library
    assert library.people["en"] == {}
    assert "/authors/somebody-else/" in library.table


@pytest.mark.parametrize(
    ("values", "name", "initials"),
    [
        ({"title": "Ada Byron Lovelace"}, "Ada Byron Lovelace", "AL"),
        ({"title": "Plato"}, "Plato", "P"),
        ({"title": "王小明"}, "王小明", "王"),
        ({"title": "王 小明"}, "王 小明", "王"),
        ({"title": "(Dr) émile zola"}, "(Dr) émile zola", "É"),
        ({"first_name": "Ada", "last_name": "Lovelace"}, "Ada Lovelace", "AL"),
        ({"name": "Ada Lovelace"}, "Ada Lovelace", "AL"),
        ({"name": {"given": "Ada", "family": "Lovelace"}}, "Ada Lovelace", "AL"),
        ({"name": {"display": "A. Lovelace", "family": "Lovelace"}}, "A. Lovelace", "AL"),
        ({}, "slug-here", "S"),
        ({"title": "***"}, "***", "?"),
    ],
)
def test_names_and_initials(values: dict[str, Any], name: str, initials: str) -> None:
    assert (author(**values).name, author(**values).initials) == (name, initials)


def test_older_and_newer_spellings() -> None:
    older = person(
        social=[{"icon": "envelope", "icon_pack": "fas", "link": "mailto:a@b"}],
        education={"courses": [{"course": "PhD", "institution": "Fell", "year": 2020}]},
        superuser="true",
        organizations="Fell Institute",
    )
    newer = person(
        links=[{"icon": "at-symbol", "url": "mailto:a@b", "label": "Mail"}],
        education=[{"degree": "PhD", "institution": "Fell", "end": "2020"}],
        is_owner=True,
        affiliations=[{"name": "Fell Institute"}],
    )
    for found in (older, newer):
        assert [profile.url for profile in found.profiles] == ["mailto:a@b"]
        assert [(e.area, e.institution, e.date_end) for e in found.education] == [("PhD", "Fell", "2020")]
        assert found.owner
        assert [place.name for place in found.organizations] == ["Fell Institute"]
    assert person(education={"courses": None}).education == ()


def test_work_and_its_spellings() -> None:
    older = person(work=[{"position": "Lead", "company_name": "Fell", "date_start": "2020-01-01"}]).work
    newer = person(experience=[{"role": "Lead", "org": "Fell", "start": "2020-01-01"}]).work
    assert older == newer
    assert (older[0].position, older[0].company, older[0].date_start) == ("Lead", "Fell", "2020-01-01")


def test_skills_are_words_percentages_or_levels() -> None:
    groups = person(
        skills=[{"name": "Code", "items": ["Go", {"name": "C", "percent": "80"}]}, "Chess"]
    ).skills
    assert [(group.name, [item.name for item in group.items]) for group in groups] == [
        ("Code", ["Go", "C"]),
        ("Chess", []),
    ]
    assert groups[0].items[1].percent == 80
    assert Skill.model_validate({"label": "French", "level": 3}).percent == 60
    assert Skill.model_validate({"name": "French", "level": "fluent"}).percent is None


def test_years_of_the_kit() -> None:
    assert Education.model_validate({"start": "2016", "end": "2020"}).year == "2016 \u2013 2020"


def test_what_does_not_fit_is_told_with_its_line(edition: Read) -> None:
    read = edition(
        {"content/authors/a/_index.md": "---\ntitle: A\nprofiles:\n  - icon: x\n    url: [1]\n---\n"}
    )
    assert [str(problem) for problem in read.problems] == [
        "content/authors/a/_index.md:5: warning: profiles.0.url: expected text, found [1]. It is left out."
    ]
    assert [profile.icon for profile in read.library.people["en"]["a"].person.profiles] == ["x"]


# On the page


GRID = """---
type: landing
sections:
  - block: collection
    content: {filters: {folders: [authors]}, count: 0}
    design: {view: people-grid, columns: 3}
---
"""


def card(client: FlaskClient) -> LexborNode:
    """The only person of the home page."""
    people = LexborHTMLParser(client.get("/").text).css(".mh-person")
    assert len(people) == 1
    return people[0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_grid_shows_people_however_they_are_stored(client: Serve, layout: str) -> None:
    shown = card(client({**LAYOUTS[layout], "content/_index.md": GRID}))
    assert shown.css_first("h1, h2, h3").text(strip=True) == "Mira Holt"
    assert shown.css_first("h1 a, h2 a, h3 a").attributes["href"] == "/authors/mira/"
    assert shown.css_first(".mh-role strong").text() == "Chair"
    assert shown.css_first(".mh-org a").attributes["href"] == "https://fell.example"


def test_the_homepage_comes_before_the_own_page_and_opens_beside(client: Serve) -> None:
    text = FRONT.replace("role:", "homepage: https://mira.example/\nrole:")
    link = card(client({"content/authors/mira/index.md": text, "content/_index.md": GRID})).css_first(
        "h1 a, h2 a, h3 a"
    )
    assert (link.attributes["href"], link.attributes["target"]) == ("https://mira.example/", "_blank")


def test_without_a_page_or_a_homepage_the_name_is_no_link(client: Serve) -> None:
    text = FRONT.replace("role:", "build: {render: never}\nname_pronunciation: MEE-ra\nrole:")
    shown = card(client({"content/authors/mira/index.md": text, "content/_index.md": GRID}))
    assert shown.css_first("h1 a, h2 a, h3 a") is None
    assert shown.css_first("ruby rt").text() == "MEE-ra"
    assert shown.css_first(".mh-initials").attributes["data-initials"] == "MH"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_has_a_page(client: Serve, layout: str) -> None:
    response = client(LAYOUTS[layout]).get("/authors/mira/")
    assert response.status_code == 200
    tree = LexborHTMLParser(response.text)
    assert "Mira Holt" in tree.css_first("h1").text()
    assert "Mira Holt" in tree.css_first("title").text()
