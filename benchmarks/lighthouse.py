"""Measure frozen pages with Lighthouse, as a plain host would serve them.

    npm install --prefix TOOLS lighthouse
    masthead freeze SITE WWW --base-url http://localhost:8700/
    python benchmarks/lighthouse.py WWW / /people/ --lighthouse TOOLS/node_modules/.bin/lighthouse

WWW is served on port 8700 without compression, to be kept for ten minutes, as GitHub Pages has it. Chromium
is the one that CHROME_PATH names, or `chromium` of the PATH. A line of a Markdown table is printed for each
page: the four scores, then how many requests it made and how many kilobytes (of 1,000) came. Of several
`--runs` the one with the middle performance counts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROME_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


class Host(SimpleHTTPRequestHandler):
    """Serves files, keeping connections open, and says nothing."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Add what hosts of static sites say about caching."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def served(folder: Path, port: int) -> Iterator[str]:
    """The address of a folder, which is served as long as the context lasts."""
    with ThreadingHTTPServer(("localhost", port), partial(Host, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://localhost:{port}"
        finally:
            server.shutdown()


def report(lighthouse: str, url: str) -> dict[str, Any]:
    """Lighthouse's report on a page."""
    options = ("--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={CHROME_FLAGS}")
    command = [lighthouse, url, *options, f"--only-categories={','.join(CATEGORIES)}"]
    env = {"CHROME_PATH": shutil.which("chromium") or "", **os.environ}
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, timeout=300, check=True)
    return dict(json.loads(done.stdout))


def score(found: dict[str, Any], category: str) -> int:
    """A category's score, from 0 to 100."""
    return round(100 * (found["categories"][category]["score"] or 0))


def failed(found: dict[str, Any]) -> list[str]:
    """What a page lost points for, with the first thing that Lighthouse shows for it; all but performance."""
    lost = []
    for category in CATEGORIES[1:]:
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                items = audit.get("details", {}).get("items", [])
                node = items[0].get("node", {}).get("snippet", "") if items else ""
                lost.append(f"{audit['id']} ({len(items)}) {node}".strip())
    return lost


def row(page: str, found: dict[str, Any]) -> str:
    """A page's line of the table."""
    requests = found["audits"]["network-requests"]["details"]["items"]
    sent = sum(request["transferSize"] for request in requests) / 1000
    scores = " | ".join(str(score(found, category)) for category in CATEGORIES)
    return f"| {page} | {scores} | {len(requests)} | {sent:.0f} |"


def main() -> None:
    """Serve a folder, measure its pages and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, metavar="WWW")
    parser.add_argument("pages", nargs="+", metavar="/PAGE/")
    parser.add_argument("--lighthouse", default="lighthouse", help="the command (default: of the PATH)")
    parser.add_argument("--port", type=int, default=8700)
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    print("| page | performance | accessibility | best practices | SEO | requests | kB |")
    print("|---|---|---|---|---|---|---|")
    with served(options.folder, options.port) as address:
        for page in options.pages:
            reports = [report(options.lighthouse, address + page) for _ in range(options.runs)]
            reports.sort(key=lambda found: score(found, "performance"))
            middle = reports[len(reports) // 2]
            print(row(page, middle), flush=True)
            for line in failed(middle):
                print(f"  - {line}", flush=True)


if __name__ == "__main__":
    main()
