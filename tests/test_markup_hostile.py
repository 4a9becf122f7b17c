"""Texts made to break a renderer: nothing raises, and time grows with the length of the text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from markup.fake import FakeHost
from masthead.markup import (
    TextSettings,
    count_words,
    plain,
    reading_minutes,
    render,
    render_inline,
    summarize,
)

EVERYTHING = TextSettings(emoji=True, subscript=True, superscript=True, hard_wraps=True)
LENGTH = 12_000
SLOWEST = 20  # times as long for a text four times as long; a square would be 16 times the work, cubes 64
UNITS = """>_|-_|1._|[|![a|[a](b|[a](<b|[a]((|*a_|*a_**b_|_a___b_|*|`|<|<a_|<a_x="|$a_|${|$$_a|\\(a|\\[
\\begin{a}|http://a.b_|a@b|&a|:a|[a]:_b;|[^a]:_b;|[^a]|a;:_b;|{{<_a_>}}|{{<_a_"|{{<_/a_>}}|{{<_spoiler_>}}|#_a;|```;|<div>;
<!--_a;|<script>;|>_[!NOTE];|a_|b;--|;|{#a};|-_[_]_a;|~a~~b|==a_|...|:smile:|<img_src="a">|中文""".replace(
    "\n", "|"
)
SHAPES: dict[str, Callable[[int], str]] = {
    "images in images": lambda n: "![a" * (n // 8) + "](b)" * (n // 8),
    "links in links": lambda n: "[a" * (n // 8) + "](b)" * (n // 8),
    "parentheses of a URL": lambda n: "http://a.bc/" + ")" * n,
    "spaces in a line": lambda n: "a" + " " * n + "b",
    "spaces in a tag": lambda n: "<a" + " " * n,
    "spaces in a source set": lambda n: '<img srcset="' + " " * n + '">',
    "deep list and blank lines": lambda n: "- " * (n // 4) + "a" + "\n" * (n // 2),
    "list nested by indent": lambda n: "\n".join("  " * i + "- a" for i in range(int(n**0.5))),
    "shortcodes in shortcodes": lambda n: "{{< spoiler >}}" * (n // 30) + "{{< /spoiler >}}" * (n // 30),
    "wide table, many rows": lambda n: "|a" * (n // 8) + "\n" + "|-" * (n // 8) + "\n" + "a\n" * (n // 4),
    "runs of backticks": lambda n: " ".join("`" * i for i in range(1, int((2 * n) ** 0.5))),
    "braces in a formula": lambda n: "$" + "{" * n + "}" * n + "$",
    "unclosed comments after a closed one": lambda n: "-->\n" + "<!-- a\n" * (n // 7),
    "one code block": lambda n: "```js\n" + "/* " * (n // 3) + "\n```",
    **{
        unit: lambda n, unit=unit: (unit.replace("_", " ").replace(";", "\n") * n)[:n]
        for unit in UNITS.split("|")
        if unit
    },  # type: ignore[misc]
}


def seconds(text: str) -> float:
    start = time.process_time()
    html = render(text, FakeHost(), EVERYTHING).html
    summarize(html, 70)
    reading_minutes(html)
    return time.process_time() - start


@pytest.mark.parametrize("name", SHAPES)
def test_time_grows_with_the_length(name: str) -> None:
    short, long = SHAPES[name](LENGTH), SHAPES[name](4 * LENGTH)
    assert seconds(long) < SLOWEST * seconds(short) + 0.5


def test_deep_nesting_has_an_end() -> None:
    html = render("> " * 5000 + "a", FakeHost()).html
    assert html.count("<blockquote>") == 99
    assert (
        render("{{< spoiler >}}" * 500 + "x" + "{{< /spoiler >}}" * 500, FakeHost()).html.count("<details")
        == 16
    )


def test_a_block_in_a_callouts_title_leaves_no_marks() -> None:
    html = render("> [!NOTE] {{< audio src=a.mp3 >}}\n> b", FakeHost()).html
    assert "<audio" in html and "\ue004" not in html


def test_a_formula_that_a_shortcode_gives_to_raw_html_leaves_no_marks() -> None:
    html = render("<DIV>{{< math >}}$$0$${{< /math >}}</DIV>", FakeHost()).html
    assert html.startswith('<DIV><div class="formula"><math')
    assert html.endswith("</math></div></DIV>")


def test_code_that_a_shortcode_gives_to_a_links_target_does_not_break_the_tag() -> None:
    html = render("[a]({{< nobody >}}```{{< /nobody >}})", FakeHost()).html
    assert html == '<p><a href="">a</a></p>'


@pytest.mark.parametrize(
    ("text", "alt"),
    [
        ("![a $x<1$ b](c.png)", "a $x&lt;1$ b"),
        ("![{{< nobody >}}```\na\n```{{< /nobody >}} b](c.png)", "a b"),
        ("![![in $x$](d.png)](c.png)", "in $x$"),
    ],
)
def test_what_describes_a_picture_is_text(text: str, alt: str) -> None:
    assert f' alt="{alt}"' in render(text, FakeHost()).html


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\f", "\x85"])
def test_code_of_a_space_that_is_no_blank(space: str) -> None:
    html = render(f"    {space}\na", FakeHost()).html
    assert "<pre>" in html and "<p>a</p>" in html


def test_a_table_of_contents_in_a_heading_does_not_hold_itself() -> None:
    html = render("## a {{< toc >}}\n\n## b {{< toc >}}", FakeHost()).html
    assert html.count('<nav class="toc"') == 2 and "\ue000" not in html


PIECES = st.sampled_from(
    [part.replace("_", " ").replace(";", "\n") for part in UNITS.split("|")]
    + [
        "\n\n",
        "    ",
        "\t",
        "](b)",
        "]",
        ")",
        "$",
        "$$",
        "\\)",
        "\\]",
        "|",
        "|-|",
        "-->",
        "</a>",
        "%}}",
        "{{% /a %}}",
    ]
    + [
        "<!--more-->",
        "{{< /spoiler >}}",
        "\ue000s0\ue001",
        "\ue000k9\ue001",
        "\ue003",
        "\x00",
        '"',
        "'",
        "\\",
        "=",
        "'90s",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_nothing_raises(text: str) -> None:
    result = render(text, FakeHost(), EVERYTHING)
    render(text, FakeHost(), TextSettings(unsafe=False, math=False, typographer=False, linkify=False))
    render_inline(text, FakeHost(), EVERYTHING)
    for html in (result.html, text):
        plain(html)
        summarize(html, 3)
        count_words(html)
    assert not {"\ue000", "\ue001", "\ue002", "\ue003", "\ue004"} & set(result.html)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=" abc\n-*_`#>[]()<!$&\"'|:{}1.", max_size=80))
def test_words_survive(text: str) -> None:
    """Letters of a text without tags, entities, links and shortcodes are all shown."""
    if any(mark in text for mark in ("<", "&", "](", "]:", "{", "$", "`", "~")):
        return
    shown = plain(render(text, FakeHost()).html)
    assert [char for char in shown if char in "abc"] == [char for char in text if char in "abc"]
