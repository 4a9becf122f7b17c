"""The block structure of texts: what Goldmark reads and Python-Markdown alone would not."""

from __future__ import annotations

import pytest

from markup.fake import FakeHost
from markup.trees import tree
from masthead.markup import TextSettings, render


def html(text: str, settings: TextSettings | None = None) -> str:
    return render(text, FakeHost(), settings or TextSettings()).html


def same(text: str, expected: str) -> None:
    assert tree(html(text)) == tree(expected)


def test_list_interrupts_a_paragraph() -> None:
    same("For example:\n- one\n- two", "<p>For example:</p><ul><li>one</li><li>two</li></ul>")


def test_only_a_list_from_one_interrupts_a_paragraph() -> None:
    same("The year\n1984. Was it?", "<p>The year\n1984. Was it?</p>")


@pytest.mark.parametrize(("marker", "indent"), [("-", 2), ("1.", 3), ("10.", 4), ("-", 3), ("-", 4)])
def test_lists_nest_by_the_width_of_the_marker(marker: str, indent: int) -> None:
    outer = "ul" if marker == "-" else "ol"
    start = ' start="10"' if marker == "10." else ""
    expected = f"<{outer}{start}><li>a<ul><li>b</li></ul></li></{outer}>"
    same(f"{marker} a\n{' ' * indent}- b", expected)


def test_tab_nests() -> None:
    same("- a\n\t- b", "<ul><li>a<ul><li>b</li></ul></li></ul>")


def test_numbered_list_keeps_its_start_and_holds_blocks() -> None:
    text = "3. a\n\n   ```\n   code\n   ```\n\n   more\n4. b"
    expected = (
        '<ol start="3"><li><p>a</p><div class="highlight"><pre tabindex="0"><code>code\n</code></pre></div>'
        "<p>more</p></li><li><p>b</p></li></ol>"
    )
    same(text, expected)


def test_task_list() -> None:
    same(
        "- [ ] a\n- [x] b",
        '<ul><li><input disabled="" type="checkbox"> a</li>'
        '<li><input checked="" disabled="" type="checkbox"> b</li></ul>',
    )


def test_blocks_need_no_blank_lines_around_them() -> None:
    text = "text\n# Head\n> quote\n***\n<div>\nraw\n</div>"
    expected = '<p>text</p><h1 id="head">Head</h1><blockquote><p>quote</p></blockquote><hr><div>\nraw\n</div>'
    same(text, expected)


def test_markdown_after_a_blank_line_inside_a_div() -> None:
    same("<div>\n\n**a**\n\n</div>", "<div><p><strong>a</strong></p></div>")
    same("<div>\n**a**\n</div>", "<div>\n**a**\n</div>")


def test_setext_heading() -> None:
    same("Title\n===\ntext", '<h1 id="title">Title</h1><p>text</p>')


def test_hash_without_space_is_no_heading() -> None:
    same("#Heading", "<p>#Heading</p>")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Hello World", "hello-world"),
        ("What's new? (2024)", "whats-new-2024"),
        ("研究方向 与 成果", "研究方向-与-成果"),
        ("a_b - c", "a_b---c"),
        ("**Bold** title", "bold-title"),
        ("!!!", "heading"),
        ("Über", "über"),
    ],
)
def test_heading_ids(source: str, name: str) -> None:
    assert f'<h2 id="{name}">' in html(f"## {source}")


def test_heading_ids_are_unique() -> None:
    found = render("# a\n# a\n# a-1\n# a", FakeHost()).headings
    assert [heading.id for heading in found] == ["a", "a-1", "a-1-1", "a-2"]


def test_heading_attributes() -> None:
    same("## Team {#people .wide}", '<h2 id="people" class="wide">Team</h2>')
    same("## Set {1, 2}", '<h2 id="set-1-2">Set {1, 2}</h2>')


def test_heading_attributes_hold_no_handlers() -> None:
    assert "onclick" not in html('## Team {#people onclick="x()"}')


def test_attributes_of_the_block_before() -> None:
    same("text\n{.lead #x}", '<p class="lead" id="x">text</p>')
    same("- a\n- b\n{.wide}", '<ul class="wide"><li>a</li><li>b</li></ul>')
    same("> a\n{.wide}", '<blockquote class="wide"><p>a</p></blockquote>')
    same("- a\n  {.wide}\n\n{.no}", '<ul><li><p class="wide">a</p></li></ul><p>{.no}</p>')
    same("text\n{word}", "<p>text\n{word}</p>")


def test_table_after_a_line_of_text() -> None:
    text = "Results\n| a | b |\n|:--|--:|\n| `x\\|y` | 2 | 3 |\n| 4"
    expected = (
        '<p>Results</p><table><thead><tr><th style="text-align:left">a</th>'
        '<th style="text-align:right">b</th></tr></thead><tbody><tr>'
        '<td style="text-align:left"><code>x|y</code></td>'
        '<td style="text-align:right">2</td></tr><tr><td style="text-align:left">4</td>'
        '<td style="text-align:right"></td></tr></tbody></table>'
    )
    same(text, expected)


def test_row_of_dashes_must_have_as_many_cells() -> None:
    assert "<table>" not in html("| a | b |\n|---|\n")


def test_footnotes_are_numbered_as_they_are_named() -> None:
    found = html("b[^b] a[^a] b[^b] none[^c]\n\n[^a]: note A\n[^b]: note B\n[^d]: not named")
    assert found.index('href="#fn:1"') < found.index('href="#fn:2"')
    assert '<li id="fn:1">\n<p>note B' in found
    assert 'id="fnref1:1"' in found
    assert 'href="#fnref1:1"' in found
    assert "none[^c]" in found
    assert "not named" not in found


