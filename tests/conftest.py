"""What all tests share: small sites out of texts, and the real sites that may stand beside the checkout."""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright

from browsing import BILINGUAL, Visits, chromium, serving
from masthead import Website, create_app
from masthead.freeze import freeze_site
from masthead.website import Edition

ROOT = Path(__file__).parents[1]

Site = Callable[[Mapping[str, str | bytes]], Path]

HOME = """---
title: Lab
type: landing
sections:
  - block: hero
    content: {title: Rivers}
  - block: heroo
    content: {title: Snow}
---
"""
"""A page of two sections, of which the second names a block that there is not."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Writes files (text or bytes by path) and gives back the folder that they are in.

    Called again, it adds to the files that are there.
    """

    def write(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "site"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write


@pytest.fixture
def edition(site: Site) -> Callable[[Mapping[str, str | bytes]], Edition]:
    """Writes files and reads the site that they are."""
    return lambda files: Website(site(files)).refresh()


@pytest.fixture
def client(site: Site) -> Callable[[Mapping[str, str | bytes]], FlaskClient]:
    """Writes files and gives back a client of the app that serves them."""
    return lambda files: create_app(site(files)).test_client()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real sites: `shared` beside the checkout, or where MASTHEAD_SHARED says.

    Tests that want it are skipped without it, and fail under CI=true.
    """
    folder = Path(os.environ.get("MASTHEAD_SHARED") or Path(__file__).parents[2] / "shared")
    if not folder.is_dir():
        message = f"the real sites are not at {folder}; set MASTHEAD_SHARED to where they are"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; tests that want it are skipped without it, and fail under CI=true."""
    with sync_playwright() as playwright:
        found = chromium(playwright)
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages as `Visits.open` does; in the end nothing may have jumped, no console have said a word."""
    visits = Visits(browser)
    yield visits.open
    found = visits.messages + visits.shifts()
    visits.close()
    assert found == []


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo with a search and with a page of every block, /gallery/, frozen and served."""
    folder = tmp_path_factory.mktemp("gallery")
    make = runpy.run_path(str(ROOT / "docs" / "gallery.py"))["gallery"]
    make(folder / "site")
    settings = folder / "site" / "masthead.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("show_search: false", "show_search: true"), "utf-8"
    )
    freeze_site(create_app(folder / "site"), folder / "frozen", base_url="http://127.0.0.1/")
    with serving(folder / "frozen") as address:
        yield address


@pytest.fixture(scope="session")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in English and Chinese, below a path, frozen and served."""
    folder = tmp_path_factory.mktemp("bilingual")
    for name, text in BILINGUAL.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    freeze_site(create_app(folder / "site"), folder / "frozen" / "lm", base_url="http://127.0.0.1/lm/")
    with serving(folder / "frozen") as address:
        yield f"{address}/lm"
