"""Which settings files a site has, and all of them put together in Hugo's order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as File

from masthead.config.reading import read_settings
from masthead.config.settings import Settings, merged
from masthead.errors import Problems

EXTENSIONS = ("toml", "yaml", "yml", "json")
HUGO_NAMES = ("hugo", "config")
ENVIRONMENTS = ("_default", "production")


def hugo_files(root: File) -> list[File]:
    """Hugo's settings files of a site, those that override others last."""
    alone = next(_named(root, HUGO_NAMES), None)
    folders = [root / "config" / name for name in ENVIRONMENTS]
    inside = [
        file
        for folder in folders
        if folder.is_dir()
        for file in sorted(folder.iterdir())
        if file.suffix.lstrip(".") in EXTENSIONS and not file.name.startswith(".") and file.is_file()
    ]
    return [*([alone] if alone else []), *inside]


def masthead_file(root: File) -> File | None:
    """The settings file of Masthead's own, which overrides Hugo's."""
    return next(_named(root, ("masthead",)), None)


def hugo_version(root: File) -> str:
    """The version of Hugo that a site's `hugoblox.yaml` asks for; empty where it has none."""
    file = root / "hugoblox.yaml"
    if not file.is_file():
        return ""
    return str(read_settings(file, file.name, Problems()).get("build", "hugo_version") or "")


def _named(root: File, names: tuple[str, ...]) -> Iterator[File]:
    files = (root / f"{name}.{extension}" for name in names for extension in EXTENSIONS)
    return (file for file in files if file.is_file())


def all_settings(root: File, problems: Problems) -> Settings:
    """Every settings file of a site in one tree: `params`, `menus`, `languages` ... are keys at the top."""
    own = masthead_file(root)
    settings = Settings()
    for file in [*hugo_files(root), *([own] if own else [])]:
        path = _key_path(file)
        prefix = "".join(f"{key}." for key in path)
        read = read_settings(file, file.relative_to(root).as_posix(), problems, prefix).under(*path)
        settings = merged(settings, read)
    return settings


def _key_path(file: File) -> tuple[str, ...]:
    """Below which keys a file's settings belong: `menus.zh.yaml` → `languages zh menus`."""
    name, _, language = file.stem.lower().partition(".")
    keys = () if name in (*HUGO_NAMES, "masthead") else (name,)
    return ("languages", language, *keys) if language else keys
