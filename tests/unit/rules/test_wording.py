"""The small phrases rules share."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import wording


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
