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
    """Whether they are shown."""
    prefix: Inline = ""
    """What stands before each of them."""
    strings: Annotated[Texts, As.INLINE] = ()
    """The phrases."""


class DevHeroDesign(Model):
    """`style` is centered or split, `avatar_shape` circle or rounded."""

    style: Text = "centered"
    """`centered` or `split`."""
    avatar_shape: Text = "circle"
    """`circle` or `rounded`."""


class DevHero(OfPerson):
    """A greeting, a name, a few words, links and buttons; what is not said is taken from the person."""

    names = ("dev-hero",)
    headed = True
    css = (CSS,)

    greeting: Inline = ""
    """A word before the name."""
    name_prefix: Inline = ""
    """What stands right before the name, such as I'm."""
    tagline: Inline = ""
    """A line below the name."""
    bio: Prose = ""
    """A few sentences; those of the person where empty."""
    show_status: Bool = False
    """Whether the person's status is shown."""
    show_scroll_indicator: Bool = False
    """Whether an arrow leads further down."""
    scroll_target: Text = "#projects"
    """Where the arrow leads."""
    typewriter: Typewriter = Typewriter()
    """Phrases that follow a prefix."""
    cta_buttons: Annotated[tuple[ActionField, ...], ItemsOf] = ()
    """Links drawn as buttons."""
    design: DevHeroDesign = DevHeroDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """`person`: whom the block shows; None, with a warning, where there is nobody to show."""
        author = self.author(place, required=not self.title)
        return {"person": PersonCard(place.scene, author) if author else None}
