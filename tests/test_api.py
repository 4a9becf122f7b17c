"""The public names: docs/api.md has each of them with its signature, and says no more than there is."""

from __future__ import annotations

import inspect
import re
import typing
from pathlib import Path

import pytest

import masthead
from masthead.check import check
from masthead.errors import Problem

PAGE = (Path(__file__).parents[1] / "docs" / "api.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
WRITTEN = {
    re.split(r"[(\s]", block.removeprefix("class "))[0]: block for block in BLOCKS if "import" not in block
}


def plain(text: str) -> str:
    """A signature without what is a matter of layout."""
    bare = re.sub(r"[\s'\"]", "", text).replace("<Level.WARNING:warning>", "Level.WARNING")
    return bare.replace(",)", ")")


def test_the_page_has_every_public_name_and_no_other() -> None:
    assert sorted(WRITTEN) == sorted(masthead.__all__)
    assert sorted(masthead._HOMES) == sorted(masthead.__all__)


@pytest.mark.parametrize("name", masthead.__all__)
def test_signatures_are_those_of_the_code(name: str) -> None:
    found = getattr(masthead, name)
    assert inspect.getdoc(found)
    if inspect.isclass(found):
        assert WRITTEN[name].startswith("class ")
        if "(" not in WRITTEN[name]:
            return
        signature = inspect.signature(found).replace(return_annotation=inspect.Signature.empty)
        assert plain(WRITTEN[name]) == plain(f"class {name}{signature}")
    else:
        assert plain(WRITTEN[name]) == plain(f"{name}{inspect.signature(found)}")
        assert "return" in typing.get_type_hints(found, localns=_names())


def _names() -> dict[str, object]:
    from collections.abc import Iterable
    from concurrent.futures import Executor

    from masthead.freezing.run import Progress

    return {"Iterable": Iterable, "Executor": Executor, "Progress": Progress}


def test_what_the_page_says_of_results_is_there() -> None:
    fields = set(typing.get_type_hints(masthead.FreezeResult, localns=_names() | {"Mapping": dict}))
    assert {"pages", "written", "unchanged", "removed", "destination", "problems", "timings"} == fields
    assert [level.name for level in masthead.Level] == ["ERROR", "WARNING", "NOTE"]
    site = Path(__file__).parent / "test_apps" / "lab"
    assert all(isinstance(problem, Problem) for problem in check(site))


def test_there_is_nothing_else() -> None:
    with pytest.raises(AttributeError, match="no attribute 'freeze_everything'"):
        _ = masthead.freeze_everything
