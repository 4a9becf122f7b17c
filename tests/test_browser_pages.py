"""Whole pages in a browser: nothing jumps, no console says a word; sliders and filters by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browsing import DESKTOP, PHONE, serving
from masthead import create_app
from masthead.freeze import freeze_site

ROOT = Path(__file__).parents[1]
Site = Callable[[Mapping[str, str | bytes]], Path]
Visit = Callable[..., Page]

SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 40));
  }
}"""
sizes = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def read_through(page: Page) -> None:
    """Scroll to the end, so that pictures that wait are loaded, and see that all of them came."""
    page.evaluate(SCROLL)
    page.wait_for_load_state("networkidle")
    broken = "[...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src)"
    assert page.evaluate(broken) == []


def assert_no_sideways_scrolling(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"


@sizes
@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/about/",
        "/authors/",
        "/authors/anselm-quarrie/",
        "/post/",
        "/post/2025-06-02-open-gauges/",
        "/research/lakes/",
        "/tags/",
        "/tags/snow/",
        "/search/",
        "/404.html",
        "/gallery/",
    ],
)
def test_a_page_of_ours_is_still_and_silent(
    gallery: str, visit: Visit, url: str, size: dict[str, int]
) -> None:
    page = visit(gallery + url, viewport=size)
    read_through(page)
    assert_no_sideways_scrolling(page)


@sizes
@pytest.mark.parametrize("view", ["card", "compact", "list", "showcase"])
def test_a_list_that_arrives_slowly_stands_still(
    site: Site, tmp_path: Path, visit: Visit, view: str, size: dict[str, int]
) -> None:
    files: dict[str, str | bytes] = {"content/post/_index.md": f"---\ntitle: News\nview: {view}\n---\n"}
    picture = (ROOT / "content" / "post" / "2025-06-02-open-gauges" / "featured.jpg").read_bytes()
    for number in range(3):
        files[f"content/post/{number}/index.md"] = f"---\ntitle: Post {number}\nsummary: Of rivers.\n---\n"
        files[f"content/post/{number}/featured.jpg"] = picture
    freeze_site(create_app(site(files)), tmp_path / "frozen", base_url="http://127.0.0.1/")
    for place in (b'<a class="mh-thumb"', b'<div class="mh-meta"', b"Of rivers"):
        with serving(tmp_path / "frozen", halt=place) as address:
            page = visit(f"{address}/post/", viewport=size)
            expect(page.locator(".mh-thumb")).to_have_count(3)
            read_through(page)


@sizes
@pytest.mark.parametrize("url", ["/zh/", "/post/code/", "/publication/paper/"])
def test_a_page_below_a_path_is_still_and_silent(
    bilingual: str, visit: Visit, url: str, size: dict[str, int]
) -> None:
    page = visit(bilingual + url, viewport=size)
    read_through(page)
    assert_no_sideways_scrolling(page)


def test_a_slider_by_keyboard(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/block-slider/", reduced_motion="reduce")
    slider = page.locator(".mh-slider").first
    current = slider.locator(".mh-dots a[aria-current]")
    expect(current).to_have_accessible_name("1")
    slider.locator(".mh-slides").focus()
    page.keyboard.press("ArrowRight")
    expect(current).to_have_accessible_name("2")
    slider.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    expect(current).to_have_accessible_name("3")
    page.keyboard.press("Enter")
    expect(current).to_have_accessible_name("1")
    slider.get_by_role("link", name="2", exact=True).focus()
    page.keyboard.press("Enter")
    expect(current).to_have_accessible_name("2")
    expect(slider.get_by_role("heading", name="Stay a while")).to_be_in_viewport()
    expect(slider.get_by_role("heading", name="Look around")).not_to_be_in_viewport()


def test_a_slider_without_scripts(gallery: str, visit: Visit) -> None:
    page = visit(f"{gallery}/block-slider/", java_script_enabled=False)
    slider = page.locator(".mh-slider").first
    expect(slider.get_by_role("button", name="Next")).to_be_hidden()
    slider.get_by_role("link", name="2", exact=True).click()
    expect(slider.get_by_role("heading", name="Stay a while")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_portfolio_is_filtered_by_keyboard(gallery: str, visit: Visit, scripts: bool) -> None:
    page = visit(f"{gallery}/block-portfolio/", java_script_enabled=scripts)
    projects = page.locator(".mh-projects").first.locator(".mh-project:visible")
    all_of_them = projects.count()
    page.get_by_role("radio", name="All").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Snow").first).to_be_checked()
    assert 0 < projects.count() < all_of_them
    page.keyboard.press("ArrowLeft")
    expect(projects).to_have_count(all_of_them)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lm-center", "research-group", "kit-academic-cv"])
def test_real_pages_are_still_and_silent(shared: Path, tmp_path: Path, visit: Visit, name: str) -> None:
    shutil.copytree(shared / "sites" / name, tmp_path / name)
    app = create_app(tmp_path / name)
    frozen = tmp_path / "frozen"
    result = freeze_site(app, frozen, base_url="http://127.0.0.1/", keep_going=True)
    troubled = {problem.where.file for problem in result.problems}
    library = app.extensions["masthead"]["masthead"].website.edition.library
    language = library.config.default_language

    def is_whole(url: str, file: str) -> bool:
        """Whether nothing is missing on a page, and no films or other sites are in it."""
        html = (frozen / url[1:] / "index.html").read_text("utf-8")
        return file not in troubled and "<video" not in html and "<iframe" not in html

    pages = [page for page in library.pages[language].values() if page.rendered]
    first = {page.section: page.url for page in pages if is_whole(page.url, page.where().file)}
    urls = [library.home(language).url, *(first[s] for s in ("authors", "publication", "post") if s in first)]
    with serving(frozen) as address:
        for url in urls:
            for size in (DESKTOP, PHONE):
                page = visit(address + url, viewport=size)
                read_through(page)
                assert_no_sideways_scrolling(page)
