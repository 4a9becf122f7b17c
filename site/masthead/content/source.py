"""A content file: its front matter with the line of every key, and its body, read when asked for."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from masthead.errors import ContentError, Level, Problem, Where

Key = str | int

KNOWN_FIRST_KEYS = frozenset(
    {"title", "date", "type", "widget", "authors", "headless", "draft", "weight", "name"}
)
_FENCE = re.compile(r"^(---|\+\+\+)[ \t]*$", re.M)
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z|[-+]?[0-9]+[eE][-+]?[0-9]+\Z")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | dict.fromkeys(
    ("true", "True", "TRUE"), True
)
_WORDS |= dict.fromkeys(("false", "False", "FALSE"), False)


class _Composer(yaml.CSafeLoader):
    """The C parser without YAML 1.1's guesses: `no`, `12:30` and `012` stay text, the models give types."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  (PyYAML's own attribute)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells an unchanged file without reading it: its modification time (ns) and size (bytes)."""

    mtime_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of a file on disk; OSError when it is not there."""
        stat = path.stat()
        return cls(stat.st_mtime_ns, stat.st_size)


@dataclass(frozen=True, slots=True)
class Source:
    """One file with front matter.

    `file` is its path from the site's root, for messages; `digest` a hash of its bytes; `meta` the front
    matter as plain values with lower-case top-level keys; `body_line` the line on which the body starts.
    """

    path: Path
    file: str
    digest: bytes
    meta: Mapping[str, Any]
    body_line: int
    problems: tuple[Problem, ...] = ()

    def body(self) -> str:
        """The text below the front matter, read now; its first line is `body_line`."""
        text = decode(self.path.read_bytes(), self.file)
        return text.split("\n", self.body_line - 1)[-1] if text.count("\n") >= self.body_line - 1 else ""

    def line(self, *keys: Key) -> int | None:
        """The line of a key, or of the nearest key above it that stands in the file."""
        try:
            text = decode(self.path.read_bytes(), self.file)
            return key_line(text, keys)
        except (OSError, ContentError):
            return None

    def where(self, *keys: Key) -> Where:
        """The place of a key, for messages."""
        return Where(self.file, self.line(*keys) if keys else None)


def read_source(path: Path, file: str) -> Source:
    """Read a content file's front matter. ContentError when it cannot be decoded or parsed."""
    data = path.read_bytes()
    text = decode(data, file)
    handler = _Handler(file)
    meta, _ = frontmatter.parse(text, handler=handler)
    return Source(path, file, _digest(data), lowered(meta), handler.body_line, tuple(handler.problems))


