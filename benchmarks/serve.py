"""Measure the dev server: its first answer, a warm landing page, and how soon an edit shows.

    python benchmarks/serve.py [--n N] [--report FILE]

N people (10,000) are written to disk. A new process answers for a landing page without a cache, and another
with what the first one kept; then the same page is asked for again (median of 50), and a person's file is
edited and the page of the person, or the landing page of the group, is asked for (medians of 20 each, or of
as many as two minutes allow). Edits that the first answer after them does not show are counted. Times are
those of a client on the same machine.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import report
from generate import generate
from peer import Tools
from run import edit_person
from runners import masthead

LIMIT = 120.0
"""Seconds within which a server has to answer, and after which no more edits are made."""
PAUSE = 0.2
"""Seconds between an edit and the one before, so that what happens after an answer does not count."""


@dataclass(frozen=True, slots=True)
class Served:
    """What was measured, in milliseconds; `late` of the `edits` were not shown by the next answer."""

    count: int
    first_without_cache: float
    first_with_cache: float
    warm_landing: float
    edit_person: float
    edit_landing: float
    edits: int
    late: int


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def get(port: int, url: str) -> str:
    """A page's HTML. Raises OSError when it does not come."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    try:
        connection.request("GET", url)
        answer = connection.getresponse()
        body = answer.read().decode()
    finally:
        connection.close()
    if answer.status != 200:
        raise OSError(f"{url} was answered with {answer.status}: {body[:500]}")
    return body


def timed(port: int, url: str) -> tuple[float, str]:
    """How long an answer took, in milliseconds, and its HTML."""
    start = time.perf_counter()
    body = get(port, url)
    return (time.perf_counter() - start) * 1000, body


@contextmanager
def server(site: Path, url: str) -> Iterator[tuple[int, float]]:
    """A new dev server: its port, and the milliseconds from its start to its first answer."""
    port = free_port()
    start = time.perf_counter()
    with (site / "server.log").open("wb") as log:
        command = [masthead.program(Tools(site)), "run", ".", "--port", str(port)]
        process = subprocess.Popen(list(map(str, command)), cwd=site, stdout=log, stderr=log)
    try:
        while True:
            try:
                get(port, url)
                break
            except ConnectionError:
                if process.poll() is not None or time.perf_counter() - start > LIMIT:
                    raise
                time.sleep(0.005)
        yield port, (time.perf_counter() - start) * 1000
    finally:
        process.terminate()
        process.wait()


def edits(site: Path, port: int, count: int, url: str, repeats: int) -> tuple[list[float], int]:
    """Milliseconds of the first answers after edits of a person, and how many did not show the edit."""
    taken: list[float] = []
    late = 0
    end = time.monotonic() + LIMIT
    while len(taken) < repeats and time.monotonic() < end:
        time.sleep(PAUSE)
        edition = time.monotonic_ns()
        edit_person(site, 11 % count, edition)
        cost, body = timed(port, url)
        taken.append(cost)
        late += f"Fellow of edition {edition}" not in body
    return taken, late


def measure(site: Path, count: int) -> Served:
    """Measure the dev server of a generated site."""
    person = f"/authors/person-{11 % count}/"
    landing = f"/research/group-{11 % count % max(1, count // 10)}/"
    with server(site, landing) as (_, without_cache):
        pass
    with server(site, landing) as (port, with_cache):
        warm = median(timed(port, landing)[0] for _ in range(50))
        on_person, late = edits(site, port, count, person, 20)
        on_landing, later = edits(site, port, count, landing, 20)
    return Served(
        count=count,
        first_without_cache=without_cache,
        first_with_cache=with_cache,
        warm_landing=warm,
        edit_person=median(on_person),
        edit_landing=median(on_landing),
        edits=len(on_person) + len(on_landing),
        late=late + later,
    )


def markdown(served: Served) -> str:
    """The report for people."""
    rows = {
        "first answer of a new process, without a cache": served.first_without_cache,
        "first answer of a new process, with a cache": served.first_with_cache,
        "a landing page, warm (median of 50)": served.warm_landing,
        "a person edited: the person's page (median)": served.edit_person,
        "a person edited: the group's page (median)": served.edit_landing,
    }
    table = "\n".join(f"| {name} | {cost:,.1f} |" for name, cost in rows.items())
    parts = (
        f"{report.machine()}. Load average {report.load():.1f}.",
        f"## Dev server, N = {served.count:,}",
        f"| what | ms |\n|---|--:|\n{table}",
        f"Edits that the next answer did not show: {served.late} of {served.edits}.",
    )
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Make the site, measure, and print the report or write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=10_000, metavar="N", help="people (10,000)")
    parser.add_argument("--report", type=Path, metavar="FILE", help="a file in Markdown; JSON beside it")
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="masthead-benchmark-"))
    try:
        generate(work / "site", args.n)
        served = measure(work / "site", args.n)
    finally:
        shutil.rmtree(work)
    if args.report:
        report.write(markdown(served), asdict(served), args.report)
    else:
        print(markdown(served))


if __name__ == "__main__":
    main()
