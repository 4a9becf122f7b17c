"""What a library's pages and people were made of, written down so that each can be made again alone."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from msgspec import Struct, field

from masthead.content.answers import written
from masthead.content.build import Inherited
from masthead.content.library import Library
from masthead.content.members import Item
from masthead.content.people import Author
from masthead.content.shelf import plain_source
from masthead.content.source import Source
from masthead.content.versions import Versions, name_of

Name = tuple[str, ...]

DIGEST, VERSION = 16, 12
"""How many bytes there are in the digests of files, and in those of pages and people."""


class Things(Struct):
    """What the answers of a library are about, in plain values, which are read when they are wanted.

    `items` are pages and people by their names, each behind its digest; `sources` what was in files, each
    behind the digest of its bytes, by the file. `fixed` are files that more is made of than shown pages and
    people, or that something is wrong with. `cascades` are by language and path, `styles` by their names;
    `table` has what stands at all URLs, as answers have it.
    """

    items: dict[Name, bytes] = field(default_factory=dict)
    sources: dict[str, bytes] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    cascades: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    table: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, versions: Versions, before: Things) -> Things:
        """What a library holds; what is the same as before is not written down again."""
        items: dict[Name, bytes] = {}
        sources: dict[str, bytes] = {}
        for item in _items(library):
            name, version = name_of(item), versions.of(item)
            known = before.items.get(name, b"")
            items[name] = known if known.startswith(version) else version + written(plain_item(item))
            if item.source is not None and item.source.file not in sources:
                put(sources, item.source, before.sources.get(item.source.file, b""))
        quoted = [text for texts in library.widgets.values() for text in texts]
        for text in quoted:
            put(sources, text, before.sources.get(text.file, b""))
        apart = [*quoted, *(hidden.page.source for hidden in library.hidden)]
        fixed = {problem.where.file for problem in library.problems}
        fixed.update(source.file for source in apart if source is not None)
        return cls(
            items,
            sources,
            frozenset(fixed),
            {lang: _plain_cascades(inherited) for lang, inherited in library.inherited.items()},
            {name: str(file.path) for name, file in library.files.styles.items()},
            {url: written(versions.plain(resource)) for url, resource in library.table.items()},
        )


def _items(library: Library) -> Iterable[Item]:
    for pages in library.pages.values():
        yield from pages.values()
    for people in library.people.values():
        yield from people.values()


def put(sources: dict[str, bytes], source: Source, known: bytes = b"") -> None:
    """Write down what was in a file, unless that is known; dates of TOML cannot be."""
    with suppress(ValueError):
        same = known.startswith(source.digest)
        sources[source.file] = known if same else source.digest + marshal.dumps(plain_source(source))


def plain_item(item: Item) -> object:
    """What a page or person is made of, beside settings and what is handed down, and what came of it."""
    files = tuple((name, file.name, str(file.path)) for name, file in item.files.items())
    if isinstance(item, Author):
        return item.source.file, item.page.path if item.page else None, files
    return item.kind.value, item.source.file if item.source else None, item.url, item.title, files


def _plain_cascades(inherited: Inherited) -> Mapping[str, Any]:
    return {
        path: tuple((one.values, one.path, one.kind, one.lang, one.where.file) for one in cascades)
        for path, cascades in inherited.cascades.items()
        if cascades
    }
