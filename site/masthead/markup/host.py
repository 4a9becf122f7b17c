"""What a text asks of the page it stands on, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from msgspec import Struct

CITE = '<div class="cite">'
"""What the card of another page begins with, where a text shows it."""


class Host(Protocol):
    """The page a text stands on: looks up links, pictures, words and other pages for it."""

    @property
    def lang(self) -> str:
        """The language of the text."""

    def link(self, href: str) -> str:
        """The URL to print for a link's target as it was written (relative, `/…`, `x.md`, absolute)."""

    def media(self, src: str) -> str:
        """The URL to print for the source of a picture, video or file as it was written."""

    def size(self, src: str) -> tuple[int, int] | None:
        """Width and height in pixels of a picture of the site, None when it is unknown."""

    def ref(self, target: str, lang: str | None) -> str | None:
        """The URL of the page that Hugo's `ref` and `relref` would find, None when there is none."""

    def page_title(self, target: str) -> str | None:
        """The title of a page looked up like `ref`, None when there is none."""

    def icon(self, name: str, pack: str = "") -> str:
        """An icon as inline SVG (HTML), empty when there is none."""

    def word(self, key: str, **values: object) -> str:
        """A word of the interface in the page's language."""

    def children(self) -> Sequence[tuple[str, str, str]]:
        """Title, URL and summary (HTML) of each page below this one."""

    def citation(self, target: str, view: str) -> str:
        """HTML of another page shown by a list view, empty when there is no such page."""

    def person(self, name: str) -> tuple[str, str] | None:
        """Display name and URL (empty without a page) of a person, None when unknown."""

    def read(self, name: str) -> str | None:
        """The text of a bundle resource or of a file of the site, None when it is missing."""

    def glob(self, pattern: str) -> Sequence[str]:
        """Names of the bundle resources or media that match a glob pattern."""

    def warn(self, message: str, line: int, hint: str = "") -> None:
        """Report a problem of the text; `line` counts from 1 in the text that was given."""


class Sources(Struct, frozen=True):
    """What an `<img>` chooses from: values of `srcset` and `sizes`, and the sides in pixels of the largest.

    `srcset` names pictures in the picture's own format, `webp` the same as WebP; either may be empty.
    """

    srcset: str
    webp: str
    sizes: str
    width: int
    height: int


@runtime_checkable
class Resizes(Protocol):
    """A host that has its pictures in several widths."""

    def sources(self, src: str, size: str, line: int) -> Sources | None:
        """The widths of a picture in a named size (`body`, `card`); None where there is the file alone.

        A picture that the site does not have is a problem on the `line`.
        """


@runtime_checkable
class Suggests(Protocol):
    """A host that also knows which names its site has: texts ask it for hints when it is one."""

    def suggest(self, kind: str, name: str) -> str:
        """A hint like "Did you mean 'x'?" for a `page`, `person`, `file` or `icon` that does not exist."""


class TextSettings(Struct, frozen=True):
    """How a site wants its texts read: Hugo's `markup` settings, as far as texts depend on them."""

    emoji: bool = False
    math: bool = True
    typographer: bool = True
    unsafe: bool = True  # whoever writes is trusted: HTML stays as it is
    linkify: bool = True
    hard_wraps: bool = False
    mark: bool = True
    insert: bool = True
    subscript: bool = False
    superscript: bool = False
    line_numbers: bool = False
    callout_titles: bool = True  # the callout shortcode names its kind (Hugo Blox Bootstrap does not)
    heading_ids: str = "github"
    toc_start: int = 2
    toc_end: int = 3
    footnote_return: str = "↩︎"


class Heading(Struct, frozen=True):
    """A heading of a text: level 1 to 6, the id it can be linked by, and its title as HTML."""

    level: int
    id: str
    html: str


class Text(Struct, frozen=True):
    """A rendered text: its HTML, its headings in order, and the part before `<!--more-->` if there is one."""

    html: str
    headings: tuple[Heading, ...] = ()
    summary_html: str | None = None
