"""What is said of a person, the same for all three dialects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from masthead.content.fields import Bool, Int, ItemsOf, Text, Texts
from masthead.content.front import Lean


def _names(*names: str) -> Any:
    return AliasChoices(*names)


def _named(value: Any) -> Any:
    """An entry that is a bare word stands for its name."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(
        {"name": item} if isinstance(item, str) else item for item in items if item not in (None, "")
    )


class Organization(Lean):
    """An affiliation: its name and, if there is one, its address."""

    name: Text = ""
    """Its name."""
    url: Text = ""
    """Where it leads."""


class Profile(Lean):
    """A link to the person elsewhere."""

    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""
    url: Text = Field("", validation_alias=_names("url", "link"))
    """Where it leads."""
    label: Text = Field("", validation_alias=_names("label", "name"))
    """What the link is called."""


class Button(Lean):
    """A link drawn as a button."""

    text: Text = ""
    """What the button says."""
    url: Text = ""
    """Where it leads."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""


class Education(Lean):
    """A degree: `area` is what was studied, dates are as written; `year` is what short lists say of them."""

    area: Text = Field("", validation_alias=_names("area", "degree", "course", "title"))
    """What was studied."""
    institution: Text = Field("", validation_alias=_names("institution", "school", "org"))
    """Where."""
    date_start: Text = Field("", validation_alias=_names("date_start", "start"))
    """When it began."""
    date_end: Text = Field("", validation_alias=_names("date_end", "end", "year"))
    """When it ended; empty for what goes on."""
    year: Text = ""
    """The years, as short lists say them."""
    summary: Text = Field("", validation_alias=_names("summary", "description"))
    """What there is to say about it."""
    button: Button = Button.model_construct()
    """A link below it, drawn as a button."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""

    @model_validator(mode="before")
    @classmethod
    def _years(cls, data: Any) -> Any:
        """The kit's `start` and `end` stand for the `year` that was written before."""
        if not isinstance(data, Mapping) or data.get("year"):
            return data
        years = [str(data[key]) for key in ("start", "end") if data.get(key)]
        return {**data, "year": " \u2013 ".join(years)} if years else data


class Work(Lean):
    """A position held."""

    position: Text = Field("", validation_alias=_names("position", "role", "title"))
    """What the person was."""
    company: Text = Field("", validation_alias=_names("company_name", "org", "company"))
    """Where."""
    company_url: Text = Field("", validation_alias=_names("company_url", "url"))
    """Where they are in the web."""
    company_logo: Text = ""
    """Read, but without effect."""
    location: Text = ""
    """The town."""
    date_start: Text = Field("", validation_alias=_names("date_start", "start"))
    """When it began."""
    date_end: Text = Field("", validation_alias=_names("date_end", "end"))
    """When it ended; empty for what goes on."""
    summary: Text = Field("", validation_alias=_names("summary", "description"))
    """What there is to say about it."""
    button: Button = Button.model_construct()
    """A link below it, drawn as a button."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""


class Award(Lean):
    """A prize or certificate."""

    title: Text = ""
    """The title."""
    url: Text = ""
    """Where it leads."""
    date: Text = Field("", validation_alias=_names("date", "date_start"))
    """When it was given."""
    date_end: Text = ""
    """Until when it holds."""
    awarder: Text = Field("", validation_alias=_names("awarder", "organization"))
    """Who gave it."""
    awarder_url: Text = Field("", validation_alias=_names("awarder_url", "organization_url"))
    """Where they are."""
    certificate_url: Text = ""
    """The certificate."""
    summary: Text = Field("", validation_alias=_names("summary", "description"))
    """What there is to say about it."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""


