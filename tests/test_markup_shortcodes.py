"""Shortcodes: their syntax, what each of them shows, and what happens to those nobody knows."""

from __future__ import annotations

import json
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from markup.fake import FakeHost, KnowingHost
from markup.trees import tree
from masthead.markup import TextSettings, render, render_inline
from masthead.markup.shortcodes import BUILTIN

NEEDED = """youtube callout figure cta icon toc spoiler relref ref staticref math video list_children cite
mention card cards button hl audio gallery table chart mermaid embed steps bilibili notebook details
gist vimeo x tweet highlight rawhtml"""


def html(text: str, host: FakeHost | None = None, settings: TextSettings | None = None) -> str:
    return render(text, host or FakeHost(), settings or TextSettings()).html


def test_all_shortcodes_are_known() -> None:
    assert set(NEEDED.split()) == set(BUILTIN)


@pytest.mark.parametrize("name", sorted(BUILTIN))
def test_no_argument_is_printed_unescaped(name: str) -> None:
    evil = '\\" onmouseover=\\"alert(1)'
    keys = "url src path name page text title caption id icon style size align rounded class type platform"
    named = " ".join(f'{key}="{evil}"' for key in keys.split())
    for arguments in (named, f'"{evil}" "{evil}" "{evil}"'):
        for text in (
            f"{{{{< {name} {arguments} >}}}}",
            f"{{{{< {name} {arguments} >}}}}x{{{{< /{name} >}}}}",
        ):
            assert LexborHTMLParser(html(text)).css("[onmouseover]") == []


@pytest.mark.parametrize(
    "tag",
    [
        "{{< youtube w7Ft2ymGmfc >}}",
        '{{% youtube "w7Ft2ymGmfc" %}}',
        '{{<youtube id="w7Ft2ymGmfc">}}',
        "{{< youtube id=`w7Ft2ymGmfc` />}}",
        '{{< youtube\n  id="w7Ft2ymGmfc"\n>}}',
        '{{< youtube "https://www.youtube.com/watch?v=w7Ft2ymGmfc&t=3" >}}',
    ],
)
def test_ways_to_write_a_shortcode(tag: str) -> None:
    found = html(f"before\n\n{tag}\n\nafter")
    assert 'src="https://www.youtube-nocookie.com/embed/w7Ft2ymGmfc"' in found
    assert 'loading="lazy"' in found
    assert "{{" not in found
    assert found.startswith("<p>before</p>\n<div")


def test_escaped_shortcodes_print_as_text() -> None:
    assert html("{{</* youtube x */>}} `{{%/* y */%}}`") == (
        "<p>{{&lt; youtube x &gt;}} <code>{{% y %}}</code></p>"
    )
    assert "{{&lt; /a &gt;}}" in html("```\n{{</* a */>}}{{</* /a */>}}\n```")


def test_shortcodes_in_code_stay_text() -> None:
    host = FakeHost()
    found = html('`{{< youtube x >}}`\n\n```\n{{< spoiler text="a" >}}\nb\n{{< /spoiler >}}\n```', host)
    assert "<iframe" not in found
    assert "<details" not in found
    assert "{{&lt; spoiler text=&#34;a&#34; &gt;}}\nb\n" in found
    assert host.warnings == []


def test_nested_shortcodes() -> None:
    found = html(
        '{{< spoiler text="*T*" >}}\n{{< callout note >}}\n- a\n  {{< hl >}}b{{< /hl >}}\n'
        "{{< /callout >}}\n{{< /spoiler >}}"
    )
    assert '<details class="spoiler" id="spoiler-1"><summary><em>T</em></summary>' in found
    assert '<div class="callout callout-note"' in found
    assert "<mark>b</mark>" in found


def test_inner_text_loses_the_indent_of_its_tag() -> None:
    found = html(
        '1. a\n\n    {{< spoiler text="x" >}}\n    ```python\n    b\n    ```\n    {{< /spoiler >}}\n2. c'
    )
    assert found.count("<pre") == 1
    assert found.count("<li>") == 2


