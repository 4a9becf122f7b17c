"""The `people` and `team-showcase` blocks: people by the groups that they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from markupsafe import Markup
from msgspec import Struct
from pydantic import BeforeValidator, Field

from masthead.blocks.base import Block, Href, Inline, Place
from masthead.blocks.person import CSS
from masthead.content.fields import Bool, Int, ItemsOf, Model, Text
from masthead.content.people import Author
from masthead.content.query import sort_items
from masthead.context.people import PersonCard
from masthead.errors import did_you_mean

FAMILY = "last_name"


def _named(value: Any) -> Any:
    items = value if isinstance(value, (list, tuple)) else [value]
    return [item if isinstance(item, Mapping) else {"name": item} for item in items if item not in (None, "")]


class Group(Model):
    """A group of people, with an order of its own if it says so."""

    name: Text = Field("", alias="title")
    """The group, as `user_groups` of people name it."""
    sort_by: Text = ""
    """What its people are ordered by."""
    sort_ascending: Bool | None = None
    """Whether the smallest comes first."""


class Cta(Model):
    """A link drawn as a button below the people."""

    text: Inline = ""
    """What the button says."""
    url: Href = ""
    """Where it leads."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""


class PeopleDesign(Model):
    """What is said of each person."""

    show_role: Bool = True
    """Whether roles are shown."""
    show_interests: Bool = True
    """Whether interests are shown."""
    show_social: Bool = False
    """Whether links to profiles are shown."""
    show_organizations: Bool = False
    """Whether affiliations are shown."""


class Team(Struct, frozen=True):
    """The people of a group; `heading` is empty where it is the only one."""

    heading: Markup
    people: Sequence[PersonCard]


class People(Block):
    """People in groups, in the order of the groups; a person may be in several of them."""

    names = ("people",)
    css = (CSS,)

    user_groups: Annotated[tuple[Group, ...], BeforeValidator(_named), ItemsOf] = ()
    """The groups, in order."""
    sort_by: Text = FAMILY
    """What people are ordered by, such as `last_name` or `weight`."""
    sort_ascending: Bool = True
    """Whether the smallest comes first."""
    cta: Cta = Cta()
    """A link below the people, drawn as a button."""
    design: PeopleDesign = PeopleDesign()
    """What is said of each person."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """The groups that somebody belongs to."""
        people = list(place.scene.library.people[place.scene.lang].values())
        known = {group for author in people for group in author.person.user_groups}
        teams: list[Team] = []
        for index, group in enumerate(self.user_groups):
            name = group.name.strip()
            members = [author for author in people if name in author.person.user_groups]
            if members:
                cards = [PersonCard(place.scene, author) for author in self._in_order(members, group, place)]
                spot = place.spot("content", "user_groups", index)
                heading = place.scene.inline(name, place.page, spot)
                teams.append(Team(heading if len(self.user_groups) > 1 else Markup(""), cards))
            elif hint := did_you_mean(name, known):
                place.warn(f"nobody is in the group {name!r}.", hint, "content", "user_groups", index)
        return {"teams": teams}

    def _in_order(self, members: Sequence[Author], group: Group, place: Place) -> list[Author]:
        ascending = self.sort_ascending if group.sort_ascending is None else group.sort_ascending
        field = (group.sort_by or self.sort_by).strip() or FAMILY
        return [
            item
            for item in sort_items(members, field, ascending, place.scene.lang)
            if isinstance(item, Author)
        ]


class ShowcaseDesign(PeopleDesign):
    """What is said of each person, by the newer defaults."""

    show_interests: Bool = False
    """Whether interests are shown."""
    show_social: Bool = True
    """Whether links to profiles are shown."""
    show_organizations: Bool = True
    """Whether affiliations are shown."""
    max_interests: Int = 3
    """How many interests are shown."""
    max_columns: Int = 4
    """How many people stand beside each other."""


class TeamShowcase(People):
    """The newer form: cards with a few words about each person."""

    names = ("team-showcase",)

    design: ShowcaseDesign = ShowcaseDesign()
    """What is said of each person."""
