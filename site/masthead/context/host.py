"""What a text on one page may ask of the site: the links, pictures, icons and pages that it names."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from masthead.content.model import Asset, File, Page
from masthead.content.source import MAX_DATA, decode, read_bytes
from masthead.content.urls import urlize
from masthead.context.urls import is_local
from masthead.errors import ContentError, Where, did_you_mean
from masthead.markup import Sources

if TYPE_CHECKING:
    from masthead.context.scene import Scene

Spot = Callable[[], Where]
"""Finds a place in a file, which may mean reading it again: asked for only when there is something to say."""


class PageHost(Struct, frozen=True):
    """Answers for a text that stands on `page`; `spot` finds the text's first line, when it is asked for."""

    scene: Scene
    page: Page
    spot: Spot

    @property
    def lang(self) -> str:
        """The text's language."""
        return self.scene.lang

    def link(self, href: str) -> str:
        """The URL to print for a link's target."""
        return self.scene.urls.link(href, self.page.url)

    def media(self, src: str) -> str:
        """The URL to print for a picture or another file."""
        if is_local(src) and (found := self.scene.urls.media(src, self.page)):
            return self.scene.urls.path(found[0])
        return self.link(src)

    def size(self, src: str) -> tuple[int, int] | None:
        """Width and height of a picture of the site, in pixels."""
        found = self._picture(src)
        return self.scene.size(found[1]) if found else None

    def sources(self, src: str, size: str, line: int) -> Sources | None:
        """The widths of a picture of the site in a named size; a name that leads to none is a problem."""
        found = self._picture(src)
        if found is None and src and is_local(src) and not src.startswith(("/", "#")):
            hint = self.suggest("file", src) or "Put it beside the page or into assets/media/."
            self.warn(f"there is no picture {src!r}.", line, hint)
        return self.scene.sources(*found, size) if found else None

    def _picture(self, src: str) -> tuple[str, File] | None:
        """The URL and file of a picture of the site: by its name, else as a link from the page."""
        urls = self.scene.urls
        if not is_local(src):
            return None
        if named := urls.media(src, self.page):
            return named
        url = urls.find(src, self.page.url)
        linked = urls.table.get(url) if url else None
        return (url, linked.file) if url and isinstance(linked, Asset) else None

    def _find(self, target: str, lang: str | None = None) -> Page | None:
        """The page that Hugo's `ref` would find: by path from here, from the root, or by its name alone."""
        path = (
            target.partition("#")[0]
            .strip()
            .removesuffix(".md")
            .removesuffix("/index")
            .removesuffix("/_index")
        )
        library = self.scene.library
        pages = library.pages.get(lang or self.lang, {})
        here = self.page.path if self.page.is_branch else self.page.parent_path
        wanted = "/".join(urlize(part) for part in path.strip("/").split("/"))
        for candidate in (wanted, f"{here}/{wanted}".strip("/"), f"{self.page.path}/{wanted}".strip("/")):
            if candidate in pages:
                return pages[candidate]
        named = library.members(lang or self.lang).called(wanted) if wanted and pages else ()
        return named[0] if len(named) == 1 else None

    def ref(self, target: str, lang: str | None) -> str | None:
        """The URL of another page, with the anchor that the target names."""
        if target.startswith("#"):
            return self.scene.url(self.page.url) + target
        found = self._find(target, lang)
        _, mark, anchor = target.partition("#")
        return self.scene.url(found.url) + mark + anchor if found else None

    def page_title(self, target: str) -> str | None:
        """The title of another page."""
        found = self._find(target)
        return found.title if found else None

    def icon(self, name: str, pack: str = "") -> str:
        """An icon as inline SVG."""
        return str(self.scene.icon(name, pack, spot=self.spot))

    def word(self, key: str, **values: object) -> str:
        """A word of the interface."""
        return self.scene.words.get(key, None, **values)

    def children(self) -> Sequence[tuple[str, str, str]]:
        """Title, URL and summary of the pages below this one."""
        below = self.scene.library.children(self.page)
        return [(page.title, self.scene.url(page.url), str(self.scene.summary(page))) for page in below]

    def citation(self, target: str, view: str) -> str:
        """Another page as a list shows it; in a text that is quoted itself its title alone."""
        found = self._find(target)
        if found is None:
            return ""
        if self.scene.quoting:
            return Markup('<a href="{}">{}</a>').format(self.scene.url(found.url), found.title)
        return self.scene.show(replace(self.scene, quoting=True), found, view)

    def suggest(self, kind: str, name: str) -> str:
        """A hint that names what the site has instead of what a text asks for."""
        library = self.scene.library
        if kind == "icon":
            return self.scene.icons.suggest(name)
        known: Mapping[str, Iterable[str]] = {
            "page": library.pages.get(self.lang, {}),
            "person": library.people.get(self.lang, {}),
            "file": [*self.page.files, *library.media],
        }
        return did_you_mean(name, known.get(kind, ()))

    def person(self, name: str) -> tuple[str, str] | None:
        """A person's name and the URL of their page."""
        author = self.scene.library.people.get(self.lang, {}).get(name)
        if author is None:
            return None
        return author.name, self.scene.url(author.own_page.url) if author.own_page else ""

    def read(self, name: str) -> str | None:
        """The text of a file of the bundle or the site."""
        found = self.scene.urls.media(name, self.page)
        try:
            return decode(read_bytes(found[1].path, name, MAX_DATA), name) if found else None
        except ContentError as error:
            self.scene.problems.add(*error.problems)
            return None

    def glob(self, pattern: str) -> Sequence[str]:
        """Names of files of the bundle or of assets/media/ that match a pattern."""
        own = sorted(fnmatch.filter(self.page.files, pattern))
        return own or sorted(fnmatch.filter(self.scene.library.media, pattern))

    def warn(self, message: str, line: int, hint: str = "") -> None:
        """Note a problem on a line of the text."""
        first = self.spot()
        place = Where(first.file, first.line + line - 1 if first.line else None, first.key)
        self.scene.problems.warn(message, place, hint)
