"""A content file: its front matter with the line of every key, and its body, read when asked for."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from sys import intern
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler
from msgspec import Struct
from msgspec.structs import force_setattr

from masthead.content.notation import Key as Key
from masthead.content.notation import load_json, load_toml, load_yaml, spelling_hint, toml_line, yaml_line
from masthead.errors import ContentError, Level, Problem, Where, key_path
from masthead.utilities import class_names

MAX_TEXT = 2_000_000
"""Bytes of a file with front matter, of settings or of data: many times a long chapter."""
MAX_DATA = 20_000_000
"""Bytes of a file that a text shows, such as a notebook."""

KNOWN_FIRST_KEYS = frozenset(
    {"title", "date", "type", "widget", "authors", "headless", "draft", "weight", "name"}
)
_FENCE = re.compile(r"^(---|\+\+\+)[ \t]*$", re.M)
_CLOSING = {fence: re.compile(rf"\n{re.escape(fence)}[ \t]*$", re.M) for fence in ("---", "+++")}
_OBJECT = re.compile(r"\s*(?=\{\s*\")")


class Stamp(Struct, frozen=True, gc=False):
    """What tells an unchanged file without reading it: its modification time (ns) and size (bytes)."""

    mtime_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of a file on disk; OSError when it is not there."""
        stat = path.stat()
        return cls(stat.st_mtime_ns, stat.st_size)


class Source(Struct, frozen=True):
    """One file with front matter.

    It stands `at` a path; `file` is that from the site's root, for messages; `digest` a hash of its bytes;
    `meta` the front matter as plain values with lower-case top-level keys; `body_line` the line on which the
    body starts; `classes` are those that its HTML and its `css_class` name. The text below the front matter
    is read when it is asked for, and may be written anew meanwhile: `follow` is what a source learns by
    itself.
    """

    at: str
    file: str
    digest: bytes
    meta: Mapping[str, Any]
    body_line: int
    problems: tuple[Problem, ...] = ()
    classes: frozenset[str] = frozenset()

    @property
    def path(self) -> Path:
        """Where it stands; a path takes four times as much memory as its text."""
        return Path(self.at)

    def body(self) -> str:
        """The text below the front matter, read now; its first line is `body_line`.

        Raises StaleError when the file is not the one whose front matter this is.
        """
        try:
            with self.path.open("rb", buffering=0) as file:
                data = file.read()
        except FileNotFoundError as error:
            raise StaleError(self.file) from error
        except OSError as error:
            raise unreadable(self.file, error) from error
        if _digest(data) != self.digest:
            raise StaleError(self.file)
        lines = decode(data, self.file).split("\n", self.body_line - 1)
        return lines[-1] if len(lines) == self.body_line else ""

    def follow(self, newer: Source) -> bool:
        """Go on with the text of a newer reading, where nothing else differs; whether that is so."""
        mine, theirs = (repr((one.meta, one.problems, one.classes)) for one in (self, newer))
        if mine == theirs:
            self.become(newer)
        return mine == theirs

    def become(self, newer: Source) -> None:
        """Go on with a newer reading."""
        for name in ("meta", "problems", "classes", "body_line", "digest"):
            force_setattr(self, name, getattr(newer, name))

    def line(self, *keys: Key) -> int | None:
        """The line of a key, or of the nearest key above it that stands in the file."""
        try:
            text = decode(read_bytes(self.path, self.file), self.file)
            return toml_line(text, keys, 1) if self.path.suffix.lower() == ".toml" else key_line(text, keys)
        except ContentError:
            return None

    def where(self, *keys: Key) -> Where:
        """The place of a key, for messages."""
        return Where(self.file, self.line(*keys) if keys else None, key_path(keys))


class StaleError(ContentError):
    """A file that changed or went since the site was read; reading the site again mends it."""

    def __init__(self, file: str) -> None:
        message = "this file changed while its page was made."
        super().__init__(Problem(message, Where(file), "Try again.", Level.ERROR))


def read_source(path: Path | str, file: str) -> Source:
    """Read a content file's front matter. ContentError when it cannot be read, decoded or parsed."""
    data = read_bytes(Path(path), file)
    text = decode(data, file)
    handler = _Handler(file, text)
    meta, _ = frontmatter.parse(text, handler=handler)
    problems, classes = tuple(handler.problems), class_names(text)
    return Source(str(path), file, _digest(data), lowered(meta), handler.body_line, problems, classes)


