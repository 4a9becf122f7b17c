"""The table of URLs: everything a site serves and freezes, and which page or file stands where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from masthead.content.lists import is_paged, page_count, pager_url
from masthead.content.model import Alias, Asset, File, NotFound, Page, Pager, Resource, SearchPage
from masthead.content.outputs import documents
from masthead.content.scan import CONTENT_SUFFIXES
from masthead.content.urls import page_url, root_url, search_url
from masthead.errors import Problems, Where

if TYPE_CHECKING:
    from masthead.content.library import Library

ACTIVE_SUFFIXES = frozenset(
    """
    .hta .htm .html .js .mht .mhtml .mjs .shtm .shtml .svgz .swf .wasm .xht .xhtml .xml .xsl .xslt
    """.split()  # noqa: SIM905
)
"""Files that browsers run, or take for pages."""


def make_table(library: Library) -> dict[str, Resource]:
    """Every URL of the site. Two pages at one URL, or at two that differ by case alone, are an error.

    Of the folders of static files, which stand at the site's root, a later one's file wins. A file or page of
    the site's own wins over a document that is made.
    """
    table: dict[str, Resource] = {}
    for folder in library.files.static:
        table |= {f"/{name}": Asset(file) for name, file in folder.items()}
    table |= {f"/media/{n}": Asset(f) for n, f in library.media.items() if not n.startswith("icons/")}
    table |= {f"/{n}": Asset(f) for n, f in library.files.styles.items() if n.startswith("fonts/")}
    for path, names in library.files.tree.loose.items():
        for name, versions in () if _is_of_hidden(library, path) else names.items():
            file = next(iter(versions.values()))
            if _is_served(library, file):
                table[f"{page_url(path)}{name}"] = Asset(file)
    _pages(library, table)
    _aliases(library, table)
    for url, feed in documents(library):
        table.setdefault(url, feed)
    for language in library.config.languages:
        table[f"{root_url(library.config, language.code)}404.html"] = NotFound(language.code)
        if language.params.searchable:
            table.setdefault(search_url(library.config, language.code), SearchPage(language.code))
    table.setdefault("/404.html", NotFound(library.config.default_language))
    return table


def _is_of_hidden(library: Library, path: str) -> bool:
    """Whether the nearest section above a folder is left out in every language that has it."""
    hidden = {item.page.path for item in library.hidden if item.page.is_branch}
    while hidden and path:
        if any(path in pages for pages in library.pages.values()):
            return False
        if path in hidden:
            return True
        path = path.rpartition("/")[0]
    return False


def _pages(library: Library, table: dict[str, Resource]) -> None:
    owners: dict[str, Page] = {}
    for pages in library.pages.values():
        for page in pages.values():
            if page.front.build.publishresources:
                table |= _files(library, page)
            if not page.rendered:
                continue
            first = owners.setdefault(page.url.lower(), page)
            if first is not page:
                _collision(page, first, library.problems)
                continue
            table[page.url] = page
            if is_paged(library, page):
                _pagers(library, page, table)


def _is_served(library: Library, file: File) -> bool:
    """Whether a file of content/ is for readers; one that browsers run is not, if authors are not trusted."""
    if file.path.suffix.lower() in CONTENT_SUFFIXES:
        return False
    if library.config.text.unsafe or not ACTIVE_SUFFIXES.intersection(map(str.lower, file.path.suffixes)):
        return True
    where = Where(file.path.relative_to(library.config.root).as_posix())
    message = "browsers would run this file; it is left out, as `markup.unsafe` is false."
    library.problems.warn(message, where, "Whoever trusts it can put it into static/.")
    return False


def _files(library: Library, page: Page) -> dict[str, Asset]:
    """The files of a page's bundle, but for texts that other pages quote; also of one without a page."""
    folder = page.url.rpartition("/")[0]
    return {f"{folder}/{name}": Asset(file) for name, file in page.files.items() if _is_served(library, file)}


def _pagers(library: Library, page: Page, table: dict[str, Resource]) -> None:
    """The further pages of a list, and Hugo's redirect from what would be the first."""
    table[f"{page.url}{library.config.pager_path}/1/"] = Alias(page.url, page)
    for number in range(2, page_count(library, page) + 1):
        table[pager_url(library, page, number)] = Pager(page, number)


def _collision(page: Page, first: Page, problems: Problems) -> None:
    other = first.where().file
    case = "" if page.url == first.url else f" ({page.url} and {first.url} differ by case alone)"
    problems.error(
        f"this page and {other} have the same URL {page.url}{case}.",
        Where(page.where().file),
        "Give one of them another `slug` or file name.",
    )


def alias_urls(page: Page) -> Iterator[tuple[str, str]]:
    """A page's aliases as they are written, each with its URL: from the site's root, or beside the page's."""
    for alias in page.front.aliases:
        base = page.url if not alias.startswith("/") else ""
        yield alias, page_url(base.rsplit("/", 2)[0] + "/" + alias)


def _aliases(library: Library, table: dict[str, Resource]) -> None:
    """Redirects from the pages' aliases, and from where the default language's home page is not."""
    config = library.config
    if config.default_in_subdir:
        table.setdefault("/", Alias(f"/{config.default_language}/"))
    elif len(config.languages) > 1:
        table.setdefault(f"/{config.default_language}/", Alias("/"))
    for pages in () if config.disable_aliases else library.pages.values():
        for page in pages.values():
            for alias, url in alias_urls(page) if page.rendered else ():
                if url in table:
                    message = f"the alias {alias!r} is the URL of another page; it is left out."
                    library.problems.warn(message, page.where("aliases"), "Remove it from `aliases`.")
                else:
                    table[url] = Alias(page.url, page)
