"""`masthead import bib`: the works of a BibTeX file become publications of a site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from masthead.authoring.bibtex import Entry, parents, read_bibtex
from masthead.authoring.homes import Home, home_of, language_of, types_by_number
from masthead.authoring.identity import marks, marks_of_page
from masthead.authoring.latex import plain
from masthead.authoring.notation import dumped
from masthead.authoring.works import Dialectal, Work
from masthead.config.files import hugo_files
from masthead.content.fields import now
from masthead.content.library import Library
from masthead.content.model import Page
from masthead.content.names import Names, key_of
from masthead.content.people import Author
from masthead.content.source import decode, read_bytes
from masthead.context.works import is_publication
from masthead.errors import Level, Problem, Problems, Where
from masthead.website import Website

LONGEST = 80
"""Letters of a folder's name."""


class Made(Struct, frozen=True):
    """A publication that was made, or would be: its file from the site's root, and its title."""

    file: str
    title: str


class Skipped(Struct, frozen=True):
    """An entry that no publication was made of, and why."""

    where: Where
    key: str
    reason: str


class Imported(Struct):
    """What became of a bibliography."""

    made: list[Made] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)


def import_bibliography(file: Path, site: Path, *, lang: str = "", dry_run: bool = False) -> Imported:
    """Make a publication of each work of a BibTeX file that a site lacks, in one of its languages.

    Nothing that is there is written over; `dry_run` writes nothing at all. Entries that cannot be read are
    errors among the problems, and the others are imported. Raises ContentError when there is no site or the
    file cannot be read.
    """
    name = file.as_posix()
    text = decode(read_bytes(file, name), name)
    library = Website(site).refresh().whole
    importer = _Importer(library, home_of(library, "publication", language_of(library.config, lang)))
    entries = read_bibtex(text, name, importer.result.problems)
    if not entries and not importer.result.problems:
        hint = "Name a file of BibTeX or BibLaTeX, which has entries such as @article{key, title = {…}}."
        importer.result.problems.warn("there is no entry in this file.", Where(name), hint)
    referred = parents(entries)
    for entry in entries:
        importer.take(entry, entry.key.lower() in referred, dry_run)
    return importer.result


class _Importer:
    """One run: what the site has, what it was given so far."""

    def __init__(self, library: Library, home: Home) -> None:
        self.result = Imported()
        self.root = library.config.root
        self._home = home
        self._names = library.names[home.lang]
        pages = [page for page in library.pages[home.lang].values() if is_publication(page) and page.source]
        self._known = {mark: page.source.file for page in pages if page.source for mark in _marks(page)}
        self._site = Dialectal(library.config.dialect, types_by_number(pages), not hugo_files(self.root))
        self._asked: set[str] = set()

    def take(self, entry: Entry, is_parent: bool, dry_run: bool) -> None:
        """Make a publication of an entry, or tell why not."""
        work = Work.of(entry)
        if not work.title:
            hint = "Give it a `title`, and import it again."
            self.result.problems.add(Problem("this entry has no title.", entry.where, hint, Level.ERROR))
            return
        known = list(marks(work.doi, work.arxiv, work.title))
        folder = self._home.folder / _slug(entry.key or work.title)
        file = folder / f"index{self._home.suffix}.md"
        told = file.relative_to(self.root).as_posix()
        reason = self._reason(known, file, told, is_parent)
        if reason:
            self.result.skipped.append(Skipped(entry.where, entry.key, reason))
            return
        if told in {made.file for made in self.result.made}:
            message = f"another entry above has the key {entry.key!r}, too."
            hint = "Give each entry a key of its own."
            self.result.problems.add(Problem(message, entry.where, hint, Level.ERROR))
            return
        self._tell_lacks(work)
        values = work.front_matter(self._site, list(self._authors(entry)), now())
        self._known |= dict.fromkeys(known, told)
        self.result.made.append(Made(told, plain(entry.field("title"))))
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(f"---\n{dumped(values)}---\n", "utf-8")
            if not (folder / "cite.bib").exists():
                (folder / "cite.bib").write_text(entry.record(), "utf-8")

    def _reason(self, known: list[tuple[str, str]], file: Path, told: str, is_parent: bool) -> str:
        """Why an entry is left out; empty for one that is wanted."""
        if is_parent:
            return "other entries take their fields from it by `crossref`"
        same = next((mark for mark in known if mark in self._known), None)
        if same:
            return f"{self._known[same]} has the same {same[0]}"
        there = file if self._home.shared else file.parent
        if there.exists() and told not in {made.file for made in self.result.made}:
            return f"{there.relative_to(self.root).as_posix()} is there already"
        return ""

    def _tell_lacks(self, work: Work) -> None:
        if not work.date:
            hint = "Write `year` with four digits; until then the page has no date, and lists show it last."
            self.result.problems.warn("this entry has no year.", work.entry.where, hint)
        if not work.entry.people:
            self.result.problems.warn("this entry has no author.", work.entry.where, "Give it an `author`.")

    def _authors(self, entry: Entry) -> Iterator[str]:
        """The names as front matter has them: the folder's name of those who are people of the site."""
        for name in entry.people:
            author = self._names.find(name)
            if author is None and name not in self._asked:
                self._asked.add(name)
                self._ask(name, entry)
            yield author.slug if author else name

    def _ask(self, name: str, entry: Entry) -> None:
        found = abbreviated(name, self._names)
        if found is not None:
            message = f"{name!r} may be {found.name!r}, and is not linked."
            hint = f"If so, add `{name}` to the `names` in {found.source.file}; names are matched at once."
            self.result.problems.add(Problem(message, entry.where, hint, Level.NOTE))


def _marks(page: Page) -> Iterator[tuple[str, str]]:
    """What a publication is known by: its front matter, and its `cite.bib` where that is about it alone."""
    yield from marks_of_page(page)
    record = page.files.get("cite.bib")
    if record is not None:
        text = record.path.read_text("utf-8", errors="replace")
        entries = read_bibtex(text, record.name, Problems())
        if len(entries) == 1:
            work = Work.of(entries[0])
            yield from marks(work.doi, work.arxiv, work.title)


def abbreviated(name: str, names: Names) -> Author | None:
    """The one person whose family name this is, and whose given names may begin with these letters."""
    *given, family = key_of(name).split() or [""]
    if not given or all(len(word) > 1 for word in given):
        return None
    found = [author for author in names.by_slug.values() if _fits(key_of(author.name).split(), given, family)]
    return found[0] if len(found) == 1 else None


def _fits(full: list[str], given: list[str], family: str) -> bool:
    return (
        len(full) > 1
        and full[-1] == family
        and all(word.startswith(start) for word, start in zip(full, given, strict=False))
    )


def _slug(key: str) -> str:
    """A folder's name that every system takes: `DBLP:conf/x` is `dblp-conf-x`."""
    return re.sub(r"[\W_]+", "-", plain(key).lower()).strip("-")[:LONGEST].rstrip("-") or "publication"
