"""How a site looks: the part of Hugo Blox's settings that is about colours, fonts, header and footer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from masthead.config.fitting import Part, word


class Pack(Part):
    """The names of the colour themes for day and night."""

    light: str = "default"
    dark: str = "default"


class Colors(Part):
    """Names of palettes (`indigo`) or hexadecimal colours; an empty one is left to the theme."""

    primary: str = ""
    secondary: str = ""
    neutral: str = ""


class Surface(Part):
    """The two colours of an area; an empty one is left to the theme."""

    background: str = ""
    foreground: str = ""


class Surfaces(Surface):
    """The colours of the page, its header and its footer."""

    header: Surface = Surface.model_construct()
    footer: Surface = Surface.model_construct()


def _both(pack: object) -> object:
    return {"light": pack, "dark": pack} if isinstance(pack, str) and pack else pack


class Theme(Part):
    """Colours; `mode` is what a reader sees who has chosen nothing."""

    mode: Annotated[Literal["system", "light", "dark"], word(auto="system")] = "system"
    pack: Annotated[Pack, BeforeValidator(_both)] = Pack.model_construct()
    colors: Colors = Colors.model_construct()
    colors_light: Colors = Colors.model_construct()
    colors_dark: Colors = Colors.model_construct()
    surfaces: Surfaces = Surfaces.model_construct()


class Typography(Part):
    """Fonts: the name of a pack or of a font, and the size of text."""

    pack: Annotated[str, word()] = ""
    font: str = ""
    size: Annotated[Literal["xs", "sm", "md", "lg", "xl"], word(s="sm", m="md", l="lg")] = "md"


class Layout(Part):
    """Shapes and distances."""

    radius: Annotated[Literal["none", "sm", "md", "lg", "full"], word()] = "md"
    spacing: Annotated[Literal["compact", "comfortable", "spacious"], word()] = "comfortable"
    avatar_shape: Annotated[Literal["circle", "square", "rounded"], word()] = "circle"


class Cta(Part):
    """The button at the end of the header."""

    enable: bool = False
    text: str = ""
    url: str = ""


class Logo(Part):
    """Text beside the logo, and its file below `assets/media/`."""

    text: str = ""
    filename: str = ""


class Header(Part):
    """The bar with the main menu; `style` names a template, `title` replaces the site's name."""

    enable: bool = True
    style: Annotated[str, word()] = "navbar"
    sticky: bool = True
    align: Annotated[Literal["left", "center", "right"], word(l="left", c="center", r="right")] = "center"
    search: bool = False
    theme_toggle: bool = True
    theme_picker: bool = False
    language_switcher: bool = True
    highlight_active: bool = True
    show_logo: bool = True
    show_title: bool = True
    title: str = ""
    logo: Logo = Logo.model_construct()
    cta: Cta = Cta.model_construct()


class Footer(Part):
    """The foot of every page; `style` names a template, `text` is Markdown."""

    style: Annotated[str, word()] = "minimal"
    text: str = ""
    title: str = ""
    language_switcher: bool = True
    show_logo: bool = True
    show_title: bool = True
    show_tagline: bool = True
    show_social: bool = True
