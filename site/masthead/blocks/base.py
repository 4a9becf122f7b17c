"""The base of all blocks: a typed model of one section's content, dressed for its template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from markupsafe import Markup
from msgspec import Struct

from masthead.content.fields import Model, Text
from masthead.content.model import Page
from masthead.content.source import Key
from masthead.content.urls import root_url
from masthead.context.host import Spot
from masthead.context.items import REMOTE, picture
from masthead.context.parts import Picture
from masthead.context.scene import Scene
from masthead.context.urls import is_local
from masthead.errors import Where
from masthead.markup.sanitize import clean_style

CSS = "/masthead/blocks.css"
"""The stylesheet of the blocks and backgrounds that few pages have."""

BACKDROPS = ("hero", "body", "cover")
"""The sizes of what stands behind a section, the widest first: a smaller picture is made in the next."""

_PARAGRAPH = re.compile(r"\s*<p>((?:(?!</?p[\s>]).)*)</p>\s*\Z", re.DOTALL)
_BEFORE_QUERY = re.compile(r"[^?#]*")


class As(StrEnum):
    """What a field's text becomes before a template gets it."""

    INLINE = "inline"
    PROSE = "prose"
    FLOW = "flow"
    LINK = "link"
    PICTURE = "picture"
    STYLE = "style"


Inline = Annotated[Text, As.INLINE]
"""A single line of Markdown, such as a title."""
Prose = Annotated[Text, As.PROSE]
"""Markdown of any length."""
Flow = Annotated[Text, As.FLOW]
"""Markdown of any length; a single paragraph comes without its `<p>`."""
Href = Annotated[Text, As.LINK]
"""A link's target, resolved from the page that the block stands on."""
PictureName = Annotated[Text, As.PICTURE]
"""A file of the page's bundle or of assets/media/; a template gets a Picture or None."""
Style = Annotated[Text, As.STYLE]
"""Declarations of CSS for a `style` attribute."""


class Place(Struct, frozen=True):
    """Where a block stands: the page, and what finds the place of a key of its section."""

    scene: Scene
    page: Page
    where: Callable[..., Where]

    def spot(self, *keys: Key) -> Spot:
        """Finds a key of the section."""
        return lambda: self.where(*keys)

    def warn(self, message: str, hint: str, *keys: Key) -> None:
        """Note a problem with a key of the section."""
        self.scene.problems.warn(message, self.where(*keys), hint)

    def link(self, href: str) -> str:
        """A link's target: from the page, or from the home page where only that leads somewhere."""
        urls, home = self.scene.urls, root_url(self.scene.config, self.scene.lang)
        path = _BEFORE_QUERY.match(href.strip())[0]  # type: ignore[index]
        if path and is_local(href) and urls.find(path, self.page.url) is None and urls.find(path, home):
            return urls.link(href, home)
        return urls.link(href, self.page.url)

    def media(self, name: str, *keys: Key) -> str:
        """The URL of a file of the page's bundle or of assets/media/; empty, with a warning, without one."""
        if name.startswith(REMOTE):
            return name
        found = self.scene.urls.media(name, self.page)
        if found is None:
            self.warn(f"there is no file {name!r}.", "Put it beside the page or into assets/media/.", *keys)
            return ""
        return self.scene.url(found[0])

    def backdrop(self, name: str, *keys: Key) -> str:
        """The URL of a picture or film that stands behind a section, in the width of a page; see `media`."""
        found = None if name.startswith(REMOTE) else self.scene.urls.media(name, self.page)
        if found is None:
            return self.media(name, *keys)
        made = (self.scene.pictures.largest(*found, size) for size in BACKDROPS)
        return self.scene.url(next((url for url in made if url != found[0]), found[0]))

    def style(self, css: str) -> str:
        """Declarations of CSS, as far as their author is trusted with them."""
        return css if self.scene.text_settings.unsafe else clean_style(css)

    def dress(self, kind: As, value: str, *keys: Key) -> Markup | str | Picture | None:
        """A field's value as its template gets it."""
        if kind is As.INLINE:
            return self.scene.inline(value, self.page, self.spot(*keys))
        if kind is As.PROSE:
            return self.scene.text(value, self.page, self.spot(*keys))
        if kind is As.FLOW:
            html = self.scene.text(value, self.page, self.spot(*keys))
            alone = _PARAGRAPH.match(html)
            return Markup(alone[1]) if alone else html
        if kind is As.LINK:
            return self.link(value)
        if kind is As.STYLE:
            return self.style(value)
        if not value:
            return None
        found = picture(self.scene, value, self.page)
        if found is None and self.scene.urls.media(value, self.page) is None:
            self.warn(
                f"there is no picture {value!r}.", "Put it beside the page or into assets/media/.", *keys
            )
        return found


class Block(Model):
    """One kind of section. Its template is `masthead/blocks/<first name>.html` and gets it as `block`.

    Fields annotated `Inline`, `Prose`, `Flow`, `Href` and `PictureName` reach it as HTML, URLs and pictures.
    """

    names: ClassVar[tuple[str, ...]]
    """What `block:` may say; the first is the template's name."""
    headed: ClassVar[bool] = False
    """Whether it has a heading of its own even without a title."""
    css: ClassVar[tuple[str, ...]] = ()
    """Stylesheets that pages with such a block load, by their site-absolute URLs."""
    js: ClassVar[tuple[str, ...]] = ()
    """Scripts, likewise."""

    title: Inline = ""
    """Its title, one line of Markdown."""
    subtitle: Inline = ""
    """A line below the title."""
    text: Prose = ""
    """Text below the title, in Markdown."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """What the template gets beside `block`."""
        return {}


def dressed(model: Model, place: Place, *keys: Key) -> Model:
    """A copy of a model, and of the models in it, with its texts as a template gets them."""
    return model.model_copy(update=dict(_updates(model, place, keys)))


def _updates(model: Model, place: Place, keys: tuple[Key, ...]) -> Iterator[tuple[str, Any]]:
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        kind = next((mark for mark in info.metadata if isinstance(mark, As)), None)
        if kind is not None and isinstance(value, tuple):
            yield name, tuple(place.dress(kind, item, *keys, name, i) for i, item in enumerate(value))
        elif kind is not None:
            yield name, place.dress(kind, value, *keys, name)
        elif isinstance(value, Model):
            yield name, dressed(value, place, *keys, name)
        elif isinstance(value, tuple) and value and isinstance(value[0], Model):
            yield name, tuple(dressed(item, place, *keys, name, index) for index, item in enumerate(value))
