"""Files that are sections, as the first themes have them, told in the words of today's sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

from msgspec import Struct

from masthead.content.library import Library
from masthead.content.model import Page
from masthead.content.source import Key, Source
from masthead.content.widgets import widgets_of
from masthead.errors import Where

DEFAULT_BLOCK = "markdown"

_OF_THE_FILE = frozenset(
    {"widget", "headless", "active", "weight", "draft", "date", "content", "design", "advanced", "type"}
)
"""Keys of such a file that are no part of its block's content."""


class Written(Struct, frozen=True):
    """A section as it is written: its values, and what finds the line of a key of them."""

    values: Any
    where: Callable[..., Where]


def legacy_sections(library: Library, page: Page) -> list[Written]:
    """The sections of a page that is made of files, in order; none for any other page."""
    return [
        Written(section_values(source), lambda *keys, source=source: locate(source, keys))
        for source in widgets_of(library.widgets, page)
    ]


def section_values(source: Source) -> dict[str, Any]:
    """A file as a section: `block`, `id`, `content` and `design`.

    The file's body is the content's `text`. Keys that older files have at the top are content too; those
    under `content` win.
    """
    meta = source.meta
    beside = {key: value for key, value in meta.items() if key not in _OF_THE_FILE}
    body = source.body().rstrip()
    content = {**beside, **({"text": f"{body}\n"} if body else {}), **_mapping(meta.get("content"))}
    path = PurePath(source.file)
    return {
        "block": meta.get("widget") or DEFAULT_BLOCK,
        "id": path.parent.name if path.stem == "index" else path.name.partition(".")[0],
        "content": content,
        "design": {**_mapping(meta.get("advanced")), **_mapping(meta.get("design"))},
    }


def locate(source: Source, keys: tuple[Key, ...]) -> Where:
    """The place in the file of a key of `section_values`; of the body, the line above it."""
    meta = source.meta
    if keys[:1] == ("block",):
        return source.where("widget")
    if keys[:1] == ("content",) and len(keys) > 1 and keys[1] not in _mapping(meta.get("content")):
        if keys[1] == "text" and source.body().strip():
            return Where(source.file, source.body_line - 1)
        return source.where(*keys[1:])
    if keys[:1] == ("design",) and len(keys) > 1 and keys[1] not in _mapping(meta.get("design")):
        return source.where("advanced", *keys[1:])
    return source.where(*keys)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
