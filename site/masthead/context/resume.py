"""What a résumé lists, dressed for templates: positions, degrees, awards, skills and languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup
from msgspec import Struct

from masthead.content.dates import format_date, parse_date
from masthead.content.model import Page
from masthead.content.people import Author
from masthead.content.person import Award, Button, Education, Skill, SkillGroup, Work
from masthead.content.source import Key
from masthead.context.host import Spot
from masthead.context.scene import Scene

MONTHS = "January 2006"
"""How dates of a résumé are printed unless told otherwise, as a layout of Go."""

SHORT_MONTHS = "Jan 2006"
"""The same, for items that stand in the section itself and in the newest theme."""

_PARAGRAPH = re.compile(r"\s*<p>((?:(?!</?p[\s>]).)*)</p>\s*\Z", re.DOTALL)
_YEAR = re.compile(r"\d{1,4}\Z")
_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}\Z|[a-zA-Z]+\Z|(?:rgb|hsl|oklch)a?\([\d.,%/ ]+\)\Z")


class ActionLink(Struct, frozen=True):
    """A link drawn as a button."""

    text: Markup
    url: str
    icon: Markup


class Stage(Struct, frozen=True):
    """A position or a degree; `dates` are printed as one text, `year` is what short lists say instead."""

    title: Markup
    place: Markup
    url: str
    dates: str
    year: str
    location: Markup
    summary: Markup
    icon: Markup
    button: ActionLink | None


class Honour(Struct, frozen=True):
    """An award or certificate and who gave it."""

    title: Markup
    url: str
    awarder: Markup
    awarder_url: str
    dates: str
    summary: Markup
    certificate_url: str
    icon: Markup


class Ability(Struct, frozen=True):
    """A skill or language: `percent` in 0 to 100, or None when nobody said."""

    name: Markup
    note: Markup
    percent: int | None
    icon: Markup


class AbilityGroup(Struct, frozen=True):
    """Skills under one heading; the colours are CSS colours or empty."""

    name: Markup
    note: Markup
    color: str
    color_border: str
    items: Sequence[Ability]


class Origin(Struct, frozen=True):
    """Where a résumé is written: the page of its texts, the URL that its links start from.

    `spot` finds a key for messages; `layout` prints its dates.
    """

    scene: Scene
    page: Page
    base: str
    spot: Callable[..., Spot]
    layout: str = MONTHS

    def inline(self, text: str, *keys: Key) -> Markup:
        """A single line as HTML."""
        return self.scene.inline(" ".join(text.split()), self.page, self.spot(*keys))

    def text(self, text: str, *keys: Key) -> Markup:
        """Text of any length as HTML; a single paragraph comes without its `<p>`."""
        html = self.scene.text(text, self.page, self.spot(*keys))
        alone = _PARAGRAPH.match(html)
        return Markup(alone[1]) if alone else html

    def link(self, href: str) -> str:
        """A link's target as the URL to print."""
        return self.scene.urls.link(href, self.base) if href else ""

    def icon(self, name: str, pack: str, *keys: Key) -> Markup:
        """An icon, or nothing without a name."""
        return self.scene.icon(name, pack, spot=self.spot(*keys))

    def date(self, text: str) -> str:
        """A date in the layout of the résumé; a year alone, and what is no date, stay as they are written."""
        text = text.strip()
        try:
            moment = None if _YEAR.match(text) else parse_date(text)
        except ValueError:
            moment = None
        return format_date(moment, self.layout, self.scene.lang) if moment else text

    def period(self, start: str, end: str, ongoing: str = "") -> str:
        """From one date to another; `ongoing` stands for the end of what has begun and not ended."""
        end = end or (ongoing if start else "")
        return " \u2013 ".join(self.date(text) for text in (start, end) if text.strip())


def origin_of(scene: Scene, author: Author, layout: str = MONTHS) -> Origin:
    """The résumé in an author's own file; its links start from the home page, wherever it is shown."""
    home = scene.library.home(scene.lang)

    def spot(*keys: Key) -> Spot:
        return lambda: author.source.where(*keys)

    return Origin(scene, author.page or home, home.url, spot, layout)


def positions(origin: Origin, works: Iterable[Work], *above: Key) -> list[Stage]:
    """Positions in the order given."""
    return [_position(origin, work, *above, index) for index, work in enumerate(works)]


def _position(origin: Origin, work: Work, *keys: Key) -> Stage:
    return Stage(
        origin.inline(work.position, *keys),
        origin.inline(work.company, *keys),
        origin.link(work.company_url),
        origin.period(work.date_start, work.date_end, origin.scene.t("present")),
        "",
        origin.inline(work.location, *keys),
        origin.text(work.summary, *keys, "summary"),
        origin.icon(work.icon or "briefcase", "", *keys, "icon"),
        _button(origin, work.button, *keys, "button"),
    )


def degrees(origin: Origin, education: Iterable[Education], *above: Key) -> list[Stage]:
    """Degrees in the order given."""
    return [_degree(origin, item, *above, index) for index, item in enumerate(education)]


def _degree(origin: Origin, item: Education, *keys: Key) -> Stage:
    return Stage(
        origin.inline(item.area, *keys),
        origin.inline(item.institution, *keys),
        "",
        origin.period(item.date_start, item.date_end, origin.scene.t("present")),
        item.year,
        Markup(""),
        origin.text(item.summary, *keys, "summary"),
        origin.icon(item.icon or "academic-cap", "", *keys, "icon"),
        _button(origin, item.button, *keys, "button"),
    )


def _button(origin: Origin, button: Button, *keys: Key) -> ActionLink | None:
    if not (button.text and button.url):
        return None
    icon = origin.icon(button.icon, "", *keys, "icon")
    return ActionLink(origin.inline(button.text, *keys), origin.link(button.url), icon)


def honours(origin: Origin, awards: Sequence[Award], *above: Key) -> list[Honour]:
    """Awards in the order given."""
    return [_honour(origin, award, *above, index) for index, award in enumerate(awards)]


def _honour(origin: Origin, award: Award, *keys: Key) -> Honour:
    return Honour(
        origin.inline(award.title, *keys),
        origin.link(award.url),
        origin.inline(award.awarder, *keys),
        origin.link(award.awarder_url),
        origin.period(award.date, award.date_end),
        origin.text(award.summary, *keys, "summary"),
        origin.link(award.certificate_url),
        origin.icon(award.icon, "", *keys, "icon"),
    )


def ability_groups(origin: Origin, groups: Iterable[SkillGroup], *above: Key) -> list[AbilityGroup]:
    """Skills by group, in the order given; a colour that is none is left out."""
    return [
        AbilityGroup(
            origin.inline(group.name, *above, index),
            origin.inline(group.description, *above, index),
            _color(group.color),
            _color(group.color_border),
            abilities(origin, group.items, *above, index, "items"),
        )
        for index, group in enumerate(groups)
    ]


def _color(text: str) -> str:
    return text if _COLOR.match(text) else ""


def abilities(origin: Origin, skills: Iterable[Skill], *above: Key) -> list[Ability]:
    """Skills or languages, in the order given."""
    return [
        Ability(
            origin.inline(skill.name, *above, index),
            origin.inline(skill.description, *above, index),
            None if skill.percent is None else max(0, min(100, skill.percent)),
            origin.icon(skill.icon, skill.icon_pack, *above, index, "icon"),
        )
        for index, skill in enumerate(skills)
    ]
