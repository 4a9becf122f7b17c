"""The `slider` block: slides beside each other, one of them in view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, Field, model_validator

from masthead.blocks.base import CSS, Block, Inline, Place, Prose
from masthead.blocks.calls import Action, ActionField
from masthead.blocks.design import Background, backdrop, css_style
from masthead.content.fields import Bool, Int, ItemsOf, Model, Text

_OLD_LINK = {"cta_label": "text", "cta_url": "url", "cta_icon": "icon", "cta_icon_pack": "icon_pack"}
_OLD_BACKGROUND = {"overlay_color": "color", "overlay_img": "image"}


class Slide(Model):
    """One slide; `align` is left, center or right."""

    title: Inline = ""
    """The title."""
    content: Prose = ""
    """What it says, in Markdown."""
    align: Text = "left"
    """`left`, `center` or `right`."""
    background: Background = Background()
    """What stands behind the slide."""
    link: ActionField = Action()
    """A link drawn as a button."""

    @model_validator(mode="before")
    @classmethod
    def _old_names(cls, data: Any) -> Any:
        """`cta_url`, `overlay_img` and the like: what slides had before `link` and `background`."""
        if not isinstance(data, Mapping):
            return data
        values = dict(data)
        for key, old in (("link", _OLD_LINK), ("background", _OLD_BACKGROUND)):
            found = {new: values[name] for name, new in old.items() if values.get(name)}
            if found:
                values.setdefault(key, found)
        return values


class SliderDesign(Model):
    """`interval` in milliseconds until the next slide comes on its own, which `loop: false` forbids."""

    slide_height: Text = ""
    """How high they are at least, in CSS."""
    is_fullscreen: Bool = False
    """Whether they fill the window."""
    loop: Bool = True
    """Whether the next one comes on its own."""
    interval: Int = 5000
    """After how many milliseconds it comes."""


class Slider(Block):
    """Slides that are scrolled or, with a script, moved by buttons and by time."""

    names = ("slider",)
    headed = True
    css = (CSS,)
    js = ("/masthead/slider.js",)

    slides: Annotated[tuple[Slide, ...], ItemsOf, Field(validation_alias=AliasChoices("slides", "item"))] = ()
    """The slides, in order."""
    design: SliderDesign = SliderDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """`styles`: what each slide stands before; `interval` is 0 for slides that stay."""
        height = css_style({"min-block-size": self.design.slide_height})
        return {
            "styles": [
                "; ".join(filter(None, (self._style(place, index, slide), height)))
                for index, slide in enumerate(self.slides)
            ],
            "interval": self.design.interval if self.design.loop else 0,
        }

    @staticmethod
    def _style(place: Place, index: int, slide: Slide) -> str:
        keys = ("content", "slides", index, "background", "image", "filename")
        name = slide.background.image.filename
        picture = place.backdrop(name, *keys) if name else ""
        return css_style(backdrop(slide.background, place.scene.urls.in_theme(picture)))
