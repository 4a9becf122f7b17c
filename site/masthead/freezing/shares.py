"""Shares of the URLs of a site, which any process that sees its folders can make: plain data in and out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from masthead.content.notes import Asked, Borrowed
from masthead.destination import Desk
from masthead.freezing.inputs import installed
from masthead.freezing.making import Maker, Order, Outcome, propagating, root_environ
from masthead.routes import Mount, site_app
from masthead.templating import KeptCode
from masthead.website import Website


@dataclass(frozen=True, slots=True)
class Job:
    """What all shares of one freeze have in common; `run` tells it from every other one.

    `website` is the site where this process has it already; other processes open it themselves.
    """

    site: Path
    base_url: str
    url_style: str
    desk: Desk
    run: str
    website: Website | None = field(default=None, repr=False, compare=False)

    def __reduce__(self) -> tuple[type[Job], tuple[object, ...]]:
        return Job, (self.site, self.base_url, self.url_style, self.desk, self.run)


class Share(Struct, frozen=True):
    """What came of a share of the URLs, and the questions that its process had not told of before.

    `first` is the number of the first of them in the process; when `recalled`, numbers are those that were
    remembered.
    """

    outcomes: Sequence[Outcome]
    process: int
    first: int
    asked: Sequence[Asked | Borrowed]
    recalled: bool


_TOLD: Asked = (b"", b"")


class Workshop:
    """A site's own app, set up for one job, with all that it takes to make its files."""

    def __init__(self, job: Job) -> None:
        self.website = job.website or Website(job.site)
        self._app = site_app(self.website)
        self._app.jinja_env.bytecode_cache = KeptCode(job.site, installed())
        mount: Mount = self._app.extensions["masthead"]["masthead"]
        mount.base_url = job.base_url
        mount.hosting = self.website.edition.config.hosting.styled(job.url_style)
        self._watching = ExitStack()
        self._notes = self._watching.enter_context(self.website.taking_notes())
        address = job.base_url or self.website.edition.config.base_url
        self._maker = Maker(self._app, root_environ(address), job.desk, self._notes)
        self._process = os.getpid()
        self._told = {self._process: 0}

    def exchanging(self) -> AbstractContextManager[None]:
        """Let processes that are copied from this one exchange what pages share, for a while."""
        return nullcontext() if self.website.recalls else self.website.edition.made.exchange.opened()

    def make(self, orders: Sequence[Order]) -> Share:
        """Make files, one after the other."""
        with propagating(self._app):
            outcomes = [self._maker.make(order) for order in orders]
        process = os.getpid()  # in a copy of the process that made this, nothing was told yet
        first, asked = self._told.get(process, 0), self._notes.asked
        self._told[process] = end = len(asked)
        share = Share(outcomes, process, first, asked[first:end], self.website.recalls)
        if process != self._process:
            asked[first:end] = [_TOLD] * (end - first)  # what a copy told needs no memory there any more
        return share


@lru_cache(maxsize=1)
def workshop(job: Job) -> Workshop:
    """The process's workshop for a job, which processes that are forked from this one share."""
    return Workshop(job)


def make_share(job: Job, orders: Sequence[Order]) -> Share:
    """Make the files of a share of the URLs, in this process."""
    return workshop(job).make(orders)
