"""Blocks by name: the table says what the blocks say, and a block is imported when a section names it."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest

import masthead.blocks
from masthead.blocks import Block, Kinds, builtin
from masthead.blocks.kinds import NAMES

LATER = (
    "masthead.blocks.hero", "masthead.blocks.people", "latex2mathml", "pygments.lexers", "babel.dates",
    "simple_icons_pack", "fontawesome_free_pack", "multiprocessing.context",
)  # fmt: skip
"""What many pages do without."""


class Team(Block):
    """A block of a site, in the place of two of ours."""

    names: ClassVar[tuple[str, ...]] = ("team", "people")


@pytest.mark.parametrize("block", builtin(), ids=lambda block: block.__name__)
def test_the_table_has_the_names_of_the_block(block: type[Block]) -> None:
    place = f"{block.__module__.rpartition('.')[2]}.{block.__name__}"
    assert NAMES[place] == block.names


def test_every_block_with_names_is_in_the_table() -> None:
    for file in Path(masthead.blocks.__file__).parent.glob("*.py"):
        module = __import__(f"masthead.blocks.{file.stem}", fromlist=["*"])
        found = [
            thing for _, thing in inspect.getmembers(module, inspect.isclass) if issubclass(thing, Block)
        ]
        for block in found:
            assert not getattr(block, "names", ()) or block in builtin(), block


def test_blocks_by_each_of_their_names() -> None:
    kinds = Kinds([Team])
    assert kinds["about"] is kinds["about.biography"]
    assert kinds["team"] is kinds["people"] is Team
    assert kinds.get("nobody") is None and "nobody" not in kinds
    assert "hero" in kinds and len(kinds) == len(list(kinds)) == len(set(kinds))
    assert list(kinds)[-1] == "team"


def test_what_a_page_may_not_need_is_imported_later() -> None:
    told = "import masthead.freezing.folder, sys; print(*sys.modules, sep='\\n')"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", told], env=environ, capture_output=True, text=True, check=True, timeout=60
    )
    assert set(done.stdout.split()).isdisjoint(LATER)
