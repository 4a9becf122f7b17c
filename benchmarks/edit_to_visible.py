"""Measure how long an edit takes until it is seen in Chromium, through `masthead run`.

    python benchmarks/edit_to_visible.py [--size 475] [--edits 20]

A site of that many people and papers, and a tenth as many landing pages, is made and served; 475 make 1,000
pages. A person's page is opened, then the text of its file is edited, then its front matter, the template
around every page, and the site's stylesheet. The time is from just before the file is written until the frame
in which the page has changed; both ends are read on the machine's one clock.
For each kind of edit a line is printed with median, least and most, and the machine's load before and after.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generate import generate
from playwright.sync_api import Page, sync_playwright

from masthead.paths import bundled

TARGET = "authors/person-0"
"""The page that is opened."""
STYLE = "assets/css/custom.css"
TEMPLATE = "templates/masthead/base.html"
WATCH = """(word) => { window.seen = new Promise((done) => {
  const look = () => getComputedStyle(document.body, "::after").content.includes(word)
    || document.body.textContent.includes(word);
  const begin = () => requestAnimationFrame(() => {
    if (look()) done(performance.timeOrigin + performance.now()); else begin();
  });
  begin();
}); }"""
PAUSE = 0.3
"""Seconds between edits, so that none is gathered with the one before."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of `masthead run` for a site, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "from masthead.cli import main; main()"
    command = [sys.executable, "-c", code, "run", str(site), "--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as server:
        try:
            for _ in range(200):
                with socket.socket() as attempt:
                    if attempt.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def edited(page: Page, count: int, name: str, write: Callable[[str], None]) -> None:
    """Edit some times, wait for each to be seen, and print the times."""
    times = []
    for number in range(count):
        word = f"edited{name}{number}x"
        page.evaluate(WATCH, word)
        time.sleep(PAUSE)
        begin = time.time()
        write(word)
        times.append(page.evaluate("window.seen") - begin * 1000)
    median = statistics.median(times)
    print(f"{name}: median {median:.0f} ms, {min(times):.0f} to {max(times):.0f} ms, of {count}", flush=True)


def measure(site: Path, edits: int, page: Page, address: str) -> None:
    """Open the page and print how long each kind of edit takes."""
    file, style, template = site / "content" / TARGET / "index.md", site / STYLE, site / TEMPLATE
    text, base = file.read_text("utf-8"), template.read_text("utf-8")
    with page.expect_request("**/masthead/live/changes"):
        page.goto(f"{address}/{TARGET}/")
    edited(page, edits, "text", lambda word: write(file, f"{text}\n\n{word}\n"))
    edited(page, edits, "matter", lambda word: write(file, text.replace("role: ", f"role: {word} ")))
    edited(
        page,
        edits,
        "template",
        lambda word: write(template, base.replace("</main>", f"<p>{word}</p></main>")),
    )
    edited(page, edits, "style", lambda word: write(style, f"body::after {{ content: '{word}'; }}"))


def write(path: Path, text: str) -> None:
    """Write a file."""
    path.write_text(text, "utf-8")


def main() -> None:
    """Make the site, edit it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--size", type=int, default=475)
    parser.add_argument("--edits", type=int, default=20)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()} processors", flush=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        generate(site, options.size)
        for name, text in (
            (TEMPLATE, (bundled("templates") / "masthead/base.html").read_text("utf-8")),
            (STYLE, ""),
        ):
            (site / name).parent.mkdir(parents=True)
            write(site / name, text)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with served(site) as address:
            measure(site, options.edits, browser.new_page(), address)
        browser.close()
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
