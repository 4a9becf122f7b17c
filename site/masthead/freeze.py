"""Freeze a Flask app into a folder of files: every URL of an explicit list, through the app's own views."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

from flask import Flask
from msgspec import Struct

from masthead.content.notes import Notes
from masthead.errors import Problems
from masthead.freezing.folder import freeze_folder
from masthead.freezing.making import Maker, propagating, root_environ
from masthead.freezing.result import FreezeResult
from masthead.freezing.run import Index, Progress, Rules, Run, search_index
from masthead.publish import staging
from masthead.routes import Mount

__all__ = ("FreezeResult", "Progress", "freeze", "freeze_folder", "freeze_site")


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
    problems of the site itself. Errors keep everything from being published, with `strict` warnings too; with
    `keep_going`, pages with errors are left out. `progress` wraps the URLs, as `click.progressbar` does.
    `index` makes the files of a search over the pages.

    Raises ContentError with the problems of all pages, and PublishError; then nothing is published.
    """
    environ = root_environ(base_url)
    with staging(destination, sources) as stage:
        run = Run(stage)
        _request(Maker(app, environ, stage.desk, Notes([])), run, urls, progress)
        return run.publish(destination, known or (), Rules(strict, keep_going), index)


def freeze_site(
    app: Flask,
    destination: Path,
    *,
    name: str = "masthead",
    base_url: str = "",
    url_style: str = "",
    strict: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> FreezeResult:
    """Freeze the site of an app that `create_app` made, in this process, with all problems in the result.

    In a host app that is the site of the Blueprint of a `name`, in the host's layout, and files stand at
    their URLs there: those of a site at /lab in the folder lab. Without a `base_url` that of the settings is
    used, and so is `hosting.url_style` without a `url_style`. Errors keep the site from being published
    unless `keep_going`; with `strict`, so do warnings. Raises ContentError with all problems, also for a
    Blueprint whose URLs have values, and PublishError.
    """
    mount: Mount = app.extensions["masthead"][name]
    prefix = mount.prefix
    website, before = mount.website, (mount.base_url, mount.hosting)
    config = website.edition.config
    hosting = config.hosting.styled(url_style)
    address = base_url or config.base_url
    environ = root_environ(address)
    mount.base_url, mount.hosting = base_url, hosting
    try:
        with website.taking_notes() as notes, staging(destination, website.root) as stage:
            library, run = website.edition.library, Run(stage, hosting, address)
            urls = SiteUrls(library.table, run, prefix)
            _request(Maker(app, environ, stage.desk, notes), run, urls, progress)
            index = search_index(config, prefix, explicit=hosting.explicit)
            return run.publish(destination, library.problems, Rules(strict, keep_going), index)
    finally:
        mount.base_url, mount.hosting = before


def _request(maker: Maker, run: Run, urls: Iterable[str], progress: Progress | None) -> None:
    with propagating(maker.app), progress(urls) if progress else nullcontext(urls) as listed:
        for url in listed:
            if order := run.order(url):
                run.take(order, maker.make(order))


class SiteUrls(Struct, frozen=True):
    """The URLs of a site's table, and then those of the pictures that its pages show, below a prefix."""

    table: Collection[str]
    run: Run
    prefix: str = ""

    def __iter__(self) -> Iterator[str]:
        yield from (self.prefix + url for url in self.table)
        yield from tuple(self.prefix + url for url in self.run.printed())

    def __length_hint__(self) -> int:
        return len(self.table)
