"""Periods people ask for by name ("last quarter"), as days."""

from __future__ import annotations

from datetime import date, timedelta

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate

PERIODS: dict[str, str] = {
    "today": QT_TRANSLATE_NOOP("Periods", "Today"),
    "last_7_days": QT_TRANSLATE_NOOP("Periods", "Last 7 days"),
    "this_month": QT_TRANSLATE_NOOP("Periods", "This month"),
    "last_month": QT_TRANSLATE_NOOP("Periods", "Last month"),
    "this_quarter": QT_TRANSLATE_NOOP("Periods", "This quarter"),
    "last_quarter": QT_TRANSLATE_NOOP("Periods", "Last quarter"),
    "this_year": QT_TRANSLATE_NOOP("Periods", "This year"),
    "all": QT_TRANSLATE_NOOP("Periods", "Everything so far"),
}


def period_word(code: str) -> str:
    """What people call it."""
    return translate("Periods", PERIODS[code])


def period(code: str, today: date) -> tuple[date | None, date | None]:
    """The first and last day of a period; None leaves that side open. KeyError for an unknown code."""
    month = today.replace(day=1)
    quarter = month.replace(month=3 * ((today.month - 1) // 3) + 1)
    periods: dict[str, tuple[date | None, date | None]] = {
        "today": (today, today),
        "last_7_days": (today - timedelta(days=6), today),
        "this_month": (month, _before(_later(month, 1))),
        "last_month": (_later(month, -1), _before(month)),
        "this_quarter": (quarter, _before(_later(quarter, 3))),
        "last_quarter": (_later(quarter, -3), _before(quarter)),
        "this_year": (date(today.year, 1, 1), date(today.year, 12, 31)),
        "all": (None, None),
    }
    return periods[code]


def _later(first: date, months: int) -> date:
    """The first day of the month that many months later."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _before(day: date) -> date:
    return day - timedelta(days=1)
