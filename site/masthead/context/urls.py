"""The one place where URLs are printed: prefix and address of the site, links as written, files by name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct

from masthead.content.model import Asset, File, Page, Resource
from masthead.content.urls import urlize
from masthead.markup.sanitize import is_harmless
from masthead.transliteration import ascii_path

_SAFE = "/~@:!$&'()*+,;=-._"
_PRINTED = re.compile(r"[A-Za-z0-9/~@:!$&'()*+,;=._-]*+")
"""A URL that is printed as it is."""
_STRAIGHT = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*+/?+)*+")
"""A path from the root that goes neither up nor through anything that is encoded."""
_MARK = re.compile(r"[?#]")
_SOURCES = (".md", ".markdown")

ROOT = "/-masthead-root-"
"""The prefix where links are to be relative: `made_relative` puts the way to the root in its place."""
INDEX = "index.html"
"""The file that servers show for a folder."""


class Urls(Struct, frozen=True):
    """Turns site-absolute URLs of the table into what a page prints.

    `prefix` stands before every path ("" or "/lab"); `base` is the site's whole address with that prefix,
    without a slash at its end, or empty when nobody has said where the site will stand. Pages are called by
    their files where URLs are `explicit` (/x/index.html); with `ascii`, names are spelled in ASCII letters.
    Without `trusting`, links that run something lead nowhere.
    """

    table: Mapping[str, Resource]
    prefix: str = ""
    base: str = ""
    explicit: bool = False
    ascii: bool = False
    trusting: bool = True

    @property
    def manner(self) -> tuple[str, str, bool, bool]:
        """All that the same link may be printed by in different ways."""
        return self.prefix, self.base, self.explicit, self.ascii

    def path(self, url: str) -> str:
        """A site-absolute URL as a link: prefixed and percent-encoded; a query or anchor stays as it is."""
        return self.prefix + self._spelled(url)

    def _spelled(self, url: str) -> str:
        if not self.explicit and _PRINTED.fullmatch(url):
            return url
        path, mark, rest = (url, "", "") if url in self.table else _cut(url)
        spelled = ascii_path(path) if self.ascii else quote(path, safe=_SAFE)
        index = INDEX if self.explicit and path.endswith("/") and path in self.table else ""
        return f"{spelled}{index}{mark}{rest}"

    def absolute(self, url: str) -> str:
        """A site-absolute URL with the site's address; empty when that is unknown."""
        return self.base + self._spelled(url) if self.base else ""

    def in_theme(self, printed: str) -> str:
        """A printed URL as custom properties name it, which stylesheets of the theme resolve by their own."""
        return printed.replace(f"{ROOT}/", "../", 1) if printed.startswith(ROOT) else printed

    def whole(self, href: str, page_url: str = "/") -> str:
        """A link as the page at `page_url` prints it, with the site's address where that is known."""
        if not is_local(href) and not href.startswith("#"):
            return href
        printed = href if _STRAIGHT.fullmatch(href) else urljoin(self.path(page_url), href)
        return self.base + printed.removeprefix(self.prefix) if self.base else printed

    def link(self, href: str, page_url: str) -> str:
        """A link's target as it was written on the page at `page_url`, as the URL to print."""
        href = href.strip()
        if not self.trusting and not is_harmless(href):
            return ""
        if self.explicit and self.base and href.startswith(f"{self.base}/"):
            href = href.removeprefix(self.base)
        if not is_local(href):
            return href
        path, mark, rest = _cut(href)
        if not path:
            return href
        target = self.find(path, page_url)
        if target is not None:
            return self.path(target) + mark + rest
        return urljoin(self.path(page_url), href) if not href.startswith("/") else href

    def find(self, path: str, page_url: str) -> str | None:
        """The URL in the table that a path written at `page_url` leads to, or None.

        A path from the root of the server may begin with that of the site's address.
        """
        whole = _joined(path, page_url)
        found = self._at(whole)
        if found is None and self.base and (own := urlsplit(self.base).path) and whole.startswith(f"{own}/"):
            found = self._at(whole.removeprefix(own))
        if found is None and path.endswith(_SOURCES):  # pages stand one level deeper than their files
            found = self._at(_joined(path, page_url.rstrip("/") or "/"))
        return found

    def _at(self, whole: str) -> str | None:
        """The URL in the table of a page or file, with its slash or without, or by the name of its source."""
        candidates = (whole, whole.rstrip("/") + "/", whole.rstrip("/"))
        for candidate in (*candidates, f"{candidates[1]}{INDEX}") if self.explicit else candidates:
            if candidate in self.table:
                return candidate
        if whole.endswith(_SOURCES):
            stem = posixpath.splitext(whole)[0].removesuffix("/index").removesuffix("/_index")
            candidate = urlize(stem).rstrip("/") + "/"
            if candidate in self.table:
                return candidate
        return None

    def media(self, name: str, page: Page | None) -> tuple[str, File] | None:
        """The URL and file of a picture that a page, a block or the settings name, or None.

        Looked for among the page's own files, then in assets/media/, then in static/.
        """
        name = unquote(name.strip()).lstrip("/").removeprefix("./")
        if not name:
            return None
        if page is not None and name in page.files:
            return f"{page.url.rstrip('/')}/{name}", page.files[name]
        for url in (f"/media/{name}", f"/{name}"):
            found = self.table.get(url)
            if isinstance(found, Asset):
                return url, found.file
        return None


def is_local(href: str) -> bool:
    """Whether a link leads somewhere in the site: it names no scheme and no host."""
    if _STRAIGHT.fullmatch(href):
        return True
    if href.startswith(("#", "//", "https://", "http://")):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:  # such as http://[
        return False
    return not parts.scheme and not parts.netloc


def made_relative(content: bytes, url: str) -> bytes:
    """What was printed below `ROOT` for a site-absolute URL, with links that begin where that stands."""
    up = "../" * (url.count("/") - 1) or "./"
    root = f"{ROOT}/"
    encoded = quote(root, safe="").encode(), quote(up, safe="").encode()
    return content.replace(root.encode(), up.encode()).replace(*encoded)


def _cut(url: str) -> tuple[str, str, str]:
    """A URL's path, the first `?` or `#`, and what follows it."""
    mark = _MARK.search(url)
    return (url[: mark.start()], mark[0], url[mark.end() :]) if mark else (url, "", "")


def _joined(path: str, page_url: str) -> str:
    """A path that is written at `page_url`, from the root of the site."""
    return path if _STRAIGHT.fullmatch(path) else unquote(urljoin(quote(page_url, safe=_SAFE), path))
