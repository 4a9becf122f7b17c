"""Freeze real sites, with their pictures: cold, and again with nothing changed."""

from __future__ import annotations

import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from measure import Sample, measure
from peer import Tools
from runners import masthead


@dataclass(frozen=True, slots=True)
class Site:
    """What the runs of one site have cost: those without caches, and those over what the one before left."""

    name: str
    files: int
    cold: list[Sample]
    again: list[Sample]


def measure_site(site: Path, work: Path, rounds: int) -> Site:
    """Freeze a copy of a site, which may be written to, for the cache; pages with errors are left out."""
    project = work / site.name
    shutil.copytree(site, project, ignore=shutil.ignore_patterns(".git", ".masthead", "node_modules"))
    found = [project, *project.rglob("*")]
    for path in found:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    measured = Site(site.name, sum(map(Path.is_file, found)), [], [])
    for number in range(rounds):
        masthead.PEER.forget(project)
        command = [*masthead.build(Tools(work), work / "made" / f"{site.name}-{number}"), "--keep-going"]
        measured.cold.append(measure(command, project))
        measured.again.append(measure(command, project))
    return measured
