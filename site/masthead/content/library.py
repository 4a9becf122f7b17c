"""All that a site holds at one moment: its pages, its people, and the table of its URLs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property, partial
from pathlib import Path

from masthead import utilities
from masthead.config import Config
from masthead.content import lists
from masthead.content.build import Hidden, Inherited
from masthead.content.fields import now
from masthead.content.members import Members, keywords, project_names
from masthead.content.model import Asset, File, Kind, Page, Resource
from masthead.content.names import Names, authors_of
from masthead.content.order import in_order
from masthead.content.people import Author
from masthead.content.scan import Files
from masthead.content.sharing import Service
from masthead.content.urls import page_url, root_url
from masthead.content.widgets import Widgets
from masthead.errors import ContentError, Problems


@dataclass(frozen=True)
class Library:
    """A site's content, whole and unchanging: a refresh makes a new one.

    `pages` are by language and logical path, `people` by language and slug, `terms` by language and the
    term's path, `widgets` are the texts of pages that are made of files, `sharing` the services that the
    site's data names for sharing pages, `table` by site-absolute URL: what it lists is served, frozen and
    checked, and nothing else. `inherited` is what pages of a language get from above, `names` are
    its people by their names.
    """

    config: Config
    files: Files
    pages: Mapping[str, Mapping[str, Page]]
    people: Mapping[str, Mapping[str, Author]]
    terms: Mapping[str, Mapping[str, Sequence[Page]]]
    hidden: Sequence[Hidden]
    problems: Problems
    widgets: Widgets = field(default_factory=dict)
    sharing: Sequence[Service] | None = None
    table: Mapping[str, Resource] = field(default_factory=dict)
    inherited: Mapping[str, Inherited] = field(default_factory=dict)
    names: Mapping[str, Names] = field(default_factory=dict)

    @cached_property
    def utilities(self) -> frozenset[str]:
        """The classes of Tailwind's that texts name: those of pages, and of what pages are made of."""
        sources = [page.source for pages in self.pages.values() for page in pages.values() if page.source]
        texts = (text for found in self.widgets.values() for text in found)
        named = frozenset().union(*(source.classes for source in (*sources, *texts)))
        return frozenset(name for name in named if utilities.known([name]))

    @property
    def media(self) -> Mapping[str, File]:
        """The files of assets/media/ by their path from there."""
        return self.files.media

    def page(self, lang: str, path: str) -> Page | None:
        """The page at a logical path, or None."""
        return self.pages.get(lang, {}).get(path.strip("/"))

    def home(self, lang: str) -> Page:
        """A language's home page."""
        return self.pages[lang][""]

    def parent(self, page: Page) -> Page | None:
        """The nearest page above it; None for the home page."""
        path, pages = page.path, self.pages.get(page.lang, {})
        while path:
            path = path.rpartition("/")[0]
            above = pages.get(path)
            if above is not None and above.is_branch:
                return above
        return None

    def ancestors(self, page: Page) -> list[Page]:
        """The pages above it, the home page first."""
        return self.along(page.lang, page.parent_path) if page.path else []

    def along(self, lang: str, path: str) -> list[Page]:
        """The sections on the way to a path, and at it, the home page first."""
        found = self.page(lang, path)
        own = [found] if found is not None and found.is_branch else []
        return [*self.along(lang, path.rpartition("/")[0]), *own] if path else own

    @cached_property
    def _children(self) -> Mapping[str, Mapping[str, Sequence[Page]]]:
        below: dict[str, dict[str, list[Page]]] = {}
        for lang, pages in self.pages.items():
            of_language = below.setdefault(lang, {})
            for page in pages.values():
                above = self.parent(page)
                if above is not None and page.listed:
                    of_language.setdefault(above.path, []).append(page)
        return below

    def children(self, page: Page) -> Sequence[Page]:
        """The listed pages and sections right below a page, in order of their paths."""
        return self._children.get(page.lang, {}).get(page.path, ())

    def descendants(self, page: Page) -> list[Page]:
        """All listed regular pages below a page."""
        found: list[Page] = []
        for child in self.children(page):
            found += [child] if child.kind is Kind.PAGE else self.descendants(child)
        return found

    def date(self, page: Page) -> datetime | None:
        """A page's date; of a section or term without one the newest of the pages below it."""
        if page.date is not None or not page.is_branch:
            return page.date
        dates = (
            (child.date for child in self.term_pages(page))
            if page.kind is Kind.TERM
            else (
                child.date if child.kind is Kind.PAGE else self.date(child) for child in self.children(page)
            )
        )
        return max((date for date in dates if date), default=None)

    def neighbours(self, page: Page) -> tuple[Page | None, Page | None]:
        """The regular pages before and after it, the newer first, of those right below the same section."""
        return self._neighbours.get(page, (None, None))

    @cached_property
    def _neighbours(self) -> Mapping[Page, tuple[Page | None, Page | None]]:
        rows = (
            [page for page in below if page.kind is Kind.PAGE] for below in self._ordered_children.values()
        )
        return {
            page: (before, after)
            for row in rows
            for before, page, after in zip([None, *row], row, [*row[1:], None], strict=False)
        }

    def ordered_children(self, page: Page) -> Sequence[Page]:
        """The listed pages and sections right below a page in Hugo's order."""
        return self._ordered_children.get((page.lang, page.path), ())

    @cached_property
    def _ordered_children(self) -> Mapping[tuple[str, str], Sequence[Page]]:
        return {
            (lang, path): in_order(below, self.config.default_language, self.date)
            for lang, rows in self._children.items()
            for path, below in rows.items()
        }

    def term_pages(self, page: Page) -> Sequence[Page]:
        """The listed pages that name a term."""
        return self.terms.get(page.lang, {}).get(page.path, ())

    def bearer(self, page: Page) -> Author | None:
        """The person whose page or term page it is; these all stand below authors/."""
        return self.authors_by_path.get((page.lang, page.path)) if page.section == "authors" else None

    def term_list(self, page: Page) -> Sequence[Page]:
        """What a term's page lists: the pages that name it; a person's all that they wrote, by any name."""
        author = self.bearer(page)
        return self.written_by(author) if author else self.term_pages(page)

    def keyword_index(self, lang: str) -> Mapping[tuple[str, str], list[Page]]:
        """The regular pages of a language by the keywords that make pages related."""
        return self._keyword_indices.get(lang, {})

    @cached_property
    def _keyword_indices(self) -> Mapping[str, Mapping[tuple[str, str], list[Page]]]:
        settings = self.config.related
        names = [index.name.lower() for index in settings.indices]
        found: dict[str, dict[tuple[str, str], list[Page]]] = {}
        for lang, pages in self.pages.items():
            of_language = found.setdefault(lang, {})
            for page in pages.values():
                if page.kind is Kind.PAGE and page.listed and page.rendered:
                    for entry in keywords(page, names, settings.lower):
                        of_language.setdefault(entry, []).append(page)
        return found

    def about(self, page: Page, section: str) -> list[Page]:
        """The listed pages of a section that name a page, by its file's name, among their `projects`."""
        return self.in_order(self._projects.get((page.lang, section, page.name), ()))

    @cached_property
    def _projects(self) -> Mapping[tuple[str, str, str], list[Page]]:
        found: dict[tuple[str, str, str], list[Page]] = {}
        for lang, pages in self.pages.items():
            for page in pages.values():
                for name in project_names(page) if page.listed else ():
                    found.setdefault((lang, page.section, name), []).append(page)
        return found

    def in_order(self, pages: Iterable[Page]) -> list[Page]:
        """Pages of this library in Hugo's order, language by language."""
        default = self.config.default_language
        found = list(pages)
        if len(self.pages) > 1:
            return [
                page
                for lang in self.pages
                for page in in_order((p for p in found if p.lang == lang), default)
            ]
        return in_order(found, default)

    def listed_pages(self, page: Page) -> list[Page]:
        """What a section, a term or a taxonomy lists, in order, on all its pages."""
        if page not in self._listed:
            self._listed[page] = lists.listed_pages(self, page)
        return self._listed[page]

    @cached_property
    def _listed(self) -> dict[Page, list[Page]]:
        return {}

    def latest(self, lang: str, count: int) -> Sequence[Page]:
        """The newest listed pages and sections of a language."""
        return lists.latest_pages(self, lang, count)

    def page_count(self, page: Page) -> int:
        """On how many pages a list stands; 1 for a list that is not cut."""
        return lists.page_count(self, page)

    def page_items(self, page: Page, number: int) -> Sequence[Page]:
        """The part of a list that stands on one of its pages."""
        return lists.page_items(self, page, number)

    def terms_below(self, page: Page) -> list[Page]:
        """The terms of a taxonomy that pages name and that have a page of their own."""
        return lists.terms_below(self, page)

    def year(self) -> int:
        """The present year."""
        return now().year

    def passed(self, moment: datetime) -> bool:
        """Whether a moment is over."""
        return moment < now()

    def translations(self, page: Page) -> list[Page]:
        """The page in all languages that have it, itself included, in the languages' order."""
        if len(self.config.languages) == 1:
            return [page] if page.rendered else []
        return [
            other
            for language in self.config.languages
            if (other := self._translation(page, language.code)) is not None and other.rendered
        ]

    def _translation(self, page: Page, lang: str) -> Page | None:
        if lang == page.lang or not page.front.translationkey:
            return self.page(lang, page.path)
        return self._by_translation_key.get((lang, page.front.translationkey))

    @cached_property
    def _by_translation_key(self) -> Mapping[tuple[str, str], Page]:
        found: dict[tuple[str, str], Page] = {}
        for lang, pages in self.pages.items():
            for page in pages.values():
                found.setdefault((lang, page.front.translationkey), page)
        return found

    def members(self, lang: str) -> Members:
        """The people and pages of one language, by what lists ask for."""
        return self._members[lang]

    @cached_property
    def _members(self) -> Mapping[str, Members]:
        return {
            lang: Members(tuple(self.people.get(lang, {}).values()), tuple(pages.values()))
            for lang, pages in self.pages.items()
        }

    def author(self, lang: str, name: str) -> Author | None:
        """The person that a name stands for in one language, or None."""
        names = self.names.get(lang)
        return names.find(name) if names else None

    def written_by(self, author: Author) -> Sequence[Page]:
        """The listed pages that name a person among their authors, whichever of the names they use."""
        return self._written.get((author.lang, author.slug), ())

    @cached_property
    def _written(self) -> Mapping[tuple[str, str], Sequence[Page]]:
        written: dict[tuple[str, str], list[Page]] = {}
        for lang, pages in self.pages.items():
            bearer = cache(partial(self.author, lang))
            for page in pages.values():
                if page.listed and page.section != "authors":
                    authors = (bearer(name) for name in authors_of(page))
                    for slug in dict.fromkeys(author.slug for author in authors if author):
                        written.setdefault((lang, slug), []).append(page)
        return written

    def url_of_file(self, file: File) -> str | None:
        """Where a file is served, or None when it is not."""
        return self._file_urls.get(file.path)

    @cached_property
    def _file_urls(self) -> Mapping[Path, str]:
        return {item.file.path: url for url, item in self.table.items() if isinstance(item, Asset)}

    @cached_property
    def authors_by_path(self) -> Mapping[tuple[str, str], Author]:
        """People by the language and path of the page or term page of their name."""
        return {
            (a.lang, a.page.path): a for people in self.people.values() for a in people.values() if a.page
        }

    @cached_property
    def broken(self) -> Mapping[str, ContentError]:
        """What is wrong with each file that cannot be read, by the URL that its page would have."""
        files = {problem.where.file: problem for problem in self.problems.errors}
        return {
            page_url(f"{root_url(self.config, found.lang)}{found.logical}"): ContentError(files[found.file])
            for found in self.files.tree.pages
            if found.file in files
        }