def test_block_in_a_line_leaves_the_paragraph() -> None:
    found = html('text\n{{< figure src="a.png" >}}\nmore')
    assert found.startswith("<p>text</p>\n<figure")
    assert found.endswith("</figure>\n<p>more</p>")


def test_headings_inside_percent_shortcodes_are_listed() -> None:
    text = "# a\n{{% steps %}}\n### b\n{{% /steps %}}\n{{< spoiler >}}\n### c\n{{< /spoiler >}}\n# d"
    assert [heading.id for heading in render(text, FakeHost()).headings] == ["a", "b", "d"]


def test_unknown_shortcode_shows_what_stands_inside_and_warns_once() -> None:
    host = FakeHost()
    found = html("a\n\n{{< own x=1 >}}**b**{{< /own >}}\n\n{{< own >}}\n- c\n{{< /own >}}", host)
    assert "<strong>b</strong>" in found
    assert "<li>" in found
    assert [(line, message) for line, message, _ in host.warnings] == [(3, "shortcode 'own' is not known")]


def test_stray_closing_tag_warns() -> None:
    host = FakeHost()
    assert html("a\nb {{< /own >}}", host) == "<p>a\nb</p>"
    assert host.warnings[0][0] == 2


def test_lines_after_a_long_shortcode_are_counted_right() -> None:
    host = FakeHost()
    html(
        '{{< spoiler text="x" >}}\na\n{{< mention "Nobody" >}}\n{{< /spoiler >}}\n\n{{< ref "none" >}}', host
    )
    assert sorted(line for line, _, _ in host.warnings) == [3, 6]


def test_ref_and_relref() -> None:
    host = FakeHost(pages={"post.md": "/blog/post/"})
    text = '[a]({{< relref "post.md" >}}) {{< ref path="post.md" lang="de" >}} ![b]({{% ref "post.md" %}})'
    assert html(text, host) == (
        '<p><a href="/blog/post/">a</a> /blog/post/ <img src="/blog/post/" alt="b" loading="lazy"></p>'
    )


@pytest.mark.parametrize("before", ["", "text "])
def test_ref_in_raw_html(before: str) -> None:
    host = FakeHost(base="/lab", pages={"p": "/lab/p/?a=1&b=2"})
    assert 'href="/lab/p/?a=1&amp;b=2"' in html(f'{before}<a href="{{{{< ref "p" >}}}}" class=x>y</a>', host)


def test_ref_to_nowhere_warns_with_a_hint() -> None:
    host = KnowingHost()
    assert 'href="pst.md"' in html('x\n[a]({{< relref "pst.md" >}})', host)
    assert host.warnings == [
        (2, "shortcode 'relref': there is no page 'pst.md'", "Did you mean the page 'near'?")
    ]


def test_urls_of_the_host_are_not_looked_up_again() -> None:
    host = FakeHost(
        base="/lab",
        pages={"p": "/lab/p/"},
        people={"x": ("X Y", "/lab/x/")},
        below=[("T", "/lab/t/", "")],
    )
    found = html(
        '[a]({{< ref "p" >}}) {{% mention "x" %}}\n\n{{< list_children >}}\n\n'
        '{{< cite page="p" >}}\n\n[b](c.md) ![d](e.png)',
        host,
    )
    for url in ("/lab/p/", "/lab/x/", "/lab/t/", "/lab/c"):
        assert f'href="{url}"' in found
    assert 'src="/lab/media/e.png"' in found


