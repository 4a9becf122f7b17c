"""What was read is kept for the next process, which parses only what changed since."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from masthead import Website, cache
from masthead.content import index, shelf

Site = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def root(site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that is large enough to be kept, whose files are old."""
    monkeypatch.setattr(index, "ENOUGH", 3)
    folder = site(
        {
            "masthead.yaml": "title: Lab\n",
            "content/a.md": "---\ntitle: A\ntags: [one, 2, null]\nparams: {deep: {er: 1.5}}\n---\nText.\n",
            "content/b.md": "---\ntitle: B\ntitle: Twice\n---\n",
            "content/c.md": "+++\ntitle = 'C'\ndate = 2020-01-01\n+++\n",
            "data/authors/ada.yaml": "name: {given: Ada}\n",
        }
    )
    moment = time.time_ns() - 60 * 10**9
    for file in folder.rglob("*.*"):
        os.utime(file, ns=(moment, moment))
    return folder


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are parsed from now on."""
    found: list[str] = []
    from masthead.content import reading

    for name in ("read_source", "read_data"):
        read = getattr(reading, name)

        def noting(path: Path, file: str, read: index.Reader = read) -> shelf.Source:
            found.append(file)
            return read(path, file)

        monkeypatch.setattr(reading, name, noting)
    return found


def titles(website: Website) -> dict[str, str]:
    return {path: page.title for path, page in website.refresh().library.pages["en"].items() if page.source}


def test_a_second_process_parses_nothing(root: Path, parsed: list[str]) -> None:
    first = Website(root).refresh()
    assert sorted(parsed) == ["content/a.md", "content/b.md", "content/c.md", "data/authors/ada.yaml"]
    parsed.clear()
    second = Website(root).refresh()
    assert parsed == ["content/c.md"], "a date of TOML is no plain value"
    assert [*map(str, second.problems)] == [*map(str, first.problems)]
    for path, page in first.library.pages["en"].items():
        other = second.library.pages["en"][path]
        assert (other.meta, other.front, other.url) == (page.meta, page.front, page.url)
        assert other.body() == page.body()
    assert second.library.people["en"]["ada"].person == first.library.people["en"]["ada"].person


def test_what_changed_is_parsed(root: Path, parsed: list[str]) -> None:
    Website(root).refresh()
    (root / "content/a.md").write_text("---\ntitle: New\n---\n")
    (root / "content/b.md").unlink()
    parsed.clear()
    assert titles(Website(root)) == {"a": "New", "c": "C"}
    assert "content/a.md" in parsed
    assert "data/authors/ada.yaml" not in parsed


def test_a_damaged_file_and_that_of_another_engine_are_left(
    root: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Website(root).refresh()
    file = root / shelf.FILE
    whole = file.read_bytes()
    parsed.clear()
    file.write_bytes(whole[:-1])
    Website(root).refresh()
    assert len(parsed) == 4
    assert cache.load(file) is not None
    monkeypatch.setattr(shelf, "_VERSION", -1)
    parsed.clear()
    Website(root).refresh()
    assert len(parsed) == 4


def test_a_small_site_keeps_nothing(site: Site) -> None:
    root = site({"masthead.yaml": "title: Lab\n", "content/a.md": "---\ntitle: A\n---\n"})
    Website(root).refresh()
    assert not (root / ".masthead").exists()
