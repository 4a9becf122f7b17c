"""Work that is done again whenever a file of a site changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import DefaultFilter, watch

from masthead.cache import FOLDER
from masthead.journal import RESERVED

DEBOUNCE, STEP, TIMEOUT = 200, 3, 200
"""Milliseconds: how long changes are gathered, how long none comes before they are told, how long to wait."""


def news_below(root: Path) -> Iterator[set[Path]]:
    """Ends when interrupted; gives the files that change at once below a site's root.

    There are none at first, when it watches, and whenever nothing changed for a moment. What freezing and
    making pictures write there is no change.
    """
    ignored = DefaultFilter(
        ignore_dirs=(*DefaultFilter.ignore_dirs, FOLDER),
        ignore_entity_patterns=(*DefaultFilter.ignore_entity_patterns, RESERVED.replace(".", r"\.")),
        ignore_paths=[root / "build"],
    )
    found = watch(
        root,
        watch_filter=ignored,
        debounce=DEBOUNCE,
        step=STEP,
        rust_timeout=TIMEOUT,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for changes in found:
        yield {Path(path) for _, path in changes}


def changes_below(root: Path) -> Iterator[None]:
    """Ends when interrupted; gives one answer for all that changes at once below a site's root."""
    for paths in news_below(root):
        if paths:
            yield


def repeated(work: Callable[[], object], root: Path) -> None:
    """Do some work, and again at each change below a folder, until interrupted."""
    work()
    for _ in changes_below(root.resolve()):
        work()
