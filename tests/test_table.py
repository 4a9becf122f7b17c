"""The table of URLs: what it lists beside pages and files, and what wins where two want one URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from masthead.content.model import Alias, Asset, Feed, NotFound, Page, Pager
from masthead.content.table import root_url
from masthead.website import Edition

Read = Callable[[Mapping[str, str | bytes]], Edition]

POSTS = {
    f"content/post/{n:02}.md": f"---\ntitle: Post {n}\ndate: 2024-01-{n:02}\n---\n" for n in range(1, 24)
}


def test_lists_are_cut_into_pages(edition: Read) -> None:
    table = edition({"content/_index.md": "", **POSTS}).library.table
    pagers = {url: item.number for url, item in table.items() if isinstance(item, Pager)}
    assert pagers == {"/post/page/2/": 2, "/post/page/3/": 3}
    first = table["/post/page/1/"]
    assert isinstance(first, Alias)
    assert first.target == "/post/"


def test_the_size_of_lists_is_a_setting(edition: Read) -> None:
    settings = {"hugo.yaml": "pagination: {pagerSize: 20, path: seite}\n"}
    table = edition({**settings, "content/_index.md": "", **POSTS}).library.table
    assert [url for url, item in table.items() if isinstance(item, Pager)] == ["/post/seite/2/"]


def test_every_language_has_a_page_for_missing_ones(edition: Read) -> None:
    read = edition({"hugo.yaml": "languages: {en: {weight: 1}, zh: {weight: 2}}\n", "content/_index.md": ""})
    missing = {url: item.lang for url, item in read.library.table.items() if isinstance(item, NotFound)}
    assert missing == {"/404.html": "en", "/zh/404.html": "zh"}
    assert [root_url(read.config, code) for code in ("en", "zh")] == ["/", "/zh/"]


def test_a_file_of_the_site_comes_before_a_document_that_is_made(edition: Read) -> None:
    files = {"content/_index.md": "", "content/post/a.md": ""}
    assert isinstance(edition(files).library.table["/sitemap.xml"], Feed)
    own = edition({**files, "static/sitemap.xml": "<urlset/>"}).library.table["/sitemap.xml"]
    assert isinstance(own, Asset)


def test_pictures_of_icons_are_no_files_of_their_own(edition: Read) -> None:
    table = edition(
        {"content/_index.md": "", "assets/media/icons/a.svg": "", "assets/media/b.svg": ""}
    ).library.table
    assert "/media/b.svg" in table
    assert not any(url.startswith("/media/icons/") for url in table)


def test_aliases_can_be_switched_off(edition: Read) -> None:
    files = {"content/a.md": "---\naliases: [/old/]\n---\n"}
    assert "/old/" in edition(files).library.table
    assert "/old/" not in edition({**files, "hugo.yaml": "disableAliases: true\n"}).library.table


@pytest.mark.parametrize("build", ["{render: never}", "{render: link}"])
def test_a_page_that_is_not_rendered_has_no_aliases(edition: Read, build: str) -> None:
    table = edition({"content/a.md": f"---\naliases: [/old/]\nbuild: {build}\n---\n"}).library.table
    assert "/old/" not in table
    assert not isinstance(table.get("/a/"), Page)
