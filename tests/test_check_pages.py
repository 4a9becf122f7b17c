"""What `check` sees in the pages as they come out: links, anchors, files, words of pictures, people, keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from click.testing import CliRunner

from conftest import Site
from masthead.check import check
from masthead.check.answers import css_urls, read_answer
from masthead.check.places import spellings
from masthead.cli import main
from masthead.errors import ContentError, Level, Problem, Where
from masthead.reports import as_annotations, as_json, summary

SETTINGS = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: Lab\n---\n",
}
GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")

Found = list[tuple[str, str, str]]
Checks = Callable[[Mapping[str, str | bytes]], Found]


@pytest.fixture
def found(site: Site) -> Checks:
    """Writes files beside the settings and gives back level, place and message of what is wrong."""

    def checked(files: Mapping[str, str | bytes]) -> Found:
        problems = check(site({**SETTINGS, **files}))
        return [(str(problem.level), str(problem.where), problem.message) for problem in problems]

    return checked


def page(body: str, more: str = "") -> str:
    return f"---\ntitle: A\n{more}---\n{body}\n"


# Links


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("[x](/nowhere/)", "there is no page at /nowhere/."),
        ("[x](nowhere)", "there is no page at /a/nowhere."),
        ("[x](../b/nowhere/)", "there is no page at /b/nowhere/."),
        ("[x](/files/paper.pdf)", "there is no file at /files/paper.pdf."),
        ("[x](https://lab.example/nowhere/)", "there is no page at /nowhere/."),
        ("[x](/nowhere/?a=b#c)", "there is no page at /nowhere/."),
        ("[x](/%E4%B8%AD/)", "there is no page at /中/."),
        ('<a class="y" href="/nowhere/">x</a>', "there is no page at /nowhere/."),
        ('<video src="film.mp4"></video>', "there is no file at /a/film.mp4."),
        ('<div style="background: url(bg.png)">x</div>', "there is no file at /a/bg.png."),
        ('<object data="x.pdf"></object>', "there is no file at /a/x.pdf."),
    ],
)
def test_a_link_that_leads_nowhere(found: Checks, body: str, message: str) -> None:
    assert found({"content/a.md": page(f"Text.\n\n{body}")}) == [("warning", "content/a.md:6", message)]


@pytest.mark.parametrize(
    "body",
    [
        "[x](/b/)", "[x](/b)", "[x](/b/index.html)", "[x](../b/)", "[x](b.md)", "[x](/b/#part)",
        "[x](/b/?q=1)", "[x](#)", "[x](#top)", "[x](#one)\n\n## One", "[x](#two)\n\n<a name=two></a>",
        "[x](c/d.md)", "[x](../c/d.md)", "[x](../c/_index.md#part)", "[x](https://other.example/no/)",
        "[x](mailto:a@b.example)", "[x](https://lab.example/b/)", "[x](//other.example/x)", "[x](/中/)",
        "[x](data:text/plain,x)",
        "![words](one.gif)", "![words](/media/two.gif)", "[x](/one.txt)", "[x](/index.xml)", "[x](/404.html)",
        '<div style="background: url(/one.txt)">x</div>', "`[x](/nowhere/)`", '<a href="">x</a>',
        "[x](/masthead/theme.css)", "[x](/one.txt#part)", '<a href="http://[x/">x</a>',
    ],
)  # fmt: skip
def test_links_that_lead_somewhere(found: Checks, body: str) -> None:
    files = {
        "content/b.md": page("## Part\n\n[x](b.md) [y](c/d.md) [z](中.md)"),
        "content/c/_index.md": page("## Part\n\n[x](d.md) [y](../b.md)"),
        "content/c/d.md": page("[x](_index.md) [y](../b.md#part) [z](/c/d.md)"),
        "content/中.md": page("x"),
        "content/a/index.md": page(body),
        "content/a/one.gif": GIF,
        "assets/media/two.gif": GIF,
        "static/one.txt": "x",
    }
    assert found(files) == []


def test_an_anchor_that_the_page_lacks(found: Checks, site: Site) -> None:
    files = {"content/b.md": page("## Our part"), "content/a.md": page("[x](/b/#our-parts)\n\n[y](#here)")}
    assert found(files) == [
        ("warning", "content/a.md:4", "there is no '#our-parts' on the page /b/."),
        ("warning", "content/a.md:6", "there is no '#here' on the page /a/."),
    ]
    assert "Did you mean 'our-part'?" in [problem.hint for problem in check(site({}))]


def test_a_broken_link_is_told_where_it_is_written(found: Checks) -> None:
    files = {
        "masthead.yaml": SETTINGS["masthead.yaml"] + "menus:\n  main:\n    - {name: Join, url: /join/}\n",
        "content/_index.md": (
            "---\ntitle: Lab\ntype: landing\nsections:\n- block: hero\n  content:\n    title: T\n"
            "    primary_action:\n      text: Go\n      url: /gone/\n---\n"
        ),
        "content/authors/jo/_index.md": "---\ntitle: Jo\nprofiles:\n- icon: envelope\n  url: /mail/\n---\n",
        "content/a.md": page("x", "authors: [jo]\n"),
        "content/b.md": page("x [y](/gone/)"),
    }
    assert found(files) == [
        ("warning", "content/_index.md:10", "there is no page at /gone/."),
        ("warning", "content/authors/jo/_index.md:5", "there is no page at /mail/."),
        ("warning", "content/b.md:4", "there is no page at /gone/."),
        ("warning", "masthead.yaml:5", "there is no page at /join/."),
    ]


def test_hints_of_broken_links(site: Site) -> None:
    cases = {
        "/people/": "Did you mean '/team/people/'?",
        "/post/frist/": "Did you mean '/post/first/'?",
        "www.example.org": "Write 'https://www.example.org'.",
        "/hidden/": "The page is not shown: draft. Show it, or take the link away.",
        "/nothing/like/it/": "Mend the link, or take it away.",
    }
    files = {
        "content/team/people.md": page("x"),
        "content/post/first.md": page("x"),
        "content/hidden.md": page("x", "draft: true\n"),
    }
    for href, expected in cases.items():
        problems = check(site({**SETTINGS, **files, "content/a.md": page(f"[x]({href})")}))
        assert [problem.hint for problem in problems if problem.level is Level.WARNING] == [expected]


def test_links_below_the_path_of_the_address_are_the_sites(site: Site) -> None:
    root = site({**SETTINGS, "content/a.md": page("[x](/lab/a/) [y](/lab/b/)")})
    assert len(check(root)) == 2
    [left] = check(root, base_url="https://uni.example/lab/")
    assert left.message == "there is no page at /b/."


def test_one_problem_is_told_once(found: Checks) -> None:
    messages = [message for _, _, message in found({"content/a/index.md": page("![x](gone.png)")})]
    assert messages == ["there is no picture 'gone.png'."]


def test_all_links_of_a_line_are_told(found: Checks) -> None:
    body = "![x](gone.png) [a](/nowhere/) [b](/a/#none) [c](/left/) [d](/e/) ![y](lost.png)"
    files = {"content/a.md": page(body), "content/left.md": page("x", "draft: true\n")}
    assert [message for level, _, message in found(files) if level == "warning"] == [
        "there is no picture 'gone.png'.",
        "there is no picture 'lost.png'.",
        "there is no page at /nowhere/.",
        "there is no '#none' on the page /a/.",
        "this leads to /left/, which is left out.",
        "there is no page at /e/.",
    ]


def test_style_sheets_in_assets(found: Checks) -> None:
    rules = "a { top: 0 }\nb { background: url(../media/bg.png) url(/one.txt) }\n"
    files = {
        "assets/css/custom.css": rules,
        "assets/scss/custom.scss": "c { src: url('no.woff2') }\n",
        "assets/css/unused.css": rules,
        "static/one.txt": "x",
    }
    assert found(files) == [
        ("warning", "assets/css/custom.css:2", "there is no file at /media/bg.png."),
        ("warning", "assets/scss/custom.scss:1", "there is no file at /scss/no.woff2."),
    ]


def test_a_style_sheet_that_is_no_text_is_passed_over(found: Checks) -> None:
    assert found({"static/a.css": b"a { background: url(x.png) } \xff"}) == []


def test_style_sheets(found: Checks) -> None:
    css = "a { top: 0 }\nb { background: url(../img/bg.png) }\nc { src: url(data:,) url(#y) url(k.txt) }\n"
    assert found({"static/css/own.css": css, "static/css/k.txt": "x"}) == [
        ("warning", "static/css/own.css:2", "there is no file at /img/bg.png.")
    ]


# Pictures


def test_pictures_without_words(found: Checks) -> None:
    body = (
        "![](one.gif)\n\n![words](one.gif)\n\n"
        '<img src="two.gif">\n\n<img src="three.gif" alt="">\n\n<img src="four.gif" alt="words">'
    )
    files = {f"content/a/{name}.gif": GIF for name in ("one", "two", "three", "four")}
    assert found({**files, "content/a/index.md": page(body)}) == [
        ("note", "content/a/index.md:4", "the picture 'one.gif' has no alternative text."),
        ("note", "content/a/index.md:8", "the picture 'two.gif' has no alternative text."),
    ]


def test_pictures_of_templates_are_decoration(found: Checks) -> None:
    files = {"content/post/a/index.md": page("Text."), "content/post/a/featured.gif": GIF}
    assert found(files) == []


# What is there and not shown


def test_hidden_pages_and_why(found: Checks) -> None:
    files = {
        "content/a.md": page("x", "draft: true\n"),
        "content/b.md": page("x", "date: 2999-01-01\n"),
        "content/c.md": page("x", "private: true\n"),
        "content/d.md": page("x", "expiryDate: 2001-01-01\n"),
        "content/e/_index.md": page("x", "cascade: {draft: true}\n"),
        "content/e/f.md": page("x"),
    }
    assert found(files) == [
        ("note", "content/a.md:3", "this page is not shown: draft."),
        ("note", "content/b.md:3", "this page is not shown: its date is in the future."),
        ("note", "content/c.md:3", "this page is not shown: private."),
        ("note", "content/d.md:3", "this page is not shown: expired."),
        ("note", "content/e/f.md", "this page is not shown: draft."),
    ]


def test_people_whom_no_page_names(found: Checks) -> None:
    files = {
        "content/authors/ann/_index.md": "---\ntitle: Ann Ash\n---\n",
        "content/authors/bob/_index.md": "---\ntitle: Bob Birch\n---\n",
        "content/authors/cy/_index.md": "---\ntitle: Cy Cedar\n---\n",
        "data/authors/di.yaml": "name: {display: Di Dogwood}\n",
        "content/a.md": page("With Bob Birch.", "authors: [ann]\n"),
    }
    assert found(files) == [
        ("note", "content/authors/cy/_index.md", "no page names Cy Cedar."),
        ("note", "data/authors/di.yaml", "no page names Di Dogwood."),
    ]


def test_translations_that_lack(found: Checks) -> None:
    settings = (
        SETTINGS["masthead.yaml"] + "languages:\n  en: {languageName: English}\n  zh: {languageName: 中文}\n"
    )
    files = {
        "masthead.yaml": settings,
        "content/_index.zh.md": page("x"),
        "content/a.md": page("x"),
        "content/b.zh.md": page("x"),
        "content/c.md": page("x", "translationKey: same\n"),
        "content/d.zh.md": page("x", "translationKey: same\n"),
    }
    assert found(files) == [
        ("note", "content/a.md", "this page is not translated: 中文."),
        ("note", "content/b.zh.md", "this page is not translated: English."),
    ]


# Keys


def test_settings_that_are_nearly_others(found: Checks, site: Site) -> None:
    own = "titel: x\ntimeout: 1\nmarkup: {goldmark: {renderer: {unsave: true}}, highlight: {style: x}}\n"
    params = (
        "own: {mode: dark}\nheader: {navbar: {alignn: l, qqqq: 1}}\nfeatures: {avatar: {gravatar: true}}\n"
    )
    files = {"masthead.yaml": SETTINGS["masthead.yaml"] + own, "config/_default/params.yaml": params}
    site({"config/_default/hugo.yaml": "paginat: 5\n"})
    assert found(files) == [
        ("warning", "config/_default/hugo.yaml:1", "`paginat` is no setting."),
        ("warning", "config/_default/params.yaml:2", "`params.header.navbar.alignn` is no setting."),
        ("warning", "masthead.yaml:3", "`titel` is no setting."),
        ("warning", "masthead.yaml:5", "`markup.goldmark.renderer.unsave` is no setting."),
    ]
    hints = [problem.hint for problem in check(site({}))]
    assert hints == [f"Did you mean '{key}'?" for key in ("paginate", "align", "title", "unsafe")]


def test_widgets_that_have_nearly_a_key(found: Checks) -> None:
    files = {
        "content/home/index.md": "---\ntype: widget_page\nheadless: true\n---\n",
        "content/home/one.md": "---\nwidget: blank\ntitle: One\nsubtitel: x\n---\nText.\n",
    }
    assert found({**files, "content/_index.md": ""})[:1] == [
        ("warning", "content/home/one.md:4", "nothing reads the key 'subtitel'.")
    ]


def test_front_matter_that_is_nearly_a_key(found: Checks, site: Site) -> None:
    more = "sumary: x\ntgas: [y]\nreading\\_time: false\nour_own: 1\nmath: true\ndisable_comment: true\n"
    assert found({"content/a.md": page("x", more)}) == [
        ("warning", "content/a.md:3", "nothing reads the key 'sumary'."),
        ("warning", "content/a.md:5", "nothing reads the key 'reading\\\\_time'."),
    ]
    assert [problem.hint for problem in check(site({}))] == [
        "Did you mean 'summary'?",
        "Did you mean 'reading_time'?",
    ]


def test_keys_of_sections_that_nothing_reads(found: Checks, site: Site) -> None:
    home = """---
