"""`masthead new post|person|publication|event NAME`: a file to fill in, where the site keeps such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from masthead.authoring.homes import Home, home_of, language_of, types_by_number
from masthead.authoring.notation import scalar
from masthead.config import Dialect
from masthead.config.files import hugo_files
from masthead.content.fields import now
from masthead.content.library import Library
from masthead.content.names import key_of
from masthead.content.people import ASIAN
from masthead.content.urls import slug_of, urlize
from masthead.errors import ContentError, Level, Problem, Where
from masthead.website import Website

KINDS = ("post", "person", "publication", "event")
"""What files are made for."""

_AWKWARD = re.compile(r"[/\\#~+@]")
"""What folders may be called, but links to them are the worse for."""

GROUPS_TOLD = 8
"""Groups of people that a comment names at most."""

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-")


class Written(Struct, frozen=True):
    """A file that was made, from the site's root: its page's URL, if it has one, and further languages."""

    file: str
    url: str
    languages: tuple[str, ...]


class Subject(Struct, frozen=True):
    """What a file is made for: a title, its site and its time."""

    title: str
    slug: str
    library: Library
    home: Home
    moment: datetime

    @property
    def dialect(self) -> Dialect:
        """The site's generation."""
        return self.library.config.dialect

    @property
    def date(self) -> str:
        """Today."""
        return self.moment.date().isoformat()

    @property
    def authors(self) -> str:
        """Whose site it is, as a list in YAML."""
        owners = self.library.members(self.home.lang).owners
        return f"[{owners[0].slug}]" if len(owners) == 1 else "[]"


