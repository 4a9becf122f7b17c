"""From files to pages: cascades, kinds, titles and URLs, language by language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from masthead.config import Cascade, Config, Language, read_cascade
from masthead.content.fields import bind, now
from masthead.content.front import FrontMatter
from masthead.content.globs import glob_pattern
from masthead.content.kept import Kept
from masthead.content.model import File, Kind, Page
from masthead.content.scan import Found, Tree
from masthead.content.source import Key, Source, lowered
from masthead.content.urls import expand, page_url, slug_of, urlize
from masthead.errors import Problems, Where

NO_PAGES = frozenset({"decap_cms", "wowchemycms"})
"""Types of pages that are another tool's entrance, not a page of the site."""


NO_FILES: Mapping[str, File] = {}
"""What the bundles of most pages hold."""


class Hidden(Struct, frozen=True):
    """A page that is left out, and why."""

    page: Page
    reason: str


class Inherited(Struct):
    """What the settings and the pages above hand down, by the path of the page that says so."""

    cascades: dict[str, tuple[Cascade, ...]] = field(default_factory=dict)

    def values(self, path: str, kind: Kind, lang: str) -> dict[str, Any]:
        """What a page gets from above; the nearest ancestor wins, a page's own cascade is not its own."""
        handed: dict[str, Any] = {}
        for above in _ancestors(path):
            for cascade in self.cascades.get(above, ()):
                if _fits(cascade, path, kind, lang):
                    handed.update(lowered(cascade.values))
        return handed


SETTINGS = "<settings>"


def _ancestors(path: str) -> Iterable[str]:
    """From the settings and the home page down to the folder that holds a path."""
    yield SETTINGS
    if path:
        yield ""
    parts = path.split("/")
    for count in range(1, len(parts)):
        yield "/".join(parts[:count])


def _fits(cascade: Cascade, path: str, kind: Kind, lang: str) -> bool:
    if cascade.kind not in ("", kind.value) or cascade.lang not in ("", lang):
        return False
    return not cascade.path or glob_pattern(cascade.path).fullmatch("/" + path) is not None


