"""Masthead as it is installed beside the Python that runs the benchmark, with its whole theme."""

from __future__ import annotations

import sys
from pathlib import Path

from measure import first_line
from peer import Command, Peer, Tools


def program(tools: Tools) -> Path:
    """The command beside this Python."""
    return Path(sys.executable).with_name("masthead")


def build(tools: Tools, destination: Path) -> Command:
    """As many worker processes as Masthead takes by itself."""
    return [program(tools), "freeze", ".", destination]


PEER = Peer(
    "masthead",
    program=program,
    version=lambda tools: first_line([program(tools), "--version"]).rpartition(" ")[2],
    build=build,
    frame="templates/masthead/base.html",
    caches=(".masthead",),
    lists=True,
)
