"""Where a site is read from: the folders that pages are found in, and those that all pages depend on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from masthead.config import Config
from masthead.content.library import Library
from masthead.content.query import date_of
from masthead.freezing.inputs import contents, digest_of, installed
from masthead.freezing.parts import FRAME
from masthead.paths import bundled

_TAKES = re.compile(r"(?:\{%[-+]?\s*(?:extends|include|import|from)\s+|\bmacros\(\s*)([^\s%]+)")
PACKAGE = Path(__file__).parents[1]


class Sources(Struct, frozen=True, dict=True):
    """The folders of a site and of the engine; `code` are those of the site's own blocks."""

    config: Config
    code: tuple[Path, ...] = ()

    def everything(self) -> tuple[str, ...]:
        """All that may have a part in what a freeze makes."""
        mounted = (self.config.root / mount.source for mount in self.config.mounts)
        return _paths([*mounted, *self._common(), *self._beside(), bundled("static")])

    def common(self, base_url: str, url_style: str = "") -> str:
        """The digest of what all pages are made from: settings, templates, engine; not pages, people, files.

        It tells of versions too, of the address where the site will stand, and of how links are to look.
        """
        without = {*_paths(self._beside()), *self.frames}
        known = contents(_paths(self._common()), str(self.config.root), without)
        return f"{base_url} {url_style} {installed()} {known}"

    def frame(self) -> str:
        """The digest of the templates around the parts of all pages."""
        return digest_of(self.frames)

    @cached_property
    def frames(self) -> frozenset[str]:
        """The templates around the parts of all pages; none where another one may be made from them."""
        own = self.config.root / "templates"
        files = {folder / name for folder in (own, bundled("templates")) for name in FRAME}
        others = (
            path for folder in (own, *self.code) for path in folder.rglob("*.html") if path not in files
        )
        return frozenset() if any(map(_may_take_frames, others)) else frozenset(map(str, files))

    def _common(self) -> Iterator[Path]:
        root = self.config.root
        yield from (root / "config", root / "templates", PACKAGE, bundled("templates"), *self.code)
        yield from (root / self.config.i18n_dir, root / self.config.data_dir, root / self.config.assets_dir)
        for mount in self.config.mounts:
            if mount.target.split("/")[0] in ("i18n", "data", "assets"):
                yield root / mount.source
            if mount.target == "assets":
                yield root / mount.source / "media" / "icons"

    def _beside(self) -> Iterator[Path]:
        """What stands among the common folders and is looked up page by page: people and pictures."""
        root = self.config.root
        yield from (root / self.config.data_dir / "authors", root / self.config.assets_dir / "media")
        for mount in self.config.mounts:
            below = {"data": "authors", "assets": "media"}.get(mount.target)
            if below:
                yield root / mount.source / below
            if mount.target in ("data/authors", "assets/media"):
                yield root / mount.source


def _may_take_frames(template: Path) -> bool:
    """Whether a template takes a part of the frame, or one whose name it works out."""
    text = template.read_text("utf-8", "replace")
    return any(name in text for name in FRAME) or any(
        not tag.startswith(("'", '"')) and tag != "layout" for tag in _TAKES.findall(text)
    )


def _paths(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(sorted({str(path) for path in paths}))


def next_date(library: Library, moment: datetime) -> datetime:
    """When the clock alone changes something next: a page comes or goes, an event is over, the year ends."""
    pages = [page for of_language in library.pages.values() for page in of_language.values()]
    pages += [hidden.page for hidden in library.hidden]
    people = (author for of_language in library.people.values() for author in of_language.values())
    dates = [date for page in pages for date in (page.date, page.front.publishdate, page.front.expirydate)]
    dates += map(date_of, people)
    new_year = datetime(moment.year + 1, 1, 1, tzinfo=UTC)
    return min(date for date in (*dates, new_year) if date and date > moment)
