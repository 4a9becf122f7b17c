"""When and where an event is, in the page's language."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from markupsafe import Markup
from msgspec import Struct
from pydantic import AliasChoices, BeforeValidator, Field

from masthead.content.dates import format_date, shown
from masthead.content.fields import Bool, Date, Model, Text, bind
from masthead.content.model import Page
from masthead.content.source import Key
from masthead.context.scene import Scene

SECTIONS = frozenset({"event", "events", "talk", "talks"})
"""Sections and types whose pages are events."""


class Address(Model):
    """A postal address."""

    street: Text = ""
    """Street and number."""
    city: Text = ""
    """The town."""
    region: Text = ""
    """The state or province."""
    postcode: Annotated[Text, Field(validation_alias=AliasChoices("postcode", "postal_code"))] = ""
    """The postal code."""
    country: Text = ""
    """The country."""


def _lines(value: Any) -> Any:
    return value if isinstance(value, dict) else {"street": value}


class Event(Model):
    """The front matter of an event."""

    name: Text = Field("", validation_alias=AliasChoices("event", "event_name"))
    """The conference or series."""
    event_url: Text = ""
    """The event elsewhere."""
    location: Text = ""
    """Where it takes place."""
    address: Annotated[Address, BeforeValidator(_lines)] = Address()
    """The address of that place."""
    start: Date = Field(None, validation_alias=AliasChoices("event_start", "date"))
    """When it begins."""
    end: Date = Field(None, validation_alias=AliasChoices("event_end", "date_end"))
    """When it ends."""
    all_day: Bool = Field(False, validation_alias=AliasChoices("event_all_day", "all_day"))
    """Whether it has no hours."""


class EventView(Struct, frozen=True):
    """An event as its page shows it; texts are HTML, and empty where front matter is silent."""

    name: Markup
    url: str
    when: str
    location: Markup
    address: str


def is_event(page: Page) -> bool:
    """Whether a page is about something that takes place."""
    return page.type.lower() in SECTIONS


def read_event(scene: Scene, page: Page) -> Event:
    """A page's front matter as that of an event; what does not fit is left out with a warning."""

    def report(keys: tuple[Key, ...], message: str) -> None:
        scene.problems.warn(message, page.where(*keys), "It is left out.")

    return bind(Event, page.meta, report)


def event_view(scene: Scene, page: Page) -> EventView:
    """What an event's page shows of it."""
    event = read_event(scene, page)
    address = event.address
    region = " ".join(part for part in (address.region, address.postcode) if part)
    return EventView(
        scene.inline(event.name, page),
        scene.urls.link(event.event_url, page.url) if event.event_url else "",
        _when(scene, event),
        scene.inline(event.location, page),
        ", ".join(part for part in (address.street, address.city, region) if part),
    )


def event_start(scene: Scene, page: Page) -> datetime | None:
    """When an event starts; None for other pages."""
    return read_event(scene, page).start if is_event(page) else None


def event_times(scene: Scene, page: Page) -> str:
    """The hours of an event on one day, such as "1:00 PM \u2014 3:00 PM"; empty for other pages."""
    event = read_event(scene, page) if is_event(page) else None
    if event is None or event.all_day or event.start is None:
        return ""
    ends = event.end if event.end and event.end.date() == event.start.date() else None
    return _joined(_time(scene, event.start), _time(scene, ends) if ends else "")


def _when(scene: Scene, event: Event) -> str:
    if event.start is None or not shown(event.start):
        return ""
    starts = _part(scene, event.start, event.all_day)
    if event.end is None:
        return starts
    if event.end.date() != event.start.date():
        return _joined(starts, _part(scene, event.end, event.all_day))
    return starts if event.all_day else _joined(starts, _time(scene, event.end))


def _part(scene: Scene, moment: datetime, all_day: bool) -> str:
    date = format_date(moment, scene.language.params.locale.date_format, scene.lang)
    return date if all_day else f"{date} {_time(scene, moment)}"


def _time(scene: Scene, moment: datetime) -> str:
    return format_date(moment, scene.language.params.locale.time_format, scene.lang)


def _joined(start: str, end: str) -> str:
    return f"{start} \u2014 {end}" if end else start
