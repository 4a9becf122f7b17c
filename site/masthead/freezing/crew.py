"""Who makes a site's files: this process, processes that it starts, or those of an executor of one's own."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from contextlib import ExitStack, contextmanager
from types import TracebackType

from msgspec import Struct, field

from masthead.freezing.making import Order
from masthead.freezing.shares import Job, Share, make_share, workshop


class Work(Struct, frozen=True):
    """A kind of files: up to `alone` of them are made sooner than help comes; `share` go into one share, and
    more where there are many.

    Of `sample` of them, all that is needed for the others is made, so that it is there before help comes.
    """

    alone: int
    share: int
    sample: int


LARGE = 4
"""How many times as many go into one share at most."""

SHARES = 8
"""How many shares each process gets at least where shares are large: the last to end has no more than one."""

PAGES = Work(alone=48, share=16, sample=24)
PICTURES = Work(alone=6, share=4, sample=0)


class Crew(Struct):
    """Makes files with up to `jobs` processes, which are started when there is enough to do, or with those of
    an executor: any whose processes see the site's folder and the one that is published to.

    To be used in a `with` statement, at whose end no process is left, whatever happens.
    """

    job: Job
    jobs: int
    executor: Executor | None = None
    _ending: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.__exit__(kind, error, trace)

    def make(self, orders: Sequence[Order], work: Work) -> Iterator[Share]:
        """Make files, and yield what came of them as it comes."""
        if self.executor is None and (self.jobs < 2 or len(orders) <= work.alone):
            yield from self._here(orders)
            return
        if self.executor is None:
            sample = _sample(orders, work.sample)
            yield from self._here(sample)
            ready = {order.number for order in sample}
            orders = [order for order in orders if order.number not in ready]
            self.executor = self._ending.enter_context(_helpers(self.job, self.jobs))
        size = max(work.share, min(work.share * LARGE, len(orders) // (SHARES * self.jobs)))
        yield from _spread(self.job, _shares(orders, size, self.jobs), self.executor)

    def _here(self, orders: Sequence[Order]) -> Iterator[Share]:
        for order in orders:
            yield make_share(self.job, [order])


def _sample(orders: Sequence[Order], count: int) -> Sequence[Order]:
    """So many of the orders, those of pages, from all parts of the site."""
    pages = [order for order in orders if order.path.endswith(".html")]
    return pages[:: -(-len(pages) // count)] if pages and count else []


def _shares(orders: Sequence[Order], size: int, jobs: int) -> Sequence[Sequence[Order]]:
    """Shares of so many orders, in turn from as many parts of the site as there are processes.

    Those that make files in the same folder wait for each other.
    """
    shares = [orders[at : at + size] for at in range(0, len(orders), size)]
    part = -(-len(shares) // jobs)
    return [share for at in range(part) for share in shares[at::part]]


def _spread(job: Job, shares: Iterable[Sequence[Order]], executor: Executor) -> Iterator[Share]:
    """Let an executor make the files, a share at a time; what was not begun when one fails is left."""
    futures = {executor.submit(make_share, job, share) for share in shares}
    try:
        for done in as_completed(futures):
            futures.remove(done)  # with what came of it
            yield done.result()
    finally:
        for future in futures:
            future.cancel()


@contextmanager
def _helpers(job: Job, jobs: int) -> Iterator[Executor]:
    """Processes that help: copies of this one where that is safe, else new ones."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    forks = sys.platform == "linux" and threading.active_count() == 1
    gc.collect()
    gc.freeze()  # what is there already is never looked at in the copies, so that they share its memory
    try:
        context = get_context("fork" if forks else "spawn")
        with ExitStack() as ending:
            if forks:
                ending.enter_context(workshop(job).exchanging())
            yield ending.enter_context(ProcessPoolExecutor(jobs, context, initializer=_join))
    finally:
        gc.unfreeze()


def _join() -> None:
    """Begin in a process that helps: it leaves Ctrl+C to the one that it helps, and ends when that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
