"""One settings file → `Settings`: YAML, JSON and TOML, with the line of every key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import yaml

from masthead.config.settings import Path, Place, Settings
from masthead.errors import ContentError, Level, Problem, Problems, Where, key_path
from masthead.nesting import TOO_DEEP, TooDeepError, keys_at_fault, read_toml, too_deep_at

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

_NUMBERS: dict[str, type[int] | type[float]] = {
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
}
MOST_VALUES = 100_000
"""How many values one file of settings may stand for."""

_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TOML_LINE = re.compile(r"\s*(?:\[\[?\s*(?P<table>[^\]]+?)\s*\]\]?|(?P<key>[\w.\"'-]+)\s*=)")


def read_settings(file: File, name: str, problems: Problems, prefix: str = "") -> Settings:
    """The settings in a YAML, JSON or TOML file; empty, with an error noted, when it cannot be read.

    `name` is the file's name in messages, `prefix` what its keys are below (`params.`).
    """
    try:
        text = file.read_text("utf-8-sig")
        reader = _read_toml if file.suffix == ".toml" else _read_yaml
        return reader(text, name, problems, prefix)
    except ContentError as error:
        problems.add(*error.problems)
    except UnicodeDecodeError:
        problems.error("The file is not encoded as UTF-8.", Where(name), "Save it as UTF-8.")
    except OSError as error:
        problems.error(f"The file cannot be read: {error.strerror}.", Where(name))
    return Settings({}, {(): Place(Where(name), prefix.rstrip("."))})


class _Tree:
    """Collects the values and places of one file."""

    def __init__(self, name: str, prefix: str, problems: Problems) -> None:
        self.name, self.prefix, self.problems = name, prefix, problems
        self.places: dict[Path, Place] = {(): Place(Where(name, 1), prefix.rstrip("."))}
        self._open: set[int] = set()

    def note(self, path: Path, line: int) -> None:
        """Remember the line (from 1) of the value at a path, which has its keys as they were written."""
        if len(self.places) > MOST_VALUES:
            hint = "Write out what is repeated with '*'."
            raise _error(
                f"Settings may not hold more than {MOST_VALUES} values.", Where(self.name, line), hint
            )
        lowered = tuple(step.lower() if isinstance(step, str) else step for step in path)
        key = self.prefix + ".".join(map(str, path))
        self.places[lowered] = Place(Where(self.name, line, key), key)

    def value(self, node: yaml.Node, path: Path, loader: Loader) -> Any:
        """The plain value of a YAML node; None for null."""
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if id(node) in self._open:
            raise _error("A YAML alias contains itself.", Where(self.name, node.start_mark.line + 1))
        self._open.add(id(node))
        if isinstance(node, yaml.MappingNode):
            value: object = self._map(node, path, loader)
        else:
            value = self._list(node, path, loader)
        self._open.discard(id(node))
        return value

    def _map(self, node: yaml.MappingNode, path: Path, loader: Loader) -> dict[str, Any]:
        self._warn_of_duplicates(node)
        loader.flatten_mapping(node)
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                continue
            here = (*path, key_node.value)
            self.note(here, key_node.start_mark.line + 1)
            values.pop(key_node.value.lower(), None)
            if (value := self.value(value_node, here, loader)) is not None:
                values[key_node.value.lower()] = value
        return values

    def _list(self, node: yaml.Node, path: Path, loader: Loader) -> list[Any]:
        values: list[Any] = []
        for item in node.value:
            here = (*path, len(values))
            self.note(here, item.start_mark.line + 1)
            if (value := self.value(item, here, loader)) is not None:
                values.append(value)
        return values

    def _warn_of_duplicates(self, node: yaml.Node) -> None:
        seen: dict[str, int] = {}
        for key_node, _ in node.value:
            key, line = str(key_node.value).lower(), key_node.start_mark.line + 1
            if key in seen and key != "<<":
                message = f"'{key_node.value}' stands here a second time; the first is on line {seen[key]}."
                self.problems.warn(message, Where(self.name, line), "Delete one; the last counts.")
            seen[key] = line


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    """`true`, `false` and plain numbers; all else stays text.

    `no` is Norwegian, `12:30` no number of seconds, and `01234` a postal code that keeps its zero.
    """
    text: str = node.value
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if node.tag in _NUMBERS:
        number = _NUMBERS[node.tag](text) if _PLAIN_NUMBER.fullmatch(text) else text
        return number if str(number) == text else text
    return text


def _error(message: str, where: Where, hint: str = "") -> ContentError:
    return ContentError(Problem(message, where, hint, Level.ERROR))


def _too_deep(where: Where) -> ContentError:
    return _error(f"{TOO_DEEP.capitalize()} here.", where, "Close a bracket, or quote the text.")


def _read_yaml(text: str, name: str, problems: Problems, prefix: str) -> Settings:
    tree = _Tree(name, prefix, problems)
    try:
        deep = too_deep_at(text)
        if deep is not None:
            raise _too_deep(Where(name, text.count("\n", 0, deep) + 1))
        loader = Loader(text)
        node = loader.get_single_node()
        if node is None:
            return Settings({}, tree.places)
        if not isinstance(node, yaml.MappingNode):
            where = Where(name, node.start_mark.line + 1)
            raise _error("Settings are lines of `key: value`, but this is something else.", where)
        return Settings(tree.value(node, (), loader), tree.places)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        key = f"{prefix}{key_path(keys_at_fault(text))}".rstrip(".")
        where = Where(name, mark.line + 1 if mark else None, key)
        raise _error(f"This is no valid YAML: {error.problem}.", where, _yaml_hint(error)) from error
    except yaml.reader.ReaderError as error:
        where = Where(name, text.encode()[: error.position].count(b"\n") + 1)
        message = f"The character U+{error.character:04X} may not stand in YAML."
        raise _error(message, where, "Delete it; most editors do not show it.") from error
    except yaml.YAMLError as error:
        reason = str(error).split("\n")[0]
        raise _error(f"This is no valid YAML: {reason}.", Where(name)) from error


def _yaml_hint(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "\\t" in problem or "cannot start any token" in problem:
        return "Indent with spaces, and put quotes around text that starts with a special character."
    if "mapping values are not allowed" in problem:
        return "Put quotes around text that has a colon in it, and check the indentation."
    return "Check the indentation and the quotes."


def _read_toml(text: str, name: str, problems: Problems, prefix: str) -> Settings:
    tree = _Tree(name, prefix, problems)
    try:
        values = read_toml(text)
    except TooDeepError as error:
        raise _too_deep(Where(name, 1)) from error
    except ValueError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        message = str(error).split(" (at ")[0]
        raise _error(
            f"This is no valid TOML: {message}.", Where(name, int(found[1]) if found else None)
        ) from error
    for path, line in _toml_lines(text):
        tree.note(path, line)
    return Settings(_lowered(values), tree.places)


def _lowered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.lower(): _lowered(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_lowered(inner) for inner in value]
    return value if isinstance(value, (str, int, float)) else str(value)


def _toml_lines(text: str) -> Iterator[tuple[Path, int]]:
    """The path and the line of every table and key, as far as lines show them."""
    table: Path = ()
    counts: dict[Path, int] = {}
    for line, source in enumerate(text.splitlines(), start=1):
        found = _TOML_LINE.match(source)
        if found is None:
            continue
        if found["key"]:
            yield (*table, *_toml_keys(found["key"])), line
            continue
        table = _inside_lists(_toml_keys(found["table"]), counts)
        if source.lstrip().startswith("[["):
            counts[table] = counts.get(table, -1) + 1
            table = (*table, counts[table])
        yield table, line


def _toml_keys(dotted: str) -> Path:
    keys = re.findall(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)", dotted)
    return tuple("".join(parts) for parts in keys)


def _inside_lists(keys: Path, counts: dict[Path, int]) -> Path:
    """The path of a table, with the position of the list items that it is in."""
    path: Path = ()
    for position, key in enumerate(keys):
        path = (*path, key)
        if path in counts and position < len(keys) - 1:
            path = (*path, counts[path])
    return path
