"""Show twelve pages beside each other, on a desktop and on a phone, in light and in dark.

    python docs/screenshots.py [FILE]

FILE is docs/screenshots.webp unless another is named. The pages are those of the demo and of the examples in
docs/blocks/. Chromium is needed, and Playwright, which the extra `test` brings along.
"""

from __future__ import annotations

import io
import runpy
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from masthead import create_app
from masthead.freeze import freeze_site

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "/",
    "/authors/",
    "/authors/teodora-brank/",
    "/research/lakes/",
    "/post/",
    "/post/2025-09-18-ice-core-room/",
    "/search/?q=sediment",
    "/block-biography/",
    "/block-dev-hero/",
    "/block-pricing/",
    "/block-slider/",
    "/block-portfolio/",
)
DESKTOP, PHONE = (1280, 832), (390, 832)
HEIGHT, GAP, COLUMNS, EDGE = 400, 12, 3, 30
PAPER = "#8a9399"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is told."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the demo with all examples and a search, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        site, frozen = Path(folder, "site"), Path(folder, "frozen")
        runpy.run_path(str(ROOT / "docs" / "gallery.py"))["gallery"](site)
        settings = site / "masthead.yaml"
        settings.write_text(
            settings.read_text("utf-8").replace("show_search: false", "show_search: true"), "utf-8"
        )
        freeze_site(create_app(site), frozen, base_url="http://127.0.0.1/")
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(frozen))) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()


def shot(browser: Browser, url: str, size: tuple[int, int], scheme: str) -> Image.Image:
    """The first screen of a page, as high as the others on the sheet."""
    window = {"width": size[0], "height": size[1]}
    with browser.new_page(viewport=window, color_scheme=scheme, reduced_motion="reduce") as page:
        answer = page.goto(url, wait_until="networkidle")
        if answer is None or not answer.ok:
            raise SystemExit(f"{url} is no page of the demo or of docs/blocks/.")
        picture = Image.open(io.BytesIO(page.screenshot()))
    return picture.convert("RGB").resize((size[0] * HEIGHT // size[1], HEIGHT), Image.Resampling.LANCZOS)


def sheet(browser: Browser, address: str) -> Image.Image:
    """All pages: the desktop's in light and the phone's in dark, and the other way round for every second."""
    pairs = []
    for number, url in enumerate(PAGES):
        schemes = ("light", "dark") if number % 2 == 0 else ("dark", "light")
        sizes = (DESKTOP, PHONE)
        pairs.append([shot(browser, address + url, *how) for how in zip(sizes, schemes, strict=True)])
    width = sum(picture.width for picture in pairs[0]) + GAP
    rows = -(-len(pairs) // COLUMNS)
    whole = Image.new("RGB", (COLUMNS * (width + EDGE) + EDGE, rows * (HEIGHT + EDGE) + EDGE), PAPER)
    for number, (wide, phone) in enumerate(pairs):
        left = EDGE + number % COLUMNS * (width + EDGE)
        top = EDGE + number // COLUMNS * (HEIGHT + EDGE)
        whole.paste(wide, (left, top))
        whole.paste(phone, (left + wide.width + GAP, top))
    return whole


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots.webp"
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--hide-scrollbars"]
        )
        sheet(browser, address).save(target, quality=82, method=6)
        browser.close()
    sys.stdout.write(f"{target}: {target.stat().st_size // 1024} KB\n")
