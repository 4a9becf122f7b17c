"""Collections: what a query finds, in which order, and what is said of filters that match nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masthead import Website
from masthead.content.fields import bind, now
from masthead.content.library import Library
from masthead.content.query import Filters, Query, date_of, select, sort_items, terms_of, title_of
from masthead.website import Edition

Read = Callable[[Mapping[str, str | bytes]], Edition]


def front(**values: object) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n"


DAY = timedelta(days=1)
PAST, FUTURE = ((now() + step).date().isoformat() for step in (-DAY, DAY))

FILES = {
    "hugo.yaml": "buildFuture: true\ntaxonomies: {tag: tags, category: categories, author: authors}\n",
    "content/_index.md": "---\ntitle: Home\n---\n",
    "content/post/_index.md": "---\ntitle: News\n---\n",
    "content/post/a.md": front(title="A", date="2024-01-01", tags="[Deep Learning]", weight=9),
    "content/post/b.md": front(title="B", date="2024-01-01", tags="[x]", categories="[Big]", weight=10),
    "content/post/c.md": front(title="C", date=FUTURE, featured="true", authors="[Jo Field]"),
    "content/post/hidden.md": front(title="Hidden", build="{list: never}"),
    "content/paper/p.md": front(title="P", date="2020-05-05", publication_types="['2']", tags="[x]"),
    "content/paper/q.md": front(title="Q", publication_types="[article-journal]"),
    "content/other/o.md": front(title="O", date=PAST, type="post"),
    "content/authors/jo/_index.md": front(title="Jo Field", tags="[mm_prof]", weight=2, last_name="Field"),
    "content/authors/al/_index.md": front(
        title="Al Zed", tags="[mm_prof, staff]", weight=1, date="2001-01-01"
    ),
    "data/authors/bo.yaml": "name: {display: Bo Ash, family: Ash}\ntags: [staff]\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("site")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Website(root).refresh().library


NAMES = {*Filters.model_fields, "tag", "unknown"}


def find(library: Library, **values: Any) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Titles that a query finds, and what it says; names of filters may stand beside those of the query."""
    filters = {key: values.pop(key) for key in list(values) if key in NAMES}
    query = bind(Query, {"count": 0, **values, "filters": filters}, lambda k, m: pytest.fail(f"{k}: {m}"))
    said: list[tuple[str, str, str]] = []
    found = select(library, "en", query, lambda *warning: said.append(warning))
    return [title_of(item) for item in found.items], said


def test_people_with_a_page_are_among_the_pages(edition: Read) -> None:
    library = edition(
        {"content/authors/al/index.md": front(title="Al"), "content/a.md": front(title="A")}
    ).library
    assert find(library) == (["A", "Al"], [])
    assert find(library, folders=["authors"]) == (["Al"], [])


