"""Which pages a page names as related."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from masthead.content.related import related_pages
from masthead.website import Edition

Read = Callable[[Mapping[str, str | bytes]], Edition]

BY_HUGO = "title: A\n"
BY_SETTINGS = (
    "related: {threshold: 80, includeNewer: true, "
    "indices: [{name: tags, weight: 100}, {name: categories, weight: 70}]}\n"
)


def post(day: int, **lists: str) -> str:
    return (
        f"---\ntitle: Day {day}\ndate: 2024-01-0{day}\n"
        + "".join(f"{key}: [{words}]\n" for key, words in lists.items())
        + "---\n"
    )


POSTS = {
    "content/post/one.md": post(1, tags="sand, mud", categories="field, lab"),
    "content/post/two.md": post(2, tags="sand", categories="field, lab"),
    "content/post/three.md": post(3, tags="mud", categories="field"),
    "content/post/four.md": post(4, tags="sand, mud"),
    "content/post/five.md": post(5, categories="field"),
}


def related(edition: Edition, name: str) -> list[str]:
    page = edition.library.page("en", f"post/{name}")
    assert page is not None
    return [other.name for other in related_pages(edition.library, page)]


@pytest.mark.parametrize(
    ("settings", "name", "found"),
    [
        (BY_HUGO, "four", ["one", "three", "two"]),  # one tag is enough, two are more
        (BY_HUGO, "two", ["one"]),  # none that is newer
        (BY_HUGO, "five", []),  # categories are not compared
        (BY_SETTINGS, "one", ["two", "four", "three"]),
        (BY_SETTINGS, "five", []),  # one category is too little
        (BY_SETTINGS, "two", ["one", "four"]),
    ],
)
def test_related_pages_by_hugos_measure(edition: Read, settings: str, name: str, found: list[str]) -> None:
    assert related(edition({"hugo.yaml": settings, **POSTS}), name) == found
