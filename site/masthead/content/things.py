"""What a library's pages and people were made of, written down so that each can be made again alone."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping
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


def things_of(library: Library, versions: Versions, before: Things) -> Iterator[Any]:
    """What `Things` of a library are made of, one after the other, to be written down as they come.

    What is the same as before is taken from there.
    """
    apart = [text for texts in library.widgets.values() for text in texts]
    yield _plain_items(library, versions, before.items)
    yield _plain_sources(library, apart, before.sources)
    fixed = {problem.where.file for problem in library.problems}
    fixed.update(source.file for source in apart)
    fixed.update(hidden.page.source.file for hidden in library.hidden if hidden.page.source is not None)
    yield frozenset(fixed)
    yield {lang: _plain_cascades(inherited) for lang, inherited in library.inherited.items()}
    yield {name: str(file.path) for name, file in library.files.styles.items()}
    yield ((url, written(versions.plain(resource))) for url, resource in library.table.items())


def _plain_items(
    library: Library, versions: Versions, before: Mapping[Name, bytes]
) -> Iterator[tuple[Name, bytes]]:
    for item in _items(library):
        name, version = name_of(item), versions.of(item)
        known = before.get(name, b"")
        yield name, known if known.startswith(version) else version + written(plain_item(item))


def _plain_sources(
    library: Library, apart: Iterable[Source], before: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """What was in the files of pages and people, and in those `apart`, each once."""
    own = (item.source for item in _items(library) if item.source is not None)
    for file, source in {source.file: source for source in (*own, *apart)}.items():
        with suppress(ValueError):
            yield file, _plain_source(source, before.get(file, b""))


def _items(library: Library) -> Iterable[Item]:
    for pages in library.pages.values():
        yield from pages.values()
    for people in library.people.values():
        yield from people.values()


def put(sources: dict[str, bytes], source: Source, known: bytes = b"") -> None:
    """Write down what was in a file, unless that is known; dates of TOML cannot be."""
    with suppress(ValueError):
        sources[source.file] = _plain_source(source, known)


def _plain_source(source: Source, known: bytes) -> bytes:
    same = known.startswith(source.digest)
    return known if same else source.digest + marshal.dumps(plain_source(source))


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