class Skill(Lean):
    """A skill: `percent` in 0 to 100, when given."""

    name: Text = Field("", validation_alias=_names("name", "label"))
    """Its name."""
    description: Text = ""
    """What there is to say about it."""
    percent: Int | None = None
    """How good, from 0 to 100."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""

    @model_validator(mode="before")
    @classmethod
    def _of_kit(cls, data: Any) -> Any:
        """Levels of 1 to 5 are percentages in steps of 20; a label beside a name describes it."""
        if not isinstance(data, Mapping):
            return data
        level = str(data.get("level"))
        percent = {"percent": int(level) * 20} if level.isdecimal() else {}
        label = {"description": data["label"]} if data.get("name") and data.get("label") else {}
        return {**percent, **label, **{key: value for key, value in data.items() if value != ""}}


class SkillGroup(Lean):
    """Skills under one heading."""

    name: Text = ""
    """The heading."""
    description: Text = ""
    """What there is to say about it."""
    color: Text = ""
    """The colour of its bars."""
    color_border: Text = ""
    """The colour around its bars."""
    items: Annotated[tuple[Skill, ...], BeforeValidator(_named)] = ()
    """The skills."""


class Status(Lean):
    """What the person is up to: an emoji, perhaps."""

    icon: Text = ""
    """An emoji."""


def _courses(value: Any) -> Any:
    """Bootstrap's `education: {courses: [...]}` is a list with one more level."""
    return value.get("courses") or () if isinstance(value, Mapping) else value


class Person(Lean):
    """A person's fields, the same for all three dialects; see Hugo Blox's author front matter.

    `names` are other names that they are called by under `authors:`, in papers say.
    """

    title: Text = ""
    """The name as it is shown."""
    given: Text = Field("", validation_alias=_names("first_name", "given"))
    """The given name."""
    family: Text = Field("", validation_alias=_names("last_name", "family"))
    """The family name, which orders lists."""
    alternate: Text = ""
    """The name in another script."""
    names: Texts = ()
    """Other names under which papers have this person."""
    pronunciation: Text = Field("", validation_alias=_names("name_pronunciation", "pronunciation"))
    """How the name is said."""
    pronouns: Text = ""
    """How to speak of this person."""
    postnominals: Texts = ()
    """Letters behind the name."""
    status: Status = Status.model_construct()
    """What this person is up to."""
    role: Text = ""
    """Position or title."""
    bio: Text = ""
    """A few sentences."""
    homepage: Text = ""
    """A page elsewhere, which the name leads to."""
    email: Text = ""
    """For the blocks with ways to get in touch."""
    organizations: Annotated[
        tuple[Organization, ...],
        BeforeValidator(_named),
        Field(validation_alias=_names("organizations", "affiliations")),
    ] = ()
    """Affiliations."""
    profiles: Annotated[
        tuple[Profile, ...], ItemsOf, Field(validation_alias=_names("profiles", "links", "social"))
    ] = ()
    """Links to this person elsewhere."""
    interests: Texts = ()
    """What this person works on."""
    education: Annotated[tuple[Education, ...], ItemsOf, BeforeValidator(_courses)] = ()
    """Degrees, the newest first."""
    work: Annotated[tuple[Work, ...], ItemsOf, Field(validation_alias=_names("work", "experience"))] = ()
    """Positions, the newest first."""
    awards: Annotated[tuple[Award, ...], ItemsOf] = ()
    """Prizes and certificates."""
    skills: Annotated[tuple[SkillGroup, ...], BeforeValidator(_named)] = ()
    """Skills in groups."""
    languages: Annotated[tuple[Skill, ...], BeforeValidator(_named)] = ()
    """Languages, and how well."""
    user_groups: Texts = ()
    """The groups that blocks about people ask for."""
    tags: Texts = ()
    """Tags, for collections of people."""
    weight: Int = 0
    """The place among others: the lightest first."""
    owner: Bool = Field(False, validation_alias=_names("superuser", "is_owner"))
    """Whether the site is this person's."""
    highlight_name: Bool = False
    """Read, but without effect."""
    avatar_filename: Text = ""
    """The picture; the file `avatar` beside it unless set."""

    @model_validator(mode="before")
    @classmethod
    def _one_shape(cls, data: Any) -> Any:
        """The kit's `name: {display, given, ...}` beside the older `title`, `first_name` ..."""
        if not isinstance(data, Mapping):
            return data
        values = dict(data)
        name = values.get("name")
        if isinstance(name, Mapping):
            values = {**{k: v for k, v in name.items() if v not in (None, "")}, **values}
            values["title"] = values.get("title") or name.get("display")
        elif name and not values.get("title"):
            values["title"] = name
        return values
