"""Kinds of sections that a site brings along: named in its settings, imported, with their templates."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib import import_module, invalidate_caches
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from masthead.blocks import Block
from masthead.config.model import BlockName
from masthead.errors import ContentError, Level, Problem, Problems, did_you_mean

GROUP = "masthead.blocks"
"""The entry points by which installed packages offer blocks."""

_CLASS = re.compile(r"[\w.]+:\w+\Z")


def load_blocks(names: Iterable[BlockName], root: Path, problems: Problems) -> tuple[type[Block], ...]:
    """The blocks that the settings name, `module:Class` or an entry point each.

    Modules are looked for among what is installed, then in `root`, the site's folder. What cannot be
    imported or is no block is noted as an error.
    """
    found: list[type[Block]] = []
    for named in names:
        try:
            found.append(_checked(_imported(named, root), named))
        except ContentError as error:
            problems.add(*error.problems)
    return tuple(found)


def template_folders(blocks: Iterable[type[Block]]) -> tuple[Path, ...]:
    """The folders `templates` beside the modules that blocks are written in."""
    files = (getattr(sys.modules.get(block.__module__), "__file__", None) for block in blocks)
    folders = (Path(file).parent / "templates" for file in files if file)
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def _imported(named: BlockName, root: Path) -> Any:
    entry = EntryPoint(named.name, named.name, GROUP) if _CLASS.match(named.name) else _installed(named)
    place = str(root)
    if place not in sys.path:
        sys.path.append(place)
    invalidate_caches()
    try:
        module = import_module(entry.module)
    except ImportError as error:
        hint = "Install its package, or put the module into the site's folder."
        raise _error(f"the block {named.name!r} cannot be imported: {error}.", named, hint) from error
    except SyntaxError as error:
        problem = f"the module of the block {named.name!r} cannot be read: {error}."
        raise _error(problem, named, "Mend the module.") from error
    _only_ours(module, entry.module, named, root)
    if not hasattr(module, entry.attr):
        hint = did_you_mean(entry.attr, vars(module)) or "Write 'package.module:Class'."
        raise _error(f"there is no {entry.attr!r} in {entry.module!r}.", named, hint)
    return getattr(module, entry.attr)


def _installed(named: BlockName) -> EntryPoint:
    offered = {entry.name: entry for entry in entry_points(group=GROUP)}
    if named.name in offered:
        return offered[named.name]
    hint = did_you_mean(named.name, offered) or "Install the package, or write 'package.module:Class'."
    raise _error(f"no installed package offers the block {named.name!r}.", named, hint)


def _only_ours(module: Any, name: str, named: BlockName, root: Path) -> None:
    """A module of the site's folder must not be taken for another of the same name."""
    own = root / name.replace(".", "/")
    files = [own.with_suffix(".py"), own / "__init__.py"]
    loaded = getattr(module, "__file__", None)
    if loaded and any(file.is_file() for file in files) and not Path(loaded).is_relative_to(root):
        hint = "Give the site's module another name."
        raise _error(f"{name!r} is the name of another module, {loaded}.", named, hint)


def _checked(found: Any, named: BlockName) -> type[Block]:
    if not (isinstance(found, type) and issubclass(found, Block)):
        hint = "Let it inherit from `masthead.blocks.Block`."
        raise _error(f"{named.name!r} is no block.", named, hint)
    if not getattr(found, "names", ()):
        raise _error(f"the block {named.name!r} has no names.", named, "Write `names = ('team',)` in it.")
    return found


def _error(message: str, named: BlockName, hint: str) -> ContentError:
    return ContentError(Problem(message, named.where, hint, Level.ERROR))
