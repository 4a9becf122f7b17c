"""The Blueprint: one rule, one view function, one look-up in the table of URLs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn, cast
from urllib.parse import quote, urlsplit
from zlib import crc32

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import HTTPException, MethodNotAllowed, ServiceUnavailable
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response as BaseResponse

from masthead import search
from masthead.config.hosting import Hosting
from masthead.content import model
from masthead.content.model import Asset
from masthead.content.outputs import REDIRECTS
from masthead.content.source import StaleError
from masthead.context.urls import ROOT, Urls, made_relative
from masthead.errors import ContentError, Level, Problem, Where
from masthead.render import Renderer
from masthead.sending import sent_picture
from masthead.templating import environment
from masthead.website import Edition, Website

ENDPOINT = "page"
PATIENCE = 3.0
"""Seconds for which a page is begun anew because its files changed meanwhile."""
CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE"})
"""What makes a request one for a page that changed."""
METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""What pages and files answer."""


class _AnyMethod(set[str]):
    """The methods of our rules: they take requests of every method, so as to find out whose they are.

    As a set it lists what pages answer, which is what the host's other answers name.
    """

    def __contains__(self, method: object) -> bool:
        return isinstance(method, str) and method[:1].isalpha()


@dataclass
class Mount:
    """One website in one app, under one Blueprint's name; `app.extensions["masthead"][name]` holds it.

    `alone` when the app is nothing but this site: then its own page answers for missing ones. `hosting` is
    for answers that become files: what is served has pretty URLs. With `places`, sections say where they are
    written.
    """

    app: Flask
    name: str
    website: Website
    base: str = ""
    alone: bool = False
    base_url: str = field(default="")
    hosting: Hosting = field(default=Hosting())
    places: bool = False
    _last: tuple[Edition, tuple[object, ...], Urls] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def renderer(self) -> Renderer:
        """Made at the first request, when the host has set up its templates."""
        templates = environment(self.app, self.website)
        return Renderer(self.app, self.website, templates, self.base, self.places)

    @cached_property
    def _rule(self) -> Rule:
        return min(self.app.url_map.iter_rules(f"{self.name}.{ENDPOINT}"), key=lambda rule: len(rule.rule))

    @property
    def prefix(self) -> str:
        """The one place in the app where the site stands: "" or "/lab". ContentError if it has many."""
        rule = self._rule
        if rule.arguments - {"path"} or rule.subdomain or rule.host:
            message = (
                f"the site stands at {rule.subdomain or rule.host or ''}{rule.rule}, which is no one path."
            )
            raise ContentError(
                Problem(message, Where(self.name), "Freeze it by: masthead freeze", Level.ERROR)
            )
        return rule.rule.rstrip("/")

    def _prefix(self) -> str:
        """What stands before the site's paths, for this request."""
        if self._rule.arguments <= {"path"}:
            return quote(request.root_path.rstrip("/") + self._rule.rule.rstrip("/"))
        values = {**(request.view_args or {}), "path": ""}
        return url_for(f"{self.name}.{ENDPOINT}", **values).rstrip("/")

    def serve(self, path: str) -> BaseResponse:
        """The answer to a request for a path below the prefix, made from one moment of the site."""
        url = f"/{path}"
        edition = self._edition(url)
        if request.method not in ("GET", "HEAD"):
            return self._other_method(url, edition)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._answer(url, edition)
                return answer if edition.noted is not None else _conditional(answer)  # files have no tags
            except ContentError as error:
                if isinstance(error, StaleError) and time.monotonic() < end:
                    edition = self.website.refresh()
                elif self.renderer.editing:
                    return self.renderer.error(edition, error, self._urls(edition))
                elif isinstance(error, StaleError):
                    raise ServiceUnavailable(retry_after=1) from error
                else:
                    raise

    def _answer(self, url: str, edition: Edition) -> BaseResponse:
        resource = edition.library.table.get(url)
        urls = self._urls(edition, resource)
        if self.renderer.editing and not isinstance(resource, Asset):
            broken = self.website.settings_error or edition.library.broken.get(url)
            if broken is not None:
                return self.renderer.error(edition, broken, urls)
        if resource is None and f"{url}/" in edition.library.table:
            query = request.query_string.decode("latin-1")
            return redirect(urls.path(f"{url}/") + (f"?{query}" if query else ""), 308)
        if resource is not None:
            response = self.renderer.response(edition, resource, urls, url=url)
            if urls.prefix == ROOT and not isinstance(resource, Asset):
                response.set_data(made_relative(response.get_data(), url))
            return response
        if (named := edition.pictures.find(url)) is not None:
            return sent_picture(edition, *named, max_age=self.renderer.max_age)
        if url.startswith(search.URL):
            index_file = self.renderer.index_file(edition, url, urls)
            if index_file is not None:
                return index_file
        self._leave_to_the_host()

    def missing(self) -> BaseResponse:
        """The site's own page for URLs that it does not have."""
        edition = self.website.edition
        return self.renderer.response(edition, self._missing(edition), self._urls(edition), status=404)

    def _other_method(self, url: str, edition: Edition) -> BaseResponse:
        """The answer to `OPTIONS` and to methods that pages do not know."""
        table = edition.library.table
        if url not in table and f"{url}/" not in table and edition.pictures.find(url) is None:
            self._leave_to_the_host()
        allowed = sorted(METHODS | self._methods_of_the_host())
        if request.method == "OPTIONS":
            return Response(headers={"Allow": ", ".join(allowed)})
        raise MethodNotAllowed(allowed)

    @cached_property
    def _urls_of_the_host(self) -> Map:
        """The app's URLs without those of sites."""
        whole = self.app.url_map
        ours = {f"{name}.{ENDPOINT}" for name in self.app.extensions["masthead"]}
        rules = [rule.empty() for rule in whole.iter_rules() if rule.endpoint not in ours]
        return Map(
            rules,
            strict_slashes=whole.strict_slashes,
            merge_slashes=whole.merge_slashes,
            redirect_defaults=whole.redirect_defaults,
            converters=whole.converters,
            host_matching=whole.host_matching,
        )

    def _match_without_us(self) -> None:
        """Raises what the app would answer to this request without us: 404, 405 or a redirect."""
        bound = self.app.create_url_adapter(request)
        if bound is not None:
            place = (bound.server_name, bound.script_name, bound.subdomain, bound.url_scheme)
            adapter = self._urls_of_the_host.bind(*place, path_info=bound.path_info)
            adapter.match(method=request.method, query_args=bound.query_args)

    def _methods_of_the_host(self) -> set[str]:
        """The methods that the host itself answers at the URL of this request."""
        try:
            self._match_without_us()
        except MethodNotAllowed as error:
            return set(error.valid_methods or ())
        except HTTPException:
            pass
        return set()

    def _leave_to_the_host(self) -> NoReturn:
        """What the host would answer without us."""
        self._match_without_us()
        abort(404)

    def _edition(self, url: str) -> Edition:
        """The site, looked at anew in debug mode unless a mere file of it is asked for."""
        edition = self.website.edition
        if not self.app.debug:
            return edition
        resource = edition.library.table.get(url)
        if isinstance(resource, Asset) or edition.pictures.find(url):
            return edition
        source = resource.source if isinstance(resource, model.Page) else None
        self.website.news.await_latest()
        return self.website.fresh(source.path if source else None)

    def _missing(self, edition: Edition) -> model.NotFound:
        language = request.path.strip("/").partition("/")[0]
        codes = {language.code for language in edition.config.languages}
        return model.NotFound(language if language in codes else edition.config.default_language)

    def _urls(self, edition: Edition, resource: model.Resource | None = None) -> Urls:
        """How URLs are printed in an answer; as in the one before, most often."""
        prefix, hosting = self._prefix(), self.hosting
        address = self.base_url or edition.config.base_url
        relative = hosting.url_style == "relative" and not _is_read_elsewhere(resource, address)
        manner = (prefix, address, relative, hosting.url_style, hosting.ascii_names)
        last = self._last
        if last is not None and last[0] is edition and last[1] == manner:
            return last[2]
        urls = self._printed(edition, prefix, address.rstrip("/"), relative)
        self._last = (edition, manner, urls)
        return urls

    def _printed(self, edition: Edition, prefix: str, address: str, relative: bool) -> Urls:
        if address and not self.alone:
            parts = urlsplit(address)
            address = f"{parts.scheme}://{parts.netloc}{prefix}"
        table, hosting, trusting = edition.library.table, self.hosting, edition.config.text.unsafe
        start = ROOT if relative else prefix
        return Urls(table, start, address, hosting.explicit, hosting.ascii_names, trusting)


