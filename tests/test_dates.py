from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from masthead.content.dates import format_date, parse_date, shown

TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-01-02", datetime(2021, 1, 2, tzinfo=UTC)),
        ("2021-1-2", datetime(2021, 1, 2, tzinfo=UTC)),
        ("2021/01/02", datetime(2021, 1, 2, tzinfo=UTC)),
        ("2021-01-02T03:04:05Z", datetime(2021, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2021-01-02T03:04:05.123456789Z", datetime(2021, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)),
        ("2021-01-02T03:04:05.5+09:00", datetime(2021, 1, 2, 3, 4, 5, 500000, tzinfo=TOKYO)),
        ("2021-01-02T03:04:05+0900", datetime(2021, 1, 2, 3, 4, 5, tzinfo=TOKYO)),
        ("2006-01-02 15:04", datetime(2006, 1, 2, 15, 4, tzinfo=UTC)),
        ("2006-01-02 3:04 PM", datetime(2006, 1, 2, 15, 4, tzinfo=UTC)),
        ("2006-01-02 12:04 am", datetime(2006, 1, 2, 0, 4, tzinfo=UTC)),
        ("2006-01-02 15:04:05 +0900 JST", datetime(2006, 1, 2, 15, 4, 5, tzinfo=TOKYO)),
        ("Mon, 02 Jan 2006 15:04:05 GMT", datetime(2006, 1, 2, 15, 4, 5, tzinfo=UTC)),
        ("2017Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2017", datetime(2017, 1, 1, tzinfo=UTC)),
        (2017, datetime(2017, 1, 1, tzinfo=UTC)),
        ("2017-05", datetime(2017, 5, 1, tzinfo=UTC)),
        ("November 5, 2025", datetime(2025, 11, 5, tzinfo=UTC)),
        ("Nov 5, 2025", datetime(2025, 11, 5, tzinfo=UTC)),
        ("Nov. 5th 2025", datetime(2025, 11, 5, tzinfo=UTC)),
        ("5 November 2025", datetime(2025, 11, 5, tzinfo=UTC)),
        ("Sept 2025", datetime(2025, 9, 1, tzinfo=UTC)),
        ("  “2021-01-02”　", datetime(2021, 1, 2, tzinfo=UTC)),
        ("２０２１-01-02", datetime(2021, 1, 2, tzinfo=UTC)),
        ("1020-01-01", datetime(1020, 1, 1, tzinfo=UTC)),
        (date(2021, 1, 2), datetime(2021, 1, 2, tzinfo=UTC)),
        (datetime(2021, 1, 2, 3), datetime(2021, 1, 2, 3, tzinfo=UTC)),
        (datetime(2021, 1, 2, 3, tzinfo=TOKYO), datetime(2021, 1, 2, 3, tzinfo=TOKYO)),
    ],
)
def test_reads_what_people_write(value: Any, expected: datetime) -> None:
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    "value", [None, "", "  ", "''", "0-01-01", "0000-00-00", 0, "0001-01-01T00:00:00Z", date(1, 1, 1)]
)
def test_no_date(value: Any) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("2021-23-29", "month"),
        ("2021-02-30", "day"),
        ("32 May 2020", "day"),
        ("2021-01-02T25:00:00", "hour"),
        ("2021-01-02 13:00 PM", "AM or PM"),
        ("5 Foo 2020", "'Foo' is not the English name of a month"),
        ("2021-01-02T10:00+99:00", "offset"),
        ("Present", "'Present' is not a date"),
        ("12", "'12' is not a date"),
        ("2021-01/02", "is not a date"),
        (True, "True is not a date"),
        (1.5, "1.5 is not a date"),
        (time(3), "is not a date"),
        ([2021], "is not a date"),
    ],
)
def test_what_is_no_date_says_why_and_what_to_write(value: Any, why: str) -> None:
    with pytest.raises(ValueError, match=r"Write it like 2021-01-31") as raised:
        parse_date(value)
    assert why in str(raised.value)


def test_zone_of_the_site_fills_in() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert parse_date("2021-01-02", zone) == datetime(2021, 1, 1, 16, tzinfo=UTC)
    assert parse_date("2017Z", zone) == datetime(2017, 1, 1, tzinfo=zone)
    assert parse_date("2021-01-02T00:00:00Z", zone) == datetime(2021, 1, 2, tzinfo=UTC)
    assert parse_date(datetime(2021, 1, 2), zone) == datetime(2021, 1, 2, tzinfo=zone)


def test_dates_of_toml() -> None:
    front = tomllib.loads("day = 2021-01-02\nlocal = 2021-01-02T03:04:05\nfull = 2021-01-02T03:04:05+09:00")
    assert [parse_date(value) for value in front.values()] == [
        datetime(2021, 1, 2, tzinfo=UTC),
        datetime(2021, 1, 2, 3, 4, 5, tzinfo=UTC),
        datetime(2021, 1, 2, 3, 4, 5, tzinfo=TOKYO),
    ]


