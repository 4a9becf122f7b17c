"""The sections of a landing page: which block each is, what is in it, and what it is wrapped in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BeforeValidator, Field

from masthead.blocks.base import Block, Place, dressed
from masthead.blocks.design import Design, Wrapper, wrapper
from masthead.blocks.template import TemplateBlock
from masthead.blocks.unknown import Unknown
from masthead.blocks.widgets import Written, legacy_sections
from masthead.content.fields import Bool, Mapped, Model, Report, Text, bind
from masthead.content.model import Page
from masthead.content.source import Key
from masthead.content.urls import slug_of
from masthead.context.scene import Scene
from masthead.errors import Problem, Problems, Where, did_you_mean

UNKNOWN = "masthead/parts/unknown.html"
"""The template of sections of a kind that nobody knows."""


def _nothing(value: Any) -> Any:
    return {} if value == "" else value


class SectionSource(Model):
    """A section as front matter has it."""

    block: Text = ""
    """The kind of section."""
    id: Text = ""
    """Its anchor, for links to it."""
    content: Annotated[Mapped, BeforeValidator(_nothing)] = Field(default_factory=dict)
    """What it says."""
    design: Annotated[Mapped, BeforeValidator(_nothing)] = Field(default_factory=dict)
    """How it looks."""
    demo: Bool = False
    """Whether it only shows how it is done; it is left out then."""
    disabled: Bool = False
    """Whether it is left out."""


class Section(Struct, frozen=True):
    """A section as its template gets it: `values` are what the block's own template gets beside it.

    `where` finds the place where it is written.
    """

    id: str
    block: str
    level: int
    design: Wrapper
    template: str
    values: Mapping[str, Any]
    css: Sequence[str] = ()
    js: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    where: Callable[[], Where] | None = None


def read_sections(scene: Scene, page: Page, blocks: Mapping[str, type[Block]]) -> Iterator[Section]:
    """The sections of a page in order, each bound to its block's model: of its front matter, or of files.

    `blocks` are models by each of their names. A section that is no map is left out with a warning; one
    whose block nobody knows is shown as text. The first title of the page is its heading of level 1.
    """
    taken: set[str] = set()
    level = 1
    for written in legacy_sections(scene.library, page) or _own_sections(scene, page):
        found = Problems()
        place = Place(scene.reporting_to(found), page, written.where)
        section = _read_section(written.values, place, blocks, taken, level)
        scene.problems.add(*found)
        if section is not None:
            block = section.values["block"]
            level = 2 if block.title or block.headed else level
            yield replace(section, problems=tuple(found), where=written.where)


def _own_sections(scene: Scene, page: Page) -> list[Written]:
    entries = page.meta.get("sections") or []
    if not isinstance(entries, list):
        scene.problems.warn(
            "`sections` must be a list.", page.where("sections"), "Start each with '- block: '."
        )
        return []
    return [Written(entry, partial(page.where, "sections", index)) for index, entry in enumerate(entries)]


def _read_section(
    entry: Any, place: Place, blocks: Mapping[str, type[Block]], taken: set[str], level: int
) -> Section | None:
    if not isinstance(entry, Mapping):
        hint = "Start it with '- block: markdown', for example."
        place.warn("this section is no map of keys and values; it is left out.", hint)
        return None
    source = bind(SectionSource, entry, _report(place))
    if source.demo or source.disabled:
        return None
    named = source.block.strip().lower()
    kind = _block(named, place, blocks)
    name = kind.names[0] if kind.names else slug_of(named) or "unknown"
    report = _silent if kind is Unknown else _report(place, "content")
    block = bind(kind, {**source.content, "design": source.design}, report)
    design = bind(Design, source.design, _report(place, "design"))
    design = design.model_copy(update={"css_style": place.style(design.css_style)})
    spacing = str(place.page.front.design.get("spacing") or "")
    in_theme = place.scene.urls.in_theme
    around = wrapper(design, spacing, lambda name: place.backdrop(name, "design", "background"), in_theme)
    return Section(
        _unique(source.id.strip() or f"section-{name}", taken),
        name,
        level,
        around,
        UNKNOWN if kind is Unknown else _template(kind, named),
        {"block": dressed(block, place, "content"), **block.context(place)},
        (*kind.css, *around.css),
        kind.js,
    )


def _silent(keys: tuple[Key, ...], message: str) -> None:
    """For what an unknown block says: nobody knows what would be right."""


def _report(place: Place, *above: Key) -> Report:
    def report(keys: tuple[Key, ...], message: str) -> None:
        place.warn(message, "The default is used.", *above, *keys)

    return report


def _block(name: str, place: Place, blocks: Mapping[str, type[Block]]) -> type[Block]:
    """The model that a section names; for one that nobody knows, its template alone, or a stand-in."""
    known = blocks.get(name)
    template = _template(known or TemplateBlock, name)
    if name and place.scene.has_template(template):
        return known or TemplateBlock
    if known:
        place.warn(
            f"the block {name!r} has no template; its text is shown.", f"Add templates/{template}.", "block"
        )
    elif name:
        hint = f"{did_you_mean(name, blocks)} To make it, add templates/{template}."
        place.warn(f"there is no block {name!r}; its text is shown.", hint.strip(), "block")
    else:
        place.warn("this section names no block.", "Write '- block: markdown', for example.", "block")
    return Unknown


def _template(kind: type[Block], named: str) -> str:
    return f"masthead/blocks/{kind.names[0] if kind.names else named}.html"


def _unique(name: str, taken: set[str]) -> str:
    """An id that no section of the page has yet."""
    own, count = name, 2
    while own in taken:
        own, count = f"{name}-{count}", count + 1
    taken.add(own)
    return own
