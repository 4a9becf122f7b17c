"""A site that can be asked: its settings, its library, its words, and the blocks it may use."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock

from msgspec import Struct, field

from masthead import search
from masthead.blocks import Block, Kinds
from masthead.cache import without_collecting
from masthead.config import Config, Dialect, load_config
from masthead.config.files import hugo_files, masthead_file
from masthead.config.packs import pack_files
from masthead.content.answers import Answers
from masthead.content.i18n import Words, load_words
from masthead.content.index import Index
from masthead.content.library import Library
from masthead.content.model import File, Page
from masthead.content.news import News
from masthead.content.notes import NotedProblems, Notes
from masthead.content.reading import read_library
from masthead.content.recalled import Recalled, Recaller
from masthead.content.shelf import Shelf
from masthead.content.source import Stamp
from masthead.content.watched import Observer, Watched
from masthead.context.scene import Made, Scene
from masthead.context.urls import Urls
from masthead.errors import ContentError, Problems
from masthead.extensions import load_blocks, template_folders
from masthead.kept import KeptPages
from masthead.listing import Listing
from masthead.markup import TextSettings
from masthead.media.icons import Icons
from masthead.media.sources import Pictures
from masthead.media.store import PictureStore
from masthead.paths import bundled


class Edition(Struct, frozen=True, dict=True):
    """The site at one moment, whole: settings, library and blocks, with what was made from them so far.

    `library` is what pages are made from: the `whole` one, or one that notes what pages ask of it. Then there
    are `answers` to the same questions. `problems` are what was found so far: on reading at once, on
    rendering as pages are asked for.
    """

    whole: Library
    library: Library
    blocks: Mapping[str, type[Block]]
    pictures: Pictures
    problems: Problems
    template_folders: Sequence[Path] = ()
    made: Made = field(default_factory=Made)
    kept: KeptPages = field(default_factory=KeptPages)
    noted: NotedProblems | None = field(default=None)
    answers: Answers | None = field(default=None)

    @property
    def config(self) -> Config:
        """The settings."""
        return self.library.config

    @cached_property
    def icons(self) -> Icons:
        """The icons of the packs and the site's own."""
        return Icons((self.config.root / self.config.assets_dir / "media" / "icons",))

    @cached_property
    def text_settings(self) -> TextSettings:
        """How Markdown is read."""
        text = self.config.text
        return TextSettings(
            emoji=self.config.emoji,
            typographer=text.typographer,
            unsafe=text.unsafe,
            hard_wraps=text.hard_wraps,
            line_numbers=text.line_numbers,
            toc_start=text.toc_start,
            toc_end=text.toc_end,
            footnote_return=text.footnote_return,
            callout_titles=self.config.dialect is not Dialect.BOOTSTRAP,
            subscript=self.config.dialect is not Dialect.BOOTSTRAP,
            superscript=self.config.dialect is not Dialect.BOOTSTRAP,
        )

    @cached_property
    def _words(self) -> Mapping[str, Words]:
        folder = self.config.root / self.config.i18n_dir
        files = sorted(
            path for path in folder.glob("*") if path.suffix in {".yaml", ".yml", ".toml", ".json"}
        )
        words = {language.code: load_words(language.code, files) for language in self.config.languages}
        for found in words.values():
            self.problems.add(*found.problems)
        return words

    def scene(
        self,
        lang: str,
        urls: Urls,
        has_template: Callable[[str], bool],
        show: Callable[[Scene, Page, str], str],
        shares: Callable[[], bool],
    ) -> Scene:
        """The site in one language, for one request."""
        return Scene(
            self.library,
            self.config.language(lang),
            urls,
            self._words[lang],
            self.icons,
            self.pictures,
            self.text_settings,
            self.made,
            has_template,
            show,
            lambda: self.noted is not None or shares(),
            self.problems,
        )


