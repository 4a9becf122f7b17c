"""The blocks that introduce a person: portrait, name, role, links, biography, interests and education."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from masthead.blocks.base import As, Href, Inline, PictureName, Place, Style
from masthead.blocks.person import OfPerson
from masthead.config import Dialect
from masthead.content.fields import Bool, Model, Text
from masthead.context.people import PersonCard
from masthead.context.resume import degrees, origin_of

SIZES = {"small": 150, "medium": 200, "large": 320, "xl": 400, "xxl": 500}
"""Widths of a portrait in pixels."""

CORNERS = {"square": "0", "rounded": "var(--mh-radius)"}
"""Corners of a portrait that is no circle."""

NAMES = {"xs": "0.6", "sm": "0.75", "md": "0.85", "xl": "1.2"}
"""How large the name is, compared with what it is by default."""


def _lower(value: Any) -> Any:
    return str(value).strip().lower()


class Button(Model):
    """A link drawn as a button below the biography."""

    text: Inline = ""
    """What the button says."""
    url: Href = ""
    """Where it leads."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""


class Headings(Model):
    """What stands above the parts; empty for the word of the page's language."""

    about: Inline = ""
    """Above the biography."""
    education: Inline = ""
    """Above the degrees."""
    interests: Inline = ""
    """Above the interests."""


class AvatarDesign(Model):
    """Size and shape of the portrait."""

    size: Annotated[Text, BeforeValidator(_lower)] = ""
    """`small`, `medium`, `large`, `xl` or `xxl`."""
    shape: Annotated[Text, BeforeValidator(_lower)] = ""
    """`circle`, `square` or `rounded`."""


class NameDesign(Model):
    """Size of the name."""

    size: Annotated[Text, BeforeValidator(_lower)] = ""
    """`xs`, `sm`, `md` or `xl`."""


class Banner(Model):
    """A wide picture above the portrait."""

    filename: PictureName = ""
    """A file of the page's bundle or of assets/media/."""


class TextDesign(Model):
    """CSS for the biography."""

    style: Style = ""
    """CSS for the text."""


class BiographyDesign(Model):
    """How the person is shown."""

    show_status: Bool = True
    """Whether the person's status is shown."""
    avatar: AvatarDesign = AvatarDesign()
    """Size and shape of the portrait."""
    name: NameDesign = NameDesign()
    """How large the name is."""
    banner: Banner = Banner()
    """A wide picture above the portrait."""
    biography: TextDesign = TextDesign()
    """How the text looks."""

    @property
    def style(self) -> str:
        """The sizes asked for, as CSS variables."""
        values = {
            "--mh-portrait": f"{SIZES[self.avatar.size]}px" if self.avatar.size in SIZES else "",
            "--mh-avatar": CORNERS.get(self.avatar.shape, ""),
            "--mh-name": NAMES.get(self.name.size, ""),
        }
        return "; ".join(f"{name}: {value}" for name, value in values.items() if value)


class Biography(OfPerson):
    """A person in one column: portrait, name, links and a few words."""

    names: ClassVar[tuple[str, ...]] = ("resume-biography", "biography", "about.avatar")
    headed = True

    button: Button = Button()
    """A link below the biography, drawn as a button."""
    headings: Headings = Headings()
    """What stands above the parts."""
    design: BiographyDesign = BiographyDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """The person, what is said about them, and their degrees."""
        author = self.author(place)
        if author is None:
            return {"person": None}
        person = PersonCard(place.scene, author)
        origin = origin_of(place.scene, author)
        text = place.dress(As.FLOW, self.text, "content", "text") if self.text.strip() else ""
        return {
            "person": person,
            "about": text or person.body or origin.text(author.person.bio, "bio"),
            "in_kit": place.scene.config.dialect is Dialect.KIT,
            "education": degrees(origin, author.person.education, "education"),
        }


class BiographyInColumns(Biography):
    """A person beside their biography, education and interests."""

    names = ("resume-biography-3",)


class About(Biography):
    """The older form: the same, with lists and the section's title above the text."""

    names = ("about.biography", "about")
