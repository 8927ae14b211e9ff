"""The charts of a cycle, drawn alike in window and pack: before and after, measures over time (R18, R19)."""

from __future__ import annotations

from datetime import date

from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.measures import MeasureDetail
from coachdesk.queries.parts import local_day
from coachdesk.rules import runchart
from coachdesk.rules.chart_ticks import Unit
from coachdesk.rules.charts import IntervalChart, IntervalRow, RunChart, Span, chart_of_run, interval_chart
from coachdesk.rules.measured import Measured, counted_words, figure, measured_words
from coachdesk.rules.measures import Proportion
from coachdesk.rules.standard_measures import speaks_for
from coachdesk.settings import Settings

FEWEST = 3  # two points are before and after; that has a chart of its own


def before_after(cycle: CycleDetail, settings: Settings) -> IntervalChart:
    """Both measures with their intervals on the scale of their kind, and what the success rule asks for."""
    rows = [
        _row(translate("Cycles", "Before"), cycle.baseline, settings, "chart_fifth", hollow=True),
        _row(translate("Cycles", "After"), cycle.post, settings, "chart_line"),
    ]
    shown = cycle.baseline or cycle.post
    kind = shown.kind if shown else cycle.rule.kind
    target = None
    if cycle.rule.threshold is not None and kind == cycle.rule.kind:
        target = float(cycle.rule.threshold)
    label = translate("Cycles", "rule {value}").format(value=cycle.rule.target_words()) if target is not None else ""
    unit: Unit = "percent" if kind == "proportion" else "number"
    title = axis_title(kind, cycle.rule.unit if kind == cycle.rule.kind else shown.unit if shown else "")
    return interval_chart(cycle.rule.measure or cycle.title, rows, target, label, unit=unit, x_title=title)


def axis_title(kind: str, unit: str) -> str:
    """What an axis of figures of this kind counts, with its unit. unit: as the rule writes it ("h", "100 visits")."""
    if kind == "duration":
        return translate("Cycles", "Median, {unit}").format(unit=unit)
    if kind == "rate":
        return translate("Cycles", "Events per {unit}").format(unit=unit)
    if kind == "rubric":
        return translate("Cycles", "Median level, 1 to 5")
    return translate("Cycles", "Share of records that met")


def _row(
    title: str, measure: MeasureDetail | None, settings: Settings, color: str, *, hollow: bool = False
) -> IntervalRow:
    if measure is None:
        return IntervalRow(title, None, 0.0, 0.0, translate("Cycles", "not measured yet"), color)
    result = measure.result
    found = result.interval(settings) if isinstance(result, Proportion) else figure(result, settings).interval
    value = None if result.value is None else float(result.value)
    low, high = (found.low, found.high) if found else (value or 0.0, value or 0.0)
    return IntervalRow(title, value, low, high, measured_words(result, settings), color, hollow)


def over_time(cycle: CycleDetail, settings: Settings) -> RunChart | None:
    """Every measure of the rule's kind and every counted sustain check in the order of their days, the cycle's own days
    marked; None while there are too few points for a line."""
    points: list[tuple[date, float, str]] = []
    for measure in cycle.measures:
        value = measure.result.value
        counts = measure.kind == cycle.rule.kind and speaks_for(cycle.rule, measure)
        if counts and value is not None and not measure.triggers_included:
            points.append((measure.measured_on, float(value), counted_words(measure.result)))
    for check in cycle.sustain if cycle.rule.kind == "proportion" else ():
        if check.checked_on is not None and check.met is not None and check.total:
            counted: Measured = Proportion(check.met, check.total)
            points.append((check.checked_on, check.met / check.total, counted_words(counted)))
    if len(points) < FEWEST:
        return None
    points.sort(key=lambda point: point[0])
    run = runchart.run_chart([runchart.Point(day, value) for day, value, _ in points], settings)
    target = None if cycle.rule.threshold is None else float(cycle.rule.threshold)
    return chart_of_run(
        cycle.rule.measure or cycle.title,
        run,
        "percent" if cycle.rule.kind == "proportion" else "number",
        [note for _, _, note in points],
        target,
        translate("Cycles", "rule {value}").format(value=cycle.rule.target_words()) if target is not None else "",
        spans_of(cycle, points[-1][0]),
        run.words(),
        y_title=axis_title(cycle.rule.kind, cycle.rule.unit),
    )


def spans_of(cycle: CycleDetail, last: date) -> list[Span]:
    """The cycle's days, from the beginning of Coach to its end (or to `last` while it runs), as a band (R19)."""
    begun = next((local_day(one.started_at) for one in cycle.phases if one.phase == "coach"), None)
    if begun is None:
        return []
    ended = local_day(cycle.closed_at) or max(begun, last)
    return [Span(begun, max(begun, ended), translate("Cycles", "cycle"))]
