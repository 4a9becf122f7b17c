"""Kills: `masthead freeze` is killed at random moments, over a site that changes between runs.

    python benchmarks/kills.py [--count 1000] [--seed 0]

Each round writes another edition of a site, starts a freeze of it, kills that with SIGKILL, and lets the next
freeze run. Runs are copies of a process that has imported Masthead, so that no kill is spent on the start of
Python; half of them are killed at any moment, half while files are swapped. After each kill the destination
has to be wholly old or wholly new once the journal is followed, files of others as they were, and no process
left; after the next freeze it has to be the new edition. Prints the figures; the status is 1 when a kill did
harm.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from masthead.cli import main as masthead
from masthead.freeze import freeze_folder
from masthead.journal import MANIFEST
from masthead.publish import staging

Files = Mapping[str, bytes]

EDITIONS = 6
PAGES = 60
"""How many pages the largest edition has: enough that several processes make it."""
STRANGERS: Files = {
    ".git/config": b"[core]",
    "CNAME": b"lab.example",
    "post/page-3/notes.txt": b"mine",
    "deep/er/thesis.tex": b"ten years",
}
"""What others keep in the destination."""
LIMIT = 60.0
"""Seconds after which a run hangs."""


@dataclass(slots=True)
class Found:
    """What came of the kills: how often what happened, and what was wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def edition(number: int) -> dict[str, bytes]:
    """The files of one edition: pages that change, come, go, and turn from files into folders."""
    files = {
        "masthead.yaml": f"title: Edition {number}\nbaseURL: https://lab.example/\n".encode(),
        "content/_index.md": f"---\ntitle: Home\n---\nEdition {number}.\n".encode(),
        "static/style.css": f"/* {number} */".encode(),
    }
    for page in range(PAGES if number == 0 else 10 + number):
        text = f"---\ntitle: Page {page}\n---\nEdition {number if page % 2 else number % 2}.\n"
        files[f"content/post/page-{page}.md"] = text.encode()
    name = "static/thing" if number % 2 else "static/thing/inner.txt"
    files[name] = f"thing {number}".encode()
    return files


def write_site(site: Path, files: Files) -> None:
    """Make a folder hold just these files, beside what Masthead keeps there."""
    for path in sorted(site.rglob("*"), reverse=True):
        name = path.relative_to(site).as_posix()
        if name.startswith(".masthead"):
            continue
        if path.is_dir():
            with suppress(OSError):
                path.rmdir()
        elif name not in files:
            path.unlink()
    for name, content in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        if not (site / name).is_file() or (site / name).read_bytes() != content:
            (site / name).write_bytes(content)


def read(folder: Path) -> dict[str, bytes]:
    """All files but the manifest and the lock."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def start(site: Path, destination: Path, log: Path) -> int:
    """Start a freeze in a copy of this process, at the head of a group of its own; its process id."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    try:
        masthead(["freeze", str(site), str(destination), "--jobs", "2"], standalone_mode=False)
    except SystemExit as ending:
        os._exit(ending.code if isinstance(ending.code, int) else 1)
    finally:
        sys.excepthook(*sys.exc_info()) if sys.exc_info()[1] else None
        os._exit(70)


def ended(child: int) -> int:
    """Wait for a run; its exit status, negative for a signal. Raises TimeoutError for one that hangs."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.killpg(child, signal.SIGKILL)
    raise TimeoutError(f"a freeze took over {LIMIT:.0f} s")


def is_left(group: int) -> bool:
    """Whether a process of a group is still there after a while."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.01)
    return True


def kill(child: int, moment: float, journal: Path | None) -> int:
    """Kill a run some seconds after its start, or after its journal is there; gives its status."""
    end = time.monotonic() + LIMIT
    if journal is not None:
        while not journal.exists() and time.monotonic() < end and not _is_over(child):
            pass
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    return ended(child)


