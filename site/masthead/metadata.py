"""The head of a page for those who do not read it: search engines, previews in messengers, browsers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from msgspec import Struct, json

from masthead.compiled import escape
from masthead.content.dates import shown
from masthead.content.model import Asset, Kind, Page
from masthead.content.people import Author
from masthead.context.items import picture
from masthead.context.page import PageView
from masthead.context.parts import Picture
from masthead.context.people import PersonCard
from masthead.context.scene import Scene
from masthead.documents import site_icons
from masthead.feeds import published
from masthead.lazily import cached_property
from masthead.markup import plain
from masthead.schema import Subject, graph, moment
from masthead.sitemap import Alternate, alternates

VERIFICATION = {
    "google": "google-site-verification",
    "bing": "msvalidate.01",
    "baidu": "baidu-site-verification",
    "yandex": "yandex-verification",
    "naver": "naver-site-verification",
    "pinterest": "p:domain_verify",
    "facebook": "facebook-domain-verification",
}
"""The name of the meta tag that each service finds its code in."""


SITE_PICTURES = ("sharing.jpg", "sharing.jpeg", "sharing.png", "sharing.webp", "logo.png", "icon.png")
"""The files of assets/media/ that may stand for the site in previews, the best first."""

ICON_TYPES = {"svg": "image/svg+xml", "png": "image/png"}

Content = tuple[str, str]
"""A `<meta>` tag's name and its content."""

_encode = json.Encoder(enc_hook=str).encode


class Icon(Struct, frozen=True):
    """An icon of the site: its URL, media type and size."""

    url: str
    type: str


class Marks(Struct, frozen=True):
    """What tells the site from others in browsers, the same on all pages: see `Metadata`."""

    icons: Sequence[Icon]
    iconless: bool
    touch_icon: str
    manifest: str


class Metadata(Struct, frozen=True, dict=True):
    """What the head of a page says; `page` is None for one that has no source, such as that for missing ones.

    `url` is the site-absolute URL of what is shown, where that is not the page's own.
    """

    scene: Scene
    view: PageView
    page: Page | None
    site_title: str
    url: str = ""

    @property
    def noindex(self) -> bool:
        """Whether search engines are to leave it out."""
        return self.page is None

    @cached_property
    def canonical(self) -> str:
        """The whole address; empty when it is not known, and for what is no page."""
        return self.scene.urls.absolute(self.url or self.page.url) if self.page else ""

    @property
    def description(self) -> str:
        """What it says of itself, in plain text."""
        return self.view.description if self.page else ""

    @cached_property
    def _author(self) -> Author | None:
        return self.scene.library.bearer(self.page) if self.page else None

    @cached_property
    def _picture(self) -> Picture | None:
        """The page's own picture, or that of the person that it is about."""
        if self.page is None:
            return None
        avatar = PersonCard(self.scene, self._author).avatar if self._author else None
        if avatar:
            return Picture(avatar.src, avatar.width, avatar.height, self._author.name if self._author else "")
        return self.view.image

    @cached_property
    def _shown(self) -> Picture | None:
        """The picture for previews: the page's own, else the site's."""
        return self._picture or self.scene.once("site picture", partial(_site_picture, self.site_title))

    @cached_property
    def image(self) -> str:
        """The whole address of the picture for previews; empty without one."""
        found = self._shown
        if found is None or "://" not in (address := self.scene.urls.whole(found.src)):
            return ""
        return address

    @cached_property
    def tags(self) -> Sequence[Markup]:
        """All `<meta>` tags with a content, in order."""
        contents = [
            ("description", self.description),
            *self._open_graph(),
            *self._card(),
            *self._verification(),
        ]
        return [_tag(name, content) for name, content in contents if content]

    def _open_graph(self) -> list[Content]:
        return [
            ("og:site_name", self.site_title),
            ("og:title", self.view.title or self.site_title),
            ("og:type", self._type),
            ("og:url", self.canonical),
            ("og:description", self.description),
            ("og:locale", open_graph_locale(self._locale(self.scene.lang))),
            *(("og:locale:alternate", open_graph_locale(self._locale(lang))) for lang in self._others),
            *self._of_picture(),
            *self._of_type(),
        ]

    def _of_picture(self) -> list[Content]:
        found = self._shown
        if found is None or not self.image:
            return []
        return [
            ("og:image", self.image),
            ("og:image:width", str(found.width or "")),
            ("og:image:height", str(found.height or "")),
            ("og:image:alt", found.alt),
        ]

    @cached_property
    def _type(self) -> str:
        if self._author:
            return "profile"
        dated = self.page is not None and self.page.kind is Kind.PAGE and shown(self.page.date)
        return "article" if dated else "website"

    def _of_type(self) -> list[Content]:
        """The tags that only profiles, or only articles, have."""
        if self._author:
            person = self._author.person
            return [("profile:first_name", person.given), ("profile:last_name", person.family)]
        if self.page is None or self._type != "article":
            return []
        section = self.view.section
        return [
            ("article:published_time", moment(published(self.page))),
            ("article:modified_time", moment(self.page.front.lastmod)),
            ("article:section", section.title if section else ""),
            *(("article:tag", plain(link.name)) for link in self.view.tags),
        ]

    def _card(self) -> list[Content]:
        """What X shows; what is not said here it takes from the tags of Open Graph."""
        large = self._picture is not None and self._author is None and bool(self.image)
        handle = self.scene.language.params.identity.social.twitter.lstrip("@")
        return [
            ("twitter:card", "summary_large_image" if large else "summary"),
            ("twitter:site", f"@{handle}" if handle else ""),
        ]

    def _verification(self) -> list[Content]:
        if self.page is None or self.page.kind is not Kind.HOME:
            return []
        codes = self.scene.language.params.seo.verification
        return [(VERIFICATION[name], code) for name, code in codes.items() if name in VERIFICATION]

    @property
    def _others(self) -> list[str]:
        found = self.scene.library.translations(self.page) if self.page else []
        return [other.lang for other in found if other is not self.page]

    def _locale(self, lang: str) -> str:
        return self.scene.config.language(lang).locale or lang

    @cached_property
    def alternates(self) -> Sequence[Alternate]:
        """The page in all its languages, when there are several and their addresses are known."""
        if self.page is None or self.url or not self.scene.urls.base:
            return ()
        return alternates(self.scene, self.scene.library.translations(self.page))

    @cached_property
    def _marks(self) -> Marks:
        return self.scene.once("marks", _marks)

    @property
    def icons(self) -> Sequence[Icon]:
        """The site's icons for tabs."""
        return self._marks.icons

    @property
    def iconless(self) -> bool:
        """Whether browsers would ask in vain for an icon."""
        return self._marks.iconless

    @property
    def touch_icon(self) -> str:
        """The icon for home screens, which want no SVG."""
        return self._marks.touch_icon

    @property
    def manifest(self) -> str:
        """Where the web app's manifest stands; empty without one."""
        return self._marks.manifest

    @cached_property
    def json_ld(self) -> Markup:
        """What the page is, as JSON that cannot end the `<script>` around it; empty for nothing to say."""
        if self.page is None or self.url:
            return Markup("")
        found = graph(Subject(self.view, self._author, self.image, self.site_title))
        return htmlsafe_json_dumps(found, dumps=_json) if found else Markup("")


