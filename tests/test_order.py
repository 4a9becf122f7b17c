"""The orders that lists stand in: titles by the rules of a language, and Hugo's order of pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.content.front import FrontMatter
from masthead.content.model import Kind, Page
from masthead.content.order import collation, in_order, timestamp


@pytest.mark.parametrize(
    ("lang", "titles"),
    [
        ("en", ["100 words", "Apple", "Émile", "Zebra", "zoo"]),
        ("de", ["Äpfel", "Apfelsine", "Öl", "Zebra"]),
        ("sv", ["Zebra", "Åska", "Ärta", "Öl"]),
        ("zh", ["2024", "Zebra", "安", "北京", "陈", "李", "王", "张"]),
        ("zh-Hans", ["白", "王", "张三", "张四"]),
        ("zh-tw", ["一", "丁", "王", "李", "陳"]),
        ("ja", ["Zebra", "あい", "かき", "アイ", "亜", "伊", "東京"]),
    ],
)
def test_titles_stand_as_readers_expect(lang: str, titles: list[str]) -> None:
    assert sorted(reversed(titles), key=collation(lang)) == titles


def test_rare_characters_follow_the_common_ones() -> None:
    assert sorted(["㐀", "张", "𠀀"], key=collation("zh")) == ["张", "㐀", "𠀀"]


@given(st.lists(st.text(max_size=5)), st.sampled_from(["en", "zh", "zh-tw", "ja", "xx"]))
def test_any_titles_can_be_ordered_and_the_order_is_one(titles: list[str], lang: str) -> None:
    key = collation(lang)
    ordered = sorted(titles, key=key)
    assert sorted(ordered[::-1], key=key) == sorted(ordered, key=key)
    assert sorted(ordered) == sorted(titles)


def page(path: str, lang: str = "en", **front: object) -> Page:
    matter = FrontMatter.model_validate(front)
    return Page(Kind.PAGE, lang, path, f"/{path}/", matter.title or path, matter, front)


def test_weight_comes_before_date_and_date_before_title() -> None:
    pages = [
        page("none"),
        page("older", date="2020-01-01"),
        page("b", date="2024-01-01", title="b"),
        page("a", date="2024-01-01", title="a"),
        page("second", weight=2, date="2030-01-01"),
        page("first", weight=1),
        page("negative", weight=-1),
    ]
    names = [item.path for item in in_order(pages)]
    assert names == ["negative", "first", "second", "a", "b", "older", "none"]


def test_titles_within_equal_dates_by_language() -> None:
    pages = [page(str(n), "zh", title=title, date="2024-01-01") for n, title in enumerate("张安李")]
    assert [item.title for item in in_order(pages)] == ["安", "李", "张"]


def test_the_link_title_orders_where_there_is_one() -> None:
    pages = [page("1", title="A", linktitle="Z"), page("2", title="B")]
    assert [item.path for item in in_order(pages)] == ["2", "1"]


def test_equal_pages_stand_by_path() -> None:
    assert [item.path for item in in_order([page("b", title="x"), page("a", title="x")])] == ["a", "b"]


def test_years_that_only_order() -> None:
    early, late = datetime(1020, 1, 1, tzinfo=UTC), datetime(1021, 1, 1, tzinfo=UTC)
    assert timestamp(None) < timestamp(early) < timestamp(late) < timestamp(datetime(2024, 1, 1, tzinfo=UTC))
    pages = [page("a", date="1020-01-01"), page("b", date="1021-01-01"), page("c")]
    assert [item.path for item in in_order(pages)] == ["b", "a", "c"]
