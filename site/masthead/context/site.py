"""The frame around every page: name, menus, languages, footer, and the page's own head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial

from markupsafe import Markup
from msgspec import Struct

from masthead import stylesheets, utilities
from masthead.config.look import Footer
from masthead.config.skin import Skin
from masthead.content.i18n import direction, language_name
from masthead.content.model import Kind, Page
from masthead.content.outputs import feed_url
from masthead.content.urls import root_url
from masthead.context.items import picture
from masthead.context.menus import MenuEntry, menus
from masthead.context.parts import Link, Picture
from masthead.context.scene import Scene
from masthead.context.search import SearchView, search_view
from masthead.context.shared import shared
from masthead.context.urls import is_local
from masthead.lazily import cached_property
from masthead.markup import plain

THEME_CSS = "/masthead/theme.css"
THEME_JS = "/masthead/theme.js"

_CLASSES = re.compile(r"""\bclass=["']?([^"'>]*)""")


class LanguageLink(Struct, frozen=True):
    """The page in another language, or that language's home page where the page is not translated."""

    code: str
    name: str
    url: str
    current: bool
    hreflang: str


class FeedLink(Struct, frozen=True):
    """A feed that readers of a page may want."""

    url: str
    title: str


class SiteView(Struct, frozen=True, dict=True):
    """What templates know of the site, as seen from one page."""

    scene: Scene
    page: Page | None

    @property
    def subject(self) -> None:
        """No page: what is shared is the same for all of them."""

    @property
    def title(self) -> str:
        """The site's name in this language."""
        return self.scene.language.title or self.scene.config.title

    @property
    def lang(self) -> str:
        """The language, as HTML wants it."""
        return self.scene.language.locale or self.scene.lang

    @property
    def dir(self) -> str:
        """`ltr` or `rtl`."""
        return self.scene.language.direction or direction(self.scene.lang)

    @cached_property
    def home_url(self) -> str:
        """The home page of this language."""
        return self.scene.url(root_url(self.scene.config, self.scene.lang))

    @cached_property
    def menu(self) -> Sequence[MenuEntry]:
        """The main menu."""
        return self._menu("main")

    @cached_property
    def footer_menu(self) -> Sequence[MenuEntry]:
        """The menu at the foot of the page."""
        return self._menu("footer")

    @cached_property
    def sidebar_menu(self) -> Sequence[MenuEntry]:
        """The menu below the tree of documentation; an entry without a URL is a heading."""
        return self._menu("sidebar")

    def _menu(self, name: str) -> Sequence[MenuEntry]:
        entries = self._menus.get(name, ())
        if self.page is None or not self.scene.language.params.header.highlight_active:
            return entries
        return tuple(entry.seen_from(self.page.url) for entry in entries)

    @shared
    def _menus(self) -> Mapping[str, Sequence[MenuEntry]]:
        """The menus by their names, as pages show them that they do not lead to."""
        return menus(self.scene)

    @cached_property
    def languages(self) -> Sequence[LanguageLink]:
        """All languages of the site, each with the way to this page in it, where readers may choose."""
        scene = self.scene
        if len(scene.config.languages) == 1 or not scene.language.params.header.language_switcher:
            return ()
        own = {page.lang: page for page in scene.library.translations(self.page)} if self.page else {}
        return tuple(
            LanguageLink(
                language.code,
                language.name or language_name(language.code),
                scene.url(
                    own[language.code].url if language.code in own else root_url(scene.config, language.code)
                ),
                language.code == scene.lang,
                language.locale or language.code,
            )
            for language in scene.config.languages
        )

    @shared
    def logo(self) -> Picture | None:
        """The picture in the header."""
        header = self.scene.language.params.header
        name = header.logo.filename
        if not header.show_logo:
            return None
        if name:
            return picture(self.scene, name, None, self.title)
        media = self.scene.library.media
        found = next((name for name in sorted(media) if name.startswith("logo.")), "")
        return picture(self.scene, found, None, self.title) if found else None

    @property
    def logo_text(self) -> str:
        """The name in the header."""
        header = self.scene.language.params.header
        return header.logo.text or header.title or ("" if self.logo and not header.show_title else self.title)

    @cached_property
    def cover(self) -> Picture | None:
        """The picture from edge to edge above the page's title: the first file that is named."""
        if self.page is None:
            return None
        front = self.page.front
        named = next((cover for cover in (front.header, front.banner, front.cover) if cover.image), None)
        if named is None or not is_local(named.image):
            return None
        caption = self.scene.inline(named.caption, self.page)
        return picture(self.scene, named.image, self.page, "", caption)

    @shared
    def copyright(self) -> Markup:
        """The notice at the foot, with year, name and licence filled in."""
        params = self.scene.language.params
        notice = params.copyright.notice or self.scene.config.copyright
        name = params.identity.organization or params.identity.name or self.title
        filled = notice.replace("{year}", str(self.scene.library.year())).replace("{name}", name)
        return self.scene.inline(
            filled.replace("{license}", self._license()), self.scene.library.home(self.scene.lang)
        )

    @property
    def footer(self) -> Footer:
        """How the foot is laid out, and what it shows."""
        return self.scene.language.params.footer

    @shared
    def footer_text(self) -> Markup:
        """What the site says at the foot of every page."""
        return self.scene.inline(self.footer.text, self.scene.library.home(self.scene.lang))

    @property
    def tagline(self) -> str:
        """What the site is, in a few words."""
        return self.scene.language.params.identity.tagline

    def _license(self) -> str:
        terms = self.scene.language.params.copyright.license
        if not terms.enable:
            return ""
        if terms.type == "custom":
            return f"[{terms.label}]({terms.url})" if terms.url else terms.label
        code = terms.cc_code
        return f"[CC {code.upper()} 4.0](https://creativecommons.org/licenses/{code}/4.0/)"

    @property
    def description(self) -> str:
        """What the site is about, for search engines."""
        return self.scene.language.params.identity.description

    @property
    def theme_mode(self) -> str:
        """`light`, `dark` or `system`."""
        return self.scene.language.params.theme.mode

    @property
    def skin(self) -> Skin:
        """Colours, fonts and shapes, as the settings have them."""
        return self.scene.language.skin

    @property
    def show_theme_switch(self) -> bool:
        """Whether readers may choose between light and dark."""
        header = self.scene.language.params.header
        return header.theme_toggle or header.theme_picker

    @cached_property
    def search(self) -> SearchView | None:
        """Where to search the site, if the settings ask for it."""
        return search_view(self.scene)

    @property
    def search_button(self) -> bool:
        """Whether the header leads to the search."""
        return self.search is not None and self.scene.language.params.header.search

    @property
    def align(self) -> str:
        """Where the menu stands: left, center or right."""
        return self.scene.language.params.header.align

    @shared
    def cta(self) -> Link | None:
        """The button at the end of the header."""
        button = self.scene.language.params.header.cta
        if not (button.enable and button.text and button.url):
            return None
        home = self.scene.library.home(self.scene.lang)
        return Link(self.scene.inline(button.text, home), self.scene.urls.link(button.url, home.url))

    @property
    def plain(self) -> bool:
        """Whether the header is no bar, but stands on the page."""
        return self.scene.language.params.header.style in ("minimal", "floating-theme-toggler")

    @property
    def sticky(self) -> bool:
        """Whether the header stays when the page scrolls."""
        return self.scene.language.params.header.sticky

    @property
    def header_enable(self) -> bool:
        """Whether pages have a header."""
        own = self.page.front.header.navbar.enable if self.page else None
        return self.scene.language.params.header.enable if own is None else own

    def stylesheets(self, styles: Sequence[str], html: str) -> Sequence[str]:
        """The stylesheets of every page, those that this one needs, and the site's own.

        Those of the classes that texts name are among them where the page's HTML or its frame has one.
        """
        named = self._names_classes(html)
        return self.scene.once(("stylesheets", *styles, named), partial(_stylesheets, styles, named))

    def _names_classes(self, html: str) -> bool:
        known = self._utilities
        return bool(known) and not (
            known.isdisjoint(_classes(html)) and known.isdisjoint(self._frame_classes)
        )

    @shared
    def _utilities(self) -> Set[str]:
        """The classes that there is a stylesheet for because texts name them."""
        library = self.scene.library
        return library.utilities if utilities.URL in library.table else frozenset()

    @shared
    def _frame_classes(self) -> Set[str]:
        """The classes that the settings' texts around every page name."""
        menus = (entry for entries in self._menus.values() for entry in entries)
        names = (item.name for entry in menus for item in (entry, *entry.children))
        texts = (self.footer_text, self.copyright, *names, *([self.cta.name] if self.cta else []))
        return frozenset(_classes(" ".join(texts)))

    def scripts(self, scripts: Sequence[str]) -> Sequence[str]:
        """The scripts of every page, then those that this one needs."""
        return self.scene.once(("scripts", *scripts), partial(_scripts, scripts))

    @cached_property
    def feeds(self) -> Sequence[FeedLink]:
        """The feeds to announce on this page: its own, if it is a list that has one, and the home page's."""
        page = self.page
        own = self._feed(page) if page and page.is_branch and page.kind is not Kind.HOME else None
        return [feed for feed in (own, self._home_feed) if feed]

    @shared
    def _home_feed(self) -> FeedLink | None:
        return self._feed(self.scene.library.home(self.scene.lang))

    def _feed(self, page: Page) -> FeedLink | None:
        url = feed_url(page)
        if url not in self.scene.library.table:
            return None
        name = "" if page.kind is Kind.HOME else f"{plain(self.scene.inline(page.title, page))} | "
        return FeedLink(self.scene.url(url), name + self.title)


def _stylesheets(styles: Sequence[str], named: bool, scene: Scene) -> Sequence[str]:
    own = [stylesheets.URL] if stylesheets.URL in scene.library.table else []
    urls = (THEME_CSS, *styles, *([utilities.URL] if named else []), *own)
    return [scene.url(path) for path in urls]


def _scripts(scripts: Sequence[str], scene: Scene) -> Sequence[str]:
    return [scene.url(path) for path in (THEME_JS, *scripts) if path in scene.library.table]


def _classes(html: str) -> Iterator[str]:
    return (name for found in _CLASSES.findall(html) for name in found.split())
