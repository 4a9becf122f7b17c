"""Limits: what is too large, too deep or without end is an error with its place, and nothing takes long."""

from __future__ import annotations

import json
import random
import struct
import time
import zlib
from collections.abc import Mapping
from functools import cache

import pytest

from conftest import Site
from hostile import document, fields
from masthead import create_app
from masthead.config import load_config
from masthead.content.front import FrontMatter
from masthead.content.globs import glob_pattern
from masthead.content.model import Asset
from masthead.content.notation import load_toml, load_yaml
from masthead.content.person import Person
from masthead.content.source import MAX_DATA, MAX_TEXT
from masthead.context.events import Event
from masthead.context.links import Linked
from masthead.context.works import Publication
from masthead.errors import ContentError, Problems
from masthead.nesting import MAX_DEPTH, is_too_deep, too_deep_at

HOME = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: L\n---\n",
}
SECONDS = 5.0
"""What one page may take; ten times what it takes."""


def bomb(levels: int, first: str = "a: &a [x, x, x, x, x, x, x, x, x, x]") -> str:
    """YAML that names ten times what is above, level by level."""
    lines = [first]
    for level in range(levels):
        name, above = chr(98 + level), chr(97 + level)
        lines.append(f"{name}: &{name} [{', '.join([f'*{above}'] * 10)}]")
    return "\n".join(lines) + "\n"


def told(site: Site, files: Mapping[str, str | bytes]) -> list[str]:
    """The problems of a site, of reading and of rendering all of its pages, each of which answers in time."""
    app = create_app(site({**HOME, **files}))
    edition, client = app.extensions["masthead"]["masthead"].website.edition, app.test_client()
    for url, resource in edition.library.table.items():
        if not isinstance(resource, Asset):
            start = time.process_time()
            assert client.get(url).status_code == 200, url
            assert time.process_time() - start < SECONDS, url
    return [f"{problem.where}: {problem.level}: {problem.message}" for problem in edition.problems]


# YAML and TOML


def test_names_that_stand_for_too_much(site: Site) -> None:
    expected = "error: the values that are repeated with '*' are more than 100000."
    front = f"---\ntitle: A\n{bomb(8)}tags: *i\n---\n"
    assert told(site, {"content/a.md": front}) == [f"content/a.md:6: {expected}"]
    assert told(
        site, {"content/a.md": "---\ntitle: A\n---\n", "data/authors/jo.yaml": f"name: Jo\n{bomb(8)}"}
    ) == [f"data/authors/jo.yaml:5: {expected}"]


def test_names_that_stand_for_little_are_welcome(site: Site) -> None:
    section = "base: &b {block: markdown, content: {text: Hello}}\nsections: [*b, *b, *b]\n"
    assert told(site, {"content/a.md": f"---\ntitle: A\ntype: landing\n{section}---\n"}) == []
    assert load_yaml(bomb(2), "a", 1, [])["c"][9][9] == ["x"] * 10
    merged = "".join(f"k{n}: {{<<: *a, n: {n}}}\n" for n in range(1000))
    assert load_yaml(f"a: &a {{x: 1, y: 2}}\n{merged}", "a", 1, [])["k999"] == {"x": 1, "y": 2, "n": 999}


def test_settings_that_stand_for_too_much(site: Site) -> None:
    found = Problems()
    load_config(site({**HOME, "masthead.yaml": f"title: A\n{bomb(8)}"}), found)
    [error] = found.errors
    assert error.message == "Settings may not hold more than 100000 values."
    assert error.where.line is not None


