"""What all pages share of a card, values and HTML: made for the first that asks, kept by the edition."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

from jinja2 import Environment, Template, pass_context
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from masthead.context.scene import Scene
from masthead.lazily import cached_property
from masthead.paths import is_our_template

Macros = Callable[[Context, str], TemplateModule]
"""Gives templates the macros of a template by its name."""

WORDS = ("t", "icon", "url", "shared", "macros")
"""What templates say things with."""


class Shareable(Protocol):
    """What is made of a scene and of its `subject`, a page or a person."""

    def __init__(self, scene: Scene, subject: Any, /) -> None: ...

    @property
    def scene(self) -> Scene:
        """The scene that it is seen in."""

    @property
    def subject(self) -> Hashable:
        """What it is about."""


S = TypeVar("S", bound=Shareable)
T = TypeVar("T")


def shared(make: Callable[[S], T]) -> cached_property[T]:
    """A property that depends on the subject and the scene alone."""
    name = make.__name__

    def value(card: S) -> T:
        kind, subject = type(card), card.subject
        return card.scene.once((subject, name), lambda scene: make(kind(scene, subject)))

    value.__doc__ = make.__doc__
    return cached_property(value)


def shared_html(scene: Scene, macro: Macro, card: Any, *values: Hashable) -> Markup:
    """What a template's macro makes of a card, once for all pages, as Hugo's `partialCached` does.

    The HTML may depend on the macro, the card's kind and subject, the scene and these values alone.
    """
    if not (scene.shares() and hasattr(card, "subject")):
        return Markup(macro(card, *values))
    kind, subject = type(card), card.subject
    code = macro._func.__code__  # macros are made anew for each page, of the same code
    written = (code.co_filename, code.co_firstlineno, macro.name)
    return scene.told(
        (written, kind, subject, *values), lambda scene: Markup(macro(kind(scene, subject), *values))
    )


def shared_part(scene: Scene, templates: Environment) -> Callable[..., Markup]:
    """The `shared_part` of templates: what one of ours around all pages makes of the site, once for them.

    It knows `site`, with the values of it that are named and may differ from page to page, and the words of
    templates. One that a site or a host put in its place is included, and knows all that its user knows.
    """

    @pass_context
    def part(context: Context, name: str, *differing: str) -> Markup:
        template, site = templates.get_template(name), context["site"]
        if not _is_shared(template, scene):
            return Markup(template.render(context.get_all()))
        values = {key: getattr(site, key) for key in differing}

        def make(scene: Scene) -> Markup:
            seen = type(site)(scene, None)
            seen.__dict__.update(values)
            return Markup(template.render({**{key: context[key] for key in WORDS}, "site": seen}))

        return scene.once((name, *values.values()), make)

    return part


def _is_shared(template: Template, scene: Scene) -> bool:
    """Whether what a template makes may be kept for others: it is one of ours, and nobody edits it."""
    return scene.shares() and is_our_template(template.filename)


def shared_macros(scene: Scene, templates: Environment) -> Macros:
    """The `macros` of templates: those of one of ours are made once for all pages, not once for each.

    They know `t` and `icon` beside what they are given. Those of a template that a site or a host put in the
    place of one of ours know all that its user knows.
    """

    @pass_context
    def macros(context: Context, name: str) -> TemplateModule:
        template = templates.get_template(name)
        if not _is_shared(template, scene):
            return template.make_module(context.get_all())
        known = {"t": scene.t, "icon": scene.icon, "macros": context["macros"]}
        return scene.once(("macros", name), lambda _: template.make_module(known))

    return macros
