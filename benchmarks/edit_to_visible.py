"""How long an edit takes until a browser shows it: `masthead run` with a page open in Chromium.

    python benchmarks/edit_to_visible.py [--n 475] [--edits 20] [--chromium /usr/bin/chromium]

Makes a site (N people, N publications and N/10 landing pages; 475 are 1,000 pages), serves it, and opens a
person's page. Then a file is written, and the page asked at every frame whether it shows that: a body, and a
template that is around every page. Prints milliseconds from the write until the text is in the page: the
median, the quickest and the slowest of all edits. Needs the `test` extra and Chromium.
"""

from __future__ import annotations

import argparse
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generate import generate
from playwright.sync_api import Page, sync_playwright

from masthead.paths import bundled

RUN = "from masthead.cli import main; main()"
PERSON = "person-7"
PAUSE = 1.0
"""Seconds between edits, so that none of them waits for the work of the one before."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--n", type=int, default=475, help="people and publications (475)")
    parser.add_argument("--edits", type=int, default=20, help="edits of each kind (20)")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="the browser's program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        generate(site, options.n)
        with serving(site) as address:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{address}/authors/{PERSON}/")
            for name, edit in (("body", edit_body), ("template", edit_template)):
                took = [seconds(page, site, edit, number) * 1000 for number in range(options.edits + 1)][1:]
                middle = statistics.median(took)
                print(f"{name:9} median {middle:4.0f} ms, {min(took):.0f} to {max(took):.0f}", flush=True)
            browser.close()


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """The dev server in a process of its own; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", RUN, "run", str(site), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            while server.poll() is None:
                try:
                    urllib.request.urlopen(address, timeout=60).close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()


def edit_body(site: Path, text: str) -> None:
    """Write a text at the end of a person's."""
    file = site / "content/authors" / PERSON / "index.md"
    before = re.sub(r"\nEdited .*", "", file.read_text("utf-8"))
    file.write_text(f"{before}\nEdited {text}.\n", "utf-8")


def edit_template(site: Path, text: str) -> None:
    """Write a text into the template that is around every page."""
    own = (bundled("templates") / "masthead/base.html").read_text("utf-8")
    file = site / "templates/masthead/base.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(own.replace("</main>", f"<p>Edited {text}.</p>\n</main>"), "utf-8")


def seconds(page: Page, site: Path, edit: Callable[[Path, str], None], number: int) -> float:
    """From an edit until the page shows it."""
    time.sleep(PAUSE)
    text = f"{edit.__name__} {number}"
    start = time.perf_counter()
    edit(site, text)
    page.wait_for_function("text => document.body.textContent.includes(text)", arg=f"Edited {text}.")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