@pytest.mark.parametrize("back", ["&#x21a9;&#xfe0e;", "<sup>^</sup>"])
def test_links_back_hold_the_html_of_the_settings(back: str) -> None:
    found = render("a[^1]\n\n[^1]: b", FakeHost(), TextSettings(footnote_return=back)).html
    assert f'role="doc-backlink">{back}</a>' in found


def test_footnote_holds_blocks() -> None:
    assert "<p>first</p>\n<p>second" in html("x[^1]\n\n[^1]: first\n\n    second")


def test_definition_list() -> None:
    same("Term\n: one\n: two", "<dl><dt>Term</dt><dd>one</dd><dd>two</dd></dl>")
    same("Term\n\n: one\n\n    more", "<dl><dt>Term</dt><dd><p>one</p><p>more</p></dd></dl>")


def test_fence_attributes() -> None:
    found = html('```python {hl_lines=[1,"3-4"] linenos=true linenostart=5}\na\nb\nc\nd\n```')
    assert found.count('class="line hll"') == 3
    assert 'data-line="5"' in found
    assert 'class="language-python"' in found
    assert found.count("<pre") == 1


def test_fences_in_quotes_and_indented_ones() -> None:
    assert html("> ```text\n> a\n>  b\n> ```").count("<pre") == 1
    assert "<code>a\n b\n</code>" in html("  ```\n  a\n   b\n  ```")


def test_unknown_language_stays_plain() -> None:
    assert '<code class="language-zzz" data-lang="zzz">&lt;a&gt;\n</code>' in html("```zzz\n<a>\n```")


def test_line_numbers_by_setting() -> None:
    assert 'data-line="1"' in html("```\na\n```", TextSettings(line_numbers=True))


def test_diagrams_keep_their_source() -> None:
    assert '<div class="diagram mermaid">graph TD\nA--&gt;B</div>' in html("```mermaid\ngraph TD\nA-->B\n```")
    assert '<pre class="diagram markmap"># a</pre>' in html("```markmap\n# a\n```")


@pytest.mark.parametrize(
    "kind", ["NOTE", "tip", "IMPORTANT", "WARNING", "CAUTION", "QUESTION", "BUG", "MYKIND"]
)
def test_callout(kind: str) -> None:
    found = html(f"> [!{kind}]\n> body *x*")
    assert f'<div class="callout callout-{kind.lower()}" data-callout="{kind.lower()}">' in found
    assert f"<span>{kind.capitalize()}</span>" in found
    assert "<p>body <em>x</em></p>" in found
    assert "blockquote" not in found


def test_callout_with_title_and_blocks() -> None:
    found = html("> [!NOTE] My *title*\n>\n> - a\n> - b")
    assert "<span>My <em>title</em></span>" in found
    assert "<li>" in found


def test_callout_that_folds() -> None:
    assert '<details class="callout callout-tip" data-callout="tip" open="">' in html("> [!TIP]+ T\n> x")
    closed = html("> [!TIP]- T\n> x")
    assert '<details class="callout callout-tip" data-callout="tip">' in closed
    assert '<summary class="callout-title">' in closed


def test_quote_stays_a_quote() -> None:
    same("> [note] x", "<blockquote><p>[note] x</p></blockquote>")


def test_reference_links() -> None:
    same(
        '[a][X] and [x]\n\n[x]: /u "T"',
        '<p><a href="/u" title="T">a</a> and <a href="/u" title="T">x</a></p>',
    )


def test_unclosed_comment_ends_with_its_text() -> None:
    assert html("a\n\n<!-- b").endswith("<!-- b-->")


def test_raw_html_can_be_cleaned() -> None:
    text = "<div onclick=x>x</div>\n\na <b>c</b><script>x</script> [x](javascript:alert(1))"
    found = html(text, TextSettings(unsafe=False))
    assert found == "<div>x</div>\n<p>a <b>c</b> <a>x</a></p>"


def test_carriage_returns_and_private_characters() -> None:
    assert html("a\r\nb\rc \ue000s0\ue001 \x00") == "<p>a\nb\nc \ufffds0\ufffd \ufffd</p>"


def test_empty_text() -> None:
    assert html("") == html(" \n\n") == ""


def test_delimiters_with_a_colon_inside_are_text() -> None:
    same("| a | b |\n|---|-:-|\n| 1 | 2 |", "<p>| a | b |\n|—|-:-|\n| 1 | 2 |</p>")


def test_a_fence_with_a_class_alone_has_its_language() -> None:
    assert html("``` {.python}\nx = 1\n```") == html("```python\nx = 1\n```")


def test_braces_without_attributes_are_text() -> None:
    same("# A {}", '<h1 id="a-">A {}</h1>')
    assert "{.b" in html("# A {" + ".b" * 1500 + "}")


def test_text_behind_references() -> None:
    same("[a]: /x  \n   \nText [a].", '<p>Text <a href="/x">a</a>.</p>')


def test_a_picture_between_paragraphs_in_a_link() -> None:
    assert '<a href="/x">' in html("[![a](b.png)](/x)")


@pytest.mark.parametrize("text", ["http://)", "www.", "see http://!!!"])
def test_an_address_that_is_all_punctuation_is_text(text: str) -> None:
    assert "<a" not in html(text)


def test_an_unclosed_script_hides_what_follows() -> None:
    assert html("<p>a <script>b\n\n[c](d)").count("<script>") == 1
