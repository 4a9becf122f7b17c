"""The `hero` block: the first thing that visitors read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from masthead.blocks.base import Block, Href, Inline, PictureName
from masthead.content.fields import Model, Text


class Action(Model):
    """A link drawn as a button."""

    text: Inline = ""
    url: Href = ""
    icon: Text = ""
    icon_pack: Text = ""
    style: Text = ""


class AnnouncementLink(Model):
    """Where an announcement leads."""

    text: Inline = ""
    url: Href = ""


class Announcement(Model):
    """A line above the title that tells the latest."""

    text: Inline = ""
    link: AnnouncementLink = AnnouncementLink()


class HeroImage(Model):
    """The picture beside the text."""

    filename: PictureName = ""
    alt: Text = Field("", alias="alt_text")


_OLD = {"cta": "primary_action", "cta_alt": "secondary_action"}


class Hero(Block):
    """A large title with text, up to two actions, an announcement and a picture."""

    names = ("hero",)

    eyebrow: Inline = ""
    announcement: Announcement = Announcement()
    primary_action: Action = Action()
    secondary_action: Action = Action()
    note: Inline = ""
    image: HeroImage = HeroImage()

    @model_validator(mode="before")
    @classmethod
    def _old_names(cls, data: Any) -> Any:
        """`cta`, `cta_alt` and `cta_note` are what the actions and the note were called before."""
        if not isinstance(data, Mapping):
            return data
        values = dict(data)
        for old, new in _OLD.items():
            action = values.pop(old, None)
            if isinstance(action, Mapping) and not values.get(new):
                values[new] = {**action, "text": action.get("label") or action.get("text")}
        note = values.pop("cta_note", None)
        if isinstance(note, Mapping):
            values["note"] = note.get("label")
        if isinstance(values.get("image"), str):
            values["image"] = {"filename": values["image"]}
        return values
