"""Values that processes tell each other: the same as their own, with what was noted, or made once more."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup

from masthead.content.notes import Noted, Notes
from masthead.context.exchange import Exchange, name_for
from masthead.errors import Problem, Where
from masthead.markup import Heading, Text

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

TEXT = Text("<p>Snow — 雪</p>", (Heading(2, "snow", "Snow"),), None)


def elsewhere(act: Callable[[], object]) -> int:
    """Do something in a copy of this process, and give back the number of that."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(process, 0)[1] == 0
    return process


@pytest.mark.parametrize("value", [Markup("<b>Snow</b>"), TEXT, Text("<p>S</p>", (), "<p>S</p>")])
def test_a_value_is_taken_as_it_was_told(value: Markup | Text) -> None:
    exchange, notes = Exchange(), Notes([(b"a", b"b")])
    with exchange.opened():
        process = elsewhere(lambda: exchange.tell(b"name", value, Noted((0, 7), (), ("/p.png",))))
        found = exchange.take(b"name", notes)
        assert found == (value, Noted((1, 2), (), ("/p.png",)))
        assert type(found[0]) is type(value)
        assert notes.asked == [(b"a", b"b"), (process, 0), (process, 7)]
        assert exchange.take(b"name", notes) is None, "whoever took it has it"


def test_a_question_of_others_has_one_number() -> None:
    exchange, notes = Exchange(), Notes([])

    def tell() -> None:
        exchange.tell(b"one", TEXT, Noted((3, 4), (), ()))
        exchange.tell(b"two", TEXT, Noted((4, 5), (), ()))

    with exchange.opened():
        process = elsewhere(tell)
        one, two = exchange.take(b"one", notes), exchange.take(b"two", notes)
    assert one and two
    assert one[1].asked == (0, 1)
    assert two[1].asked == (1, 2)
    assert notes.asked == [(process, 3), (process, 4), (process, 5)]


def test_what_is_not_told() -> None:
    exchange, notes = Exchange(), Notes([])
    with exchange.opened():
        exchange.tell(b"own", TEXT, None)
        problem = Problem("is wrong.", Where("a.md"), "Mend it.")
        elsewhere(lambda: exchange.tell(b"troubled", TEXT, Noted((), (problem,), ())))
        elsewhere(lambda: exchange.tell(b"other", TEXT, None))
        assert exchange.take(b"own", notes) is None
        assert exchange.take(b"troubled", notes) is None
        assert exchange.take(b"others", notes) is None
        assert exchange.take(b"other", notes) == (TEXT, Noted((), (), ()))
    assert not exchange.is_open


@pytest.mark.parametrize("harm", [slice(8, 12), slice(-9, -1), slice(-200, None)])
def test_what_was_damaged_is_made_once_more(monkeypatch: pytest.MonkeyPatch, harm: slice) -> None:
    write, told = os.write, Text("<p>Snow</p>" * 90)

    def badly(file: int, data: bytes) -> int:
        damaged = bytearray(data)
        damaged[harm] = b"?" * len(damaged[harm]) if harm.stop else b""
        return write(file, damaged)

    def tell() -> None:
        monkeypatch.setattr(os, "write", badly)
        exchange.tell(b"bad", told, None)
        monkeypatch.setattr(os, "write", write)
        exchange.tell(b"good", told, None)

    exchange, notes = Exchange(), Notes([])
    with exchange.opened():
        elsewhere(tell)
        assert exchange.take(b"bad", notes) is None
        assert exchange.take(b"good", notes) in [None, (told, Noted((), (), ()))]


def test_without_room_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    exchange = Exchange()
    with exchange.opened():
        monkeypatch.setattr(os, "write", full)
        exchange.tell(b"name", TEXT, None)
        assert not exchange.is_open
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with exchange.opened():
        assert not exchange.is_open


def test_names_tell_what_a_value_is_about() -> None:
    assert name_for(b"en", (Path, ("a", 1))) == name_for(b"en", (Path, ("a", 1)))
    keys: list[tuple[object, ...]] = [("a", 1), ("a", True), ("a", "1"), (Path, 1), ("a", (1,)), ("a", None)]
    names = {name_for(place, key) for place in (b"en", b"de") for key in keys}
    assert len(names) == 12
    assert name_for(b"en", (1, object())) is None
