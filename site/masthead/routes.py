"""The Blueprint: one rule, one view function, one look-up in the table of URLs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NoReturn, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

from masthead.blocks import Block
from masthead.content.model import Asset, NotFound
from masthead.content.source import StaleError
from masthead.context.urls import Urls
from masthead.errors import ContentError
from masthead.render import Renderer
from masthead.templating import environment
from masthead.website import Edition, Website

ENDPOINT = "page"
ATTEMPTS = 5
"""How often a page is begun anew because its files changed meanwhile."""


@dataclass
class Mount:
    """One website in one app, under one Blueprint's name; `app.extensions["masthead"][name]` holds it.

    `alone` when the app is nothing but this site: then its own page answers for missing ones.
    """

    app: Flask
    name: str
    website: Website
    base: str = ""
    alone: bool = False
    base_url: str = field(default="")

    @cached_property
    def renderer(self) -> Renderer:
        """Made at the first request, when the host has set up its templates."""
        return Renderer(self.app, self.website, environment(self.app, self.website), self.base)

    def serve(self, path: str) -> BaseResponse:
        """The answer to a request for a path below the prefix, made from one moment of the site."""
        url = f"/{path}"
        edition = self._edition(url)
        for _ in range(ATTEMPTS):
            try:
                return self._answer(url, edition)
            except StaleError:
                edition = self.website.refresh()
            except ContentError as error:
                if not self.renderer.editing:
                    raise
                return self.renderer.error(edition, error, self._urls(edition))
        return self._answer(url, edition)

    def _answer(self, url: str, edition: Edition) -> BaseResponse:
        urls = self._urls(edition)
        resource = edition.library.table.get(url)
        broken = self.website.settings_error or edition.library.broken.get(url)
        if broken is not None and self.renderer.editing and not isinstance(resource, Asset):
            return self.renderer.error(edition, broken, urls)
        if resource is None and f"{url}/" in edition.library.table:
            query = request.query_string.decode("latin-1")
            return redirect(urls.path(f"{url}/") + (f"?{query}" if query else ""), 308)
        if resource is not None:
            return self.renderer.response(edition, resource, urls)
        if (named := edition.pictures.find(url)) is not None:
            return self.renderer.picture(edition, *named)
        if not self.alone:
            _leave_to_the_host()
        return self.renderer.response(edition, self._missing(edition), urls, status=404)

    def _edition(self, url: str) -> Edition:
        """The site, looked at anew in debug mode unless a mere file of it is asked for."""
        edition = self.website.edition
        is_file = isinstance(edition.library.table.get(url), Asset) or edition.pictures.find(url)
        if self.app.debug and not is_file:
            return self.website.refresh()
        return edition

    def _missing(self, edition: Edition) -> NotFound:
        language = request.path.strip("/").partition("/")[0]
        codes = {language.code for language in edition.config.languages}
        return NotFound(language if language in codes else edition.config.default_language)

    def _urls(self, edition: Edition) -> Urls:
        prefix = url_for(f"{self.name}.{ENDPOINT}", path="").rstrip("/")
        address = (self.base_url or edition.config.base_url).rstrip("/")
        if address and not self.alone:
            parts = urlsplit(address)
            address = f"{parts.scheme}://{parts.netloc}{prefix}"
        return Urls(edition.library.table, prefix, address)


def _leave_to_the_host() -> NoReturn:
    """What the host would answer without us: 405 where it has the URL for other methods alone, else 404."""
    adapter = current_app.create_url_adapter(request)
    others = set(adapter.allowed_methods() if adapter else ()) - {"GET", "HEAD", "OPTIONS"}
    if others:
        raise MethodNotAllowed(sorted({*others, "OPTIONS"}))
    abort(404)


def create_blueprint(
    site: Path | str, *, name: str = "masthead", base: str = "", blocks: Iterable[type[Block]] = ()
) -> Blueprint:
    """A Blueprint that serves the site in a folder.

    `name` tells several sites in one app apart. `base` is a template of the host whose blocks `content`,
    `title` and `head` pages are put into; without it they bring their own frame. `blocks` are models for
    kinds of sections of one's own. Raises ContentError when the folder holds no site.
    """
    website = Website(site, blocks)
    website.refresh()
    return site_blueprint(website, name, base, alone=False)


def site_blueprint(website: Website, name: str, base: str, *, alone: bool) -> Blueprint:
    """A Blueprint for a website; `alone` when the app will be nothing else."""
    blueprint = Blueprint(name, __name__)

    def mount(state: BlueprintSetupState) -> None:
        mounts = state.app.extensions.setdefault("masthead", {})
        full_name = f"{state.name_prefix}.{state.name}".lstrip(".")
        mounts[full_name] = Mount(cast(Flask, state.app), full_name, website, base, alone)

    def page(path: str) -> BaseResponse:
        mounted: Mount = current_app.extensions["masthead"][request.blueprint]
        return mounted.serve(path)

    blueprint.record(mount)
    blueprint.add_url_rule("/", ENDPOINT, page, defaults={"path": ""})
    blueprint.add_url_rule("/<path:path>", ENDPOINT, page)
    return blueprint
