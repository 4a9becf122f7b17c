"""Freeze a Flask app into a folder of files: every URL of an explicit list, through the app's own views."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from flask import Flask, got_request_exception, request
from flask_frozen import Freezer, Page
from werkzeug import Response
from werkzeug.test import create_environ

from masthead import search
from masthead.errors import ContentError, Level, Problem, Problems, Where
from masthead.journal import check_path, fold
from masthead.publish import Staging, staging
from masthead.routes import Mount
from masthead.website import Edition, Website

NOT_FOUND_PAGE = "/404.html"

Progress = Callable[[Iterable[str]], AbstractContextManager[Iterable[str]]]

Index = Callable[[Iterable[tuple[str, bytes]]], Mapping[str, bytes]]
"""Makes further files, by their paths, of all pages: their files' paths with their bytes."""


@dataclass(frozen=True, slots=True)
class FreezeResult:
    """What a freeze did: counts of URLs and of files, where they are, and what the author has to know."""

    pages: int
    written: int
    unchanged: int
    removed: int
    destination: Path
    problems: tuple[Problem, ...]


def freeze(
    app: Flask,
    urls: Iterable[str],
    destination: Path,
    *,
    base_url: str = "",
    sources: Path | None = None,
    known: Problems | None = None,
    strict: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
    index: Index | None = None,
) -> FreezeResult:
    """Request every URL once, and publish the answers in the destination when all of them are good.

    `urls` are paths from the site's root, not percent-encoded ("/", "/中文/", "/a/my picture.jpg"); the
    iterable may find more of them while it runs. `base_url` is where the site will stand, such as
    "https://example.org/lm/". `sources` is the site's root, which publishing must not harm. `known` are the
    problems of the site itself, which may grow while its pages are made. Errors keep everything from being
    published, with `strict` warnings too; with `keep_going`, pages with errors are left out. `progress` wraps
    the URLs, as `click.progressbar` does. `index` makes the files of a search over the pages.

    Raises ContentError with the problems of all pages, and PublishError; then nothing is published.
    """
    environ = _environ(base_url)
    with staging(destination, sources) as stage, _propagating(app):
        freezer = StagingFreezer(app, stage, environ)
        with progress(urls) if progress else nullcontext(urls) as listed:
            freezer.urls = listed
            frozen = freezer.freeze()
        found = Problems([*(known or ()), *freezer.problems])
        if not keep_going and (freezer.failed or found.errors or (strict and len(found))):
            raise ContentError(*found)
        for path, content in index(_html(stage)).items() if index else ():
            stage.add(path, content)
        published = stage.publish()
    return FreezeResult(
        pages=len(frozen),
        written=published.written,
        unchanged=published.unchanged,
        removed=published.removed,
        destination=destination,
        problems=tuple(found),
    )


class StagingFreezer(Freezer):  # type: ignore[misc]
    """Frozen-Flask's freezer, told its URLs: stages what changed, and goes on after a page with errors."""

    def __init__(self, app: Flask, stage: Staging, environ: dict[str, object]) -> None:
        # Given the app, Freezer would hook into its url_for and its configuration for good.
        super().__init__(None, with_static_files=False, with_no_argument_rules=False, log_url_for=False)
        self.app = app
        self.urls: Iterable[str] = ()
        self.problems = Problems()
        self.failed: list[str] = []
        self._stage = stage
        self._environ = environ
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._seen: set[str] = set()

    def freeze_yield(self) -> Iterator[Page]:
        """Stage page after page, and yield those that came out well."""
        for url in self.urls:
            if url in self._seen:
                continue
            self._seen.add(url)
            try:
                path = self._build_one(url)
            except ContentError as error:
                self.failed.append(url)
                unknown = Problem("This page cannot be made.", Where(url), level=Level.ERROR)
                self.problems.add(*error.problems or (unknown,))
            else:
                yield Page(url, path)

    def _build_one(self, url: str, last_modified: None = None) -> PurePosixPath:
        """Request one URL and stage the answer; ContentError says why that cannot be."""
        path = self._claim(url)
        response = self._get(url)
        if response.status_code != 200 and not (response.status_code == 404 and url == NOT_FOUND_PAGE):
            raise _error(url, *_unexpected(response))
        self._check_type(url, path, response)
        self._stage.add(path, response.get_data())
        return PurePosixPath(path)

    def _get(self, url: str) -> Response:
        environ = {**self._environ, "PATH_INFO": url.encode().decode("latin-1")}
        return Response.from_app(self.app, environ, buffered=True)

    def _claim(self, url: str) -> str:
        """The file that a URL lands in, which no other URL may share or have for a folder."""
        if not url.startswith("/"):
            raise _error(url, "This URL does not begin with '/'.", "List URLs from the root of the site.")
        path: str = self.urlpath_to_filepath(url)
        try:
            check_path(path)
        except ValueError as error:
            raise _error(url, f"This URL names no file: {error}.", "Rename the page or file.") from error
        name = fold(path)
        parents = list(_parents(name))
        others = [self._files.get(name), self._folders.get(name), *map(self._files.get, parents)]
        for other in filter(None, others):
            raise _error(url, f"This URL and {other} land in one file or folder.", "Rename one of the two.")
        self._files[name] = url
        for parent in parents:
            self._folders.setdefault(parent, url)
        return path

    def _check_type(self, url: str, path: str, response: Response) -> None:
        """Warn when a web server that goes by the file's extension would send another type than the app.

        What servers make of an extension that Python does not know is open; only pages have to be known.
        """
        sent = response.mimetype or "no type"
        guessed = mimetypes.guess_type(path)[0] or (
            "application/octet-stream" if sent == "text/html" else sent
        )
        if _family(guessed) != _family(sent):
            self.problems.warn(
                f"The app sends this as {sent}, but web servers will take it for {guessed}.",
                Where(url),
                "Give the URL an extension that fits, or end it with '/' for a page.",
            )


