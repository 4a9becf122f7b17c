"""Settings that nothing reads, where they look misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from masthead.check.keys import meant, models_in
from masthead.config import Params, Place
from masthead.config.dialects import NAMES as PARAMS
from masthead.config.values import NAMES, STRUCTURES
from masthead.errors import Problem


def misspelt_settings(unused: Iterable[Place]) -> Iterator[Problem]:
    """The settings among some that nothing reads whose keys hardly differ from ones that are read."""
    for place in unused:
        written, above = place.key.split("."), ""
        for depth, key in enumerate(written, start=1):
            beside = _known().get(above, frozenset())
            if key.lower() not in beside:
                if other := meant(key.lower(), beside):
                    message = f"`{'.'.join(written[:depth])}` is no setting."
                    yield Problem(message, place.where, f"Did you mean {other!r}?")
                break
            above = f"{above}.{key.lower()}".lstrip(".")


@cache
def _known() -> Mapping[str, frozenset[str]]:
    """The keys that are read, in lower case, by the dotted key that they stand below."""
    known: dict[str, set[str]] = {}
    own = list(_names(Params))
    theirs = [
        spelling + name.removeprefix(group)
        for spelling, group in PARAMS.items()
        for name in own
        if name == group or name.startswith(f"{group}.")
    ]
    for dotted in (*STRUCTURES, *NAMES, *(f"params.{name}" for name in (*own, *theirs, "masthead"))):
        steps = dotted.split(".")
        for at, step in enumerate(steps):
            known.setdefault(".".join(steps[:at]), set()).add(step)
    return {above: frozenset(keys) for above, keys in known.items()}


def _names(model: type[BaseModel]) -> Iterator[str]:
    """The dotted keys that a model and those within it declare."""
    for name, info in model.model_fields.items():
        yield name
        for inner in models_in(info.annotation):
            yield from (f"{name}.{below}" for below in _names(inner))