def _json(value: object) -> str:
    return json.format(_encode(value), indent=0).decode()


def _tag(name: str, content: str) -> Markup:
    """A `<meta>` tag. Open Graph has its names in an attribute of its own."""
    attribute = "property" if name.startswith(("og:", "article:", "profile:")) else "name"
    return Markup(f'<meta {attribute}="{name}" content="{escape(content)}">')


def _marks(scene: Scene) -> Marks:
    table, found = scene.library.table, site_icons(scene)

    def sized(url: str, asset: Asset, size: str) -> str:
        return scene.url(scene.pictures.largest(url, asset.file, size))

    icons = [Icon(sized(*icon, "icon"), ICON_TYPES[icon[0].rpartition(".")[2]]) for icon in found]
    touch_icon = next((sized(*icon, "touch") for icon in found if icon[0].endswith(".png")), "")
    manifest = f"{scene.library.home(scene.lang).url}manifest.webmanifest"
    return Marks(
        icons,
        not icons and "/favicon.ico" not in table,
        touch_icon,
        scene.url(manifest) if manifest in table else "",
    )


def _site_picture(site_title: str, scene: Scene) -> Picture | None:
    """What stands for the site: its picture for sharing, else its logo, else its icon."""
    named = scene.language.params.seo.sharing_image.removeprefix("media/")
    pictures = (picture(scene, name, None, site_title) for name in (named, *SITE_PICTURES) if name)
    return next((found for found in pictures if found is not None), None)


@cache
def open_graph_locale(code: str) -> str:
    """A language's code with its country, as Open Graph wants it: `zh-Hans` is `zh_CN`, `en` is `en_US`.

    The country is where most of the language's readers are, when the code names none. A code that nobody
    knows is empty.
    """
    try:
        locale = Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return ""
    territory = locale.territory or _country(locale)
    return f"{locale.language}_{territory}" if territory else locale.language


def _country(locale: Locale) -> str | None:
    """Where most of a language's readers are; for English, Babel would read megabytes."""
    if str(locale) == "en":
        return "US"
    known = get_global("likely_subtags")
    likely = known.get(f"{locale.language}_{locale.script}") or known.get(locale.language)
    return parse_locale(likely)[1] if likely else None
