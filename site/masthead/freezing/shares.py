"""Shares of the URLs of a site, which any process that sees its folders can make: plain data in and out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from masthead.destination import Desk
from masthead.freezing.making import Maker, Order, Outcome, propagating, root_environ
from masthead.routes import Mount, site_app
from masthead.website import Website


@dataclass(frozen=True, slots=True)
class Job:
    """What all shares of one freeze have in common; `run` tells it from every other one."""

    site: Path
    base_url: str
    desk: Desk
    run: str


class Workshop:
    """A site's own app, set up for one job, with all that it takes to make its files."""

    def __init__(self, job: Job) -> None:
        self.website = Website(job.site)
        self.app = site_app(self.website)
        mount: Mount = self.app.extensions["masthead"]["masthead"]
        mount.base_url = job.base_url
        self._notes = ExitStack()
        notes = self._notes.enter_context(self.website.taking_notes())
        address = job.base_url or self.website.edition.config.base_url
        self.maker = Maker(self.app, root_environ(address), job.desk, notes)

    def make(self, orders: Sequence[Order]) -> list[Outcome]:
        """Make files, one after the other."""
        with propagating(self.app):
            return [self.maker.make(order) for order in orders]


@lru_cache(maxsize=1)
def workshop(job: Job) -> Workshop:
    """The process's workshop for a job, which processes that are forked from this one share."""
    return Workshop(job)


def make_share(job: Job, orders: Sequence[Order]) -> list[Outcome]:
    """Make the files of a share of the URLs, in this process."""
    return workshop(job).make(orders)
