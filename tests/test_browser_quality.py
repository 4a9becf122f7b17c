"""What pages ask of readers: of their eyes, their screen readers, and their lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route

from browsing import DESKTOP, PHONE

BLOCKS = Path(__file__).parents[1] / "docs" / "blocks"
THEME = Path(__file__).parents[1] / "docs" / "theme.md"

Visit = Callable[..., Page]

MOST_BYTES, MOST_REQUESTS = 60_000, 4
"""What a page without pictures may load in all, uncompressed."""

PAGES = [
    "/",
    "/authors/",
    "/authors/marit-ostervik/",
    "/post/2025-03-11-short-winter/",
    "/research/snow-ice/",
    "/gallery/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("url", PAGES)
def test_axe_finds_nothing(gallery: str, visit: Visit, url: str, size: dict[str, int], scheme: str) -> None:
    page = visit(gallery + url, viewport=size, color_scheme=scheme, reduced_motion="reduce")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def loaded(page: Page, url: str) -> list[tuple[str, int]]:
    """Every request that a page makes, with the bytes of its answer's body."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(url, wait_until="networkidle")
    return [(answer.url, len(answer.body())) for answer in answers if not answer.url.startswith("data:")]


@pytest.mark.parametrize("url", ["/publication/paper/", "/post/code/", "/zh/"])
def test_a_page_without_pictures_is_light(bilingual: str, visit: Visit, url: str) -> None:
    found = loaded(visit("about:blank"), bilingual + url)
    assert len(found) <= MOST_REQUESTS, found
    assert sum(size for _, size in found) <= MOST_BYTES, found


def test_a_page_of_the_demo_is_light(gallery: str, visit: Visit) -> None:
    found = loaded(visit("about:blank"), f"{gallery}/join/")
    assert len(found) <= MOST_REQUESTS, found
    assert sum(size for _, size in found) <= MOST_BYTES, found


def the_policy() -> str:
    """The policy that the documentation names."""
    found = re.search(r"```\nContent-Security-Policy: (.*?)\n```", THEME.read_text("utf-8"), re.DOTALL)
    assert found
    return " ".join(found[1].split())


def test_pages_work_under_the_documented_policy(gallery: str, visit: Visit) -> None:
    policy = the_policy()
    assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")

    def send(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page = visit("about:blank")
    page.route("**/*", send)
    blocks = [f"/block-{block.stem}/" for block in BLOCKS.glob("*.md")]
    for url in ["/", "/authors/", "/post/2025-03-11-short-winter/", "/gallery/", *sorted(blocks)]:
        page.goto(gallery + url, wait_until="load")
        assert page.locator("html.mh-js").count() == 1, url
