"""Dates as people and programs write them: US, ISO, with month names, Excel serials; day-month order found by column.

Impossible dates are told apart from things that are no dates, and a day and month in the wrong order from both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from coachdesk.i18n import translate

Order = Literal["mdy", "dmy"]

TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + TIME)
NUMERIC = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})" + TIME)
COMPACT = re.compile(r"(19\d\d|20\d\d)(\d\d)(\d\d)")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
DAY_MONTH_YEAR = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]+(?:de )?([^\W\d_]{3,10})\.?,?[-/. ]+(?:de )?(\d{4}|\d{2})"
)
MONTH_DAY_YEAR = re.compile(r"([^\W\d_]{3,10})\.?[-/. ]+(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4}|\d{2})")
MONTHS = (
    ("jan", "ene"),
    ("feb",),
    ("mar",),
    ("apr", "abr"),
    ("may",),
    ("jun",),
    ("jul",),
    ("aug", "ago"),
    ("sep", "set"),
    ("oct",),
    ("nov",),
    ("dec", "dic"),
)
MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
FIRST_SERIAL, LAST_SERIAL = 10_960, 73_050  # 1930 to 2099 as Excel counts days
EXCEL_DAY_0 = date(1899, 12, 30)
EARLIEST = date(1930, 1, 1)
FUTURE = timedelta(days=5 * 366)


class Found(NamedTuple):
    """A date, or why it is none; `note` is something worth telling about a date that was read."""

    value: date | None
    reason: str = ""
    note: str = ""


def looks_like_date(text: str) -> bool:
    """Whether a text is written as a date, possible or not. Bare digits do not count."""
    if not (text[:1].isdigit() or text[:3].lower() in MONTH_OF):
        return False
    return any(pattern.fullmatch(text) for pattern in (ISO, NUMERIC)) or _with_month_name(text) is not None


def day_first(texts: Iterable[str]) -> tuple[Order, str]:
    """How a column of dates is meant, and the value that shows it ("" when nothing does and US order is assumed).

    A first part over 12 can only be a day, a second part over 12 only a day after its month; the majority decides.
    """
    shown: dict[Order, list[str]] = {"mdy": [], "dmy": []}
    for text in texts:
        found = NUMERIC.fullmatch(text.strip())
        if found:
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                shown["dmy"].append(text)
            elif second > 12 >= first:
                shown["mdy"].append(text)
    order: Order = "dmy" if len(shown["dmy"]) > len(shown["mdy"]) else "mdy"
    return order, (shown[order] or [""])[0]


def read_date(text: str, order: Order, today: date) -> Found:
    """The date a text means. Years of two digits lie no further ahead than next year."""
    text = text.strip()
    if found := ISO.fullmatch(text):
        return _build(int(found[1]), int(found[2]), int(found[3]), today)
    if found := NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        month, day = (second, first) if order == "dmy" else (first, second)
        year, note = _year(found[4], today)
        if month > 12 >= day:
            return Found(None, _swapped(order, month))
        return _build(year, month, day, today, note)
    if named := _with_month_name(text):
        year, note = _year(named[0], today)
        return _build(year, named[1], named[2], today, note)
    if found := COMPACT.fullmatch(text):
        return _build(int(found[1]), int(found[2]), int(found[3]), today)
    if found := SERIAL.fullmatch(text):
        return read_serial(int(found[1]), today)
    return Found(None, translate("Import", "is not a date"))


def read_serial(number: float, today: date) -> Found:
    """The date of a bare number as Excel counts days."""
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return Found(None, translate("Import", "is a number, not a date"))
    found = check_year(EXCEL_DAY_0 + timedelta(days=int(number)), today)
    note = translate("Import", "was a bare number and was read as the day Excel means by it")
    return found if found.value is None else Found(found.value, "", note)


def check_year(value: date, today: date) -> Found:
    """A date as it is when its year can be right."""
    if not EARLIEST <= value <= today + FUTURE:
        return Found(
            None, translate("Import", "lies in the year {year}, which cannot be right").format(year=value.year)
        )
    return Found(value)


def _build(year: int, month: int, day: int, today: date, note: str = "") -> Found:
    if not 1 <= month <= 12:
        return Found(None, translate("Import", "is not a date: there is no month {month}").format(month=month))
    try:
        value = date(year, month, day)
    except ValueError:
        return Found(None, translate("Import", "does not exist: that month has no day {day}").format(day=day))
    found = check_year(value, today)
    return found if found.value is None else Found(value, "", note)


def _year(text: str, today: date) -> tuple[int, str]:
    if len(text) == 4:
        return int(text), ""
    year = today.year // 100 * 100 + int(text)
    if year > today.year + 1:
        year -= 100
    return year, translate("Import", "has a year of two digits, read as {year}").format(year=year)


def _swapped(order: Order, month: int) -> str:
    if order == "mdy":
        text = translate("Import", "has no month {month}: day and month look swapped (this column is month/day/year)")
    else:
        text = translate("Import", "has no month {month}: day and month look swapped (this column is day/month/year)")
    return text.format(month=month)


def _with_month_name(text: str) -> tuple[str, int, int] | None:
    """(year, month, day) of "14 Mar 2026", "March 14, 2026", "14 de marzo de 2026"."""
    if found := DAY_MONTH_YEAR.fullmatch(text):
        day, name, year = found[1], found[2], found[3]
    elif found := MONTH_DAY_YEAR.fullmatch(text):
        name, day, year = found[1], found[2], found[3]
    else:
        return None
    month = MONTH_OF.get(name[:3].lower())
    return (year, month, int(day)) if month else None
