"""The design of a section: its classes, the space around it, and what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from msgspec import Struct
from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from masthead.blocks.base import CSS
from masthead.content.fields import Bool, Model, Text, Texts
from masthead.palette import theme_shade, with_opacity

_CSS = re.compile(r"[\w.%#,()/ +*-]+\Z")
_SHADE = re.compile(r"([a-z]+-\d{2,3})(?:/(\d{1,3}))?\Z")


def _sides(value: Any) -> Any:
    """One to four lengths; a bare number counts pixels."""
    values = value if isinstance(value, (list, tuple)) else str(value).split()
    return tuple(f"{item}px" if str(item).isdecimal() and str(item) != "0" else str(item) for item in values)


class Spacing(Model):
    """Padding and margin: top, right, bottom, left, as CSS counts them."""

    padding: Annotated[Texts, BeforeValidator(_sides)] = ()
    """Inside, from one to four lengths."""
    margin: Annotated[Texts, BeforeValidator(_sides)] = ()
    """Outside, from one to four lengths."""


def _spacing(value: Any) -> Any:
    return value if isinstance(value, Mapping) else {"padding": [value, "0"]}


class Filters(Model):
    """CSS filters of a background; 1 leaves it as bright as it is."""

    brightness: Text = ""
    """1 leaves it as bright as it is, less darkens it."""


class BackgroundImage(Model):
    """A picture behind the section."""

    filename: Text = ""
    """A file of the page's bundle or of assets/media/."""
    filters: Filters = Filters.model_construct()
    """Changes of the picture."""
    size: Text = ""
    """`cover`, `contain`, `actual`, or a size in CSS."""
    position: Text = ""
    """Which part is seen, as in CSS."""
    parallax: Bool = False
    """Whether it stays in place while the page moves."""
    text_color_light: Bool = False
    """Whether the text is light."""


class BackgroundVideo(Model):
    """A film behind the section; with `flip`, mirrored."""

    filename: Text = ""
    """A file of the page's bundle or of assets/media/."""
    filters: Filters = Filters.model_construct()
    """Changes of the film."""
    flip: Bool = False
    """Whether it is mirrored."""


class GradientMesh(Model):
    """Soft spots in the colours of the theme."""

    enable: Bool = False
    """Whether they are shown."""


class Colour(Model):
    """A colour, or one for light pages and one for dark ones."""

    light: Text = ""
    """The colour on light pages."""
    dark: Text = ""
    """The colour on dark pages."""


def _colour(value: Any) -> Any:
    return value if isinstance(value, Mapping) else {"light": value, "dark": value}


class Gradient(Model):
    """A gradient between two colours."""

    type: Text = "linear"
    """`linear` or `radial`."""
    start: Text = ""
    """The first colour."""
    end: Text = ""
    """The last colour."""
    angle: Annotated[Text, Field(validation_alias=AliasChoices("angle", "direction"))] = ""
    """The direction in degrees, or in CSS."""
    shape: Text = "ellipse"
    """`ellipse` or `circle`, where it is radial."""
    size: Text = ""
    """How far a radial one reaches, in CSS."""
    position: Text = "center"
    """The middle of a radial one, in CSS."""


_BESIDE = {"size": "image_size", "position": "image_position", "parallax": "image_parallax"}


class Background(Model):
    """What stands behind the section."""

    color: Annotated[Colour, BeforeValidator(_colour)] = Colour.model_construct()
    """A colour, or one for light pages and one for dark ones."""
    gradient: Gradient = Gradient.model_construct()
    """A gradient between two colours."""
    gradient_mesh: GradientMesh = GradientMesh.model_construct()
    """Soft spots in the colours of the theme."""
    image: BackgroundImage = BackgroundImage.model_construct()
    """A picture behind the section."""
    video: BackgroundVideo = BackgroundVideo.model_construct()
    """A film behind the section."""
    text_color_light: Bool = False
    """Whether the text is light."""

    @model_validator(mode="before")
    @classmethod
    def _old_names(cls, data: Any) -> Any:
        """`gradient_start`, `image: file.jpg`, `image_size` or `size` beside the picture: older spellings."""
        if not isinstance(data, Mapping):
            return data
        values = dict(data)
        image = values.get("image") or {}
        if isinstance(image, str):
            image = {"filename": image}
        if isinstance(image, Mapping):
            beside = {name: values.get(old, values.get(name)) for name, old in _BESIDE.items()}
            if values.get("image_darken"):
                beside["filters"] = {"brightness": values["image_darken"]}
            values["image"] = {
                **{name: value for name, value in beside.items() if value is not None},
                **image,
            }
        if values.get("gradient_start"):
            values["gradient"] = {
                "start": values["gradient_start"],
                "end": values.get("gradient_end"),
                "angle": values.get("gradient_angle") or "90",
            }
        return values


