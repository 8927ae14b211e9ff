"""R19: run charts after Anhøj, against published examples and their limits table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules.runchart import Point, RunChart, crossings_limit, longest_run_limit, run_chart
from coachdesk.settings import Settings

DEFAULTS = Settings()


def chart(values: Sequence[float], frozen: int = 0, excluded: frozenset[int] = frozenset()) -> RunChart:
    first = date(2026, 1, 5)
    points = [Point(first + timedelta(weeks=n), value, n in excluded) for n, value in enumerate(values)]
    return run_chart(points, DEFAULTS, frozen)


def about_median(pattern: str) -> list[float]:
    """Values whose median is 0, above it for "+", below for "-", on it for "0"."""
    return [{"+": 1.0, "-": -1.0, "0": 0.0}[mark] for mark in pattern]


@pytest.mark.parametrize(
    ("useful", "run", "crossings"),
    [
        # the domain report, section 5, item 1
        (10, 6, 2),
        (12, 7, 3),
        (20, 7, 6),
        # run limits: table of unaettie.com, FAQ "Length of run"; crossings: SciPy 1.17, binom.ppf(0.05, n - 1, 0.5)
        (11, 6, 2),
        (13, 7, 3),
        (14, 7, 4),
        (17, 7, 5),
        (22, 7, 7),
        (23, 8, 7),
        (24, 8, 8),
        (30, 8, 10),
        (45, 8, 17),
        (46, 9, 17),
        (60, 9, 23),
        (90, 9, 37),
        (91, 10, 37),
        (100, 10, 41),
    ],
)
def test_the_limits_are_those_of_the_published_table(useful: int, run: int, crossings: int) -> None:
    assert (longest_run_limit(useful), crossings_limit(useful)) == (run, crossings)


def test_balestracci_sixteen_months_with_four_runs_are_a_shift() -> None:
    # D. Balestracci, "An underrated test for run charts", Quality Digest, October 2008: runs of 7, 7, 1 and 1
    found = chart(about_median("+++++++-------+-"))
    assert (found.useful, found.longest_run, found.longest_limit) == (16, 7, 7)
    assert (found.crossings, found.crossings_limit) == (3, 4)
    assert not found.long_run
    assert found.few_crossings
    assert found.shift


def test_wentzel_larsen_thirteen_points_with_five_crossings_are_chance() -> None:
    # T. Wentzel-Larsen, "Improving tools for quality improvement", Science Trends: crossings after 3, 6, 7, 9 and 10
    found = chart([0.0, *about_median("+++---+--+---")], frozen=1)  # the midline is from an earlier, stable time
    assert (found.useful, found.crossings, found.longest_run) == (13, 5, 3)
    assert (found.longest_limit, found.crossings_limit) == (7, 3)
    assert not found.shift


def test_points_on_the_median_neither_break_nor_lengthen_a_run() -> None:
    found = chart(about_median("++0+-0--+-+-+-+-0"))
    assert found.median == 0
    assert found.useful == 14
    assert found.longest_run == 3


def test_r19_where_most_points_lie_on_the_median_no_run_is_told_as_a_shift() -> None:
    """Weeks without a signal: all others lie above the median of none, one long run whatever happened."""
    rare = chart([0, 0, 1, 0, 2, 0, 0, 1, 0, 0] * 5)
    assert (rare.median, rare.useful, rare.longest_run) == (0, 15, 15)
    assert not rare.shift
    assert rare.words() == "Median 0. Most points lie on the median, so runs cannot tell a shift from chance."
    later = chart([0] * 20 + [1] * 12, frozen=20)  # a baseline decided before is another matter
    assert later.long_run


def test_too_few_points_are_drawn_but_not_judged() -> None:
    found = chart([1, 1, 1, 1, 9, 9, 9, 9])
    assert not found.judged
    assert not found.shift
    assert found.words() == "Median 5. 8 points off the median: too few to tell a shift from chance."
    assert chart([]).words() == "No points yet."
    assert run_chart(chart([1, 1, 1, 1, 9, 9, 9, 9]).points, replace(DEFAULTS, chart_points=8)).judged


def test_a_frozen_baseline_keeps_its_median_and_shows_the_improvement() -> None:
    before = [40, 30, 50, 40, 30, 50, 20, 40, 30, 40]
    after = [60, 70, 90, 80, 90, 70, 80, 100, 90]
    found = chart([*before, *after], frozen=len(before))
    assert found.median == 40
    assert (found.longest_run, found.longest_side) == (9, "high")
    assert found.long_run
    assert "Shift: 9 points in a row above the median, where chance explains 7." in found.words()
    assert chart([*before, *after]).median == 50  # without freezing the improvement hides itself


def test_an_excluded_point_takes_part_in_nothing() -> None:
    values = [1.0, 2, 3, 1, 2, 3, 1, 2, 3, 99, 1, 2, 3]
    with_out = chart(values, excluded=frozenset({9}))
    without = chart(values[:9] + values[10:])
    assert (with_out.median, with_out.useful, with_out.crossings) == (without.median, without.useful, without.crossings)
    assert len(with_out.points) == 13


def test_the_caption_says_how_far_a_run_has_come() -> None:
    found = chart([0.0, *about_median("+-+-+-+--+-+-+++")], frozen=1)
    assert found.words() == "Median 0. No shift: run of 3 above the median so far, 8 needed for a signal."


@given(st.lists(st.integers(-3, 3), max_size=60))
def test_the_counts_hold_together_whatever_the_points(values: list[int]) -> None:
    found = chart(values)
    assert found.useful <= len(values)
    assert found.longest_run + found.crossings <= max(found.useful, 0) or found.useful == 0
    assert found.last_run <= found.longest_run
    mirrored = chart([-value for value in values])
    assert (mirrored.longest_run, mirrored.crossings) == (found.longest_run, found.crossings)
    assert found.words()


def test_a_steady_series_never_signals_and_a_step_always_does() -> None:
    assert not chart([5.0] * 40).shift
    assert chart([1.0] * 20 + [2.0] * 20).shift