def _is_read_elsewhere(resource: model.Resource | None, address: str) -> bool:
    """Whether links are followed from another URL than a file's: servers read redirects, and send the page
    for missing ones in their place. Where that page will stand has to be known, else it is as the others are.
    """
    if isinstance(resource, model.Feed):
        return resource.name == REDIRECTS
    return isinstance(resource, model.NotFound) and bool(address)


def _conditional(response: BaseResponse) -> BaseResponse:
    """A page with a tag, its sum and size, that changes when the page does; no page for who has that already.

    There is no `Last-Modified`: a page is made of many files, of what the host adds, and of the day.
    """
    if response.status_code == 200 and not response.direct_passthrough:
        page = response.get_data()
        response.set_etag(f"{crc32(page):x}-{len(page):x}")
        if not CONDITIONS.isdisjoint(request.environ):
            response.make_conditional(request)
    return response


def site_app(website: Website) -> Flask:
    """A Flask app that is nothing but a website."""
    app = Flask("masthead", static_folder=None, template_folder=None, root_path=str(website.root))
    app.register_blueprint(site_blueprint(website, "masthead", "", alone=True))
    return app


def site_blueprint(website: Website, name: str, base: str, *, alone: bool) -> Blueprint:
    """A Blueprint for a website; `alone` when the app will be nothing else."""
    blueprint = Blueprint(name, __name__)

    def mount(state: BlueprintSetupState) -> None:
        mounts = state.app.extensions.setdefault("masthead", {})
        full_name = f"{state.name_prefix}.{state.name}".lstrip(".")
        mounted = mounts[full_name] = Mount(cast(Flask, state.app), full_name, website, base, alone)
        if alone:
            state.app.register_error_handler(404, lambda _: mounted.missing())

    def page(path: str, **_: object) -> BaseResponse:
        mounted: Mount = current_app.extensions["masthead"][request.blueprint]
        return mounted.serve(path)

    def take_all_methods(state: BlueprintSetupState) -> None:
        full_name = f"{state.name_prefix}.{state.name}".lstrip(".")
        for rule in state.app.url_map.iter_rules(f"{full_name}.{ENDPOINT}"):
            rule.methods = _AnyMethod(METHODS)

    blueprint.record(mount)
    blueprint.add_url_rule("/", ENDPOINT, page, defaults={"path": ""}, provide_automatic_options=False)
    blueprint.add_url_rule("/<path:path>", ENDPOINT, page, provide_automatic_options=False)
    blueprint.record(take_all_methods)
    return blueprint
