"""The walk over folders: pages and their files, languages by name and by folder, what is left out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from masthead.content.scan import Root, Tree, Walker
from masthead.errors import Problems

Site = Callable[[Mapping[str, str | bytes]], Path]

links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


def walker(root: Path, *ignored: str, languages: tuple[str, ...] = ("en", "zh")) -> Walker:
    patterns = tuple(map(re.compile, ignored))
    return Walker(root, languages, languages[0], patterns, True, Problems())


def walk(root: Path, *ignored: str, lang: str | None = None) -> Tree:
    return walker(root, *ignored).walk([Root(root / "content", lang)])


def pages(tree: Tree) -> dict[str, tuple[str, str, bool]]:
    """Logical path, language and whether it is a branch, by file."""
    return {found.file: (found.logical, found.lang, found.branch) for found in tree.pages}


def files(tree: Tree) -> dict[str, dict[str, list[str]]]:
    """The names of the files of each bundle, with their languages."""
    return {
        bundle: {name: sorted(versions) for name, versions in names.items()}
        for bundle, names in tree.files.items()
        if names
    }


def test_pages_bundles_and_sections(site: Site) -> None:
    root = site(
        {
            "content/_index.md": "",
            "content/about.md": "",
            "content/post/_index.md": "",
            "content/post/One Two.markdown": "",
            "content/post/launch/index.md": "",
            "content/a/b/c.mdown": "",
        }
    )
    assert pages(walk(root)) == {
        "content/_index.md": ("", "en", True),
        "content/about.md": ("about", "en", False),
        "content/post/_index.md": ("post", "en", True),
        "content/post/One Two.markdown": ("post/one-two", "en", False),
        "content/post/launch/index.md": ("post/launch", "en", False),
        "content/a/b/c.mdown": ("a/b/c", "en", False),
    }


def test_the_files_of_bundles(site: Site) -> None:
    root = site(
        {
            "content/_index.md": "",
            "content/home.jpg": "",
            "content/post/launch/index.md": "",
            "content/post/launch/Featured Picture.JPG": "",
            "content/post/launch/notes.md": "",
            "content/post/launch/Sub Folder/index.md": "",
            "content/post/launch/Sub Folder/data.csv": "",
            "content/uploads/cv.pdf": "",
        }
    )
    tree = walk(root)
    assert files(tree) == {
        "": {"home.jpg": ["en"]},
        "post/launch": {
            "Featured Picture.JPG": ["en"],
            "notes.md": ["en"],
            "Sub Folder/index.md": ["en"],
            "Sub Folder/data.csv": ["en"],
        },
    }
    assert {folder: list(names) for folder, names in tree.loose.items()} == {"uploads": ["cv.pdf"]}
    assert "content/post/launch/notes.md" not in pages(tree)


def test_languages_by_file_name(site: Site) -> None:
    root = site(
        {
            "content/a/index.md": "",
            "content/a/index.zh.md": "",
            "content/a/pic.png": "",
            "content/a/pic.zh.png": "",
            "content/b.ZH.md": "",
            "content/c.fr.md": "",
            "content/v1.2.md": "",
        }
    )
    tree = walk(root)
    assert pages(tree) == {
        "content/a/index.md": ("a", "en", False),
        "content/a/index.zh.md": ("a", "zh", False),
        "content/b.ZH.md": ("b", "zh", False),
        "content/c.fr.md": ("c.fr", "en", False),
        "content/v1.2.md": ("v1.2", "en", False),
    }
    assert files(tree) == {"a": {"pic.png": ["en", "zh"]}}


def test_a_bundle_in_another_language_alone_is_one(site: Site) -> None:
    root = site({"content/a/index.zh.md": "", "content/a/notes.md": ""})
    assert pages(walk(root)) == {"content/a/index.zh.md": ("a", "zh", False)}


def test_languages_by_folder(site: Site) -> None:
    root = site({"content/en/a.md": "", "content/zh/a.md": ""})
    both = [Root(root / "content/en", "en"), Root(root / "content/zh", "zh"), Root(root / "nowhere", "fr")]
    assert pages(walker(root).walk(both)) == {
        "content/en/a.md": ("a", "en", False),
        "content/zh/a.md": ("a", "zh", False),
    }


def test_a_root_may_stand_below_a_path(site: Site) -> None:
    root = site({"shared/x.md": ""})
    assert pages(walker(root).walk([Root(root / "shared", None, "docs")])) == {
        "shared/x.md": ("docs/x", "en", False)
    }


def test_hidden_and_ignored_files_are_left_out(site: Site) -> None:
    root = site(
        {
            "content/.hidden.md": "",
            "content/.git/x.md": "",
            "content/a.md~": "",
            "content/#a.md#": "",
            "content/._a.md": "",
            "content/draft.ipynb": "",
            "content/keep.md": "",
            "content/cache_files/x.md": "",
        }
    )
    tree = walk(root, r"\.ipynb$", "_files$")
    assert list(pages(tree)) == ["content/keep.md"]
    assert tree.loose == {}


def test_the_order_does_not_depend_on_the_disk(site: Site) -> None:
    root = site({f"content/{name}.md": "" for name in ("b", "a", "é", "Z", "中文")})
    names = ["Z", "a", "b", "é", "中文"]
    assert [found.file for found in walk(root).pages] == [f"content/{name}.md" for name in names]


def test_static_files_with_the_hidden_ones_that_servers_want(site: Site) -> None:
    root = site(
        {
            "static/a.txt": "",
            "static/.nojekyll": "",
            "static/.well-known/x": "",
            "static/notebook.ipynb": "",
            "static/.DS_Store": "",
            "static/.gitkeep": "",
            "static/._a.txt": "",
            "static/a.txt~": "",
        }
    )
    found = walker(root, r"\.ipynb$").files_below(root / "static")
    assert sorted(found) == [".nojekyll", ".well-known/x", "a.txt", "notebook.ipynb"]
    assert found[".well-known/x"].name == ".well-known/x"
    assert walker(root).files_below(root / "nowhere") == {}


@links
def test_links_that_stay_in_the_site_are_followed(site: Site) -> None:
    root = site({"common/shared.md": "", "common/pic.png": "", "content/a.md": ""})
    (root / "content/docs").symlink_to("../common")
    (root / "content/copy.md").symlink_to("a.md")
    assert pages(walk(root)) == {
        "content/a.md": ("a", "en", False),
        "content/copy.md": ("copy", "en", False),
        "content/docs/shared.md": ("docs/shared", "en", False),
    }


@links
@pytest.mark.parametrize(
    ("target", "wrong"),
    [
        ("../../outside", "this link leaves the site; it is left out."),
        ("/etc/hosts", "this link leaves the site; it is left out."),
        ("nowhere", "this link leads nowhere; it is left out."),
        ("link", "this link leads nowhere; it is left out."),
        (".", "this link leads to a folder above it, or stands behind another link; it is left out."),
        ("..", "this link leads to a folder above it, or stands behind another link; it is left out."),
    ],
)
def test_other_links_are_warned_about(site: Site, target: str, wrong: str) -> None:
    root = site({"content/a.md": "", "../outside/secret.md": ""})
    (root / "content/link").symlink_to(target)
    walking = walker(root)
    assert list(pages(walking.walk([Root(root / "content", None)]))) == ["content/a.md"]
    (problem,) = walking.problems
    assert str(problem) == f"content/link: warning: {wrong} Copy what it should lead to."
    assert list(walking.files_below(root / "content")) == ["a.md"]


@links
def test_links_that_lead_to_each_other_end(site: Site) -> None:
    root = site({"content/a/x.md": "", "content/b/y.md": ""})
    (root / "content/a/to-b").symlink_to("../b")
    (root / "content/b/to-a").symlink_to("../a")
    assert sorted(pages(walk(root))) == [
        "content/a/to-b/y.md",
        "content/a/x.md",
        "content/b/to-a/x.md",
        "content/b/y.md",
    ]


@links
def test_what_is_no_file_is_left_out(site: Site) -> None:
    root = site({"static/a.txt": ""})
    os.mkfifo(root / "static/pipe")
    assert list(walker(root).files_below(root / "static")) == ["a.txt"]
