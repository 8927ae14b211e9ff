"""Gallery scenes of charts over time: control limits, cycles, decisions, and what lies between rare events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from coachdesk.rules.chart_between import Events, Gap, between
from coachdesk.rules.chart_trend import Figure, Trend, periods, trend
from coachdesk.rules.charts import IntervalRow, Span, interval_chart
from coachdesk.settings import Settings
from ui.charts import ChartView
from ui.gallery_registry import Stage, scene
from ui.widgets import Card, Columns, PageFrame, PageHeader, label, stacked

TODAY = date(2026, 11, 17)
MONTHS = periods(date(2025, 1, 1), TODAY, "month")
CYCLES = (
    Span(date(2026, 2, 3), date(2026, 2, 18), "C-2026-0004"),
    Span(date(2026, 2, 10), date(2026, 3, 18), "C-2026-0005"),
    Span(date(2026, 8, 3), date(2026, 8, 18), "C-2026-0006"),
    Span(date(2026, 9, 5), TODAY, "C-2026-0009"),
)
GAPS = (9, 14, 6, 11, 8, 21, 5, 12, 10, 7, 16, 9, 13, 70, 24, 31, 28, 22, 35)


def _months(counts: Sequence[int]) -> list[Figure]:
    return [
        Figure(month, count, exposure=12.0)
        for month, count in zip(MONTHS[len(MONTHS) - len(counts) :], counts, strict=True)
    ]


def _shares(counts: Sequence[tuple[int, int]]) -> list[Figure]:
    return [
        Figure(month, met, total)
        for month, (met, total) in zip(MONTHS[len(MONTHS) - len(counts) :], counts, strict=True)
    ]


def _card(title: str, shown: Trend) -> Card:
    card = Card(title)
    card.add(ChartView(shown.picture))
    for one in (shown.words, shown.control_words):
        if one:
            card.add(label(one, "muted"))
    return card


def _gaps() -> Trend:
    day, gaps = date(2025, 10, 20), []
    for place, length in enumerate(GAPS):
        day += timedelta(days=length)
        gaps.append(Gap(day, length, 12.0, str(place)))
    events = Events(len(gaps) + 1, 1.6, tuple(gaps), (TODAY - day).days)
    spans = [Span(date(2026, 2, 24), date(2026, 3, 10), "C-2026-0004")]
    left_out = {gaps[13].day: "The office was closed."}
    frozen = gaps[10].day
    return between("Days between signals", "days", events, Settings(), TODAY, frozen_until=frozen, left_out=left_out,
                   spans=spans)  # fmt: skip


@scene("widgets-charts-trends", kind="widgets", height=1060)
def trends(_stage: Stage) -> QWidget:
    """Everything that can happen to a chart over time."""
    frame = PageFrame()
    frame.add(PageHeader("Trends", "Run chart first; control limits where they are valid"))
    counts = (9, 11, 8, 10, 12, 9, 10, 11, 8, 10, 9, 30, 10, 2, 11, 9, 8, 12, 4)
    limits = trend("Signals per month", _months(counts), Settings(), TODAY, spans=CYCLES,
                   left_out={MONTHS[-10].first: "The flood."})  # fmt: skip
    few = trend("Signals per month", _months((3, 2, 3, 2, 4, 2, 3, 2, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1)), Settings(), TODAY,
                frozen_until=date(2026, 1, 31), spans=CYCLES[:1])  # fmt: skip
    one = trend("Audits per month", _shares([(7, 10)]), Settings(), date(2026, 12, 1))
    times = Card("Before and after, in hours")
    rows = [
        IntervalRow("Before", 20.75, 9, 40, "median 20.75 h, n = 8 (9–40 h)", "chart_fifth", hollow=True),
        IntervalRow("After", 2.25, 0.75, 6, "median 2.25 h, n = 8 (0.75–6 h)"),
    ]
    times.add(ChartView(interval_chart("Hours", rows, 4, "rule 4 h", unit="number", x_title="Median, h")))
    frame.add(
        Columns(
            [
                (stacked(_card("Control limits, cycles, a point left out", limits), times), 1, 380),
                (stacked(_card("A shift, few signals", few), _card("One month of audits", one)), 1, 380),
                (stacked(_card("Days between rare signals", _gaps())), 1, 380),
            ]
        )
    )
    frame.add_stretch()
    return frame
