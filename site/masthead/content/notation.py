"""YAML, TOML and JSON as plain values: types as people mean them, and the line of every key."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import Any

import yaml

from masthead.errors import ContentError, Level, Problem, Where, key_path
from masthead.nesting import (
    MAX_DEPTH,
    TOO_DEEP,
    TooDeepError,
    is_too_deep,
    keys_at_fault,
    read_toml,
    too_deep_at,
)

Key = str | int


MAX_REPEATED = 100_000
"""How many values the names behind `*` may stand for in a file, beside those that are written."""

_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?\Z")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class _Composer(yaml.CSafeLoader):
    """The C parser without YAML 1.1's guesses: `no`, `12:30` and `012` stay text, the models give types.

    No tag is worked out for a node, as nobody asks for it.
    """

    def resolve(self, *_: object) -> str:
        return ""

    def descend_resolver(self, *_: object) -> None:
        """Nothing depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """As `descend_resolver`."""


@lru_cache(maxsize=1024)
def plain_scalar(text: str) -> Any:
    """The value of an unquoted YAML scalar: null, true, false, a number, or the text as it stands.

    What would not be printed as it is written (`012`, `1.10`, `+49`) is no number. A value that stands in
    many places is held once.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-0123456789" or _NUMBER.match(text) is None:
        return text
    number = float(text) if "." in text else int(text)
    return number if str(number) == text else text


def load_yaml(text: str, file: str, first_line: int, problems: list[Problem]) -> Any:
    """Plain values of a YAML text that starts on `first_line` of `file`; duplicate keys become warnings.

    Raises ContentError, with the line, for what is no YAML.
    """
    return _Builder(text, file, first_line, problems).value(_compose(text, file, first_line))


def load_toml(text: str, file: str, first_line: int) -> dict[str, Any]:
    """Plain values of a TOML text that starts on `first_line` of `file`. ContentError for what is no TOML."""
    try:
        return read_toml(text)
    except TooDeepError as error:
        raise _too_deep(Where(file, first_line)) from error
    except ValueError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = first_line + int(found.group(1)) - 1 if found else first_line
        message = f"not valid TOML: {re.sub(r' *[(]at .*[)]', '', str(error))}."
        raise ContentError(Problem(message, Where(file, line), level=Level.ERROR)) from error


def load_json(text: str, start: int, file: str) -> tuple[dict[str, Any], int]:
    """The JSON object that starts at a place of a text, and where it ends. ContentError for what is none."""
    line = text.count("\n", 0, start) + 1
    try:
        value, end = json.JSONDecoder().raw_decode(text, start)
    except RecursionError as error:
        raise _too_deep(Where(file, line)) from error
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError):
            line = error.lineno
        message = f"not valid JSON: {str(error).partition(': line ')[0]}."
        hint = "Look at the commas, the quotes and the braces."
        raise ContentError(Problem(message, Where(file, line), hint, Level.ERROR)) from error
    if is_too_deep(value):
        raise _too_deep(Where(file, line))
    if text[end:].partition("\n")[0].strip():
        message = "text stands behind the brace that closes the front matter."
        where = Where(file, text.count("\n", 0, end) + 1)
        raise ContentError(Problem(message, where, "Begin a new line below the brace.", Level.ERROR))
    return value, end


def yaml_line(text: str, keys: Sequence[Key], first_line: int) -> int:
    """The line of a key path in a YAML text, or of the nearest key above it that is there.

    Keys ignore case; of duplicates the last counts. Raises ContentError for what is no YAML.
    """
    node = _graph(text, first_line)
    line = first_line
    for key in keys:
        child = _child(node, key)
        if child is None:
            break
        line, node = first_line + _lines_before(text, child[0].start_mark), child[1]
    return line


def toml_line(text: str, keys: Sequence[Key], first_line: int) -> int:
    """The line of the last name of a key path in a TOML text; its first line when it is not found."""
    name = next((str(key) for key in reversed(keys) if isinstance(key, str)), "")
    found = re.search(rf"^\s*(?:\[+)?[\w.\"]*?{re.escape(name)}\b", text, re.M | re.I) if name else None
    return first_line + text.count("\n", 0, found.start() + 1) if found else first_line


@lru_cache(maxsize=2)
def _graph(text: str, first_line: int) -> yaml.Node | None:
    """The nodes of a text, kept for the next problem of the same file."""
    return _compose(text, "", first_line)


def _child(node: yaml.Node | None, key: Key) -> tuple[yaml.Node, yaml.Node] | None:
    """The key's and the value's node below a node."""
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    if isinstance(node, yaml.MappingNode):
        pairs = [(k, v) for k, v in node.value if isinstance(k, yaml.ScalarNode)]
        wanted = str(key).lower()
        return next(((k, v) for k, v in reversed(pairs) if k.value.lower() == wanted), None)
    return None


def _lines_before(text: str, mark: Any) -> int:
    """Lines before a mark, as editors count them; YAML also breaks lines at U+0085, U+2028 and U+2029."""
    return text.count("\n", 0, mark.index)


def _compose(text: str, file: str, first_line: int) -> yaml.Node | None:
    loader = _Composer(text)
    try:
        _check_depth(text, file, first_line)
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        lost_key = error.context == "while scanning a simple key"  # found out on the line below it
        mark: Any = error.context_mark if lost_key else error.problem_mark or error.context_mark
        before = _lines_before(text, mark) if mark else 0
        message = f"not valid YAML: {error.problem or error.context}."
        hint = _hint(text.split("\n")[before]) if mark else ""
        where = Where(file, first_line + before, key_path(keys_at_fault(text)))
        raise ContentError(Problem(message, where, hint, Level.ERROR)) from error
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].count(b"\n")
        message = f"the character U+{error.character:04X} may not stand in YAML."
        hint = "Delete it; most editors do not show it."
        raise ContentError(Problem(message, Where(file, first_line + before), hint, Level.ERROR)) from error
    finally:
        loader.dispose()


def _check_depth(text: str, file: str, first_line: int) -> None:
    place = too_deep_at(text)
    if place is not None:
        raise _too_deep(Where(file, first_line + text.count("\n", 0, place)))


def _too_deep(where: Where) -> ContentError:
    return ContentError(
        Problem(f"{TOO_DEEP} here.", where, "Close a bracket, or quote the text.", Level.ERROR)
    )


def spelling_hint(text: str) -> str:
    """What to write in place of a character that only looks like one of YAML's; empty when there is none."""
    if wide := re.search("[\u3000\u00a0\uff1a]", text):
        return f"Write {wide.group()!r} as a plain space or colon."
    if curly := re.search("[\u201c\u201d\u2018\u2019]", text):
        return f"Write {curly.group()!r} as a straight quote."
    return ""


