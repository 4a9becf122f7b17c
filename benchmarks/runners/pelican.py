"""Pelican, with a reader of this kind of front matter; all files are its pages."""

from __future__ import annotations

from pathlib import Path

from measure import first_line
from peer import Command, Peer, Tools


def program(tools: Tools) -> Path:
    """Pelican's own command."""
    return tools.script("pelican")


def build(tools: Tools, destination: Path) -> Command:
    """Its caches are off, as they are by default."""
    return [program(tools), "content", "--settings", "pelicanconf.py", "--output", destination, "--quiet"]


PEER = Peer(
    "pelican",
    program=program,
    version=lambda tools: first_line([program(tools), "--version"]),
    build=build,
    frame="templates/base.html",
    caches=("cache",),
)
