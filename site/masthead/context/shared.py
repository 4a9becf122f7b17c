"""Values of a card that all pages share: made for the first that asks, kept by the edition."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, Protocol, TypeVar

from masthead.context.scene import Scene


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
