"""Documentation: its tree, the way up and on, the page's contents; and the page where one is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from masthead.website import Edition

Client = Callable[[Mapping[str, str | bytes]], FlaskClient]

KIT = "hugoblox: {schema: '2.0'}\n"
OLDER = "module:\n  imports:\n  - path: github.com/HugoBlox/hugo-blox-builder/modules/blox-bootstrap/v5\n"


def page(title: str, more: str = "", body: str = "Text.") -> str:
    return f"---\ntitle: {title}\n{more}---\n{body}\n"


DOCS = {
    "hugo.yaml": "title: T\n",
    "config/_default/params.yaml": KIT,
    "config/_default/menus.yaml": (
        "sidebar:\n- {name: More, params: {type: separator}, weight: 1}\n"
        "- {name: Post, pageRef: /post/a, weight: 2}\n"
    ),
    "content/docs/_index.md": page("Introduction", "linkTitle: Docs\n"),
    "content/docs/start.md": page("Getting started", "weight: 1\ndate: 2024-02-17\n"),
    "content/docs/guide/_index.md": page("Guide", "weight: 2\nsidebar: {open: true}\n"),
    "content/docs/guide/b.md": page("Beta", "weight: 1\n", "## One\n\n### Two\n\n#### Three\n"),
    "content/docs/guide/a.md": page("The alpha", "linkTitle: Alpha\n"),
    "content/docs/guide/c.md": page("Gamma"),
    "content/docs/reference/_index.md": page("Reference"),
    "content/docs/reference/x.md": page("X", "toc: false\n", "## One\n"),
    "content/docs/reference/y.md": page("Y", "sidebar: {hidden: true}\npager: false\n"),
    "content/post/a.md": page("Post"),
}


def read(client: FlaskClient, url: str) -> LexborHTMLParser:
    response = client.get(url)
    assert response.status_code == 200
    return LexborHTMLParser(response.text)


def links(node: LexborHTMLParser, selector: str) -> list[tuple[str, str]]:
    return [(link.text(strip=True), link.attributes["href"] or "") for link in node.css(f"{selector} a")]


def words(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text(separator=" ").split())


def test_the_tree_stands_by_weight_and_short_title(client: Client) -> None:
    found = read(client(DOCS), "/docs/guide/b/")
    assert links(found, ".mh-side .mh-scroll") == [
        ("Docs", "/docs/"),
        ("Getting started", "/docs/start/"),
        ("Guide", "/docs/guide/"),
        ("Beta", "/docs/guide/b/"),
        ("Alpha", "/docs/guide/a/"),
        ("Gamma", "/docs/guide/c/"),
        ("Reference", "/docs/reference/"),
        ("X", "/docs/reference/x/"),
        ("Post", "/post/a/"),
    ]
    assert [words(node) for node in found.css(".mh-side [aria-current]")] == ["Beta"]
    assert words(found.css_first(".mh-side ul + ul span")) == "More"


@pytest.mark.parametrize(
    ("url", "is_open"),
    [
        ("/docs/", {"Guide": True, "Reference": False}),
        ("/docs/reference/", {"Guide": True, "Reference": True}),
        ("/docs/reference/x/", {"Guide": True, "Reference": True}),
    ],
)
def test_branches_are_open_where_the_reader_is(client: Client, url: str, is_open: dict[str, bool]) -> None:
    found = {
        summary.attributes["aria-label"]: "open" in branch.attributes
        for branch in read(client(DOCS), url).css(".mh-side li > details")
        for summary in branch.css("summary")[:1]
    }
    assert found == is_open


def test_the_way_up_ends_at_the_page_itself(client: Client) -> None:
    found = read(client(DOCS), "/docs/guide/a/")
    assert words(found.css_first(".mh-crumbs")) == "Docs / Guide / Alpha"
    assert links(found, ".mh-crumbs") == [("Docs", "/docs/"), ("Guide", "/docs/guide/")]
    hidden = {**DOCS, "content/docs/guide/a.md": page("A", "show_breadcrumb: false\n")}
    assert read(client(hidden), "/docs/guide/a/").css_first(".mh-crumbs") is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/docs/", [("Getting startedFeb 17, 2024", "/docs/start/")]),
        ("/docs/start/", [("Guide", "/docs/guide/")]),
        ("/docs/guide/", [("Beta", "/docs/guide/b/")]),
        ("/docs/guide/b/", [("The alpha", "/docs/guide/a/")]),
        ("/docs/guide/a/", [("Beta", "/docs/guide/b/"), ("Gamma", "/docs/guide/c/")]),
        ("/docs/guide/c/", [("The alpha", "/docs/guide/a/"), ("Reference", "/docs/reference/")]),
        ("/docs/reference/y/", []),
    ],
)
def test_the_way_on_leads_through_the_whole_tree(
    client: Client, url: str, expected: list[tuple[str, str]]
) -> None:
    assert links(read(client(DOCS), url), ".mh-neighbours") == expected


def test_contents_of_the_page(client: Client) -> None:
    app = client(DOCS)
    assert links(read(app, "/docs/guide/b/"), "nav.mh-toc") == [("One", "#one"), ("Two", "#two")]
    assert read(app, "/docs/reference/x/").css_first(".mh-toc") is None
    assert read(app, "/docs/guide/a/").css_first(".mh-toc") is None
    off = {**DOCS, "config/_default/params.yaml": "hugoblox: {content: {toc: {enable: false}}}\n"}
    assert read(client(off), "/docs/guide/b/").css_first(".mh-toc") is None


def test_when_it_changed_last(client: Client) -> None:
    app = client({**DOCS, "content/docs/guide/c.md": page("Gamma", "lastmod: 2025-03-01\n")})

    def changed(url: str) -> str:
        node = read(app, url).css_first(".mh-page-foot time")
        return (node.attributes["datetime"] or "") if node else ""

    assert changed("/docs/start/") == "2024-02-17"
    assert changed("/docs/guide/c/") == changed("/docs/guide/") == changed("/docs/") == "2025-03-01"
    assert changed("/docs/reference/") == ""
    quiet = {**DOCS, "content/docs/start.md": page("S", "date: 2024-02-17\nshow_date_updated: false\n")}
    assert read(client(quiet), "/docs/start/").css_first(".mh-page-foot") is None


def test_where_to_edit_it(client: Client) -> None:
    params = "hugoblox: {repository: {enable: true, url: 'https://git.example/x', branch: dev}}\n"
    files = {
        **DOCS,
        "config/_default/params.yaml": params,
        "content/docs/start.md": page("S", "editable: true\n"),
    }
    app = client(files)
    assert links(read(app, "/docs/start/"), ".mh-page-foot") == [
        ("Edit this page", "https://git.example/x/edit/dev/content/docs/start.md")
    ]
    assert links(read(app, "/docs/guide/a/"), ".mh-page-foot") == []


def test_only_documentation_loads_its_stylesheet(client: Client) -> None:
    app = client(DOCS)
    assert "/masthead/docs.css" in app.get("/docs/").text
    assert "/masthead/docs.css" not in app.get("/post/a/").text
    with app.get("/masthead/docs.css") as response:
        assert response.status_code == 200


def test_a_home_page_may_be_documentation(client: Client) -> None:
    files = {
        "hugo.yaml": "title: T\n",
        "config/_default/params.yaml": KIT,
        "content/_index.md": page("Handbook", "type: docs\ncascade: {type: docs}\n"),
        "content/a.md": page("A"),
        "content/b/_index.md": page("B"),
        "content/b/c.md": page("C"),
    }
    found = read(client(files), "/b/c/")
    assert [name for name, _ in links(found, ".mh-side .mh-scroll")] == ["Handbook", "A", "B", "C"]


SHELF = {
    "hugo.yaml": f"title: T\n{OLDER}",
    "content/courses/_index.md": page("Courses"),
    "content/courses/one/_index.md": page("First course", "linktitle: Overview\ntype: book\n", ""),
    "content/courses/one/intro.md": page(
        "Intro", "type: book\nsummary: How it begins\ntags: [x]\nweight: 1\n"
    ),
    "content/courses/one/end.md": page("End", "type: book\nweight: 2\n"),
    "content/courses/two/_index.md": page("Second course", "type: book\n"),
}


def test_a_book_of_the_older_theme_has_its_own_tree(client: Client) -> None:
    app = client(SHELF)
    found = read(app, "/courses/one/intro/")
    assert links(found, ".mh-side .mh-scroll") == [
        ("Courses", "/courses/"),
        ("Overview", "/courses/one/"),
        ("Intro", "/courses/one/intro/"),
        ("End", "/courses/one/end/"),
    ]
    assert found.css_first(".mh-crumbs") is None
    assert links(read(app, "/courses/one/end/"), ".mh-neighbours") == [("Intro", "/courses/one/intro/")]
    assert read(app, "/courses/").css_first(".mh-side") is None


def test_an_empty_book_of_the_older_theme_lists_what_is_in_it(client: Client) -> None:
    app = client(SHELF)
    assert [words(item) for item in read(app, "/courses/one/").css(".mh-docs-list li")] == [
        "Intro How it begins",
        "End Text.",
    ]
    assert read(app, "/courses/two/").css_first(".mh-docs-list") is None
    kit = {**DOCS, "content/docs/guide/_index.md": page("Guide", body="")}
    assert read(client(kit), "/docs/guide/").css_first(".mh-docs-list") is None


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("{/courses/*/**}", "/courses/one/intro", True),
        ("{/courses/*/**}", "/courses/one", False),
        ("{/a/**,/b/**}", "/b/c", True),
        ("/{a*,b}/c", "/axe/c", True),
        ("/{a*,b}/c", "/bad/c", False),
        ("/d/**", "/d/a/b", True),
        ("/d/*", "/d/a/b", False),
    ],
)
def test_which_pages_a_cascade_is_for(
    edition: Callable[[Mapping[str, str | bytes]], Edition], glob: str, path: str, fits: bool
) -> None:
    cascade = f"title: T\ncascade:\n- target: {{path: '{glob}'}}\n  type: docs\n"
    library = edition({"hugo.yaml": cascade, f"content{path}.md": page("P")}).library
    found = library.page("en", path)
    assert found is not None
    assert (found.type == "docs") is fits


def missing(client: FlaskClient) -> LexborHTMLParser:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    return LexborHTMLParser(response.text)


def test_a_missing_page_names_the_latest_pages_and_sections(client: Client) -> None:
    found = missing(
        client(
            {
                "masthead.yaml": "title: Site\n",
                "content/news/_index.md": page("News", "linkTitle: N\n"),
                "content/news/b.md": page("Beta", "date: 2024-05-01\n"),
                "content/news/a.md": page("Alpha", "date: 2024-05-01\nexternal_link: https://x.example/\n"),
                "content/old/_index.md": page("Old"),
                "content/old/deep/_index.md": page("Deep", "date: 2023-01-01\n"),
                "content/about.md": page("About"),
                "content/hidden.md": page("Hidden", "headless: true\n"),
            }
        )
    )
    assert links(found, ".mh-latest") == [
        ("News", "/news/"),
        ("Beta", "/news/b/"),
        ("Alpha", "/news/a/"),
        ("Old", "/old/"),
        ("Deep", "/old/deep/"),
        ("About", "/about/"),
    ]
    assert words(found.css_first("title")) == "404 Page not found | Site"


def test_a_missing_page_names_ten_pages_at_most_and_home_if_there_are_none(client: Client) -> None:
    many = {f"content/p{number:02}.md": page(f"P{number}") for number in range(12)}
    assert len(links(missing(client({"masthead.yaml": "title: S\n", **many})), ".mh-latest")) == 10


def test_a_missing_page_of_an_empty_site_leads_home(client: Client) -> None:
    found = missing(client({"masthead.yaml": "title: S\n", "content/_index.md": page("Home")}))
    assert links(found, ".mh-latest") == [("Home", "/")]


def test_a_card_of_a_course_says_what_it_takes(client: Client) -> None:
    meta = "content_meta: {content_type: Course, difficulty: Beginner, prerequisites: [Markdown, Git]}\n"
    files = {
        "hugo.yaml": "title: T\n",
        "config/_default/params.yaml": KIT,
        "content/courses/_index.md": page("Courses", "view: article-grid\n"),
        "content/courses/one/_index.md": page("The first course", f"linkTitle: One\ntype: docs\n{meta}"),
        "content/courses/two.md": page("The second"),
    }
    plain, course = read(client(files), "/courses/").css(".mh-article")
    assert words(course).startswith("Course Difficulty: Beginner The first course Text.")
    assert "Prerequisites: Markdown, Git" in words(course)
    assert "Difficulty" not in words(plain) and "Prerequisites" not in words(plain)
