"""A site to start from: the demo, copied."""

from __future__ import annotations

import shutil
from pathlib import Path

from masthead.errors import ContentError, Level, Problem, Where
from masthead.paths import bundled

PARTS = ("content", "masthead.yaml", "app.py")
"""What a new site is made of."""


def new_site(folder: Path) -> list[Path]:
    """Copy the starter into a new or empty folder; gives back what it holds then.

    Raises ContentError when something is there already: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{str(folder)!r} is there already and not empty."
        raise ContentError(Problem(message, Where(str(folder)), "Name another folder.", Level.ERROR))
    folder.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        source = bundled(name)
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copyfile(source, folder / name)
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
