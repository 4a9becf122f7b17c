"""A page without a site, for tests of texts."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import escape


@dataclass
class FakeHost:
    """Knows what a test tells it, and remembers every warning."""

    lang: str = "en"
    pages: dict[str, str] = field(default_factory=dict)
    people: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    below: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[tuple[int, str, str]] = field(default_factory=list)
    base: str = ""

    def link(self, href: str) -> str:
        return f"{self.base}/{href.removesuffix('.md')}" if self.base else href

    def media(self, src: str) -> str:
        return src if src.startswith("http") else f"{self.base}/media/{src}" if self.base else src

    def size(self, src: str) -> tuple[int, int] | None:
        return self.sizes.get(src)

    def ref(self, target: str, lang: str | None) -> str | None:
        return self.pages.get(target)

    def page_title(self, target: str) -> str | None:
        return target if target in self.pages else None

    def icon(self, name: str, pack: str = "") -> str:
        return "" if name == "missing" else f'<svg data-icon="{escape(name)}"></svg>'

    def word(self, key: str, **values: object) -> str:
        return " ".join([key.replace("_", " ").capitalize(), *map(str, values.values())])

    def children(self) -> Sequence[tuple[str, str, str]]:
        return self.below

    def citation(self, target: str, view: str) -> str:
        return (
            f'<p class="{view}"><a href="{self.pages[target]}">Paper</a></p>' if target in self.pages else ""
        )

    def person(self, name: str) -> tuple[str, str] | None:
        return self.people.get(name)

    def read(self, name: str) -> str | None:
        return self.files.get(name)

    def glob(self, pattern: str) -> Sequence[str]:
        return sorted(fnmatch.filter(self.files, pattern))

    def warn(self, message: str, line: int, hint: str = "") -> None:
        self.warnings.append((line, message, hint))


@dataclass
class KnowingHost(FakeHost):
    """A page whose site knows names that are near to a wrong one."""

    def suggest(self, kind: str, name: str) -> str:
        return f"Did you mean the {kind} 'near'?"
