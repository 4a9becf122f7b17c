"""One freeze on its way: its URLs in their order, what came of each, and whether that may be published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct

from masthead import search
from masthead.config import Config
from masthead.config.hosting import Hosting
from masthead.errors import ContentError, Problem, Problems
from masthead.freezing.extras import add_extras
from masthead.freezing.files import Claims
from masthead.freezing.making import Kept, Order, Outcome
from masthead.freezing.result import FreezeResult
from masthead.publish import Staging

Progress = Callable[[Iterable[str]], AbstractContextManager[Iterable[str]]]
"""Wraps URLs that are being made, as `click.progressbar` does."""

Index = Callable[[Iterable[tuple[str, bytes]]], Mapping[str, bytes]]
"""Makes further files, by their paths, of all pages: their files' paths with their bytes."""


class Rules(Struct, frozen=True):
    """Which problems keep a site from being published: errors, unless pages with them are left out."""

    strict: bool = False
    keep_going: bool = False

    def check(self, problems: Problems, failed: bool) -> None:
        """Raise ContentError with all problems when they are too bad."""
        if not self.keep_going and (failed or problems.errors or (self.strict and len(problems))):
            raise ContentError(*problems)


@dataclass(slots=True)
class Run:
    """The URLs that were ordered, each with what came of it: a ContentError where there is no file.

    `hosting` is what the server wants of the site, whose address is empty where nobody has said it. Of URLs
    that were claimed together before, the files are `known`: none stands in the way of another.
    """

    stage: Staging
    hosting: Hosting = field(default_factory=Hosting)
    address: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    outcomes: dict[str, Kept | ContentError | None] = field(default_factory=dict)
    claims: Claims = field(init=False)
    _waiting: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.claims, self._waiting = Claims(self.hosting), list(self.known)

    def order(self, url: str) -> Order | None:
        """What is to be made for a URL; None for one that was claimed before, or that names no file."""
        path = self.claim(url)
        return None if path is None else Order(url, path, self.stage.number())

    def claim(self, url: str) -> str | None:
        """The file of a URL; None for one that was claimed before, or that names no file."""
        if url in self.outcomes:
            return None
        self.outcomes[url] = None
        if url in self.known:
            return self.known[url]
        while self._waiting:
            self.claims.claim(self._waiting.pop())
        try:
            return self.claims.claim(url)
        except ContentError as error:
            self.outcomes[url] = error
            return None

    def take(self, order: Order, outcome: Outcome) -> None:
        """Note what came of an order."""
        if outcome.placed is None:
            self.outcomes[order.url] = ContentError(*outcome.problems)
            return
        self.outcomes[order.url] = Kept.of(outcome.problems, outcome.printed)
        self.stage.take(order.path, order.number, outcome.placed)

    def keep(self, url: str, path: str, known: Kept) -> bool:
        """Take a file as the last freeze left it; False where none did."""
        kept = self.stage.keep(path)
        if kept:
            self.outcomes[url] = known
        return kept

    def printed(self) -> Iterator[str]:
        """The URLs of the pictures that pages show."""
        made = [outcome for outcome in self.outcomes.values() if isinstance(outcome, Kept)]
        return chain.from_iterable(outcome.printed for outcome in made)

    def publish(
        self, destination: Path, known: Iterable[Problem], rules: Rules, index: Index | None
    ) -> FreezeResult:
        """Publish what was made; ContentError when its problems are too bad."""
        found = Problems(known)
        made = 0
        for outcome in self.outcomes.values():
            if outcome is not None and outcome.problems:
                found.add(*outcome.problems)
            made += isinstance(outcome, Kept)
        rules.check(found, failed=made < len(self.outcomes))
        for path, content in index(_html(self.stage)).items() if index else ():
            self.stage.add(path, content)
        add_extras(self.stage, self.claims, self.hosting, self.address)
        done = self.stage.publish()
        return FreezeResult(made, done.written, done.unchanged, done.removed, destination, tuple(found))


def search_index(config: Config, prefix: str = "", *, explicit: bool = False) -> Index | None:
    """What makes the index of a site's search, where its settings ask for one; it stands at a prefix."""
    if not search.is_ready(config):
        return None
    return partial(_indexed, f"{prefix}/".lstrip("/"), config.root, explicit)


def _indexed(folder: str, root: Path, explicit: bool, pages: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    own = ((path.removeprefix(folder), html) for path, html in pages)
    found = search.index(own, root, explicit=explicit)
    return {f"{folder}{path}": content for path, content in found.items()}


def _html(stage: Staging) -> Iterator[tuple[str, bytes]]:
    return ((path, stage.read(path)) for path in stage.paths if path.endswith(".html"))
