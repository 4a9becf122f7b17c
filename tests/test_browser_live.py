"""The dev server in a browser: an edit shows in the page that is open, and leaves the rest of it alone."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import Site

HOME = """---
type: landing
sections:
  - block: markdown
    id: first
    content: {{title: First, text: "One."}}
  - block: markdown
    content:
      title: Second
      text: |
        <details id="more"><summary>More</summary>Inside.</details>

        {text}
---
"""
LONG = "\n".join(f"<p style='height: 300px'>{number}</p>" for number in range(9))
BASE = '{% extends "default:masthead/base.html" %}{% block content %}{{ super() }}<i>framed</i>{% endblock %}'


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """The home page of a site that `masthead run` serves, not to be loaded a second time."""
    folder = site({"masthead.yaml": "title: Lab\n", "content/_index.md": HOME.format(text=LONG)})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from masthead.cli import main; main()", "run", str(folder)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*command, "--port", str(port)], stdout=quiet, stderr=quiet) as server:
        try:
            address = f"http://127.0.0.1:{port}/"
            for _ in range(300):
                try:
                    urllib.request.urlopen(address, timeout=30).close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.1)
            page = browser.new_page()
            with page.expect_request("**/masthead/changes"):
                page.goto(address)
            page.evaluate("window.loaded = true")
            yield page
            page.close()
        finally:
            server.terminate()


def is_as_it_was(page: Page) -> bool:
    """Whether the page was not loaded anew, is where it was scrolled to, and has its details open."""
    return bool(page.evaluate("window.loaded && scrollY === 700 && document.getElementById('more').open"))


def test_an_edit_shows_where_it_is_and_nothing_else_moves(page: Page, site: Site) -> None:
    page.locator("summary", has_text="More").click()
    page.evaluate("scrollTo(0, 700)")
    site({"content/_index.md": HOME.format(text=LONG).replace("One.", "One **bold** word.")})
    expect(page.locator("#first strong")).to_have_text("bold")
    assert is_as_it_was(page)
    site({"templates/masthead/base.html": BASE})
    expect(page.locator("main > i")).to_have_text("framed")
    assert is_as_it_was(page)
    site({"content/_index.md": HOME.format(text=LONG).replace("Inside.", "Within.")})
    expect(page.locator("#more")).to_contain_text("Within.")
    assert is_as_it_was(page)
    site({"masthead.yaml": "title: Laboratory\n"})
    expect(page).to_have_title("Laboratory")
    assert is_as_it_was(page)


def test_a_style_shows_without_the_page_being_made_anew(page: Page, site: Site) -> None:
    page.locator("summary", has_text="More").click()
    page.evaluate("scrollTo(0, 700)")
    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        site({"assets/css/custom.css": f".masthead h2 {{ color: {colour}; }}"})
        expect(page.locator("h2").last).to_have_css("color", colour)
        assert is_as_it_was(page)
    paths = page.locator("link[rel=stylesheet]").evaluate_all("all => all.map(l => new URL(l.href).pathname)")
    assert sorted(set(paths)) == sorted(paths)


def test_an_error_covers_the_page_until_it_is_mended(page: Page, site: Site) -> None:
    page.locator("summary", has_text="More").click()
    page.evaluate("scrollTo(0, 700)")
    site({"content/_index.md": "---\ntitle: [\n---\n"})
    overlay = page.locator("dialog.mh-overlay")
    expect(overlay).to_be_visible()
    expect(overlay.locator(".mh-where")).to_have_text("content/_index.md:3")
    expect(overlay.locator(".mh-marked")).to_be_visible()
    site({"content/_index.md": HOME.format(text=LONG).replace("One.", "Two.")})
    expect(page.locator("#first")).to_contain_text("Two.")
    expect(overlay).to_have_count(0)
    assert is_as_it_was(page)


def test_sections_tell_where_they_are_written(page: Page) -> None:
    first = page.locator("#first")
    assert first.get_attribute("data-mh-source") == "content/_index.md:4"
    page.keyboard.down("Alt")
    expect(first).to_have_css("outline-style", "dashed")
    page.keyboard.up("Alt")
    expect(first).not_to_have_css("outline-style", "dashed")
