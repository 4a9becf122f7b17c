"""YAML and TOML as plain values: what counts as a number, what is an error, and on which line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from masthead.content.notation import (
    MAX_DEPTH,
    load_toml,
    load_yaml,
    plain_scalar,
    toml_line,
    yaml_line,
)
from masthead.errors import ContentError, Problem


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("title: [a\n", "title[0]"),
        ("a: b: c\n", "a"),
        ("a: 1\n\tb: 2\n", "a"),
        ("a: 1\nsections:\n- block: hero\n- block: [x\n  content: 1\n", "sections[1].block[0]"),
        ("sections:\n  - block: hero\n    content:\n      title: 'x\n", "sections[0].content.title"),
        ("a: {b: 1, c: [1, 2, }\n", "a.c[1]"),
        ("a: {b: {c: d}, e: f}\ng: *x y: z\n", "g"),
        ("'a\n", ""),
    ],
)
def test_an_error_names_the_key_that_it_is_at(text: str, key: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_yaml(text, "a.md", 1, [])
    assert caught.value.problems[0].where.key == key


def read(text: str, first_line: int = 1) -> tuple[Any, list[str]]:
    problems: list[Problem] = []
    return load_yaml(text, "a.md", first_line, problems), [str(problem) for problem in problems]


def error(text: str, first_line: int = 1) -> str:
    with pytest.raises(ContentError) as caught:
        load_yaml(text, "a.md", first_line, [])
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("0.5", 0.5),
        ("true", True),
        ("FALSE", False),
        ("", None),
        ("~", None),
        ("null", None),
    ],
)
def test_a_plain_value_has_the_type_that_it_looks_like(text: str, value: object) -> None:
    loaded = read(f"key: {text}\n")[0]["key"]
    assert loaded == value
    assert type(loaded) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "12:30",
        "012",
        "1.10",
        "+49",
        "1e5",
        "-0",
        "2021-23-29",
        "2024-01-02",
        "0x1F",
        "1_000",
        ".5",
        "5.",
        "9" * 19,
    ],
)
def test_what_would_print_otherwise_stays_text(text: str) -> None:
    assert read(f"key: {text}\n")[0] == {"key": text}


@pytest.mark.parametrize("text", ["3", "true", "~", ""])
def test_a_quoted_value_is_text(text: str) -> None:
    assert read(f"a: '{text}'\nb: \"{text}\"\n")[0] == {"a": text, "b": text}


@given(st.integers(-(10**17), 10**17))
def test_whole_numbers_are_numbers(number: int) -> None:
    assert plain_scalar(str(number)) == number


@given(st.text())
def test_a_number_prints_as_it_was_written(text: str) -> None:
    value = plain_scalar(text)
    assert isinstance(value, (bool, type(None))) or str(value) == text


def test_merge_keys_give_way_to_the_maps_own() -> None:
    assert read("base: &b {x: 1, y: 2}\nmap: {<<: *b, x: 3}\n")[0]["map"] == {"x": 3, "y": 2}
    assert read("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nmap: {<<: [*a, *b]}\n")[0]["map"] == {"x": 1, "y": 2}
    assert read('map: {"<<": text}\n')[0]["map"] == {"<<": "text"}


def test_duplicate_keys_are_warned_about_and_the_last_counts() -> None:
    value, said = read("title: One\ntags:\n  a: 1\n  a: 2\ntitle: Two\n", first_line=2)
    assert value == {"title": "Two", "tags": {"a": 2}}
    assert said == [
        "a.md:5: warning: the key 'a' stands here twice. The last one is used; remove the others.",
        "a.md:6: warning: the key 'title' stands here twice. The last one is used; remove the others.",
    ]


def test_a_key_that_is_no_word_is_left_out() -> None:
    assert read("? [1, 2]\n: x\nb: 1\n") == (
        {"b": 1},
        ["a.md:1: warning: a key must be a plain word; it is left out."],
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: [1, 2\n", "a.md:12: error: not valid YAML: did not find expected ',' or ']'."),
        (
            "a: 1\n\tb: 2\n",
            "a.md:11: error: not valid YAML: found a tab character that violates indentation.",
        ),
        ("title: About: us\n", "Put the value into quotes."),
        ("title: @us\n", "Put the value into quotes."),
        ("a: 1\n\tb: 2\n", "Indent with spaces, not tabs."),
        ("a: 1\ntitle：Wide\n", "a.md:11: error: not valid YAML: could not find expected ':'."),
        ("a: 1\ntitle：Wide\n", "Write '：' as a plain space or colon."),
        ("a: 1\nb: \x07\n", "a.md:11: error: the character U+0007 may not stand in YAML."),
        ("é: 1\nb: *nobody\n", "a.md:11: error: not valid YAML: found undefined alias."),
        ("a: 1\n--- b\n", "a.md:11: error: not valid YAML: but found another document."),
        ("x: 1\na: &a [*a]\n", "a.md:11: error: this value contains itself."),
    ],
)
def test_errors_say_where_and_what_to_do(text: str, message: str) -> None:
    assert message in error(text, first_line=10)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "a: " + "{a: " * 50_000])
def test_text_that_nests_without_end_is_an_error(text: str) -> None:
    assert f"more than {MAX_DEPTH} lists and maps stand in one another here" in error(text)


def test_blocks_that_nest_too_deep_are_an_error() -> None:
    deep = "".join(" " * level + "a:\n" for level in range(MAX_DEPTH + 1))
    assert error(deep).startswith(f"a.md:{MAX_DEPTH + 1}: error: more than")


def test_long_lists_are_not_deep() -> None:
    assert len(read("[" + "[1], " * 5000 + "]")[0]) == 5000


def test_lines_are_counted_as_editors_do() -> None:
    text = "a: 'one\u2028two'\nb: 1\nb: 2\n"
    assert read(text)[1] == [
        "a.md:3: warning: the key 'b' stands here twice. The last one is used; remove the others."
    ]
    assert yaml_line(text, ("b",), 1) == 3


TEXT = """\
title: One
sections:
  - block: hero
    content:
      Title: Deep
  - block: markdown
