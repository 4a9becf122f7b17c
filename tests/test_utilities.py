"""Tailwind's classes: which are known, what they become, and where their stylesheet stands."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from conftest import Site
from masthead import create_app
from masthead.palette import PALETTE, SHADES, is_dark, theme_shade
from masthead.utilities import URL, class_names, known, stylesheet


def body(name: str) -> str:
    """What one class does."""
    found = re.search(r"^\.masthead [^{]*\{ (.*) \}$", stylesheet([name]), re.M)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("p-4", "padding: 1rem"),
        ("col-span-2", "grid-column: span 2 / span 2"),
        ("row-span-3", "grid-row: span 3 / span 3"),
        ("order-12", "order: 12"),
        ("px-0.5", "padding-inline: 0.125rem"),
        ("pt-0", "padding-top: 0"),
        ("mx-auto", "margin-inline: auto"),
        ("-mt-3", "margin-top: -0.75rem"),
        ("w-1/3", "width: 33.3333%"),
        ("h-px", "height: 1px"),
        ("max-w-4xl", "max-width: 56rem"),
        ("max-w-prose", "max-width: 65ch"),
        ("w-[300px]", "width: 300px"),
        ("gap-x-6", "column-gap: 1.5rem"),
        ("text-center", "text-align: center"),
        ("text-lg", "font-size: 1.125rem; line-height: 1.5"),
        ("text-[14px]", "font-size: 14px"),
        ("font-bold", "font-weight: 700"),
        ("font-mono", "font-family: var(--mh-mono)"),
        ("rounded", "border-radius: 0.25rem"),
        ("rounded-t-xl", "border-top-left-radius: 0.75rem; border-top-right-radius: 0.75rem"),
        ("border", "border-width: 1px; border-style: solid"),
        ("border-b-2", "border-bottom-width: 2px; border-bottom-style: solid"),
        ("shadow-2xl", "box-shadow: 0 25px 50px -12px rgb(0 0 0 / 0.15)"),
        ("shadow-none", "box-shadow: none"),
        ("grid-cols-3", "grid-template-columns: repeat(3, minmax(0, 1fr))"),
        ("items-center", "align-items: center"),
        ("opacity-50", "opacity: 0.5"),
        ("flex", "display: flex"),
        ("bg-gray-50", "--mh-u-bg: #f9fafb; --mh-u-on: #1a1d21"),
        ("dark:bg-gray-900", "--mh-u-bg-dark: #111827; --mh-u-on-dark: #fff"),
        ("bg-black/40", "--mh-u-bg: color-mix(in oklab, #000 40%, transparent)"),
        ("text-[#123456]", "--mh-u-text: #123456"),
        ("from-primary-500", "--mh-u-from: color-mix(in oklab, var(--mh-seed) 100%, white)"),
    ],
)
def test_what_a_class_does(name: str, expected: str) -> None:
    assert body(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "",
        "btn",
        "btn-primary",
        "row",
        "col-md-6",
        "section",
        "dark",
        "light",
        "dark:dark",
        "fullscreen",
        "w-50",
        "p-13",
        "p-",
        "p-x",
        "-p-4",
        "-w-3",
        "-flex",
        "-bg-red-500",
        "bg-",
        "bg-nothing",
        "bg-gray-55",
        "bg-gray",
        "text-light",
        "text-",
        "font-0",
        "grid-cols-0",
        "grid-cols-99",
        "opacity-200",
        "w-4/3",
        "w-0/2",
        "w-1/99",
        "md:md:p-4",
        "sm:md:p-4",
        "print:p-4",
        "dark:hidden",
        "group-hover:p-4",
        "shadow-x",
        "border-3",
        "rounded-x",
        "bg-[red]",
        "w-[url(x)]",
        "w-[1px;color:red]",
        "}p-4",
        "p-4{",
        "P-4",
        "mh-grid",
        "highlight",
        "chroma",
    ],
)
def test_classes_that_are_left_alone(name: str) -> None:
    assert not known([name]) and stylesheet([name]) == ""


def test_names_become_selectors() -> None:
    css = stylesheet(["sm:w-1/2", "2xl:p-8", "hover:bg-red-500", "w-[3.5rem]", "first:mt-0", "space-x-3"])
    assert r".masthead .sm\:w-1\/2 { width: 50% }" in css
    assert r".masthead .\32 xl\:p-8 { padding: 2rem }" in css
    assert r".masthead .hover\:bg-red-500:hover {" in css
    assert r".masthead .w-\[3\.5rem\] { width: 3.5rem }" in css
    assert r".masthead .first\:mt-0:first-child { margin-top: 0 }" in css
    assert ".masthead .space-x-3 > * + * { margin-inline-start: 0.75rem }" in css


def test_everything_stands_in_its_layer_and_below_masthead() -> None:
    css = stylesheet(["p-4", "md:bg-white", "via-red-500", "text-white", "dark:bg-black"])
    head, layer, rules = css.partition("@layer masthead.utilities {\n")
    assert layer and all(line.startswith("@property --mh-u-") for line in head.splitlines())
    for line in rules.splitlines():
        assert line in ("}", "") or line.startswith(("@media (width >= ", ".masthead .", ":is(.masthead ."))
    assert css.count("{") == css.count("}")


def test_rules_of_all_sides_come_before_those_of_one() -> None:
    names = ["pt-0", "px-2", "p-4", "rounded-t-lg", "rounded", "md:p-2", "border-b-2", "border"]
    css = stylesheet(names)
    at = {name: css.index("." + name.replace(":", r"\:") + " ") for name in names}
    assert at["p-4"] < at["px-2"] < at["pt-0"] < at["md:p-2"]
    assert at["rounded"] < at["rounded-t-lg"] and at["border"] < at["border-b-2"]


def test_the_same_names_make_the_same_bytes() -> None:
    names = ["p-4", "bg-white", "dark:bg-black", "md:flex", "text-sm", "from-sky-50", "btn", "p-4"]
    expected = stylesheet(names)
    for seed in range(5):
        random.Random(seed).shuffle(names)
        assert stylesheet(names) == expected


def test_an_opaque_background_brings_the_colours_of_its_text() -> None:
    css = stylesheet(["bg-gray-900", "bg-white", "bg-gray-500/10", "bg-transparent"])
    schemes = dict(re.findall(r":is\(\.masthead \.([\w-]+)\):where.*?color-scheme: (\w+)", css))
    assert schemes == {"bg-gray-900": "dark", "bg-white": "light"}
    assert "color-scheme" not in stylesheet(["dark:bg-gray-900"])


def test_gradients() -> None:
    css = stylesheet(["bg-gradient-to-br", "from-sky-50", "via-sky-100", "to-sky-200", "dark:to-black"])
    assert "linear-gradient(to bottom right, light-dark(var(--mh-u-from, transparent)," in css
    assert re.search(r"\.via-sky-100 \{ --mh-u-mid: light-dark\(.*\), \}", css)
    assert "--mh-u-mid" not in stylesheet(["from-sky-50"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<div class="a b">', {"a", "b"}),
        ("<div id=x class='a  b'>", {"a", "b"}),
        ("<p class=a>", {"a"}),
        ("  css_class: a b  # why\n", {"a", "b"}),
        ("css_class: 'a bg-[#123]'\n", {"a", "bg-[#123]"}),
        ("card: {css_class: a, css_style: x}", {"a"}),
        ('css_class = "a"', {"a"}),
        ('"css_class_primary": "a"', {"a"}),
        ("css_class:\n  a: b\n", set()),
        ("The class is full.", set()),
        ("subclass: a", set()),
    ],
)
def test_names_in_a_text(text: str, expected: set[str]) -> None:
    assert class_names(text) == expected


def test_the_palette() -> None:
    assert len(PALETTE) == 22 * len(SHADES) + 4
    assert all(re.fullmatch(r"#[0-9a-f]{6}", PALETTE[f"{name}-500"]) for name in ("red", "slate", "rose"))
    assert theme_shade("primary-700") == "color-mix(in oklab, var(--mh-seed) 71%, black)"
    assert theme_shade("primary-50") == "color-mix(in oklab, var(--mh-seed) 10%, white)"
    assert theme_shade("sky-50") is None and theme_shade("primary") is None
    assert [is_dark(name) for name in ("black", "white", "sky-500", "sky-400")] == [True, False, True, False]


# The stylesheet of a site

SECTION = "- block: markdown\n  content: {{text: Hey}}\n  design: {{css_class: {}}}\n"
HOME = f"---\ntitle: T\nsections:\n{SECTION}---\n"


def files(classes: str) -> dict[str, str | bytes]:
    return {"masthead.yaml": "title: T\n", "content/_index.md": HOME.format(classes)}


def test_a_site_serves_the_classes_that_it_names(site: Site) -> None:
    root = site({**files("bg-gray-50 ours"), "content/a.md": '---\ntitle: A\n---\n<p class="mt-4">B</p>\n'})
    client = create_app(root).test_client()
    response = client.get(URL)
    assert response.content_type == "text/css; charset=utf-8"
    assert ".bg-gray-50" in response.text and ".mt-4" in response.text and "ours" not in response.text
    for url in ("/", "/a/"):
        links = re.findall(r'<link rel="stylesheet" href="([^"]*)"', client.get(url).text)
        assert links[0] == "/masthead/theme.css" and links[-1] == URL


def test_a_site_that_names_none_has_no_such_stylesheet(site: Site) -> None:
    client = create_app(site(files("dark ours"))).test_client()
    assert client.get(URL).status_code == 404
    assert URL not in client.get("/").text


def test_texts_that_pages_are_made_of_count(site: Site) -> None:
    root = site(
        {
            "masthead.yaml": "title: T\n",
            "content/home/index.md": "---\ntype: widget_page\nheadless: true\n---\n",
            "content/home/hero.md": "---\nwidget: blank\nadvanced: {css_class: shadow-lg}\n---\nText\n",
        }
    )
    assert ".shadow-lg" in create_app(root).test_client().get(URL).text


def test_an_edit_brings_its_classes(site: Site) -> None:
    app = create_app(site(files("p-4")))
    app.debug = True
    client = app.test_client()
    assert ".p-4" in client.get(URL).text
    site(files("pt-16 pb-2"))
    client.get("/")
    assert ".pt-16" in client.get(URL).text and ".p-4" not in client.get(URL).text


def test_the_theme_gives_the_layer_its_place() -> None:
    theme = (Path(__file__).parents[1] / "static/masthead/theme.css").read_text("utf-8")
    assert re.search(r"@layer tokens, .*pages, utilities, print;", theme)


def test_a_page_without_such_classes_does_not_load_them(client: Callable[..., FlaskClient]) -> None:
    app = client(
        {
            "hugo.yaml": "title: T\n",
            "content/_index.md": '---\ntitle: T\n---\n<p class="text-center mt-4">Yes</p>\n',
            "content/plain.md": "---\ntitle: Plain\n---\nNo\n",
        }
    )
    assert "utilities.css" in app.get("/").text
    assert "utilities.css" not in app.get("/plain/").text
