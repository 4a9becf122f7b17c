"""The `logos` block: those who take part, by their pictures or icons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import AliasChoices, Field

from masthead.blocks.base import CSS, Block, Href, Inline, PictureName, Place
from masthead.blocks.calls import Action, ActionField
from masthead.content.fields import Bool, ItemsOf, Model, Text
from masthead.context.items import picture
from masthead.context.parts import Picture
from masthead.media.sources import PICTURES


class Logo(Model):
    """One of them: a picture or an icon, a name, and where they are."""

    name: Inline = ""
    """Its name."""
    image: PictureName = ""
    """A picture."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""
    description: Inline = ""
    """What there is to say about it."""
    url: Href = ""
    """Where it leads."""
    external: Bool = False
    """Whether it leads out of the site."""


class LogosDesign(Model):
    """`logo_size` is sm, md or lg; rows that move on their own are shown standing still."""

    logo_size: Text = "md"
    """`sm`, `md` or `lg`."""


class Logos(Block):
    """Logos in a row; with `logo_folder`, all pictures of that folder in assets/media/."""

    names = ("logos",)
    css = (CSS,)

    items: Annotated[tuple[Logo, ...], ItemsOf, Field(validation_alias=AliasChoices("items", "logos"))] = ()
    """The entries, in order."""
    logo_folder: Text = ""
    """A folder of assets/media/ whose pictures are shown."""
    cta: ActionField = Action()
    """A link below it, drawn as a button."""
    design: LogosDesign = LogosDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """`pictures`: those of the folder, in the order of their names."""
        return {"pictures": self._pictures(place) if self.logo_folder and not self.items else []}

    def _pictures(self, place: Place) -> list[Picture]:
        folder = self.logo_folder.strip("/")
        names = [name for name in sorted(place.scene.library.media) if name.rpartition("/")[0] == folder]
        shown = [name for name in names if PurePosixPath(name).suffix.lower() in PICTURES]
        if not shown:
            place.warn(
                f"there are no pictures in assets/media/{folder}/.",
                "Put them there.",
                "content",
                "logo_folder",
            )
        return [found for name in shown if (found := picture(place.scene, name, None))]