def _is_over(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


@dataclass(slots=True)
class Trial:
    """The site, its destination, and what each edition has to become."""

    base: Path
    chance: random.Random
    expected: list[Files] = field(default_factory=list)
    shown: int = 0
    usual: float = 1.0

    @property
    def site(self) -> Path:
        """The folder of the site."""
        return self.base / "site"

    @property
    def destination(self) -> Path:
        """The folder that is published to."""
        return self.base / "www" / "build"

    def prepare(self) -> None:
        """Freeze every edition once where nothing disturbs, and the first one with others' files beside."""
        for number in range(EDITIONS):
            write_site(self.base / "calm", edition(number))
            freeze_folder(self.base / "calm", self.base / "made", jobs=1)
            self.expected.append(read(self.base / "made"))
        write_site(self.site, edition(0))
        self.freeze()
        for name, content in STRANGERS.items():
            (self.destination / name).parent.mkdir(parents=True, exist_ok=True)
            (self.destination / name).write_bytes(content)

    def freeze(self) -> int:
        """Let a freeze run to its end."""
        log = self.base / "log"
        begin = time.monotonic()
        status = ended(start(self.site, self.destination, log))
        self.usual = 0.8 * self.usual + 0.2 * (time.monotonic() - begin)
        return status

    def state(self, new: int) -> str:
        """Which edition the destination holds: old, new, or mixed."""
        found = read(self.destination)
        for name, number in (("old", self.shown), ("new", new)):
            if found == {**self.expected[number], **STRANGERS}:
                return name
        return "mixed"

    def round(self, found: Found) -> None:
        """Kill one freeze of another edition, look, and freeze again."""
        new = self.chance.choice([number for number in range(EDITIONS) if number != self.shown])
        write_site(self.site, edition(new))
        journal = self.destination.parent / ".build.masthead-staging" / "journal.json"
        swapping = self.chance.random() < 0.5
        moment = self.chance.random() * (0.02 if swapping else self.usual * 1.1)
        child = start(self.site, self.destination, self.base / "log")
        status = kill(child, moment, journal if swapping else None)
        found.counts["killed" if status == -signal.SIGKILL else "had ended"] += 1
        if status not in (0, -signal.SIGKILL):
            found.wrong.append(f"status {status}: {(self.base / 'log').read_text()}")
        if is_left(child):
            found.wrong.append("a process was left")
        found.counts[f"as it was left: {self.state(new)}"] += 1
        with staging(self.destination):
            pass
        state = self.state(new)
        found.counts[f"after the journal: {state}"] += 1
        if state == "mixed":
            found.wrong.append(f"edition {self.shown} to {new}, killed after {moment:.4f} s: mixed")
        status = self.freeze()
        self._judge(found, new, status)
        self.shown = new

    def _judge(self, found: Found, new: int, status: int) -> None:
        log = (self.base / "log").read_text()
        if status or "Traceback" in log:
            found.wrong.append(f"the next freeze ended with {status}: {log}")
        elif self.state(new) != "new":
            found.wrong.append(f"the next freeze did not make edition {new}")
        else:
            found.counts["the next freeze made it new"] += 1
        beside = sorted(entry.name for entry in self.destination.parent.iterdir())
        if beside != ["build"]:
            found.wrong.append(f"left behind: {beside}")


def trial(count: int, seed: int) -> Found:
    """Kill as many freezes; what came of it."""
    base = Path(tempfile.mkdtemp(prefix="masthead-kills-"))
    found = Found()
    try:
        tried = Trial(base, random.Random(seed))
        tried.prepare()
        while found.counts["killed"] < count and len(found.wrong) < 20:
            tried.round(found)
    except KeyboardInterrupt:
        pass  # the figures so far are figures, too
    finally:
        shutil.rmtree(base)
    return found


def main() -> int:
    """Kill, print the figures, and tell by the status whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    begin = time.monotonic()
    found = trial(options.count, options.seed)
    print(f"{found.counts['killed']} kills in {time.monotonic() - begin:.0f} s")
    for what, times in sorted(found.counts.items()):
        print(f"{times:6} {what}")
    print(f"wrong: {len(found.wrong)}")
    for line in found.wrong:
        print(f"  {line}")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
