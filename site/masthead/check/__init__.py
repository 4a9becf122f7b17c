"""Every problem of a site: what reading its files shows, what its pages show, and what links them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask.testing import FlaskClient

from masthead.check.answers import Answer, read_answer
from masthead.check.keys import unknown_keys
from masthead.check.links import Checked, broken_links, css_files, pictures_without_words
from masthead.check.missing import hidden_pages, idle_people, strike_named, unnamed_people, untranslated
from masthead.check.settings import misspelt_settings
from masthead.config import Place, load_config
from masthead.content.model import Asset, Page, Pager
from masthead.content.people import Author
from masthead.errors import ContentError, Problem, Problems
from masthead.freezing.making import root_environ
from masthead.reports import in_order_of_places
from masthead.routes import site_app
from masthead.website import Edition, Website

if TYPE_CHECKING:
    from masthead.freeze import Progress


def check(site: Path | str, *, base_url: str = "", progress: Progress | None = None) -> list[Problem]:
    """All problems of the site in a folder, errors first, notes last, in order of file and line.

    `base_url` is where the site will stand, if not where its settings say: links with its path are its own.
    Renders every page as a visitor would get it, looks at the answers, and keeps nothing. Raises ContentError
    when the folder holds no site, or for what is no `base_url`. `progress` wraps the URLs, as
    `click.progressbar` does.
    """
    return check_website(Website(site), base_url=base_url, progress=progress)


def check_website(
    website: Website,
    *,
    base_url: str = "",
    progress: Progress | None = None,
    host: Callable[[str], bool] = lambda _: False,
) -> list[Problem]:
    """As `check`, for a site that is there already; `host` tells which other URLs its app answers."""
    root_environ(base_url)
    website.refresh()
    app = site_app(website)
    app.extensions["masthead"]["masthead"].base_url = base_url
    edition = website.edition
    client = app.test_client()
    app.config["PROPAGATE_EXCEPTIONS"] = True
    urls = [url for url, resource in edition.library.table.items() if not isinstance(resource, Asset)]
    listed: AbstractContextManager[Iterable[str]] = progress(urls) if progress else nullcontext(urls)
    idle = idle_people(edition)
    with listed as pages:
        answers = dict(_answers(client, edition, pages, idle))
    found = Problems(edition.problems)
    address = base_url or edition.config.base_url
    checked = Checked(
        edition,
        answers,
        lambda url: client.head(quote(url), buffered=True).status_code != 404 or host(quote(url)),
        address,
    )
    found.add(
        *chain(
            broken_links(checked, css_files(edition)),
            pictures_without_words(checked),
            unknown_keys(edition),
            misspelt_settings(edition.config.unused),
            hidden_pages(edition),
            unnamed_people(idle),
            untranslated(edition),
        )
    )
    return in_order_of_places(found)


def _answers(
    client: FlaskClient, edition: Edition, urls: Iterable[str], idle: dict[str, list[Author]]
) -> Iterator[tuple[str, Answer]]:
    """What each page's HTML holds; problems that keep a page from being made are noted.

    Of the `idle` those stay whom no page names.
    """
    for url in urls:
        try:
            response = client.get(quote(url))
        except ContentError as error:
            edition.problems.add(*error.problems)
            continue
        resource = edition.library.table[url]
        if response.mimetype == "text/html" and isinstance(resource, (Page, Pager)):
            html = response.get_data(as_text=True)
            strike_named(idle, resource.page if isinstance(resource, Pager) else resource, html)
            yield url, read_answer(html)


def unused_settings(site: Path | str) -> tuple[Place, ...]:
    """The settings of a site that nothing acts upon, each with its place and its key as written."""
    return load_config(Path(site).resolve(), Problems()).unused
