"""Dates as people write them, and as Hugo prints them: Go's layouts, in the page's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import Any

from msgspec import Struct

from masthead.content.i18n import locale_of

FIRST_SHOWN_YEAR = 1500
"""Years before this one only put pages in order (`1020-01-01`)."""

_HINT = "Write it like 2021-01-31 or 2021-01-31T15:04:05+01:00."
_QUOTES = "\"'\u2018\u2019\u201c\u201d"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOCK = r"""
    (?: (?:T|,?\s+) (?P<hour>\d{1,2}) : (?P<minute>\d{2}) (?: :(?P<second>\d{2}) (?:[.,](?P<fraction>\d+))? )?
        (?: \s*(?P<half>[AP]M) )?
        (?: \s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?) (?:\s+[A-Z]{3,5})? )? )?
"""
_NAME = r"(?P<name>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = (
    r"(?P<year>\d{4}|0+) (?: (?P<sep>[-/.]) (?P<month>\d{1,2}) (?: (?P=sep) (?P<day>\d{1,2}) )? | Z )?",
    rf"(?:[a-z]+,\s*)? {_NAME} (?:\s+{_DAY})? ,?\s+ (?P<year>\d{{4}})",
    rf"(?:[a-z]+,\s*)? {_DAY} \s+ {_NAME} ,?\s+ (?P<year>\d{{4}})",
)

_LAYOUT = re.compile(
    r"""January | Jan(?![a-z]) | Monday | Mon(?![a-z]) | MST | 2006 | 002 | __2 | _2(?!006) | 0[1-6] | 15
    | [1-5] | PM | pm | [Z-]07(?::00(?::00)? | 00(?:00)?)? | [.,](?:0+|9+)(?!\d)""",
    re.VERBOSE,
)
_NAMED = re.compile(r":(date|time)_(full|long|medium|short)", re.IGNORECASE)


class _Names(Struct, frozen=True):
    """What months and days are called in a language, in full and in short, from January and Monday on."""

    months: Sequence[str]
    short_months: Sequence[str]
    days: Sequence[str]
    short_days: Sequence[str]


_PIECES: Mapping[str, Callable[[datetime, _Names], str]] = {
    "January": lambda d, names: names.months[d.month - 1],
    "Jan": lambda d, names: names.short_months[d.month - 1],
    "Monday": lambda d, names: names.days[d.weekday()],
    "Mon": lambda d, names: names.short_days[d.weekday()],
    "2006": lambda d, _: f"{d.year:04}",
    "06": lambda d, _: f"{d.year % 100:02}",
    "01": lambda d, _: f"{d.month:02}",
    "1": lambda d, _: f"{d.month}",
    "02": lambda d, _: f"{d.day:02}",
    "_2": lambda d, _: f"{d.day:2}",
    "2": lambda d, _: f"{d.day}",
    "002": lambda d, _: f"{d.timetuple().tm_yday:03}",
    "__2": lambda d, _: f"{d.timetuple().tm_yday:3}",
    "15": lambda d, _: f"{d.hour:02}",
    "03": lambda d, _: f"{(d.hour - 1) % 12 + 1:02}",
    "3": lambda d, _: f"{(d.hour - 1) % 12 + 1}",
    "04": lambda d, _: f"{d.minute:02}",
    "4": lambda d, _: f"{d.minute}",
    "05": lambda d, _: f"{d.second:02}",
    "5": lambda d, _: f"{d.second}",
    "PM": lambda d, _: "AM" if d.hour < 12 else "PM",
    "pm": lambda d, _: "am" if d.hour < 12 else "pm",
    "MST": lambda d, _: _zone_name(d),
}


def parse_date(value: Any, zone: tzinfo = UTC) -> datetime | None:
    """Read a date out of front matter; one without a zone is taken to be in `zone`.

    Reads dates of YAML and TOML and text: ISO 8601 and RFC 3339, also shortened to a month or a year, and
    English dates. An empty value, the year 0 and the year 1 (Go's zero time) are no date: None. Raises
    ValueError, with what to write instead, for what is no date or no possible one.
    """
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return _aware(moment, zone) if moment.year > 1 else None
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        raise ValueError(f"{value!r} is not a date. {_HINT}")
    text = unicodedata.normalize("NFKC", "" if value is None else str(value)).strip().strip(_QUOTES).strip()
    if not text:
        return None
    found = next((match for form in _FORMS if (match := _pattern(form).fullmatch(text))), None)
    if found is None:
        raise ValueError(f"{text!r} is not a date. {_HINT}")
    if int(found["year"]) < 2:
        return None
    try:
        return _moment(found.groupdict(), zone)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a possible date: {error}. {_HINT}") from None


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """The pattern of a form of dates, with a time behind it; those in words are seldom needed."""
    return re.compile(form + _CLOCK, re.VERBOSE | re.IGNORECASE)


def shown(moment: datetime | None) -> bool:
    """Whether a date may be printed as a publishing date: there is one, and it does not just order pages."""
    return moment is not None and moment.year >= FIRST_SHOWN_YEAR


def format_date(moment: date, layout: str, lang: str) -> str:
    """Print a date by a layout of Go (`Jan 2, 2006`) or one that Hugo names (`:date_long`), in a language.

    Names of months and days are CLDR's for the language; all else in a layout of Go stays as it is written.
    """
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), UTC)
    moment = _aware(moment, UTC)
    if named := _NAMED.fullmatch(layout):
        from babel import dates as babel_dates

        length, locale = named[2].lower(), locale_of(lang)
        if named[1].lower() == "date":
            return babel_dates.format_date(moment.date(), length, locale)
        return babel_dates.format_time(moment, length, moment.tzinfo, locale)
    names = _names(lang)
    return _LAYOUT.sub(lambda token: _piece(token[0], moment, names), layout)


@cache
def _names(lang: str) -> _Names:
    """The names of a language; for those of American English, Babel would read megabytes."""
    locale = locale_of(lang)
    if str(locale) in ("en", "en_US"):
        return _Names(_MONTHS, [name[:3] for name in _MONTHS], _DAYS, [name[:3] for name in _DAYS])
    months, days = locale.months["format"], locale.days["format"]
    return _Names(*(_listed(names[width]) for names in (months, days) for width in ("wide", "abbreviated")))


def _listed(names: Mapping[int, str]) -> Sequence[str]:
    return [names[place] for place in sorted(names)]


def _aware(moment: datetime, zone: tzinfo) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _moment(part: Mapping[str, str | None], zone: tzinfo) -> datetime:
    hour = int(part["hour"] or 0)
    if part["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("hour must be in 1..12 before AM or PM")
        hour = hour % 12 + (12 if part["half"].upper() == "PM" else 0)
    return datetime(
        int(part["year"] or 0),
        _month(part["name"]) if part.get("name") else int(part.get("month") or 1),
        int(part["day"] or 1),
        hour,
        int(part["minute"] or 0),
        int(part["second"] or 0),
        int((part["fraction"] or "")[:6].ljust(6, "0")),
        _offset(part["zone"]) if part["zone"] else zone,
    )


def _month(name: str | None) -> int:
    for number, month in enumerate(_MONTHS, start=1):
        if name and month.startswith(name.capitalize()):
            return number
    raise ValueError(f"{name!r} is not the English name of a month")


def _offset(text: str) -> tzinfo:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if text[0] == "-" else shift)


def _piece(token: str, moment: datetime, names: _Names) -> str:
    if piece := _PIECES.get(token):
        return piece(moment, names)
    if token[0] in "Z-":
        return "Z" if token[0] == "Z" and not moment.utcoffset() else _offset_text(token[1:], moment)
    digits = f"{moment.microsecond:06}000"[: len(token) - 1].ljust(len(token) - 1, "0")
    if token[1] == "9":
        digits = digits.rstrip("0")
    return token[0] + digits if digits else ""


def _offset_text(form: str, moment: datetime) -> str:
    """The offset from UTC in the form of `07`, `0700`, `07:00`, `070000` or `07:00:00`."""
    seconds = round((moment.utcoffset() or timedelta()).total_seconds())
    parts = [abs(seconds) // 3600, abs(seconds) // 60 % 60, abs(seconds) % 60]
    shown_parts = parts[: len(form.replace(":", "")) // 2]
    return ("-" if seconds < 0 else "+") + (":" if ":" in form else "").join(f"{n:02}" for n in shown_parts)


def _zone_name(moment: datetime) -> str:
    name = moment.tzname() or ""
    return name if name.isalpha() else _offset_text("0700", moment)
