"""Inline Markdown: emphasis, links, typography, formulas in a line of text."""

from __future__ import annotations

import threading

import pytest

from markup.fake import FakeHost
from masthead.markup import TextSettings, render, render_inline

ALL = TextSettings(emoji=True, subscript=True, superscript=True)


def line(text: str, settings: TextSettings | None = None) -> str:
    return render_inline(text, FakeHost(), settings or TextSettings())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("snake_case_word and __init__", "snake_case_word and <strong>init</strong>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("***a** b*", "<em><strong>a</strong> b</em>"),
        ("*a b, c-d*e and **é**", "<em>a b, c-d</em>e and <strong>é</strong>"),
        ("*a *b* c* **d***", "<em>a <em>b</em> c</em> <strong>d</strong>*"),
        ("x*a* 2 *3* *4 *5 **b.c**", "x<em>a</em> 2 <em>3</em> *4 *5 <strong>b.c</strong>"),
        ("~~gone~~ ~gone~", "<del>gone</del> <del>gone</del>"),
        ("==mark== a == b", "<mark>mark</mark> a == b"),
        ("++ins++ C++ and C++", "<ins>ins</ins> C++ and C++"),
        (r"\*no\* \# \a", r"*no* # \a"),
        ("`a * b` ``x ` y``", "<code>a * b</code> <code>x ` y</code>"),
        ("a  \nb\\\nc\nd", "a<br>\nb<br>\nc\nd"),
        ("&copy; &amp; AT&T &nope;", "© &amp; AT&amp;T &amp;nope;"),
        ("<span class='x'>a</span> < b", "<span class='x'>a</span> &lt; b"),
        ("[a](<b c> 'T')", '<a href="b%20c" title="T">a</a>'),
        ("[a](b(c)d)", '<a href="b(c)d">a</a>'),
        ("[a](b c)", "[a](b c)"),
        ("[a [b](c) d](e)", '[a <a href="c">b</a> d](e)'),
        ("[![x](a.png)](b)", '<a href="b"><img src="a.png" alt="x" loading="lazy"></a>'),
    ],
)
def test_spans(text: str, html: str) -> None:
    assert line(text) == html


def test_subscript_and_superscript_by_setting() -> None:
    assert line("H~2~O x^2^", ALL) == "H<sub>2</sub>O x<sup>2</sup>"
    assert line("x^2^") == "x^2^"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("see https://a.org/b_c.", 'see <a href="https://a.org/b_c">https://a.org/b_c</a>.'),
        ("(https://a.org/x(y))", '(<a href="https://a.org/x(y)">https://a.org/x(y)</a>)'),
        ("www.a.org, then", '<a href="http://www.a.org">www.a.org</a>, then'),
        ("mail me@a.org!", 'mail <a href="mailto:me@a.org">me@a.org</a>!'),
        ("<https://a.org/*>", '<a href="https://a.org/*">https://a.org/*</a>'),
        ("<me@a.org>", '<a href="mailto:me@a.org">me@a.org</a>'),
        ("https://a.org/?x=1&y=2", '<a href="https://a.org/?x=1&amp;y=2">https://a.org/?x=1&amp;y=2</a>'),
        ("*https://a.org*", '<em><a href="https://a.org">https://a.org</a></em>'),
        ("xhttps://a.org a@b", "xhttps://a.org a@b"),
        ("`https://a.org`", "<code>https://a.org</code>"),
    ],
)
def test_bare_urls(text: str, html: str) -> None:
    assert line(text) == html


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://a.org">https://a.org</a>',
        "<a href='/x'>see www.a.org</a>",
        '<a href="/x">[y](z)</a>',
        "[https://a.org](https://b.org)",
        "[<https://a.org>](https://b.org)",
    ],
)
def test_no_link_inside_a_link(text: str) -> None:
    assert line(text).count("<a ") == 1


def test_raw_anchor_over_blocks_stays_one_link() -> None:
    found = render('<a href="/x">\n\nhttps://a.org\n\n</a>\n\nhttps://b.org', FakeHost()).html
    assert found.count("<a ") == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\"a\" and 'b'", "“a” and ‘b’"),
        ("it's Smiths' '90s", "it’s Smiths’ ’90s"),
        ("1--2 --- 3...", "1–2 — 3…"),
        ('("a")', "(“a”)"),
        ('**"a"**', "<strong>“a”</strong>"),
    ],
)
def test_typography(text: str, shown: str) -> None:
    assert line(text) == shown
    assert (
        line(text, TextSettings(typographer=False)).replace("<strong>", "**").replace("</strong>", "**")
        == text
    )


def test_typography_leaves_code_alone() -> None:
    assert render('`"a" -- b`\n\n```\n"a" -- b...\n```', FakeHost()).html.count('"a" -- b') == 0
    assert line('`"a" -- b`') == "<code>&#34;a&#34; -- b</code>"


def test_emoji_only_when_enabled() -> None:
    assert line(":smile: :+1: :nope: 10:30:00", ALL) == "😄 👍 :nope: 10:30:00"
    assert line(":smile:") == ":smile:"


def test_hard_wraps() -> None:
    assert line("a\nb", TextSettings(hard_wraps=True)) == "a<br>\nb"


def test_image_with_size_and_title() -> None:
    host = FakeHost(sizes={"a.png": (640, 480)})
    found = render('![A *b*](a.png "Cap **c**")', host).html
    assert found == (
        '<figure class="figure"><img src="a.png" alt="A b" width="640" height="480" loading="lazy">'
        "<figcaption>Cap <strong>c</strong></figcaption></figure>"
    )


def test_figure_leaves_its_paragraph() -> None:
    found = render('before ![a](a.png "T") after', FakeHost()).html
    assert found.startswith("<p>before</p>\n<figure")
    assert found.endswith("</figure>\n<p>after</p>")


def test_inline_has_no_blocks() -> None:
    assert line("# not a heading") == "# not a heading"
    assert line("- not a list") == "- not a list"
    assert line("plain words, nothing else") == "plain words, nothing else"


def test_threads_do_not_share_an_engine() -> None:
    texts = [f"# T{n}\n\n{'*a* ' * 50}[x][r]\n\n[r]: /u{n}" for n in range(8)]
    expected = [render(text, FakeHost()).html for text in texts]
    found: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda n=n: found.__setitem__(n, render(texts[n], FakeHost()).html))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in range(8)] == expected
