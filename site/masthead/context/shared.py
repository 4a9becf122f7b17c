"""What all pages share of a card, values and HTML: made for the first that asks, kept by the edition."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

from jinja2.runtime import Macro
from markupsafe import Markup

from masthead.context.scene import Scene
from masthead.lazily import cached_property


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
        def made(scene: Scene) -> T:
            return make(type(card)(scene, card.subject))

        return card.scene.once((card.subject, name), made)

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
    return scene.once(
        (written, kind, subject, *values), lambda scene: Markup(macro(kind(scene, subject), *values))
    )
