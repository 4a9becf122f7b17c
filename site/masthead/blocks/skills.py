"""The `skills` and `languages` blocks: what a person can do, and how well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from masthead.blocks.base import Place
from masthead.blocks.person import OfPerson, own_items
from masthead.content.fields import Bool, Int, ItemsOf, Model
from masthead.content.person import Skill, SkillGroup
from masthead.context.resume import abilities, ability_groups, origin_of


def _groups(value: Any) -> Any:
    """Skills that stand in no group make one without a name."""
    entries = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    grouped = [entry for entry in entries if isinstance(entry, Mapping) and "items" in entry]
    alone = [entry for entry in entries if entry and entry not in grouped]
    return [*([{"items": alone}] if alone else []), *grouped]


class SkillsDesign(Model):
    """How skills are shown: in so many columns, with or without a bar for how good."""

    show_skill_percentage: Bool = True
    """Whether a bar tells how good they are."""
    columns: Int = 2
    """How many stand beside each other."""


class Skills(OfPerson):
    """Skills in groups; those in the section itself stand in for a person without any."""

    names = ("resume-skills", "skills")

    items: Annotated[
        tuple[SkillGroup, ...],
        BeforeValidator(_groups),
        ItemsOf,
        Field(validation_alias=AliasChoices("items", "skills")),
    ] = ()
    """Skills of the section's own, for a person without any."""
    design: SkillsDesign = SkillsDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """The groups."""
        author = self.author(place, required=not self.items)
        if author is not None and author.person.skills:
            return {"groups": ability_groups(origin_of(place.scene, author), author.person.skills, "skills")}
        return {"groups": ability_groups(own_items(place), self.items, "items")}


class Languages(OfPerson):
    """The languages that a person speaks."""

    names = ("resume-languages", "languages")

    items: Annotated[
        tuple[Skill, ...], ItemsOf, Field(validation_alias=AliasChoices("items", "languages"))
    ] = ()
    """Languages of the section's own, for a person without any."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """The languages, each with how well, if said."""
        author = self.author(place, required=not self.items)
        if author is not None and author.person.languages:
            found = abilities(origin_of(place.scene, author), author.person.languages, "languages")
            return {"languages": found}
        return {"languages": abilities(own_items(place), self.items, "items")}
