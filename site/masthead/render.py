"""The only rendering path: a resource of the table becomes a response."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from flask import Flask, Response
from jinja2 import Environment, TemplateNotFound
from markupsafe import Markup
from msgspec import Struct, field

from masthead import search
from masthead.blocks.views import view_name
from masthead.content.lists import pager_url
from masthead.content.model import Alias, Asset, Feed, NotFound, Page, Pager, Resource, SearchPage
from masthead.content.notes import Parts
from masthead.context.items import Card
from masthead.context.page import PageView
from masthead.context.scene import Scene
from masthead.context.search import findable
from masthead.context.shared import shared_html, shared_macros, shared_part
from masthead.context.site import SiteView
from masthead.context.urls import Urls
from masthead.documents import lay_out_document
from masthead.errors import ContentError, Problem
from masthead.excerpts import Excerpt, with_excerpts
from masthead.kept import MadePage
from masthead.layouts import Layout, lay_out, lay_out_list, not_found, search_page, stand_in_page
from masthead.metadata import Metadata
from masthead.sending import sent_file
from masthead.templating import all_ours, mistakes_told
from masthead.website import Edition, Website

HTML = "text/html; charset=utf-8"
START = "\0"
"""Where the content of a page begins that has a frame: one whose template extends the layout."""
EDITING_CSS = "/masthead/editing.css"

_WAITING = re.compile(r'(<img (?![^>]*fetchpriority=)[^>]*?) loading="lazy"')


class Frame(Struct, frozen=True):
    """What the host's layout gets of a page: its title, and HTML for its head and its body."""

    layout: str
    title: str
    head: Markup
    content: Markup