class Builder(Struct):
    """Makes the pages of one language from the files found."""

    config: Config
    language: Language
    problems: Problems
    kept: Kept = field(default_factory=Kept)
    inherited: Inherited = field(default_factory=Inherited)
    hidden: list[Hidden] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    terms: dict[str, list[Page]] = field(default_factory=dict)
    _as_before: bool = False

    def build(self, found: Iterable[tuple[Found, Source]], tree: Tree, people: Mapping[str, str]) -> None:
        """Fill `pages` by logical path and `terms` by the term's path, by what is `inherited`.

        `people` are the names of those with a data file, by slug.
        """
        entries = sorted(found, key=lambda pair: (pair[0].logical.count("/"), pair[0].logical))
        self.inherited = self._inherited(entries)
        self._as_before = self.kept.tree is tree and self.kept.cascades == self.inherited.cascades
        for item, source in entries:
            self._add(item, source, tree)
        self._missing_branches(tree)
        self._collect_terms(tree, people)

    def _inherited(self, entries: list[tuple[Found, Source]]) -> Inherited:
        cascades = {SETTINGS: self.config.cascade}
        for found, source in entries:
            if "cascade" in source.meta and found.branch:
                cascades[found.logical] = read_cascade(source.meta["cascade"], Where(source.file))
        return Inherited(cascades)

    def _add(self, found: Found, source: Source, tree: Tree) -> None:
        if found.logical in self.pages:
            first = self.pages[found.logical].source
            message = f"this page and {first.file if first else '?'} have the same path /{found.logical}/."
            self.problems.error(message, Where(found.file), "Rename one of them.")
            return
        kind = self._kind(found.logical, found.branch)
        page = self.page(kind, found.logical, source, tree)
        reason = hidden_reason(self.config, page)
        if reason:
            self.hidden.append(Hidden(page, reason))
            return
        self.pages[found.logical] = page

    def page(self, kind: Kind, path: str, source: Source | None, tree: Tree, title: str = "") -> Page:
        """A page of a file, or of none; `title` is the one that it has if it names none."""
        kept = self.kept.page(kind, path, source)
        if kept is not None and self._as_before:
            return kept
        meta = self.meta(kind, path, source)
        files = self._files(tree.files.get(path, {}))
        if kept is not None and kept.meta == meta and kept.files == files:
            return kept
        front = self.front(meta, path, source)
        plain = front.title or title or self._default_title(kind, path)
        url = self._url(kind, path, front, plain)
        return Page(kind, self.language.code, path, url, plain, front, meta, source, files)

    def meta(self, kind: Kind, path: str, source: Source | None) -> Mapping[str, Any]:
        """The front matter of a file, or of none, laid over what is handed down."""
        own = source.meta if source else {}
        handed = self.inherited.values(path, kind, self.language.code)
        return {**handed, **own} if handed else own

    def front(self, meta: Mapping[str, Any], path: str, source: Source | None) -> FrontMatter:
        """What a page's front matter says; what does not fit is a problem."""

        def report(keys: tuple[Key, ...], message: str) -> None:
            where = source.where(*keys) if source else Where(path)
            self.problems.warn(message, where, "The default is used.")

        return bind(FrontMatter, meta, report)

    def _kind(self, path: str, branch: bool) -> Kind:
        if not branch:
            return Kind.PAGE
        top, _, rest = path.partition("/")
        if top in self.config.taxonomies.values():
            return Kind.TERM if rest else Kind.TAXONOMY
        return Kind.SECTION if path else Kind.HOME

    def _missing_branches(self, tree: Tree) -> None:
        """Home, top sections and taxonomies exist without a file of their own."""
        tops = dict.fromkeys(path.partition("/")[0] for path in self.pages if "/" in path)
        hidden = {item.page.path for item in self.hidden if item.page.is_branch} - {""}
        wanted = {"": Kind.HOME} | {top: Kind.SECTION for top in tops}
        wanted |= {plural: Kind.TAXONOMY for plural in self.config.taxonomies.values()}
        for path, kind in wanted.items():
            if path not in self.pages and path not in hidden:
                self.pages[path] = self.page(kind, path, None, tree)

    def _collect_terms(self, tree: Tree, people: Mapping[str, str]) -> None:
        titles: dict[str, str] = {}
        members: dict[str, list[Page]] = {}
        for page in self.pages.values():
            for plural in self.config.taxonomies.values():
                for term in _values(page.meta.get(plural)):
                    path = f"{plural}/{slug_of(term, accents=not self.config.remove_path_accents)}"
                    titles.setdefault(path, term)
                    if page.listed:
                        members.setdefault(path, []).append(page)
        if "authors" in self.config.taxonomies.values():
            titles |= {f"authors/{slug}": name for slug, name in people.items()}
        for path, title in titles.items():
            if path not in self.pages and not path.endswith("/"):
                self.pages[path] = self.page(Kind.TERM, path, None, tree, title)
        self.terms = {path: list(dict.fromkeys(pages)) for path, pages in members.items()}

    def _default_title(self, kind: Kind, path: str) -> str:
        if kind in (Kind.HOME, Kind.PAGE):
            return ""
        words = path.rpartition("/")[2].replace("-", " ")
        if kind is Kind.SECTION:
            words = plural(words)
        return words[:1].upper() + words[1:]

    def _files(self, found: Mapping[str, Mapping[str, File]]) -> Mapping[str, File]:
        """A bundle's files for this language: its own, else the default language's, else any."""
        if not found:
            return NO_FILES
        order = (self.language.code, self.config.default_language)
        return {
            name: next((versions[code] for code in order if code in versions), next(iter(versions.values())))
            for name, versions in found.items()
        }

    @property
    def prefix(self) -> str:
        """What this language's URLs start with: "" or "/en"."""
        code = self.language.code
        at_root = code == self.config.default_language and not self.config.default_in_subdir
        return "" if at_root else f"/{code}"

    def _url(self, kind: Kind, path: str, front: FrontMatter, title: str) -> str:
        accents = not self.config.remove_path_accents
        if front.url:
            own = front.url.strip()
            return page_url(urlize(own)) if own.startswith("/") else page_url(f"{self.prefix}/{urlize(own)}")
        pattern = self._pattern(kind, path)
        if pattern:
            filled = expand(
                pattern, path=path, title=title, slug=front.slug, date=front.date, accents=accents
            )
            return page_url(self.prefix + "/" + filled.lstrip("/"))
        clean = urlize(path, accents=accents)
        if front.slug and kind is Kind.PAGE:
            folder = clean.rpartition("/")[0]
            clean = f"{folder}/{slug_of(front.slug, accents=accents)}"
        return page_url(f"{self.prefix}/{clean}")

    def _pattern(self, kind: Kind, path: str) -> str:
        section = "/" if kind is Kind.PAGE and "/" not in path else path.partition("/")[0]
        return self.config.permalinks.get(kind.value, {}).get(section, "")


def hidden_reason(config: Config, page: Page) -> str:
    """Why a page is left out at this moment; empty for one that is not."""
    front, moment = page.front, now()
    published = front.publishdate or front.date
    if front.draft and not config.build_drafts:
        return "draft"
    if published and published > moment and not config.build_future:
        return "its date is in the future"
    if front.expirydate and front.expirydate < moment and not config.build_expired:
        return "expired"
    if front.private:
        return "private"
    return f"type {front.type}" if front.type.lower() in NO_PAGES else ""


def _values(value: Any) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(item).strip() for item in values if item is not None and str(item).strip()]


def plural(word: str) -> str:
    """The English plural that Hugo gives to a section without a title of its own."""
    if word.endswith("s") or not word.isascii():
        return word
    if re.search(r"(ch|sh|x|z)$", word):
        return word + "es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", word) + "s"
