"""Turns a chart's description into shapes at given size: the one layout that window and PDF draw.

Coordinates are in the caller's unit (pixels, points), from the top left, y downwards. Colors are token names. `measure`
tells how wide a text is, so that nothing overlaps whatever the font.
"""

from __future__ import annotations

from coachdesk.i18n import translate
from coachdesk.rules.chart_run import draw_run, extra_height
from coachdesk.rules.chart_shapes import Box, Dot, Drawing, Line, Measure, Shape, Sheet, Spot, Text
from coachdesk.rules.charts import BarChart, Chart, IntervalChart, RunChart
from coachdesk.rules.wording import number_words, percent

__all__ = ["Box", "Dot", "Drawing", "Line", "Measure", "Shape", "Spot", "Text", "draw", "good_height"]


def draw(chart: Chart, width: float, height: float, measure: Measure, size: float = 11.0) -> Drawing:
    """Lay `chart` out in a box of `width` x `height`; `size` is the text's. The title is the caller's to write."""
    sheet = Sheet(measure, size)
    if isinstance(chart, RunChart):
        sheet = draw_run(chart, width, height, measure, size)
    elif isinstance(chart, IntervalChart):
        _intervals(sheet, chart, width, height)
    else:
        _bars(sheet, chart, width, height)
    return Drawing(width, height, tuple(sheet.shapes), tuple(sheet.spots))


def good_height(chart: Chart, size: float = 11.0) -> float:
    """The height a chart looks right at: fixed for a run chart, by rows for the others."""
    caption = size * 1.9 if chart.caption else 0.0
    if isinstance(chart, RunChart):
        return size * 15 + extra_height(chart, size) + caption
    rows = len(chart.rows) if isinstance(chart, IntervalChart) else len(chart.bars)
    head = size * 1.8 if isinstance(chart, IntervalChart) and chart.target else 0.0
    row = size * (3.4 if isinstance(chart, IntervalChart) else 2.2)
    foot = size * 0.5
    if isinstance(chart, IntervalChart):
        foot = size * (3.8 if chart.x_title else 2.2)
    elif chart.pareto or chart.counted:
        head = size * 1.6
    return max(rows, 1) * row + head + foot + caption


def _intervals(sheet: Sheet, chart: IntervalChart, width: float, height: float) -> None:
    size = sheet.size
    bottom = sheet.caption(chart.caption, width, height) - size * (3.5 if chart.x_title else 1.9)
    names = max((sheet.width(row.label, True) for row in chart.rows), default=0)
    notes = max((sheet.width(row.note) for row in chart.rows), default=0)
    beside = names + notes + size * 3 + 140 <= width  # is there room for the notes at the right?
    left = min(names + size * 1.2, width * 0.4)
    right = width - (notes + size * 1.2 if beside else sheet.width("100%") / 2)
    top = size * 1.6 if chart.target else size * 0.3
    step = (bottom - top) / max(len(chart.rows), 1)

    def x_of(share: float) -> float:
        return left + chart.x.place(share) * (right - left)

    middles = [top + step * (place + (0.5 if beside else 0.35)) for place in range(len(chart.rows))]
    # Notes below their rows are not crossed: there the upright lines stop short of them.
    uprights = [(top, bottom)] if beside else [(y - size * 0.9, y + size * 0.7) for y in middles]
    ticks = chart.x.ticks if (right - left) / 4 > sheet.width("100%") + size else chart.x.ticks[::2]
    for tick in ticks:
        x = x_of(tick.at)
        sheet.shapes += [Line(((x, above), (x, below)), "chart_grid") for above, below in uprights]
        sheet.write(x, bottom + size * 1.5, tick.text, anchor="middle")
    if chart.x_title:
        title = sheet.elided(chart.x_title, width)
        half = sheet.width(title) / 2
        sheet.write(min(max((left + right) / 2, half), width - half), bottom + size * 3.1, title, anchor="middle")
    if chart.target is not None:
        x = x_of(chart.target.value)
        sheet.shapes += [
            Line(((x, above), (x, below)), chart.target.color, 1.2, chart.target.dashes) for above, below in uprights
        ]
        half = sheet.width(chart.target.label) / 2
        middle = min(max(x, half), width - half)
        sheet.write(middle, top - size * 0.45, chart.target.label, chart.target.color, "middle")
    for y, row in zip(middles, chart.rows, strict=True):
        sheet.write(0, y + size * 0.36, sheet.elided(row.label, left - size * 0.8), "text", bold=True)
        if row.share is not None:
            sheet.shapes.append(Line(((x_of(row.low), y), (x_of(row.high), y)), row.color, 2.0))
            for end in (row.low, row.high):
                sheet.shapes.append(Line(((x_of(end), y - size * 0.4), (x_of(end), y + size * 0.4)), row.color, 2.0))
            sheet.shapes.append(Dot(x_of(row.share), y, size * 0.42, row.color, "surface" if row.hollow else row.color))
            sheet.spots.append(Spot(x_of(row.share), y, f"{row.label}: {row.note}"))
        if beside:
            sheet.write(
                right + size * 1.2, y + size * 0.36, row.note, "text" if row.share is not None else "chart_text"
            )
        else:
            sheet.write(max(0.0, min(left, width - notes)), y + size * 1.75, sheet.elided(row.note, width))


