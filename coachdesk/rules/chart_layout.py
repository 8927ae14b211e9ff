"""Turns a chart's description into shapes at given size: the one layout that window and PDF draw.

Coordinates are in the caller's unit (pixels, points), from the top left, y downwards. Colors are token names. `measure`
tells how wide a text is, so that nothing overlaps whatever the font.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from coachdesk.i18n import translate
from coachdesk.rules.chart_ticks import Axis
from coachdesk.rules.charts import BarChart, Chart, ChartPoint, IntervalChart, Level, RunChart, value_words
from coachdesk.rules.wording import day_words, number_words, percent

Measure = Callable[[str, float, bool], float]  # (text, size, bold) -> width
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Line:
    """Straight pieces through `points`; dashes in units of the line's length, () is solid."""

    points: tuple[tuple[float, float], ...]
    color: str
    width: float = 1.0
    dashes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with rounded corners."""

    x: float
    y: float
    width: float
    height: float
    color: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A ring (`fill` inside, `color` outline), or a diamond for points that belong to a signal."""

    x: float
    y: float
    radius: float
    color: str
    fill: str = "surface"
    diamond: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; y is its base line."""

    x: float
    y: float
    text: str
    size: float
    color: str = "chart_text"
    anchor: Anchor = "start"
    bold: bool = False


Shape = Line | Box | Dot | Text


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that tells more when pointed at or reached by keyboard."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All shapes of a chart from back to front, and its spots from left to right (or top to bottom)."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    spots: tuple[Spot, ...]


@dataclass(slots=True)
class _Sheet:
    """What is collected while drawing. `taken`: boxes (left, top, right, bottom) no label should cover."""

    measure: Measure
    size: float
    shapes: list[Shape] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def width(self, text: str, bold: bool = False) -> float:
        return self.measure(text, self.size, bold)

    def write(
        self, x: float, y: float, text: str, color: str = "chart_text", anchor: Anchor = "start", bold: bool = False
    ) -> None:
        self.shapes.append(Text(x, y, text, self.size, color, anchor, bold))
        width = self.width(text, bold)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.taken.append((left, y - self.size, left + width, y + self.size * 0.3))

    def covered(self, left: float, top: float, right: float, bottom: float) -> float:
        """How much of this box is taken already, in square units."""
        return sum(
            max(0.0, min(right, box[2]) - max(left, box[0])) * max(0.0, min(bottom, box[3]) - max(top, box[1]))
            for box in self.taken
        )

    def elided(self, text: str, room: float) -> str:
        """`text`, shortened with an ellipsis when it is wider than `room`."""
        if self.width(text) <= room:
            return text
        while text and self.width(f"{text}…") > room:
            text = text[:-1]
        return f"{text.rstrip()}…"


def draw(chart: Chart, width: float, height: float, measure: Measure, size: float = 11.0) -> Drawing:
    """Lay `chart` out in a box of `width` x `height`; `size` is the text's. The title is the caller's to write."""
    sheet = _Sheet(measure, size)
    if isinstance(chart, RunChart):
        _run(sheet, chart, width, height)
    elif isinstance(chart, IntervalChart):
        _intervals(sheet, chart, width, height)
    else:
        _bars(sheet, chart, width, height)
    return Drawing(width, height, tuple(sheet.shapes), tuple(sheet.spots))


def good_height(chart: Chart, size: float = 11.0) -> float:
    """The height a chart looks right at: fixed for a run chart, by rows for the others."""
    caption = size * 1.9 if chart.caption else 0.0
    if isinstance(chart, RunChart):
        return size * 15 + caption
    rows = len(chart.rows) if isinstance(chart, IntervalChart) else len(chart.bars)
    head = size * 1.8 if isinstance(chart, IntervalChart) and chart.target else 0.0
    row = size * (3.4 if isinstance(chart, IntervalChart) else 2.2)
    foot = size * 2.2 if isinstance(chart, IntervalChart) else size * 0.5
    if isinstance(chart, BarChart) and chart.pareto:
        head = size * 1.6
    return max(rows, 1) * row + head + foot + caption


def _caption(sheet: _Sheet, chart: Chart, width: float, height: float) -> float:
    """Write the caption at the bottom; gives the height left above it."""
    if not chart.caption:
        return height
    sheet.write(0, height - sheet.size * 0.35, sheet.elided(chart.caption, width))
    return height - sheet.size * 1.9


def _run(sheet: _Sheet, chart: RunChart, width: float, height: float) -> None:
    size = sheet.size
    bottom = _caption(sheet, chart, width, height) - size * 1.9
    if not chart.points:
        sheet.write(width / 2, bottom / 2, translate("Charts", "Nothing measured yet"), anchor="middle")
        return
    ticks = [tick for tick in chart.y.ticks if 0 <= chart.y.place(tick.at) <= 1]
    if (bottom - size) / max(len(ticks) - 1, 1) < size * 1.8 and len(ticks) > 3:
        ticks = ticks[::2]
    left = max((sheet.width(tick.text) for tick in ticks), default=0) + size * 0.7
    right, top = width - size * 0.5, size * 0.8

    def x_of(day: date) -> float:
        return left + chart.x.place(day.toordinal()) * (right - left)

    def y_of(value: float) -> float:
        return bottom - chart.y.place(value) * (bottom - top)

    spans = [(span, x_of(span.first), max(x_of(span.last), x_of(span.first) + 2)) for span in chart.spans]
    for span, x1, x2 in spans:
        sheet.shapes.append(Box(x1, top, x2 - x1, bottom - top, span.color))
    for tick in ticks:
        y = y_of(tick.at)
        sheet.shapes.append(Line(((left, y), (right, y)), "chart_axis" if y == bottom else "chart_grid"))
        sheet.write(left - size * 0.6, y + size * 0.36, tick.text, anchor="end")
    _bottom_ticks(sheet, chart.x, left, right, bottom)
    runs = _unbroken(chart.points)
    for run in runs:
        _reserve(sheet, [(x_of(point.day), y_of(value)) for point, value in run])
    for level in chart.levels:
        x1 = x_of(level.first) if level.first else left
        x2 = x_of(level.last) if level.last else right
        sheet.shapes.append(Line(((x1, y_of(level.value)), (x2, y_of(level.value))), level.color, 1.2, level.dashes))
        sheet.taken.append((x1, y_of(level.value) - 1, x2, y_of(level.value) + 1))
    for level in chart.levels:
        _level_label(
            sheet,
            level,
            x_of(level.first) if level.first else left,
            x_of(level.last) if level.last else right,
            y_of(level.value),
            top,
            bottom,
        )
    for span, x1, x2 in spans:
        _span_label(sheet, span.label, x1, x2, top, bottom, right)
    for run in runs:
        sheet.shapes.append(Line(tuple((x_of(point.day), y_of(value)) for point, value in run), "chart_line", 2.0))
    for run in runs:
        for point, value in run:
            color = "chart_third" if point.signal else "chart_median" if point.excluded else "chart_line"
            radius = size * (0.42 if point.signal else 0.33)
            fill = color if point.signal else "surface"
            sheet.shapes.append(Dot(x_of(point.day), y_of(value), radius, color, fill, point.signal))
            words = f"{day_words(point.day)}: {point.note or value_words(value, chart.unit)}"
            sheet.spots.append(Spot(x_of(point.day), y_of(value), words))


def _unbroken(points: Sequence[ChartPoint]) -> list[list[tuple[ChartPoint, float]]]:
    """The points in runs without a gap."""
    runs: list[list[tuple[ChartPoint, float]]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((point, point.value))
    return [run for run in runs if run]


def _reserve(sheet: _Sheet, places: list[tuple[float, float]]) -> None:
    """Keep labels off a line: small boxes along it and around its points."""
    half = sheet.size * 0.5
    for (x1, y1), (x2, y2) in pairwise(places):
        steps = max(int(max(abs(x2 - x1), abs(y2 - y1)) / half), 1)
        for step in range(steps):
            x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
            sheet.taken.append((x - half / 2, y - half / 2, x + half / 2, y + half / 2))
    for x, y in places:
        sheet.taken.append((x - half, y - half, x + half, y + half))


def _bottom_ticks(sheet: _Sheet, axis: Axis, left: float, right: float, bottom: float) -> None:
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


def _level_label(sheet: _Sheet, level: Level, x1: float, x2: float, y: float, top: float, bottom: float) -> None:
    """Beside its line, at whichever end and side covers least."""
    size, width = sheet.size, sheet.width(level.label)
    best: tuple[float, float, float] | None = None
    for place in range(9):
        left = x2 - width - (x2 - x1 - width) * place / 8
        for base in (y - size * 0.4, y + size * 1.15):
            if base - size < top - size * 0.8 or base > bottom:
                continue
            cost = sheet.covered(left, base - size, left + width, base + size * 0.25) + place * size * 0.05
            if best is None or cost < best[0]:
                best = (cost, left, base)
    if best is None:
        return
    cost, left, base = best
    if cost > size * 2:  # it has to cross something: a ground of its own keeps it readable
        sheet.shapes.append(Box(left - 2, base - size, width + 4, size * 1.25, "surface", 2.0))
    sheet.write(left, base, level.label, level.color)


def _span_label(sheet: _Sheet, label: str, x1: float, x2: float, top: float, bottom: float, right: float) -> None:
    """Inside its span at the foot or the head, or beside it when the span is too narrow."""
    size, width = sheet.size, sheet.width(label)
    inside = x2 - x1 >= width + size * 0.6
    lefts = [x1 + size * 0.35] if inside else [x2 + size * 0.35, x1 - width - size * 0.35]
    spots = [
        (left, base) for left in lefts for base in (bottom - size * 0.5, top + size * 1.1) if left + width <= right
    ]
    if spots:
        left, base = min(spots, key=lambda at: sheet.covered(at[0], at[1] - size, at[0] + width, at[1] + size * 0.25))
        sheet.write(left, base, label, "accent")


def _intervals(sheet: _Sheet, chart: IntervalChart, width: float, height: float) -> None:
    size = sheet.size
    bottom = _caption(sheet, chart, width, height) - size * 1.9
    names = max((sheet.width(row.label, True) for row in chart.rows), default=0)
    notes = max((sheet.width(row.note) for row in chart.rows), default=0)
    beside = names + notes + size * 3 + 140 <= width  # is there room for the notes at the right?
    left = min(names + size * 1.2, width * 0.4)
    right = width - (notes + size * 1.2 if beside else sheet.width("100%") / 2)
    top = size * 1.6 if chart.target else size * 0.3
    step = (bottom - top) / max(len(chart.rows), 1)

    def x_of(share: float) -> float:
        return left + chart.x.place(share) * (right - left)

    ticks = chart.x.ticks if (right - left) / 4 > sheet.width("100%") + size else chart.x.ticks[::2]
    for tick in ticks:
        x = x_of(tick.at)
        sheet.shapes.append(Line(((x, top), (x, bottom)), "chart_grid"))
        sheet.write(x, bottom + size * 1.5, tick.text, anchor="middle")
    if chart.target is not None:
        x = x_of(chart.target.value)
        sheet.shapes.append(Line(((x, top), (x, bottom)), chart.target.color, 1.2, chart.target.dashes))
        half = sheet.width(chart.target.label) / 2
        middle = min(max(x, half), width - half)
        sheet.write(middle, top - size * 0.45, chart.target.label, chart.target.color, "middle")
    for place, row in enumerate(chart.rows):
        y = top + step * (place + (0.5 if beside else 0.35))
        sheet.write(0, y + size * 0.36, sheet.elided(row.label, left - size * 0.8), "text", bold=True)
        if row.share is not None:
            sheet.shapes.append(Line(((x_of(row.low), y), (x_of(row.high), y)), row.color, 2.0))
            for end in (row.low, row.high):
                sheet.shapes.append(Line(((x_of(end), y - size * 0.4), (x_of(end), y + size * 0.4)), row.color, 2.0))
            sheet.shapes.append(Dot(x_of(row.share), y, size * 0.42, row.color, row.color))
            sheet.spots.append(Spot(x_of(row.share), y, f"{row.label}: {row.note}"))
        if beside:
            sheet.write(
                right + size * 1.2, y + size * 0.36, row.note, "text" if row.share is not None else "chart_text"
            )
        else:
            sheet.write(left, y + size * 1.65, sheet.elided(row.note, width - left))


def _bars(sheet: _Sheet, chart: BarChart, width: float, height: float) -> None:
    size = sheet.size
    bottom = _caption(sheet, chart, width, height)
    if not chart.bars:
        sheet.write(width / 2, bottom / 2, translate("Charts", "Nothing counted yet"), anchor="middle")
        return
    head = size * 1.6 if chart.pareto else 0.0
    step = (bottom - head) / len(chart.bars)
    names = max(sheet.width(bar.label) for bar in chart.bars)
    left = min(names + size, width * 0.45)
    title = translate("Charts", "so far")
    ends = max(sheet.width("100%"), sheet.width(title)) + size if chart.pareto else 0.0
    if chart.pareto:
        sheet.write(width, size, title, anchor="end")
    values = max(sheet.width(number_words(bar.value), True) for bar in chart.bars) + size
    right = width - ends - values
    before = 0.0
    for place, bar in enumerate(chart.bars):
        y = head + step * place + step / 2
        thick = min(step * 0.62, size * 1.5)
        vital = not chart.pareto or before < chart.vital
        before = bar.cumulative or 0.0
        long = max(bar.value / chart.x.high * (right - left), 1.0)
        sheet.write(0, y + size * 0.36, sheet.elided(bar.label, left - size * 0.8), "text")
        sheet.shapes.append(Box(left, y - thick / 2, long, thick, "chart_line" if vital else "scroll", 2.0))
        sheet.write(left + long + size * 0.5, y + size * 0.36, number_words(bar.value), "text", bold=vital)
        words = f"{bar.label}: {number_words(bar.value)}"
        if bar.cumulative is not None:
            sheet.write(width, y + size * 0.36, percent(bar.cumulative), anchor="end")
            words = f"{words} ({percent(bar.cumulative)})"
        sheet.spots.append(Spot(left + long, y, words))
    sheet.shapes.append(Line(((left, head), (left, bottom)), "chart_axis"))
