"""Where a site keeps its posts, publications, events and people, and how it names their files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from masthead.config import Config, Dialect
from masthead.content.library import Library
from masthead.content.model import Kind, Page
from masthead.content.reading import content_roots
from masthead.content.urls import urlize
from masthead.context import events, works
from masthead.errors import ContentError, Level, Problem, Where, did_you_mean

SECTIONS = {
    "post": frozenset({"post", "posts", "blog", "news"}),
    "publication": works.SECTIONS,
    "event": events.SECTIONS,
    "person": frozenset({"authors"}),
}
"""The folders and types of each kind of content that Masthead makes files for."""

_OF_KIT = {"post": "blog", "publication": "publications", "event": "events"}
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-")


class Home(Struct, frozen=True):
    """Where one kind of content is kept in one language.

    `suffix` stands between a file's name and `.md`: `.zh`, or nothing; `shared` tells whether other languages
    have their files in the same folders. `siblings` are the pages there, or those of the other languages.
    """

    folder: Path
    lang: str
    suffix: str
    shared: bool
    siblings: Sequence[Page]

    @property
    def bundles(self) -> bool:
        """Whether most pages there are folders of their own."""
        return _most(
            page.source is None or page.source.path.name.startswith("index.") for page in self.siblings
        )

    @property
    def dated(self) -> bool:
        """Whether the names of most pages there begin with a date."""
        return bool(self.siblings) and _most(bool(_DATED.match(page.name)) for page in self.siblings)


def _most(answers: Iterable[bool]) -> bool:
    counted = Counter(answers)
    return counted[True] >= counted[False]


def language_of(config: Config, code: str) -> str:
    """The code of a language of the site, the default one's without. ContentError for one that it lacks."""
    known = [language.code for language in config.languages]
    if code and code.lower() not in known:
        hint = did_you_mean(code, known) or f"It has: {', '.join(known)}."
        raise ContentError(Problem(f"this site has no language {code!r}.", Where("."), hint, Level.ERROR))
    return code.lower() or config.language().code


def home_of(library: Library, kind: str, lang: str) -> Home:
    """Where a site keeps content of a kind in a language: with most of it, else where Hugo Blox would."""
    config, names = library.config, SECTIONS[kind]
    siblings = _siblings(library, names, [lang]) or _siblings(library, names, list(library.pages))
    root = next(root for root in content_roots(config) if root.lang in (lang, None))
    folders = {urlize(path.name): path for path in sorted(_folders(root.path))}
    counted = Counter(page.section for page in siblings)
    default = _OF_KIT.get(kind, kind) if config.dialect is Dialect.KIT else kind
    section = next(
        (name for name, _ in counted.most_common()),
        next((name for name in folders if name in names), "authors" if kind == "person" else default),
    )
    here = [page for page in siblings if page.section == section]
    shared = root.lang is None and len(config.languages) > 1
    suffix = f".{lang}" if shared and lang != config.language().code else ""
    return Home(folders.get(section, root.path / section), lang, suffix, shared, here)


def types_by_number(pages: Iterable[Page]) -> bool:
    """Whether most publications name their types by number, as older sites do."""
    listed = (page.meta.get("publication_types") for page in pages)
    names = [str(name) for value in listed if isinstance(value, (list, tuple)) for name in value]
    return sum(name.isdecimal() for name in names) * 2 > len(names)


def _siblings(library: Library, names: frozenset[str], langs: Sequence[str]) -> list[Page]:
    return [
        page
        for lang in langs
        for page in library.pages[lang].values()
        if page.kind is Kind.PAGE
        and page.source is not None
        and page.section
        and (page.section in names or page.type.lower() in names)
    ]


def _folders(root: Path) -> list[Path]:
    return [path for path in root.iterdir() if path.is_dir()] if root.is_dir() else []
