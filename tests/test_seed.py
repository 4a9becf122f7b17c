"""The page that the project started from, in a site with people of our own, as a visitor gets it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from masthead import create_app

PEOPLE = {
    "ada": "title: Ada Quill\ndate: 2021-05-01\ntags: [mm_prof]",
    "bo": "title: Bo Lindqvist\ntags: [mm_prof, staff]",
    "cy": "title: Cy Abernathy\ntags: [mm_prof]",
    "di": "title: Di Marsh\ntags: [staff]",
    "ed": "title: Ed Nobody",
    "flo": "title: Flo Draft\ndraft: true\ntags: [mm_prof]",
    "gus": "title: Gus Elder\ndate: 2019-05-01\ntags: mm_prof",
    "hal": "title: Hal Student\ntags: [mm_student]",
}


def make_site(root: Path, page: Path, people: dict[str, str]) -> FlaskClient:
    (root / "content").mkdir(parents=True)
    shutil.copyfile(page, root / "content/multimodal.md")
    for slug, front in people.items():
        folder = root / "content/authors" / slug
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(f"---\n{front}\n---\n", encoding="utf-8")
    return create_app(root).test_client()


@pytest.fixture
def seed(shared: Path) -> Path:
    return shared / "seed/multimodal.md"


@pytest.fixture
def page(seed: Path, tmp_path: Path) -> LexborHTMLParser:
    response = make_site(tmp_path / "site", seed, PEOPLE).get("/multimodal/")
    assert response.status_code == 200
    return LexborHTMLParser(response.text)


def sections(page: LexborHTMLParser) -> list[LexborNode]:
    return page.css("main section")


def names(page: LexborHTMLParser) -> list[str]:
    return [card.css_first("h1, h2, h3").text(strip=True) for card in page.css(".mh-person")]


def test_the_sections_stand_in_order_with_ids_of_their_own(page: LexborHTMLParser) -> None:
    headings = [section.css_first("h1, h2").text(strip=True) for section in sections(page)]
    assert headings == ["Vision-Language Multimodal Large Models", "Team Members", "Research Overview"]
    ids = [section.attributes["id"] for section in sections(page)]
    assert ids[1] == "members"
    assert len(set(ids)) == 3


def test_the_page_has_one_heading_of_the_first_level(page: LexborHTMLParser) -> None:
    assert [heading.text(strip=True) for heading in page.css("h1")] == [
        "Vision-Language Multimodal Large Models"
    ]


def test_all_of_the_tag_and_nobody_else_newest_first_then_by_title(page: LexborHTMLParser) -> None:
    assert names(page) == ["Ada Quill", "Gus Elder", "Bo Lindqvist", "Cy Abernathy"]


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (3, 3), (4, 4), (9, 4)])
def test_there_are_as_many_columns_as_people_up_to_four(
    seed: Path, tmp_path: Path, count: int, columns: int
) -> None:
    people = {f"p{n}": f"title: P{n}\ntags: [mm_prof]" for n in range(count)}
    page = LexborHTMLParser(make_site(tmp_path / "site", seed, people).get("/multimodal/").text)
    assert len(names(page)) == count
    assert f"--mh-columns: {columns}" in (page.css_first(".mh-people").attributes["style"] or "")


def test_a_list_that_follows_a_line_of_text_is_a_list(page: LexborHTMLParser) -> None:
    text = sections(page)[2]
    paragraph = next(node for node in text.css("p") if node.text(strip=True) == "For example:")
    following = paragraph.next
    while following is not None and following.tag == "-text":
        following = following.next
    assert following is not None
    assert following.tag == "ul"
    assert [item.css_first("strong").text() for item in following.css("li")] == ["CLIP", "DALL-E 2"]


def test_the_year_that_orders_and_the_body_below_are_not_shown(page: LexborHTMLParser) -> None:
    text = page.css_first("main").text()
    assert "1020" not in page.html  # type: ignore[operator]
    assert "Ushering in a New Era" not in text
    assert text.count("Core Technological Breakthroughs") == 1


def test_the_pages_spacing_is_that_of_its_sections(page: LexborHTMLParser) -> None:
    assert all("1rem" in (section.attributes["style"] or "") for section in sections(page))


def test_people_are_cards_with_initials_and_links(page: LexborHTMLParser) -> None:
    first = page.css(".mh-person")[0]
    assert first.css_first("a").attributes["href"] == "/authors/ada/"
    assert first.css_first(".mh-portrait") is not None


def test_nothing_is_wrong_with_it(seed: Path, tmp_path: Path) -> None:
    client = make_site(tmp_path / "site", seed, PEOPLE)
    client.get("/multimodal/")
    edition = client.application.extensions["masthead"]["masthead"].website.edition
    assert list(edition.problems) == []


def test_nobody_of_the_tag_is_warned_about(seed: Path, tmp_path: Path) -> None:
    client = make_site(tmp_path / "site", seed, {"a": "title: A\ntags: [mm_proff]"})
    page = LexborHTMLParser(client.get("/multimodal/").text)
    assert names(page) == []
    edition = client.application.extensions["masthead"]["masthead"].website.edition
    (problem,) = edition.problems
    assert str(problem) == (
        "content/multimodal.md:22: warning: the filter tag: 'mm_prof' matches nothing. "
        "Did you mean 'mm_proff'?"
    )


def test_an_edit_shows_without_a_restart(seed: Path, tmp_path: Path) -> None:
    client = make_site(tmp_path / "site", seed, PEOPLE)
    client.application.debug = True
    assert len(names(LexborHTMLParser(client.get("/multimodal/").text))) == 4
    person = tmp_path / "site/content/authors/di/index.md"
    person.write_text("---\ntitle: Di Marsh\ntags: [mm_prof]\n---\n", encoding="utf-8")
    assert "Di Marsh" in names(LexborHTMLParser(client.get("/multimodal/").text))
    person.unlink()
    assert "Di Marsh" not in names(LexborHTMLParser(client.get("/multimodal/").text))
