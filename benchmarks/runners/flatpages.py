"""Flask-FlatPages with Frozen-Flask: a small app of views over the pages, frozen by its URL generators."""

from __future__ import annotations

from pathlib import Path

from measure import first_line
from peer import Command, Peer, Tools

VERSIONS = (
    "from importlib.metadata import version; "
    "print(version('flask-flatpages'), '+ Frozen-Flask', version('frozen-flask'))"
)


def build(tools: Tools, destination: Path) -> Command:
    """The app freezes itself into the folder that it is told."""
    return [tools.python, "app.py", destination]


PEER = Peer(
    "flatpages",
    program=lambda tools: tools.package("flask_flatpages/__init__.py"),
    version=lambda tools: first_line([tools.python, "-c", VERSIONS]),
    build=build,
    frame="templates/base.html",
)
