"""How lists and maps stand in one another: how deep they may, and where a text stops being YAML."""

from __future__ import annotations

import re
from typing import Any

import yaml

MAX_DEPTH = 100
"""How many lists and maps may stand in one another: more than anybody writes, fewer than harm a parser."""

TOO_DEEP = f"more than {MAX_DEPTH} lists and maps stand in one another"

_MARKS = "[{-?"
_OPENING = re.compile(r"[\[{]|[-?](?=\s)")


class TooDeepError(ValueError):
    """A text in which lists and maps stand in one another too deep."""

    def __init__(self) -> None:
        super().__init__(TOO_DEEP)


def read_toml(text: str) -> dict[str, Any]:
    """The values of a TOML text. Raises TooDeepError, and ValueError for what is no TOML."""
    import tomllib

    try:
        values = tomllib.loads(text)
    except RecursionError as error:
        raise TooDeepError from error
    if is_too_deep(values):
        raise TooDeepError
    return values


def too_deep_at(text: str) -> int | None:
    """Where a YAML text nests too deep, in characters from its start; None where it does not.

    Keeps text that nests without end from the C parser, whose recursion has no bounds. Raises YAMLError.
    """
    if not _may_be_too_deep(text):
        return None
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return int(event.start_mark.index) if event.start_mark else 0
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _may_be_too_deep(text: str) -> bool:
    """Whether a YAML text has as many marks of lists and maps, or spaces in a row, as it takes."""
    if "\n" + " " * MAX_DEPTH in text:
        return True
    # Far quicker than the expression, and enough for most texts.
    return sum(map(text.count, _MARKS)) >= MAX_DEPTH and len(_OPENING.findall(text)) >= MAX_DEPTH


def keys_at_fault(text: str) -> list[str | int]:
    """The path of the key at which a text stops being YAML, as far as its parser got."""
    keys: list[str | int] = []
    values: list[bool] = []  # for each list or map that is open, whether a value comes next
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionEndEvent):
                keys.pop()
                values.pop()
            elif isinstance(event, yaml.NodeEvent):
                _step(keys, values, event)
                if isinstance(event, yaml.CollectionStartEvent):
                    keys.append(-1 if isinstance(event, yaml.SequenceStartEvent) else "")
                    values.append(isinstance(event, yaml.SequenceStartEvent))
    except yaml.YAMLError:
        pass
    return [key for key in keys if key not in (-1, "")]


def _step(keys: list[str | int], values: list[bool], event: yaml.NodeEvent) -> None:
    """Take the next item of the list, or the next key or value of the map, that is open."""
    last = keys[-1] if keys else ""
    if isinstance(last, int):
        keys[-1] = last + 1
    elif keys:
        if not values[-1]:
            keys[-1] = event.value if isinstance(event, yaml.ScalarEvent) else ""
        values[-1] = not values[-1]


def is_too_deep(value: Any) -> bool:
    """Whether lists and maps stand in one another too deep in a value."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
    return bool(level)
