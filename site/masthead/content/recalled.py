"""A library that answers as it did the last time, out of what was remembered: no folder is walked for it.

After edits that leave pages and people in their place, every answer names what it named before, so that the
few pages which show what was edited can be made from answers alone. A question that nobody asked before is
`Forgotten`; then the site has to be read.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from masthead.config import Cascade, Config
from masthead.content.answers import encoded, written
from masthead.content.build import Builder, Inherited
from masthead.content.index import Index
from masthead.content.library import Library
from masthead.content.members import Item
from masthead.content.model import (
    Alias,
    Asset,
    Feed,
    File,
    Kind,
    NotFound,
    Page,
    Pager,
    Resource,
    SearchPage,
)
from masthead.content.notes import Notes, Question
from masthead.content.people import Author, author_of
from masthead.content.place import follow
from masthead.content.scan import DATA_SUFFIXES, Files, Tree
from masthead.content.sharing import read_sharing
from masthead.content.shelf import source_of
from masthead.content.source import Source, read_data, read_source
from masthead.content.things import DIGEST, VERSION, Name, Things, plain_item, put
from masthead.content.versions import Versions, name_of
from masthead.content.watched import Observer
from masthead.errors import ContentError, Problem, Problems, Where

FEW = 32
"""As many edited files are looked for among all answers; after more, reading the site is quicker."""


class Forgotten(Exception):
    """Something was asked that nothing was remembered of."""


class Recalled:
    """A site after edits of some files, told from the answers that its library gave before.

    `library` has the pages and people that are made of these files, and no others; `changed` are the numbers
    of the answers that tell of them, which are brought up to date. Raises Forgotten where more may have
    changed. `problems` are those of the library.
    """

    def __init__(
        self,
        config: Config,
        things: Things,
        questions: list[bytes],
        answers: list[bytes],
        problems: Iterable[Problem],
        files: Collection[str],
    ) -> None:
        if len(files) > FEW or not things.fixed.isdisjoint(files):
            raise Forgotten
        self._config, self._things = config, things
        self._questions, self._answers, self._process = questions, answers, os.getpid()
        self._numbers = {question: number for number, question in enumerate(questions) if question}
        self._known: dict[Name, Any] = {}
        self._builders = {
            lang: Builder(config, config.language(lang), Problems(), inherited=_inherited(cascades))
            for lang, cascades in things.cascades.items()
        }
        items = [item for file in files for item in self._made_of(file)]
        self.library = self._library(items, Problems(problems))
        for file in files:
            self._follow(file)
        self.changed = set(self._update(items))

    def answer(self, number: int) -> Any:
        """The answer to a question."""
        return self._value(marshal.loads(self._answers[number]))

    def number(self, question: bytes) -> int:
        """The number of a question. Raises Forgotten for one that was not asked, unless it is about a URL.

        Such a question gets a number here, which no other process would learn of.
        """
        number = self._numbers.get(question)
        if number is None:
            place, verb, *args = marshal.loads(question)
            if place != ("table",) or verb not in ("get", "has") or os.getpid() != self._process:
                raise Forgotten(place, verb, *args)
            found = self._things.table.get(args[0])
            number = self._numbers[question] = len(self._questions)
            self._questions.append(question)
            self._answers.append(written(found is not None) if verb == "has" else found or written(None))
        return number

    def is_empty(self, place: tuple[str, ...]) -> bool:
        """Whether there was nothing at all in a place that was asked."""
        number = self._numbers.get(written((place, "names")))
        return number is not None and self._answers[number] == _NONE

    def _library(self, items: Iterable[Item], problems: Problems) -> Library:
        pages: dict[str, dict[str, Page]] = {lang: {} for lang in self._builders}
        people: dict[str, dict[str, Author]] = {lang: {} for lang in self._builders}
        for item in items:
            if isinstance(item, Page):
                pages[item.lang][item.path] = item
            else:
                people[item.lang][item.slug] = item
        tree = Tree()
        for of_language in pages.values():
            for page in of_language.values():
                _hang(tree, page.lang, page.path, page.files.items())
        styles = {name: File(name, Path(path)) for name, path in self._things.styles.items()}
        inherited = {lang: builder.inherited for lang, builder in self._builders.items()}
        sharing = read_sharing(self._config, Index(), Problems())
        return Library(
            self._config,
            Files(tree, {}, [], {}, styles),
            pages,
            people,
            {lang: {} for lang in pages},
            (),
            problems,
            sharing=sharing,
            inherited=inherited,
        )

    def _made_of(self, file: str) -> Iterator[Item]:
        """The pages and people of a file, and people whose page is made of it."""
        part = written(file)
        for name, plain in self._things.items.items():
            if part in plain and (item := self._item(name)).source is self._source(file):
                yield item
                of_page = ("author", *name[1:2], name[2].removeprefix("authors/"))
                if name[0] == "page" and of_page in self._things.items:
                    author = self._item(of_page)
                    if author.page is item and author.source is not item.source:
                        yield author

    def _follow(self, file: str) -> None:
        source = self._source(file)
        try:
            newer = (read_data if source.path.suffix.lower() in DATA_SUFFIXES else read_source)(
                source.path, file
            )
        except ContentError as error:
            raise Forgotten(file) from error
        if not follow(self.library, source, newer):
            raise Forgotten(file)
        put(self._things.sources, source)

    def _update(self, items: Iterable[Item]) -> Iterator[int]:
        """Let answers tell of pages and people as they are now."""
        versions, things = Versions(), self._things
        told: dict[bytes, bytes] = {}
        for item in items:
            name, version = name_of(item), versions.of(item)
            before = things.items[name][: len(version)]
            things.items[name] = version + written(plain_item(item))
            if version != before:
                told[written((*name, before))] = written((*name, version))
        for url, plain in things.table.items():
            things.table[url] = _told_anew(plain, told)
        for number, plain in enumerate(self._answers):
            answer = _told_anew(plain, told)
            if answer is not plain:
                self._answers[number] = answer
                yield number

    def _source(self, file: str) -> Source:
        """What was in a file."""
        known = self._known.get(("text", file))
        if known is None:
            if file not in self._things.sources:
                raise Forgotten(file)
            plain = marshal.loads(memoryview(self._things.sources[file])[DIGEST:])
            known = self._known["text", file] = source_of(f"{self._config.root}/{file}", file, plain)
        return cast(Source, known)

    def _item(self, name: Name) -> Any:
        """The page or person of a name, made as a reading of the site makes them."""
        known = self._known.get(name)
        if known is None:
            if name not in self._things.items:
                raise Forgotten(name)
            what, lang, key = name
            plain = marshal.loads(memoryview(self._things.items[name])[VERSION:])
            known = self._known[name] = (self._page if what == "page" else self._author)(lang, key, *plain)
        return known

    def _page(
        self, lang: str, path: str, kind: str, file: str | None, url: str, title: str, files: _Files
    ) -> Page:
        builder, source = self._builders[lang], self._source(file) if file else None
        meta = builder.meta(Kind(kind), path, source)
        front = builder.front(meta, path, source)
        return Page(Kind(kind), lang, path, url, title, front, meta, source, _files(files))

    def _author(self, lang: str, slug: str, file: str, path: str | None, files: _Files) -> Author:
        page: Page | None = None if path is None else self._item(("page", lang, path))
        source = self._source(file)
        meta = page.meta if page is not None and page.source is source else source.meta
        return author_of(slug, lang, meta, source, page, _files(files), Problems())

    def _value(self, plain: Any) -> Any:
        """An answer out of plain values, as `Versions.plain` makes them."""
        if type(plain) is list:
            return [self._value(item) for item in plain]
        if type(plain) is not tuple:
            return plain
        what, *rest = plain
        if what in ("page", "author"):
            return self._item(plain[:3])
        if what == "text":
            return self._source(rest[0])
        if what == "file":
            return File(rest[0], Path(rest[1]))
        if what == "set":
            return frozenset(rest)
        if what == "map":
            return {key: self._value(value) for key, value in rest}
        if what == "moment":
            return datetime.fromisoformat(rest[0])
        values = tuple(self._value(item) for item in rest)
        return values if what == "tuple" else _RESOURCES[what](*values)


def _told_anew(plain: bytes, told: Mapping[bytes, bytes]) -> bytes:
    """An answer with what it tells of as that is now."""
    for before, now in told.items():
        if before in plain:
            plain = plain.replace(before, now)
    return plain


_NONE = written([])
_RESOURCES: Mapping[str, Callable[..., Resource]] = {
    kind.__name__: kind for kind in (Asset, Alias, Feed, Pager, NotFound, SearchPage)
}
_Files = Iterable[tuple[str, str, str]]


def _inherited(cascades: Mapping[str, Any]) -> Inherited:
    return Inherited(
        {
            path: tuple(
                Cascade(values, below, kind, lang, Where(file)) for values, below, kind, lang, file in found
            )
            for path, found in cascades.items()
        }
    )


def _files(plain: _Files) -> dict[str, File]:
    return {key: File(name, Path(path)) for key, name, path in plain}


def _hang(tree: Tree, lang: str, path: str, files: Iterable[tuple[str, File]]) -> None:
    """Put the files of a page's bundle where a walk puts them."""
    bundle = tree.files.setdefault(path, {})
    for name, file in files:
        bundle.setdefault(name, {})[lang] = file


class Recaller(Observer):
    """Answers questions out of what was remembered, by their numbers there."""

    def __init__(self, notes: Notes, recalled: Recalled) -> None:
        self.notes, self._recalled = notes, recalled
        self._told: dict[Question, tuple[int, Any]] = {}

    def __call__(self, whole: object, place: tuple[str, ...], verb: str, *args: object) -> Any:
        """Answer a question, and note it."""
        question = (place, verb, *map(encoded, args))
        known = self._told.get(question)
        if known is None:
            number = self._recalled.number(written(question))
            known = self._told[question] = number, self._recalled.answer(number)
        self.notes.trace.asked[known[0]] = None
        return known[1]

    def is_empty(self, whole: Mapping[Any, object], place: tuple[str, ...]) -> bool:
        """Whether there was nothing at all in a place: no question."""
        return self._recalled.is_empty(place)
