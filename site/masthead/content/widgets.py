"""The pages of the first themes that are made of files: a bundle's texts, each of them one section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from masthead.config import Config
from masthead.content.fields import Bool, Date, Int, Model, Text, bind
from masthead.content.index import Index
from masthead.content.model import File, Kind, Page
from masthead.content.order import timestamp
from masthead.content.scan import CONTENT_SUFFIXES, Found, Tree
from masthead.content.source import Key, Source, read_source
from masthead.errors import ContentError, Problems

HOME = "home"
"""The bundle that the home page is made of, where that has no sections of its own."""

TYPE = "widget_page"
"""The type of pages that are made of the texts in their bundle."""

Widgets = Mapping[tuple[str, str], list[Source]]
"""The texts of such bundles in the order of their sections, by language and the bundle's logical path."""


class WidgetOptions(Model):
    """What a text says of its place on the page."""

    title: Text = ""
    active: Bool = True
    draft: Bool = False
    weight: Int = 0
    date: Date = None


class _Placed(Struct, frozen=True):
    name: str
    source: Source
    options: WidgetOptions

    @property
    def order(self) -> tuple[bool, int, float, str, str]:
        """By weight (none last), then the newest first, then by title and name."""
        options = self.options
        return (
            options.weight == 0,
            options.weight,
            -timestamp(options.date),
            options.title.casefold(),
            self.name,
        )


def read_widgets(
    config: Config, found: Iterable[tuple[Found, Source]], tree: Tree, index: Index, problems: Problems
) -> dict[tuple[str, str], list[Source]]:
    """Read the texts of all bundles that are pages made of files; a text that cannot be read is an error."""
    return {
        (item.lang, item.logical): list(
            _shown(config, dict(_texts(tree, item.logical, item.lang)), index, problems)
        )
        for item, source in found
        if not item.branch and is_bundle(item.logical, source)
    }


def is_bundle(path: str, source: Source) -> bool:
    """Whether a file without pages below it is that of a page made of the files beside it."""
    kind = str(source.meta.get("type") or "").lower()
    return kind == TYPE or (path == HOME and bool(source.meta.get("headless")))


def _texts(tree: Tree, path: str, lang: str) -> Iterator[tuple[str, File]]:
    """A bundle's texts in one language by their names; those in another language are no part of the page."""
    for name, versions in tree.files.get(path, {}).items():
        if lang in versions and versions[lang].path.suffix.lower() in CONTENT_SUFFIXES:
            yield name, versions[lang]


def _shown(config: Config, texts: Mapping[str, File], index: Index, problems: Problems) -> Iterator[Source]:
    placed: list[_Placed] = []
    for name, file in texts.items():
        try:
            below = file.path.relative_to(config.root).as_posix()
            source = index.source(str(file.path), below, read_source)
        except ContentError as error:
            problems.add(*error.problems)
            continue
        problems.add(*source.problems)
        placed.append(_Placed(name, source, _options(source, problems)))
    for widget in sorted(placed, key=lambda widget: widget.order):
        if widget.options.active and (config.build_drafts or not widget.options.draft):
            yield widget.source


def _options(source: Source, problems: Problems) -> WidgetOptions:
    def report(keys: tuple[Key, ...], message: str) -> None:
        problems.warn(message, source.where(*keys), "The default is used.")

    return bind(WidgetOptions, source.meta, report)


def widgets_of(widgets: Widgets, page: Page) -> list[Source]:
    """The texts that a page is made of; none for a page that is not made of files."""
    if page.type == "landing" or "sections" in page.meta:
        return []
    return widgets.get((page.lang, HOME if page.kind is Kind.HOME else page.path), [])