@given(st.datetimes(min_value=datetime(2, 1, 1), timezones=st.sampled_from([UTC, TOKYO])))
def test_reads_what_isoformat_writes(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        moment = parse_date(text)
    except ValueError as error:
        assert "Write it like" in str(error)
    else:
        assert moment is None or moment.tzinfo is not None


MOMENT = datetime(2018, 12, 6, 15, 4, 5, 120000, tzinfo=TOKYO)
MORNING = datetime(2021, 5, 3, 0, 7, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("layout", "afternoon", "morning"),
    [
        ("Jan 2, 2006", "Dec 6, 2018", "May 3, 2021"),
        ("2 January 2006", "6 December 2018", "3 May 2021"),
        ("2006年1月2日", "2018年12月6日", "2021年5月3日"),
        ("Monday, January 2", "Thursday, December 6", "Monday, May 3"),
        ("Mon _2 Jan", "Thu  6 Dec", "Mon  3 May"),
        ("02/01/06", "06/12/18", "03/05/21"),
        ("2006-01-02T15:04:05Z07:00", "2018-12-06T15:04:05+09:00", "2021-05-03T00:07:09Z"),
        ("3:04 PM", "3:04 PM", "12:07 AM"),
        ("03:04:05 pm", "03:04:05 pm", "12:07:09 am"),
        ("3h 4m 5s", "3h 4m 5s", "12h 7m 9s"),
        (
            "-07 -0700 -07:00 -07:00:00 -070000",
            "+09 +0900 +09:00 +09:00:00 +090000",
            "+00 +0000 +00:00 +00:00:00 +000000",
        ),
        ("Z0700 MST", "+0900 +0900", "Z UTC"),
        ("05.000", "05.120", "09.000"),
        ("05.999", "05.12", "09"),
        ("5,00", "5,12", "9,00"),
        ("002 __2", "340 340", "123 123"),
        ("_2006", "_2018", "_2021"),
        ("Janus Monthly", "Janus Monthly", "Janus Monthly"),
        ("", "", ""),
        (":date_nothing", ":date_nothing", ":date_nothing"),
    ],
)
def test_layouts_of_go(layout: str, afternoon: str, morning: str) -> None:
    assert format_date(MOMENT, layout, "en") == afternoon
    assert format_date(MORNING, layout, "en") == morning


@pytest.mark.parametrize(
    ("lang", "short", "long"),
    [
        ("en-us", "Dec 6, 2018", "Thursday 6 December"),
        ("zh", "12月 6, 2018", "星期四 6 十二月"),
        ("zh-Hans", "12月 6, 2018", "星期四 6 十二月"),
        ("ja", "12月 6, 2018", "木曜日 6 12月"),
        ("ko", "12월 6, 2018", "목요일 6 12월"),
        ("fr", "déc. 6, 2018", "jeudi 6 décembre"),
        ("de", "Dez. 6, 2018", "Donnerstag 6 Dezember"),
        ("ru", "дек. 6, 2018", "четверг 6 декабря"),
        ("sk", "dec 6, 2018", "štvrtok 6 decembra"),
        ("xx", "Dec 6, 2018", "Thursday 6 December"),
    ],
)
def test_names_are_in_the_language_of_the_page(lang: str, short: str, long: str) -> None:
    assert format_date(MOMENT, "Jan 2, 2006", lang) == short
    assert format_date(MOMENT, "Monday 2 January", lang) == long


@pytest.mark.parametrize(
    ("layout", "lang", "expected"),
    [
        (":date_full", "en", "Thursday, December 6, 2018"),
        (":date_long", "en", "December 6, 2018"),
        (":date_medium", "en", "Dec 6, 2018"),
        (":date_short", "en", "12/6/18"),
        (":Date_Long", "zh", "2018年12月6日"),
        (":date_long", "de", "6. Dezember 2018"),
        (":date_long", "pt", "6 de dezembro de 2018"),
        (":time_medium", "de", "15:04:05"),
        (":time_short", "ja", "15:04"),
    ],
)
def test_layouts_that_hugo_names(layout: str, lang: str, expected: str) -> None:
    assert format_date(MOMENT, layout, lang) == expected


@pytest.mark.parametrize("year", [2, 900, 1020, 1899, 9999])
def test_every_year_prints_on_every_platform(year: int) -> None:
    assert format_date(date(year, 1, 1), "Jan 2, 2006", "en") == f"Jan 1, {year:04}"
    assert str(year) in format_date(date(year, 1, 1), ":date_long", "en")


def test_years_that_order_pages_are_not_shown() -> None:
    assert not shown(None)
    assert not shown(parse_date("1020-01-01"))
    assert not shown(parse_date("1499-12-31"))
    assert shown(parse_date("1500-01-01"))
    assert shown(parse_date("2021-01-02"))


@pytest.mark.parametrize("lang", ["en", "en-US", "en-gb", "zz", "de", "zh-hant"])
def test_names_are_those_of_cldr(lang: str) -> None:
    locale = Locale.parse(lang if lang != "zz" else "en", sep="-")
    widths = {"wide": ("Monday", "January"), "abbreviated": ("Mon", "Jan")}
    for width, (weekday, month) in widths.items():
        for place in range(12):
            moment = date(2021, 1 + place, 1 + place)
            assert format_date(moment, weekday, lang) == locale.days["format"][width][moment.weekday()]
            assert format_date(moment, month, lang) == locale.months["format"][width][1 + place]
