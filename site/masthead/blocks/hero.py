"""The `hero` block: the first thing that visitors read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, Field, model_validator

from masthead.blocks.base import Block, Flow, Href, Inline, PictureName
from masthead.blocks.calls import Action, ActionField
from masthead.content.fields import Bool, Int, Model, Text

_MARKED = re.compile(r"==([^=]+)==|(?<![!\]])\[([^\[\]]+)\](?![(\[:])")


_ACCENT = '<span style="color: var(--mh-accent)">'


class AnnouncementLink(Model):
    """Where an announcement leads."""

    text: Inline = ""
    """What the link says."""
    url: Href = ""
    """Where it leads."""


class Badge(Model):
    """A word or two in a coloured frame."""

    text: Inline = ""
    """What it says."""


class Announcement(Model):
    """A line above the title that tells the latest."""

    text: Inline = ""
    """What is new."""
    badge: Badge = Badge()
    """A word or two in a coloured frame."""
    link: AnnouncementLink = AnnouncementLink()
    """Where to read more."""


class HeroImage(Model):
    """The picture beside the text."""

    filename: Annotated[PictureName, Field(validation_alias=AliasChoices("filename", "src"))] = ""
    """A file of the page's bundle or of assets/media/."""
    dark: Annotated[PictureName, Field(validation_alias="dark_src")] = ""
    """The picture for dark pages."""
    alt: Annotated[Text, Field(validation_alias=AliasChoices("alt", "alt_text"))] = ""
    """What the picture shows, in words."""


class Trust(Model):
    """Why visitors may trust the site: stars from 0 to 5, and a few words."""

    stars: Int = 0
    """From 0 to 5."""
    text: Inline = ""
    """A few words beside the stars."""


class HeroDesign(Model):
    """How a hero is laid out: `alignment` is left or center, `layout` may name the picture's side."""

    alignment: Text = ""
    """`left` or `center`."""
    layout: Text = ""
    """`split-left` puts the picture first, `stacked` the text into the middle."""
    size: Text = ""
    """Read, but without effect."""
    flip: Bool = False
    """Whether the picture stands first."""


_OLD = {
    "cta": "primary_action",
    "cta_alt": "secondary_action",
    "media": "image",
    "hero_media": "image",
    "primary_text": "subtitle",
    "secondary_text": "text",
}


def marked(title: str) -> str:
    """A title whose `[part]` or `==part==` stands out."""
    return (
        title
        if "$" in title
        else _MARKED.sub(
            lambda found: f'<span style="color: var(--mh-accent)">{found[1] or found[2]}</span>', title
        )
    )


class Hero(Block):
    """A large title with text, up to two actions, an announcement and a picture."""

    names = ("hero",)

    text: Flow = ""
    """Text below the title, in Markdown."""
    eyebrow: Inline = ""
    """A line above the title."""
    announcement: Announcement = Announcement()
    """A line above the title that tells the latest."""
    primary_action: ActionField = Action()
    """The first button."""
    secondary_action: ActionField = Action()
    """The second button."""
    note: Inline = ""
    """A remark below the buttons."""
    image: HeroImage = HeroImage()
    """A picture beside the text."""
    trust: Trust = Trust()
    """Why visitors may trust the site."""
    design: HeroDesign = HeroDesign()
    """How it looks."""

    @model_validator(mode="before")
    @classmethod
    def _old_names(cls, data: Any) -> Any:
        """`cta`, `cta_alt`, `cta_note` and `hero_media` are what some parts were called before."""
        if not isinstance(data, Mapping):
            return data
        values = dict(data)
        for old, new in _OLD.items():
            value = values.pop(old, None)
            if value and not values.get(new):
                values[new] = value
        note = values.pop("cta_note", None)
        if note:
            values["note"] = note.get("label") if isinstance(note, Mapping) else note
        for key in ("image", "announcement"):
            if isinstance(values.get(key), str):
                values[key] = {"filename" if key == "image" else "text": values[key]}
        if isinstance(values.get("title"), str):
            values["title"] = marked(values["title"])
        return values