def test_every_source_goes_through_the_host() -> None:
    host = FakeHost(base="/lab")
    text = (
        "<a href=x.md>a</a> <img src='a.png' srcset=\"b.png 1x, c.png 2x\">\n\n"
        '<video poster="p.png"><source src="v.mp4"></video>\n\n{{< figure src="f.png" link="g.md" >}}\n\n'
        '{{< audio src="h.mp3" >}}\n\n<!-- <a href="kept"> -->\n\n`<a href="code">` [x](#top)'
    )
    found = html(text, host)
    for url in ("x", "g"):
        assert f'href="/lab/{url}"' in found
    for url in ("a.png", "p.png", "v.mp4", "f.png", "h.mp3"):
        assert f'"/lab/media/{url}"' in found
    assert 'srcset="/lab/media/b.png 1x, /lab/media/c.png 2x"' in found
    assert '<!-- <a href="kept"> -->' in found
    assert 'href="#top"' in found


def test_figure() -> None:
    host = FakeHost(sizes={"a.png": (30, 20)})
    found = html('{{< figure src="a.png" caption="A *cap*" class="wide" numbered="true" >}}', host)
    assert tree(found) == tree(
        '<figure class="figure wide" id="figure-a-cap"><img src="a.png" alt="A cap" width="30" height="20" '
        'loading="lazy"><figcaption><span class="figure-number">Figure 1</span> '
        "A <em>cap</em></figcaption></figure>"
    )


def test_staticref() -> None:
    found = html('{{% staticref "uploads/cv.pdf" "newtab" %}}My *CV*{{% /staticref %}}')
    assert found == '<p><a href="/uploads/cv.pdf" target="_blank" rel="noopener">My <em>CV</em></a></p>'


def test_icon_stands_in_its_line() -> None:
    host = FakeHost()
    assert html('a {{< icon name="python" pack="fab" >}} b', host) == (
        '<p>a <span class="icon"><svg data-icon="python"></svg></span> b</p>'
    )
    assert html('a {{< icon name="missing" >}}', host) == "<p>a </p>"
    assert host.warnings[0][1] == "shortcode 'icon': there is no icon 'missing'"


def test_callout_with_and_without_its_name() -> None:
    text = "{{% callout note %}}\n**x**\n{{% /callout %}}"
    assert "<span>Note</span>" in html(text)
    assert "<span>Note</span>" not in html(text, settings=TextSettings(callout_titles=False))


def test_button_and_cards_and_cta() -> None:
    found = html(
        '{{< button url="https://a.org" new_tab="true" style="ghost" size="lg" icon="x" '
        'align="center" >}}Go{{< /button >}}'
    )
    assert (
        '<div class="button-row align-center"><a class="button button-ghost button-lg" href="https://a.org"'
        in found
    )
    assert 'target="_blank" rel="noopener noreferrer"' in found
    found = html(
        '{{< cards >}}\n  {{< card url="../x" title="T" icon="i" >}}\n'
        '  {{< card title="U" subtitle="*s*" >}}\n{{< /cards >}}'
    )
    assert found.startswith('<div class="cards"><a class="card" href="../x">')
    assert '<div class="card"><span class="card-title">U</span>' in found
    assert '<span class="card-subtitle"><em>s</em></span></div>' in found
    found = html('{{% cta cta_link="./people/" cta_text="Meet →" cta_alt_link="x" cta_alt_text="y" %}}')
    assert found.count("<li>") == 2
    assert 'class="button button-secondary" href="x"' in found


def test_math() -> None:
    host = FakeHost()
    found = html("a {{< math >}}$x_1$ or $y${{< /math >}} b\n\n{{< math >}}\n$$\nz\n$$\n{{< /math >}}", host)
    assert found.count('display="inline"') == 2
    assert '<div class="formula"><math' in found
    assert host.warnings == []


def test_table() -> None:
    host = FakeHost(files={"r.csv": "name,n\n*a*,1\nb,x\n"})
    found = html('{{< table path="r.csv" header="true" caption="Cap" >}}', host)
    assert "<caption>Cap</caption><thead><tr><th>name</th><th>n</th></tr></thead>" in found
    assert '<td><em>a</em></td><td class="number">1</td>' in found
    assert html('{{< table path="none.csv" >}}', host) == ""
    assert "none.csv" in host.warnings[0][1]


