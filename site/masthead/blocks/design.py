"""The design of a section: its classes, the space around it, and what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from masthead.content.fields import Bool, Model, Text, Texts
from masthead.context.parts import Picture

_CSS = re.compile(r"[\w.%#,()/ +*-]+\Z")


def _sides(value: Any) -> Any:
    """One to four lengths; a bare number counts pixels."""
    values = value if isinstance(value, (list, tuple)) else str(value).split()
    return tuple(f"{item}px" if str(item).isdecimal() and str(item) != "0" else str(item) for item in values)


class Spacing(Model):
    """Padding and margin: top, right, bottom, left, as CSS counts them."""

    padding: Annotated[Texts, BeforeValidator(_sides)] = ()
    margin: Annotated[Texts, BeforeValidator(_sides)] = ()


def _spacing(value: Any) -> Any:
    return value if isinstance(value, Mapping) else {"padding": [value, "0"]}


class ImageFilters(Model):
    """CSS filters of a background picture; 1 leaves it as it is."""

    brightness: Text = ""


class BackgroundImage(Model):
    """A picture behind the section."""

    filename: Text = ""
    filters: ImageFilters = ImageFilters()
    size: Text = ""
    position: Text = ""
    parallax: Bool = False
    text_color_light: Bool = False


class Gradient(Model):
    """A gradient between two colours."""

    type: Text = "linear"
    start: Text = ""
    end: Text = ""
    angle: Text = ""
    shape: Text = "ellipse"
    size: Text = ""
    position: Text = "center"


class Background(Model):
    """What stands behind the section."""

    color: Text = ""
    gradient: Gradient = Gradient()
    image: BackgroundImage = BackgroundImage()
    text_color_light: Bool = False

    @model_validator(mode="before")
    @classmethod
    def _old_names(cls, data: Any) -> Any:
        """`gradient_start`, `image: file.jpg` with `image_size` beside it: older spellings."""
        if not isinstance(data, Mapping):
            return data
        values = dict(data)
        if isinstance(values.get("image"), str):
            old = {"size": "image_size", "position": "image_position", "parallax": "image_parallax"}
            values["image"] = {"filename": values["image"]} | {
                new: values.get(name) for new, name in old.items()
            }
            if values.get("image_darken"):
                values["image"]["filters"] = {"brightness": values["image_darken"]}
        if values.get("gradient_start"):
            values["gradient"] = {
                "start": values["gradient_start"],
                "end": values.get("gradient_end"),
                "angle": values.get("gradient_angle"),
            }
        return values


class Design(Model):
    """The `design:` of a section, as far as every kind of block has it."""

    css_class: Text = ""
    css_style: Text = ""
    spacing: Annotated[Spacing, BeforeValidator(_spacing)] = Spacing()
    background: Background = Background()


@dataclass(frozen=True, slots=True)
class Wrapper:
    """What the `<section>` around a block is given: classes, a style, and whether its text is light."""

    css_class: str
    style: str
    dark: bool


def wrapper(design: Design, page_spacing: str, find: Callable[[str], Picture | None]) -> Wrapper:
    """A section's wrapper; `page_spacing` is the page's padding above and below, `find` finds pictures."""
    background = design.background
    light = background.text_color_light or background.image.text_color_light
    image = find(background.image.filename) if background.image.filename else None
    values = {
        **_space(design.spacing, page_spacing),
        "--mh-section-color": background.color,
        "--mh-section-gradient": _gradient(background.gradient),
    }
    if image is not None:
        brightness = background.image.filters.brightness
        values |= {
            "--mh-section-image": f'url("{image.src}")',
            "--mh-section-size": {"actual": "auto"}.get(background.image.size, background.image.size),
            "--mh-section-position": background.image.position,
            "--mh-section-filter": f"brightness({brightness})" if brightness else "",
            "--mh-section-attachment": "fixed" if background.image.parallax else "",
        }
    style = [
        f"{name}: {value}"
        for name, value in values.items()
        if value and (_CSS.match(value) or value[:4] == "url(")
    ]
    own = design.css_style.strip().rstrip(";")
    return Wrapper(design.css_class, "; ".join([*style, *([own] if own else [])]), light)


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
    end = gradient.end or "transparent"
    if gradient.type == "radial":
        shape = f"{gradient.size or gradient.shape} at {gradient.position}"
        return f"radial-gradient({shape}, {gradient.start}, {end})"
    angle = gradient.angle or "180"
    return f"linear-gradient({angle + 'deg' if angle.isdecimal() else angle}, {gradient.start}, {end})"
