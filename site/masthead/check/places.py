"""Where in a site's files something is written that a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from msgspec import Struct, field

from masthead.config.files import hugo_files, masthead_file
from masthead.content.model import Page
from masthead.content.source import decode, read_bytes
from masthead.errors import ContentError, Where
from masthead.website import Edition

_VARIANT = re.compile(r"\.[a-z]+-\d+\.[a-z]+\Z")


class Places(Struct, frozen=True, dict=True):
    """The texts of a site, line by line, read when they are asked for."""

    edition: Edition
    _lines: dict[Path, list[str]] = field(default_factory=dict)

    def lines(self, path: Path) -> list[str]:
        """The lines of a file; none of one that cannot be read."""
        if path not in self._lines:
            try:
                self._lines[path] = decode(read_bytes(path, str(path)), str(path)).split("\n")
            except ContentError:
                self._lines[path] = []
        return self._lines[path]

    def where(self, path: Path, number: int | None = None) -> Where:
        """A place, as messages name it."""
        root = self.edition.config.root
        return Where(path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name, number)

    def of_page(self, page: Page) -> list[Path]:
        """The files that a page is made of: its own, and those of its sections."""
        own = [page.source.path] if page.source else []
        return [*own, *(text.path for text in self.edition.library.widgets.get((page.lang, page.path), ()))]

    def shared(self) -> list[Path]:
        """The settings, where menus are, and then all other texts and data."""
        library = self.edition.library
        own = masthead_file(library.config.root)
        sources = [p.source.path for pages in library.pages.values() for p in pages.values() if p.source]
        people = [author.source.path for people in library.people.values() for author in people.values()]
        texts = [text.path for found in library.widgets.values() for text in found]
        settings = [*hugo_files(library.config.root), *([own] if own else [])]
        return list(dict.fromkeys([*settings, *sources, *people, *texts]))

    def find(self, path: Path, words: Iterable[str]) -> Iterator[Where]:
        """The lines of a file that hold the first of some words that is there at all."""
        lines = self.lines(path)
        for word in words:
            pattern = re.compile(rf"(?<![\w.-])(?<!\w/){re.escape(word)}(?![\w-])", re.IGNORECASE)
            found = [number for number, line in enumerate(lines, start=1) if pattern.search(line)]
            if found:
                yield from (self.where(path, number) for number in found)
                return


def spellings(url: str, page_url: str, *, short: bool) -> list[str]:
    """How a URL that a page leads to may have been written, the most telling first.

    `short` adds what only a text on that page would mean by it: relative forms, and the last part alone.
    """
    whole = _VARIANT.sub("", url)
    forms = [whole, unquote(whole), quote(unquote(whole))]
    forms += [form.rstrip("/") for form in forms]
    if short:
        plain = unquote(whole)
        folder = page_url
        while folder not in ("", "/"):
            if plain.startswith(folder):
                forms.append(plain.removeprefix(folder))
            folder = folder.rstrip("/").rpartition("/")[0] + "/"
        name = plain.rpartition("/")[2]
        forms += [plain.lstrip("/"), plain.strip("/"), *([name] if "." in name else [])]
    return [form for form in dict.fromkeys(forms) if len(form.lstrip("/")) > 1]


def name_of(url: str) -> str:
    """The name of the file at a URL; of a picture's variant, that of the picture."""
    return unquote(_VARIANT.sub("", url)).rpartition("/")[2]
