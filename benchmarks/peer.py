"""What a program has to tell so that its runs can be measured beside those of others."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "peers"

Command = list[str | Path]


@dataclass(frozen=True, slots=True)
class Tools:
    """Where `install.py` put the programs."""

    root: Path

    @property
    def python(self) -> Path:
        """The interpreter that has the Python packages."""
        return self.root / "venv/bin/python"

    def script(self, name: str) -> Path:
        """A program that a Python package brings along."""
        return self.root / "venv/bin" / name

    def package(self, pattern: str) -> Path:
        """A file in the Python packages."""
        return next(
            iter(sorted(self.root.glob(f"venv/lib/python*/site-packages/{pattern}"))), self.root / pattern
        )

    def module(self, path: str) -> Path:
        """A file in the Node packages."""
        return self.root / "node_modules" / path


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that makes a site.

    `program` is the file without which it is not installed, `build` the command that makes a project's
    pages in a destination, run in the project's folder. `frame` is the template that is around every page,
    `caches` are patterns of what has to go before a run counts as cold; both are below the project. `lists`
    says whether it makes the lists, tags and feeds of `generate.py --lists`, too.
    """

    name: str
    program: Callable[[Tools], Path]
    version: Callable[[Tools], str]
    build: Callable[[Tools, Path], Command]
    frame: str
    caches: tuple[str, ...] = ()
    lists: bool = False

    def prepare(self, site: Path, project: Path, *, lists: bool = False) -> None:
        """Make a project of a generated site and this peer's own templates and settings."""
        shutil.copytree(site, project)
        own = [FOLDER / self.name, *([FOLDER / f"{self.name}-lists"] if lists else [])]
        for folder in filter(Path.exists, own):
            shutil.copytree(folder, project, dirs_exist_ok=True)

    def forget(self, project: Path) -> None:
        """Remove the caches."""
        for path in (path for pattern in self.caches for path in project.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
