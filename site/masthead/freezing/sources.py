"""Where a site is read from: the folders that pages are found in, and those that all pages depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from masthead.config import Config
from masthead.freezing.inputs import contents, installed
from masthead.paths import bundled

PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Sources:
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
        known = contents(_paths(self._common()), str(self.config.root), _paths(self._beside()))
        return f"{base_url} {url_style} {installed()} {known}"

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


def _paths(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(sorted({str(path) for path in paths}))
