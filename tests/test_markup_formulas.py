"""Formulas: where they stand, what becomes MathML, and what stays text."""

from __future__ import annotations

import pytest

from markup.fake import FakeHost
from masthead.markup import TextSettings, plain, render, render_inline


def line(text: str, host: FakeHost | None = None, settings: TextSettings | None = None) -> str:
    return render_inline(text, host or FakeHost(), settings or TextSettings())


@pytest.mark.parametrize("text", ["$x^2$", r"\(x^2\)", r"\\(x^2\\)", "中文$x^2$中文", "($x^2$)", "**$x^2$**"])
def test_inline_formulas(text: str) -> None:
    found = line(text)
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in found
    assert 'display="inline"' in found
    assert "$" not in found.replace('alttext="x^2"', "")


@pytest.mark.parametrize(
    "text",
    [
        "$$x^2$$",
        "$$\nx^2\n$$",
        r"\[x^2\]",
        r"\\[x^2\\]",
        "$$\nx^2 \\\\\n- 1\n+ 2\n# 3\n$$",
        "\\begin{aligned}\nx^2\n\\end{aligned}",
        "\\begin{equation}\nx^2\n\\end{equation}",
    ],
)
def test_displayed_formulas(text: str) -> None:
    host = FakeHost()
    found = render(f"before\n{text}\nafter", host).html
    assert found.startswith('<p>before</p>\n<div class="formula"><math')
    assert found.endswith("</math></div>\n<p>after</p>")
    assert 'display="block"' in found
    assert host.warnings == []


def test_formula_in_a_list_and_a_table() -> None:
    assert render("- a\n  $$\n  x\n  $$\n- b", FakeHost()).html.count("<li>") == 2
    assert "<td><math" in render("| a |\n|---|\n| $x$ |", FakeHost()).html


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6",
        "$5-$6",
        "a $ b $ c",
        "US$20 or A$30.",
        r"\$x\$",
        "`$x$`",
        "$HOME and $PATH",
        "$$",
        "a $x",
        r"\[1\] and \[Doe\]",
        "<code>$x$</code>",
    ],
)
def test_dollars_that_are_no_formulas(text: str) -> None:
    found = render(text, FakeHost()).html
    assert "<math" not in found or text.startswith("<code>")


def test_formulas_are_left_alone_in_code() -> None:
    assert "<math" not in render("```\n$x$\n```\n\n    $x$\n\n<pre>$x$</pre>", FakeHost()).html


def test_formulas_inside_raw_html() -> None:
    found = render('<img src="a.png">\n$$\nx &lt; 1\n$$\n\n<td title="$5">$y$</td>', FakeHost()).html
    assert found.count("<math") == 2
    assert 'title="$5"' in found


def test_formula_escaped_for_markdown() -> None:
    assert "<msub><mi>h</mi><mi>t</mi></msub>" in line(r"$h\_t$")
    assert "<mo>{</mo>" not in line(r"$\text{a\_b}$")


def test_markdown_leaves_formulas_alone() -> None:
    host = FakeHost()
    assert "<em>" not in line("$a_1 * b_2 * c_3$ and $d_1 * e$", host)
    assert host.warnings == []


def test_formula_that_does_not_convert_stays_tex() -> None:
    host = FakeHost()
    found = render("a\n\nb\n$x_{$ c", host).html
    assert "<math" not in found
    host = FakeHost()
    found = render("a\n\nb\n$\\left( <x$ <b>", host).html
    assert '<code class="math math-inline">\\left( &lt;x</code>' in found
    assert [(line, hint) for line, _, hint in host.warnings] == [(4, "It is shown as TeX.")]
    assert "left(" in host.warnings[0][1]


def test_formula_that_does_not_convert_is_escaped() -> None:
    assert "<script>" not in line("$\\left( <script>$")


def test_math_can_be_off() -> None:
    assert line("$x_1$ and $y_2$", settings=TextSettings(math=False)) == "$x_1$ and $y_2$"


def test_formulas_in_headings_and_their_ids() -> None:
    text = render("## The $k$-th moment\n{{< toc >}}", FakeHost())
    assert text.headings[0].id == "the-k-th-moment"
    assert "<math" in text.headings[0].html
    assert text.html.count("<math") == 2


def test_plain_text_keeps_the_tex() -> None:
    assert plain(line("if $x<1$ then")) == "if $x<1$ then"


def test_formula_that_is_too_deep_stays_tex() -> None:
    host = FakeHost()
    assert "<math" not in line(f"${'{' * 5000}{'}' * 5000}$", host)
    assert len(host.warnings) == 1


@pytest.mark.parametrize(
    ("tex", "inside"),
    [
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "<mtable"),
        (r"\begin{alignedat}{2} a &= b \end{alignedat}", "<mtable"),
        (r"\begin{gather} a \\ b \end{gather}", "<mtable"),
        (r"\begin{rcases} a \\ b \end{rcases}", "<mtable"),
        (r"\begin{equation*} a \label{x} \end{equation*}", "<mi>a</mi></mrow>"),
        (r"a \tag{1} \nonumber", "<mtext>(1)</mtext>"),
        (r"\arg\max_x", "<mo>arg</mo>"),
        (r"\text{50\% of \#a\_b}", "50% of #a_b"),
        (r"\mathbb{R} \neq \R", "ℝ"),
    ],
)
def test_commands_and_environments(tex: str, inside: str) -> None:
    host = FakeHost()
    found = line(f"${tex}$", host).replace("\xa0", " ")
    assert inside in found
    assert "\\" not in found[found.index(">") :]
    assert "&amp;" not in found[found.index(">") :]
    assert host.warnings == []


def test_text_in_formulas_is_escaped() -> None:
    found = line(r"$\text{<script>alert(1)</script>}$ $\href{javascript:alert(1)}{x}$")
    assert "<script>" not in found
    assert "javascript" not in found.replace('alttext="\\href{javascript:alert(1)}{x}"', "")
