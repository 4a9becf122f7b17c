"""The search in a browser: the dialog and its keys, the page, Chinese, and what is there without a script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browsing import PHONE, serving
from masthead import create_app
from masthead.freeze import freeze_site

Visit = Callable[..., Page]

FOUND = ".mh-search-found > li > a"


def search(page: Page, words: str) -> None:
    """Open the dialog by its key, and search."""
    page.keyboard.press("/")
    expect(page.locator("dialog.mh-search-dialog input")).to_be_focused()
    page.keyboard.type(words)
    expect(page.locator(FOUND).first).to_be_visible()


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_keys_open_the_dialog_and_arrows_go_through_it(gallery: str, visit: Visit, key: str) -> None:
    page = visit(f"{gallery}/about/")
    button = page.get_by_role("link", name="Search", exact=True)
    button.focus()
    page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("sediment")
    links = dialog.locator(".mh-search-found a")
    expect(links.first).to_have_text("Rivers and Sediment")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_a_click_opens_it_and_enter_goes_to_what_is_chosen(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/", viewport=PHONE)
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("Quarrie")
    expect(page.locator(FOUND).first).to_have_text("Anselm Quarrie")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{gallery}/authors/anselm-quarrie/")


def test_a_slash_that_is_typed_is_a_slash(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/search/")
    page.get_by_role("searchbox").fill("a")
    page.keyboard.press("End")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_have_value("a/")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_nothing_of_it_is_loaded_before(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/about/")
    names = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert not [name for name in names if "search" in name or "pagefind" in name]
    search(page, "water")
    names = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [name for name in names if name.endswith("/masthead/pagefind/pagefind.js")]


def test_results_name_their_section(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/")
    search(page, "lake")
    expect(page.get_by_role("dialog").locator(".mh-search-kind", has_text="Research").first).to_be_visible()


def test_words_that_nobody_wrote(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/search/?q=xylophone")
    expect(page.get_by_role("status")).to_have_text("No results found")


def test_the_page_takes_words_from_its_address(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/search/?q=gauges")
    expect(page.locator(FOUND, has_text="Our river gauges are open to everyone")).to_be_visible()
    expect(page.get_by_role("link", name="Mountain Lakes")).to_have_count(0)
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".mh-search-all").get_by_role("link", name="Mountain Lakes")).to_be_visible()
    assert page.url == f"{gallery}/search/"


@pytest.mark.parametrize("words", ["大语言模型", "研究生", "研究中心"])
def test_chinese_below_a_path(bilingual: str, visit: Visit, words: str) -> None:
    page = visit(f"{bilingual}/zh/")
    search(page, words)
    expect(page.locator(FOUND).first).to_have_text("语言模型研究中心")
    page.locator(FOUND).first.click()
    page.wait_for_url(f"{bilingual}/zh/post/code/")


def test_each_language_finds_its_own_pages(bilingual: str, visit: Visit) -> None:
    page = visit(f"{bilingual}/")
    search(page, "glaciers")
    expect(page.locator(FOUND)).to_have_text(["A paper about glaciers"])


def test_the_button_is_a_link_to_all_pages_without_scripts(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/", java_script_enabled=False)
    page.get_by_role("link", name="Search", exact=True).click()
    page.wait_for_url(f"{gallery}/search/")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("link", name="Anselm Quarrie").click()
    page.wait_for_url(f"{gallery}/authors/anselm-quarrie/")


def test_the_button_is_a_link_to_all_pages_without_an_index(
    browser: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playwright.sync_api import Browser

    assert isinstance(browser, Browser)
    monkeypatch.setattr("masthead.search.executable", lambda: None)
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    (site / "masthead.yaml").write_text("title: S\nparams: {header: {navbar: {show_search: true}}}\n")
    (site / "content" / "a.md").write_text("---\ntitle: First page\n---\n")
    result = freeze_site(create_app(site), tmp_path / "out", base_url="http://127.0.0.1/")
    assert ["pip install 'masthead[search]'" in problem.hint for problem in result.problems] == [True]
    with serving(tmp_path / "out") as address:
        page = browser.new_page()
        page.goto(f"{address}/")
        page.keyboard.press("/")
        page.wait_for_url(f"{address}/search/")
        expect(page.get_by_role("searchbox")).to_be_hidden()
        expect(page.get_by_role("link", name="First page")).to_be_visible()
        page.close()
