"""Work that is done again whenever a file of a site changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import DefaultFilter, watch

from masthead.cache import FOLDER
from masthead.journal import RESERVED


def changes_below(root: Path) -> Iterator[None]:
    """Ends when interrupted; gives one answer for all that changes at once below a site's root.

    What freezing and making pictures write there is no change.
    """
    ignored = DefaultFilter(
        ignore_dirs=(*DefaultFilter.ignore_dirs, FOLDER),
        ignore_entity_patterns=(*DefaultFilter.ignore_entity_patterns, RESERVED.replace(".", r"\.")),
        ignore_paths=[root / "build"],
    )
    for _ in watch(root, watch_filter=ignored, raise_interrupt=False):
        yield


def repeated(work: Callable[[], object], root: Path) -> None:
    """Do some work, and again at each change below a folder, until interrupted."""
    work()
    for _ in changes_below(root.resolve()):
        work()