def _hint(line: str) -> str:
    if line.lstrip(" ").startswith("\t"):
        return "Indent with spaces, not tabs."
    if hint := spelling_hint(line):
        return hint
    if line.count(": ") > 1 or re.search(r":\s*[@`%&*!|>{\[]", line):
        return "Put the value into quotes."
    return "Look at the indentation and the quotes of this line and the one above."


class _Builder:
    """Values of a node graph in one pass; a node that is used twice is built once, and counted twice."""

    def __init__(self, text: str, file: str, first_line: int, problems: list[Problem]) -> None:
        self.text, self.file, self.first_line, self.problems = text, file, first_line, problems
        self._built: dict[int, Any] = {}
        self._open: set[int] = set()
        self._sizes: dict[int, int] = {}
        self._count = self._repeated = 0

    def value(self, node: yaml.Node | None) -> Any:
        """The value of a node. ContentError when it contains itself."""
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.style else plain_scalar(node.value)
        key = id(node)
        self._count += 1
        if key in self._built:
            self._repeat(node, self._sizes[key])
            return self._built[key]
        if key in self._open:
            hint = "Write it out instead of naming it with '*'."
            raise ContentError(
                Problem("this value contains itself.", self._where(node), hint, level=Level.ERROR)
            )
        if len(self._open) >= MAX_DEPTH:
            raise _too_deep(self._where(node))
        self._open.add(key)
        before = self._count
        if isinstance(node, yaml.SequenceNode):
            built: Any = [self.value(child) for child in node.value]
        else:
            built = self._mapping(node)
        self._open.discard(key)
        self._built[key] = built
        self._sizes[key] = self._count - before + len(node.value)
        return built

    def _repeat(self, node: yaml.Node, size: int) -> None:
        """Count the values of a node that stands here again."""
        self._count += size
        self._repeated += size
        if self._repeated > MAX_REPEATED:
            message = f"the values that are repeated with '*' are more than {MAX_REPEATED}."
            hint = "Write them out where they are needed, or leave them out."
            raise ContentError(Problem(message, self._where(node), hint, Level.ERROR))

    def _mapping(self, node: yaml.Node) -> dict[str, Any]:
        built: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(
                    Problem("a key must be a plain word; it is left out.", self._where(key_node))
                )
                continue
            key, value = intern(key_node.value), self.value(value_node)
            if key == "<<" and not key_node.style:
                for base in value if isinstance(value, list) else [value]:
                    merged = {**base, **merged} if isinstance(base, dict) else merged
                continue
            if key in built:
                hint = "The last one is used; remove the others."
                self.problems.append(
                    Problem(f"the key {key!r} stands here twice.", self._where(key_node), hint)
                )
            built[key] = value
        return {**merged, **built} if merged else built

    def _where(self, node: yaml.Node) -> Where:
        return Where(self.file, self.first_line + _lines_before(self.text, node.start_mark))
