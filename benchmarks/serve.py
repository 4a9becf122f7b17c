"""Measure the dev server: its first answer, a warm landing page, and how soon an edit shows.

    python benchmarks/serve.py [--n N] [--report FILE]

N people (10,000) are written to disk. A new process answers for a landing page without a cache, and another
with what the first one kept; a third does so after a person's file was edited. Then, once the site is read,
the same page is asked for again (50 times), and a person's file is edited and the page of the person, or the
landing page of the group, is asked for (20 times each, or as often as two minutes allow). Edits that the next
answer does not show are counted. Times are medians of a client on the same machine; CPU is the mean of what
the server's process worked meanwhile, pauses included.
"""

from __future__ import annotations

import argparse
import http.client
import os
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
class Row:
    """Some answers: the median of their time and the mean of their CPU time, both in milliseconds."""

    what: str
    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Served:
    """What was measured with so many people; `late` of the `edits` were not shown by the next answer."""

    count: int
    rows: list[Row]
    edits: int
    late: int


@dataclass(frozen=True, slots=True)
class Server:
    """A dev server that has answered once, after so many milliseconds."""

    port: int
    pid: int
    first: float

    def cpu(self) -> float:
        """The milliseconds of CPU that its process has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


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
def server(site: Path, url: str) -> Iterator[Server]:
    """A new dev server, when it has answered for a page."""
    port = free_port()
    start = time.perf_counter()
    with site.with_name("server.log").open("wb") as log:
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
        yield Server(port, process.pid, (time.perf_counter() - start) * 1000)
    finally:
        process.terminate()
        process.wait()


def warm(served: Server, url: str, repeats: int) -> Row:
    """The same page, asked for again and again, by who waited until the site was read."""
    get(served.port, "/masthead/live/problems")
    get(served.port, url)
    before = served.cpu()
    taken = [timed(served.port, url)[0] for _ in range(repeats)]
    return Row(f"a landing page, warm ({repeats})", median(taken), (served.cpu() - before) / repeats)


def edits(site: Path, served: Server, count: int, url: str, repeats: int) -> tuple[Row, int, int]:
    """The first answers after edits of a person; how many there were, and how many did not show the edit."""
    taken: list[float] = []
    late = 0
    before, end = served.cpu(), time.monotonic() + LIMIT
    while len(taken) < repeats and time.monotonic() < end:
        time.sleep(PAUSE)
        edition = time.monotonic_ns()
        edit_person(site, 11 % count, edition)
        cost, body = timed(served.port, url)
        taken.append(cost)
        late += f"Fellow of edition {edition}" not in body
    kind = "group" if "group" in url else "person"
    what = f"a person edited: the page of the {kind} ({len(taken)})"
    return Row(what, median(taken), (served.cpu() - before) / len(taken)), len(taken), late


def measure(site: Path, count: int) -> Served:
    """Measure the dev server of a generated site."""
    person = f"/authors/person-{11 % count}/"
    landing = f"/research/group-{11 % count % max(1, count // 10)}/"
    with server(site, landing) as found:
        rows = [Row("first answer of a new process, without a cache", found.first, found.cpu())]
    with server(site, landing) as found:
        rows.append(Row("first answer of a new process, with a cache", found.first, found.cpu()))
    edit_person(site, 12 % count, 0)
    with server(site, landing) as found:
        rows.append(Row("the same, but a person was edited in between", found.first, found.cpu()))
        rows.append(warm(found, landing, 50))
        edited = [edits(site, found, count, url, 20) for url in (person, landing)]
    rows += [row for row, _, _ in edited]
    return Served(count, rows, sum(made for _, made, _ in edited), sum(late for _, _, late in edited))


def markdown(served: Served) -> str:
    """The report for people."""
    table = "\n".join(f"| {row.what} | {row.wall:,.1f} | {row.cpu:,.1f} |" for row in served.rows)
    parts = (
        f"{report.machine()}. Load average {report.load():.1f}.",
        f"## Dev server, N = {served.count:,}",
        f"| what | ms | CPU ms |\n|---|--:|--:|\n{table}",
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
