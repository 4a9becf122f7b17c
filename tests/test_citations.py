"""Lists of references in each style, the record to cite, and notes on authors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from masthead.check import check
from masthead.citations import Cited, Style, Venue, cite, full_stop

Files = Mapping[str, str | bytes]
Serve = Callable[[Files], FlaskClient]
Write = Callable[[Files], Path]

PAPER = """---
title: Slow rivers
authors: [mira, Jo Field, Bo Lin]
author_notes: [Equal contribution, Equal contribution, '<b>Reads</b> & writes']
date: 2021-03-04
publication: {name: 'Journal of *Water*', volume: 12, issue: 3, pages: 45-67}
abstract: Water moves.
---
Body.
"""
BIB = "@article{slow,\n  title = {Slow rivers},\n}\n"
SITE: Files = {
    "content/_index.md": "",
    "content/publication/_index.md": "---\ntitle: Papers\nview: citation\n---\n",
    "content/publication/slow/index.md": PAPER,
    "content/publication/slow/cite.bib": BIB,
    "content/publication/other/index.md": "---\ntitle: Whither?\ndoi: 10.1000/xyz\n---\n",
    "content/authors/mira/_index.md": "---\ntitle: Mira Holt\n---\n",
}
OLDER: Files = {
    "config/_default/hugo.yaml": "taxonomies: {category: categories, author: authors}\n",
    "config/_default/module.yaml": "imports:\n- path: github.com/x/modules/blox-bootstrap/v5\n",
}


def styled(style: str) -> Files:
    return {**SITE, "masthead.yaml": f"title: S\nparams: {{hugoblox: {{content: {{citations: {style}}}}}}}\n"}


def get(client: FlaskClient, url: str) -> LexborHTMLParser:
    answer = client.get(url)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def words(node: LexborNode | None) -> str:
    assert node is not None
    for hidden in node.css(".mh-hidden, .mh-links, svg"):
        hidden.decompose()
    return " ".join(node.text().split())


@pytest.mark.parametrize(
    ("venue", "style", "cited"),
    [
        (Venue("J", "12", "3", "45-67"), "apa", Cited("J, 12(3), 45\u201367")),
        (Venue("J", "12"), "apa", Cited("J, 12")),
        (Venue("J", "", "3"), "apa", Cited("J, (3)")),
        (Venue("J", pages="45--67"), "apa", Cited("J, 45\u201367")),
        (Venue("J", "12", "3", "45-67"), "mla", Cited("J, vol. 12, no. 3", "pp. 45\u201367")),
        (Venue("J", pages="9"), "mla", Cited("J", "p. 9")),
        (Venue("*J, 1*(1)"), "mla", Cited("*J, 1*(1)")),
        (Venue("", "12", "3", "4"), "apa", Cited("")),
    ],
)
def test_where_a_work_was_published(venue: Venue, style: Style, cited: Cited) -> None:
    assert cite(venue, style) == cited


def test_all_of_it_for_where_no_year_stands_between() -> None:
    assert cite(Venue("J", "12", pages="4-5"), "mla").whole == "J, vol. 12, pp. 4\u20135"
    assert Cited("").whole == ""


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("Rivers", "."),
        ("Whither?", ""),
        ("So \u201cnow!\u201d", ""),
        ("\u4f55\u6545\uff1f", ""),
        ("v2.0)", "."),
    ],
)
def test_a_title_ends_with_one_mark(title: str, end: str) -> None:
    assert full_stop(title) == end


def test_apa(client: Serve) -> None:
    page = get(client(SITE), "/publication/")
    assert [words(entry) for entry in page.css(".mh-citation")] == [
        "Mira Holt*, Jo Field*, Bo Lin\u2020 (2021). Slow rivers. Journal of Water, 12(3), 45\u201367",
        "Whither?",
    ]
    assert [link.attributes["href"] for link in page.css(".mh-citation > span a")] == [
        "/authors/mira/",
        "/publication/slow/",
        "/publication/other/",
    ]
    assert page.css_first(".mh-publication em") is not None


def test_mla(client: Serve) -> None:
    page = get(client(styled("{style: MLA}")), "/publication/")
    assert [words(entry) for entry in page.css(".mh-citation")] == [
        "Mira Holt*, Jo Field*, Bo Lin\u2020. \u201cSlow rivers.\u201d "
        "Journal of Water, vol. 12, no. 3 , 2021, pp. 45\u201367.".replace(" , ", ", "),
        "\u201cWhither?\u201d",
    ]


@pytest.mark.parametrize("style", ["chicago", "ieee"])
def test_other_styles_are_apa_with_one_warning(site: Write, client: Serve, style: str) -> None:
    page = get(client(styled(f"{{style: {style}}}")), "/publication/")
    assert "(2021)" in words(page.css_first(".mh-citation"))
    (problem,) = [found for found in check(site({})) if "citations" in found.message]
    assert f"is {style!r}, but should be 'apa' or 'mla'" in problem.message
    assert (problem.where.file, problem.where.line) == ("masthead.yaml", 2)
    assert "'apa'" in problem.hint


def test_the_older_setting_is_read_too(client: Serve) -> None:
    files = {**SITE, "config/_default/params.yaml": "publications: {citation_style: mla}\n"}
    page = get(client(files), "/publication/")
    assert "\u201cSlow rivers.\u201d" in words(page.css_first(".mh-citation"))


def test_people_in_a_list_of_references_are_links(client: Serve) -> None:
    section = "- {block: collection, content: {filters: {folders: [authors]}}, design: {view: citation}}"
    page = get(client({**SITE, "content/_index.md": f"---\ntype: landing\nsections:\n{section}\n---\n"}), "/")
    assert words(page.css_first(".mh-citation")).startswith("Mira Holt")


def test_notes_on_authors_are_marked_and_explained(client: Serve) -> None:
    page = get(client(SITE), "/publication/slow/")
    marks = page.css(".mh-page-head .mh-author sup")
    assert [mark.attributes["title"] for mark in marks] == [
        "Equal contribution",
        "Equal contribution",
        "<b>Reads</b> & writes",
    ]
    notes = page.css_first(".mh-notes")
    assert notes is not None
    assert " ".join(notes.text().split()) == "* Equal contribution \u2020 <b>Reads</b> & writes"
    assert get(client(SITE), "/publication/other/").css_first(".mh-notes") is None


def test_cite_leads_to_the_record_and_a_script_shows_it(client: Serve) -> None:
    app = client(SITE)
    page = get(app, "/publication/slow/")
    (link,) = page.css("a[data-mh-cite]")
    assert link.attributes["href"] == "/publication/slow/cite.bib"
    with app.get("/publication/slow/cite.bib") as record:
        assert record.get_data(as_text=True) == BIB
    with app.get("/masthead/cite.js") as answer:
        assert answer.status_code == 200
        assert "javascript" in answer.content_type
    assert page.css_first("template[data-mh-cite-dialog]") is not None
    assert "@article" not in app.get("/publication/slow/").text
    assert not [name for node in page.css("*") for name in node.attributes if name.startswith("on")], (
        "scripts stand in files alone"
    )


def test_lists_and_pages_without_a_record_need_no_script(client: Serve) -> None:
    app = client(SITE)
    assert "data-mh-cite-dialog" not in app.get("/publication/").text
    assert get(app, "/publication/").css_first('a[href="/publication/slow/cite.bib"]') is not None
    other = app.get("/publication/other/").text
    assert "data-mh-cite-dialog" not in other
    assert "cite.bib" not in other


@pytest.mark.parametrize("older", [False, True])
def test_where_it_was_published_on_its_own_page(client: Serve, older: bool) -> None:
    page = get(client({**SITE, **(OLDER if older else {})}), "/publication/slow/")
    assert words(page.css_first(".mh-details")).endswith("Journal of Water, 12(3), 45\u201367")


def test_the_oldest_theme_has_buttons_in_a_paragraph_and_names_categories(client: Serve) -> None:
    files = {
        **SITE,
        **OLDER,
        "content/publication/slow/index.md": PAPER.replace("date:", "categories: Sea\ndate:"),
    }
    app = client(files)
    assert [node.tag for node in get(app, "/publication/").css(".mh-citation > .mh-links")] == ["p", "p"]
    tags = get(app, "/publication/slow/").css_first(".mh-page-head .mh-tags a")
    assert tags is not None
    assert (tags.text(), tags.attributes["href"]) == ("Sea", "/categories/sea/")
