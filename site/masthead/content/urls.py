"""From paths, slugs, terms and permalink patterns to URLs, by Hugo's rules."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from masthead.config import Config

_KEPT = frozenset("./\\_#+~-@")
_LETTERS_DIGITS_MARKS = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Mn", "Mc", "Me"))
_AS_IT_IS = re.compile(r"[A-Za-z0-9./\\_#+~@-]*")
_TOKEN = re.compile(r":{1,2}([a-z]+)(\[[^\]]*\])?")


def sanitize(text: str, *, accents: bool = True) -> str:
    """A path as Hugo writes it: letters, digits and `. / _ # + ~ - @` stay, spaces become one hyphen.

    `accents=False` is Hugo's `removePathAccents`.
    """
    return text if _AS_IT_IS.fullmatch(text) else _sanitized(text, accents)


@lru_cache(maxsize=65_536)
def _sanitized(text: str, accents: bool) -> str:
    if not accents:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    text = unicodedata.normalize("NFC", text)
    kept: list[str] = []
    pending = False
    for char in text:
        if char in _KEPT or unicodedata.category(char) in _LETTERS_DIGITS_MARKS:
            if pending and char != "-":
                kept.append("-")
            pending = False
            kept.append(char)
        elif char.isspace() and kept and kept[-1] != "-":
            pending = True
    return "".join(kept)


def urlize(text: str, *, accents: bool = True) -> str:
    """`sanitize` in lower case: what slugs, terms and file paths become in a URL."""
    return sanitize(text, accents=accents).lower()


def slug_of(text: str, *, accents: bool = True) -> str:
    """A title or term as part of a URL: no slash, hyphen or dot stands at its ends."""
    return urlize(text, accents=accents).strip("-./")


def page_url(path: str) -> str:
    """The site-absolute URL of a path: one slash before and after, none doubled; a file's name stays."""
    clean = posixpath.normpath("/" + path.strip("/"))
    clean = "/" + clean.lstrip("/")
    if clean == "/" or ("." in posixpath.basename(clean) and re.search(r"\.(html?|xml|txt|json)$", clean)):
        return clean
    return clean + "/"


def expand(
    pattern: str, *, path: str, title: str, slug: str, date: datetime | None, accents: bool = True
) -> str:
    """A permalink pattern (`/author/:slug/`, `/:year/:month/:filename/`) filled in for a page.

    Unknown tokens stay as they are written; a page without a date gets Hugo's year 1.
    """
    sections, _, filename = path.rpartition("/")
    date = date or datetime(1, 1, 1)
    title_part = slug_of(title, accents=accents)
    parts: dict[str, Callable[[], str]] = {
        "year": lambda: f"{date.year:04}",
        "month": lambda: f"{date.month:02}",
        "monthname": lambda: date.strftime("%B").lower(),
        "day": lambda: f"{date.day:02}",
        "weekday": lambda: str(date.isoweekday() % 7),
        "weekdayname": lambda: date.strftime("%A").lower(),
        "yearday": lambda: f"{date.timetuple().tm_yday}",
        "section": lambda: sections.partition("/")[0],
        "sections": lambda: sections,
        "title": lambda: title_part,
        "slug": lambda: slug_of(slug, accents=accents) or title_part,
        "slugorfilename": lambda: slug_of(slug, accents=accents) or filename,
        "slugorcontentbasename": lambda: slug_of(slug, accents=accents) or filename,
        "filename": lambda: filename,
        "contentbasename": lambda: filename,
    }

    def fill(match: re.Match[str]) -> str:
        make = parts.get(match.group(1))
        if make is None:
            return match.group()
        made = make()
        return _sliced(made, match.group(2)) if match.group(2) else made

    return _TOKEN.sub(fill, pattern)


def _sliced(path: str, slice_text: str) -> str:
    """Hugo's `:sections[1:]`: some of the parts of a path; `last` counts from the end."""
    parts = path.split("/") if path else []
    words = slice_text[1:-1].replace("last", str(len(parts) - 1))
    try:
        bounds = [int(word) if word else None for word in words.split(":")]
    except ValueError:
        return path
    if len(bounds) == 1:
        index = bounds[0] or 0
        return parts[index] if index < len(parts) else ""
    return "/".join(parts[bounds[0] : bounds[1]])


def root_url(config: Config, lang: str) -> str:
    """Where a language's URLs start: "/" or "/en/"."""
    return "/" if lang == config.default_language and not config.default_in_subdir else f"/{lang}/"


def search_url(config: Config, lang: str) -> str:
    """Where readers search a language's pages."""
    return f"{root_url(config, lang)}search/"
