"""Damage: every file of some sites is cut at random, has bytes flipped, or is joined with another.

    python benchmarks/damage.py FOLDER [--batches 4] [--seed 0] [--only SITE]

FOLDER holds sites, each in a folder of its own; they are copied first. For each kind of damage the files of
a site are damaged in batches, each of which is checked, frozen without what has errors, and mended again. All
that is wrong has to be told as problems; no error of Python may come through, and no page may take over five
seconds. Prints the figures; the status is 1 when something else happened.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from masthead.check import check
from masthead.errors import ContentError, Problem
from masthead.freeze import freeze_folder

SLOWEST = 5.0
"""Seconds that a page may take."""
LEFT_ALONE = (".git", ".masthead", "build", "node_modules", "public", "resources")
Damage = Callable[[random.Random, bytes, bytes], bytes]


def cut(chance: random.Random, content: bytes, other: bytes) -> bytes:
    """The file up to some byte."""
    return content[: chance.randrange(len(content) + 1)]


def flip(chance: random.Random, content: bytes, other: bytes) -> bytes:
    """The file with up to eight bytes that are others."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def join(chance: random.Random, content: bytes, other: bytes) -> bytes:
    """The beginning of the file, and the end of another."""
    return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other) + 1) :]


KINDS: tuple[Damage, ...] = (cut, flip, join)


@dataclass(slots=True)
class Found:
    """What came of the damage: counts, the slowest page in seconds with its place, and what was wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    wrong: list[str] = field(default_factory=list)

    def timed(self, place: str) -> Callable[[Iterable[str]], object]:
        """A progress for `check` and `freeze` that notes how long each page took."""

        @contextmanager
        def progress(urls: Iterable[str]) -> Iterator[Iterator[str]]:
            yield self._timed(urls, place)

        return progress

    def _timed(self, urls: Iterable[str], place: str) -> Iterator[str]:
        begin = time.perf_counter()
        for url in urls:
            yield url
            now = time.perf_counter()
            took, begin = now - begin, now
            self.counts["pages and files made"] += 1
            self.slowest = max(self.slowest, (took, f"{place}: {url}"))
            if took > SLOWEST:
                self.wrong.append(f"{place}: {url} took {took:.1f} s")

    def judge(self, problems: Iterable[Problem], site: Path, place: str) -> None:
        """Note problems, and whether each says where it is, in words without a trace of Python."""
        for problem in problems:
            self.counts[f"{problem.level}s told"] += 1
            text = str(problem)
            unclear = not problem.message or "Traceback" in text or str(site.parent) in text
            if unclear or "Error:" in problem.message:
                self.wrong.append(f"{place}: unclear: {text:.300}")


def files_of(site: Path) -> list[Path]:
    """The files of a site that Masthead may read."""
    found = (path for path in sorted(site.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in found if not set(path.relative_to(site).parts) & set(LEFT_ALONE)]


def batches(files: Sequence[Path], count: int, chance: random.Random) -> Iterator[list[Path]]:
    """The files in about so many parts, at random."""
    mixed = chance.sample(files, len(files))
    size = max(1, -(-len(mixed) // count))
    yield from (mixed[at : at + size] for at in range(0, len(mixed), size))


def try_site(original: Path, work: Path, count: int, chance: random.Random, found: Found) -> None:
    """Damage every file of a site in each way."""
    site = work / original.name
    shutil.copytree(original, site, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_ALONE))
    for path in (site, *site.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    files = files_of(site)
    whole = {path: path.read_bytes() for path in files}
    _run(found, site, work, f"{original.name}, whole")
    for kind in KINDS:
        for number, batch in enumerate(batches(files, count, chance)):
            for path in batch:
                path.write_bytes(kind(chance, whole[path], whole[chance.choice(files)]))
            found.counts["files damaged"] += len(batch)
            _run(found, site, work, f"{original.name}, {kind.__name__} {number}")
            for path in batch:
                path.write_bytes(whole[path])
    shutil.rmtree(site)
    shutil.rmtree(work / "out", ignore_errors=True)


def _run(found: Found, site: Path, work: Path, place: str) -> None:
    """Check and freeze a site as it is."""
    for what, run in (
        ("check", lambda: check(site, progress=found.timed(f"{place}, check"))),
        ("freeze", lambda: _freeze(site, work / "out", found, place)),
    ):
        try:
            found.judge(run(), site, f"{place}, {what}")
        except ContentError as error:
            found.counts["sites that could not be read at all"] += 1
            found.judge(error.problems, site, f"{place}, {what}")
        except Exception:  # noqa: BLE001  (whatever an author would have seen as a traceback)
            _keep(site, place)
            found.wrong.append(f"{place}, {what}: {traceback.format_exc(limit=-6)}")


def _freeze(site: Path, destination: Path, found: Found, place: str) -> Sequence[Problem]:
    progress = found.timed(f"{place}, freeze")
    return freeze_folder(site, destination, keep_going=True, progress=progress, jobs=1).problems


def _keep(site: Path, place: str) -> None:
    """Keep a copy of what did harm, to look at."""
    kept = Path(tempfile.gettempdir()) / "masthead-damaged" / place.replace(", ", "-").replace(" ", "-")
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(site, kept, symlinks=True)


def trial(sites: Iterable[Path], count: int, seed: int) -> Found:
    """Damage every file of some sites; what came of it."""
    found, chance = Found(), random.Random(seed)
    work = Path(tempfile.mkdtemp(prefix="masthead-damage-"))
    try:
        for site in sites:
            try_site(site, work, count, chance, found)
            damaged, wrong = found.counts["files damaged"], len(found.wrong)
            print(f"{site.name}: {damaged} files damaged so far, wrong: {wrong}", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        pass  # the figures so far are figures, too
    finally:
        shutil.rmtree(work)
    return found


def main() -> int:
    """Damage, print the figures, and tell by the status whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--batches", type=int, default=4, help="parts that a site's files are damaged in (4)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", metavar="SITE", help="the one site to damage")
    options = parser.parse_args()
    sites = [path for path in sorted(options.folder.iterdir()) if path.is_dir()]
    begin = time.monotonic()
    found = trial([site for site in sites if options.only in ("", site.name)], options.batches, options.seed)
    took, place = found.slowest
    print(f"{time.monotonic() - begin:.0f} s; the slowest page took {took:.2f} s ({place})")
    for what, times in sorted(found.counts.items()):
        print(f"{times:8} {what}")
    print(f"wrong: {len(found.wrong)}")
    for line in found.wrong[:40]:
        print(f"  {line}")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
