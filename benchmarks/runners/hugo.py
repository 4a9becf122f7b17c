"""Hugo, with layouts of what the pages need and no more; tags and authors are looked up, not searched."""

from __future__ import annotations

from pathlib import Path

from measure import first_line
from peer import Command, Peer, Tools


def program(tools: Tools) -> Path:
    """The program itself, without the script that starts it."""
    return tools.package("hugo/binaries/hugo")


def build(tools: Tools, destination: Path) -> Command:
    """Hugo keeps no cache of pages: every run makes all of them."""
    return [program(tools), "--quiet", "--noBuildLock", "--destination", destination]


PEER = Peer(
    "hugo",
    program=program,
    version=lambda tools: first_line([program(tools), "version"]).split("-")[0],
    build=build,
    frame="layouts/baseof.html",
    caches=("resources",),
    lists=True,
)