class Design(Model):
    """The `design:` of a section, as far as every kind of block has it."""

    css_class: Text = ""
    """Classes of the section; Tailwind's are known."""
    css_style: Text = ""
    """CSS of the section."""
    spacing: Annotated[Spacing, BeforeValidator(_spacing)] = Spacing.model_construct()
    """The space inside and around the section."""
    background: Annotated[Background, Field(validation_alias=AliasChoices("background", "back_ground"))] = (
        Background()
    )
    """What stands behind the section."""


class Wrapper(Struct, frozen=True):
    """What the `<section>` around a block is given: classes, a style, a film; `dark` where text is light.

    `picture` is the URL of the picture behind it, which its style paints.
    """

    css_class: str
    style: str
    dark: bool
    video: str = ""
    video_style: str = ""
    css: tuple[str, ...] = ()
    picture: str = ""


Find = Callable[[str], str]
"""Gives the URL of a picture or film; empty when there is none."""


def wrapper(design: Design, page_spacing: str, find: Find, in_theme: Find = str) -> Wrapper:
    """A section's wrapper; `page_spacing` is the page's padding above and below.

    `in_theme` turns the URL of a picture into what the theme's stylesheets call it.
    """
    background, video = design.background, design.background.video
    classes = design.css_class.split()
    if background.gradient_mesh.enable:
        classes.append("mh-mesh")
    picture = find(background.image.filename) if background.image.filename else ""
    style = css_style({**_space(design.spacing, page_spacing), **backdrop(background, in_theme(picture))})
    own = design.css_style.strip().rstrip(";")
    rare = background.gradient_mesh.enable or video.filename or "-tone" in style
    return Wrapper(
        " ".join(classes),
        "; ".join(part for part in (style, own) if part),
        has_light_text(background) and "dark" not in classes,
        find(video.filename) if video.filename else "",
        css_style({"filter": _brightness(video.filters), "scale": "-1 1" if video.flip else ""}),
        (CSS,) if rare else (),
        picture,
    )


def has_light_text(background: Background) -> bool:
    """Whether what stands behind the text is dark."""
    return background.text_color_light or background.image.text_color_light


def backdrop(background: Background, url: str) -> dict[str, str]:
    """The custom properties that the theme paints a background from; `url` is its picture's, or empty."""
    color, image = background.color, background.image
    light, dark = _paint(color.light or "transparent"), _paint(color.dark or "transparent")
    values = {
        "--mh-section-color": light if color.light and color.light == color.dark else "",
        "--mh-section-tone": f"light-dark({light}, {dark})" if color.light != color.dark else "",
        "--mh-section-gradient": _gradient(background.gradient),
    }
    if not url:
        return values
    return values | {
        "--mh-section-image": f'url("{_quoted(url)}")',
        "--mh-section-size": {"actual": "auto"}.get(image.size, image.size),
        "--mh-section-position": image.position,
        "--mh-section-filter": _brightness(image.filters),
        "--mh-section-attachment": "fixed" if image.parallax else "",
    }


def _quoted(url: str) -> str:
    """A URL as it stands between quotes in CSS."""
    return url.replace("\\", "%5C").replace('"', "%22").replace("\n", "%0A")


def css_style(values: Mapping[str, str]) -> str:
    """A `style` attribute of the values that are there and are nothing but CSS values."""
    return "; ".join(
        f"{name}: {value}"
        for name, value in values.items()
        if value and (_CSS.match(value) or value[:4] == "url(")
    )


def _brightness(filters: Filters) -> str:
    return f"brightness({filters.brightness})" if filters.brightness else ""


def _paint(color: str) -> str:
    """A colour; `primary-700/90` is a shade of the theme's own, 90 % opaque."""
    named = _SHADE.match(color.strip())
    shade = theme_shade(named[1]) if named else None
    return with_opacity(shade, named[2] or "") if named and shade else color


def _space(spacing: Spacing, page_spacing: str) -> dict[str, str]:
    padding = spacing.padding or (_sides(page_spacing)[:1] if page_spacing else ())
    values: dict[str, str] = {}
    if padding:
        values["--mh-section-top"] = padding[0] if padding[0] != "0" else "0px"
        bottom = padding[2] if len(padding) > 2 else padding[0]
        values["--mh-section-bottom"] = bottom if bottom != "0" else "0px"
    margin = " ".join(spacing.margin)
    return {**values, "--mh-section-margin": margin if set(spacing.margin) - {"0"} else ""}


def _gradient(gradient: Gradient) -> str:
    if not gradient.start:
        return ""
    start, end = _paint(gradient.start), _paint(gradient.end or "transparent")
    if gradient.type == "radial":
        shape = f"{gradient.size or gradient.shape} at {gradient.position}"
        return f"radial-gradient({shape}, {start}, {end})"
    angle = gradient.angle or "180"
    return f"linear-gradient({angle + 'deg' if angle.isdecimal() else angle}, {start}, {end})"
