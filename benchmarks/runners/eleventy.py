"""Eleventy, with Nunjucks layouts; terms and authors are looked up in maps that are made once."""

from __future__ import annotations

import os.path
from pathlib import Path

from measure import first_line
from peer import Command, Peer, Tools


def program(tools: Tools) -> Path:
    """Eleventy's command, which Node runs."""
    return tools.module("@11ty/eleventy/cmd.cjs")


def build(tools: Tools, destination: Path) -> Command:
    """Eleventy wants its output relative to the project."""
    output = os.path.relpath(destination, destination.parent.parent / "eleventy")
    return ["node", program(tools), "--quiet", "--output", output]


PEER = Peer(
    "eleventy",
    program=program,
    version=lambda tools: first_line(["node", program(tools), "--version"]),
    build=build,
    frame="_includes/base.njk",
    caches=(".cache",),
)