def test_files_that_cannot_be_read_warn() -> None:
    deep = "[" * 100_000
    host = FakeHost(files={"a.csv": "x" * 200_000, "b.json": deep, "c.ipynb": deep})
    assert html('{{< table "a.csv" >}}{{< chart "b" >}}{{< notebook "c.ipynb" >}}', host) == ""
    assert len(host.warnings) == 3


def test_chart() -> None:
    data = {"data": [1], "layout": {"title": {"text": "Sales <b>"}}}
    found = html('{{< chart data="c" >}}', FakeHost(files={"c.json": json.dumps(data)}))
    assert "<figcaption>Sales &lt;b&gt;</figcaption>" in found
    host = FakeHost(files={"c.json": "{"})
    assert html('{{< chart data="c" >}}', host) == ""
    assert len(host.warnings) == 1


def test_notebook() -> None:
    book = {
        "metadata": {"language_info": {"name": "python"}},
        "cells": [
            {"cell_type": "markdown", "source": ["# Head\n", "*x*"]},
            {
                "cell_type": "code",
                "source": "print(1)",
                "outputs": [{"output_type": "stream", "text": ["1\n<b>"]}, {"data": {"image/png": "aGk="}}],
            },
        ],
    }
    found = html('{{< notebook src="n.ipynb" title="N" >}}', FakeHost(files={"n.ipynb": json.dumps(book)}))
    assert "<em>x</em>" in found
    assert 'class="language-python"' in found
    assert "1\n&lt;b&gt;" in found
    assert "data:image/png;base64,aGk=" in found
    assert '<p class="notebook-about">Python · 2 cells</p>' in found


def test_notebook_with_html() -> None:
    result = {"data": {"text/html": ["<b>98</b>"], "text/plain": "object"}}
    book = {"cells": [{"cell_type": "code", "source": "x", "execution_count": 3, "outputs": [result]}, None]}
    host = FakeHost(files={"n.ipynb": json.dumps(book)})
    assert '<div class="notebook-output"><b>98</b></div>' in html('{{< notebook "n.ipynb" >}}', host)
    assert "In [3]" in html('{{< notebook "n.ipynb" >}}', host)
    result["data"]["text/html"] = ["<b onclick=x>98</b><script>x</script>"]
    host = FakeHost(files={"n.ipynb": json.dumps(book)})
    strict = html('{{< notebook "n.ipynb" >}}', host, TextSettings(unsafe=False))
    assert '<div class="notebook-output"><b>98</b></div>' in strict
    assert html('{{< notebook "none.ipynb" >}}', host) == ""
    assert "none.ipynb" in host.warnings[-1][1]


def test_highlight() -> None:
    found = html('{{< highlight python "linenos=true,hl_lines=2" >}}\na = 1\nb = 2\n{{< /highlight >}}')
    assert found.count("<pre") == 1
    assert found.count("data-line=") == 2
    assert found.count("hll") == 1


def test_raw_html() -> None:
    text = "{{< rawhtml >}}\n<div>\n\n    *a*</div>\n{{< /rawhtml >}}"
    assert "    *a*</div>" in html(text)
    assert "<script" not in html(
        "{{< rawhtml >}}<script>x</script>{{< /rawhtml >}}", settings=TextSettings(unsafe=False)
    )


def test_list_children() -> None:
    host = FakeHost(below=[("A <b>", "/a/", "<p>Sum *x*</p>")])
    assert html("{{< list_children >}}", host) == (
        '<ul class="children"><li><h5><a href="/a/">A &lt;b&gt;</a></h5><p>Sum *x*</p></li></ul>'
    )
    assert "Sum" not in html('{{< list_children show_summary="false" >}}', host)


def test_gallery() -> None:
    host = FakeHost(files={"albums/a/1.jpg": "", "albums/a/2.txt": "", "albums/a/3.png": ""})
    assert html('{{< gallery album="a" >}}', host).count("<img") == 2


