"""Measure Masthead beside other programs that make the same pages, on this machine, in turn.

    python benchmarks/run.py [--n N …] [--lists] [--rounds R] [--peers NAME …] [--site PATH …] [--report FILE]

For each size N and in each round, every program makes the generated site cold (a new destination, no caches),
again with nothing changed, after an edit of one person (the text, and the role, which the group's page shows,
too) and after an edit of the template around all pages; the last three over the files that are there.
With `--lists` the site has sections, tags, lists and feeds as well, which not all the programs here make.
`--site` adds real sites, which Masthead alone freezes cold and again. FILE gets a report in Markdown, and one
in JSON stands beside it. `install.py` installs the other programs; without them, Masthead is measured alone.
"""

from __future__ import annotations

import argparse
import compileall
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path

import realsites
import report
from generate import generate
from install import DEFAULT
from measure import CommandError, Sample, measure
from pages import PagesError, check, holds
from peer import Peer, Tools
from runners import PEERS

ROWS = ("cold", "unchanged", "person", "template")


@dataclass(slots=True)
class Entrant:
    """A program with its project, and what its runs have cost, by row."""

    peer: Peer
    project: Path
    destination: Path = Path()
    pages: int = 0
    samples: dict[str, list[Sample]] = field(default_factory=lambda: {row: [] for row in ROWS})


def installed(tools: Tools, names: Iterable[str], lists: bool) -> list[Peer]:
    """The programs of these names, or all that are installed; ends the run when one asked for is not."""
    able = [peer for peer in PEERS if peer.lists or not lists]
    wanted = [peer for peer in able if peer.name in set(names)] or able
    missing = [peer for peer in wanted if not peer.program(tools).exists()]
    if missing and names:
        sys.exit(f"{missing[0].name} is not installed in {tools.root}: python benchmarks/install.py")
    return [peer for peer in wanted if peer not in missing]


def compile_masthead() -> None:
    """Give Masthead the bytecode that the others have, even where Python is told to write none."""
    package = find_spec("masthead")
    for folder in (package and package.submodule_search_locations) or ():
        compileall.compile_dir(folder, quiet=1)


def edit_person(project: Path, number: int, edition: int) -> None:
    """Write a person's role and text anew."""
    file = project / "content/authors" / f"person-{number}" / "index.md"
    text = re.sub(r"(?m)^role: .*$", f"role: Fellow of edition {edition}", file.read_text("utf-8"))
    file.write_text(f"{text}\nWritten for edition {edition}.\n", encoding="utf-8")


def edit_frame(project: Path, peer: Peer, edition: int) -> None:
    """Change the template that is around every page."""
    file = project / peer.frame
    file.write_text(re.sub(r"Edition \d+", f"Edition {edition}", file.read_text("utf-8")), encoding="utf-8")


def run_row(entrant: Entrant, row: str, tools: Tools, count: int, edition: int) -> None:
    """Measure one run, and check that it made what it should."""
    peer, project = entrant.peer, entrant.project
    person = edition * 37 % count
    if row == "cold":
        entrant.destination = project.parent / "made" / f"{peer.name}-{edition}"
        peer.forget(project)
    elif row == "person":
        edit_person(project, person, edition)
    elif row == "template":
        edit_frame(project, peer, edition)
    entrant.samples[row].append(measure(peer.build(tools, entrant.destination), project))
    if row == "cold" and edition == 1:
        entrant.pages = check(entrant.destination, count)
    elif row == "person":
        group = person % max(1, count // 10)
        for page in (f"authors/person-{person}", f"research/group-{group}"):
            holds(entrant.destination / page / "index.html", f"Fellow of edition {edition}")
    elif row == "template":
        for page in (".", f"publication/paper-{count - 1}"):
            holds(entrant.destination / page / "index.html", f"Edition {edition}")


def compare(peers: list[Peer], tools: Tools, work: Path, count: int, rounds: int, lists: bool) -> report.Size:
    """Let the programs make the site of one size, each row by all of them in turn."""
    folder = work / str(count)
    generate(folder / "site", count, lists=lists)
    (folder / "made").mkdir()
    entrants = [Entrant(peer, folder / peer.name) for peer in peers]
    for entrant in entrants:
        entrant.peer.prepare(folder / "site", entrant.project, lists=lists)
    for edition in range(1, rounds + 1):
        for row in ROWS:
            for entrant in entrants:
                run_row(entrant, row, tools, count, edition)
                cost = report.line(entrant.samples[row][-1])
                print(f"N={count} round {edition} {row:9} {entrant.peer.name:10} {cost}", flush=True)
    return report.Size(
        count=count,
        pages={entrant.peer.name: entrant.pages for entrant in entrants},
        rows={row: {entrant.peer.name: entrant.samples[row] for entrant in entrants} for row in ROWS},
    )


def run(peers: list[Peer], tools: Tools, work: Path, args: argparse.Namespace) -> report.Report:
    """All that the command line asks for."""
    before = report.load()
    sizes = [compare(peers, tools, work, count, args.rounds, args.lists) for count in args.n]
    frozen = [realsites.measure_site(site, work / "sites", args.rounds) for site in args.site]
    versions = {peer.name: peer.version(tools) for peer in peers}
    return report.Report(report.machine(), (before, report.load()), args.rounds, versions, sizes, frozen)


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [peer.name for peer in PEERS]
    add = parser.add_argument
    add("--n", type=int, nargs="*", default=[1000], metavar="N", help="people (1000)")
    add("--lists", action="store_true", help="make sections, tags and feeds, too")
    add("--rounds", type=int, default=3, metavar="R", help="how often (3)")
    add("--peers", nargs="+", choices=names, default=[], metavar="NAME", help=", ".join(names))
    add("--site", type=Path, nargs="+", default=[], metavar="PATH", help="real sites to freeze, too")
    add("--tools", type=Path, default=DEFAULT, metavar="DIR", help=f"of install.py ({DEFAULT})")
    add("--work", type=Path, metavar="DIR", help="a folder for the sites, left there (a temporary one)")
    add("--report", type=Path, metavar="FILE", help="a file in Markdown; JSON beside it")
    return parser.parse_args()


def main() -> None:
    """Measure, and write or print the report."""
    args = arguments()
    tools = Tools(args.tools.resolve())
    peers = installed(tools, args.peers, args.lists)
    compile_masthead()
    work = (args.work or Path(tempfile.mkdtemp(prefix="masthead-benchmark-"))).resolve()
    try:
        done = run(peers, tools, work, args)
        if args.report:
            report.write(report.markdown(done), asdict(done), args.report)
        else:
            print(report.markdown(done))
    except (CommandError, PagesError) as error:
        sys.exit(str(error))
    finally:
        if args.work is None:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
