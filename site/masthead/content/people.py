"""People, however they are stored: a page or a term page under authors/, or a file in data/authors/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from masthead.content.fields import Bool, Int, ItemsOf, Model, Report, Text, Texts, bind
from masthead.content.model import File, Page
from masthead.content.source import Source


def _names(*names: str) -> Any:
    return AliasChoices(*names)


def _named(value: Any) -> Any:
    """An entry that is a bare word stands for its name."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(
        {"name": item} if isinstance(item, str) else item for item in items if item not in (None, "")
    )


class Organization(Model):
    """An affiliation: its name and, if there is one, its address."""

    name: Text = ""
    url: Text = ""


class Profile(Model):
    """A link to the person elsewhere."""

    icon: Text = ""
    icon_pack: Text = ""
    url: Text = Field("", validation_alias=_names("url", "link"))
    label: Text = Field("", validation_alias=_names("label", "name"))


class Button(Model):
    """A link drawn as a button."""

    text: Text = ""
    url: Text = ""
    icon: Text = ""


class Education(Model):
    """A degree: `area` is what was studied, dates are as written; `year` is what short lists say of them."""

    area: Text = Field("", validation_alias=_names("area", "degree", "course", "title"))
    institution: Text = Field("", validation_alias=_names("institution", "school", "org"))
    date_start: Text = Field("", validation_alias=_names("date_start", "start"))
    date_end: Text = Field("", validation_alias=_names("date_end", "end", "year"))
    year: Text = ""
    summary: Text = Field("", validation_alias=_names("summary", "description"))
    button: Button = Button()
    icon: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _years(cls, data: Any) -> Any:
        """The kit's `start` and `end` stand for the `year` that was written before."""
        if not isinstance(data, Mapping) or data.get("year"):
            return data
        years = [str(data[key]) for key in ("start", "end") if data.get(key)]
        return {**data, "year": " \u2013 ".join(years)} if years else data


class Work(Model):
    """A position held."""

    position: Text = Field("", validation_alias=_names("position", "role", "title"))
    company: Text = Field("", validation_alias=_names("company_name", "org", "company"))
    company_url: Text = Field("", validation_alias=_names("company_url", "url"))
    company_logo: Text = ""
    location: Text = ""
    date_start: Text = Field("", validation_alias=_names("date_start", "start"))
    date_end: Text = Field("", validation_alias=_names("date_end", "end"))
    summary: Text = Field("", validation_alias=_names("summary", "description"))
    button: Button = Button()
    icon: Text = ""


class Award(Model):
    """A prize or certificate."""

    title: Text = ""
    url: Text = ""
    date: Text = Field("", validation_alias=_names("date", "date_start"))
    date_end: Text = ""
    awarder: Text = Field("", validation_alias=_names("awarder", "organization"))
    awarder_url: Text = Field("", validation_alias=_names("awarder_url", "organization_url"))
    certificate_url: Text = ""
    summary: Text = Field("", validation_alias=_names("summary", "description"))
    icon: Text = ""


class Skill(Model):
    """A skill: `percent` in 0 to 100, when given."""

    name: Text = Field("", validation_alias=_names("name", "label"))
    description: Text = ""
    percent: Int | None = None
    icon: Text = ""
    icon_pack: Text = ""

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


class SkillGroup(Model):
    """Skills under one heading."""

    name: Text = ""
    description: Text = ""
    color: Text = ""
    color_border: Text = ""
    items: Annotated[tuple[Skill, ...], BeforeValidator(_named)] = ()


class Status(Model):
    """What the person is up to: an emoji, perhaps."""

    icon: Text = ""


def _courses(value: Any) -> Any:
    """Bootstrap's `education: {courses: [...]}` is a list with one more level."""
    return value.get("courses") or () if isinstance(value, Mapping) else value


class Person(Model):
    """A person's fields, the same for all three dialects; see Hugo Blox's author front matter.

    `names` are other names that they are called by under `authors:`, in papers say.
    """

    title: Text = ""
    given: Text = Field("", validation_alias=_names("first_name", "given"))
    family: Text = Field("", validation_alias=_names("last_name", "family"))
    alternate: Text = ""
    names: Texts = ()
    pronunciation: Text = Field("", validation_alias=_names("name_pronunciation", "pronunciation"))
    pronouns: Text = ""
    postnominals: Texts = ()
    status: Status = Status()
    role: Text = ""
    bio: Text = ""
    homepage: Text = ""
    email: Text = ""
    organizations: Annotated[
        tuple[Organization, ...],
        BeforeValidator(_named),
        Field(validation_alias=_names("organizations", "affiliations")),
    ] = ()
    profiles: Annotated[
        tuple[Profile, ...], ItemsOf, Field(validation_alias=_names("profiles", "links", "social"))
    ] = ()
    interests: Texts = ()
    education: Annotated[tuple[Education, ...], ItemsOf, BeforeValidator(_courses)] = ()
    work: Annotated[tuple[Work, ...], ItemsOf, Field(validation_alias=_names("work", "experience"))] = ()
    awards: Annotated[tuple[Award, ...], ItemsOf] = ()
    skills: Annotated[tuple[SkillGroup, ...], BeforeValidator(_named)] = ()
    languages: Annotated[tuple[Skill, ...], BeforeValidator(_named)] = ()
    user_groups: Texts = ()
    tags: Texts = ()
    weight: Int = 0
    owner: Bool = Field(False, validation_alias=_names("superuser", "is_owner"))
    highlight_name: Bool = False
    avatar_filename: Text = ""

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


ASIAN = "\u2e80"
"""Where the characters of Chinese, Japanese and Korean start, whose names have the family first."""

_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})


@dataclass(frozen=True, slots=True, eq=False)
class Author:
    """A person in one language: who they are, and the page and files that belong to them.

    `slug` is the folder's or file's name; `page` the page or term page of that name, rendered or not.
    """

    slug: str
    lang: str
    person: Person
    source: Source
    page: Page | None = None
    files: Mapping[str, File] = field(default_factory=dict)

    @property
    def own_page(self) -> Page | None:
        """Their own page, where they have one that visitors can open."""
        return self.page if self.page is not None and self.page.rendered else None

    @property
    def name(self) -> str:
        """The name as it is shown."""
        full = f"{self.person.given} {self.person.family}".strip()
        return self.person.title or full or self.slug

    @property
    def family_name(self) -> str:
        """What people are ordered by: the family name as it is given, else as the name shows it.

        That is the last word, before a comma and without `Jr.` and the like; of a name in Chinese, Japanese
        or Korean, which starts with it, all up to a space.
        """
        if self.person.family:
            return self.person.family
        words = [word for word in self.name.partition(",")[0].split() if word[0].isalnum()]
        if not words or words[0] >= ASIAN:
            return words[0] if words else self.name
        western = [word for word in words if word < ASIAN and word.lower().strip(".") not in _AFTER_NAMES]
        return western[-1] if western else words[-1]

    @property
    def initials(self) -> str:
        """Up to two letters that stand in for a picture."""
        words = [word for word in self.name.split() if word[0].isalnum()]
        if not words:
            return "?"
        return (words[0][0] + (words[-1][0] if len(words) > 1 and words[0].isascii() else "")).upper()

    @property
    def avatar(self) -> File | None:
        """The picture that their front matter names, else the first file called avatar."""
        named = self.files.get(self.person.avatar_filename)
        found = (file for name, file in sorted(self.files.items()) if name.lower().startswith("avatar."))
        return named or next(found, None)


def read_person(meta: Mapping[str, Any], report: Report) -> Person:
    """A person from front matter or data; what does not fit is reported and left out."""
    return bind(Person, meta, report)
