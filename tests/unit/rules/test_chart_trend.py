"""R19: trends are a run chart first; limits only where they are valid; decisions show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coachdesk.rules.chart_layout import Line, draw
from coachdesk.rules.chart_trend import Figure, Period, Step, Trend, periods, trend
from coachdesk.settings import Settings

TODAY = date(2026, 11, 22)
MONTHS = periods(date(2025, 1, 1), date(2026, 10, 31), "month")


def counts(*values: int, people: float | None = 10.0) -> list[Figure]:
    return [Figure(MONTHS[place], value, None, people) for place, value in enumerate(values)]


def shares(*values: tuple[int, int]) -> list[Figure]:
    return [Figure(MONTHS[place], met, total) for place, (met, total) in enumerate(values)]


def judged(figures: list[Figure], **more: object) -> Trend:
    return trend("Signals", figures, Settings(), TODAY, **more)  # type: ignore[arg-type]  # keywords by name


@pytest.mark.parametrize(
    ("step", "first", "last", "expected"),
    [
        ("month", date(2026, 11, 9), date(2026, 12, 1), ["2026-11-01/2026-11-30", "2026-12-01/2026-12-31"]),
        ("week", date(2026, 11, 4), date(2026, 11, 9), ["2026-11-02/2026-11-08", "2026-11-09/2026-11-15"]),
        ("week", date(2026, 11, 2), date(2026, 11, 1), []),
    ],
)
def test_periods_are_whole_and_leave_no_day_out(step: Step, first: date, last: date, expected: list[str]) -> None:
    assert [f"{one.first}/{one.last}" for one in periods(first, last, step)] == expected


def test_r19_the_run_chart_finds_a_shift_and_the_c_chart_stays_out_of_it_where_events_are_few() -> None:
    found = judged(counts(3, 2, 3, 2, 4, 2, 3, 2, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1))
    assert "Shift" in found.words
    assert any(point.state == "shift" for point in found.picture.points)
    assert found.control is not None
    assert (found.control.kind, found.control.trusted) == ("c", False)
    assert found.control_words == (
        "Few signals in each period, so no control limits are drawn: the run chart serves. Of rare signals, the days "
        "between them tell more."
    )
    assert found.picture.limits == ()


def test_r19_limits_are_drawn_and_a_point_beyond_them_named_where_the_c_chart_is_valid() -> None:
    found = judged(counts(9, 11, 8, 10, 12, 9, 10, 11, 8, 10, 9, 30))
    assert len(found.picture.limits) == 12
    assert found.control_words.startswith("Limits of a c-chart")
    assert found.control_words.endswith("Beyond them: the periods from Dec 1, 2025.")
    assert [place for place, point in enumerate(found.picture.points) if point.state == "beyond"] == [11]
    dashed = [
        one
        for one in draw(found.picture, 600, 240, lambda text, size, bold: len(text) * 5).shapes
        if isinstance(one, Line) and one.dashes == (6, 4)
    ]
    assert len(dashed) == 3  # a line of steps for each limit, and the sample of the legend
    assert judged(counts(9, 11, 8, 10, 12, 9, 10, 11, 8, 10, 9, 30), limits=False).picture.limits == ()  # fmt: skip


def test_r19_uneven_numbers_of_people_make_it_a_u_chart_with_limits_on_the_scale_of_the_counts() -> None:
    people = [10.0, 20.0] * 6
    figures = [replace(one, exposure=people[place]) for place, one in enumerate(counts(*[8, 16] * 6))]
    found = judged(figures)
    assert found.control is not None
    assert found.control.kind == "u"
    assert found.control_words.startswith("Limits of a u-chart (signals by people at work)")
    first, second = found.picture.limits[:2]
    assert first.low < 8 < first.high
    assert second.low < 16 < second.high
    assert second.high > first.high


def test_r19_audits_make_a_p_chart_only_where_they_are_large_enough() -> None:
    small = judged(shares(*[(8, 10), (9, 10)] * 6))
    assert small.control is not None
    assert not small.control.trusted
    assert small.picture.unit == "percent"
    large = judged(shares(*[(80, 100), (82, 100)] * 6, (40, 100)))
    assert large.control is not None
    assert large.control.trusted
    assert "Limits of a p-chart" in large.control_words
    assert large.rows[-1].low is not None
    assert (large.picture.points[-1].when, large.picture.points[-1].note) == ("Jan 2026", "40 of 100 met")


def test_a_month_without_audits_is_no_point_and_a_month_that_runs_counts_for_nothing() -> None:
    found = judged(shares((8, 10), (0, 0), (9, 10)))
    assert [row.part for row in found.rows] == ["counted", "nothing", "counted"]
    assert len(found.picture.points) == 2
    running = Figure(Period(date(2026, 11, 1), date(2026, 11, 30)), 9)
    found = judged([*counts(1, 1, 1), running])
    assert found.rows[-1].part == "running"
    assert found.picture.points[-1].state == "running"
    assert found.run.median == 1


def test_r19_a_frozen_baseline_and_points_left_out_are_decisions_that_show() -> None:
    values = (9, 8, 9, 10, 9, 8, 4, 3, 4, 40, 3, 4, 3, 4, 3, 4, 3, 4)
    out = {MONTHS[9].first: "The flood week."}
    found = judged(counts(*values), frozen_until=MONTHS[5].last, left_out=out)
    assert found.run.median == 9
    assert "The baseline is frozen up to Jun 30, 2025." in found.words
    assert "Shift" in found.words
    assert found.picture.levels[0].label == "baseline median 9"
    row = found.rows[9]
    assert (row.part, row.why, row.baseline) == ("left_out", "The flood week.", False)
    assert found.rows[5].baseline
    assert found.control is not None
    assert found.control.centre == pytest.approx(53 / 6)


def test_r19_limits_of_too_few_periods_are_not_drawn() -> None:
    found = judged(counts(9, 11, 8, 10, 12, 9, 10, 11, 8))
    assert found.control_words == "Control limits need 10 periods that count; there are 9."
    assert found.picture.limits == ()


@pytest.mark.parametrize("figures", [[], counts(0), counts(5), counts(0, 0, 0, 0), shares((0, 0))])
def test_little_or_nothing_is_drawn_and_told_without_a_claim(figures: list[Figure]) -> None:
    found = judged(figures)
    assert "Shift" not in found.words
    assert draw(found.picture, 400, 200, lambda text, size, bold: len(text) * 5).shapes
    assert found.picture.told
