"""Links, anchors, files and pictures of the pages, as they came out, against what the site has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct

from masthead.check.answers import Answer, css_urls
from masthead.check.places import Places, name_of, spellings
from masthead.content.model import Asset, Page, Pager
from masthead.content.source import decode, read_bytes
from masthead.errors import ContentError, Level, Problem, Where, did_you_mean
from masthead.paths import bundled
from masthead.website import Edition

TOP = frozenset({"", "top"})
"""Anchors that every page has."""
NEAR = 0.6
"""How alike two names are, from 0 to 1, when one is taken for the other."""
MOST_PAGES = 30
"""How many pages that share a link are searched for the text that says it."""


class Checked(Struct, frozen=True, dict=True):
    """A site and what its pages hold, by URL; `answers_at` says whether the app knows a URL."""

    edition: Edition
    pages: Mapping[str, Answer]
    answers_at: Callable[[str], bool]
    base_url: str = ""

    @cached_property
    def places(self) -> Places:
        """The site's texts."""
        return Places(self.edition)

    def page(self, url: str) -> Page | None:
        """The page that stands at a URL."""
        resource = self.edition.library.table.get(url)
        return (
            resource.page if isinstance(resource, Pager) else resource if isinstance(resource, Page) else None
        )

    @cached_property
    def _known(self) -> dict[str, bool]:
        return {}

    def target(self, href: str, page_url: str) -> tuple[str, str] | None:
        """The URL and the anchor that a printed link leads to; None for one that leads out of the site."""
        base = self.base_url.rstrip("/")
        if base and (href == base or href.startswith(f"{base}/")):
            href = href.removeprefix(base) or "/"
        prefix = urlsplit(base).path
        if prefix and href.startswith(f"{prefix}/"):
            href = href.removeprefix(prefix)
        try:
            parts = urlsplit(href.strip())
        except ValueError:
            return None
        if parts.scheme or parts.netloc or not href.strip():
            return None
        path = unquote(urlsplit(urljoin(quote(page_url), parts.path)).path) if parts.path else page_url
        return path, unquote(parts.fragment)

    def has(self, url: str) -> bool:
        """Whether a URL of the site has an answer, as it is or once the site is frozen."""
        table = self.edition.library.table
        if url in table or f"{url.rstrip('/')}/" in table or url.removesuffix("index.html") in table:
            return True
        if url not in self._known:
            self._known[url] = self.answers_at(url)
        return self._known[url]

    def ids(self, url: str) -> frozenset[str] | None:
        """The anchors of the page at a URL; None where there is no page."""
        for candidate in (url, f"{url.rstrip('/')}/", url.removesuffix("index.html")):
            if candidate in self.pages:
                return self.pages[candidate].ids
        return None


def broken_links(checked: Checked, sheets: Iterable[tuple[str, Path]]) -> Iterator[Problem]:
    """Links, anchors and files that are not there, each where it is written."""
    missing: dict[tuple[str, str], list[str]] = {}
    for page_url, answer in checked.pages.items():
        for href in dict.fromkeys((*answer.links, *answer.files)):
            target = checked.target(href, page_url)
            if target is None:
                continue
            url, anchor = target
            if not checked.has(url):
                missing.setdefault((url, ""), []).append(page_url)
            elif (
                anchor
                and (ids := checked.ids(url)) is not None
                and not {anchor, anchor.lower()} & (ids | TOP)
            ):
                missing.setdefault((url, anchor), []).append(page_url)
    told = _told(checked.edition)
    for (url, anchor), page_urls in missing.items():
        named = re.compile(rf"(?<!\w){re.escape(_name(url) or url)}/?'")
        for where in _written(checked, url, anchor, page_urls):
            if not named.search(told.get((where.file, where.line), "")):
                yield _problem(checked, url, anchor, where)
    yield from _broken_in_sheets(checked, sheets)


def _told(edition: Edition) -> dict[tuple[str, int | None], str]:
    """What was said of each line while the pages were made, in lower case."""
    told: dict[tuple[str, int | None], str] = {}
    for problem in edition.problems:
        place = (problem.where.file, problem.where.line)
        told[place] = f"{told.get(place, '')}\n{problem.message.lower()}"
    return told


def _problem(checked: Checked, url: str, anchor: str, where: Where) -> Problem:
    if anchor:
        hint = did_you_mean(anchor, checked.ids(url) or ()) or "Look at the ids of its headings and sections."
        return Problem(f"there is no '#{anchor}' on the page {url}.", where, hint)
    hidden = {item.page.url: item for item in checked.edition.library.hidden}
    left_out = hidden.get(f"{url.rstrip('/')}/")
    if left_out is not None:
        hint = f"The page is not shown: {left_out.reason}. Show it, or take the link away."
        return Problem(f"this leads to {url}, which is left out.", where, hint)
    message = f"there is no {'file' if '.' in url.rpartition('/')[2] else 'page'} at {url}."
    return Problem(message, where, _suggestion(checked, url) or "Mend the link, or take it away.")