title: Two
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("title",), 7),
        (("sections",), 2),
        (("sections", 0), 3),
        (("sections", 0, "content", "title"), 5),
        (("sections", 0, "content", "nothing"), 4),
        (("sections", 1, "block"), 6),
        (("sections", 9), 2),
        (("nothing",), 1),
        (("title", "below"), 7),
        ((), 1),
    ],
)
def test_the_line_of_a_key_or_of_the_nearest_above(keys: tuple[str | int, ...], line: int) -> None:
    assert yaml_line(TEXT, keys, 1) == line
    assert yaml_line(TEXT, keys, 11) == line + 10


def test_toml() -> None:
    text = 'title = "One"\nday = 2024-01-02\n[menu.main]\nweight = 3\n'
    value = load_toml(text, "a.md", 2)
    assert value == {"title": "One", "day": date(2024, 1, 2), "menu": {"main": {"weight": 3}}}
    lines = [toml_line(text, keys, 2) for keys in [("title",), ("menu", "main", "weight"), ("no",), ()]]
    assert lines == [2, 5, 2, 2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\na = 2\n", "a.md:3: error: not valid TOML: Cannot overwrite a value."),
        ("a = 1\nb = 2021-23-29\n", "a.md:3: error: not valid TOML"),
        ("a = " + "[" * 5000, "a.md:2: error: more than 100 lists and maps stand in one another here."),
        ("a = " + "9" * 5000, "a.md:2: error: not valid TOML"),
    ],
)
def test_bad_toml(text: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_toml(text, "a.md", 2)
    assert str(caught.value).startswith(message)


PLAIN = st.text("abcXYZ äé中: #-'\"\\\n{}[],&*!|>%@`~0123", max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN.filter(bool), inner, max_size=3),
    max_leaves=10,
)


@given(VALUES)
def test_what_was_dumped_is_read_back(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"' if isinstance(value, str) else None)
    loaded, said = read(text)
    assert loaded == value
    assert said == []


@given(st.text(st.sampled_from("ab:- \n\t[]{}'\"&*<!|>?,#%\u2028é中"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        load_yaml(text, "a.md", 1, [])
        assert 1 <= yaml_line(text, ("a", 0, "b"), 1) <= text.count("\n") + 1
    except ContentError as refused:
        (problem,) = refused.problems
        assert problem.where.line is not None
        assert 1 <= problem.where.line <= text.count("\n") + 1
