"""What is kept beside a site, and how it is loaded."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from masthead.cache import PIECE, collecting_new, load, save, without_collecting


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_what_is_made_without_collecting_is_not_looked_at_right_after() -> None:
    looked: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        looked.append(len(gc.get_objects(generation=0)) if phase == "start" else 0)

    gc.collect()
    gc.callbacks.append(note)
    try:
        with without_collecting():
            made = [[number] for number in range(100_000)]
        after = [[number] for number in range(5_000)]
    finally:
        gc.callbacks.remove(note)
    assert len(made) + len(after) == 105_000
    assert gc.isenabled()
    assert max(looked, default=0) < 50_000


@pytest.mark.parametrize("frugal", [without_collecting, collecting_new])
def test_what_a_host_froze_stays_frozen(frugal: Callable[[], AbstractContextManager[None]]) -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    with frugal():
        pass
    assert gc.get_freeze_count() > frozen / 2  # some of it may be gone by now


def test_who_collects_nothing_goes_on_so() -> None:
    gc.disable()
    with without_collecting():
        pass
    assert not gc.isenabled()


def test_what_is_old_is_left_out_for_a_while() -> None:
    old = [[number] for number in range(1_000)]
    with collecting_new():
        assert gc.get_freeze_count() > len(old)
        new = [[number] for number in range(1_000)]
        assert gc.is_tracked(new[0]) and len(gc.get_objects()) < len(old) + 10 * len(new)
    assert gc.get_freeze_count() == 0


def test_values_are_found_again_whole_or_not_at_all(tmp_path: Path) -> None:
    file, values = tmp_path / ".masthead/kept.bin", ("a", None, {"b": (1, b"c")}, [])
    save(file, values)
    assert load(file) == values
    whole = file.read_bytes()
    for cut in range(len(whole)):
        file.write_bytes(whole[:cut])
        assert load(file) is None
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert load(file) is None
    assert load(tmp_path / "nothing") is None


@pytest.mark.parametrize("count", [0, 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_written_in_pieces_is_read_as_one(tmp_path: Path, count: int) -> None:
    numbers = list(range(count))
    pairs = {str(number): number for number in numbers}
    file = tmp_path / "folder" / "file"
    save(file, (2, numbers, pairs, iter(pairs.items()), tuple(numbers)))
    assert load(file) == (2, numbers, pairs, pairs, tuple(numbers))
