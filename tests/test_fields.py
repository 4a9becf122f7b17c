"""Field types that read what people write, and what is reported of values that do not fit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AliasChoices, Field, model_validator

from masthead.content.fields import Bool, Date, Int, ItemsOf, Mapped, Model, Text, Texts, bind, now
from masthead.content.front import FrontMatter
from masthead.content.person import Person


class Part(Model):
    word: Text = "default"
    number: Int = 7


class Sample(Model):
    flag: Bool = True
    number: Int = 3
    text: Text = "default"
    texts: Texts = ()
    date: Date = None
    map: Mapped = Field(default_factory=dict)
    part: Part = Part()
    parts: Annotated[tuple[Part, ...], ItemsOf] = ()
    renamed: Annotated[Int, Field(validation_alias=AliasChoices("new", "old"))] = 0


def read(**values: Any) -> tuple[Sample, list[tuple[tuple[Any, ...], str]]]:
    said: list[tuple[tuple[Any, ...], str]] = []
    return bind(Sample, values, lambda keys, message: said.append((keys, message))), said


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("flag", "true", True),
        ("flag", " Yes ", True),
        ("flag", "on", True),
        ("flag", 1, True),
        ("flag", "no", False),
        ("flag", "False", False),
        ("flag", "", False),
        ("flag", 0, False),
        ("number", "5", 5),
        ("number", 5.0, 5),
        ("number", "-2.0", -2),
        ("text", 5, "5"),
        ("text", True, "true"),
        ("text", 1.5, "1.5"),
        ("text", date(2024, 1, 2), "2024-01-02"),
        ("text", datetime(2024, 1, 2, 3, 4), "2024-01-02T03:04:00"),
        ("texts", "one", ("one",)),
        ("texts", ["a", " b ", "", None, 3], ("a", "b", "3")),
        ("texts", "", ()),
        ("date", "2024-01-02", datetime(2024, 1, 2, tzinfo=UTC)),
        ("date", "", None),
        ("map", {"a": 1}, {"a": 1}),
        ("part", {"word": 1, "unknown": 2}, Part(word="1")),
        ("parts", {"word": "a"}, (Part(word="a"),)),
        ("parts", ["", {"word": "a"}, None], (Part(word="a"),)),
    ],
)
def test_what_people_write(key: str, written: object, value: object) -> None:
    model, said = read(**{key: written})
    assert getattr(model, key) == value
    assert said == []


@pytest.mark.parametrize("key", ["flag", "number", "text", "texts", "date", "map", "part", "parts"])
def test_an_empty_value_is_an_absent_one(key: str) -> None:
    assert read(**{key: None}) == (Sample(), [])


@pytest.mark.parametrize(
    ("key", "written", "message"),
    [
        ("flag", "maybe", "flag: expected true or false, found 'maybe'."),
        ("number", "many", "number: expected a whole number, found 'many'."),
        ("number", "inf", "number: expected a whole number, found 'inf'."),
        ("number", [1], "number: expected a whole number, found [1]."),
        ("text", {"a": 1}, "text: expected text, found {'a': 1}."),
        ("texts", [["a"]], "texts: expected text, found [['a']]."),
        ("map", "a", "map: expected a map of keys and values, found 'a'."),
        ("part", "a", "part: expected a map of keys and values, found 'a'."),
        (
            "date",
            "2021-23-29",
            "date: '2021-23-29' is not a possible date: month must be in 1..12. "
            "Write it like 2021-01-31 or 2021-01-31T15:04:05+01:00.",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_reported_and_left_out(key: str, written: object, message: str) -> None:
    assert read(**{key: written}) == (Sample(), [((key,), message)])


def test_what_else_is_there_is_kept() -> None:
    model, said = read(text="kept", number="bad", parts=[{"word": "a", "number": "x"}, {"number": 2}, "no"])
    assert model == Sample(text="kept", parts=(Part(word="a"), Part(number=2)))
    assert [keys for keys, _ in said] == [("number",), ("parts", 0, "number"), ("parts", 2)]


def test_a_value_below_another_name_is_reported_by_that_name() -> None:
    model, said = read(old="x")
    assert (model.renamed, said) == (0, [(("old",), "old: expected a whole number, found 'x'.")])


class Pair(Model):
    """Values that fit one by one and not together, as a block of somebody's own may have."""

    low: Int = 0
    high: Int = 9
    other: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Pair:
        if self.low > self.high:
            raise ValueError("low must be below high")
        return self


def test_values_that_do_not_fit_together_are_reported_and_the_first_stays() -> None:
    said: list[tuple[tuple[Any, ...], str]] = []
    pair = bind(
        Pair, {"low": 8, "high": 3, "other": "kept"}, lambda keys, message: said.append((keys, message))
    )
    assert pair == Pair(low=8, other="kept")
    assert [(keys, message[:22]) for keys, message in said] == [((), "low must be below high")]


def test_a_value_lifted_out_of_a_map_is_left_out_too() -> None:
    said: list[tuple[Any, ...]] = []
    person = bind(
        Person, {"name": {"display": "Jo", "weight": ["x"]}, "role": "Chair"}, lambda k, _: said.append(k)
    )
    assert said == [("weight",)]
    assert person.role == "Chair"


def test_a_value_of_any_size_makes_a_short_message() -> None:
    bomb: list[Any] = ["x"]
    for _ in range(60):
        bomb = [bomb, bomb]
    _, said = read(text=bomb)
    assert len(said[0][1]) < 100


def test_models_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Sample().text = "x"  # type: ignore[misc]


def test_now_knows_its_zone() -> None:
    assert now().tzinfo is UTC


NAMES = sorted(
    {name for model in (FrontMatter, Person) for name in model.model_fields}
    | {"name", "social", "links", "affiliations", "superuser", "experience"}
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "url", "icon", "title", "items", "render", "courses", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), ODD, max_size=6))
def test_no_front_matter_is_too_odd(values: dict[str, Any]) -> None:
    for model in (FrontMatter, Person):
        said: list[tuple[Any, ...]] = []
        bound = bind(model, values, lambda keys, _, said=said: said.append(keys))
        assert len(said) == len(set(said))
        assert all(keys[0] in values or "name" in values for keys in said)
        if not said:
            assert bind(model, values, pytest.fail) == bound