def read_data(path: Path, file: str) -> Source:
    """Read a data file (YAML or TOML) as a source that has no body."""
    data = path.read_bytes()
    text = decode(data, file)
    problems: list[Problem] = []
    value = _load_toml(text, file, 1) if path.suffix == ".toml" else load_yaml(text, file, 1, problems)
    if value is not None and not isinstance(value, dict):
        problem = Problem(
            "this data file holds no map of keys and values.", Where(file, 1), level=Level.ERROR
        )
        raise ContentError(problem)
    return Source(path, file, _digest(data), lowered(value or {}), text.count("\n") + 2, tuple(problems))


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def lowered(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Front matter with lower-case top-level keys, and Hugo's `params:` map laid beside them."""
    values = {str(key).lower(): value for key, value in meta.items()}
    params = values.pop("params", None)
    return {**lowered(params), **values} if isinstance(params, dict) else values


def decode(data: bytes, file: str) -> str:
    """Text of a file: UTF-8 with or without a byte order mark, any line ending. ContentError if it is not."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save the file as UTF-8."
        problem = Problem(
            f"byte {data[error.start]:#04x} is not UTF-8.", Where(file, line), hint, Level.ERROR
        )
        raise ContentError(problem) from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _Handler(BaseHandler):
    """python-frontmatter's hook: strict about fences, and it remembers where the body starts."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.body_line = 1
        self.problems: list[Problem] = []
        self._first_line = 1
        self._load: Any = load_yaml

    def detect(self, text: str) -> bool:
        return True

    def split(self, text: str) -> tuple[str, str]:
        """The front matter and the body. ValueError, as python-frontmatter wants it, when there is none."""
        lead = len(text) - len(text.lstrip("\n \t"))
        opening = _FENCE.match(text, lead)
        if opening is None:
            return self._bare(text)
        fence = opening.group(1)
        self._first_line = text.count("\n", 0, opening.end()) + 1
        closing = next((m for m in _FENCE.finditer(text, opening.end()) if m.group(1) == fence), None)
        if closing is None:
            message = (
                f"the front matter that starts here is never closed: there is no second line of {fence!r}."
            )
            where = Where(self.file, self._first_line)
            raise ContentError(
                Problem(message, where, f"Add a line {fence!r} below its last key.", Level.ERROR)
            )
        if fence == "+++":
            self._load = lambda text, file, line, problems: _load_toml(text, file, line)
        self.body_line = text.count("\n", 0, closing.end()) + 2
        return text[opening.end() + 1 : closing.start()], text[closing.end() + 1 :]

    def load(self, text: str) -> Any:
        value = self._load(text, self.file, self._first_line + (self.body_line > 1), self.problems)
        if value is None or isinstance(value, dict):
            return value or {}
        where = Where(self.file, self._first_line)
        raise ContentError(
            Problem("the front matter is no map of keys and values.", where, level=Level.ERROR)
        )

    def _bare(self, text: str) -> tuple[str, str]:
        """A file whose opening fence was forgotten: its keys are used, with a warning."""
        first = re.match(r"\s*([A-Za-z_]+):(?:\s|$)", text)
        if first is None or first.group(1).lower() not in KNOWN_FIRST_KEYS:
            raise ValueError
        closing = _FENCE.search(text)
        self.problems.append(
            Problem(
                "this file starts with keys but no '---'.",
                Where(self.file, 1),
                "Add a line '---' above them.",
            )
        )
        if closing is None:
            self.body_line = text.count("\n") + 2
            self._first_line = 0
            return text, ""
        self.body_line = text.count("\n", 0, closing.end()) + 2
        self._first_line = 0
        return text[: closing.start()], text[closing.end() + 1 :]


def load_yaml(text: str, file: str, first_line: int, problems: list[Problem]) -> Any:
    """Plain values of a YAML text that starts on `first_line` of `file`; duplicate keys become warnings."""
    return _Builder(file, first_line, problems).value(_compose(text, file, first_line))


def _compose(text: str, file: str, first_line: int) -> yaml.Node | None:
    loader = _Composer(text)
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else None
        message = f"not valid YAML: {error.problem or error.context}."
        raise ContentError(
            Problem(message, Where(file, line), _yaml_hint(text, mark), Level.ERROR)
        ) from error
    except yaml.YAMLError as error:
        message = f"not valid YAML: {' '.join(str(error).split())}."
        raise ContentError(Problem(message, Where(file, first_line), level=Level.ERROR)) from error
    finally:
        loader.dispose()


def _yaml_hint(text: str, mark: Any) -> str:
    lines = text.split("\n")
    if mark is None or mark.line >= len(lines):
        return ""
    line = lines[mark.line]
    if line.lstrip(" ").startswith("\t"):
        return "Indent with spaces, not tabs."
    if line.count(": ") > 1 or re.search(r":\s*[@`%&*!|>{\[]", line):
        return "Put the value into quotes."
    return "Look at the indentation and the quotes of this line and the one above."


class _Builder:
    """Values of a node graph in one pass; a node that is used twice is built once."""

    def __init__(self, file: str, first_line: int, problems: list[Problem]) -> None:
        self.file, self.first_line, self.problems = file, first_line, problems
        self._built: dict[int, Any] = {}
        self._open: set[int] = set()

    def value(self, node: yaml.Node | None) -> Any:
        """The value of a node. ContentError when it contains itself."""
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode):
            return plain_scalar(node.value) if node.style is None else node.value
        key = id(node)
        if key in self._built:
            return self._built[key]
        if key in self._open:
            raise ContentError(Problem("this value contains itself.", self._where(node), level=Level.ERROR))
        self._open.add(key)
        if isinstance(node, yaml.SequenceNode):
            built: Any = [self.value(child) for child in node.value]
        else:
            built = self._mapping(node)
        self._open.discard(key)
        self._built[key] = built
        return built

    def _mapping(self, node: yaml.Node) -> dict[str, Any]:
        built: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(
                    Problem("a key must be a plain word; it is left out.", self._where(key_node))
                )
                continue
            key, value = key_node.value, self.value(value_node)
            if key == "<<" and key_node.style is None:
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
        return Where(self.file, self.first_line + node.start_mark.line)


def plain_scalar(text: str) -> Any:
    """The value of an unquoted YAML scalar: null, true, false, a number, or the text as it stands."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "+-.0123456789":
        if _INT.match(text) and len(text) < 19:
            return int(text)
        if _FLOAT.match(text):
            return float(text)
    return text


def _load_toml(text: str, file: str, first_line: int) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = first_line + int(found.group(1)) - 1 if found else first_line
        message = f"not valid TOML: {re.sub(r' *[(]at .*[)]', '', str(error))}."
        raise ContentError(Problem(message, Where(file, line), level=Level.ERROR)) from error


def key_line(text: str, keys: tuple[Key, ...]) -> int:
    """The line of a key path in a file's front matter or data, or of the nearest key above it."""
    handler = _Handler("")
    try:
        block, _ = handler.split(text)
        first = handler._first_line + 1
    except ValueError:
        block, first = text, 1
    if text.lstrip("\n \t").startswith("+++"):
        return _toml_key_line(block, keys, first)
    node = _compose(block, "", first)
    line = first
    for key in keys:
        child = _child(node, key)
        if child is None:
            break
        node, line = child[1], first + child[0].start_mark.line
    return line


def _child(node: yaml.Node | None, key: Key) -> tuple[yaml.Node, yaml.Node] | None:
    """The key's and the value's node below a node; keys ignore case, the last duplicate counts."""
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    if isinstance(node, yaml.MappingNode):
        pairs = [(k, v) for k, v in node.value if isinstance(k, yaml.ScalarNode)]
        wanted = str(key).lower()
        return next(((k, v) for k, v in reversed(pairs) if k.value.lower() == wanted), None)
    return None


def _toml_key_line(text: str, keys: tuple[Key, ...], first: int) -> int:
    name = next((str(key) for key in reversed(keys) if isinstance(key, str)), "")
    found = re.search(rf"^\s*(?:\[+)?[\w.\"]*?{re.escape(name)}\b", text, re.M | re.I) if name else None
    return first + text.count("\n", 0, found.start() + 1) if found else first