def new_content(kind: str, name: str, site: Path, *, lang: str = "") -> Written:
    """Make a file for a post, a person, a publication or an event of a name, in one of a site's languages.

    `name` is a title, or what the folder is to be called. Raises ContentError where there is no site, where
    the name has neither letters nor digits, and where a file of the name is there already.
    """
    website = Website(site)
    library = website.refresh().whole
    home = home_of(library, kind, language_of(library.config, lang))
    subject = _subject(kind, name, library, home)
    if kind == "person":
        path, lines = _file_of_person(subject), _person(subject)
    else:
        path = home.folder / (f"{subject.slug}/index" if home.bundles else subject.slug)
        path = path.with_name(f"{path.name}{home.suffix}.md")
        lines = {"post": _post, "event": _event, "publication": _publication}[kind](subject)
    _refuse(path, subject)
    text = "\n".join(lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n" if path.suffix == ".yaml" else f"---\n{text}\n---\n\n", "utf-8")
    file = path.relative_to(library.config.root).as_posix()
    pages = website.refresh().whole.pages[home.lang].values()
    page = next((page for page in pages if page.source and page.source.file == file), None)
    others = (language.code for language in library.config.languages if language.code != home.lang)
    return Written(file, page.url if page and page.rendered else "", tuple(others))


def _subject(kind: str, name: str, library: Library, home: Home) -> Subject:
    """The title that a name is or stands for, and the name of its folder."""
    slug = slug_of(_AWKWARD.sub(" ", name), accents=not library.config.remove_path_accents)
    title = " ".join(name.split())
    if name == slug and "-" in name:
        words = _DATED.sub("", name).replace("-", " ")
        title = words.title() if kind == "person" else words[:1].upper() + words[1:]
    if not key_of(title) or not slug:
        hint = "Name it by its title, or by what its folder is to be called."
        raise ContentError(Problem(f"{name!r} is no name.", Where("."), hint, Level.ERROR))
    moment = now()
    if home.dated and kind != "person" and not _DATED.match(slug):
        slug = f"{moment.date().isoformat()}-{slug}"
    return Subject(title, slug, library, home, moment)


def _refuse(path: Path, subject: Subject) -> None:
    root = subject.library.config.root
    there = path if path.exists() else None
    page = subject.library.page(subject.home.lang, f"{urlize(subject.home.folder.name)}/{subject.slug}")
    if page is not None and page.source is not None:
        there = page.source.path
    if there is not None:
        message = f"{subject.title!r} is there already, and was not changed."
        where = Where(there.relative_to(root).as_posix())
        raise ContentError(Problem(message, where, "Edit it, or choose another name.", Level.ERROR))


def _post(subject: Subject) -> Iterator[str]:
    yield f"title: {scalar(subject.title)}"
    yield f"date: '{subject.date}'"
    yield "# A sentence or two for lists"
    yield "summary: ''"
    yield f"authors: {subject.authors}"
    yield "tags: []"


def _event(subject: Subject) -> Iterator[str]:
    kit = subject.dialect is Dialect.KIT
    start, end, all_day = (
        ("event_start", "event_end", "event_all_day") if kit else ("date", "date_end", "all_day")
    )
    yield f"title: {scalar(subject.title)}"
    yield "# The conference or series, and its address in the web"
    yield f"{'event_name' if kit else 'event'}: ''"
    yield "event_url: ''"
    yield "location: ''"
    yield "# When it takes place"
    yield f"{start}: '{subject.date}T13:00:00Z'"
    yield f"{end}: '{subject.date}T14:00:00Z'"
    yield f"{all_day}: false"
    yield "# From when on the page is shown"
    yield f"{'date' if kit else 'publishDate'}: '{subject.date}'"
    yield "summary: ''"
    yield "abstract: ''"
    yield f"authors: {subject.authors}"
    yield "tags: []"


def _publication(subject: Subject) -> Iterator[str]:
    number = types_by_number(subject.home.siblings)
    yield f"title: {scalar(subject.title)}"
    yield "# Names, or names of folders in content/authors/"
    yield f"authors: {subject.authors}"
    yield f"date: '{subject.date}'"
    yield (
        "# paper-conference is 1, article-journal 2, thesis 7"
        if number
        else (
            "# article-journal, paper-conference, article (a preprint), report, book, chapter, thesis, patent"
        )
    )
    yield f"publication_types: ['{2 if number else 'article-journal'}']"
    yield "# The journal or conference"
    yield "publication: ''"
    yield "abstract: ''"
    yield "tags: []"
    if subject.dialect is Dialect.KIT:
        yield from ("hugoblox:", "  ids:", "    doi: ''", "links: []")
    else:
        yield from ("doi: ''", "url_pdf: ''", "url_code: ''")


def _person(subject: Subject) -> Iterator[str]:
    data = _people_are_data(subject)
    *given, family = subject.title.split()
    known = bool(given) and family[0] < ASIAN
    if data:
        yield from ("schema: hugoblox/author/v1", f"slug: {scalar(subject.slug)}", "name:")
        yield f"  display: {scalar(subject.title)}"
        names = ("  given", "  family")
    else:
        yield f"title: {scalar(subject.title)}"
        names = ("first_name", "last_name")
    if known:
        yield from (f"{names[0]}: {scalar(' '.join(given))}", f"{names[1]}: {scalar(family)}")
    yield "role: ''"
    yield f"{'affiliations' if data else 'organizations'}: []"
    yield "bio: ''"
    yield "interests: []"
    yield from _profiles(subject, data)
    yield from _groups(subject)


def _profiles(subject: Subject, data: bool) -> Iterator[str]:
    if subject.dialect is Dialect.BOOTSTRAP:
        yield "# - {icon: envelope, icon_pack: fas, link: 'mailto:name@example.org'}"
        yield "social: []"
    else:
        yield "# - {icon: at-symbol, url: 'mailto:name@example.org', label: E-mail}"
        yield f"{'links' if data else 'profiles'}: []"


def _groups(subject: Subject) -> Iterator[str]:
    """The key by which blocks of the site find people, with the groups that it has."""
    people = [author.person for author in subject.library.people.get(subject.home.lang, {}).values()]
    by_tag = sum(bool(person.tags) for person in people) > sum(bool(person.user_groups) for person in people)
    found = dict.fromkeys(name for who in people for name in (who.tags if by_tag else who.user_groups))
    if found:
        yield f"# Groups here: {', '.join(list(found)[:GROUPS_TOLD])}"
    yield f"{'tags' if by_tag else 'user_groups'}: []"


def _people_are_data(subject: Subject) -> bool:
    library = subject.library
    if library.files.data or any(library.people.values()):
        return bool(library.files.data)
    return subject.dialect is Dialect.KIT and bool(hugo_files(library.config.root))


def _file_of_person(subject: Subject) -> Path:
    config, people = subject.library.config, subject.library.people
    if _people_are_data(subject):
        return config.root / config.data_dir / "authors" / f"{subject.slug}.yaml"
    names = [author.source.path.name for of_lang in people.values() for author in of_lang.values()]
    terms = sum(name.startswith("_index") for name in names) * 2 > len(names) if names else False
    stem = "_index" if terms or (not names and subject.dialect is not Dialect.KIT) else "index"
    return subject.home.folder / subject.slug / f"{stem}{subject.home.suffix}.md"