@pytest.mark.parametrize(
    ("values", "titles"),
    [
        ({}, ["C", "O", "A", "B", "P", "Q"]),
        ({"folders": ["post"]}, ["C", "O", "A", "B"]),
        ({"folders": "/Post/"}, ["C", "O", "A", "B"]),
        ({"page_type": "post"}, ["C", "O", "A", "B"]),
        ({"folders": ["post", "paper"]}, ["C", "O", "A", "B", "P", "Q"]),
        ({"folders": ["authors"]}, ["Al Zed", "Jo Field", "Bo Ash"]),
        ({"folders": ["authors"], "tag": "mm_prof"}, ["Al Zed", "Jo Field"]),
        ({"folders": ["authors"], "tags": ["mm_prof", "staff"]}, ["Al Zed", "Jo Field", "Bo Ash"]),
        ({"folders": ["authors", "paper"]}, ["P", "Al Zed", "Jo Field", "Bo Ash", "Q"]),
        ({"tag": "deep learning"}, ["A"]),
        ({"tag": "Deep-Learning"}, ["A"]),
        ({"tag": ""}, ["C", "O", "A", "B", "P", "Q"]),
        ({"category": "big"}, ["B"]),
        ({"author": "jo-field"}, ["C"]),
        ({"publication_type": "article-journal"}, ["Q"]),
        ({"exclude_publication_type": "article-journal", "folders": ["paper"]}, ["P"]),
        ({"exclude_tags": ["x", "deep learning"]}, ["C", "O", "Q"]),
        ({"featured_only": "true"}, ["C"]),
        ({"exclude_featured": True, "folders": ["post"]}, ["O", "A", "B"]),
        ({"exclude_future": "true", "folders": ["post"]}, ["O", "A", "B"]),
        ({"exclude_past": "true", "folders": ["post"]}, ["C"]),
        ({"kinds": ["section"], "folders": ["post"]}, ["News"]),
        ({"kinds": [], "folders": ["paper"]}, ["P", "Q"]),
        ({"kinds": "", "folders": ["paper"]}, ["P", "Q"]),
        ({"unknown": "x", "folders": ["paper"]}, ["P", "Q"]),
    ],
)
def test_filters(library: Library, values: dict[str, Any], titles: list[str]) -> None:
    assert find(library, **values) == (titles, [])


@pytest.mark.parametrize(
    ("values", "titles"),
    [
        ({"count": 2}, ["C", "O"]),
        ({"count": "2", "offset": "1"}, ["O", "A"]),
        ({"count": None}, ["C", "O", "A", "B", "P"]),
        ({"count": ""}, ["C", "O", "A", "B", "P"]),
        ({"count": "0", "offset": 4}, ["P", "Q"]),
        ({"count": -1}, ["C", "O", "A", "B", "P"]),
        ({"offset": ""}, ["C", "O", "A", "B", "P", "Q"]),
        ({"offset": -2}, ["C", "O", "A", "B", "P", "Q"]),
        ({"offset": 99}, []),
    ],
)
def test_how_many(library: Library, values: dict[str, Any], titles: list[str]) -> None:
    assert find(library, **values)[0] == titles


def test_the_total_counts_what_is_not_shown_too(library: Library) -> None:
    found = select(library, "en", Query(count=1, offset=1), lambda *_: None)
    assert (len(found.items), found.total) == (1, 6)


def test_the_page_itself_is_left_out(library: Library) -> None:
    page = library.page("en", "post/a")
    found = select(library, "en", Query(count=0), lambda *_: None, leave_out=page)
    assert page not in found.items
    assert found.total == 5


@pytest.mark.parametrize(
    ("values", "titles"),
    [
        ({"order": "asc"}, ["Q", "P", "A", "B", "O", "C"]),
        ({"order": "Desc"}, ["C", "O", "A", "B", "P", "Q"]),
        ({"sort_by": "Title", "sort_ascending": True}, ["A", "B", "C", "O", "P", "Q"]),
        ({"sort_by": ".Title"}, ["Q", "P", "O", "C", "B", "A"]),
        ({"sort_by": "title", "order": "asc"}, ["A", "B", "C", "O", "P", "Q"]),
        ({"sort_by": "Date", "sort_ascending": "false"}, ["C", "O", "A", "B", "P", "Q"]),
        ({"sort_ascending": "true"}, ["Q", "P", "A", "B", "O", "C"]),
        ({"sort_by": "Params.weight", "sort_ascending": True, "folders": ["post"]}, ["C", "O", "A", "B"]),
        (
            {"sort_by": "Params.last_name", "sort_ascending": True, "folders": ["authors"]},
            ["Bo Ash", "Jo Field", "Al Zed"],
        ),
        (
            {"sort_by": "weight", "sort_ascending": True, "folders": ["authors"]},
            ["Bo Ash", "Al Zed", "Jo Field"],
        ),
        ({"sort_by": "nothing", "folders": ["paper"]}, ["P", "Q"]),
    ],
)
def test_orders(library: Library, values: dict[str, Any], titles: list[str]) -> None:
    assert find(library, **values)[0] == titles


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        (
            {"folders": ["authors"], "tag": "mm_proof"},
            ("tag", "the filter tag: 'mm_proof' matches nothing.", "Did you mean 'mm-prof' or 'mm_prof'?"),
        ),
        (
            {"folders": ["authors"], "tag": "zzz"},
            ("tag", "the filter tag: 'zzz' matches nothing.", "Nothing is shown."),
        ),
        ({"folders": ["posts"]}, ("folders", "there is no folder content/posts/.", "Did you mean 'post'?")),
        ({"folders": ["zzz"]}, ("folders", "there is no folder content/zzz/.", "Nothing is shown.")),
        (
            {"category": "bog"},
            ("category", "the filter category: 'bog' matches nothing.", "Did you mean 'big'?"),
        ),
        (
            {"publication_type": "3"},
            ("publication_type", "the filter publication_type: '3' matches nothing.", "Nothing is shown."),
        ),
    ],
)
def test_filters_that_match_nobody_show_nobody_and_say_so(
    library: Library, values: dict[str, Any], warning: tuple[str, str, str]
) -> None:
    titles, said = find(library, **values)
    assert titles == []
    assert [(key, message) for key, message, _ in said] == [warning[:2]]
    assert said[0][2] in (warning[2], warning[2].replace("'mm-prof' or ", ""))


