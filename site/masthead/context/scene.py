"""The site as one request sees it: in one language, at one moment, with one prefix before its URLs."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from masthead.config import Config, Language
from masthead.content.i18n import Words
from masthead.content.library import Library
from masthead.content.model import File, Page
from masthead.context.host import PageHost, Spot
from masthead.context.urls import Urls
from masthead.errors import Problems, Where
from masthead.markup import Text, TextSettings, render, render_inline
from masthead.media.icons import UNKNOWN, Icons
from masthead.media.images import Unreadable, examine

Bodies = MutableMapping[tuple[str, str, str], Text]
"""Bodies rendered so far, by language, path and URL prefix; good for one library."""


@dataclass(frozen=True)
class Scene:
    """Everything that values for templates are made from. `problems` takes what is found on the way."""

    library: Library
    language: Language
    urls: Urls
    words: Words
    icons: Icons
    text_settings: TextSettings
    bodies: Bodies = field(repr=False)
    has_template: Callable[[str], bool] = field(repr=False)
    problems: Problems = field(repr=False)

    @property
    def config(self) -> Config:
        """The site's settings."""
        return self.library.config

    @property
    def lang(self) -> str:
        """The language's code."""
        return self.language.code

    def reporting_to(self, problems: Problems) -> Scene:
        """The same scene, with its problems noted elsewhere."""
        return replace(self, problems=problems)

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
        drawn = self.icons.svg(name, pack, label)
        if drawn is None and spot is not None:
            self.problems.warn(f"there is no icon {name!r}.", spot(), self.icons.suggest(name, pack))
        return drawn if drawn is not None else UNKNOWN

    def size(self, file: File) -> tuple[int, int] | None:
        """Width and height of a picture in pixels; None, with a warning, when it cannot be read."""
        info = examine(file.path)
        if isinstance(info, Unreadable):
            where = Where(file.path.relative_to(self.config.root).as_posix())
            self.problems.warn(info.message, where, info.hint)
            return None
        return info.width, info.height

    def body(self, page: Page) -> Text:
        """A page's body as HTML, made once for a library and prefix."""
        key = (page.lang, page.path, self.urls.prefix)
        made = self.bodies.get(key)
        if made is None:
            first = Where(page.where().file, page.source.body_line if page.source else None)
            made = self.bodies[key] = render(
                page.body(), PageHost(self, page, lambda: first), self.text_settings
            )
        return made

    def text(self, text: str, page: Page, spot: Spot) -> Markup:
        """Markdown of a block or a field as HTML; `spot` finds the field's key."""
        if not text.strip():
            return Markup("")

        def first_line() -> Where:
            key = spot()
            return Where(key.file, key.line + 1 if key.line and "\n" in text else key.line)

        return Markup(render(text, PageHost(self, page, first_line), self.text_settings).html)

    def inline(self, text: str, page: Page, spot: Spot | None = None) -> Markup:
        """Markdown of a single line, such as a title or a role, as HTML without a paragraph around it."""
        if not text:
            return Markup("")
        return Markup(render_inline(text, PageHost(self, page, spot or page.where), self.text_settings))
