"""The site as one request sees it, in one language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from markupsafe import Markup, escape
from msgspec import Struct, field
from msgspec.structs import replace

from masthead.config import Config, Dialect, Language
from masthead.content.answers import written
from masthead.content.i18n import Words
from masthead.content.library import Library
from masthead.content.model import File, Page
from masthead.content.notes import Noted, Notes
from masthead.context.exchange import Exchange, name_for
from masthead.context.host import PageHost, Spot
from masthead.context.parts import NOTHING, Picture
from masthead.context.urls import Urls
from masthead.errors import Problems, Where
from masthead.lazily import cached_property
from masthead.markup import Sources, Text, TextSettings, is_plain, opening, plain, render, render_inline
from masthead.media.icons import UNKNOWN, Icons
from masthead.media.images import Unreadable
from masthead.media.sources import Pictures

ABSTRACT_LENGTH = 135
"""Characters of an abstract that cards of the older theme show."""

CARD_LENGTH = 180
"""Characters of a summary that cards of the kit show."""

MANNERS = 128
"""For how many languages and prefixes values are kept: where a prefix has variables, readers choose them."""

Kept = TypeVar("Kept")
Told = TypeVar("Told", Markup, Text)

Values = dict[object, tuple[Any, Noted | None]]
"""Values by what they are values of, each with what was noted while it was made, if anything was."""


class Made(Struct, frozen=True):
    """What was made so far from one library: values that pages share, and icons that were drawn.

    `values` are by what they may depend on beside the library: the language, how the site's URLs are printed,
    and whether they are for a page that a text quotes.
    """

    notes: Notes = field(default_factory=lambda: Notes([]))
    exchange: Exchange = field(default_factory=Exchange)
    values: dict[tuple[object, ...], Values] = field(default_factory=dict)
    icons: dict[tuple[str, str, str], Markup | None] = field(default_factory=dict)


class Scene(Struct, frozen=True, dict=True):
    """Everything that values for templates are made from.

    `problems` takes what is found on the way; `has_template` says whether there is a template of a name;
    `show` renders one page by a list's view; `shares` tells whether templates make the same HTML of a card
    for whoever asks. `quoting` is set while a page is shown in a text that cites it: texts in it name the
    pages that they cite, so that pages may cite each other.
    """

    library: Library
    language: Language
    urls: Urls
    words: Words
    icons: Icons
    pictures: Pictures
    text_settings: TextSettings
    made: Made
    has_template: Callable[[str], bool]
    show: Callable[[Scene, Page, str], str]
    shares: Callable[[], bool]
    problems: Problems
    quoting: bool = False

    @property
    def _readers(self) -> tuple[object, ...]:
        """All that values for other readers may differ by."""
        return self.lang, self.urls.manner, self.quoting

    @cached_property
    def _place(self) -> bytes:
        return written(self._readers)

    @cached_property
    def _values(self) -> Values:
        known, key = self.made.values, self._readers
        if key not in known and len(known) >= MANNERS:
            known.clear()
        return known.setdefault(key, {})

    @cached_property
    def config(self) -> Config:
        """The site's settings."""
        return self.library.config

    @cached_property
    def lang(self) -> str:
        """The language's code."""
        return self.language.code

    def reporting_to(self, problems: Problems) -> Scene:
        """The same scene, with its problems noted elsewhere."""
        scene = replace(self, problems=problems)
        scene.__dict__.update(self.__dict__)  # what was worked out is the same whoever takes the problems
        return scene

    def t(self, key: str, count: int | None = None, **values: object) -> str:
        """A word of the interface."""
        return self.words.get(key, count, **values)

    def url(self, path: str) -> str:
        """A site-absolute URL as a link."""
        return self.urls.path(path)

    def icon(self, name: str, pack: str = "", label: str = "", spot: Spot | None = None) -> Markup:
        """An icon as inline SVG; a plain dot and a warning when nobody knows it."""
        if not name:
            return Markup("")
        key = (name, pack, label)
        if key not in self.made.icons:
            self.made.icons[key] = self.icons.svg(*key)
        drawn = self.made.icons[key]
        if drawn is None and spot is not None:
            self.problems.warn(f"there is no icon {name!r}.", spot(), self.icons.suggest(name, pack))
        return drawn if drawn is not None else UNKNOWN

    def size(self, file: File) -> tuple[int, int] | None:
        """Width and height of a picture in pixels; None, with a warning, when it cannot be read."""
        info = self.pictures.store.info(file.path)
        trouble = info if isinstance(info, Unreadable) else info.unread
        if trouble:
            where = Where(file.path.relative_to(self.config.root).as_posix())
            self.problems.warn(trouble.message, where, trouble.hint)
        return None if isinstance(info, Unreadable) else (info.width, info.height)

    def picture(
        self, url: str, file: File, alt: str = "", caption: Markup = NOTHING, focal: str = ""
    ) -> Picture | None:
        """The picture at a site-absolute URL; None, with a warning, when it cannot be read.

        An SVG that does not tell its size is shown all the same.
        """
        size = self.size(file)
        if size is None and file.path.suffix.lower() != ".svg":
            return None
        sources = partial(self.sources, url, file, focal=focal)
        return Picture(self.url(url), *(size or (0, 0)), alt, caption, sources)

    def sources(self, url: str, file: File, size: str, focal: str = "") -> Sources | None:
        """The widths of a picture in a named size; None where there is the file alone."""
        return self.pictures.sources(url, file, size, focal, self.url)

    def body(self, page: Page) -> Text:
        """A page's body as HTML, made once for a library and prefix."""
        return self.told((page, "body"), lambda scene: scene._body(page))

    def _body(self, page: Page) -> Text:
        first = Where(page.where().file, page.source.body_line if page.source else None)
        return render(page.body(), PageHost(self, page, lambda: first), self.text_settings)

    def once(self, key: object, make: Callable[[Scene], Kept]) -> Kept:
        """A value that pages share, made by the first that asks; what was noted then is noted each time."""
        found = self._values.get(key)
        if found is None:
            found = self._values[key] = self._make(make)
        value: Kept
        value, trace = found
        if trace is not None:
            self.made.notes.trace.take(trace)
            if trace.problems:
                self.problems.add(*trace.problems)
        return value

    def told(self, key: tuple[object, ...], make: Callable[[Scene], Told]) -> Told:
        """HTML or a text that pages share, which processes that make the same site tell each other."""
        exchange = self.made.exchange
        if exchange.is_open and key not in self._values:
            name = name_for(self._place, key)
            taken = exchange.take(name, self.made.notes) if name else None
            self._values[key] = taken or self._make(make)
            if name and not taken:
                exchange.tell(name, *self._values[key])
        return self.once(key, make)

    def _make(self, make: Callable[[Scene], Kept]) -> tuple[Kept, Noted | None]:
        with self.made.notes.tracing() as noted:
            made = make(self.reporting_to(noted.problems))
        return made, noted.noted() if noted else None

    def text(self, text: str, page: Page, spot: Spot) -> Markup:
        """Markdown of a block or a field as HTML; `spot` finds the field's key."""
        if not text.strip():
            return Markup("")

        def first_line() -> Where:
            key = spot()
            return Where(key.file, key.line + 1 if key.line and "\n" in text else key.line, key.key)

        return Markup(render(text, PageHost(self, page, first_line), self.text_settings).html)

    def inline(self, text: str, page: Page, spot: Spot | None = None) -> Markup:
        """Markdown of a single line, such as a title or a role, as HTML without a paragraph around it."""
        if is_plain(text):
            return Markup(text)
        return Markup(render_inline(text, PageHost(self, page, spot or page.where), self.text_settings))

    def summary(self, page: Page) -> Markup:
        """What cards say of a page: its `summary`, or the beginning of its body or abstract."""
        return self.once((page, "summary"), lambda scene: scene._summary(page))

    def _summary(self, page: Page) -> Markup:
        front, dialect = page.front, self.config.dialect
        limit = CARD_LENGTH if dialect is Dialect.KIT else None
        if front.summary:
            html = self.inline(front.summary, page, lambda: page.where("summary"))
            text = plain(html)
            fits = limit is None or len(text) <= limit
            return html if fits and "<a " not in html else escape(shortened(text, limit))
        if dialect is Dialect.BOOTSTRAP and (abstract := self._abstract(page)):
            return escape(shortened(abstract, ABSTRACT_LENGTH))
        return escape(shortened(self._beginning(page) or self._abstract(page), limit))

    def _abstract(self, page: Page) -> str:
        return plain(self.inline(page.front.abstract, page, lambda: page.where("abstract")))

    def _beginning(self, page: Page) -> str:
        """The text before `<!--more-->`, or the first words of the body."""
        body, language = self.body(page), self.language
        if body.summary_html is not None:
            return plain(body.summary_html)
        return opening(body.html, language.summary_length, cjk=language.has_cjk)


def shortened(text: str, length: int | None) -> str:
    """The beginning of a text, cut after a word, with an ellipsis when something is left out."""
    if length is None or len(text) <= length:
        return text
    return text[: length + 1].rsplit(None, 1)[0] + "…"
