"""The `experience` block: the positions and degrees of a person, or positions of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, Field

from masthead.blocks.base import Place
from masthead.blocks.person import OfPerson, own_items
from masthead.content.fields import Bool, ItemsOf, Model, Text
from masthead.content.person import Work
from masthead.context.resume import MONTHS, SHORT_MONTHS, degrees, origin_of, positions


class ExperienceDesign(Model):
    """How the stages are shown; `date_format` is a layout of Go."""

    date_format: Text = ""
    """How dates are written: a layout of Go."""
    is_education_first: Bool = False
    """Whether degrees stand before positions."""


class Experience(OfPerson):
    """A timeline. Items in the section stand in for a person without positions, under the section's title."""

    names = ("resume-experience", "experience")
    headed = True

    items: Annotated[
        tuple[Work, ...], ItemsOf, Field(validation_alias=AliasChoices("items", "experience"))
    ] = ()
    """Positions of the section's own, for a person without any."""
    date_format: Text = ""
    """How dates are written: a layout of Go."""
    design: ExperienceDesign = ExperienceDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """The parts of the timeline: a heading and its stages each; `newest` when a data file has them."""
        author = self.author(place, required=not self.items)
        newest = author is not None and author.source.file.startswith("data/")
        layout = self.design.date_format or self.date_format or (SHORT_MONTHS if newest else MONTHS)
        if author is None or (self.items and not author.person.work):
            parts = [(self._heading(place), positions(own_items(place, layout), self.items, "items"))]
        else:
            origin, person = origin_of(place.scene, author, layout), author.person
            parts = [
                (place.scene.t("experience"), positions(origin, person.work, "work")),
                (place.scene.t("education"), degrees(origin, person.education, "education")),
            ]
        if self.design.is_education_first:
            parts.reverse()
        return {"parts": [part for part in parts if part[1]], "newest": newest}

    def _heading(self, place: Place) -> str:
        """What stands above items in the section itself: its title."""
        title = place.scene.inline(self.title, place.page, place.spot("content", "title"))
        return title or place.scene.t("experience")