class Renderer(Struct, frozen=True, dict=True):
    """Renders one website into one Flask app.

    `base` is the host's layout that pages extend, or empty for pages of our own; with `editing`, problems
    are shown where they are; with `places`, sections say where they are written.
    """

    app: Flask
    website: Website
    templates: Environment
    base: str = ""
    places: bool = False
    _index: search.LiveIndex = field(default_factory=search.LiveIndex)
    _lacking: set[str] = field(default_factory=set)

    @property
    def editing(self) -> bool:
        """Whether whoever looks is whoever writes."""
        return self.app.debug

    @property
    def max_age(self) -> int | None:
        """For how many seconds files are not asked for again; None for the app's own number."""
        return 0 if self.editing else None

    def response(
        self, edition: Edition, resource: Resource, urls: Urls, status: int = 200, url: str = ""
    ) -> Response:
        """The answer for a resource. Raises ContentError for one that cannot be shown.

        A page at a `url` of the table may be one that was made for another request.
        """
        if isinstance(resource, Asset):
            return sent_file(edition, resource.file, max_age=self.max_age)
        if isinstance(resource, Feed):
            return self._document(self._scene(edition, resource.lang, urls), resource)
        key = (self.base, urls.manner, url)
        keeps = url and not self.editing and edition.noted is None
        page = edition.kept.find(key) if keeps else None
        if page is None:
            with mistakes_told(self.website.root):
                page = self._made(edition, resource, urls)
            if keeps and all_ours(self.templates):
                edition.kept.keep(key, page)
        return self._answer(page, status)

    def _made(self, edition: Edition, resource: Resource, urls: Urls) -> MadePage:
        scene = self._scene(edition, _language(resource), urls)
        if isinstance(resource, Alias):
            values = {"redirect_url": urls.path(resource.target), "canonical": urls.absolute(resource.target)}
            return MadePage(
                "",
                None,
                Markup(self._render("pages/redirect", {**self._values(scene, resource.page), **values})),
            )
        if isinstance(resource, NotFound):
            return self._page(scene, None, partial(not_found, scene), stand_in="404")
        if isinstance(resource, SearchPage):
            return self._page(scene, None, partial(search_page, scene), stand_in="search")
        if isinstance(resource, Pager):
            url = pager_url(edition.library, resource.page, resource.number)
            layout = partial(lay_out_list, scene, resource.page, resource.number)
            return self._page(scene, resource.page, layout, url)
        if isinstance(resource, Page):
            return self._page(scene, resource, partial(lay_out, scene, resource, edition.blocks))
        raise NotImplementedError(resource)

    def _document(self, scene: Scene, feed: Feed) -> Response:
        document = lay_out_document(scene, feed)
        text = self.templates.get_template(document.template).render(document.values)
        return Response(text, content_type=document.media_type)

    def index_file(self, edition: Edition, url: str, urls: Urls) -> Response | None:
        """A file of the search's index; None where there is no such file, or no search."""
        if not search.is_ready(edition.config):
            return None
        content = self._index.file(
            url, edition, lambda: search.index(self._found(edition, urls), edition.config.root)
        )
        media_type = mimetypes.guess_type(url)[0] or "application/octet-stream"
        return None if content is None else Response(content, content_type=media_type)

    def _found(self, edition: Edition, urls: Urls) -> Iterator[tuple[str, bytes]]:
        """The pages of the site by the files that freezing puts them in; those with errors are left out."""
        for url, resource in edition.library.table.items():
            if isinstance(resource, Page):
                with suppress(ContentError):
                    yield search.file_of(url), self.response(edition, resource, urls).get_data()

    def error(self, edition: Edition, problems: ContentError, urls: Urls) -> Response:
        """The page that shows an author what is wrong, with the lines of the source."""
        scene = self._scene(edition, "", urls)
        found = self._shown(problems.problems, scene)
        layout = Layout("error", {"problems": found})
        with mistakes_told(self.website.root):
            page = self._page(scene, None, lambda: layout, stand_in="error")
        return self._answer(page, 500)

    def listed(self, edition: Edition, problems: Iterable[Problem]) -> Markup:
        """Problems as an author sees them, without a page around them."""
        found = with_excerpts(problems, edition.config.root)
        with mistakes_told(self.website.root):
            return Markup(self._render("parts/problems", {"problems": found}))

    def _scene(self, edition: Edition, lang: str, urls: Urls) -> Scene:
        lang = lang or edition.config.default_language
        return edition.scene(lang, urls, self._has_template, self._show, self._shares)

    def _shares(self) -> bool:
        return all_ours(self.templates) and not self.templates.auto_reload

    def _show(self, scene: Scene, page: Page, view: str) -> str:
        """A page as a list shows it, for a text that cites it."""
        name = f"masthead/views/{view_name(view)}.html"
        if not self._has_template(name):
            name = "masthead/views/citation.html"
        card = Card(scene, page)
        values = {**self._words(scene), "items": [card], "page": card, "columns": 1}
        with mistakes_told(self.website.root):
            return self.templates.get_template(name).render(values)

    def _words(self, scene: Scene) -> dict[str, Any]:
        """What templates say things with."""
        return {
            "t": scene.t,
            "icon": scene.icon,
            "url": scene.url,
            "shared": partial(shared_html, scene),
            "shared_part": shared_part(scene, self.templates),
            "macros": shared_macros(scene, self.templates),
        }

    def _has_template(self, name: str) -> bool:
        if name in self._lacking and not self.templates.auto_reload:
            return False
        try:
            with mistakes_told(self.website.root):
                self.templates.get_template(name)
        except TemplateNotFound as error:
            if error.name != name:
                raise
            self._lacking.add(name)
            return False
        return True

    def _shown(self, problems: Iterable[Problem], scene: Scene) -> list[Excerpt]:
        return with_excerpts(problems, scene.config.root) if self.editing else []

    def _notices(self, scene: Scene, page: Page | None, layout: Layout) -> list[Excerpt]:
        """What is wrong with a page, its sections apart, for whoever writes it."""
        if not self.editing or page is None or page.source is None:
            return []
        scene.body(page)  # what is wrong with the text is known once it is HTML
        elsewhere = {problem for section in layout.sections for problem in section.problems}
        file = page.source.file
        found = [problem for problem in scene.problems if problem.where.file == file]
        return self._shown([problem for problem in found if problem not in elsewhere], scene)

    def _page(
        self, scene: Scene, page: Page | None, lay: Callable[[], Layout], url: str = "", stand_in: str = ""
    ) -> MadePage:
        """A page in the frame around it; `stand_in` names one that nobody wrote."""
        values = self._values(scene, page, url, stand_in)
        parts = scene.made.notes.parts(lambda: self._parts(scene, page, lay(), values))
        site: SiteView = values["site"]
        title = values["page"].title or site.title
        framed = {
            **values,
            "found": None if url else findable(scene, page),
            "title": title,
            "head": parts.head,
            "content": parts.content,
            "scripts": site.scripts(parts.scripts),
        }
        name = "embedded" if self.base else "base"
        html = Markup(self._render(name, framed)) if parts.framed else parts.content
        return MadePage(title, parts.head if self.base else None, html)

    def _values(self, scene: Scene, page: Page | None, url: str = "", stand_in: str = "") -> dict[str, Any]:
        """What all templates of a page get."""
        view = PageView(scene, page or scene.once(("stand-in", stand_in), partial(stand_in_page, stand_in)))
        site = SiteView(scene, page)
        meta = Metadata(scene, view, page, site.title, url)
        values = {"site": site, "page": view, "meta": meta, **self._words(scene)}
        self.app.update_template_context(values)
        return values

    def _parts(self, scene: Scene, page: Page | None, layout: Layout, values: Mapping[str, Any]) -> Parts:
        """What is within the frame of a page."""
        notices = self._notices(scene, page, layout)
        troubled = notices or "problems" in layout.values or any(s.problems for s in layout.sections)
        styles = (*layout.css, EDITING_CSS) if self.editing and troubled else layout.css
        inner = {
            **values,
            **layout.values,
            "notices": notices,
            "layout": "masthead/content.html",
            "start": START,
        }
        inner["sections"] = [self._section(section, scene, inner) for section in layout.sections]
        before, framed, after = self._render(f"pages/{layout.template}", inner).partition(START)
        content = _first_at_once(after if framed else before)
        site: SiteView = values["site"]
        head = self._render("parts/head", {**inner, "stylesheets": site.stylesheets(styles, content)})
        return Parts(Markup(head), Markup(content), layout.js, bool(framed))

    def _answer(self, page: MadePage, status: int) -> Response:
        html = page.content if page.head is None else self._framed(page.title, page.head, page.content)
        return Response(html, status, content_type=HTML)

    def _render(self, name: str, values: Mapping[str, Any]) -> str:
        return self.templates.get_template(f"masthead/{name}.html").render(values)

    def _framed(self, title: str, head: Markup, content: Markup) -> Markup:
        """A page in the host's layout, which sees its own values: ours come as `masthead` alone."""
        frame: dict[str, Any] = {"masthead": Frame(self.base, title, head, content)}
        self.app.update_template_context(frame)
        return Markup(self.templates.get_template("masthead/framed.html").render(frame))

    def _section(self, section: Any, scene: Scene, values: Mapping[str, Any]) -> Mapping[str, Markup]:
        shown = self._shown(section.problems, scene)
        inner = {**values, **section.values, "section": section, "problems": shown}
        html = self._render("section", inner)
        if self.places and section.where is not None:
            place = Markup('<section data-mh-where="{}"').format(section.where())
            html = html.replace("<section", place, 1)
        return {"html": Markup(html)}


def _first_at_once(html: str) -> str:
    """A page whose first picture is loaded before all else; the others wait until they come near."""
    if "<img " not in html:
        return html
    return _WAITING.sub(r'\1 fetchpriority="high"', html, count=1)


def _language(resource: Resource) -> str:
    """The language of what is shown; empty for the default one."""
    page = getattr(resource, "page", None)
    lang: str = page.lang if page else getattr(resource, "lang", "")
    return lang
