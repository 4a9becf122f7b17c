"""The stand-in for sections whose block nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from conftest import Site
from masthead import create_app
from masthead.check import check

FILES = {
    "masthead.yaml": "title: T\nbaseURL: https://t.example/\n",
    "content/authors/ada/_index.md": "---\ntitle: Ada Alder\nuser_groups: [Staff]\n---\n",
    "content/authors/bo/_index.md": "---\ntitle: Bo Birch\nuser_groups: [Staff]\n---\n",
    "content/publication/p/index.md": "---\ntitle: Paper\ndate: 2024-01-01\nauthors: [ada]\n---\n",
    "content/post/n.md": "---\ntitle: News\ndate: 2024-01-02\n---\n",
}
Show = Callable[[str], LexborNode]


@pytest.fixture
def root(site: Site) -> Callable[[str], Path]:
    """A site whose home page has one section, `block: ours`, with this content."""

    def made(content: str) -> Path:
        lines = "".join(f"    {line}\n" for line in content.splitlines())
        home = f"---\ntitle: T\ntype: landing\nsections:\n- block: Ours\n  content:\n{lines}---\n"
        return site({**FILES, "content/_index.md": home})

    return made


@pytest.fixture
def show(root: Callable[[str], Path]) -> Show:
    """The section as visitors see it."""

    def shown(content: str) -> LexborNode:
        page = LexborHTMLParser(create_app(root(content)).test_client().get("/").text)
        section = page.css_first("main section")
        assert section is not None
        return section

    return shown


def words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def test_texts_stand_in_the_order_in_which_they_are_written(show: Show) -> None:
    section = show(
        "title: We *care*\nsubtitle: Daily\ntext: For **you**.\n"
        "items:\n"
        "- {icon: hero/star, name: Snow, description: 'Depth & weight', url: /post/n/}\n"
        "- {name: Rivers, image: a b.jpg, css_class: bg-red-50 p-2, topics: [Heat, Load]}\n"
        "- {id: x, layout: wide, align: left}\n"
        "button: {text: Join, url: 'https://x.example/'}\n"
        "footnote: Said by all of us.\ncolumns: 3\nautoplay: true"
    )
    assert words(section) == (
        "We care Daily For you . Snow Depth & weight Rivers Heat Load Join Said by all of us."
    )
    assert section.css_first("h1 em") is not None and section.css_first("strong") is not None
    links = [(a.text(), a.attributes["href"]) for a in section.css("a")]
    assert links == [("Snow", "/post/n/"), ("Join", "https://x.example/")]
    assert section.attributes["class"] == "section block-ours" and section.id == "section-ours"


def test_one_word_counts_under_a_key_that_readers_see(show: Show) -> None:
    section = show("items:\n- {label: Snow, value: 40, variant: dark mode, since: 2019}\n")
    assert [words(item) for item in section.css("li")] == ["Snow 40"]


def test_a_title_that_is_a_map_is_no_heading(show: Show) -> None:
    section = show("title: {text: Hello you, size: large}")
    assert words(section) == "Hello you" and section.css("h1") == []


def test_people_that_are_named(show: Show) -> None:
    section = show("title: Team\nusernames: [ada, Bo Birch, Cy Cedar, dd]")
    assert [words(h) for h in section.css("h2")] == ["Ada Alder", "Bo Birch"]
    assert [words(item) for item in section.css("li")] == ["Cy Cedar"]
    assert [words(h) for h in show("username: ada").css("h1")] == ["Ada Alder"]
    assert [words(h) for h in show("title: A\nuser_groups: [Staff]").css("h2")] == ["Ada Alder", "Bo Birch"]


def test_pages_that_filters_ask_for(show: Show) -> None:
    papers = show("filters: {folders: [publication]}\ncount: 3")
    assert "Paper" in words(papers) and papers.css_first(".mh-citation") is not None
    news = show("page_type: post\narchive: {text: See all of it, link: /post/}")
    assert "News" in words(news) and "Paper" not in words(news) and "See all of it" in words(news)
    assert words(show("title: A\nfilters: {folders: [nowhere], tag: none}")) == "A"


def test_there_is_one_warning_with_its_line_and_what_to_do(root: Callable[[str], Path]) -> None:
    folder = root("count: many\nfilters: {folders: [nowhere]}\nusername: nobody\ntext: [a, b]")
    [problem] = [p for p in check(folder) if p.where.line]
    assert (problem.where.line, problem.message) == (5, "there is no block 'ours'; its text is shown.")
    assert problem.hint == "To make it, add templates/masthead/blocks/ours.html."


def test_while_editing_it_is_told_in_its_place(root: Callable[[str], Path]) -> None:
    app = create_app(root("text: Hey"))
    app.debug = True
    section = LexborHTMLParser(app.test_client().get("/").text).css_first("main section")
    assert section is not None
    told = words(section)
    assert "content/_index.md:5" in told and "there is no block 'ours'" in told and told.endswith("Hey")


def test_what_is_too_deep_is_left_out(show: Show) -> None:
    nested = "{text: End of it}"
    for _ in range(30):
        nested = f"{{text: More, items: [{nested}]}}"
    assert "End of it" not in words(show(f"items: [{nested}]"))


def test_a_block_that_is_called_unknown(site: Site) -> None:
    sections = "- block: unknown\n  content: {text: Hey}\n- block: '!'\n  content: {text: Ho}\n"
    home = f"---\ntitle: T\nsections:\n{sections}---\n"
    app = create_app(site({**FILES, "content/_index.md": home}))
    page = LexborHTMLParser(app.test_client().get("/").text)
    assert [section.id for section in page.css("main section")] == ["section-unknown", "section-unknown-2"]
