"""Checking: everything that reading and rendering a site would tell, in order, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import HOME, Site
from masthead.check import check
from masthead.errors import ContentError, Level, Problem, Where
from masthead.reports import in_order_of_places, report

SETTINGS = {"masthead.yaml": "baseURL: https://lab.example/\n"}


def test_a_good_site_has_no_problems(site: Site) -> None:
    assert check(site({**SETTINGS, "content/_index.md": "---\ntitle: Lab\n---\nText.\n"})) == []


def test_the_demo_has_no_problems() -> None:
    assert check(Path(__file__).parents[1]) == []


def test_problems_of_reading_and_of_rendering_are_found(site: Site) -> None:
    found = check(
        site(
            {
                **SETTINGS,
                "content/_index.md": HOME,
                "content/b.md": "---\ntitle: B\ndate: 2021-23-29\n---\n",
                "content/c.md": "---\ntitle: [C\n---\n",
            }
        )
    )
    assert [(str(problem.where), problem.level) for problem in found] == [
        ("content/c.md:3", Level.ERROR),
        ("content/_index.md:7", Level.WARNING),
        ("content/b.md:3", Level.WARNING),
    ]
    assert "'heroo'" in found[1].message
    assert "'hero'" in found[1].hint


def test_nothing_is_kept(site: Site, tmp_path: Path) -> None:
    folder = site({"content/_index.md": HOME})
    check(folder)
    assert sorted(path.name for path in folder.rglob("*")) == ["_index.md", "content"]


def test_a_folder_without_a_site_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no site"):
        check(tmp_path)


def test_a_broken_template_is_told_once_with_its_line(site: Site) -> None:
    page = "{% extends layout %}\n{% block masthead %}\n{{ page.nothing.at_all }}{% endblock %}"
    files = {f"content/{name}.md": f"---\ntitle: {name}\n---\n" for name in "abc"}
    found = check(site({**SETTINGS, **files, "templates/masthead/pages/single.html": page}))
    assert [str(problem.where) for problem in found] == ["templates/masthead/pages/single.html:3"]
    assert found[0].level is Level.ERROR


def test_order_is_errors_first_then_places() -> None:
    problems = [
        Problem("d", Where("b.md", 2)),
        Problem("c", Where("b.md")),
        Problem("b", Where("a.md", 10)),
        Problem("a", Where("z.md", 1), level=Level.ERROR),
    ]
    assert [problem.message for problem in in_order_of_places(problems)] == ["a", "b", "c", "d"]


def test_the_report_has_a_line_for_the_problem_and_one_for_the_hint() -> None:
    problems = [Problem("it is wrong.", Where("a.md", 3), "Mend it."), Problem("so is this.", Where("b.md"))]
    assert list(report(problems)) == [
        "a.md:3: warning: it is wrong.",
        "    Mend it.",
        "b.md: warning: so is this.",
    ]