def _bars(sheet: Sheet, chart: BarChart, width: float, height: float) -> None:
    size = sheet.size
    bottom = sheet.caption(chart.caption, width, height)
    if not chart.bars:
        sheet.write(width / 2, bottom / 2, translate("Charts", "Nothing counted yet"), anchor="middle")
        return
    head = size * 1.6 if chart.pareto or chart.counted else 0.0
    step = (bottom - head) / len(chart.bars)
    names = max(sheet.width(bar.label) for bar in chart.bars)
    left = min(names + size, width * 0.45)
    title = translate("Charts", "so far")
    ends = max(sheet.width("100%"), sheet.width(title)) + size if chart.pareto else 0.0
    if chart.pareto:
        sheet.write(width, size, title, anchor="end")
    values = 0.0 if chart.pareto else max(sheet.width(number_words(bar.value), True) for bar in chart.bars) + size
    right = width - ends - values
    # A Pareto's bars are drawn as shares of all, so that its line of sums runs from the end of the first bar to 100%.
    # (All are more than those drawn, where only the first of many bars are.)
    scale = chart.bars[0].value / (chart.bars[0].cumulative or 1.0) if chart.pareto else chart.x.high
    before = 0.0
    if chart.pareto:
        vital = left + chart.vital * (right - left)
        sheet.shapes.append(Line(((vital, head), (vital, bottom)), "chart_axis", 1.0, (3, 3)))
        sheet.write(vital, size, percent(chart.vital), anchor="middle")
    if chart.counted:
        ends_at = left + chart.vital * (right - left) - sheet.width(percent(chart.vital)) if chart.pareto else right
        sheet.write(left, size, sheet.elided(chart.counted, ends_at - left))
    for place, bar in enumerate(chart.bars):
        y = head + step * place + step / 2
        thick = min(step * 0.62, size * 1.5)
        counts = not chart.pareto or before < chart.vital
        before = bar.cumulative or 0.0
        long = max(bar.value / scale * (right - left), 1.0)
        sheet.write(0, y + size * 0.36, sheet.elided(bar.label, left - size * 0.8), "text")
        sheet.shapes.append(Box(left, y - thick / 2, long, thick, "chart_line" if counts else "scroll", 2.0))
        words = f"{bar.label}: {number_words(bar.value)}"
        if bar.cumulative is not None:
            sheet.write(width, y + size * 0.36, percent(bar.cumulative), anchor="end")
            words = f"{words} ({percent(bar.cumulative)})"
        area = (0.0, y - step / 2, width, y + step / 2)
        sheet.spots.append(Spot(left + long, y, words, bar.key, area))
    _sums(sheet, chart, (left, head, right, step))
    for place, bar in enumerate(chart.bars):
        y, number = head + step * place + step / 2, number_words(bar.value)
        x = left + max(bar.value / scale * (right - left), 1.0) + size * 0.5
        dot = left + (bar.cumulative or 0.0) * (right - left)
        wide = sheet.width(number, True)
        meets = chart.pareto and dot - size * 0.6 < x + wide and x < dot + size * 0.6
        if meets and x - left > wide + size * 2:
            sheet.write(
                x - size * 1.4, y + size * 0.36, number, "surface", "end", bold=True
            )  # in the bar, off the line
        elif x + wide > right + values:
            sheet.write(left + size * 0.4, y + size * 0.36, number, "surface", bold=True)
        else:
            sheet.write(x, y + size * 0.36, number, "text", bold=True)
    sheet.shapes.append(Line(((left, head), (left, bottom)), "chart_axis"))


def _sums(sheet: Sheet, chart: BarChart, plot: tuple[float, float, float, float]) -> None:
    """The line of sums of a Pareto. plot: left, top, right, height of a bar's row."""
    if not chart.pareto:
        return
    left, top, right, step = plot
    places = [
        (left + (bar.cumulative or 0.0) * (right - left), top + step * (place + 0.5))
        for place, bar in enumerate(chart.bars)
    ]
    if len(places) > 1:
        sheet.shapes.append(Line(tuple(places), "chart_third", 1.5))
    for x, y in places:
        sheet.shapes.append(Dot(x, y, sheet.size * 0.26, "chart_third", "surface"))
