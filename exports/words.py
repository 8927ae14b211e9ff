"""How exports say values: titles in the reader's language, local times, dates, counts. Shared by Excel and PDF."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from coachdesk.i18n import translate
from coachdesk.rules.wording import clock_words


def column_title(title: str) -> str:
    """A declared column's title as people read it."""
    return translate("Columns", title)


def table_title(title: str) -> str:
    """A declared table's title as people read it."""
    return translate("Tables", title)


def naive_local(value: date | datetime) -> date | datetime:
    """A moment in this computer's time zone without the zone, as Excel wants it; a plain date stays as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone().replace(tzinfo=None)
    return value


def plain_value(value: Any) -> str:
    """A value of no declared kind as text; lists of codes as words after each other."""
    if isinstance(value, (list, tuple)):
        return ", ".join(plain_value(part) for part in value)
    return str(value)


def day(value: date | datetime | None, *, year: bool = True) -> str:
    """A day in US order: Aug 10, 2026. Nothing for None."""
    if value is None:
        return ""
    shown = naive_local(value)
    text = f"{_month(shown.month)} {shown.day}"
    return f"{text}, {shown.year}" if year else text


def moment(value: datetime | None) -> str:
    """A moment to the minute: Aug 12, 2026, 9:14 AM. Nothing for None."""
    if value is None:
        return ""
    shown = value.astimezone() if value.tzinfo else value
    return f"{day(shown)}, {clock_words(shown)}"


def span(start: date | None, end: date | None) -> str:
    """Two days as a stretch: Aug 10 to Aug 24, 2026; either side may be open."""
    if start and start == end:
        return day(start)
    if start and end:
        same_year = start.year == end.year
        return translate("Exports", "{start} to {end}").format(start=day(start, year=not same_year), end=day(end))
    if start:
        return translate("Exports", "from {start}").format(start=day(start))
    if end:
        return translate("Exports", "until {end}").format(end=day(end))
    return ""


def joined(parts: Iterable[str], between: str = " · ") -> str:
    """The parts that say something, with a middle dot between them."""
    return between.join(part for part in parts if part)


def _month(number: int) -> str:
    names = translate("Exports", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    return names[number - 1]
