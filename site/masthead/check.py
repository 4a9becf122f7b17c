"""Every problem of a site: what reading its files shows, and what rendering each of its pages shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from masthead.content.model import Asset
from masthead.errors import ContentError, Level, Problem
from masthead.routes import create_app

if TYPE_CHECKING:
    from masthead.freeze import Progress


def check(site: Path | str, *, progress: Progress | None = None) -> list[Problem]:
    """All problems of the site in a folder, in order of file and line, errors first.

    Renders every page as a visitor would get it and keeps nothing. Raises ContentError when the folder
    holds no site. `progress` wraps the URLs, as `click.progressbar` does.
    """
    app = create_app(site)
    mount = app.extensions["masthead"]["masthead"]
    edition = mount.website.edition
    client = app.test_client()
    app.config["PROPAGATE_EXCEPTIONS"] = True
    urls = [url for url, resource in edition.library.table.items() if not isinstance(resource, Asset)]
    listed: AbstractContextManager[Iterable[str]] = progress(urls) if progress else nullcontext(urls)
    with listed as pages:
        for url in pages:
            try:
                client.get(url)
            except ContentError as error:
                edition.problems.add(*error.problems)
    return in_order_of_places(edition.problems)


def in_order_of_places(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as people work through them: errors first, then by file and line."""
    return sorted(
        problems,
        key=lambda problem: (problem.level is not Level.ERROR, problem.where.file, problem.where.line or 0),
    )


def report(problems: Iterable[Problem]) -> Iterator[str]:
    """The lines that tell an author about problems."""
    for problem in problems:
        yield f"{problem.where}: {problem.level}: {problem.message}"
        if problem.hint:
            yield f"    {problem.hint}"