def _html(stage: Staging) -> Iterator[tuple[str, bytes]]:
    return ((path, stage.read(path)) for path in stage.paths if path.endswith(".html"))


def _parents(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _family(mimetype: str) -> str:
    """What a type has in common with its other spellings: text/xml, application/rss+xml → xml."""
    return mimetype.rpartition("/")[2].rpartition("+")[2].removeprefix("x-")


def _error(url: str, message: str, hint: str) -> ContentError:
    return ContentError(Problem(message, Where(url), hint, Level.ERROR))


def _unexpected(response: Response) -> tuple[str, str]:
    if 300 <= response.status_code < 400:
        return f"This URL redirects to {response.location}.", "List the URL that it leads to instead."
    return f"The app answered {response.status}.", "Mend its page, or take the URL off the list."


def _environ(base_url: str) -> dict[str, object]:
    """The WSGI environment of a request for the site's root, below the path of its base URL."""
    parts = urlsplit(base_url or "http://localhost/")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        hint = "Write it in full, such as https://example.org/lab/."
        raise _error("base URL", f"{base_url!r} is not the address of a site.", hint)
    environ = create_environ("/", parts.geturl())
    # These two repeat the path as it was sent, and would stay "/" for all pages.
    return {key: value for key, value in environ.items() if key not in ("REQUEST_URI", "RAW_URI")}


@contextmanager
def _propagating(app: Flask) -> Iterator[None]:
    """Let errors in views through to the freezer, with a note that says at which URL they happened."""

    def note(sender: Flask, exception: Exception, **_: object) -> None:
        exception.add_note(f"This happened while freezing {request.path}.")

    before = app.config["PROPAGATE_EXCEPTIONS"]
    app.config["PROPAGATE_EXCEPTIONS"] = True
    try:
        with got_request_exception.connected_to(note, sender=app):
            yield
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = before


@dataclass(frozen=True, slots=True)
class SiteUrls:
    """The URLs of a site's table, and then those of the pictures that its pages have printed by then."""

    website: Website
    edition: Edition

    def __iter__(self) -> Iterator[str]:
        yield from self.edition.library.table
        yield from tuple(self.edition.pictures.printed)
        if self.website.edition is not self.edition:  # files changed meanwhile
            yield from tuple(self.website.edition.pictures.printed)

    def __length_hint__(self) -> int:
        return len(self.edition.library.table)


def freeze_site(
    app: Flask,
    destination: Path,
    *,
    base_url: str = "",
    strict: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> FreezeResult:
    """Freeze the site of an app that `create_app` made, with all problems of its pages in the result.

    Without a `base_url` the settings' own is used. Errors keep the site from being published unless
    `keep_going`; with `strict`, so do warnings. Raises ContentError with all problems, and PublishError.
    """
    mount: Mount = app.extensions["masthead"]["masthead"]
    edition = mount.website.edition
    before, mount.base_url = mount.base_url, base_url
    try:
        return freeze(
            app,
            SiteUrls(mount.website, edition),
            destination,
            base_url=base_url or edition.config.base_url,
            sources=mount.website.root,
            known=edition.problems,
            strict=strict,
            keep_going=keep_going,
            progress=progress,
            index=partial(search.index, root=mount.website.root) if search.is_ready(edition.config) else None,
        )
    finally:
        mount.base_url = before