def read_data(path: Path | str, file: str) -> Source:
    """Read a data file (YAML or TOML) as a source that has no body. ContentError as for content files."""
    data = read_bytes(Path(path), file)
    text = decode(data, file)
    problems: list[Problem] = []
    is_toml = str(path).lower().endswith(".toml")
    value = load_toml(text, file, 1) if is_toml else load_yaml(text, file, 1, problems)
    if value is not None and not isinstance(value, dict):
        message = "this data file holds no map of keys and values."
        hint = "Write each key with a colon, as in 'role: Chair'."
        raise ContentError(Problem(message, Where(file, 1), hint, Level.ERROR))
    meta, body_line = lowered(value or {}), text.count("\n") + 2
    return Source(str(path), file, _digest(data), meta, body_line, tuple(problems))


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def lowered(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Front matter with lower-case top-level keys, and Hugo's `params:` map laid beside them.

    `_build` is what `build` was called before.
    """
    values = {intern(str(key).lower()): value for key, value in meta.items()}
    if "_build" in values:
        values = {"build": values.pop("_build"), **values}
    params = values.pop("params", None)
    return {**lowered(params), **values} if isinstance(params, dict) else values


def read_bytes(path: Path, file: str, most: int = MAX_TEXT) -> bytes:
    """What a file holds. ContentError when it is larger than `most` or the system does not let it be read."""
    try:
        with path.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size  # 0 for what is no file, too, such as a device
            data = opened.read(min(size or most, most) + 1)
        if len(data) <= most:
            return data
        message = f"this file is larger than {most // 1_000_000} MB."
        hint = "Make several pages of it, or put it into static/ and link to it."
        raise ContentError(Problem(message, Where(file), hint, Level.ERROR))
    except OSError as error:
        raise unreadable(file, error) from error


def unreadable(file: str, error: OSError) -> ContentError:
    """What to tell when the system refuses a file."""
    message = f"this file cannot be read: {error.strerror or error}."
    return ContentError(Problem(message, Where(file), "Look at its permissions.", Level.ERROR))


def decode(data: bytes, file: str) -> str:
    """Text of a file: UTF-8 with or without byte order marks, any line ending. ContentError if it is not."""
    try:
        text = data.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save the file as UTF-8."
        problem = Problem(
            f"byte {data[error.start]:#04x} is not UTF-8.", Where(file, line), hint, Level.ERROR
        )
        raise ContentError(problem) from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _Handler(BaseHandler):
    """python-frontmatter's hook: strict about fences, and it remembers where the body starts.

    It is given the whole text, as python-frontmatter passes on what it has stripped, which shifts the lines.
    `first_line` is the line of the first key, once the text has been split.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.first_line = 1
        self.body_line = 1
        self.problems: list[Problem] = []
        self._toml = False
        self._object: dict[str, Any] | None = None

    def split(self, _: str = "") -> tuple[str, str]:
        """The front matter and the body. ValueError, as python-frontmatter wants it, when there is none."""
        text = self.text
        opening = _FENCE.match(text, len(text) - len(text.lstrip()))
        if opening is None:
            start = _OBJECT.match(text)
            return self._json(start.end()) if start else self._bare(text)
        fence = opening.group(1)
        self._toml = fence == "+++"
        self.first_line = text.count("\n", 0, opening.end()) + 2
        closing = _CLOSING[fence].search(text, opening.end())
        if closing is None:
            message = (
                f"the front matter that starts here is never closed: there is no second line of {fence!r}."
            )
            where = Where(self.file, self.first_line - 1)
            raise ContentError(
                Problem(message, where, f"Add a line {fence!r} below its last key.", Level.ERROR)
            )
        return self._cut(opening.end() + 1, closing.start() + 1, closing.end())

    def load(self, text: str) -> Any:
        if self._object is not None:
            return self._object
        if self._toml:
            return load_toml(text, self.file, self.first_line)
        value = load_yaml(text, self.file, self.first_line, self.problems)
        if value is None or isinstance(value, dict):
            return value or {}
        where = Where(self.file, self.first_line)
        hint = spelling_hint(text) or "Write each key with a colon: 'title: About'."
        raise ContentError(
            Problem("the front matter is no map of keys and values.", where, hint, Level.ERROR)
        )

    def _bare(self, text: str) -> tuple[str, str]:
        """A file whose opening fence was forgotten: its keys are used, with a warning."""
        first = re.match(r"\s*([A-Za-z_]+):(?:\s|$)", text)
        if first is None or first.group(1).lower() not in KNOWN_FIRST_KEYS:
            raise ValueError
        where = Where(self.file, text.count("\n", 0, first.start(1)) + 1)
        self.problems.append(
            Problem("this file starts with keys but no '---'.", where, "Add a line '---' above them.")
        )
        closing = _FENCE.search(text)
        return self._cut(0, closing.start(), closing.end()) if closing else self._cut(0, len(text), len(text))

    def _json(self, start: int) -> tuple[str, str]:
        """A file that starts with a JSON object."""
        self.first_line = self.text.count("\n", 0, start) + 1
        self._object, end = load_json(self.text, start, self.file)
        return self._cut(start, end, end)

    def _cut(self, start: int, end: int, closed: int) -> tuple[str, str]:
        """The text from `start` to `end`, and what is below the line on which its fence is `closed`."""
        self.body_line = self.text.count("\n", 0, closed) + 2
        return self.text[start:end], self.text[closed + 1 :]


def key_line(text: str, keys: tuple[Key, ...]) -> int:
    """The line of a key path in front matter or a YAML file, or of the nearest key above it."""
    handler = _Handler("", text)
    try:
        block, _ = handler.split()
        first = handler.first_line
    except ValueError:
        block, first = text, 1
    find = toml_line if text.lstrip().startswith("+++") else yaml_line
    return find(block, keys, first)
