"""Every problem of a site: what reading its files shows, and what rendering each of its pages shows."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from masthead.app import create_app
from masthead.config import Place, load_config
from masthead.content.model import Asset
from masthead.errors import ContentError, Problem, Problems
from masthead.reports import in_order_of_places

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
                client.get(quote(url))
            except ContentError as error:
                edition.problems.add(*error.problems)
    return in_order_of_places(edition.problems)


def unused_settings(site: Path | str) -> tuple[Place, ...]:
    """The settings of a site that nothing acts upon, each with its place and its key as written."""
    return load_config(Path(site).resolve(), Problems()).unused