def _suggestion(checked: Checked, url: str) -> str:
    """What a broken URL may have meant: one of the same name elsewhere, or one near it in the same folder."""
    table = checked.edition.library.table
    folder, _, name = url.rstrip("/").rpartition("/")
    if name.startswith("www."):
        return f"Write 'https://{name}'."
    named = [other for other in table if name and _name(other) == name.lower()]
    if named:
        nearest = sorted(named, key=lambda other: -_shared(other, url))
        return f"Did you mean {' or '.join(map(repr, nearest[:2]))}?"
    beside = {_name(other): other for other in table if other.rstrip("/").rpartition("/")[0] == folder}
    near = difflib.get_close_matches(name.lower(), beside, n=2, cutoff=NEAR)
    return f"Did you mean {' or '.join(repr(beside[other]) for other in near)}?" if near else ""


def _shared(one: str, other: str) -> int:
    """How many parts at the end of two URLs are the same."""
    pairs = zip(one.rstrip("/").split("/")[::-1], other.rstrip("/").split("/")[::-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _name(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2].lower()


def _written(checked: Checked, url: str, anchor: str, page_urls: list[str]) -> list[Where]:
    """Where a broken link is written: on its pages, else in settings, else in any other text."""
    places, mark = checked.places, f"#{anchor}" if anchor else ""
    found: dict[Where, None] = {}
    for page_url in page_urls[:MOST_PAGES]:
        page = checked.page(page_url)
        words = [f"{form}{mark}" for form in spellings(url, page_url, short=True)] if url != page_url else []
        for path in places.of_page(page) if page else ():
            found |= dict.fromkeys(places.find(path, [*words, mark] if mark else words))
    if found:
        return list(found)
    forms = spellings(url, "/", short=False)
    words = [f"{form}{mark}" for form in (*forms, *(checked.base_url.rstrip("/") + form for form in forms))]
    words += [f"{url.strip('/')}{mark}", mark] if mark else [url.lstrip("/")]
    for path in places.shared():
        found = dict.fromkeys(places.find(path, [word for word in words if len(word) > 2]))
        if found:
            return list(found)
    page = checked.page(page_urls[0])
    return [page.where() if page else Where(page_urls[0])]


def css_files(edition: Edition) -> Iterator[tuple[str, Path]]:
    """The site's own style sheets, each with its URL."""
    theme = bundled("static")
    for url, resource in edition.library.table.items():
        if (
            url.endswith(".css")
            and isinstance(resource, Asset)
            and not resource.file.path.is_relative_to(theme)
        ):
            yield url, resource.file.path
    for name, file in edition.library.files.styles.items():
        if name.endswith((".css", ".scss")):
            yield f"/{name}", file.path


def _broken_in_sheets(checked: Checked, sheets: Iterable[tuple[str, Path]]) -> Iterator[Problem]:
    for url, path in sheets:
        try:
            text = decode(read_bytes(path, path.name), path.name)
        except ContentError:
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            for href in css_urls(line) if "url(" in line else ():
                target = checked.target(href, url)
                if target is not None and not checked.has(target[0]):
                    hint = _suggestion(checked, target[0]) or "Mend the path, or take the rule away."
                    yield Problem(
                        f"there is no file at {target[0]}.", checked.places.where(path, number), hint
                    )


def pictures_without_words(checked: Checked) -> Iterator[Problem]:
    """Notes of the pictures in texts that say nothing to those who cannot see them."""
    for url, answer in checked.pages.items():
        page = checked.page(url)
        if page is None or page.source is None or not answer.wordless:
            continue
        lines = checked.places.lines(page.source.path)
        for src in answer.wordless:
            name = name_of(src)
            written = f"(?:{re.escape(name)}|{re.escape(quote(name))})"
            pattern = re.compile(
                rf"!\[\s*\]\([^)]*{written}|<img\b(?![^>]*\balt\s*=)[^>]*{written}", re.IGNORECASE
            )
            for number, line in enumerate(lines, start=1):
                if name and pattern.search(line):
                    message = f"the picture {name!r} has no alternative text."
                    hint = 'Say what it shows: ![words](picture); alt="" for mere decoration.'
                    yield Problem(message, checked.places.where(page.source.path, number), hint, Level.NOTE)
