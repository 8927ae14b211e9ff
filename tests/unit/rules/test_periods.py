"""Periods by name."""

from __future__ import annotations

from datetime import date

import pytest

from coachdesk.rules.periods import PERIODS, period, period_word


@pytest.mark.parametrize(
    ("code", "today", "first", "last"),
    [
        ("today", date(2026, 11, 17), date(2026, 11, 17), date(2026, 11, 17)),
        ("last_7_days", date(2026, 11, 3), date(2026, 10, 28), date(2026, 11, 3)),
        ("this_month", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
        ("last_month", date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31)),
        ("this_quarter", date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        ("last_quarter", date(2026, 2, 1), date(2025, 10, 1), date(2025, 12, 31)),
        ("last_quarter", date(2026, 9, 30), date(2026, 4, 1), date(2026, 6, 30)),
        ("this_year", date(2026, 7, 4), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_its_first_and_last_day(code: str, today: date, first: date, last: date) -> None:
    assert period(code, today) == (first, last)


def test_everything_is_open_on_both_sides() -> None:
    assert period("all", date(2026, 11, 17)) == (None, None)


def test_every_period_has_a_word_and_days() -> None:
    for code in PERIODS:
        assert period_word(code)
        assert len(period(code, date(2026, 11, 17))) == 2
