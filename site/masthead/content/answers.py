"""Questions of a library and their answers in plain values, so that the same can be asked again later."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import contains
from pathlib import Path
from typing import Any

from masthead.content.library import Library
from masthead.content.model import File, Page
from masthead.content.people import Author
from masthead.content.versions import Versions, name_of

PLAIN = 2
"""The form of `marshal` in which equal values are equal bytes, also within the bytes of other values."""


def written(value: Any) -> bytes:
    """A plain value in bytes, the same for equal values."""
    return marshal.dumps(value, PLAIN)


class Answers:
    """What a library answers to questions, in plain values."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.versions = Versions()
        self._askers: dict[tuple[tuple[str, ...], str], Callable[..., object]] = {}

    def changed(self, questions: Sequence[bytes], known: Sequence[bytes]) -> set[int]:
        """The places of the questions that have another answer by now, or are about what is gone."""
        found: set[int] = set()
        for number, written_down in enumerate(questions):
            if written_down:
                try:
                    if self._answer(*marshal.loads(written_down)) != known[number]:
                        found.add(number)
                except LookupError:
                    found.add(number)
        return found

    def _answer(self, place: tuple[str, ...], verb: str, *args: object) -> bytes:
        """Raises LookupError when what is asked about is gone."""
        asker = self._askers.get((place, verb))
        if asker is None:
            asker = self._askers[place, verb] = _asker(self._library, place, verb)
        return written(self.versions.plain(asker(*args)))

    def note(self, answer: object) -> bytes:
        """An answer that was just given, written down before anything can change."""
        return written(self.versions.plain(answer))


def _asker(library: Library, place: tuple[str, ...], verb: str) -> Callable[..., object]:
    """What answers all questions of one kind. Both raise LookupError when what they are about is gone."""
    found: Any = library
    for at, key in enumerate(place):
        found = getattr(found, key) if at == 0 else found(key) if callable(found) else found[key]
    if isinstance(found, Mapping):
        return lambda *args: look_up(found, verb, args)
    return lambda *args: look_up(
        found, verb, [_decoded(library, arg) if type(arg) is tuple else arg for arg in args]
    )


def look_up(whole: Any, verb: str, args: Sequence[object]) -> Any:
    """Ask a library, or what is in a place of it."""
    if verb in _OF_ALL:
        return _OF_ALL[verb](whole, *args)
    asked = getattr(whole, verb)
    return asked(*args) if callable(asked) else asked


_OF_ALL: Mapping[str, Callable[..., object]] = {"has": contains, "names": list, "all": lambda whole: whole}
"""What mappings are asked beside `get`: for a key, for all keys, for all there is."""


def encoded(value: object) -> object:
    """A value of a question in plain values; the tuples among them name what can be looked up again."""
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, (Page, Author, File)):
        return name_of(value)
    if isinstance(value, datetime):
        return "moment", value.isoformat()
    if isinstance(value, (set, frozenset)):
        return "set", *sorted(value)
    return value


def _decoded(library: Library, value: tuple[object, ...]) -> object:
    """A value that was encoded, as look-ups take it. Raises LookupError when it is gone."""
    kind, *rest = map(str, value)
    if kind == "page":
        return library.pages[rest[0]][rest[1]]
    if kind == "author":
        return library.people[rest[0]][rest[1]]
    if kind == "file":
        return File(rest[0], Path(rest[1]))
    return datetime.fromisoformat(rest[0]) if kind == "moment" else set(rest)