class Website:
    """A folder of content as one object that a Flask app holds. Safe to use from many threads.

    `edition` is the site as last read; `refresh` reads what changed since and swaps it as a whole, so that
    every answer is made from one moment. Raises ContentError when the folder holds no site at all.
    """

    def __init__(self, root: Path | str, blocks: Iterable[type[Block]] = ()) -> None:
        self.root = Path(root).resolve()
        self._blocks = tuple(blocks)
        self._named_blocks: tuple[type[Block], ...] = ()
        self.news = News()
        self._index = Index(Shelf(self.root))
        self._pictures = PictureStore(self.root)
        self._lock = Lock()
        self._settings_stamps: Mapping[Path, Stamp] = {}
        self._config: Config | None = None
        self._config_problems = Problems()
        self._edition: Edition | None = None
        self._begun = 0.0
        self._notes: Notes | None = None
        self._recalled: Recalled | None = None

    @property
    def edition(self) -> Edition:
        """The site as last read; read now when it was not."""
        return self._edition or self.refresh()

    def seen(self, listing: Listing) -> None:
        """Read the site for the first time as somebody has just seen its folders."""
        self._index.saw = listing

    def recall(self, recalled: Recalled) -> None:
        """Go by what was remembered of the site, in the place of reading it."""
        self._recalled = recalled
        self._edition = self._new_edition(recalled.library)

    @property
    def recalls(self) -> bool:
        """Whether it goes by what was remembered."""
        return self._recalled is not None

    @property
    def settings_error(self) -> ContentError | None:
        """What keeps settings from being read, if anything does."""
        errors = self._config_problems.errors
        return ContentError(*errors) if errors else None

    def settings(self) -> Config:
        """The settings as they are now. Raises ContentError when the folder holds no site."""
        with self._lock:
            return self._fresh_config()

    @property
    def code_folders(self) -> tuple[Path, ...]:
        """Where the modules stand that the settings name blocks of."""
        files = (getattr(sys.modules[block.__module__], "__file__", None) for block in self._named_blocks)
        return tuple({Path(file).parent for file in files if file} - {self.root})

    def refresh(self) -> Edition:
        """Read what was added, edited, renamed or deleted since the last time.

        Who waits while another thread does that takes what a reading found that began in the meantime.
        """
        asked = time.monotonic()
        with self._lock:
            if self._edition is not None and self._begun > asked:
                return self._edition
            self._begun = time.monotonic()
            self.news.take()
            return self._refreshed(None)

    def fresh(self, page: Path | None = None) -> Edition:
        """The site as it is now: read anew where `news` tell of changes, or where none come.

        `page` is a file that is looked at all the same.
        """
        with self._lock:
            paths = self._changes(page)
            if self._edition is not None and paths is not None and not paths:
                return self._edition
            return self._refreshed(paths)

    def _refreshed(self, paths: Set[Path] | None) -> Edition:
        """The site, of which only some files may have changed."""
        with ExitStack() as failing:
            failing.callback(self.news.doubt)
            config = self._fresh_config()
            before = self._edition.whole if self._edition and self._edition.config is config else None
            with without_collecting():
                library = read_library(
                    config, self._index, _theme_files(), before, self._config_problems, paths
                )
            if self._edition is None or library is not self._edition.whole or self._index.rewritten:
                self._edition = self._new_edition(library)
            failing.pop_all()
        return self._edition

    def _changes(self, page: Path | None) -> set[Path] | None:
        """The files to look at; None for all of them."""
        paths = self.news.take()
        if paths is not None and page is not None and self._index.is_stale(page):
            paths.add(page)
        return paths if paths is None or self._config is None else set(filter(self._config.reads, paths))

    @contextmanager
    def taking_notes(self) -> Iterator[Notes]:
        """For a while, note what is asked of the site, what is wrong with it, and which pictures it shows."""
        before = self.edition
        notes = self._notes = Notes([])
        self._edition = self._new_edition(before.whole)
        try:
            yield notes
        finally:
            self._notes, self._edition = None, before

    def _new_edition(self, library: Library) -> Edition:
        added = (*self._named_blocks, *self._blocks)
        blocks = Kinds(added)
        if (problem := search.lacking(library.config)) is not None:
            library.problems.add(problem)
        formats = library.config.picture_formats
        folders = template_folders(reversed(added))
        if self._notes is None:
            pictures = Pictures(library.table, self._pictures, formats)
            return Edition(library, library, blocks, pictures, Problems(library.problems), folders)
        notes, answers = self._notes, Answers(library)
        observer = Recaller(notes, self._recalled) if self._recalled else Observer(notes, answers)
        watched = Watched(library, observer)
        pictures = Pictures(watched.table, self._pictures, formats, notes)
        problems = NotedProblems(notes, library.problems)
        made = Made(notes)
        return Edition(
            library, watched, blocks, pictures, problems, folders, made, noted=problems, answers=answers
        )

    def _fresh_config(self) -> Config:
        own = masthead_file(self.root)
        words = sorted(path for path in (self.root / "i18n").glob("*") if path.is_file())
        packs = pack_files(self.root / (self._config.data_dir if self._config else "data"))
        files = [*hugo_files(self.root), *([own] if own else []), *words, *packs]
        stamps = {path: Stamp.of(path) for path in files}
        if self._config is None or stamps != self._settings_stamps:
            self._config_problems = Problems()
            self._config = load_config(self.root, self._config_problems)
            self._named_blocks = load_blocks(self._config.blocks, self.root, self._config_problems)
            self._settings_stamps = stamps
        return self._config


def _theme_files() -> Mapping[str, File]:
    """The theme's stylesheet and script, by their path below the site's root."""
    folder = bundled("static")
    return {
        (name := path.relative_to(folder).as_posix()): File(name, path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
