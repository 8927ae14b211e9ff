"""Draws a run chart: axes, spans, levels, the line and its points; labels where they cover nothing.

Above the plot stand what is measured and the names of its spans, in lanes so that none covers another; below it the
dates, then a legend of the kinds of points that occur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from coachdesk.i18n import translate
from coachdesk.rules.chart_shapes import Box, Dot, Form, Line, Measure, Sheet, Spot
from coachdesk.rules.chart_ticks import Axis
from coachdesk.rules.charts import STATES, ChartPoint, Level, RunChart, Span, State, value_words
from coachdesk.rules.wording import day_words

LANES = 3  # of names above the plot; a name that finds no room there is told by pointing only
_LANE = 1.45  # heights, in sizes of the text
_OVER = 0.95  # the lowest lane's base line over the plot, clear of the highest tick
_LEGEND = 1.7
_FORMS: dict[State, Form] = {"": "round", "shift": "diamond", "beyond": "up", "left_out": "cross", "running": "square"}
_COLORS: dict[State, str] = {
    "": "chart_line", "shift": "chart_third", "beyond": "late", "left_out": "chart_median", "running": "chart_median",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Plot:
    """The rectangle the data lies in."""

    chart: RunChart
    left: float
    top: float
    right: float
    bottom: float

    def x(self, day: date) -> float:
        return self.left + self.chart.x.place(day.toordinal()) * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.bottom - self.chart.y.place(value) * (self.bottom - self.top)

    def ends(self, level: Level) -> tuple[float, float]:
        """From where to where a level's line goes."""
        return (
            self.x(level.first) if level.first else self.left,
            self.x(level.last) if level.last else self.right,
        )


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a span where it is written; lanes count upwards from 0, None: nowhere."""

    span: Span
    left: float
    right: float
    lane: int | None

    def covers(self, x: float) -> bool:
        """Whether something upright at `x` would go through it."""
        return self.left - 1 <= x <= self.right + 1


def extra_height(chart: RunChart, size: float) -> float:
    """What is needed above and below a plot of the usual height: for names and for the legend."""
    lanes = min(len(chart.spans), 2) if chart.spans else 1 if chart.y_title else 0
    return size * (lanes * _LANE + (_LEGEND if chart.states or chart.limits else 0))


def draw_run(chart: RunChart, width: float, height: float, measure: Measure, size: float) -> Sheet:
    """The drawn sheet. Labels of levels stand beside their lines; where they would cover data, right of the plot."""
    sheet = Sheet(measure, size)
    if not chart.points:
        bottom = sheet.caption(chart.caption, width, height)
        sheet.write(width / 2, bottom / 2, translate("Charts", "Nothing measured yet"), anchor="middle")
        return sheet
    if not _try(sheet, chart, width, height, 0.0):
        sheet = Sheet(measure, size)
        names = max(sheet.width(level.label) for level in chart.levels)
        _try(sheet, chart, width, height, min(names + size * 0.6, width * 0.35))
    return sheet


def _try(sheet: Sheet, chart: RunChart, width: float, height: float, gutter: float) -> bool:
    """Draw with `gutter` kept free at the right for labels. False: without one, labels would lie on the data."""
    size = sheet.size
    bottom = _legend(sheet, chart, width, sheet.caption(chart.caption, width, height)) - size * 1.9
    left = max(sheet.width(tick.text) for tick in chart.y.ticks) + size * 0.7
    right = width - size * 0.5 - gutter
    names = _names(sheet, chart, left, right)
    lanes = max((name.lane + 1 for name in names if name.lane is not None), default=0)
    title = _title_lane(sheet, chart, names, lanes)
    lanes = max(lanes, title + 1)
    plot = _Plot(chart, left, size * (0.8 + lanes * _LANE), right, bottom)
    if chart.y_title:
        sheet.write(0, plot.top - size * (_OVER + title * _LANE), sheet.elided(chart.y_title, width))
    _spans(sheet, plot, names)
    ticks = chart.y.ticks
    if (bottom - plot.top) / max(len(ticks) - 1, 1) < size * 1.8 and len(ticks) > 3:
        ticks = ticks[::2]
    for tick in ticks:
        y = plot.y(tick.at)
        sheet.shapes.append(Line(((left, y), (plot.right, y)), "chart_axis" if y == bottom else "chart_grid"))
        sheet.write(left - size * 0.6, y + size * 0.36, tick.text, anchor="end")
    _bottom_ticks(sheet, chart.x, left, plot.right, bottom)
    runs = _unbroken(chart.points)
    for run in runs:
        _reserve(sheet, [(plot.x(point.day), plot.y(value)) for point, value in run])
    for level in chart.levels:
        (x1, x2), y = plot.ends(level), plot.y(level.value)
        sheet.shapes.append(Line(((x1, y), (x2, y)), level.color, 1.2, level.dashes))
        sheet.taken.append((x1, y - 1, x2, y + 1))
    if gutter:
        _labels_outside(sheet, plot, gutter)
    elif not all(_label_inside(sheet, plot, level) for level in chart.levels):
        return False
    _limits(sheet, plot)
    for run in runs:
        sheet.shapes.append(Line(tuple((plot.x(point.day), plot.y(value)) for point, value in run), "chart_line", 2.0))
    for run in runs:
        for point, value in run:
            _point(sheet, plot, point, value)
    for name in names:
        x1, x2 = plot.x(name.span.first), plot.x(name.span.last)
        area = (x1, plot.top, max(x2, x1 + 2), bottom)
        sheet.spots.append(Spot((x1 + x2) / 2, plot.top, name.span.words, name.span.key, area))
    return True


def _point(sheet: Sheet, plot: _Plot, point: ChartPoint, value: float) -> None:
    x, y = plot.x(point.day), plot.y(value)
    _dot(sheet, x, y, point.state, _below(plot.chart, point, value))
    words = f"{point.when or day_words(point.day)}: {point.note or value_words(value, plot.chart.unit)}"
    if point.state:
        words = f"{words}, {translate('Charts', STATES[point.state])}"
    sheet.spots.append(Spot(x, y, words, point.key))


def _below(chart: RunChart, point: ChartPoint, value: float) -> bool:
    """Whether a point beyond its limits lies under the lower one."""
    return any(one.day == point.day and value < one.low for one in chart.limits)


def _dot(sheet: Sheet, x: float, y: float, state: State, below: bool = False) -> None:
    """A point in the form and color of its state: filled where it is a signal."""
    color, signal = _COLORS[state], state in ("shift", "beyond")
    form: Form = "down" if state == "beyond" and below else _FORMS[state]
    radius = sheet.size * (0.46 if signal else 0.36 if state else 0.33)
    sheet.shapes.append(Dot(x, y, radius, color, color if signal else "surface", form))


def _legend(sheet: Sheet, chart: RunChart, width: float, height: float) -> float:
    """Write what each kind of point means that occurs in the chart; gives the height left above it."""
    # None stands for the line of the limits, which is no state of a point.
    entries: list[tuple[State | None, str]] = [(state, translate("Charts", STATES[state])) for state in chart.states]
    if chart.limits:
        entries.append((None, translate("Charts", "control limits")))
    if not entries:
        return height
    size = sheet.size
    lines: list[list[tuple[float, State | None, str]]] = [[]]
    x = 0.0
    for state, text in entries:
        sample = size * (2.2 if state is None else 1.2)
        if lines[-1] and x + sample + sheet.width(text) > width:
            lines.append([])
            x = 0.0
        lines[-1].append((x, state, text))
        x += sample + sheet.width(text) + size * 1.2
    top = height - len(lines) * size * _LEGEND
    for place, line in enumerate(lines):
        base = top + (place + 1) * size * _LEGEND - size * 0.35
        for x, state, text in line:
            middle = base - size * 0.36
            if state is None:
                sheet.shapes.append(Line(((x, middle), (x + size * 1.8, middle)), "chart_median", 1.0, (6, 4)))
                sheet.write(x + size * 2.2, base, text)
            else:
                _dot(sheet, x + size * 0.45, middle, state)
                sheet.write(x + size * 1.2, base, sheet.elided(text, width - x - size * 1.2))
    return top


def _names(sheet: Sheet, chart: RunChart, left: float, right: float) -> list[_Name]:
    """Where the names of the spans stand: like flags, each from the first day of its span on.

    From the last to the first, in the lowest lane that has room: so the pole of a flag stands left of all that are
    lower.
    """
    size = sheet.size
    room = [right] * LANES
    found = []
    for span in sorted(chart.spans, key=lambda one: (one.first, one.last), reverse=True):
        pole = left + chart.x.place(span.first.toordinal()) * (right - left)
        width = sheet.width(span.label)
        at = min(max(pole, left), right - width)
        lane = next((place for place, ends in enumerate(room) if at + width <= ends), None)
        if lane is not None:
            room[lane] = at - size * 0.7
        found.append(_Name(span, at, at + width, lane))
    return found[::-1]


def _title_lane(sheet: Sheet, chart: RunChart, names: Sequence[_Name], lanes: int) -> int:
    """What is measured stands in the lowest lane unless a flag or its pole is there; then above all. -1: nowhere."""
    if not chart.y_title:
        return -1
    ends = sheet.width(chart.y_title) + sheet.size
    return lanes if any(name.lane is not None and name.left < ends for name in names) else 0


def _spans(sheet: Sheet, plot: _Plot, names: Sequence[_Name]) -> None:
    """The tinted grounds first, then their edges (grounds may overlap), then the names, each on its pole."""
    size = sheet.size
    for name in names:
        x1, x2 = plot.x(name.span.first), max(plot.x(name.span.last), plot.x(name.span.first) + 2)
        sheet.shapes.append(Box(x1, plot.top, x2 - x1, plot.bottom - plot.top, name.span.color))
    for name in names:
        for day in (name.span.first, name.span.last):
            x = plot.x(day)
            sheet.shapes.append(Line(((x, plot.top), (x, plot.bottom)), "accent", 1.0, (1, 3)))
            sheet.taken.append((x - 1, plot.top, x + 1, plot.bottom))
        if name.lane is None:
            continue
        base = plot.top - size * (_OVER + name.lane * _LANE)
        sheet.write(name.left, base, name.span.label, "accent")
        pole = plot.x(name.span.first)
        if not any(other.lane is not None and other.lane < name.lane and other.covers(pole) for other in names):
            sheet.shapes.append(Line(((pole, base + size * 0.3), (pole, plot.top)), "accent", 1.0, (1, 3)))


def _limits(sheet: Sheet, plot: _Plot) -> None:
    """Both limits as steps from half-way before each point to half-way after it."""
    limits = plot.chart.limits
    if not limits:
        return
    middles = [plot.x(one.day) for one in limits]
    edges = [(a + b) / 2 for a, b in pairwise(middles)]
    starts, ends = [plot.left, *edges], [*edges, plot.right]
    for pick in ("low", "high"):
        steps: list[tuple[float, float]] = []
        for start, end, one in zip(starts, ends, limits, strict=True):
            y = plot.y(getattr(one, pick))
            steps += [(start, y), (end, y)]
        sheet.shapes.append(Line(tuple(steps), "chart_median", 1.0, (6, 4)))


def _unbroken(points: Sequence[ChartPoint]) -> list[list[tuple[ChartPoint, float]]]:
    """The points in runs without a gap."""
    runs: list[list[tuple[ChartPoint, float]]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((point, point.value))
    return [run for run in runs if run]


def _reserve(sheet: Sheet, places: list[tuple[float, float]]) -> None:
    """Keep labels off a line: small boxes along it and around its points."""
    half = sheet.size * 0.5
    for (x1, y1), (x2, y2) in pairwise(places):
        steps = max(int(max(abs(x2 - x1), abs(y2 - y1)) / half), 1)
        for step in range(steps):
            x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
            sheet.taken.append((x - half / 2, y - half / 2, x + half / 2, y + half / 2))
    for x, y in places:
        sheet.taken.append((x - half, y - half, x + half, y + half))


def _bottom_ticks(sheet: Sheet, axis: Axis, left: float, right: float, bottom: float) -> None:
    """Tick texts below the axis; one that would touch the one before is left out."""
    free = left - sheet.size
    for tick in axis.ticks:
        x = left + axis.place(tick.at) * (right - left)
        half = sheet.width(tick.text) / 2
        middle = min(max(x, left - sheet.size + half), right - half + sheet.size * 0.5)
        sheet.shapes.append(Line(((x, bottom), (x, bottom + sheet.size * 0.3)), "chart_axis"))
        if middle - half >= free:
            sheet.write(middle, bottom + sheet.size * 1.5, tick.text, anchor="middle")
            free = middle + half + sheet.size * 0.8


def _label_inside(sheet: Sheet, plot: _Plot, level: Level) -> bool:
    """Beside its line, at whichever end and side covers nothing; False when there is no such place."""
    size, width, y = sheet.size, sheet.width(level.label), plot.y(level.value)
    x1, x2 = plot.ends(level)
    for place in range(9):
        left = x2 - width - (x2 - x1 - width) * place / 8
        for base in (y - size * 0.4, y + size * 1.15):
            if base - size < plot.top - size * 0.8 or base > plot.bottom:
                continue
            if not sheet.covered(left, base - size, left + width, base + size * 0.25):
                sheet.write(left, base, level.label, level.color)
                return True
    return False


def _labels_outside(sheet: Sheet, plot: _Plot, gutter: float) -> None:
    """Right of the plot at the height of their lines, moved apart where two would touch."""
    size, free = sheet.size, 0.0
    ordered = sorted(plot.chart.levels, key=lambda level: plot.y(level.value))
    for place, level in enumerate(ordered):
        last = plot.bottom - (len(ordered) - 1 - place) * size * 1.3
        base = min(max(plot.y(level.value) + size * 0.36, free), last)
        sheet.write(plot.right + size * 0.5, base, sheet.elided(level.label, gutter), level.color)
        free = base + size * 1.3
