"""The report of a benchmark: medians, ratios to the first program, machine and versions."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from measure import Sample
from realsites import Site

TITLES = {
    "cold": "cold",
    "unchanged": "again, nothing changed",
    "person": "again, one person edited",
    "template": "again, one template edited",
}
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Size:
    """The runs for N people: HTML files by program, and samples, one a round, by row and program."""

    count: int
    pages: dict[str, int]
    rows: dict[str, dict[str, list[Sample]]]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a benchmark found; `load` is the machine's load average over a minute, before and after."""

    machine: str
    load: tuple[float, float]
    rounds: int
    versions: dict[str, str]
    sizes: list[Size]
    sites: list[Site]


def machine() -> str:
    """Processor, cores that this process may use, memory and system."""
    cpu = re.search(r"(?m)^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text("utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    cores = len(os.sched_getaffinity(0))
    name = cpu[1] if cpu else platform.machine()
    return (
        f"{name}, {cores} cores, {memory} GiB, Linux {platform.release()}, Python {platform.python_version()}"
    )


def load() -> float:
    """The load average over a minute."""
    return os.getloadavg()[0]


def line(sample: Sample) -> str:
    """A run in a few words."""
    return f"{sample.wall:7.2f} s  CPU {sample.cpu:7.2f} s  {sample.memory / MEBIBYTE:6.0f} MiB"


def ratio(ours: list[Sample], reference: list[Sample], measure: str) -> float:
    """The median of the rounds' ratios: the two runs of a round stand next to each other in time."""
    pairs = zip(ours, reference, strict=True)
    return float(median(getattr(one, measure) / getattr(other, measure) for one, other in pairs))


def middle(samples: list[Sample], measure: str) -> float:
    """The median of one measure."""
    return float(median(getattr(sample, measure) for sample in samples))


def size_lines(size: Size) -> Iterator[str]:
    """The table of one size."""
    made = ", ".join(f"{name} {pages}" for name, pages in size.pages.items())
    reference = next(iter(size.pages))
    yield f"## N = {size.count:,}"
    yield f"HTML files: {made}."
    rows = [
        "| run | program | wall s | CPU s | memory MiB | wall ratio | CPU ratio | memory ratio |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row, samples in size.rows.items():
        for name, taken in samples.items():
            cells = [
                f"{middle(taken, 'wall'):.2f}",
                f"{middle(taken, 'cpu'):.2f}",
                f"{middle(taken, 'memory') / MEBIBYTE:.0f}",
                *(f"{ratio(taken, samples[reference], of):.2f}" for of in ("wall", "cpu", "memory")),
            ]
            rows.append(f"| {TITLES[row]} | {name} | {' | '.join(cells)} |")
    yield "\n".join(rows)


def scaling_lines(sizes: list[Size]) -> Iterator[str]:
    """What a page costs at each size, cold, and how that grows from the smallest to the largest."""
    small, *_, large = sorted(sizes, key=lambda size: size.count)
    yield "## Time per page, cold"
    rows = [
        f"| program | CPU ms at N = {small.count:,} | at N = {large.count:,} | CPU ratio | wall ratio |",
        "|---|--:|--:|--:|--:|",
    ]
    for name in small.pages:
        first, last = ({of: each(size, name, of) for of in ("cpu", "wall")} for size in (small, large))
        grown = " | ".join(f"{last[of] / first[of]:.2f}" for of in ("cpu", "wall"))
        rows.append(f"| {name} | {first['cpu'] * 1000:.2f} | {last['cpu'] * 1000:.2f} | {grown} |")
    yield "\n".join(rows)


def each(size: Size, name: str, measure: str) -> float:
    """Seconds a page of a cold run."""
    return middle(size.rows["cold"][name], measure) / size.pages[name]


def site_lines(sites: list[Site]) -> Iterator[str]:
    """The table of real sites."""
    yield "## Real sites"
    rows = ["| site | files | cold: CPU s | wall s | again: CPU s | wall s |", "|---|--:|--:|--:|--:|--:|"]
    for site in sites:
        cells = (
            f"{middle(samples, of):.2f}" for samples in (site.cold, site.again) for of in ("cpu", "wall")
        )
        rows.append(f"| {site.name} | {site.files} | {' | '.join(cells)} |")
    yield "\n".join(rows)


def markdown(report: Report) -> str:
    """The report for people."""
    before, after = report.load
    parts = [
        f"{report.machine}. Load average before {before:.1f}, after {after:.1f}.",
        ", ".join(f"{name} {version}" for name, version in report.versions.items()) + ".",
        f"Medians of {report.rounds} rounds. Ratios are to {next(iter(report.versions))} in the same round.",
    ]
    for size in report.sizes:
        parts += size_lines(size)
    if len(report.sizes) > 1:
        parts += scaling_lines(report.sizes)
    if report.sites:
        parts += site_lines(report.sites)
    return "\n\n".join(parts) + "\n"


def write(text: str, values: dict[str, object], file: Path) -> None:
    """Write a report in Markdown, and its values as JSON beside it."""
    file.write_text(text, encoding="utf-8")
    file.with_suffix(".json").write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