def test_embed() -> None:
    found = html('{{< embed platform="huggingface" resource="a/b" type="dataset" >}}')
    assert 'href="https://huggingface.co/datasets/a/b"' in found
    found = html('{{< embed platform="github" resource="a/b" type="repo" >}}')
    assert 'href="https://github.com/a/b"' in found
    assert 'href="https://github.com/a"' in found
    assert "example.com" in html('{{< embed url="https://example.com/x" title="T" >}}')
    host = FakeHost()
    assert html("{{< embed >}}", host) == ""
    assert len(host.warnings) == 1


def test_toc_holds_later_headings_in_levels() -> None:
    found = html("{{< toc >}}\n\n# z\n## a\n### b\n#### no\n## c [l](x)")
    nav = found[: found.index("</nav>")]
    assert nav.endswith(
        '<ul><li><a href="#a">a</a><ul><li><a href="#b">b</a></li></ul></li>'
        '<li><a href="#c-lx">c l</a></li></ul>'
    )


@pytest.mark.parametrize(
    "text", ["{{< youtube", "{{<", '{{< a "b >}}', "{{</* a", "{{< /x >}}{{< x >}}", "{{<>}}", "}} {{ x }}"]
)
def test_broken_shortcodes_stay_text(text: str) -> None:
    assert "Traceback" not in html(text)


def test_shortcodes_in_a_line() -> None:
    assert (
        render_inline('a {{< icon name="x" >}}', FakeHost())
        == 'a <span class="icon"><svg data-icon="x"></svg></span>'
    )


def test_names_of_people_with_and_without_a_page() -> None:
    host = FakeHost(people={"ada": ("Ada L.", "/authors/ada/"), "bo": ("Bo", "")})
    assert '<a class="mention" href="/authors/ada/">Ada L.</a>' in html('{{< mention "ada" >}}', host)
    assert '<span class="mention">Bo</span>' in html('{{< mention "bo" >}}', host)


def test_environments_of_formulas() -> None:
    found = html("{{< math >}}\\begin{align} a &= b \\end{align}{{< /math >}}")
    assert found.count("<math") == 1 and "begin{align}" not in found.split("alttext")[0]


def test_a_table_without_a_head() -> None:
    found = html('{{< table path="r.csv" header="false" >}}', FakeHost(files={"r.csv": "a,1\n"}))
    assert "<thead>" not in found and '<td>a</td><td class="number">1</td>' in found
    assert "<td>" not in html('{{< table path="r.csv" >}}', FakeHost(files={"r.csv": "\n\n"}))


def test_films_of_other_places() -> None:
    host = FakeHost()
    assert "https://player.vimeo.com/video/76979871?dnt=1" in html("{{< vimeo 76979871 >}}", host)
    assert "bvid=BV1xx411c7mD" in html('{{< bilibili id="BV1xx411c7mD" >}}', host)
    assert host.warnings == []
    assert "<iframe" not in html("{{< vimeo x/y >}}", host)
    assert "'x/y' is no video id" in host.warnings[0][1]


def test_a_notebook_without_its_results() -> None:
    cell = {"cell_type": "code", "source": "1 + 1", "outputs": [{"output_type": "stream", "text": "two"}]}
    host = FakeHost(files={"n.ipynb": json.dumps({"cells": [cell]})})
    assert "two" in html('{{< notebook "n.ipynb" >}}', host)
    assert "two" not in html('{{< notebook src="n.ipynb" show_outputs="false" >}}', host)


def test_a_figure_in_a_link_stands_between_the_paragraphs() -> None:
    found = html('Text [{{< figure src="b.png" >}}](/x) more.')
    assert re.search(r'<p>Text</p>\s*<a href="/x"><figure.*</figure></a>\s*<p>more.</p>', found, re.DOTALL), (
        found
    )
