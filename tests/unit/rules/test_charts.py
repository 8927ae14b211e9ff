"""Charts are described once: honest axes, labels that do not cover each other, the same facts in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import runchart
from coachdesk.rules.chart_layout import Box, Dot, Drawing, Line, Text, draw, good_height
from coachdesk.rules.chart_ticks import date_axis, nice_step, number_axis
from coachdesk.rules.charts import (
    ChartPoint,
    IntervalRow,
    Limits,
    RunChart,
    Span,
    State,
    bar_chart,
    chart_of_run,
    interval_chart,
    run_chart,
)
from coachdesk.settings import Settings

SHARES = (0.5, 0.3, 0.4, 0.3, 0.5, 0.2, 0.4, 0.5, 0.7, 0.8)
START = date(2026, 9, 7)
ROWS = [
    IntervalRow("Before", 0.4, 0.17, 0.69, "4 of 10 (17–69%)"),
    IntervalRow("After", 1.0, 0.72, 1.0, "10 of 10 (72–100%)"),
]


def measure(text: str, size: float, bold: bool) -> float:
    """As wide as letters usually are."""
    return len(text) * size * (0.58 if bold else 0.53)


def weekly(values: tuple[float | None, ...] = SHARES) -> list[ChartPoint]:
    return [ChartPoint(START + timedelta(weeks=at), value) for at, value in enumerate(values)]


def worked_example() -> RunChart:
    span = Span(date(2026, 10, 26), date(2026, 11, 9), "cycle")
    return run_chart(
        "Escalated within 4 h", weekly(), median=0.4, target=0.9, target_label="rule 9 of 10", spans=[span]
    )


def texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Text)]


def boxes(drawing: Drawing) -> list[tuple[str, float, float, float, float]]:
    """(text, left, top, right, bottom) of every written text."""
    found = []
    for shape in drawing.shapes:
        if isinstance(shape, Text):
            width = measure(shape.text, shape.size, shape.bold)
            left = shape.x - {"start": 0.0, "middle": width / 2, "end": width}[shape.anchor]
            found.append((shape.text, left, shape.y - shape.size * 0.8, left + width, shape.y))
    return found


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    return [
        (one[0], other[0])
        for one, other in combinations(boxes(drawing), 2)
        if one[1] < other[3] - 1 and other[1] < one[3] - 1 and one[2] < other[4] - 1 and other[2] < one[4] - 1
    ]


def test_percentages_always_run_from_nothing_to_everything() -> None:
    axis = number_axis(0.35, 0.42, "percent")
    assert (axis.low, axis.high) == (0, 1)
    assert [tick.text for tick in axis.ticks] == ["0%", "25%", "50%", "75%", "100%"]


@pytest.mark.parametrize(("span", "step"), [(1, 0.25), (9.5, 2.5), (12, 5), (100, 25), (0.04, 0.01), (7, 2)])
def test_steps_are_round(span: float, step: float) -> None:
    assert nice_step(span, 4) == pytest.approx(step)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_any_axis_holds_its_values_between_round_ends(low: float, length: float) -> None:
    axis = number_axis(low, low + length)
    assert axis.low <= low + 1e-6 * length
    assert axis.high >= low + length * (1 - 1e-6)
    assert 2 <= len(axis.ticks) <= 8


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 20_000))
def test_any_span_of_days_gets_a_handful_of_ticks_in_order(first: date, days: int) -> None:
    axis = date_axis(first, first + timedelta(days=days))
    places = [tick.at for tick in axis.ticks]
    assert places == sorted(set(places))
    assert 1 <= len(places) <= 14
    assert all(axis.low <= place <= axis.high for place in places)
    assert axis.low < first.toordinal() <= first.toordinal() + days < axis.high


def test_counts_have_whole_ticks() -> None:
    assert [tick.text for tick in number_axis(0, 2, "count").ticks] == ["0", "1", "2"]


def test_january_carries_the_year() -> None:
    ticks = [tick.text for tick in date_axis(date(2025, 8, 1), date(2026, 6, 1)).ticks]
    assert "2026" in ticks
    assert "Jan" not in ticks


def test_points_are_put_in_order_and_a_gap_breaks_the_line() -> None:
    chart = run_chart("x", list(reversed(weekly((0.5, 0.4, None, 0.3, 0.6)))))
    assert [point.day for point in chart.points] == sorted(point.day for point in chart.points)
    drawing = draw(chart, 400, 180, measure)
    lines = [shape for shape in drawing.shapes if isinstance(shape, Line) and shape.color == "chart_line"]
    assert [len(line.points) for line in lines] == [2, 2]
    assert len(drawing.spots) == 4


def test_higher_values_stand_higher() -> None:
    spots = [spot for spot in draw(worked_example(), 400, 180, measure).spots if spot.area is None]
    assert spots[9].y < spots[8].y < spots[5].y
    assert [spot.x for spot in spots] == sorted(spot.x for spot in spots)


def test_a_signal_is_set_off_by_shape_not_only_by_color() -> None:
    points = [*weekly((0.5, 0.4)), ChartPoint(START + timedelta(weeks=2), 0.9, state="shift")]
    drawing = draw(run_chart("x", points), 400, 180, measure)
    dots = [shape for shape in drawing.shapes if isinstance(shape, Dot)]
    assert [dot.form for dot in dots] == ["diamond", "round", "round", "diamond"]  # the first is the legend's
    assert "part of a shift" in texts(drawing)


@pytest.mark.parametrize("width", [220, 300, 420, 640, 1100])
@pytest.mark.parametrize("size", [8.0, 11.0, 16.0])
def test_no_text_covers_another_or_leaves_the_chart(width: int, size: float) -> None:
    counts = [("Escalates within 4 h of the first sign", 21.0), ("Documents intake each shift", 13), ("Other", 2)]
    charts = (
        worked_example(),
        interval_chart("x", ROWS, 0.9, "rule 9 of 10", "Better than before."),
        bar_chart("Signals", counts, caption="36 signals"),
    )
    for chart in charts:
        drawing = draw(chart, width, good_height(chart, size), measure, size)
        assert overlapping(drawing) == []
        for text, left, top, right, bottom in boxes(drawing):
            assert left >= -1, text
            assert right <= width + 1, text
            assert top >= -1, text
            assert bottom <= drawing.height + 1, text


def crowded() -> RunChart:
    """Limits, every kind of point, a title and six cycles, some on the same days."""
    states: tuple[State, ...] = ("", "shift", "beyond", "left_out", "running")
    points = [ChartPoint(START + timedelta(weeks=at), float(3 + (at * 7) % 11), "", states[at % 5]) for at in range(30)]
    spans = [
        Span(START + timedelta(weeks=week), START + timedelta(weeks=week + 3), f"C-2026-000{week}")
        for week in (0, 1, 8, 9, 26, 27)
    ]
    limits = [Limits(point.day, 1.0, 14.0) for point in points]
    return run_chart(
        "Signals per week", points, "count", 7, 12, "rule at most 12", spans, limits=limits, y_title="Signals a week"
    )


@pytest.mark.parametrize("width", [300, 420, 640, 1100])
@pytest.mark.parametrize("size", [8.0, 11.0, 16.0])
def test_a_crowded_chart_keeps_its_texts_apart_inside_and_off_the_data(width: int, size: float) -> None:
    chart = crowded()
    drawing = draw(chart, width, good_height(chart, size), measure, size)
    assert overlapping(drawing) == []
    for text, left, top, right, bottom in boxes(drawing):
        assert left >= -1, text
        assert right <= width + 1, text
        assert top >= -1, text
        assert bottom <= drawing.height + 1, text
    dots = [(spot.x, spot.y) for spot in drawing.spots if spot.area is None]
    for text, left, top, right, bottom in boxes(drawing):
        assert not [1 for x, y in dots if left < x < right and top < y < bottom], text


def test_every_kind_of_point_has_a_form_of_its_own_and_a_word_in_the_legend() -> None:
    drawing = draw(crowded(), 640, 300, measure)
    forms = {dot.form for dot in drawing.shapes if isinstance(dot, Dot)}
    assert forms == {"round", "diamond", "up", "cross", "square"}
    words = {"part of a shift", "beyond the control limits", "left out", "not over yet", "control limits"}
    assert words <= set(texts(drawing))
    plain = texts(draw(worked_example(), 640, 300, measure))
    assert not words & set(plain)  # nothing is explained that does not occur


def test_a_point_under_the_lower_limit_points_down() -> None:
    points = [ChartPoint(START, 1.0, state="beyond"), ChartPoint(START + timedelta(weeks=1), 9.0, state="beyond")]
    chart = run_chart("x", points, "count", limits=[Limits(point.day, 2.0, 8.0) for point in points])
    found = [dot.form for dot in draw(chart, 400, 200, measure).shapes if isinstance(dot, Dot)]
    assert sorted(found) == ["down", "up", "up"]  # with the sample of the legend


def test_points_and_spans_say_what_they_are_and_spans_open_their_cycle() -> None:
    chart = run_chart(
        "x",
        [ChartPoint(START, 4.0, "4 signals", "running", "2026-09", "Sep 2026")],
        "count",
        spans=[Span(START, START, "C-1", key="cycle:7")],
    )
    point, span = draw(chart, 400, 200, measure).spots
    assert (point.text, point.key) == ("Sep 2026: 4 signals, not over yet", "2026-09")
    assert (span.text, span.key) == ("C-1 from Sep 7, 2026 to Sep 7, 2026", "cycle:7")
    assert span.area is not None
    assert "not over yet: Sep 2026" in chart.told


def test_axes_are_named_and_dates_carry_a_year() -> None:
    chart = run_chart("Hours", weekly(), y_title="Share that met")
    written = texts(draw(chart, 500, 200, measure))
    assert "Share that met" in written
    assert "Sep 7, 2026" in written
    assert "Median, h" in texts(draw(interval_chart("x", ROWS, unit="number", x_title="Median, h"), 500, 160, measure))
    assert "Signals" in texts(draw(bar_chart("x", [("a", 3)], counted="Signals"), 500, 160, measure))
    month = run_chart("x", [ChartPoint(date(2026, 10, 1), 0.7)], air=16)
    assert [tick.text for tick in month.x.ticks] == ["Oct 2026"]  # one month is a month, not a few days


def test_levels_and_spans_are_named_where_they_stand() -> None:
    drawing = draw(worked_example(), 420, 180, measure)
    assert {"rule 9 of 10", "median 40%", "cycle"} <= set(texts(drawing))
    band = next(shape for shape in drawing.shapes if isinstance(shape, Box) and shape.color == "chart_band")
    points = [spot for spot in drawing.spots if spot.area is None]
    assert len([spot for spot in points if band.x - 1 <= spot.x <= band.x + band.width + 1]) == 3
    (cycle,) = [spot for spot in drawing.spots if spot.area is not None]
    assert cycle.text == "cycle from Oct 26, 2026 to Nov 9, 2026"


def test_the_picture_is_told_in_words() -> None:
    told = worked_example().told
    for fact in ("10 measurements", "first 50%", "last 80%", "lowest 20%", "rule 9 of 10", "median 40%", "cycle from"):
        assert fact in told


def test_an_interval_chart_shows_counts_with_both_ends() -> None:
    drawing = draw(interval_chart("x", ROWS, 0.9), 600, 120, measure)
    assert {"4 of 10 (17–69%)", "10 of 10 (72–100%)", "target 90%"} <= set(texts(drawing))
    assert [spot.text for spot in drawing.spots] == ["Before: 4 of 10 (17–69%)", "After: 10 of 10 (72–100%)"]


@pytest.mark.parametrize("width", [240, 300, 420])
def test_where_notes_stand_below_their_row_no_upright_line_crosses_them(width: int) -> None:
    rows = [IntervalRow(row.label, row.share, row.low, row.high, f"14 in 420 visits, {row.note}") for row in ROWS]
    drawing = draw(interval_chart("x", rows, 0.3), width, 120, measure)
    notes = [box for box in boxes(drawing) if box[0].startswith("14 in")]
    uprights = [one.points for one in drawing.shapes if isinstance(one, Line) and one.points[0][0] == one.points[-1][0]]
    assert len(notes) == 2
    for _, left, top, right, bottom in notes:
        assert not [x for (x, above), (_, below) in uprights if left < x < right and above < bottom and top < below]
        assert 0 <= left < right <= width + 1


def test_what_was_not_measured_has_no_dot() -> None:
    rows = [ROWS[0], IntervalRow("After", None, 0, 0, "not measured yet")]
    drawing = draw(interval_chart("x", rows), 600, 120, measure)
    assert len(drawing.spots) == 1
    assert "not measured yet" in texts(drawing)


def test_a_pareto_sorts_adds_up_and_sets_the_first_eighty_percent_off() -> None:
    chart = bar_chart("Signals", [("c", 1), ("a", 6), ("b", 3)])
    assert [(bar.label, bar.cumulative) for bar in chart.bars] == [("a", 0.6), ("b", 0.9), ("c", 1.0)]
    bars = [shape for shape in draw(chart, 400, 100, measure).shapes if isinstance(shape, Box)]
    assert [bar.color for bar in bars] == ["chart_line", "chart_line", "scroll"]
    assert bars[0].width == pytest.approx(6 * bars[2].width)


def test_charts_without_values_say_so() -> None:
    assert texts(draw(run_chart("x", []), 300, 150, measure)) == ["Nothing measured yet"]
    assert texts(draw(bar_chart("x", []), 300, 150, measure)) == ["Nothing counted yet"]
    assert "Nothing measured yet" in run_chart("x", []).told


def test_a_shift_found_by_the_rules_is_set_off_in_the_picture() -> None:
    values = (5, 3, 6, 2, 5, 3, 6, 2, 7, 8, 9, 8, 7, 9, 8, 7, 8, 4)
    points = [runchart.Point(START + timedelta(weeks=at), float(value)) for at, value in enumerate(values)]
    points.insert(3, runchart.Point(START + timedelta(weeks=2, days=3), 99, excluded=True))
    run = runchart.run_chart(points, Settings(), frozen=9)
    assert run.long_run
    chart = chart_of_run("Hours", run, "number", notes=[f"{point.value:g} h" for point in run.points])
    assert [point.note for point in chart.points if point.state == "shift"] == [
        f"{value} h" for value in (7, 8, 9, 8, 7, 9, 8, 7, 8)
    ]
    assert len([point for point in chart.points if point.state == "shift"]) == run.longest_run
    assert [point.state for point in chart.points].index("left_out") == 3
    assert "baseline median 4" in texts(draw(chart, 500, 200, measure))


def test_labels_leave_a_crowded_plot_and_stand_at_its_right() -> None:
    zigzag = weekly(tuple(0.1 if at % 2 else 0.9 for at in range(60)))
    drawing = draw(run_chart("x", zigzag, median=0.5, target=0.55), 360, 180, measure)
    edge = max(spot.x for spot in drawing.spots)
    labels = [box for box in boxes(drawing) if box[0].startswith(("median", "target"))]
    assert len(labels) == 2
    assert all(box[1] > edge for box in labels)
    assert overlapping(drawing) == []
