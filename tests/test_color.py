"""Colours as numbers: notations, contrast, and the nearest one that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.color import Color, contrast, parse_color, readable

BYTES = st.tuples(*3 * (st.integers(0, 255),))


def color(text: str) -> Color:
    found = parse_color(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("#0f766e", "#0f766e"),
        ("#0F7", "#00ff77"),
        ("#0f766e80", "#0f766e"),
        (" rgb(15, 118, 110) ", "#0f766e"),
        ("rgb(15 118 110 / 50%)", "#0f766e"),
        ("teal-700", "#0f766e"),
        ("teal", "#0d9488"),
        ("Teal", "#0d9488"),
        ("white", "#ffffff"),
    ],
)
def test_notations(written: str, meant: str) -> None:
    assert str(color(written)) == meant


@pytest.mark.parametrize("text", ["", "tealish", "#12345", "var(--x)", "transparent", "rgb(1,2)", "current"])
def test_anything_else_is_no_color(text: str) -> None:
    assert parse_color(text) is None


def test_a_name_has_the_shade_that_is_asked_for() -> None:
    assert str(parse_color("teal", 300)) == str(color("teal-300"))


@given(BYTES)
def test_there_and_back(channels: tuple[int, int, int]) -> None:
    red, green, blue = channels
    written = f"#{red:02x}{green:02x}{blue:02x}"
    again = color(str(color(written)))
    assert contrast(again, color(written)) < 1.02


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(color("#000"), color("#fff")) == pytest.approx(21, abs=0.01)
    assert contrast(color("#777777"), color("#ffffff")) == pytest.approx(4.48, abs=0.01)
    assert contrast(color("#ffffff"), color("#777777")) == pytest.approx(4.48, abs=0.01)


@given(BYTES, BYTES)
def test_what_is_made_readable_is(text: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    one, other = (color("#" + "".join(f"{part:02x}" for part in parts)) for parts in (text, ground))
    assert contrast(color(str(readable(one, [other]))), other) >= 4.5


def test_what_can_be_read_stays() -> None:
    assert str(readable(color("#0f766e"), [color("#fff")])) == "#0f766e"


def test_a_hue_is_kept() -> None:
    found = readable(color("#facc15"), [color("#fff")])
    assert found.a / found.b == pytest.approx(color("#facc15").a / color("#facc15").b)
    assert found.lightness < color("#facc15").lightness
