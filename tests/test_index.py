"""The index of files: what changed is read, and nothing else; and the site sees it without a restart."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from masthead import Website
from masthead.content.index import CLOCK_GRAIN, Index
from masthead.content.source import Source, read_source
from masthead.errors import ContentError

Site = Callable[[Mapping[str, str | bytes]], Path]


class Reader:
    """Reads content files, and remembers which."""

    def __init__(self) -> None:
        self.files: list[str] = []

    def __call__(self, path: str, file: str) -> Source:
        self.files.append(file)
        return read_source(path, file)


def settle(path: Path, ago: int = 10) -> None:
    """Make a file look as if it was written some seconds ago."""
    moment = time.time_ns() - ago * 1_000_000_000
    os.utime(path, ns=(moment, moment))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: One\n---\n", encoding="utf-8")
    settle(path)
    return path


def walk(index: Index, read: Reader, *paths: Path) -> list[str]:
    """The titles of files in one walk."""
    index.begin()
    titles = [str(index.source(str(path), path.name, read).meta.get("title")) for path in paths]
    index.finish()
    return titles


def test_a_file_is_read_once(file: Path) -> None:
    index, read = Index(), Reader()
    assert walk(index, read, file) == ["One"]
    assert index.changed
    assert walk(index, read, file) == ["One"]
    assert not index.changed
    assert read.files == ["a.md"]


def test_an_edited_file_is_read_again(file: Path) -> None:
    index, read = Index(), Reader()
    walk(index, read, file)
    file.write_text("---\ntitle: Two and more\n---\n", encoding="utf-8")
    assert walk(index, read, file) == ["Two and more"]
    assert index.changed


def test_an_edit_of_the_same_size_and_time_is_seen_while_the_clock_cannot_tell(file: Path) -> None:
    index, read = Index(), Reader()
    moment = time.time_ns()
    os.utime(file, ns=(moment, moment))
    walk(index, read, file)
    file.write_text("---\ntitle: Two\n---\n", encoding="utf-8")
    os.utime(file, ns=(moment, moment))
    assert walk(index, read, file) == ["Two"]
    assert index.changed


def test_a_fresh_file_that_stays_as_it_is_changes_nothing(file: Path) -> None:
    index, read = Index(), Reader()
    os.utime(file)
    walk(index, read, file)
    first = index.source(str(file), "a.md", read)
    index.begin()
    assert index.source(str(file), "a.md", read) is first
    index.finish()
    assert not index.changed


def test_a_file_is_settled_once_it_is_older_than_the_clocks_grain(file: Path) -> None:
    index, read = Index(), Reader()
    settle(file, ago=CLOCK_GRAIN // 1_000_000_000 + 1)
    for _ in range(3):
        walk(index, read, file)
    assert read.files == ["a.md"]


def test_a_touched_file_is_read_again(file: Path) -> None:
    index, read = Index(), Reader()
    walk(index, read, file)
    settle(file, ago=5)
    walk(index, read, file)
    assert read.files == ["a.md", "a.md"]


def test_a_file_that_is_gone_is_forgotten(file: Path, tmp_path: Path) -> None:
    index, read = Index(), Reader()
    other = tmp_path / "b.md"
    other.write_bytes(file.read_bytes())
    walk(index, read, file, other)
    walk(index, read, other)
    assert index.changed
    walk(index, read, file, other)
    assert read.files.count("a.md") == 2


def test_a_broken_file_is_broken_each_time_and_changes_nothing(file: Path) -> None:
    index, read = Index(), Reader()
    file.write_text("---\ntitle: [\n---\n", encoding="utf-8")
    for expected in (True, False):
        index.begin()
        with pytest.raises(ContentError, match="not valid YAML"):
            index.source(str(file), "a.md", read)
        index.finish()
        assert index.changed is expected
    file.write_text("---\ntitle: Mended\n---\n", encoding="utf-8")
    assert walk(index, read, file) == ["Mended"]


def test_a_file_that_vanishes_during_the_walk_is_an_error(tmp_path: Path) -> None:
    index = Index()
    index.begin()
    with pytest.raises(ContentError, match=r"b\.md: error: this file cannot be read: No such file"):
        index.source(str(tmp_path / "b.md"), "b.md", Reader())
    assert index.changed


# Refresh


FILES = {
    "content/_index.md": "---\ntitle: Home\n---\n",
    "content/post/one.md": "---\ntitle: One\n---\nBody one\n",
    "content/post/two.md": "---\ntitle: Two\n---\n",
}


@pytest.fixture
def website(site: Site) -> Website:
    root = site(FILES)
    for path in root.rglob("*.md"):
        settle(path)
    website = Website(root)
    website.refresh()
    return website


def titles(website: Website) -> dict[str, str]:
    """The titles of the pages below post/ by URL."""
    pages = website.refresh().library.pages["en"].values()
    return {page.url: page.title for page in pages if page.section == "post" and page.source}


def test_without_a_change_the_edition_stays(website: Website) -> None:
    assert website.refresh() is website.edition
    assert website.refresh() is website.refresh()


def test_added_edited_renamed_and_deleted_files_show(website: Website) -> None:
    root = website.root
    assert titles(website) == {"/post/one/": "One", "/post/two/": "Two"}
    (root / "content/post/three.md").write_text("---\ntitle: Three\n---\n", encoding="utf-8")
    assert titles(website)["/post/three/"] == "Three"
    (root / "content/post/three.md").write_text("---\ntitle: THREE\n---\n", encoding="utf-8")
    assert titles(website)["/post/three/"] == "THREE"
    (root / "content/post/three.md").rename(root / "content/post/four.md")
    assert titles(website) == {"/post/four/": "THREE", "/post/one/": "One", "/post/two/": "Two"}
    (root / "content/post/four.md").unlink()
    assert titles(website) == {"/post/one/": "One", "/post/two/": "Two"}


def test_a_folder_that_moves_takes_its_pages_along(website: Website) -> None:
    (website.root / "content/post").rename(website.root / "content/news")
    table = website.refresh().library.table
    assert "/news/one/" in table
    assert "/post/one/" not in table
    assert "/post/" not in table


def test_pictures_that_come_and_go_show(website: Website) -> None:
    picture = website.root / "static/x.png"
    picture.parent.mkdir()
    picture.write_bytes(b"")
    assert "/x.png" in website.refresh().library.table
    picture.unlink()
    assert "/x.png" not in website.refresh().library.table


def test_settings_are_read_again(website: Website) -> None:
    settings = website.root / "hugo.yaml"
    settings.write_text("title: First\n", encoding="utf-8")
    assert website.refresh().config.title == "First"
    settings.write_text("title: Another\n", encoding="utf-8")
    assert website.refresh().config.title == "Another"
    settings.unlink()
    assert website.refresh().config.title == ""


def test_a_broken_file_keeps_the_others_and_comes_back(website: Website) -> None:
    path = website.root / "content/post/two.md"
    path.write_text("---\ntitle: [\n---\n", encoding="utf-8")
    assert titles(website) == {"/post/one/": "One"}
    (problem,) = website.edition.problems.errors
    assert str(problem).startswith("content/post/two.md:3: error: not valid YAML")
    assert "/post/two/" in website.edition.library.broken
    path.write_text("---\ntitle: Two\n---\n", encoding="utf-8")
    assert titles(website) == {"/post/one/": "One", "/post/two/": "Two"}
    assert not website.edition.problems.errors


def test_a_refresh_reads_only_what_changed(website: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = Path.open

    def counting(path: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if mode == "rb":
            read.append(path.name)
        return original(path, mode, *rest, **named)

    monkeypatch.setattr(Path, "open", counting)
    website.refresh()
    assert read == []
    edited = website.root / "content/post/one.md"
    edited.write_text("---\ntitle: Edited\n---\n", encoding="utf-8")
    website.refresh()
    assert read == ["one.md"]


def test_a_text_that_changed_is_no_change_of_front_matter(file: Path) -> None:
    index, read = Index(), Reader()
    walk(index, read, file)
    source = index.source(str(file), file.name, read)
    file.write_text("---\ntitle: One\n# a note\n---\nText.\n", encoding="utf-8")
    assert walk(index, read, file) == ["One"]
    assert (index.changed, index.rewritten) == (False, True)
    assert index.source(str(file), file.name, read) is source
    assert (source.body(), source.body_line) == ("Text.\n", 5)


@pytest.mark.parametrize("text", ["---\ntitle: Two\n---\n", '---\ntitle: One\n---\n<p class="mb-4">\n'])
def test_front_matter_and_classes_of_texts_are_changes(file: Path, text: str) -> None:
    index, read = Index(), Reader()
    walk(index, read, file)
    file.write_text(text, encoding="utf-8")
    walk(index, read, file)
    assert (index.changed, index.rewritten) == (True, False)


NAMED = {
    **FILES,
    "content/authors/ada/_index.md": "---\ntitle: Ada Long\n---\n",
    "content/post/one.md": "---\ntitle: One\nauthors: [Ada Long]\n---\nBody one\n",
}


@pytest.mark.parametrize(
    ("name", "text", "same"),
    [
        ("content/post/one.md", "---\ntitle: First\nauthors: [Ada Long]\n---\n", True),
        ("content/authors/ada/_index.md", "---\ntitle: Ada Short\n---\n", False),
        ("content/authors/bo/_index.md", "---\ntitle: Bo Ash\n---\n", False),
    ],
)
def test_names_are_used_again_while_people_are_the_same(site: Site, name: str, text: str, same: bool) -> None:
    website = Website(site(NAMED))
    before = website.refresh().whole
    site({name: text})
    after = website.refresh().whole
    assert after is not before
    assert (after.names["en"] is before.names["en"]) is same
    assert (after.author("en", "Ada Long") is not None) is (name != "content/authors/ada/_index.md")


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("content/post/two.md", "---\ntitle: Second\n---\n", True),
        ("content/post/_index.md", "---\ntitle: Posts\ncascade: {subtitle: Below}\n---\n", False),
        ("content/post/one/index.md", "---\ntitle: Another\n---\n", True),
        ("content/bundle/cover.txt", "New.", False),
    ],
)
def test_pages_are_used_again_while_all_that_they_are_made_of_is_the_same(
    site: Site, name: str, text: str, kept: bool
) -> None:
    posts, bundle = "---\ntitle: Posts\n---\n", "---\ntitle: B\n---\n"
    website = Website(site({**FILES, "content/post/_index.md": posts, "content/bundle/index.md": bundle}))
    wanted = "bundle" if "bundle" in name else "post/two" if "one" in name else "post/one"
    before = website.refresh().whole.pages["en"][wanted]
    site({name: text})
    after = website.refresh().whole.pages["en"][wanted]
    assert (after is before) is kept
    assert ("cover.txt" in after.files) is ("bundle" in name)
    assert (after.front.subtitle == "Below") is ("cascade" in text)


def test_what_the_table_asks_of_a_library_is_made_once(site: Site) -> None:
    library = Website(site(NAMED)).refresh().whole
    assert library.table["/post/"] is library.pages["en"]["post"]
    assert "_children" in vars(library)
