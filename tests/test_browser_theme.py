"""The frame of every page in a browser: menus, light and dark, languages, and what can be copied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browsing import DESKTOP, PHONE

Visit = Callable[..., Page]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_on_a_desktop(gallery: str, visit: Visit, scripts: bool) -> None:
    page = visit(f"{gallery}/", viewport=DESKTOP, java_script_enabled=scripts)
    menu = page.get_by_role("navigation", name="Menu")
    expect(menu.get_by_role("link", name="People")).to_be_visible()
    below = menu.get_by_role("link", name="Mountain Lakes")
    expect(below).to_be_hidden()
    menu.locator("summary", has_text="Research").focus()
    page.keyboard.press("Enter")
    expect(below).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(below).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{gallery}/research/lakes/")


def test_escape_and_a_click_beside_it_close_a_menu(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/")
    heading = page.locator("header summary", has_text="Research")
    below = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Mountain Lakes")
    heading.click()
    below.focus()
    page.keyboard.press("Escape")
    expect(below).to_be_hidden()
    expect(heading).to_be_focused()
    heading.click()
    expect(below).to_be_visible()
    page.locator("h1").click()
    expect(below).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_on_a_phone(gallery: str, visit: Visit, scripts: bool) -> None:
    page = visit(f"{gallery}/", viewport=PHONE, java_script_enabled=scripts)
    link = page.locator("#mh-menu").get_by_role("link", name="About")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Toggle navigation").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Toggle navigation").click()
    link.click()
    page.wait_for_url(f"{gallery}/about/")


def test_the_skip_link_leads_to_the_page(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


PAPER = "getComputedStyle(document.body).backgroundColor"
FIRST_PAPER = """
new MutationObserver((_, observer) => {
  if (!document.body) return;
  observer.disconnect();
  window.firstPaper = getComputedStyle(document.body).backgroundColor;
}).observe(document, { childList: true, subtree: true });
"""


def is_light(page: Page, expression: str = PAPER) -> bool:
    """Whether a colour of the page is light: of what is behind its text."""
    return bool(
        page.evaluate(
            """(colour) => {
              const context = new OffscreenCanvas(1, 1).getContext("2d");
              context.fillStyle = colour;
              context.fillRect(0, 0, 1, 1);
              return context.getImageData(0, 0, 1, 1).data[0] > 127;
            }""",
            page.evaluate(expression),
        )
    )


@pytest.mark.parametrize("preferred", ["light", "dark"])
def test_the_choice_of_light_or_dark_lasts_without_a_flash(
    gallery: str, visit: Visit, preferred: str
) -> None:
    page = visit(f"{gallery}/", color_scheme=preferred)
    assert is_light(page) is (preferred == "light")
    page.get_by_role("button", name="Display preferences").click()
    chosen = is_light(page)
    assert chosen is (preferred == "dark")
    page.add_init_script(FIRST_PAPER)
    page.goto(f"{gallery}/about/", wait_until="networkidle")
    assert is_light(page) is chosen
    assert is_light(page, "window.firstPaper") is chosen
    page.get_by_role("button", name="Display preferences").click()
    assert is_light(page) is not chosen


def test_pages_follow_the_reader_without_scripts(gallery: str, visit: Visit) -> None:
    dark = visit(f"{gallery}/", color_scheme="dark", java_script_enabled=False)
    light = visit(f"{gallery}/", color_scheme="light", java_script_enabled=False)
    assert dark.screenshot() != light.screenshot()


@pytest.mark.parametrize("scripts", [True, False])
def test_languages(bilingual: str, visit: Visit, scripts: bool) -> None:
    page = visit(f"{bilingual}/post/code/", java_script_enabled=scripts)
    page.locator("summary[aria-label='Choose a language']").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(f"{bilingual}/zh/post/code/")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    expect(page.get_by_role("heading", level=1)).to_have_text("语言模型研究中心")
    page.locator("details.mh-languages summary").click()
    expect(page.get_by_role("link", name="中文")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"{bilingual}/post/code/")


CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_a_citation_is_shown_and_copied(bilingual: str, visit: Visit) -> None:
    page = visit(f"{bilingual}/publication/paper/", permissions=CLIPBOARD)
    cite = page.get_by_role("link", name="Cite")
    cite.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("@article{frost, title = {A paper}}")
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "@article{frost, title = {A paper}}"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(cite).to_be_focused()


def test_a_citation_is_a_file_without_scripts(bilingual: str, visit: Visit) -> None:
    page = visit(f"{bilingual}/publication/paper/", java_script_enabled=False)
    expect(page.get_by_role("link", name="Cite")).to_have_attribute("href", "/lm/publication/paper/cite.bib")


def test_code_is_copied(bilingual: str, visit: Visit) -> None:
    page = visit(f"{bilingual}/post/code/", permissions=CLIPBOARD)
    page.locator("pre").hover()
    button = page.get_by_role("button", name="Copy")
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "print('snow')\n"


def test_code_has_no_button_without_scripts(bilingual: str, visit: Visit) -> None:
    page = visit(f"{bilingual}/post/code/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
