"""From paths and titles to URLs, and the table in which every URL stands once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masthead import Website
from masthead.content.model import Alias, Asset, Page
from masthead.content.urls import expand, page_url, sanitize, slug_of, urlize
from masthead.website import Edition

Read = Callable[[Mapping[str, str | bytes]], Edition]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Hello World", "hello-world"),
        ("  a   b  ", "a-b"),
        ("a - b", "a-b"),
        ("a--b", "a--b"),
        ("What's new? 50%!", "whats-new-50"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("a.b_c~d@e", "a.b_c~d@e"),
        ("Größe & Maß", "größe-maß"),
        ("多模态 大模型（中文）", "多模态-大模型中文"),
        ("\u3000全角\u3000空格", "全角-空格"),
        ("हिन्दी", "हिन्दी"),
        ("x² ½ Ⅻ 3", "x-3"),
        ("e\u0301", "é"),
        ("a/b\\c", "a/b\\c"),
        ("😀 smile", "smile"),
        ("", ""),
    ],
)
def test_urlize(text: str, url: str) -> None:
    assert urlize(text) == url


def test_accents_may_be_removed() -> None:
    assert sanitize("Ærø Café", accents=False) == "Ærø-Cafe"
    assert urlize("Ångström", accents=False) == "angstrom"


@given(st.text())
def test_urlize_changes_nothing_twice(text: str) -> None:
    once = urlize(text)
    assert urlize(once) == once
    assert not any(char.isspace() for char in once)


@pytest.mark.parametrize(
    ("text", "slug"),
    [("AC/DC", "ac/dc"), ("... and more ...", "and-more"), ("/-x-/", "x"), ("v1.0", "v1.0"), ("?", "")],
)
def test_slugs_have_nothing_at_their_ends(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("", "/"),
        ("/", "/"),
        ("a", "/a/"),
        ("/a/b/", "/a/b/"),
        ("//a//b", "/a/b/"),
        ("a/../b", "/b/"),
        ("../../etc", "/etc/"),
        ("a/./b", "/a/b/"),
        ("v1.0", "/v1.0/"),
        ("a.html", "/a.html"),
        ("/feed.xml", "/feed.xml"),
    ],
)
def test_page_urls(path: str, url: str) -> None:
    assert page_url(path) == url


@given(st.text(st.sampled_from("ab./中 ?#"), max_size=12))
def test_page_urls_begin_with_one_slash_and_stay(path: str) -> None:
    url = page_url(path)
    assert url.startswith("/")
    assert "//" not in url
    assert page_url(url) == url
    assert ".." not in url.split("/")


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("/:section/:slug/", "/post/my-slug/"),
        ("/:sections/:filename/", "/post/news/2024/launch/"),
        ("/:sections[1:]/:contentbasename/", "/news/2024/launch/"),
        ("/:sections[last]/:title/", "/2024/big-launch/"),
        ("/:sections[9]/:title/", "//big-launch/"),
        ("/:sections[x]/", "/post/news/2024/"),
        ("/:year/:month/:day/:slugorfilename/", "/2024/03/09/my-slug/"),
        ("/:monthname/:weekdayname-:weekday/:yearday/", "/march/saturday-6/69/"),
        ("/::slug/:nonsense/", "/my-slug/:nonsense/"),
    ],
)
def test_permalinks(pattern: str, url: str) -> None:
    made = expand(
        pattern,
        path="post/news/2024/launch",
        title="Big Launch",
        slug="My Slug",
        date=datetime(2024, 3, 9),
    )
    assert made == url


def test_permalinks_without_a_date_or_a_slug() -> None:
    pattern = "/:year/:month/:slug/:slugorcontentbasename/"
    made = expand(pattern, path="launch", title="Big Launch", slug="", date=None)
    assert made == "/0001/01/big-launch/launch/"
    assert expand("/:section/:sections[0]/", path="launch", title="", slug="", date=None) == "///"


# The table


def urls(edition: Edition, kind: type = Page) -> dict[str, str]:
    """URL and the file behind it, for resources of a kind."""
    root = edition.config.root
    found: dict[str, str] = {}
    for url, resource in edition.library.table.items():
        if not isinstance(resource, kind):
            continue
        if isinstance(resource, Page):
            found[url] = resource.source.file if resource.source else ""
        elif isinstance(resource, Asset) and resource.file.path.is_relative_to(root):
            found[url] = resource.file.path.relative_to(root).as_posix()
        elif isinstance(resource, Alias):
            found[url] = resource.target
    return found


def said(edition: Edition) -> list[str]:
    return [str(problem) for problem in edition.problems]


def test_two_pages_at_one_url_are_an_error_that_names_both(edition: Read) -> None:
    read = edition({"content/a.md": "---\nurl: /same/\n---\n", "content/b.md": "---\nurl: same\n---\n"})
    assert said(read) == [
        "content/b.md: error: this page and content/a.md have the same URL /same/. "
        "Give one of them another `slug` or file name."
    ]
    assert urls(read)["/same/"] == "content/a.md"


def test_urls_that_differ_by_case_alone_are_an_error(edition: Read) -> None:
    read = edition({"content/a.md": "---\nurl: /X.HTML\n---\n", "content/b.md": "---\nurl: /x.html\n---\n"})
    assert len(read.problems.errors) == 1


def test_a_file_and_a_bundle_of_one_name_are_an_error(edition: Read) -> None:
    read = edition({"content/About.md": "", "content/about/index.md": ""})
    (problem,) = read.problems.errors
    assert "have the same path /about/" in problem.message
    assert "content/About.md" in str(problem)
    assert "content/about/index.md" in str(problem)


def test_pages_without_a_page_of_their_own_take_no_url(edition: Read) -> None:
    headless = "---\nheadless: true\nurl: /same/\n---\n"
    read = edition({"content/a.md": headless, "content/b.md": "---\nurl: /same/\n---\n"})
    assert said(read) == []
    assert urls(read)["/same/"] == "content/b.md"


def test_aliases_lead_to_the_page(edition: Read) -> None:
    text = "---\naliases: [/old/, beside, /old.html, ../up/]\n---\n"
    read = edition({"content/post/new.md": text})
    aliases = urls(read, Alias)
    assert [url for url, target in aliases.items() if target == "/post/new/"] == [
        "/old/",
        "/post/beside/",
        "/old.html",
        "/up/",
    ]


def test_an_alias_never_takes_the_place_of_a_page(edition: Read) -> None:
    read = edition({"content/a.md": "---\ntitle: A\naliases:\n  - /b/\n---\n", "content/b.md": ""})
    assert urls(read)["/b/"] == "content/b.md"
    assert said(read) == [
        "content/a.md:3: warning: the alias '/b/' is the URL of another page; it is left out. "
        "Remove it from `aliases`."
    ]


def test_files_stand_where_they_belong(edition: Read) -> None:
    read = edition(
        {
            "content/_index.md": "",
            "content/home.jpg": "",
            "content/Some Folder/loose file.pdf": "",
            "content/post/launch/index.md": "---\nslug: go\n---\n",
            "content/post/launch/Images/Chart 1.png": "",
            "content/post/launch/notes.md": "not a page",
            "static/robots.txt": "",
            "static/.well-known/security.txt": "",
            "static/.DS_Store": "",
            "static/.gitkeep": "",
            "assets/media/logo.svg": "",
            "assets/media/icons/own.svg": "",
        }
    )
    assert urls(read, Asset) == {
        "/home.jpg": "content/home.jpg",
        "/some-folder/loose file.pdf": "content/Some Folder/loose file.pdf",
        "/post/go/Images/Chart 1.png": "content/post/launch/Images/Chart 1.png",
        "/robots.txt": "static/robots.txt",
        "/.well-known/security.txt": "static/.well-known/security.txt",
        "/media/logo.svg": "assets/media/logo.svg",
    }
    assert "/post/launch/notes/" not in read.library.table


def test_files_of_a_page_without_a_page_are_there_unless_it_says_otherwise(edition: Read) -> None:
    read = edition(
        {
            "content/authors/_index.md": "---\ncascade: {_build: {render: never, list: always}}\n---\n",
            "content/authors/jane/index.md": "---\ntitle: Jane\n---\n",
            "content/authors/jane/avatar.jpg": "",
            "content/shy/index.md": "---\nbuild: {publishResources: false}\n---\n",
            "content/shy/raw.csv": "",
        }
    )
    assert set(urls(read, Asset)) == {"/authors/jane/avatar.jpg"}
    assert "/authors/jane/" not in read.library.table
    assert "/shy/" in read.library.table


def test_the_last_static_folder_wins(edition: Read) -> None:
    read = edition(
        {"hugo.yaml": "staticDir: [one, two]\n", "content/_index.md": "", "one/a.txt": "", "two/a.txt": ""}
    )
    assert urls(read, Asset)["/a.txt"] == "two/a.txt"


WORDS = st.sampled_from(["a", "A", "b c", "中文", "index", "_index", "tags", "index.en", "a.b", "é", "x?y"])
FRONT = st.sampled_from(
    [
        "",
        "slug: a",
        "slug: 中 文",
        "url: /a/",
        "url: a/b",
        "url: /",
        "aliases: [/a/, b]",
        "tags: [a, A, b c]",
        "draft: true",
        "headless: true",
        "type: landing",
        "build: {render: never}",
        "title: A/B",
    ]
)
SITES = st.dictionaries(st.lists(WORDS, min_size=1, max_size=3).map("/".join), FRONT, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SITES, st.booleans())
def test_any_site_has_one_resource_per_url(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, str], slugs: bool
) -> None:
    root: Path = tmp_path_factory.mktemp("site")
    permalinks = "permalinks: {page: {a: '/:slug/', tags: '/:year/:title/'}}\n" if slugs else ""
    (root / "hugo.yaml").write_text(f"taxonomies: {{tag: tags}}\n{permalinks}", encoding="utf-8")
    for name, front in files.items():
        path = root / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{front}\n---\nBody\n", encoding="utf-8")
    library = Website(root).refresh().library
    table = library.table
    assert all(url.startswith("/") and "//" not in url for url in table)
    pages = [page for of_language in library.pages.values() for page in of_language.values() if page.rendered]
    shown = {id(resource) for resource in table.values() if isinstance(resource, Page)}
    reported = {problem.where.file for problem in library.problems.errors}
    for page in pages:
        assert id(page) in shown or page.where().file in reported
    folded = [url.casefold() for url, resource in table.items() if isinstance(resource, Page)]
    assert len(folded) == len(set(folded))
    for url, resource in table.items():
        assert not isinstance(resource, Page) or resource.url == url
        assert not isinstance(resource, Alias) or resource.target in table
