"""Nikola, with a theme of its own, and told which pages a page depends on: it makes what changed alone."""

from __future__ import annotations

from pathlib import Path

from measure import first_line
from peer import Command, Peer, Tools


def program(tools: Tools) -> Path:
    """Nikola's own command."""
    return tools.script("nikola")


def build(tools: Tools, destination: Path) -> Command:
    """The destination is part of the settings, which read it from the environment."""
    return ["env", f"OUTPUT={destination}", program(tools), "build", "--quiet"]


PEER = Peer(
    "nikola",
    program=program,
    version=lambda tools: first_line([program(tools), "--version"]).rpartition(" ")[2],
    build=build,
    frame="themes/bench/templates/base.tmpl",
    caches=("cache", ".doit.db*"),
)