title: Lab
type: landing
sections:
- block: hero
  idd: top
  content:
    title: T
    subtitel: S
    ours: 1
    primary_action: {text: Go, url: /, colour: red}
  design:
    spacing: {padding: [0]}
    sound: loud
- block: collection
  content: {count: 5, filters: {folders: [post], kind: x}}
  design: {view: card}
---
"""
    places = {
        (level, where.rpartition(":")[2], message.split("'")[1])
        for level, where, message in found({"content/_index.md": home, "content/post/a.md": page("x")})
    }
    assert places == {
        ("warning", "9", "subtitel"),
        ("note", "6", "idd"),
        ("note", "10", "ours"),
        ("note", "11", "colour"),
        ("note", "14", "sound"),
        ("warning", "16", "kind"),
    }


def test_blocks_that_nobody_knows_may_say_anything(found: Checks) -> None:
    home = "---\ntitle: L\ntype: landing\nsections:\n- block: mine\n  content: {any: thing}\n---\n"
    files = {"content/_index.md": home, "templates/masthead/blocks/mine.html": "<p>Mine</p>"}
    assert found(files) == []


# Parts


def test_what_a_page_holds() -> None:
    answer = read_answer(
        '<h2 id="a">x</h2><a name=b href="/x?y&amp;z">x</a><img src=i.png alt=" "><img src="j.png" alt="j">'
        '<img src="k.png" role=presentation><source srcset="l.png 1x, m.png 2x">'
        "<style>p{background:url(n.png)}</style><link rel=canonical href=o><link rel=icon href=p>"
        '<script>"<a href=q>"</script><p style="--x: url(\'r.png\')">'
    )
    assert answer.ids == {"a", "b"}
    assert answer.links == ("/x?y&z",)
    assert set(answer.files) == {"i.png", "j.png", "k.png", "l.png", "m.png", "n.png", "p", "r.png"}
    assert answer.wordless == ("i.png",)


def test_urls_of_css() -> None:
    assert list(css_urls("url(a) URL( \"b c\" ) url('d') image(e) url()")) == ["a", "b c", "d", ""]


def test_how_a_url_may_have_been_written() -> None:
    found = spellings("/post/x/map%20one.png.card-400.webp", "/post/x/", short=True)
    assert found[0] == "/post/x/map%20one.png"
    assert {"/post/x/map one.png", "map one.png", "x/map one.png"} <= set(found)


# Formats


PROBLEMS = [
    Problem("it is\nwrong: 100%.", Where("a,b.md", 3, "sections[2].id"), "Mend it.", Level.ERROR),
    Problem("so is this.", Where("b.md")),
    Problem("this may be meant.", Where("c.md", 1), "", Level.NOTE),
]


def test_json() -> None:
    told = json.loads(as_json(PROBLEMS))
    assert {key: told[key] for key in ("errors", "warnings", "notes")} == {
        "errors": 1,
        "warnings": 1,
        "notes": 1,
    }
    assert told["problems"][0] == {
        "level": "error", "file": "a,b.md", "line": 3, "key": "sections[2].id",
        "message": "it is\nwrong: 100%.", "hint": "Mend it.",
    }  # fmt: skip
    assert told["problems"][1]["line"] is None


def test_annotations() -> None:
    from pathlib import PurePosixPath

    assert list(as_annotations(PROBLEMS, PurePosixPath("sites/lab"))) == [
        "::error file=sites/lab/a%2Cb.md,line=3,title=masthead check::it is%0Awrong: 100%25. Mend it.",
        "::warning file=sites/lab/b.md,title=masthead check::so is this.",
        "::notice file=sites/lab/c.md,line=1,title=masthead check::this may be meant.",
    ]


def test_summary() -> None:
    assert summary(PROBLEMS) == "1 error, 1 warning, 1 note"
    assert summary([PROBLEMS[1]] * 2) == "0 errors, 2 warnings"


@pytest.mark.parametrize(
    ("files", "options", "status"),
    [
        ({}, [], 0),
        ({"content/a.md": page("[x](/no/)")}, [], 0),
        ({"content/a.md": page("[x](/no/)")}, ["--strict"], 1),
        ({"content/a.md": page("x", "draft: true\n")}, ["--strict", "--notes"], 0),
        ({"content/a.md": "---\ntitle: [\n---\n"}, [], 1),
        ({"content/a.md": "---\ntitle: [\n---\n"}, ["--format", "json"], 1),
    ],
)
def test_the_exit_status(site: Site, files: Mapping[str, str], options: list[str], status: int) -> None:
    assert CliRunner().invoke(main, ["check", str(site({**SETTINGS, **files})), *options]).exit_code == status


def test_notes_are_told_when_asked_for(site: Site) -> None:
    root = str(site({**SETTINGS, "content/a.md": page("x", "draft: true\n")}))
    quiet = CliRunner().invoke(main, ["check", root]).output
    assert "this page is not shown" not in quiet
    assert "No problems found." in quiet
    assert "1 note: see them with --notes." in quiet
    loud = CliRunner().invoke(main, ["check", root, "--notes"]).output
    assert "content/a.md:3: note: this page is not shown: draft." in loud
    assert json.loads(CliRunner().invoke(main, ["check", root, "--format", "json"]).stdout)["notes"] == 1


def test_annotations_name_files_from_where_the_command_runs(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site({**SETTINGS, "content/a.md": page("[x](/no/)")})
    monkeypatch.chdir(root.parent)
    told = CliRunner().invoke(main, ["check", "site", "--format", "github"]).stdout
    assert told.startswith("::warning file=site/content/a.md,line=4,title=masthead check::")
    monkeypatch.chdir(root)
    told = CliRunner().invoke(main, ["check", "--format", "github"]).stdout
    assert told.startswith("::warning file=content/a.md,line=4,")


def test_nothing_is_left_open_or_written(site: Site) -> None:
    root = site(
        {**SETTINGS, "content/a.md": page("![](one.gif) [x](one.gif.card-400.webp)"), "content/one.gif": GIF}
    )
    before = sorted(root.rglob("*"))
    check(root)
    assert [path for path in sorted(root.rglob("*")) if ".masthead" not in path.parts] == before


def test_who_says_where_the_site_will_stand_is_not_asked_for_it(site: Site) -> None:
    root = site({**SETTINGS, "masthead.yaml": "title: Lab\n"})
    [asked] = check(root)
    assert asked.where == Where("masthead.yaml") and "where the site will stand" in asked.message
    assert check(root, base_url="https://uni.example/lab/") == []
    site({"masthead.yaml": "title: [Lab\nbaseURL: https://lab.example/\n"})
    assert [problem.message.partition(":")[0] for problem in check(root)] == ["This is no valid YAML"]
    site({"masthead.yaml": "title: Lab\n"})
    for wrong in ("uni.example", "http://["):
        with pytest.raises(ContentError, match="not the address of a site"):
            check(root, base_url=wrong)
