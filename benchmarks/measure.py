"""Run a command and tell what it cost: wall time, CPU time and memory, of its whole tree of processes."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: seconds on the wall, seconds of CPU (user and system), and bytes of memory.

    CPU counts the command and every process below it that was waited for. Memory is the peak resident size
    of the largest process among them (`ru_maxrss` of `wait4`), not their sum; it is never less than the size
    of the process that measures, which the kernel counts until the command has started.
    """

    wall: float
    cpu: float
    memory: int


class CommandError(Exception):
    """A command that failed, with what it said."""


def measure(command: Sequence[str | Path], folder: Path) -> Sample:
    """Run a command in a folder, after what was written before has reached the disk.

    Raises CommandError when it fails.
    """
    log = folder / "benchmark.log"
    os.sync()
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = log.read_text("utf-8", "replace")[-3000:]
        raise CommandError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def first_line(command: Sequence[str | Path]) -> str:
    """The first line that a command prints, as `--version` does."""
    said = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    return (said.stdout or said.stderr).strip().splitlines()[0]
