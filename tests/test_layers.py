"""The parts of the engine stand in one order, and each imports only from those above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import masthead

PACKAGE = Path(masthead.__file__).parent

ORDER = (
    "errors", "lazily", "compiled", "nesting", "paths", "transliteration", "cache", "listing", "palette",
    "scales", "utilities", "color", "packs", "stylesheets", "citations",
    "config", "content", "markup", "media", "context", "blocks", "layouts", "sitemap", "feeds",
    "documents", "schema", "metadata",
    "excerpts", "extensions", "lenient", "jsonschema", "search", "kept", "website", "templating",
    "sending", "render", "routes", "journal", "destination", "publish", "freezing", "freeze", "reports",
    "console", "check", "watching", "commands", "app", "live", "devserver", "afresh", "authoring", "editors",
    "starter", "making", "deploying", "cli",
)  # fmt: skip
"""From the ground up; a new part is given its place here."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(module: str) -> str:
    """The part that a module belongs to: `masthead.content.urls` is of `content`."""
    return module.removeprefix("masthead").strip(".").partition(".")[0]


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of every module of the engine that is imported, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the whole name of the module"
            within = [f"{node.module}.{alias.name}" for alias in node.names]
            names = within if node.module == "masthead" else [node.module or ""]
            yield from ((node.lineno, name) for name in names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_downwards_only(path: Path) -> None:
    own = part_of(name_of(path))
    if own in ("", "__main__"):
        return
    tree = ast.parse(path.read_text("utf-8"))
    breaches = [
        f"{path.relative_to(PACKAGE)}:{line} imports {module}"
        for line, module in imports(tree)
        if module.split(".")[0] == "masthead" and _rank(part_of(module)) > _rank(own)
    ]
    assert breaches == []


def _rank(part: str) -> int:
    assert part in ORDER, f"{part!r} has no place in the order of parts"
    return ORDER.index(part)
