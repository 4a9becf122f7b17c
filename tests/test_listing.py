"""What stands in folders is looked at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from masthead.content.index import Index
from masthead.content.source import read_source
from masthead.listing import Listing


def test_a_folder_is_looked_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    listing = Listing()
    assert set(listing.entries(str(tmp_path))) == {"a"}
    (tmp_path / "b").write_text("b")
    assert set(listing.entries(str(tmp_path))) == {"a"}
    listing.forget()
    assert set(listing.entries(str(tmp_path))) == {"a", "b"}


def test_a_file_is_what_it_was_when_somebody_asked_first(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("a")
    listing = Listing()
    assert listing.stat(str(file)).st_size == 1
    listing.entries(str(tmp_path))
    assert listing.stat(str(file)).st_size == 1
    file.write_text("more")
    assert listing.stat(str(file)).st_size == 1


def test_a_link_is_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("text")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "c").symlink_to("nowhere")
    listing = Listing()
    listing.entries(str(tmp_path))
    assert listing.stat(str(tmp_path / "b")).st_size == 4
    with pytest.raises(FileNotFoundError):
        listing.stat(str(tmp_path / "c"))
    with pytest.raises(FileNotFoundError):
        listing.stat(str(tmp_path / "d"))
    with pytest.raises(FileNotFoundError):
        listing.entries(str(tmp_path / "d"))


def test_what_was_seen_serves_one_walk_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\ntitle: One\n---\n")
    os.utime(file, (1, 1))
    saw, index = Listing(), Index()
    saw.stat(str(file))
    saw.entries(str(tmp_path))
    saw.stat(str(file))
    index.saw = saw
    index.begin()
    assert index.source(str(file), "a.md", read_source).meta == {"title": "One"}
    index.finish()
    file.write_text("---\ntitle: Other\n---\n")
    index.begin()
    assert index.source(str(file), "a.md", read_source).meta == {"title": "Other"}
