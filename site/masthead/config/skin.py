"""A site's look as custom properties of CSS: its colours, fonts, corners and distances."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from masthead.color import MIDDLE, Color, contrast, parse_color, readable
from masthead.config.look import Colors as Palette
from masthead.config.look import Layout, Surface, Theme, Typography
from masthead.config.params import Params
from masthead.packs import COLOR_PACKS, FONT_PACKS, ColorPack, Colors, FontPack

Side = Literal["light", "dark"]

READABLE, SOFT = 4.6, 5.0
"""The contrast of links and buttons, and of text that is less important, with all that they stand on."""

_SEED: Mapping[Side, str] = {"light": "#0b7285", "dark": "#6fc3d6"}
_PAPER: Mapping[Side, str] = {"light": "#fdfcfa", "dark": "#14181d"}
_WHITE, _BLACK = Color(1, 0, 0), Color(0, 0, 0)

_SIZES = {"xs": 88, "sm": 94, "md": 100, "lg": 106, "xl": 113}
_RADII = {"none": "0px", "sm": "0.25rem", "md": "0.625rem", "lg": "1rem", "full": "1.5rem"}
_SPACES = {"compact": "2.75rem", "comfortable": "4rem", "spacious": "5.25rem"}
_AVATARS = {"circle": "50%", "square": "0px", "rounded": "var(--mh-radius)"}


class Skin(Struct, frozen=True):
    """What pages say of their look, as values of `style`: of the page, its header and its footer.

    `size` is the size of the root's text in percent, `paper` the page's colour by day and by night.
    """

    page: str = ""
    header: str = ""
    footer: str = ""
    size: int = 100
    paper: Mapping[Side, str] = field(default_factory=lambda: dict(_PAPER))


def make_skin(
    params: Params, color_packs: Mapping[str, ColorPack], font_packs: Mapping[str, FontPack]
) -> Skin:
    """The look that the settings describe; of the packs, the site's own win over ours."""
    theme, type_, layout = params.theme, params.typography, params.layout
    packs = {**COLOR_PACKS, **color_packs}
    light = _colors(theme, packs, "light")
    dark = _colors(theme, packs, "dark")
    page = {**_tones(light, dark), **_fonts(type_, font_packs), **_shapes(layout)}
    return Skin(
        _style(page),
        _style(_band((light, light.bar, light.bar_text), (dark, dark.bar, dark.bar_text))),
        _style(_band((light, light.foot, light.foot_text), (dark, dark.foot, dark.foot_text))),
        _SIZES[type_.size],
        {"light": light.paper or _PAPER["light"], "dark": dark.paper or _PAPER["dark"]},
    )


def _style(properties: Mapping[str, str]) -> str:
    return "; ".join(f"--mh-{name}: {value}" for name, value in properties.items())


def _colors(theme: Theme, packs: Mapping[str, ColorPack], side: Side) -> Colors:
    """The colours of a side that anything says: the theme, what is set for both sides, and for this one."""
    pack = packs.get(getattr(theme.pack, side).lower(), ColorPack())
    own = pack.light if side == "light" else pack.dark
    wanted = [theme.colors, theme.colors_light if side == "light" else theme.colors_dark]
    values = asdict(own)
    for colors in wanted:
        values |= {name: value for name in Palette.model_fields if (value := getattr(colors, name))}
    values |= _surface(theme.surfaces, "paper", "ink")
    values |= _surface(theme.surfaces.header, "bar", "bar_text")
    values |= _surface(theme.surfaces.footer, "foot", "foot_text")
    shade = 600 if side == "light" else 300
    return Colors(**{name: str(parse_color(value, shade) or "") for name, value in values.items()})


def _surface(surface: Surface, ground: str, text: str) -> dict[str, str]:
    named = {ground: surface.background, text: surface.foreground}
    return {name: value for name, value in named.items() if value}


class Tones(Struct, frozen=True):
    """The colours of one side; all texts can be read on `paper`, `raised` and `wash`."""

    seed: Color
    accent: Color
    on_accent: Color
    paper: Color
    raised: Color
    wash: Color
    mark: Color
    ink: Color
    soft: Color
    line: Color


