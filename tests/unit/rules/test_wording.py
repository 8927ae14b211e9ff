"""The small phrases rules share."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk import i18n
from coachdesk.rules import wording
from coachdesk.rules.wording import clock_words


def test_days_are_said_the_us_way() -> None:
    assert wording.day_words(date(2026, 11, 24), date(2026, 1, 1)) == "Tue Nov 24"
    assert wording.day_words(date(2026, 11, 24)) == "Nov 24, 2026"


@pytest.mark.parametrize(
    ("people", "words"), [([], ""), (["Ana"], "Ana"), (["Ana", "Ben", "Caro"], "Ana, Ben and Caro")]
)
def test_names_are_listed_as_people_say_them(people: list[str], words: str) -> None:
    assert wording.names(people) == words


@given(st.floats(0, 1))
def test_a_share_is_never_rounded_to_all_or_nothing(share: float) -> None:
    words = wording.percent(share)
    assert (words == "100%") == (share == 1)
    assert (words == "0%") == (share == 0)


@pytest.mark.parametrize(
    ("hours", "words"), [(0.5, "30 min"), (19, "19 h"), (2.5, "2.5 h"), (71.94, "71.9 h"), (96, "4 days")]
)
def test_lengths_of_time_fit_a_cell(hours: float, words: str) -> None:
    assert wording.hours_words(hours) == words


def test_figures_carry_no_idle_zeros() -> None:
    assert [wording.number_words(value) for value in (9.5, 4.0, 1.256, 1200)] == ["9.5", "4", "1.26", "1,200"]


@pytest.mark.parametrize(
    ("hour", "minute", "told"), [(0, 5, "12:05 AM"), (9, 0, "9:00 AM"), (12, 0, "12:00 PM"), (16, 40, "4:40 PM")]
)
def test_a_time_is_told_the_american_way_until_the_system_says_otherwise(hour: int, minute: int, told: str) -> None:
    assert clock_words(datetime(2026, 11, 17, hour, minute)) == told


def test_every_text_with_a_time_follows_the_systems_clock() -> None:
    i18n.install_clock(lambda hour, minute: f"{hour:02}.{minute:02}")
    try:
        assert clock_words(datetime(2026, 11, 17, 16, 40)) == "16.40"
    finally:
        i18n.install_clock(None)
