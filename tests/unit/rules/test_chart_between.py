"""R19: between rare events a t- or g-chart, only where it is valid; else the reason in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coachdesk.rules.chart_between import Events, Gap, between, why_not
from coachdesk.rules.chart_layout import Dot, draw
from coachdesk.rules.chart_trend import Gaps, Trend
from coachdesk.settings import Settings

START = date(2024, 1, 1)
# Days, and patients, between 68 infections: cdi of R's qicharts2 (see test_controlchart for the published limits).
CDI_DAYS = [
    16, 20, 5, 13, 1, 26, 46, 12, 12, 5, 19, 4, 3, 15, 14, 9, 8, 15, 21, 6, 3, 1, 56, 117, 1, 33, 9, 9, 19, 12, 1, 16,
    13, 18, 1, 35, 16, 5, 21, 38, 3, 25, 3, 11, 13, 20, 9, 3, 8, 21, 24, 38, 8, 13, 9, 1, 30, 23, 3, 7, 22, 19, 11, 31,
    6, 1, 1,
]  # fmt: skip
CDI_PATIENTS = [
    23, 39, 15, 34, 1, 49, 98, 29, 27, 13, 45, 7, 10, 27, 24, 14, 20, 38, 44, 11, 10, 3, 113, 183, 3, 47, 18, 18, 33,
    15, 2, 38, 27, 27, 1, 52, 23, 7, 26, 82, 5, 49, 5, 17, 24, 44, 26, 2, 27, 46, 55, 97, 22, 22, 20, 4, 60, 51, 7, 21,
    66, 36, 25, 72, 15, 5, 3,
]  # fmt: skip


def gaps_of(lengths: list[int], people: float | None = 10.0, days: list[int] | None = None) -> tuple[Gap, ...]:
    day, found = START, []
    for place, length in enumerate(lengths):
        day += timedelta(days=(days or lengths)[place])
        found.append(Gap(day, length, people, str(place)))
    return tuple(found)


def looked(gaps: tuple[Gap, ...], since: int | None = None, per_month: float = 1.8) -> Events:
    return Events(len(gaps) + 1, per_month, gaps, since)


def judged(kind: Gaps, events: Events, **more: object) -> Trend:
    today = events.gaps[-1].day + timedelta(days=events.since or 0) if events.gaps else START
    return between("Between", kind, events, Settings(), today, **more)  # type: ignore[arg-type]  # keywords by name


def test_r19_days_between_are_a_t_chart_with_the_published_limits() -> None:
    found = judged("days", looked(gaps_of(CDI_DAYS)))
    assert found.control is not None
    assert (found.control.kind, found.control.trusted) == ("t", True)
    first = found.picture.limits[0]
    assert (first.low, first.high) == (pytest.approx(0.0079, abs=5e-5), pytest.approx(106.0418, abs=5e-5))
    assert [point.note for point in found.picture.points if point.state == "beyond"] == [
        "117 days after the one before"
    ]
    assert found.control_words == (
        "Limits of a t-chart (time between rare events), three sigma. Beyond them: what ended on Mar 23, 2025."
    )
    assert found.picture.y_title == "Days between signals"


def test_r19_chances_between_are_a_g_chart_with_the_published_limits() -> None:
    found = judged("records", looked(gaps_of(CDI_PATIENTS, None, CDI_DAYS)))
    assert found.control is not None
    assert found.control.kind == "g"
    assert (found.picture.limits[0].low, found.picture.limits[0].high) == (0, pytest.approx(128.1749, abs=5e-5))
    assert [row.figure.count for row in found.rows if row.figure.count > 128] == [183]
    assert found.picture.y_title == "Records that met, between those that did not"


def test_r19_two_on_one_day_are_counted_not_measured_and_it_is_said_why() -> None:
    found = judged("days", looked(gaps_of([9, 0, 12, 7, 11, 8, 9, 14, 10, 9, 8])))
    assert found.control is not None
    assert found.control.kind == "g"
    assert "Two fell on one day, so days are counted rather than measured." in found.control_words


@pytest.mark.parametrize(
    ("kind", "events", "told"),
    [
        ("days", Events(0, 0.0, ()), "No signal was noted, so there is nothing between."),
        ("days", Events(1, 0.2, ()), "There is one signal so far; the next one makes the first gap."),
        ("days", looked(gaps_of([3, 4]), per_month=7.46), "Signals are not rare here: 7.5 a month. Counted by month"),
        ("records", looked(gaps_of([3, 4]), per_month=4), "Records that did not meet are not rare here: 4 a month."),
        ("records", Events(0, 0.0, (), 10), "Every record that was judged met, so there is nothing between."),
        ("records", Events(0, 0.0, ()), "No record was judged, so there is nothing between."),
        ("staff_days", replace(looked(gaps_of([3, 4])), nobody=True), "Nobody is known to have been at work"),
    ],
    ids=["none", "one", "common", "common-records", "all-met", "none-judged", "nobody"],
)
def test_r19_where_the_chart_is_not_valid_nothing_is_drawn_and_the_reason_is_said(
    kind: Gaps, events: Events, told: str
) -> None:
    assert why_not(kind, events).startswith(told)
    found = judged(kind, events)
    assert found.why_not.startswith(told)
    assert (found.rows, found.picture.points, found.words, found.control_words) == ((), (), "", "")


def test_r19_few_gaps_have_no_limits_yet() -> None:
    found = judged("days", looked(gaps_of([9, 12, 7, 11])))
    assert found.picture.limits == ()
    assert found.control_words == "Control limits need 10 gaps that count; there are 4."
    assert len(found.rows) == 4  # the run chart is drawn all the same


def test_r19_days_are_no_even_chances_where_far_more_people_are_at_work() -> None:
    gaps = gaps_of([9, 12, 7, 11, 8, 9, 14, 10, 9, 8, 12, 9])
    uneven = tuple(replace(one, exposure=10.0 if place < 6 else 20.0) for place, one in enumerate(gaps))
    assert judged("days", looked(gaps)).picture.limits
    found = judged("days", looked(uneven))
    assert found.picture.limits == ()
    assert "staff days between count the people in" in found.control_words
    assert judged("staff_days", looked(uneven)).picture.limits  # they do


def test_r19_a_baseline_is_frozen_and_a_gap_left_out_as_in_any_chart() -> None:
    gaps = gaps_of([10, 12, 9, 11, 10, 12, 9, 11, 10, 11, 90, 30, 40, 35])
    frozen = judged("days", looked(gaps), frozen_until=gaps[9].day, left_out={gaps[10].day: "The move."})
    assert frozen.run.median == 10.5
    assert frozen.words.startswith("The baseline is frozen up to Apr 15, 2024. Median 10.5.")
    assert [row.baseline for row in frozen.rows].count(True) == 10
    assert (frozen.rows[10].part, frozen.rows[10].why) == ("left_out", "The move.")
    assert [point.state for point in frozen.picture.points].count("left_out") == 1
    assert [point.state for point in frozen.picture.points][-3:] == ["beyond"] * 3  # longer than the baseline explains
    short = judged("days", looked(gaps), frozen_until=gaps[5].day)
    assert short.control_words == "Control limits need 10 gaps in the baseline; there are 6."


def test_r19_the_time_since_the_last_one_is_shown_and_counts_for_nothing_until_it_is_over() -> None:
    events = looked(gaps_of([9, 12, 7, 11, 8, 9, 14, 10, 9, 8]), since=20)
    found = judged("days", events)
    assert found.picture.points[-1].state == "running"
    assert found.rows[-1].part == "running"
    assert found.run.median == 9
    # rule of three: ceil(3 / rate) with 9.7 days between two on average
    assert "20 days since the last one; “none” means something from 33 days on." in found.words
    longer = judged("days", replace(events, since=40))
    assert "40 days since the last one: more than the 33 days from which on “none” means something." in longer.words
    dots = [one for one in draw(found.picture, 500, 200, lambda text, size, bold: len(text) * 5).shapes
            if isinstance(one, Dot)]  # fmt: skip
    assert [one.form for one in dots].count("square") == 2  # the point and its sample in the legend


def test_r19_longer_between_is_told_as_better() -> None:
    found = judged("days", looked(gaps_of([3, 4, 3, 5, 4, 3, 4, 30, 40, 35, 30, 45, 38, 30, 44, 39])))
    assert "Higher is better: more lies between two." in found.words
    assert "Shift" in found.words
