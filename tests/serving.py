"""What tests of servers share: programs that may be lacking, free ports, asking until one answers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def program(name: str) -> str:
    """Where a program is; without it the test is skipped, and fails under CI=true."""
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))
    if found is None:
        message = f"there is no {name} here: apt-get install {name}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def ask(url: str, **headers: str) -> Answer:
    """What a server answers, whatever the status; `headers` have underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    opener = urllib.request.build_opener(_NoRedirects)
    try:
        with opener.open(urllib.request.Request(url, headers=named), timeout=20) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


@contextmanager
def running(command: Sequence[str], url: str, cwd: Path) -> Iterator[None]:
    """Run a server until the end of the `with` statement, from when it answers at a URL."""
    with (
        (cwd / "server.log").open("w") as log,
        subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log) as server,
    ):
        try:
            for _ in range(600):
                assert server.poll() is None, (cwd / "server.log").read_text()
                try:
                    ask(url)
                    break
                except OSError:
                    time.sleep(0.1)
            yield
        finally:
            server.terminate()
