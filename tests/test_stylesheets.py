"""What a site brings to its look: CSS, SCSS without Sass, and files of fonts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from flask.testing import FlaskClient

from masthead.packs import FontPack
from masthead.stylesheets import font_faces, style_files, with_urls, without_sass
from masthead.website import Edition

Client = Callable[[Mapping[str, str | bytes]], FlaskClient]
Read = Callable[[Mapping[str, str | bytes]], Edition]

SITE = {"hugo.yaml": "title: T\n", "content/_index.md": "---\ntitle: T\n---\n"}


def test_which_files_are_styles() -> None:
    named = ["lab", "css/more.css", "/own.css"]
    assert set(style_files(named)) == {
        "css/custom.css",
        "scss/custom.scss",
        "css/lab.css",
        "css/more.css",
        "css/own.css",
    }


def test_scss_that_is_css() -> None:
    text = '/* $no */ .a { // one\n  .b & { c: d; } // two\n  e: url(https://a.example/x); f: "//"\n}\n'
    css = without_sass(text)
    assert isinstance(css, str)
    assert "one" not in css and "two" not in css
    assert "https://a.example/x" in css and '"//"' in css and "/* $no */" in css


@pytest.mark.parametrize(
    "sass", ["$blue: #00f;", "@import 'x';", ".a { @include b; }", ".a { &-b { c: d } }", ".a { b: #{$c}; }"]
)
def test_what_only_sass_reads_is_found_with_its_line(sass: str) -> None:
    assert without_sass(f".a {{ b: c }}\n/* one\ntwo */\n{sass}\n") == 4


def test_addresses_are_relative_to_where_hugo_puts_the_file() -> None:
    css = "a { b: url(../media/x.png) url('/y.svg') url(\"data:z\") url(//a.example/b) url(#c) }"
    expected = 'a { b: url("/lm/media/x.png") url("/lm/y.svg") url("data:z") url(//a.example/b) url(#c) }'
    assert with_urls(css, "/css/", lambda url: f"/lm{url}") == expected


@pytest.mark.parametrize(
    ("name", "weight", "style"),
    [
        ("Lato-Regular.woff2", "400", "normal"),
        ("lato.ttf", "400", "normal"),
        ("Lato-BoldItalic.woff", "700", "italic"),
        ("lato-v24-latin-900italic.woff2", "900", "italic"),
        ("Lato-ExtraLight.otf", "200", "normal"),
        ("Lato[wght].woff2", "100 900", "normal"),
        ("Lato-Italic-VariableFont_wght.ttf", "100 900", "italic"),
    ],
)
def test_a_fonts_file_is_known_by_its_name(name: str, weight: str, style: str) -> None:
    (rule,) = font_faces(FontPack(body='"Lato", serif'), {f"/fonts/{name}": f"/lm/fonts/{name}"})
    assert f'font-family: "Lato"; font-weight: {weight}; font-style: {style};' in rule
    assert f'url("/lm/fonts/{name}")' in rule


def test_other_fonts_are_not_loaded() -> None:
    names = ["LatoPixel.woff2", "Roboto.woff2", "lato.css"]
    assert list(font_faces(FontPack(body="Lato"), {f"/{name}": name for name in names[:2]})) == []


def test_the_smallest_format_is_loaded() -> None:
    (rule,) = font_faces(FontPack(body="Lato"), {"/Lato.ttf": "a", "/Lato.woff2": "b", "/Lato.woff": "c"})
    assert 'url("b") format("woff2")' in rule


def test_every_page_loads_the_sites_styles(client: Client) -> None:
    app = client(
        {
            **SITE,
            "config/_default/params.yaml": "appearance: {font: Lato}\nplugins_css: [lab]\n",
            "assets/css/custom.css": ".a { background: url(../media/x.png) }",
            "assets/css/lab.css": ".lab { color: red }",
            "assets/css/other.css": ".other { color: red }",
            "assets/scss/custom.scss": ".b { .c { color: red } } // no\n",
            "assets/fonts/Lato-Bold.woff2": b"font",
        }
    )
    assert '<link rel="stylesheet" href="/masthead/site.css">' in app.get("/").text
    css = app.get("/masthead/site.css")
    assert css.content_type == "text/css; charset=utf-8"
    assert 'src: url("/fonts/Lato-Bold.woff2")' in css.text
    assert 'url("/media/x.png")' in css.text and ".lab" in css.text and ".b { .c" in css.text
    assert ".other" not in css.text and "// no" not in css.text
    with app.get("/fonts/Lato-Bold.woff2") as font:
        assert font.data == b"font"


def test_a_site_without_styles_loads_none(client: Client) -> None:
    app = client({**SITE, "static/fonts/Lato.woff2": b"font"})
    assert "site.css" not in app.get("/").text
    assert app.get("/masthead/site.css").status_code == 404


def test_sass_is_left_out_and_told(client: Client) -> None:
    app = client({**SITE, "assets/scss/custom.scss": ".a { color: red }\n$b: red;\n"})
    assert ".a" not in app.get("/masthead/site.css").text
    problems = app.application.extensions["masthead"]["masthead"].website.edition.problems
    (told,) = [problem for problem in problems if "Sass" in problem.message]
    assert str(told.where) == "assets/scss/custom.scss:2"
