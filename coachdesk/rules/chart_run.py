"""Draws a run chart: axes, spans, levels, the line and its points; labels where they cover nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from coachdesk.i18n import translate
from coachdesk.rules.chart_shapes import Box, Dot, Line, Measure, Sheet, Spot
from coachdesk.rules.chart_ticks import Axis
from coachdesk.rules.charts import ChartPoint, Level, RunChart, value_words
from coachdesk.rules.wording import day_words

_CROWDED = 0.07  # a level's label may cover this share of its own area before it moves out of the plot


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


def draw_run(chart: RunChart, width: float, height: float, measure: Measure, size: float) -> Sheet:
    """The drawn sheet. Labels of levels stand beside their lines; where all room is full of data, right of the plot."""
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
    bottom = sheet.caption(chart.caption, width, height) - size * 1.9
    top = size * 0.8
    ticks = chart.y.ticks
    if (bottom - top) / max(len(ticks) - 1, 1) < size * 1.8 and len(ticks) > 3:
        ticks = ticks[::2]
    left = max(sheet.width(tick.text) for tick in ticks) + size * 0.7
    plot = _Plot(chart, left, top, width - size * 0.5 - gutter, bottom)
    for span in chart.spans:
        x1, x2 = plot.x(span.first), max(plot.x(span.last), plot.x(span.first) + 2)
        sheet.shapes.append(Box(x1, top, x2 - x1, bottom - top, span.color))
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
    for span in chart.spans:
        _span_label(sheet, span.label, plot.x(span.first), plot.x(span.last), plot)
    for run in runs:
        sheet.shapes.append(Line(tuple((plot.x(point.day), plot.y(value)) for point, value in run), "chart_line", 2.0))
    for run in runs:
        for point, value in run:
            _point(sheet, plot, point, value)
    return True


def _point(sheet: Sheet, plot: _Plot, point: ChartPoint, value: float) -> None:
    color = "chart_third" if point.signal else "chart_median" if point.excluded else "chart_line"
    radius = sheet.size * (0.42 if point.signal else 0.33)
    x, y = plot.x(point.day), plot.y(value)
    sheet.shapes.append(Dot(x, y, radius, color, color if point.signal else "surface", point.signal))
    words = f"{day_words(point.day)}: {point.note or value_words(value, plot.chart.unit)}"
    sheet.spots.append(Spot(x, y, words, point.key))


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
        middle = min(max(x, left + half * 0.2), right - half + sheet.size * 0.5)
        sheet.shapes.append(Line(((x, bottom), (x, bottom + sheet.size * 0.3)), "chart_axis"))
        if middle - half >= free:
            sheet.write(middle, bottom + sheet.size * 1.5, tick.text, anchor="middle")
            free = middle + half + sheet.size * 0.8


def _label_inside(sheet: Sheet, plot: _Plot, level: Level) -> bool:
    """Beside its line, at whichever end and side covers least; False when that is still too much."""
    size, width, y = sheet.size, sheet.width(level.label), plot.y(level.value)
    x1, x2 = plot.ends(level)
    best: tuple[float, float, float] | None = None
    for place in range(9):
        left = x2 - width - (x2 - x1 - width) * place / 8
        for base in (y - size * 0.4, y + size * 1.15):
            if base - size < plot.top - size * 0.8 or base > plot.bottom:
                continue
            cost = sheet.covered(left, base - size, left + width, base + size * 0.25) + place * size * 0.05
            if best is None or cost < best[0]:
                best = (cost, left, base)
    if best is None or best[0] > width * size * _CROWDED:
        return False
    sheet.write(best[1], best[2], level.label, level.color)
    return True


def _labels_outside(sheet: Sheet, plot: _Plot, gutter: float) -> None:
    """Right of the plot at the height of their lines, moved apart where two would touch."""
    size, free = sheet.size, 0.0
    ordered = sorted(plot.chart.levels, key=lambda level: plot.y(level.value))
    for place, level in enumerate(ordered):
        last = plot.bottom - (len(ordered) - 1 - place) * size * 1.3
        base = min(max(plot.y(level.value) + size * 0.36, free), last)
        sheet.write(plot.right + size * 0.5, base, sheet.elided(level.label, gutter), level.color)
        free = base + size * 1.3


def _span_label(sheet: Sheet, label: str, x1: float, x2: float, plot: _Plot) -> None:
    """Inside its span, or beside it when that is too narrow: at the foot or the head, or where less is covered."""
    size, width = sheet.size, sheet.width(label)
    inside = x2 - x1 >= width + size * 0.6
    lefts = [x1 + size * 0.35] if inside else [x2 + size * 0.35, x1 - width - size * 0.35]
    foot, head = plot.bottom - size * 0.5, plot.top + size * 1.1
    bases = (foot, head, *(head + (foot - head) * part / 4 for part in (1, 2, 3)))
    places = [(left, base) for left in lefts for base in bases if left + width <= plot.right]
    if places:
        left, base = min(places, key=lambda at: sheet.covered(at[0], at[1] - size, at[0] + width, at[1] + size * 0.25))
        sheet.write(left, base, label, "accent")
