"""From a site's folders to its library: walk, read what changed, build pages, people and table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import partial
from os.path import lexists
from pathlib import Path

from masthead.config import Config
from masthead.content.build import Builder
from masthead.content.index import Index
from masthead.content.kept import Kept
from masthead.content.library import Library
from masthead.content.model import File, Page, Resource
from masthead.content.names import warn_of_near_misses
from masthead.content.people import Author, author_of, read_person, slug_of_data
from masthead.content.place import follow
from masthead.content.scan import DATA_SUFFIXES, Files, Found, Root, Tree, Walker
from masthead.content.sharing import read_sharing
from masthead.content.source import Key, Source, read_data, read_source
from masthead.content.table import make_table
from masthead.content.widgets import read_widgets
from masthead.errors import ContentError, Problem, Problems
from masthead.listing import Listing
from masthead.stylesheets import is_font, style_files


def read_library(
    config: Config,
    index: Index,
    theme: Mapping[str, File],
    before: Library | None,
    known: Iterable[Problem] = (),
    paths: Set[Path] | None = None,
) -> Library:
    """Walk the site's folders, read what changed, and put all of it together.

    `theme` are the files that Masthead brings along, by their path. Unreadable files are errors among the
    library's problems, after those `known` already; all others are there. With `paths`, nothing but these
    files may have changed. `before` is given back when nothing but texts changed since it was read; with
    `paths`, also when what changed leaves all pages and people in their place.
    """
    problems = Problems(known)
    if before is not None and paths is not None and index.begin_with(paths, partial(follow, before)):
        files = before.files
        if not index.changed:
            return before
    else:
        index.begin()
        files = _walk(config, theme, index.listing)
    problems.add(*files.problems)
    found = [
        (item, source) for item in files.tree.pages if (source := _read(item, index, problems)) is not None
    ]
    data = dict(_people_data(files.data, index, problems))
    widgets = read_widgets(config, found, files.tree, index, problems)
    sharing = read_sharing(config, index, problems)
    index.finish()
    if before is not None and before.files == files and not index.changed:
        return before
    names = {slug: Author(slug, "", read_person(s.meta, _unheard), s).name for slug, s in data.items()}
    kept = {language.code: Kept.of(before, language.code) for language in config.languages}
    builders = [
        _build(Builder(config, language, problems, kept[language.code]), found, files.tree, names)
        for language in config.languages
    ]
    pages = {builder.language.code: builder.pages for builder in builders}
    people = {
        lang: dict(_people(lang, pages[lang], data, files.media, problems, kept[lang])) for lang in pages
    }
    table: dict[str, Resource] = {}
    library = Library(
        config,
        files,
        pages,
        people,
        {builder.language.code: builder.terms for builder in builders},
        [hidden for builder in builders for hidden in builder.hidden],
        problems,
        widgets,
        sharing,
        table,
        {builder.language.code: builder.inherited for builder in builders},
        {lang: kept[lang].names_of(people[lang]) for lang in pages},
    )
    listed = (page for of_language in pages.values() for page in of_language.values())
    warn_of_near_misses(listed, library.names, problems)
    table.update(make_table(library))
    return library


def _unheard(keys: tuple[Key, ...], message: str) -> None:
    """What is wrong with a person's data is told where the person is made, once for each language."""


def _walk(config: Config, theme: Mapping[str, File], listing: Listing) -> Files:
    problems = Problems()
    walker = Walker(
        config.root,
        tuple(language.code for language in config.languages),
        config.default_language,
        tuple(config.ignore_files),
        not config.remove_path_accents,
        problems,
        listing,
    )
    return Files(
        walker.walk(content_roots(config)),
        {
            walker.relative(file.path): file
            for file in walker.files_below(config.root / config.data_dir / "authors").values()
            if file.path.suffix.lower() in DATA_SUFFIXES and not file.path.name.startswith(".")
        },
        [theme, *(walker.files_below(config.root / folder) for folder in config.static_dirs)],
        walker.files_below(config.root / config.assets_dir / "media"),
        _styles(config, walker),
        problems=tuple(problems),
    )


def _styles(config: Config, walker: Walker) -> Mapping[str, File]:
    """The styles and fonts in assets/ that pages load."""
    named = (name for language in config.languages for name in language.params.custom_css)
    wanted = set(style_files(named))
    below = {
        f"{folder}/{name}": File(f"{folder}/{name}", file.path)
        for folder in ("css", "scss", "fonts")
        for name, file in walker.files_below(config.root / config.assets_dir / folder).items()
    }
    return {
        name: file
        for name, file in below.items()
        if name in wanted or (name.startswith("fonts/") and is_font(name))
    }


def content_roots(config: Config) -> list[Root]:
    """The folders of content: a language's own, or one for all of them."""
    own = [Root(config.root / lang.content_dir, lang.code) for lang in config.languages if lang.content_dir]
    if len(own) == len(config.languages):
        return own
    return [*own, Root(config.root / config.content_dir, None)]


def _read(found: Found, index: Index, problems: Problems) -> Source | None:
    """The file's source; None for one that cannot be read, an error unless it was deleted since the walk."""
    try:
        source = index.source(found.path, found.file, read_source)
    except ContentError as error:
        if lexists(found.path):
            problems.add(*error.problems)
        return None
    problems.add(*source.problems)
    return source


def _build(
    builder: Builder, found: Iterable[tuple[Found, Source]], tree: Tree, people: Mapping[str, str]
) -> Builder:
    builder.build([pair for pair in found if pair[0].lang == builder.language.code], tree, people)
    return builder


def _people_data(files: Mapping[str, File], index: Index, problems: Problems) -> Iterable[tuple[str, Source]]:
    """The files of data/authors/ by slug."""
    for name, file in files.items():
        try:
            source = index.source(str(file.path), name, read_data)
        except ContentError as error:
            problems.add(*error.problems)
            continue
        problems.add(*source.problems)
        yield slug_of_data(source), source


def _people(
    lang: str,
    pages: Mapping[str, Page],
    data: Mapping[str, Source],
    media: Mapping[str, File],
    problems: Problems,
    kept: Kept,
) -> Iterable[tuple[str, Author]]:
    """Everybody in one language: first those with a page or a term page, then those with a data file."""
    for path, page in pages.items():
        folder, _, slug = path.rpartition("/")
        if folder == "authors" and page.source is not None and slug not in data and page.listed:
            found = kept.author(slug, page.source, page, page.files)
            yield slug, found or author_of(slug, lang, page.meta, page.source, page, page.files, problems)
    for slug, source in data.items():
        own = pages.get(f"authors/{slug}")
        pictures = {
            Path(n).name: f for n, f in media.items() if n.lower().startswith(f"authors/{slug.lower()}.")
        }
        files = {**{f"avatar{Path(n).suffix}": f for n, f in pictures.items()}, **(own.files if own else {})}
        known = kept.author(slug, source, own, files)
        yield slug, known or author_of(slug, lang, source.meta, source, own, files, problems)