def test_one_of_several_tags_may_match_nobody(library: Library) -> None:
    titles, said = find(library, tags=["x", "zzz"])
    assert titles == ["B", "P"]
    assert [key for key, *_ in said] == ["tag"]


TITLES = st.text("abAB中é ", max_size=3)
DATES = st.sampled_from([None, "1020-01-01", "2020-01-01", "2024-01-01"])
PAGES = st.lists(st.tuples(TITLES, DATES, st.lists(st.sampled_from("xyz"), max_size=2)), max_size=8)
WANTED = st.fixed_dictionaries(
    {
        "count": st.integers(0, 4),
        "offset": st.integers(0, 3),
        "sort_by": st.sampled_from(["", "title", "date", "weight"]),
        "order": st.sampled_from(["asc", "desc"]),
        "filters": st.fixed_dictionaries({"tags": st.lists(st.sampled_from("xyzw"), max_size=2)}),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAGES, WANTED)
def test_any_query_gives_an_ordered_part_of_what_matches(
    tmp_path_factory: pytest.TempPathFactory,
    pages: list[tuple[str, str | None, list[str]]],
    wanted: dict[str, Any],
) -> None:
    root = tmp_path_factory.mktemp("site")
    (root / "content/post").mkdir(parents=True)
    for number, (title, date, tags) in enumerate(pages):
        lines = [f"title: {title!r}", f"tags: {tags}", *([f"date: {date}"] if date else [])]
        text = "---\n" + "\n".join(lines) + "\n---\n"
        (root / f"content/post/{number}.md").write_text(text, encoding="utf-8")
    library = Website(root).refresh().library
    query = Query.model_validate(wanted)
    everything = select(library, "en", Query(count=0), lambda *_: None).items
    matching = select(
        library, "en", query.model_copy(update={"count": 0, "offset": 0}), lambda *_: None
    ).items
    shown = select(library, "en", query, lambda *_: None)
    assert len(everything) == len(pages)
    tags = set(query.filters.tags)
    expected = [item for item in everything if not tags or tags & terms_of(item, "tags")]
    assert {id(item) for item in matching} == {id(item) for item in expected}
    assert shown.total == len(matching)
    end = query.offset + query.count if query.count else None
    assert list(shown.items) == list(matching)[query.offset : end]
    assert sort_items(matching, query.sort_by, query.ascending, "en") == list(matching)
    if query.sort_by in ("", "date"):
        dates = [moment.timestamp() if (moment := date_of(item)) else float("-inf") for item in matching]
        assert dates == sorted(dates, reverse=not query.ascending)
