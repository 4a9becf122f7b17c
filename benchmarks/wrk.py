"""Requests a second under gunicorn: a site's page in a host app, beside the host's own page of the same HTML.

    python benchmarks/wrk.py [SITE] [--url /about/] [--seconds 2] [--rounds 15] [--workers 1]

Both are pages of one app in one gunicorn: the site is mounted at /lab, and /plain renders, with Flask's
`render_template`, a template that has the title, head and content of that page as the host's layout frames
it. wrk asks for one and then for the other, in turn, so that what else the machine does falls on both; the
medians are compared. Prints pages per second, the 99th percentile of the time of an answer, and the ratio;
the status is 1 when that is below 0.8. Needs wrk: apt-get install wrk.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from flask import Flask, render_template

from masthead import create_blueprint

ENOUGH = 0.8
"""Of the rate of a plain page."""
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}
"""Milliseconds in what wrk writes behind a number."""
LAYOUT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{% block title %}Host{% endblock %}</title>
{% block head %}{% endblock %}
</head>
<body>
<header><a href="{{ request.script_root }}/">Host</a></header>
{% block content %}{% endblock %}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """Answers per second, and the milliseconds in which 99 of 100 came."""

    pages: float
    p99: float


def create_app() -> Flask:
    """The host, as gunicorn makes it: the folder in MASTHEAD_WRK holds its templates and names its site."""
    base = Path(os.environ["MASTHEAD_WRK"])
    app = Flask("host", root_path=str(base), static_folder=None)
    app.register_blueprint(create_blueprint(base / "site", name="lab", base="layout.html"), url_prefix="/lab")

    @app.get("/plain")
    def plain() -> str:
        return render_template("plain.html", title="A page")

    return app


def prepare(base: Path, site: Path, url: str) -> int:
    """Write the host's templates, the plain page with what the site's page holds; the size of that page."""
    (base / "site").symlink_to(site.resolve())
    (base / "templates").mkdir()
    (base / "templates" / "layout.html").write_text(LAYOUT, "utf-8")
    os.environ["MASTHEAD_WRK"] = str(base)
    html = create_app().test_client().get(f"/lab{url}").get_data(as_text=True)
    head, _, body = html.partition("</title>\n")[2].partition("</head>\n<body>\n")
    content = body.partition("</header>\n")[2].removesuffix("</body>\n</html>")
    parts = (
        '{% extends "layout.html" %}',
        "{% block title %}{{ title }}{% endblock %}",
        f"{{% block head %}}{{% raw %}}{head}{{% endraw %}}{{% endblock %}}",
        f"{{% block content %}}{{% raw %}}{content}{{% endraw %}}{{% endblock %}}",
    )
    (base / "templates" / "plain.html").write_text("\n".join(parts), "utf-8")
    return len(html.encode())


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def gunicorn(workers: int) -> Iterator[str]:
    """Serve the host with workers of the kind that gunicorn has by itself; its address."""
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "--workers", str(workers), "--bind", address]
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    environ = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen([*command, "--log-level", "warning", "wrk:create_app()"], env=environ) as server:
        try:
            wait_for(f"http://{address}/plain")
            yield f"http://{address}"
        finally:
            server.terminate()


def wait_for(url: str) -> None:
    """Wait until a page is there, a minute at most."""
    for _ in range(600):
        try:
            urllib.request.urlopen(url).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {url}")


def wrk(url: str, seconds: float, connections: int) -> Rate:
    """Ask for a page as often as it comes. Raises RuntimeError when an answer was not good."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", said)
    pages = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if p99 is None or pages is None:
        raise RuntimeError(said)
    return Rate(float(pages[1]), float(p99[1]) * UNITS[p99[2]])


def measure(site: Path, url: str, seconds: float, rounds: int, workers: int) -> tuple[int, Rate, Rate, float]:
    """The size of the page in bytes, the rate of the site's and that of the plain one, and their ratio."""
    base = Path(tempfile.mkdtemp(prefix="masthead-wrk-"))
    try:
        size = prepare(base, site, url)
        with gunicorn(workers) as address:
            pair = (f"{address}/lab{url}", f"{address}/plain")
            for page in pair:
                wrk(page, 1, 2 * workers)
            rates = [[wrk(page, seconds, 2 * workers) for page in pair] for _ in range(rounds)]
    finally:
        shutil.rmtree(base)
    ours, plain = (
        Rate(median(rate.pages for rate in of), median(rate.p99 for rate in of))
        for of in zip(*rates, strict=True)
    )
    ratio = median(one.pages / other.pages for one, other in rates)
    return size, ours, plain, ratio


def main() -> int:
    """Measure, print the figures, and tell by the status whether the site's page is fast enough."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("site", nargs="?", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--url", default="/", help="a page of the site (/)")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    size, ours, plain, ratio = measure(
        options.site, options.url, options.seconds, options.rounds, options.workers
    )
    print(f"{options.url}, {size:,} bytes, {options.workers} workers, {options.rounds} rounds")
    print("| page | pages/s | p99 ms |\n|---|--:|--:|")
    print(f"| Masthead, embedded | {ours.pages:,.0f} | {ours.p99:,.1f} |")
    print(f"| plain `render_template` | {plain.pages:,.0f} | {plain.p99:,.1f} |")
    print(f"\nratio, the median of those of the rounds: {ratio:.2f}")
    return 0 if ratio >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
