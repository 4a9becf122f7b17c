"""The `dev-hero` block: a person, and what they make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from masthead.blocks.base import CSS, As, Inline, Place, Prose
from masthead.blocks.calls import ActionField
from masthead.blocks.person import OfPerson
from masthead.content.fields import Bool, ItemsOf, Model, Text, Texts
from masthead.context.people import PersonCard


class Typewriter(Model):
    """Phrases that follow a prefix, such as `I build`."""

    enable: Bool = False
    prefix: Inline = ""
    strings: Annotated[Texts, As.INLINE] = ()


class DevHeroDesign(Model):
    """`style` is centered or split, `avatar_shape` circle or rounded."""

    style: Text = "centered"
    avatar_shape: Text = "circle"


class DevHero(OfPerson):
    """A greeting, a name, a few words, links and buttons; what is not said is taken from the person."""

    names = ("dev-hero",)
    headed = True
    css = (CSS,)

    greeting: Inline = ""
    name_prefix: Inline = ""
    tagline: Inline = ""
    bio: Prose = ""
    show_status: Bool = False
    show_scroll_indicator: Bool = False
    scroll_target: Text = "#projects"
    typewriter: Typewriter = Typewriter()
    cta_buttons: Annotated[tuple[ActionField, ...], ItemsOf] = ()
    design: DevHeroDesign = DevHeroDesign()

    def context(self, place: Place) -> Mapping[str, Any]:
        """`person`: whom the block shows; None, with a warning, where there is nobody to show."""
        author = self.author(place, required=not self.title)
        return {"person": PersonCard(place.scene, author) if author else None}