@pytest.mark.parametrize(
    "text", ["x: " + "[" * 100_000, "x: " + "{a: " * 5_000, "- " * 50_000, "x: " + "[" * 3000 + "]" * 3000]
)
def test_nesting_without_end(site: Site, text: str) -> None:
    files = {"content/a.md": f"---\n{text}\n---\n", "data/authors/jo.yaml": text}
    for problem in told(site, files):
        assert f"more than {MAX_DEPTH} lists and maps stand in one another" in problem
    for name in ("masthead.yaml", "hugo.yaml", "config/_default/params.yaml"):
        found = Problems()
        load_config(site({"masthead.yaml": "title: A\n", "hugo.yaml": "title: A\n", name: text}), found)
        assert [str(e.where) for e in found.errors] == [f"{name}:1"]
    words = told(
        site,
        {
            "content/a.md": "",
            "data/authors/jo.yaml": "",
            "masthead.yaml": "",
            "hugo.yaml": "",
            "config/_default/params.yaml": "",
            "i18n/en.yaml": text,
        },
    )
    assert any(problem.startswith("i18n/en.yaml: ") and "in one another" in problem for problem in words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (".".join(["a"] * 5000) + " = 1", "in one another"),
        ("a = " + "[" * 5000 + "]" * 5000, "in one another"),
        ("a = " + "[" * 101 + "]" * 101, "in one another"),
        ("a = " + "{a = " * 3000 + "1" + "}" * 3000, "in one another"),
        ("a = " + "9" * 10_000, "valid TOML"),
    ],
)
def test_toml_without_end(site: Site, text: str, said: str) -> None:
    [problem] = told(site, {"content/a.md": f"+++\n{text}\n+++\n"})
    assert problem.startswith("content/a.md:2: error: ")
    assert said in problem
    for name in ("hugo.toml", "config/_default/params.toml"):
        found = Problems()
        load_config(site({"hugo.toml": "title = 'A'\n", name: text}), found)
        [error] = found.errors
        assert (error.where.file, said in error.message) == (name, True)
    words = told(site, {"content/a.md": "", "i18n/en.toml": text, "hugo.toml": "", name: ""})
    assert any(
        problem.startswith("i18n/en.toml: warning: The translations cannot be read") for problem in words
    )


def test_toml_that_models_do_not_expect(site: Site) -> None:
    values = (
        "weight = inf\ndate = 07:32:00\nsummary = nan\nfeatured = inf\ntags = [1979-05-27, 07:32:00, nan]\n"
    )
    problems = told(site, {"content/a.md": f'+++\ntitle = "A"\n{values}+++\n'})
    assert {problem.split(": ")[2] for problem in problems} == {"weight", "date", "featured"}


def test_depth_is_told_without_recursion() -> None:
    assert too_deep_at("[" * 99 + "]" * 99) is None
    assert too_deep_at("[" * 101) == 100
    deep: list[object] = []
    for _ in range(50_000):
        deep = [deep]
    assert is_too_deep(deep)
    assert not is_too_deep({"a": [{"b": 1}]})
    with pytest.raises(ContentError):
        load_toml(".".join(["a"] * 200) + " = 1", "a.toml", 1)


# Files


READS = '{{< table path="data.csv" >}}\n{{< notebook src="n.ipynb" >}}'


