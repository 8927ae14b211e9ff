"""Small phrases that rules share: days and moments as people say them, lists of names, hours, percentages.

English is built from whole translated phrases; months and weekdays are short US forms ("Tue Nov 24").
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from coachdesk.i18n import QT_TRANSLATE_NOOP, clock, translate

WEEKDAYS = (
    QT_TRANSLATE_NOOP("Dates", "Mon"),
    QT_TRANSLATE_NOOP("Dates", "Tue"),
    QT_TRANSLATE_NOOP("Dates", "Wed"),
    QT_TRANSLATE_NOOP("Dates", "Thu"),
    QT_TRANSLATE_NOOP("Dates", "Fri"),
    QT_TRANSLATE_NOOP("Dates", "Sat"),
    QT_TRANSLATE_NOOP("Dates", "Sun"),
)
MONTHS = (
    QT_TRANSLATE_NOOP("Dates", "Jan"),
    QT_TRANSLATE_NOOP("Dates", "Feb"),
    QT_TRANSLATE_NOOP("Dates", "Mar"),
    QT_TRANSLATE_NOOP("Dates", "Apr"),
    QT_TRANSLATE_NOOP("Dates", "May"),
    QT_TRANSLATE_NOOP("Dates", "Jun"),
    QT_TRANSLATE_NOOP("Dates", "Jul"),
    QT_TRANSLATE_NOOP("Dates", "Aug"),
    QT_TRANSLATE_NOOP("Dates", "Sep"),
    QT_TRANSLATE_NOOP("Dates", "Oct"),
    QT_TRANSLATE_NOOP("Dates", "Nov"),
    QT_TRANSLATE_NOOP("Dates", "Dec"),
)


def weekday_words(day: date) -> str:
    """ "Tue" """
    return translate("Dates", WEEKDAYS[day.weekday()])


def day_words(day: date, today: date | None = None) -> str:
    """ "Tue Nov 24", with the year when it is not the year of `today`; "Nov 24, 2026" when no today is given."""
    parts = {"weekday": weekday_words(day), "month": translate("Dates", MONTHS[day.month - 1]), "day": day.day}
    if today is None:
        return translate("Dates", "{month} {day}, {year}").format(year=day.year, **parts)
    if day.year == today.year:
        return translate("Dates", "{weekday} {month} {day}").format(**parts)
    return translate("Dates", "{weekday} {month} {day}, {year}").format(year=day.year, **parts)


def short_day(day: date) -> str:
    """ "Nov 24", where the year is plain from what stands beside it."""
    return translate("Dates", "{month} {day}").format(month=translate("Dates", MONTHS[day.month - 1]), day=day.day)


def span_words(first: date, last: date) -> str:
    """ "in 18 days", "in 1 day", "on one day": how far apart the first and the last of several lie."""
    days = (last - first).days
    if days == 0:
        return translate("Dates", "on one day")
    return translate("Dates", "in 1 day") if days == 1 else translate("Dates", "in {days} days").format(days=days)


def clock_words(at: datetime) -> str:
    """ "4:40 PM", or as the system writes it; the moment is taken in the zone it is given in."""
    return clock(at.hour, at.minute)


def moment_words(at: datetime, today: date) -> str:
    """ "Tue Nov 24 4:40 PM", in the zone the moment is given in."""
    return f"{day_words(at.date(), today)} {clock_words(at)}"


def names(people: Sequence[str]) -> str:
    """ "Ana", "Ana and Ben", "Ana, Ben and Caro"; "" for nobody."""
    if len(people) < 2:
        return "".join(people)
    return translate("Words", "{first} and {last}").format(first=", ".join(people[:-1]), last=people[-1])


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage that never rounds up to 100% or down to 0%: 0.997 is "99%"."""
    rounded = round(share * 100)
    if rounded == 100 and share < 1:
        rounded = 99
    if rounded == 0 and share > 0:
        rounded = 1
    return f"{rounded}%"


def hours_words(hours: float) -> str:
    """ "19 h", "2.5 h", "40 min", "3 days": a length of time short enough for a table cell."""
    if hours < 1:
        return translate("Words", "{count} min").format(count=round(hours * 60))
    if hours < 72:
        whole = f"{hours:.1f}".removesuffix(".0")
        return translate("Words", "{count} h").format(count=whole)
    return translate("Words", "{count} days").format(count=round(hours / 24))


def number_words(value: float) -> str:
    """A figure with at most two decimals and no trailing zeros: 9.5, 1.25, 4."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
