"""A freeze of an unchanged site: told from a receipt of the last one, before anything heavy is imported."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from masthead.errors import Level, Problem, plain_problems, problems_of
from masthead.freezing.inputs import Scan, Stat, installed, scan, stat_of
from masthead.freezing.result import FreezeResult
from masthead.listing import Listing

FOLDER = ".masthead/freezes"
"""Where in a site its freezes are remembered."""

MANIFEST = ".masthead-manifest.json"
STAGING = ".masthead-staging"
VERSION = 2

Left = Mapping[str, Stat | None]
"""Files of ours with what tells that they are as they were."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a freeze was made from and what it left behind, as digests; it holds until a moment.

    `folders` are those that were looked at, `until` is in seconds since 1970, `pages` counts URLs, `files` is
    the number of all that was published. `problems` is what was told.
    """

    folders: tuple[str, ...]
    inputs: Scan
    installed: str
    until: float
    outputs: str
    pages: int
    files: int
    problems: tuple[Problem, ...]

    def dumped(self) -> bytes:
        """The receipt as it is written down."""
        values = {name: getattr(self, name) for name in self.__slots__}
        values["inputs"] = self.inputs.digest, self.inputs.recent
        values["problems"] = plain_problems(self.problems)
        return json.dumps({"version": VERSION, **values}).encode()


def place_of(site: Path, destination: Path, base_url: str, url_style: str = "") -> Path:
    """The file that a site's freezes into one folder, for one address, leave their receipt in.

    `url_style` is the one that was asked for in place of the settings'.
    """
    place = f"{os.path.realpath(destination)}\0{base_url}\0{url_style}".encode("utf-8", "surrogateescape")
    return site / FOLDER / f"{hashlib.blake2b(place, digest_size=12).hexdigest()}.json"


@dataclass(frozen=True, slots=True)
class Glance:
    """What a look at a site says of freezing it again.

    `result` is that of a freeze that has nothing to do; None when there may be something, or on any doubt.
    `inputs` are then the files below `folders`, where these were looked at, and `listing` what stands there;
    `left` are the files that the last freeze left.
    """

    result: FreezeResult | None = None
    folders: tuple[str, ...] = ()
    inputs: Scan | None = None
    listing: Listing = field(default_factory=Listing)
    left: Left = field(default_factory=dict)


def look_again(site: Path, destination: Path, base_url: str, strict: bool, url_style: str = "") -> Glance:
    """Look at a site and at what its last freeze left, by the receipt of that."""
    file = place_of(site.resolve(), destination, base_url, url_style)
    receipt = _load(file)
    if receipt is None or time.time() >= receipt.until:
        return Glance()
    if any(strict or problem.level is Level.ERROR for problem in receipt.problems):
        return Glance()
    folder = os.path.realpath(destination)
    left, listing = stamps_of(folder, published(folder)), Listing()
    if receipt.installed != installed() or receipt.outputs != digest_of(left) or _is_busy(folder):
        return Glance()
    inputs = scan(receipt.folders, str(site.resolve()), listing)
    if not inputs.is_same(receipt.inputs):
        return Glance(None, receipt.folders, inputs, listing, left)
    return Glance(FreezeResult(receipt.pages, 0, receipt.files, 0, destination, receipt.problems))


def _load(file: Path) -> Receipt | None:
    try:
        values: dict[str, Any] = json.loads(file.read_bytes())
        if values.pop("version") != VERSION:
            return None
        digest, recent = values.pop("inputs")
        problems = problems_of(values.pop("problems"))
        folders = tuple(values.pop("folders"))
        return Receipt(folders, Scan(digest, recent), problems=problems, **values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _is_busy(folder: str) -> bool:
    """Whether another freeze is at work in a folder, or left it half done."""
    place = Path(folder)
    return any(map(os.path.lexists, (place.with_name(f".{place.name}{STAGING}"), place / STAGING)))


def published(folder: str) -> tuple[str, ...]:
    """The files in a folder that are ours, and first the manifest that lists them; empty without one."""
    try:
        return MANIFEST, *json.loads(Path(folder, MANIFEST).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def stamps_of(folder: str, names: Iterable[str]) -> Left:
    """What tells that files in a folder are as they are now."""
    return {name: stat_of(f"{folder}/{name}") for name in names}


def digest_of(left: Left) -> str:
    """The digest of the names, times and sizes of files that are ours; empty without any."""
    lines = repr(sorted(left.items())).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(lines, digest_size=16).hexdigest() if left else ""
