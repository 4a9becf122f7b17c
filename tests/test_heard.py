"""What processes tell of a freeze, whichever of them tells first."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from masthead.content.notes import Asked, Borrowed
from masthead.destination import Placed
from masthead.freezing.heard import Heard
from masthead.freezing.making import Order, Outcome
from masthead.freezing.shares import Share

ONE, TWO, THREE = (b"one", b"1"), (b"two", b"2"), (b"three", b"3")


NAMES = "abc"
ORDERS = {number: Order(f"/{name}/", name, number) for number, name in enumerate(NAMES)}


def take(
    heard: Heard, process: int, first: int, asked: Sequence[Asked | Borrowed], **pages: Sequence[int]
) -> None:
    """Take a share of pages by their names, each with the numbers of what it asked."""
    outcomes = [
        Outcome(NAMES.index(name), Placed("", False), (), (), array("I", numbers).tobytes())
        for name, numbers in pages.items()
    ]
    heard.take(Share(outcomes, process, first, asked, recalled=False), ORDERS)


def questions(heard: Heard) -> dict[str, list[Asked]]:
    """What each page asked, with the answers."""
    pairs = list(zip(heard.questions, heard.answers, strict=True))
    return {url: [pairs[n] for n in asked] for url, _, asked in heard.drain(range(len(pairs)))}


def test_questions_that_processes_have_in_common_are_held_once() -> None:
    heard = Heard()
    take(heard, 7, 0, [ONE, TWO], a=[0, 1])
    take(heard, 8, 0, [TWO, THREE], b=[1, 0])
    assert heard.questions == [b"one", b"two", b"three"]
    assert heard.anew
    assert questions(heard) == {"/a/": [ONE, TWO], "/b/": [THREE, TWO]}
    assert heard.pages == {}


def test_shares_may_come_in_any_order() -> None:
    heard = Heard()
    take(heard, 7, 1, [TWO], b=[0, 1])
    take(heard, 7, 0, [ONE], a=[0])
    assert questions(heard) == {"/b/": [ONE, TWO], "/a/": [ONE]}


def test_a_question_may_be_borrowed_from_who_has_not_told_it_yet() -> None:
    heard = Heard()
    take(heard, 7, 0, [(8, 1), (9, 0)], a=[0, 1])
    take(heard, 8, 0, [ONE, (9, 0)], b=[0, 1])
    take(heard, 9, 0, [THREE], c=[0])
    assert questions(heard) == {"/a/": [THREE, THREE], "/b/": [ONE, THREE], "/c/": [THREE]}


def test_answers_that_differ_are_both_kept() -> None:
    heard = Heard()
    take(heard, 7, 0, [ONE, TWO], a=[0])
    take(heard, 8, 0, [(b"one", b"other")], b=[0])
    assert questions(heard) == {"/a/": [ONE], "/b/": [(b"one", b"other")]}


def test_a_page_that_cannot_be_made_is_not_heard_of() -> None:
    heard = Heard()
    heard.take(Share([Outcome(0, None, (), ())], 7, 0, [], recalled=False), ORDERS)
    assert heard.pages == {}
