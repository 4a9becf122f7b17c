"""Summaries, word counts, reading times, plain text and the table of contents."""

from __future__ import annotations

import pytest

from markup.fake import FakeHost
from markup.trees import tree
from masthead.markup import (
    Heading,
    count_words,
    opening,
    plain,
    pygments_css,
    reading_minutes,
    render,
    summarize,
    table_of_contents,
)


def test_text_before_the_divider_is_the_summary() -> None:
    text = render("a *b*\n\n<!--more-->\n\nc", FakeHost())
    assert text.summary_html == "<p>a <em>b</em></p>"
    assert "more" not in text.html
    assert render("a", FakeHost()).summary_html is None


def test_divider_in_a_line_or_a_list_closes_what_is_open() -> None:
    assert render("a **b** <!-- more --> c", FakeHost()).summary_html == "<p>a <strong>b</strong> </p>"
    summary = render("- a\n\n  <!--more-->\n\n  b\n- c", FakeHost()).summary_html
    assert summary is not None
    assert tree(summary) == tree("<ul><li><p>a</p></li></ul>")


def test_divider_in_code_divides_nothing() -> None:
    assert render("`<!--more-->`\n\n    <!--more-->", FakeHost()).summary_html is None


def test_summary_ends_with_the_paragraph_that_has_enough_words() -> None:
    html = "<h2>One two</h2><p>three four</p><div><p>five <em>six</em> seven</p><p>eight</p></div>"
    assert summarize(html, 3) == "<h2>One two</h2><p>three four</p>"
    assert summarize(html, 5).endswith("<p>five <em>six</em> seven</p></div>")
    assert summarize(html, 100) == html
    assert summarize("<ul><li>a b c</li></ul>", 1) == "<ul><li>a b c</li></ul>"


@pytest.mark.parametrize(
    "html",
    [
        "<h2>One &amp; two</h2><p>three four</p><div><p>five <em>six</em> seven</p><p>eight</p></div>",
        "<p>one</p><nav><a>no</a></nav><p></p> <!-- no </p> --><p>two <b>th</b>ree</p><p>four five</p> six",
        '<p>a <math alttext="x y"><mi>x</mi></math> b</p><ul><li>c d</li></ul><p>今天</p>',
        "no paragraph &lt; here",
        "",
    ],
)
def test_opening_is_the_words_of_the_summary(html: str) -> None:
    for words in range(1, 12):
        assert opening(html, words) == plain(summarize(html, words))


def test_summary_counts_characters_of_cjk() -> None:
    html = "<p>今天天气很好</p><p>明天也好</p>"
    assert summarize(html, 6) == "<p>今天天气很好</p>"
    assert summarize(html, 6, cjk=False) == html


def test_summary_does_not_cut_formulas() -> None:
    html = render("if $a + b$ then\n\nmore words here", FakeHost()).html
    assert summarize(html, 2).endswith("then</p>")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>one two-three, four</p>", 3),
        ("<p>研究 and 开发。</p>", 6),
        ("", 0),
        ("<p>$x$ is <b>b</b>old</p>", 3),
    ],
)
def test_word_counts(html: str, words: int) -> None:
    assert count_words(html) == words


def test_reading_time() -> None:
    assert reading_minutes("") == 0
    assert reading_minutes("<p>" + "word " * 213 + "</p>") == 1
    assert reading_minutes("word " * 639) == 3
    assert reading_minutes("字" * 1000) == 2
    assert reading_minutes("字" * 213, cjk=False) == 1 / 213


def test_plain_text() -> None:
    html = (
        '<h1>A&amp;B</h1><p>c<br>d <em>e</em>f</p><style>x{}</style><script>"<p>no</p>"</script>'
        '<svg><title>no</title></svg><!-- no <p> -->g <nav class="toc">no</nav><a title="a>b">h</a>'
    )
    assert plain(html) == "A&B c d ef g h"
    assert plain("a &lt; b") == "a < b"


def test_table_of_contents_nests() -> None:
    levels = [1, 2, 4, 3, 2, 3, 3]
    headings = [Heading(level, f"h{index}", f"T{index}") for index, level in enumerate(levels)]
    assert tree(table_of_contents(headings, 2, 3)) == tree(
        '<ul><li><a href="#h1">T1</a><ul><li><a href="#h3">T3</a></li></ul></li>'
        '<li><a href="#h4">T4</a><ul><li><a href="#h5">T5</a></li>'
        '<li><a href="#h6">T6</a></li></ul></li></ul>'
    )
    assert table_of_contents([], 2, 3) == ""


@pytest.mark.parametrize("levels", [[3, 2], [2, 4, 3], [4, 2, 4, 3, 6, 1], [3, 4, 2, 2]])
def test_table_of_contents_is_balanced(levels: list[int]) -> None:
    headings = [Heading(level, f"h{index}", f"T{index}") for index, level in enumerate(levels)]
    contents = str(table_of_contents(headings, 1, 6))
    assert contents.count("<ul>") == contents.count("</ul>")
    assert contents.count("<li>") == contents.count("</li>") == len(levels)
    assert not any(bad in contents for bad in ("<ul></", "</ul><li>", "</ul><ul>", "<ul><ul>", "</li></li>"))


def test_styles_of_code() -> None:
    assert ".highlight .k" in pygments_css("default")
    assert '[data-theme="dark"] .highlight .k' in pygments_css("monokai", '[data-theme="dark"] .highlight')