def test_files_that_are_too_large(site: Site) -> None:
    large = "word " * (MAX_TEXT // 5)
    files = {
        "content/a.md": f"---\ntitle: A\n---\n{large}",
        "data/authors/jo.yaml": f"name: Jo\nbio: {large}\n",
        "content/b/index.md": document({"title": "B"}, READS),
        "content/b/data.csv": "1,2\n" * (MAX_DATA // 4 + 1),
        "content/b/n.ipynb": " " * (MAX_DATA + 1),
    }
    problems = told(site, files)
    assert "content/a.md: error: this file is larger than 2 MB." in problems
    assert "data/authors/jo.yaml: error: this file is larger than 2 MB." in problems
    assert "data.csv: error: this file is larger than 20 MB." in problems
    assert "n.ipynb: error: this file is larger than 20 MB." in problems


def test_the_largest_page_there_may_be(site: Site) -> None:
    app = create_app(site({**HOME, "content/a.md": "---\ntitle: A\n---\n" + "word *em*\n" * 19_000}))
    start = time.process_time()
    assert app.test_client().get("/a/").status_code == 200
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"cells":' * 50_000, "9" * 10_000, "{", "\x00", "null", "1", "[]", '{"cells": {}}'],
)
def test_json_that_is_none(site: Site, text: str) -> None:
    body = '{{< notebook src="n.ipynb" >}}\n\n{{< chart data="c" >}}'
    files = {
        "content/a/index.md": f"---\ntitle: A\n---\n{body}\n",
        "content/a/n.ipynb": text,
        "content/a/c.json": text,
    }
    problems = told(site, files)
    assert problems
    assert all(problem.startswith("content/a/index.md:") for problem in problems)
    assert not any("there is no file" in problem for problem in problems)


def test_pictures_that_claim_to_be_huge(site: Site) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    png = (
        b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00" * 100_000)) + chunk(b"IEND", b"")
    )
    files = {
        "content/a/index.md": "---\ntitle: A\n---\n![x](one.png)\n",
        "content/a/one.png": png,
        "content/a/featured.png": png,
    }
    assert any("one.png" in problem for problem in told(site, files))
    client = create_app(site({})).test_client()
    start = time.process_time()
    for name in ("one.png.body-800.webp", "featured.png.card-400.webp"):
        assert client.get(f"/a/{name}", buffered=True).status_code in (200, 404)
    assert time.process_time() - start < SECONDS


# Texts that name one another


def test_pages_that_cite_themselves_and_each_other(site: Site) -> None:
    files = {
        "content/a/index.md": '---\ntitle: A\n---\n{{< cite page="/a" view="card" >}}\n',
        "content/b/index.md": '---\ntitle: B\n---\n{{< cite page="/c" >}}x\n',
        "content/c/index.md": '---\ntitle: C\n---\n{{< cite page="/b" >}}y\n',
        "content/s/_index.md": "---\ntitle: S\n---\n{{< list_children >}}\n",
        "content/s/t/_index.md": '---\ntitle: T\n---\n{{< list_children >}}{{< cite page="/s" >}}\n',
    }
    assert told(site, files) == []


@pytest.mark.parametrize("name", ["callout", "details", "spoiler", "card", "button", "hl"])
def test_shortcodes_in_shortcodes_without_end(site: Site, name: str) -> None:
    body = f"{{{{< {name} x >}}}}" * 300 + "text" + f"{{{{< /{name} >}}}}" * 300
    told(site, {"content/a.md": f"---\ntitle: A\n---\n{body}\n"})


# Time


PIECES = (
    "a",
    "a ",
    " ",
    "\n",
    "(",
    "[",
    "{",
    "<",
    "*",
    "_",
    "`",
    "$",
    "&",
    "\\",
    "/",
    "-",
    ".",
    ":",
    "@",
    "=",
    "|",
    "'",
    '"',
    "1",
    "1-",
    "a@",
    "http://",
    "[a](",
    "![",
    "<a ",
    "{{<",
    "{{< x ",
    "$$",
    "**a",
    "a,",
    "a and ",
    "é",
    "中",
    "2024-",
    "../",
    "?a=",
    "%2",
    "&amp;",
)


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_fields_take_time_in_proportion(site: Site, piece: str) -> None:
    text = piece * (3000 // len(piece))
    front = {
        **fields(FrontMatter, text),
        **fields(Publication, text),
        **fields(Event, text),
        **fields(Linked, text),
    }
    front |= {
        "type": "",
        "layout": "",
        "url": "",
        "slug": "x",
        "build": {},
        "headless": False,
        "private": False,
    }
    front |= {
        "draft": False,
        "publishdate": "",
        "expirydate": "",
        "date": text,
        "tags": [text],
        "aliases": [],
    }
    files = {
        "content/post/x.md": document(front, text),
        "content/event/x.md": document(front, text),
        "content/publication/x.md": document(front, text),
        "data/authors/jo.yaml": json.dumps({**fields(Person, text), "slug": "jo"}),
    }
    told(site, files)


def test_globs_take_time_in_proportion() -> None:
    path = "/" + "a" * 255
    for glob in (
        "/" + "**a" * 60 + "b",
        "/" + "*a" * 80 + "b",
        "/" + "{a,b}" * 60,
        "/{" + "**," * 500 + "}b",
    ):
        start = time.process_time()
        assert glob_pattern(glob).fullmatch(path) is None
        assert time.process_time() - start < 1


def test_globs_fit_as_their_words_say() -> None:
    """Against a matcher that tries everything, over random globs and paths."""
    chance = random.Random(5)
    for _ in range(4000):
        glob = "".join(chance.choice(["a", "b", "/", "*", "**", "?"]) for _ in range(chance.randint(1, 8)))
        glob = glob.replace("***", "**").replace("***", "**").strip("/")
        path = "".join(chance.choice("ab/") for _ in range(chance.randint(0, 8))).strip("/")
        assert (glob_pattern("/" + glob).fullmatch("/" + path) is not None) is _fits(glob, path), (glob, path)


def _fits(glob: str, path: str) -> bool:
    @cache
    def fits(i: int, j: int) -> bool:
        if i == len(glob):
            return j == len(path)
        if glob.startswith("**", i):
            return fits(i + 2, j) or (j < len(path) and fits(i, j + 1))
        if glob[i] == "*":
            return fits(i + 1, j) or (j < len(path) and path[j] != "/" and fits(i, j + 1))
        if j == len(path):
            return False
        return (path[j] != "/" if glob[i] == "?" else glob[i] == path[j]) and fits(i + 1, j + 1)

    return fits(0, 0)
