"""What a site has and does not show: hidden pages, people that no page names, translations that lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import escape

from masthead.content.build import Hidden
from masthead.content.model import Page
from masthead.content.people import Author
from masthead.errors import Level, Problem, Where
from masthead.website import Edition

_KEYS = {
    "draft": ("draft", "Write `draft: false` to show it."),
    "private": ("private", "Write `private: false` to show it."),
    "expired": ("expirydate", "Change its `expiryDate` to show it."),
    "its date is in the future": ("date", "It shows when the site is read after that date."),
}


def hidden_pages(edition: Edition) -> Iterator[Problem]:
    """Notes of the pages that are left out, and why."""
    for item in edition.library.hidden:
        where, hint = _reason(item)
        yield Problem(f"this page is not shown: {item.reason}.", where, hint, Level.NOTE)


def _reason(item: Hidden) -> tuple[Where, str]:
    key, hint = _KEYS.get(item.reason, ("type", "It is for another program."))
    source = item.page.source
    if source is None:
        return item.page.where(), hint
    if key == "date" and "publishdate" in source.meta:
        key = "publishdate"
    if key in source.meta:
        return source.where(key), hint
    return Where(source.file), f"{hint} It is handed down by a `cascade`."


def idle_people(edition: Edition) -> dict[str, list[Author]]:
    """The people who wrote none of the pages, by their names as HTML has them."""
    found: dict[str, list[Author]] = {}
    for people in edition.library.people.values():
        for author in people.values():
            if author.name and not edition.library.written_by(author):
                found.setdefault(str(escape(author.name)), []).append(author)
    return found


def strike_named(people: dict[str, list[Author]], page: Page, html: str) -> None:
    """Take those out whom a page names, if it is neither their own nor the list of everybody."""
    if page.path != "authors":
        own = {author.name for group in people.values() for author in group if author.page is page}
        for name in [name for name in people if name in html]:
            if not own & {author.name for author in people[name]}:
                del people[name]


def unnamed_people(people: Mapping[str, list[Author]]) -> Iterator[Problem]:
    """Notes of the people whom no page names but their own."""
    files = {author.source.file: author for group in people.values() for author in group}
    for file, author in files.items():
        hint = "Name them among `authors`, or put them into a group that a block shows."
        yield Problem(f"no page names {author.name}.", Where(file), hint, Level.NOTE)


def untranslated(edition: Edition) -> Iterator[Problem]:
    """Notes of the pages that one of the site's languages does not have."""
    library = edition.library
    languages = {language.code: language.name or language.code for language in edition.config.languages}
    if len(languages) == 1:
        return
    for pages in library.pages.values():
        for page in pages.values():
            if page.source is None or not page.rendered or page.section == "authors":
                continue
            there = {other.lang for other in library.translations(page) if other.source is not None}
            lacking = [name for code, name in languages.items() if code not in there]
            if lacking:
                message = f"this page is not translated: {', '.join(lacking)}."
                hint = "Write it beside this one, or give both the same `translationKey`."
                yield Problem(message, Where(page.source.file), hint, Level.NOTE)
