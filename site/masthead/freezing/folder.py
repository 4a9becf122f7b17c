"""Freeze the site in a folder: make what changed since the last time, with as many processes as help."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from msgspec import Struct, field
from msgspec.structs import astuple

from masthead.cache import collecting_new, without_collecting, write_whole
from masthead.content.fields import now
from masthead.content.recalled import Forgotten
from masthead.freezing.again import MANIFEST, Glance, Left, Receipt, digest_of, place_of, stamps_of
from masthead.freezing.crew import PAGES, PICTURES, Crew, Work
from masthead.freezing.heard import Heard
from masthead.freezing.inputs import Scan, installed, scan, stat_of
from masthead.freezing.making import Order
from masthead.freezing.memory import Memory, Reading
from masthead.freezing.result import FreezeResult, Stopwatch
from masthead.freezing.run import Progress, Rules, Run, search_index
from masthead.freezing.shares import Job, workshop
from masthead.freezing.sources import Sources, next_date
from masthead.listing import Listing
from masthead.publish import Staging, staging
from masthead.website import Website

_LOG = logging.getLogger(__name__)


def freeze_folder(
    site: Path,
    destination: Path,
    *,
    base_url: str = "",
    url_style: str = "",
    strict: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
) -> FreezeResult:
    """Freeze the site in a folder: the files are those that `freeze_site` makes, and so are the problems.

    Files that would come out as the last freeze left them are neither made nor written. `url_style` takes the
    place of the settings' `hosting.url_style`. `jobs` is how many processes there may be, all cores' unless
    told otherwise. An `executor` takes their place: any of `concurrent.futures`' kind whose processes see
    both folders under these paths.

    Raises ContentError with all problems, also when the folder holds no site, and PublishError.
    """
    return freeze_seen(
        Glance(),
        site,
        destination,
        base_url=base_url,
        url_style=url_style,
        strict=strict,
        keep_going=keep_going,
        progress=progress,
        jobs=jobs,
        executor=executor,
    )


def freeze_seen(
    seen: Glance,
    site: Path,
    destination: Path,
    *,
    base_url: str = "",
    url_style: str = "",
    strict: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
) -> FreezeResult:
    """As `freeze_folder`, for those who have just looked at the site: it is not looked at twice."""
    rules = Rules(strict, keep_going)
    freezing = _Freezing(
        seen, site.resolve(), destination, base_url, url_style, rules, progress, jobs, executor
    )
    try:
        return freezing.freeze(recalling=True)
    except Forgotten:
        return freezing.freeze(recalling=False)


class _Freezing(Struct):
    """A freeze as it was asked for, and what is `seen` of the site by then."""

    seen: Glance
    site: Path
    destination: Path
    base_url: str
    url_style: str
    rules: Rules
    progress: Progress | None
    jobs: int | None
    executor: Executor | None
    watch: Stopwatch = field(default_factory=Stopwatch)

    def freeze(self, *, recalling: bool) -> FreezeResult:
        """Freeze the site: when `recalling`, by what is remembered of it where that is enough.

        Raises Forgotten where it is not, before anything is published.
        """
        with staging(self.destination, self.site) as stage:
            website = Website(self.site)
            job = Job(self.site, self.base_url, self.url_style, stage.desk, uuid4().hex, website)
            try:
                return self._freeze(stage, website, job, recalling)
            finally:
                workshop.cache_clear()

    def _look(self, website: Website) -> _Looked:
        """Look at a site that has not been read yet; it will be read as it was seen."""
        moment = now()
        sources = Sources(website.settings(), website.code_folders)
        folders, seen = sources.everything(), self.seen
        inputs, listing = seen.inputs, seen.listing
        if inputs is None or seen.folders != folders:
            listing = Listing()
            inputs = scan(folders, str(website.root), listing)
            self.seen = replace(seen, folders=folders, inputs=inputs, listing=listing)
        website.seen(listing)
        common = sources.common(self.base_url, self.url_style)
        return _Looked(moment, folders, inputs, installed(), common, sources.frame(), sources.frames)

    def _freeze(self, stage: Staging, website: Website, job: Job, recalling: bool) -> FreezeResult:
        watch, folder = self.watch, stage.desk.folder
        file = place_of(self.site, self.destination, self.base_url, self.url_style)
        with watch.timing("remembering"), without_collecting():
            looked = self._look(website)
            memory = Memory.load(file.with_suffix(".bin"), looked.common, looked.frame)
            settings = website.settings()
            recalled = memory.recalled(settings, looked.inputs, looked.frames) if recalling else None
        with watch.timing("reading"), without_collecting():
            if recalled is not None:
                website.recall(recalled)
            edition = workshop(job).website.edition
        with watch.timing("remembering"), without_collecting():
            changed = recalled.changed if recalled is not None else memory.changed(edition.answers)
        hosting = edition.config.hosting.styled(self.url_style)
        files = {} if recalled is None else memory.files()
        run = Run(stage, hosting, self.base_url or edition.config.base_url, files)
        with collecting_new(), Crew(job, self.jobs or cores(), self.executor) as crew:
            left = (memory.framed and self.seen.left) or stamps_of(str(folder), stage.before)
            known = memory.reading if recalled is not None else None
            table = memory.things.table if known is not None else edition.whole.table
            making = _Making(run, crew, watch, memory, changed, left, table)
            with self.progress(making) if self.progress else nullcontext(making) as made:
                for _ in made:
                    pass
        with watch.timing("publishing"), without_collecting():
            index = search_index(edition.config, explicit=hosting.explicit)
            result = run.publish(self.destination, edition.whole.problems, self.rules, index)
        with watch.timing("remembering"), without_collecting():
            memory.renew(making.kept, making.heard, folder)
            until = next_date(edition.whole, looked.moment).timestamp()
            if known is not None:
                known.inputs, known.until = looked.inputs, min(until, known.until)
                things: Iterable[Any] = astuple(memory.things)
            else:
                known = Reading(looked.inputs, until, (*edition.whole.problems,))
                things = memory.renewed(edition.whole, edition.answers)
            receipt = looked.receipt(result, known.until, _left(run.stage, memory))
            _write_down(file, receipt, memory, known, things)
        return replace(result, timings=watch.seconds)


class _Making(Struct):
    """The URLs of a site, each when it was kept or made: those of the table, then those of pictures."""

    run: Run
    crew: Crew
    watch: Stopwatch
    memory: Memory
    changed: set[int]
    left: Left
    table: Collection[str]
    kept: list[str] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)

    def __iter__(self) -> Iterator[str]:
        yield from self._make("pages", self.table, PAGES)
        yield from self._make("pictures", tuple(self.run.printed()), PICTURES)

    def __length_hint__(self) -> int:
        return len(self.table)

    def _make(self, name: str, urls: Iterable[str], work: Work) -> Iterator[str]:
        with self.watch.timing(name):
            orders: list[Order] = []
            for url in urls:
                path = self.run.claim(url)
                if path is None:
                    continue
                known = self.memory.recall(url, path, self.changed, self.left)
                if known is not None and self.run.keep(url, path, known):
                    self.kept.append(url)
                    yield url
                else:
                    parts = self.memory.parts(url, path, self.changed, self.left)
                    orders.append(Order(url, path, self.run.stage.number(), parts))
            ordered = {order.number: order for order in orders}
            for share in self.crew.make(orders, work):
                self.heard.take(share, ordered)
                for outcome in share.outcomes:
                    order = ordered.pop(outcome.number)
                    self.run.take(order, outcome)
                    yield order.url


class _Looked(Struct, frozen=True):
    """What a site was like before it was read: when, in which folders, and what was found there."""

    moment: datetime
    folders: tuple[str, ...]
    inputs: Scan
    installed: str
    common: str
    frame: str
    frames: frozenset[str]

    def receipt(self, result: FreezeResult, until: float, left: Left) -> Receipt:
        """The receipt of a freeze that began then, and holds until a moment."""
        files, outputs = result.written + result.unchanged, digest_of(left)
        return Receipt(
            self.folders, self.inputs, self.installed, until, outputs, result.pages, files, result.problems
        )


def _left(stage: Staging, memory: Memory) -> Left:
    """The files that were published, and the manifest; those of pages are not looked at once more."""
    known, folder = memory.left(), str(stage.desk.folder)
    return {path: known.get(path) or stat_of(f"{folder}/{path}") for path in (MANIFEST, *stage.paths)}


def _write_down(
    file: Path, receipt: Receipt, memory: Memory, reading: Reading, things: Iterable[Any]
) -> None:
    """Remember a freeze, where the site's folder may be written; without, all is made again the next time."""
    try:
        memory.save(file.with_suffix(".bin"), reading, things)
        write_whole(file, [receipt.dumped()])
    except OSError as error:
        _LOG.warning(
            "Nothing can be kept in %s (%s): all is made anew.", file.parent, error.strerror or error
        )


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