def tones(colors: Colors, side: Side) -> Tones:
    """All colours of a side, made from the few that are named. An empty one is Masthead's own."""
    seed = parse_color(colors.primary or _SEED[side]) or _BLACK
    grey = parse_color(colors.neutral)
    paper = parse_color(colors.paper) or _paper(grey, side)
    bright = paper.luminance > MIDDLE
    raised = _under_text(paper.mixed(_WHITE, 0.75 if bright else 0.05), paper)
    wash = paper.mixed(seed.with_lightness(0.62 if bright else 0.7, 0.14), 0.08 if bright else 0.12)
    wash = _under_text(wash, paper)
    grounds = (paper, raised, wash)
    ink = parse_color(colors.ink) or (grey or paper).with_lightness(0.25 if bright else 0.93, 0.02)
    ink = readable(ink, grounds, 7)
    soft = readable(ink.mixed(paper, 0.32), grounds, SOFT)
    accent = readable(seed, grounds, READABLE)
    line = 0.14 if bright else 0.2
    mark = _under_text(paper.mixed(seed.with_lightness(0.72 if bright else 0.6, 0.12), 0.34), paper)
    return Tones(seed, accent, _on(accent), paper, raised, wash, mark, ink, soft, paper.mixed(ink, line))


def _under_text(ground: Color, paper: Color) -> Color:
    """A ground beside the page's; the page's own where text that can be read on that could not on this."""
    text = _BLACK if paper.luminance > MIDDLE else _WHITE
    return ground if contrast(text, ground) >= READABLE else paper


def _paper(grey: Color | None, side: Side) -> Color:
    own = parse_color(_PAPER[side]) or _WHITE
    return grey.with_lightness(own.lightness, 0.004 if side == "light" else 0.012) if grey else own


def _on(ground: Color) -> Color:
    """The colour of text on a ground: white, or a dark one of the same hue."""
    dark = ground.with_lightness(0.17, 0.03)
    best = max(contrast(_WHITE, ground), contrast(dark, ground))
    texts = (_WHITE, dark if best >= READABLE else _BLACK)
    return max(texts, key=lambda text: contrast(text, ground))


def _tones(light: Colors, dark: Colors) -> dict[str, str]:
    """The page's colours, if anything is said about them."""
    if light == dark == Colors():
        return {}
    by_day, by_night = tones(light, "light"), tones(dark, "dark")
    seed = by_day.seed if light.primary else by_night.seed
    second = parse_color(light.secondary or dark.secondary)
    return {
        "seed": str(seed),
        **({"second": str(second)} if second else {}),
        **_both(by_day, by_night),
    }


def _both(by_day: Tones, by_night: Tones) -> dict[str, str]:
    pairs = {
        name.replace("_", "-"): (str(getattr(by_day, name)), str(getattr(by_night, name)))
        for name in Tones.__struct_fields__
        if name != "seed"
    }
    return {name: f"light-dark({day}, {night})" for name, (day, night) in pairs.items()}


def _band(*sides: tuple[Colors, str, str]) -> dict[str, str]:
    """The colours of header or footer that are not the page's, of each side with its ground and text."""
    if not any(ground or text for _, ground, text in sides):
        return {}
    own = (
        replace(colors, paper=ground or colors.paper, ink=text or ("" if ground else colors.ink))
        for colors, ground, text in sides
    )
    return _both(tones(next(own), "light"), tones(next(own), "dark"))


def font_pack(type_: Typography, own: Mapping[str, FontPack]) -> FontPack:
    """The fonts that the settings name, the site's `own` sets before ours; another name is a family's."""
    name = type_.pack or type_.font
    return {**FONT_PACKS, **own}.get(name.lower(), FontPack(name, name))


def _fonts(type_: Typography, own: Mapping[str, FontPack]) -> dict[str, str]:
    """The families of headings, text and code."""
    found = font_pack(type_, own)
    stacks = {
        "heading": _stack(found.heading, "var(--mh-sans)"),
        "body": _stack(found.body, "var(--mh-sans)"),
        "code": _stack(found.mono, "var(--mh-mono)"),
    }
    tight = {"weight": "700"} if found.heading and "serif" not in stacks["heading"] else {}
    return {name: stack for name, stack in stacks.items() if stack} | tight


def _stack(families: str, fallback: str) -> str:
    """A list of families for CSS: quoted where it was one bare name, and with what stands in for it."""
    families = re.sub(r"[;{}<>\\]", "", families).strip()
    if not families or "var(" in families:
        return families
    bare = families.strip("'\"")
    return f'"{bare}", {fallback}' if "," not in bare else f"{families}, {fallback}"


def _shapes(layout: Layout) -> dict[str, str]:
    shapes = {}
    if layout.radius != "md":
        radius = _RADII[layout.radius]
        shapes = {"radius": radius, "radius-s": f"min({radius}, 0.625rem)"}
    if layout.spacing != "comfortable":
        shapes["space"] = _SPACES[layout.spacing]
    if layout.avatar_shape != "circle":
        shapes["avatar"] = _AVATARS[layout.avatar_shape]
    return shapes
