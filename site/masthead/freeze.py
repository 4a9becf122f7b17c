"""Freeze a Flask app into a folder of files: every URL of an explicit list, through the app's own views."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import uuid4

from flask import Flask

from masthead import search
from masthead.config import Config
from masthead.content.notes import Notes
from masthead.errors import Problems
from masthead.freezing.crew import PAGES, PICTURES, Crew, Work
from masthead.freezing.making import Maker, propagating, root_environ
from masthead.freezing.result import FreezeResult, Stopwatch
from masthead.freezing.run import Index, Rules, Run
from masthead.freezing.shares import Job, workshop
from masthead.publish import staging
from masthead.routes import Mount

__all__ = ("FreezeResult", "freeze", "freeze_folder", "freeze_site")

Progress = Callable[[Iterable[str]], AbstractContextManager[Iterable[str]]]


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
        _request(Maker(app, environ, stage.desk, Notes()), run, urls, progress)
        return run.publish(destination, known or (), Rules(strict, keep_going), index)


def freeze_site(
    app: Flask,
    destination: Path,
    *,
    base_url: str = "",
    strict: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> FreezeResult:
    """Freeze the site of an app that `create_app` made, in this process, with all problems in the result.

    Without a `base_url` the settings' own is used. Errors keep the site from being published unless
    `keep_going`; with `strict`, so do warnings. Raises ContentError with all problems, and PublishError.
    """
    mount: Mount = app.extensions["masthead"]["masthead"]
    website, before = mount.website, mount.base_url
    config = website.edition.config
    environ = root_environ(base_url or config.base_url)
    mount.base_url = base_url
    try:
        with website.taking_notes() as notes, staging(destination, website.root) as stage:
            library, run = website.edition.library, Run(stage)
            _request(Maker(app, environ, stage.desk, notes), run, SiteUrls(library.table, run), progress)
            rules = Rules(strict, keep_going)
            return run.publish(destination, library.problems, rules, _search(config))
    finally:
        mount.base_url = before


def _request(maker: Maker, run: Run, urls: Iterable[str], progress: Progress | None) -> None:
    with propagating(maker.app), progress(urls) if progress else nullcontext(urls) as listed:
        for url in listed:
            if order := run.order(url):
                run.take(maker.make(order))


@dataclass(frozen=True, slots=True)
class SiteUrls:
    """The URLs of a site's table, and then those of the pictures that its pages show."""

    table: Collection[str]
    run: Run

    def __iter__(self) -> Iterator[str]:
        yield from self.table
        yield from tuple(self.run.printed())

    def __length_hint__(self) -> int:
        return len(self.table)


def freeze_folder(
    site: Path,
    destination: Path,
    *,
    base_url: str = "",
    strict: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
) -> FreezeResult:
    """Freeze the site in a folder with several processes; the result is that of `freeze_site`.

    `jobs` is how many processes there may be, all cores' unless told otherwise. An `executor` takes their
    place: any of `concurrent.futures`' kind whose processes see both folders under these paths.

    Raises ContentError with all problems, also when the folder holds no site, and PublishError.
    """
    watch = Stopwatch()
    with staging(destination, site) as stage:
        job = Job(site.resolve(), base_url, stage.desk, uuid4().hex)
        try:
            with watch.timing("reading"):
                edition = workshop(job).website.edition
            run, library = Run(stage), edition.library
            with Crew(job, jobs or cores(), executor) as crew:
                making = _Making(run, crew, watch, library.table)
                with progress(making) if progress else nullcontext(making) as made:
                    for _ in made:
                        pass
            with watch.timing("publishing"):
                rules, index = Rules(strict, keep_going), _search(edition.config)
                result = run.publish(destination, library.problems, rules, index)
            return replace(result, timings=watch.seconds)
        finally:
            workshop.cache_clear()


@dataclass(frozen=True, slots=True)
class _Making:
    """The URLs of a site, each when it has been made: those of the table, then those of pictures."""

    run: Run
    crew: Crew
    watch: Stopwatch
    table: Collection[str]

    def __iter__(self) -> Iterator[str]:
        yield from self._make("pages", self.table, PAGES)
        yield from self._make("pictures", tuple(self.run.printed()), PICTURES)

    def _make(self, name: str, urls: Iterable[str], work: Work) -> Iterator[str]:
        with self.watch.timing(name):
            orders = [order for url in urls if (order := self.run.order(url))]
            for outcome in self.crew.make(orders, work):
                self.run.take(outcome)
                yield outcome.order.url

    def __length_hint__(self) -> int:
        return len(self.table)


def _search(config: Config) -> Index | None:
    """What makes the index of the site's search, where the settings ask for one."""
    return partial(search.index, root=config.root) if search.is_ready(config) else None


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
