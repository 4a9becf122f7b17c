"""How settings become colours, fonts and shapes; that every colour can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from masthead.color import contrast, parse_color
from masthead.config import Config, load_config
from masthead.config.skin import Side, Tones, tones
from masthead.errors import Problems
from masthead.packs import COLOR_PACKS, DARK_PACKS, FONT_PACKS, Colors
from masthead.palette import PALETTE

AA = 4.5
SIDES: tuple[Side, Side] = ("light", "dark")
NAMES = sorted({name.partition("-")[0] for name in PALETTE if "-" in name})

Load = Callable[..., Config]
Client = Callable[[Mapping[str, str | bytes]], FlaskClient]


def weakest(found: Tones) -> float:
    """The least contrast of any text, link or button of a side, of the colours as they are printed."""
    pairs = [
        (text, ground)
        for text in (found.ink, found.soft, found.accent)
        for ground in (found.paper, found.raised, found.wash)
    ]
    pairs += [(found.on_accent, found.accent), (found.ink, found.mark)]
    printed = [(parse_color(str(one)), parse_color(str(other))) for one, other in pairs]
    return min(contrast(one, other) for one, other in printed if one and other)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", COLOR_PACKS)
def test_every_pack_can_be_read(name: str, side: Side) -> None:
    colors: Colors = getattr(COLOR_PACKS[name], side)
    assert weakest(tones(colors, side)) >= AA
    if colors.bar:
        band = Colors(primary=colors.primary, paper=colors.bar, ink=colors.bar_text)
        assert weakest(tones(band, side)) >= AA


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", [*NAMES, "#ffff00", "#000000", "#ffffff", "#808080", "#ff0000"])
def test_every_colour_of_a_site_can_be_read(name: str, side: Side) -> None:
    assert weakest(tones(Colors(primary=name), side)) >= AA
    assert weakest(tones(Colors(primary=name, neutral=name), side)) >= AA
    assert weakest(tones(Colors(primary=name, paper=name, ink=name), side)) >= AA


def test_the_packs_differ() -> None:
    looks = {str(tones(pack.light, "light")) + str(tones(pack.dark, "dark")) for pack in COLOR_PACKS.values()}
    assert len(looks) == len(COLOR_PACKS)
    assert set(COLOR_PACKS) > DARK_PACKS


def test_light_is_light_and_dark_is_dark() -> None:
    for name, pack in COLOR_PACKS.items():
        assert tones(pack.light, "light").paper.luminance > 0.7, name
        assert tones(pack.dark, "dark").paper.luminance < 0.05, name


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(params: str, files: Mapping[str, str] = {}) -> Config:
        named = {"config/_default/params.yaml": params, "content/_index.md": "", **files}
        for name, text in named.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return load_config(tmp_path, Problems())

    return load


def properties(style: str) -> dict[str, str]:
    return {name[5:]: value for name, value in (part.split(": ", 1) for part in style.split("; ") if part)}


def look(config: Config) -> dict[str, str]:
    return properties(config.language().skin.page)


def test_nothing_is_said_of_the_look_by_default(load: Load) -> None:
    skin = load("").language().skin
    assert (skin.page, skin.header, skin.footer, skin.size) == ("", "", "", 100)
    default = "hugoblox: {theme: {pack: default, colors: {primary: ''}}, layout: {radius: md}}"
    assert load(default).language().skin.page == ""


@pytest.mark.parametrize(
    "params",
    [
        "appearance: {color: emerald}",
        "hugoblox: {theme: {colors: {primary: emerald}}}",
        "hugoblox: {theme: {colors_light: {primary: emerald}, colors_dark: {primary: emerald}}}",
    ],
)
def test_a_colour_in_every_spelling(load: Load, params: str) -> None:
    found = look(load(params))
    assert found["seed"] == PALETTE["emerald-600"]
    day, night = tones(Colors(primary="emerald-600"), "light"), tones(Colors(primary="emerald-300"), "dark")
    assert found["accent"] == f"light-dark({day.accent}, {night.accent})"


@pytest.mark.parametrize(
    "params",
    [
        "appearance: {theme_day: ocean, theme_night: forest}",
        "hugoblox: {theme: {pack: {light: ocean, dark: Forest}}}",
    ],
)
def test_a_pack_for_each_side(load: Load, params: str) -> None:
    skin = load(params).language().skin
    paper = properties(skin.page)["paper"]
    ocean, forest = COLOR_PACKS["ocean"].light, COLOR_PACKS["forest"].dark
    assert paper == f"light-dark({ocean.paper}, {forest.paper})"
    assert properties(skin.header)["paper"] == f"light-dark({ocean.bar}, {forest.bar})"


def test_a_dark_theme_by_day_alone_is_dark(load: Load) -> None:
    assert load("appearance: {theme_day: dracula}").language().params.theme.mode == "dark"
    assert load("appearance: {theme_day: ocean}").language().params.theme.mode == "light"


def test_surfaces(load: Load) -> None:
    skin = (
        load(
            "hugoblox: {theme: {surfaces: {background: '#fef3c7', header: {background: '#134e4a', "
            "foreground: white}, footer: {background: black}}}}"
        )
        .language()
        .skin
    )
    assert properties(skin.page)["paper"] == "light-dark(#fef3c7, #fef3c7)"
    header, footer = properties(skin.header), properties(skin.footer)
    assert (header["paper"], header["ink"]) == (
        "light-dark(#134e4a, #134e4a)",
        "light-dark(#ffffff, #ffffff)",
    )
    assert footer["paper"] == "light-dark(#000000, #000000)"


def test_what_is_no_colour_is_left_out(load: Load) -> None:
    assert look(load("hugoblox: {theme: {colors: {primary: 'red; --x: url(evil)'}}}")) == {}


@pytest.mark.parametrize(
    "theme",
    [
        "light = true\nprimary = '#aa3377'\nmenu_primary = '#221133'\nmenu_text = '#fff'\n"
        "home_section_odd = 'rgb(255, 250, 245)'\n",
        "[light]\nprimary = '#aa3377'\nmenu_primary = '#221133'\nbackground = '#fffaf5'\n",
        "[light.colors]\nprimary = '#aa3377'\n[light.ui]\nbackground = '#fffaf5'\n"
        "[light.ui.header]\nbackground = '#221133'\n",
        "[hugoblox.light.colors]\nprimary = '#aa3377'\n[hugoblox.light.surfaces]\nbackground = '#fffaf5'\n"
        "[hugoblox.light.surfaces.header]\nbackground = '#221133'\n",
    ],
)
def test_a_pack_of_the_sites_own(load: Load, theme: str) -> None:
    skin = load("appearance: {theme_day: mine}", {"data/themes/mine.toml": theme}).language().skin
    found = properties(skin.page)
    assert found["seed"] == "#aa3377"
    assert found["paper"].startswith("light-dark(#fffaf5, ")
    assert properties(skin.header)["paper"].startswith("light-dark(#221133, ")


def test_a_pack_of_the_sites_own_wins(load: Load) -> None:
    own = {"data/themes/ocean.yaml": "light: {colors: {primary: '#112233'}}"}
    assert look(load("hugoblox: {theme: {pack: ocean}}", own))["seed"] == "#112233"


@pytest.mark.parametrize(
    ("params", "heading", "body"),
    [
        ("appearance: {font: native}", "var(--mh-sans)", "var(--mh-sans)"),
        ("hugoblox: {typography: {pack: System}}", "var(--mh-sans)", "var(--mh-sans)"),
        ("appearance: {font: Lato}", '"Lato", var(--mh-sans)', '"Lato", var(--mh-sans)'),
        ("appearance: {font: mine}", '"Lato", var(--mh-sans)', "Merriweather, serif, var(--mh-sans)"),
    ],
)
def test_fonts(load: Load, params: str, heading: str, body: str) -> None:
    fonts = {"data/fonts/mine.toml": "heading_font = 'Lato'\nbody_font = 'Merriweather, serif'\n"}
    found = look(load(params, fonts))
    assert (found["heading"], found["body"]) == (heading, body)


def test_a_font_cannot_end_its_attribute(load: Load) -> None:
    found = load("appearance: {font: 'A; color: red} </style>'}").language().skin.page
    assert not re.search(r"[{}<>]|; color", found)


def test_every_set_of_fonts_ends_in_one_that_is_there() -> None:
    for name, pack in FONT_PACKS.items():
        for stack in (pack.heading, pack.body, pack.mono):
            assert not stack or stack.endswith(("var(--mh-sans)", "var(--mh-serif)", "var(--mh-mono)")), name


def test_shapes_and_sizes(load: Load) -> None:
    config = load(
        "hugoblox: {layout: {radius: none, spacing: compact, avatar_shape: square}, typography: {size: xl}}"
    )
    found = look(config)
    assert (found["radius"], found["avatar"]) == ("0px", "0px")
    assert found["space"] < "4rem"
    assert config.language().skin.size > 100


def test_pages_say_how_they_look(client: Client) -> None:
    app = client(
        {
            "hugo.yaml": "title: T\n",
            "config/_default/params.yaml": "appearance: {theme_day: ocean, font_size: XL}\n",
            "content/_index.md": "---\ntitle: T\n---\n",
        }
    )
    page = LexborHTMLParser(app.get("/").text)
    body, header, root = page.css_first("body"), page.css_first("header.mh-header"), page.css_first("html")
    assert body is not None and header is not None and root is not None
    assert "--mh-accent: light-dark(" in (body.attributes["style"] or "")
    assert COLOR_PACKS["ocean"].light.bar in (header.attributes["style"] or "")
    assert root.attributes["style"] == "font-size: 113%"
    assert root.attributes["data-theme"] == "light"


def test_a_theme_that_changes_is_read_again(client: Client, tmp_path: Path) -> None:
    app = client(
        {
            "config/_default/params.yaml": "appearance: {theme_day: mine}\n",
            "data/themes/mine.toml": "primary = '#112233'\n",
            "content/_index.md": "",
        }
    )
    assert "#112233" in app.get("/").text
    (tmp_path / "site/data/themes/mine.toml").write_text("primary = '#332211' # another\n", "utf-8")
    app.application.extensions["masthead"]["masthead"].website.refresh()
    assert "#332211" in app.get("/").text
