"""Sites to start from, copied: the demo of a lab, a CV, a project's page, and pages in a Flask app."""

from __future__ import annotations

import shutil
from pathlib import Path

from masthead.editors import editor_files
from masthead.errors import ContentError, Level, Problem, Where
from masthead.paths import bundled

PARTS = ("content", "masthead.yaml", "app.py")
"""What the demo is made of."""

TEMPLATES = ("lab", "cv", "project", "flask")
"""The sites to start from; the demo is the first, the others stand in starters/."""

_IGNORED = "/build/\n/.masthead/\n__pycache__/\n"


def new_site(folder: Path, template: str = TEMPLATES[0]) -> list[Path]:
    """Copy a site to start from into a new or empty folder; gives back what it holds then.

    Raises ContentError when something is there already: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{str(folder)!r} is there already and not empty."
        raise ContentError(Problem(message, Where(str(folder)), "Name another folder.", Level.ERROR))
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources(template):
        if source.is_dir():
            shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, folder / source.name)
    for name, text in {**editor_files(), ".gitignore": _IGNORED}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def sources(template: str) -> list[Path]:
    """What a site to start from is copied from; one without an `app.py` of its own gets the demo's."""
    if template == TEMPLATES[0]:
        return [bundled(name) for name in PARTS]
    own = sorted(path for path in bundled(f"starters/{template}").iterdir() if not path.name.startswith("."))
    return own if any(path.name == "app.py" for path in own) else [*own, bundled("app.py")]
