"""Keys that nothing reads: in front matter where they look misspelt, in sections all of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo

from masthead.blocks import Block
from masthead.blocks.design import Design
from masthead.blocks.sections import SectionSource
from masthead.content.fields import bind
from masthead.content.front import FrontMatter
from masthead.content.model import Page
from masthead.content.person import Person
from masthead.content.source import Key, Source
from masthead.content.widgets import WidgetOptions
from masthead.context.events import Event
from masthead.context.links import Linked
from masthead.context.works import Publication
from masthead.errors import Level, Problem
from masthead.website import Edition

NEAR = 0.8
"""How alike two keys are, from 0 to 1, when one is taken for a slip of the other."""
Unread = tuple[tuple[Key, ...], frozenset[str]]
"""The path of a key that nothing reads, and the keys that would be read there."""
_STAND_IN = "\ue000"
OTHERS = frozenset((
    "_build", "advanced", "author", "banner", "block", "bundle", "cascade", "cms_exclude", "collections",
    "commentable", "comments", "content", "content_meta", "date_end", "date_format", "diagram",
    "disable_comments", "editor", "event_all_day", "event_end", "event_start", "feature", "featured_image",
    "gallery", "header", "hide_date", "highlight", "highlight_languages", "highlight_name",
    "highlight_style", "hugoblox", "icon", "image_gallery", "image_preview", "internal_link", "item",
    "items", "keywords", "lang", "layout", "linkcolor", "locale", "markup", "math", "menu", "menus", "name",
    "navbar", "output", "outputs", "params", "profile", "resources", "robots", "schema", "sections", "seo",
    "show_author", "show_share", "sitemap", "slides", "social", "spacing", "status", "superuser", "tagline",
    "tags", "template", "theme", "toc_max_level", "translationkey", "url_custom", "user_groups", "videos",
    "weight", "widget", "widgets",
))  # fmt: skip
"""Keys of front matter that Hugo or Hugo Blox know, whatever Masthead makes of them."""


def unknown_keys(edition: Edition) -> Iterator[Problem]:
    """Keys of front matter that are nearly others, and keys of sections that nothing reads."""
    taxonomies = frozenset(edition.config.taxonomies.values())
    blocks = _keys(*edition.blocks.values())
    page_keys = taxonomies | _keys(FrontMatter, Event, Publication, Linked)
    widget_keys = page_keys | blocks | _keys(WidgetOptions, Design, SectionSource)
    people = {a.source.file: a.source for group in edition.library.people.values() for a in group.values()}
    for pages in edition.library.pages.values():
        for page in pages.values():
            if page.source is not None and page.source.file not in people:
                yield from _misspelt(page.source, page_keys)
            yield from _in_sections(page, edition.blocks)
    for texts in edition.library.widgets.values():
        for text in texts:
            yield from _misspelt(text, widget_keys)
    for source in people.values():
        yield from _misspelt(source, page_keys | _keys(Person))


def _keys(*models: type[BaseModel]) -> frozenset[str]:
    """What models read, in lower case, as the first keys of front matter are."""
    return frozenset(key.lower() for model in models for key in names_of(model))


def _misspelt(source: Source, known: frozenset[str]) -> Iterator[Problem]:
    """Keys that hardly differ from one that is read, and is not there itself."""
    for key in source.meta:
        near = meant(key, known) if key not in known | OTHERS else ""
        if near and near not in source.meta:
            yield Problem(f"nothing reads the key {key!r}.", source.where(key), f"Did you mean {near!r}?")


@cache
def meant(key: str, names: frozenset[str]) -> str:
    """The known key that another is a slip of; empty for short ones and for words of their own."""
    if len(key) < 4 or not key.isascii():
        return ""
    found = difflib.get_close_matches(key, names, n=1, cutoff=NEAR)
    return found[0] if found and abs(len(found[0]) - len(key)) <= 2 else ""


def _in_sections(page: Page, blocks: Mapping[str, type[Block]]) -> Iterator[Problem]:
    sections = page.source.meta.get("sections") if page.source else None
    for index, entry in enumerate(sections if isinstance(sections, list) else ()):
        if not isinstance(entry, Mapping):
            continue
        yield from _reported(page, unread((SectionSource,), entry), "sections", index)
        block = blocks.get(str(entry.get("block")).strip().lower())
        if block is None or block.model_config.get("extra") == "allow":
            continue
        content, design = entry.get("content"), entry.get("design")
        if isinstance(content, Mapping):
            yield from _reported(page, unread((block,), content), "sections", index, "content")
        if isinstance(design, Mapping):
            field = block.model_fields.get("design")
            own = tuple(models_in(field.annotation)) if field else ()
            models: tuple[type[BaseModel], ...] = (Design, *own)
            yield from _reported(page, unread(models, design), "sections", index, "design")


def _reported(page: Page, found: Iterable[Unread], *above: Key) -> Iterator[Problem]:
    for path, known in found:
        near = meant(str(path[-1]), known)
        hint = f"Did you mean {near!r}?" if near else "It has no effect here."
        level = Level.WARNING if near else Level.NOTE
        yield Problem(
            f"nothing reads the key {path[-1]!r} of this section.", page.where(*above, *path), hint, level
        )


@cache
def names_of(model: type[BaseModel]) -> frozenset[str]:
    """The keys that a model declares, under every name."""
    return frozenset(key for name, info in model.model_fields.items() for key in _names(name, info))


def _names(name: str, info: FieldInfo) -> list[str]:
    alias = info.validation_alias or info.alias
    if isinstance(alias, AliasChoices):
        return [name, *(str(choice) for choice in alias.choices)]
    return [name, str(alias)] if alias else [name]


def unread(models: tuple[type[BaseModel], ...], data: Mapping[str, Any]) -> list[Unread]:
    """The keys that no model declares, and that change nothing whether they are there or not."""
    found: list[Unread] = []
    known = frozenset(name for model in models for name in names_of(model))
    for key, value in data.items():
        fields = [annotation for model in models for annotation in _field(model, key)]
        if not fields and not any(_is_read(model, data, key) for model in models):
            found.append(((key,), known))
        inner = tuple(dict.fromkeys(model for field in fields for model in models_in(field)))
        for step, item in _maps_in(value) if inner else ():
            found += [((key, *step, *path), names) for path, names in unread(inner, item)]
    return found


def _maps_in(value: Any) -> Iterator[tuple[tuple[Key, ...], Mapping[str, Any]]]:
    """A map, or the maps of a list, each with the key that leads to it."""
    if isinstance(value, Mapping):
        yield (), value
    elif isinstance(value, list):
        yield from (((index,), item) for index, item in enumerate(value) if isinstance(item, Mapping))


def _field(model: type[BaseModel], key: str) -> list[Any]:
    """The annotation of the field that a key fills."""
    return [info.annotation for name, info in model.model_fields.items() if key in _names(name, info)]


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)


def _is_read(model: type[BaseModel], data: Mapping[str, Any], key: str) -> bool:
    """Whether a model of older spellings comes out otherwise without a key, or with another value."""
    rest = {name: value for name, value in data.items() if name != key}
    without = bind(model, rest, _unheard)
    return any(bind(model, {**rest, key: value}, _unheard) != without for value in (data[key], _STAND_IN))


def _unheard(keys: tuple[Key, ...], message: str) -> None:
    """What does not fit is told where the page is made."""
