"""What tests in a browser share: Debian's Chromium, a server of frozen files, pages that note troubles."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy that frozen pages are sent with."""

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

_OBSERVE = """
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput && shift.value >= 0.001) {
    const moved = shift.sources.map((source) => source.node?.outerHTML?.slice(0, 90));
    (window.shifts ??= []).push(`${shift.value.toFixed(4)} ${moved.join(" | ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


SETTINGS = """
title: Centre
params:
  appearance: {mode: system}
  header: {navbar: {show_search: true, show_theme_chooser: true}}
languages:
  en:
    languageName: English
    weight: 1
    menus:
      main:
        - {name: Work, identifier: work, weight: 1}
        - {name: Paper, parent: work, url: /publication/paper/, weight: 1}
        - {name: Post, url: /post/code/, weight: 2}
  zh:
    languageName: 中文
    languageCode: zh-Hans
    weight: 2
"""
PAPER = """---
title: A paper about glaciers
authors: [Ann Frost]
date: 2024-05-06
publication_types: [article-journal]
publication: Journal of Ice
---
Glaciers melt.
"""
BILINGUAL = {
    "masthead.yaml": SETTINGS,
    "content/_index.md": "---\ntitle: Home\n---\nWelcome.\n",
    "content/_index.zh.md": "---\ntitle: 首页\n---\n欢迎。\n",
    "content/post/code.md": "---\ntitle: Code\n---\n```python\nprint('snow')\n```\n",
    "content/post/code.zh.md": "---\ntitle: 语言模型研究中心\n---\n多模态大语言模型，欢迎报考研究生。\n",
    "content/publication/paper/index.md": PAPER,
    "content/publication/paper/cite.bib": "@article{frost, title = {A paper}}\n",
}
"""The files of a site in two languages, with a publication and with code."""


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, halt: bytes = b"", **kwargs: Any) -> None:
        self.halt = halt
        super().__init__(*args, **kwargs)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        data: bytes = source.read()
        at = data.find(self.halt)
        if at > 0:
            outputfile.write(data[:at])
            time.sleep(0.4)
        outputfile.write(data[max(at, 0) :])

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(folder: Path, halt: bytes = b"") -> Iterator[str]:
    """Serve the files in a folder under a strict policy; gives the address without a slash at its end.

    A file pauses for a moment where `halt` first stands in it, as on a bad line.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder), halt=halt)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def chromium(playwright: Playwright) -> Browser:
    """Debian's Chromium; without it the test is skipped, and fails under CI=true."""
    path = shutil.which("chromium")
    if path is None:
        message = "there is no Chromium here: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


class Visits:
    """Opens pages in windows of their own, and notes what their consoles say and what on them jumps."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: list[Page] = []
        self.messages: list[str] = []

    def open(self, url: str, **options: Any) -> Page:
        """The page at an address, loaded to its end. `options` are those of a browser's window."""
        context = self._browser.new_context(**{"viewport": DESKTOP, **options})
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "console", lambda message: self.messages.append(f"{page.url}: {message.text} {message.location}")
        )
        page.on("pageerror", lambda error: self.messages.append(f"{page.url}: {error}"))
        page.on("requestfailed", lambda request: self._failed(request))
        page.add_init_script(_OBSERVE)
        page.goto(url, wait_until="networkidle")
        self._pages.append(page)
        return page

    def _failed(self, request: Any) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):
            self.messages.append(f"{request.url}: {request.failure}")

    def shifts(self) -> list[str]:
        """What has jumped on the pages that are open: how far, from a thousandth on, and which elements."""
        scripted = [page for page in self._pages if page.evaluate("typeof PerformanceObserver") == "function"]
        return [f"{page.url}: {shift}" for page in scripted for shift in page.evaluate("window.shifts ?? []")]

    def close(self) -> None:
        """Close all windows."""
        for page in self._pages:
            page.context.close()
