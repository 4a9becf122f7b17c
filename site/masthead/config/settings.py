"""Settings as read from files: a tree of plain values that knows where each of them was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from masthead.errors import Problems, Where

Path = tuple[str | int, ...]
"""Keys (in lower case) and list positions that lead to a value."""


class Place(Struct, frozen=True):
    """Where a setting was written, and its dotted key as the author knows it."""

    where: Where
    key: str

    def __str__(self) -> str:
        return f"{self.where}: {self.key}"


class Settings(Struct, frozen=True):
    """A tree of maps, lists and scalars without nulls; keys are in lower case, as Hugo ignores their case."""

    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[Path, Place] = field(default_factory=dict)

    def get(self, *path: str | int) -> Any:
        """The value at a path, or None."""
        value: Any = self.values
        for step in path:
            if isinstance(step, int):
                value = value[step] if isinstance(value, list) and step < len(value) else None
            else:
                value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def place(self, *path: str | int) -> Place:
        """Where the value at a path was written, or the nearest map or list around it."""
        for end in range(len(path), -1, -1):
            if found := self.places.get(path[:end]):
                return found
        return Place(Where("settings"), ".".join(map(str, path)))

    def at(self, *path: str | int) -> Settings:
        """The settings below a path; empty when there is no map."""
        value = self.get(*path)
        size = len(path)
        places = {p[size:]: place for p, place in self.places.items() if p[:size] == path}
        return Settings(value if isinstance(value, Mapping) else {}, places)

    def under(self, *path: str) -> Settings:
        """The same settings one or more keys deeper."""
        values: Mapping[str, Any] = self.values
        for key in reversed(path):
            values = {key: values}
        return Settings(values, {(*path, *p): place for p, place in self.places.items()})

    def without(self, *keys: str) -> Settings:
        """The same settings less some keys at the top."""
        values = {key: value for key, value in self.values.items() if key not in keys}
        return Settings(values, {p: place for p, place in self.places.items() if not p or p[0] not in keys})

    def leaves(self) -> Iterator[Path]:
        """The paths to everything that is no map."""
        yield from _leaves(self.values, ())


def _leaves(values: Mapping[str, Any], path: Path) -> Iterator[Path]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key)


def merged(base: Settings, over: Settings) -> Settings:
    """Both trees in one: maps are joined at every depth, anything else of `over` replaces that of `base`."""
    return Settings(_merged(base.values, over.values), {**base.places, **over.places})


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(base)
    for key, value in over.items():
        old = both.get(key)
        both[key] = _merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return both


def renamed(settings: Settings, names: Mapping[str, str]) -> tuple[Settings, Settings]:
    """Settings under the names of a model, and those that no name fits.

    `names` maps a dotted key (or the dotted beginning of many keys) to its new one; the longest match wins.
    Where several keys get one name, the first in `names` that is not empty counts; a value leaves no room
    for others below it.
    """
    ranks = {old: rank for rank, old in enumerate(names)}
    found: list[tuple[int, bool, int, Path, Path]] = []
    rest: list[Path] = []
    for path in settings.leaves():
        old, new = _new_path(path, names)
        if new:
            found.append((len(new), settings.get(*path) in ("", []), ranks[old], new, path))
        else:
            rest.append(path)
    found.sort(key=lambda entry: entry[:3])
    taken, left = _picked(settings, [(new, path) for *_, new, path in found])
    return taken, _picked(settings, [(path, path) for path in (*rest, *left)])[0]


def _new_path(path: Path, names: Mapping[str, str]) -> tuple[str, Path]:
    for end in range(len(path), 0, -1):
        old = ".".join(map(str, path[:end]))
        if old in names:
            return old, (*names[old].split("."), *path[end:])
    return "", ()


def _picked(settings: Settings, moves: list[tuple[Path, Path]]) -> tuple[Settings, list[Path]]:
    """The settings at the second path of each pair, put at the first; and those whose place was taken."""
    values: dict[str, Any] = {}
    places: dict[Path, Place] = {}
    left: list[Path] = []
    for new, old in moves:
        if not _put(values, new, settings.get(*old)):
            left.append(old)
            continue
        inner = settings.at(*old).places or {(): settings.place(*old)}
        places |= {(*new, *p): place for p, place in inner.items()}
        for up in range(1, min(len(new), len(old))):
            places.setdefault(new[:-up], settings.place(*old[:-up]))
    return Settings(values, places), left


def _put(values: dict[str, Any], path: Path, value: Any) -> bool:
    for step in path[:-1]:
        values = values.setdefault(str(step), {})
        if not isinstance(values, dict):
            return False
    key = str(path[-1])
    return values.setdefault(key, value) is value


def unused_in(settings: Settings) -> list[Place]:
    """The places of all values that are not empty, less what only tells Hugo how to merge."""
    paths = (path for path in settings.leaves() if path[-1] != "_merge")
    return [settings.place(*path) for path in paths if settings.get(*path) not in ("", [])]


def map_at(settings: Settings, problems: Problems, *path: str) -> Settings:
    """The settings below a path; a warning when something else than a map stands there."""
    value = settings.get(*path)
    if value is not None and value != "" and not isinstance(value, Mapping):
        place = settings.place(*path)
        problems.warn(f"`{place.key}` has to hold `key: value` lines.", place.where, "It is left out.")
    return settings.at(*path)
