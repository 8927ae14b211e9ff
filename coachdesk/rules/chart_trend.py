"""Trends (R19): weeks or months of signals or audits as a run chart, with a control chart's limits where valid.

The run chart comes first: median and Anhøj's rules. Signals are counts: a c-chart where every period has about the
same number of people at work, a u-chart by people where it has not. Audits are shares: a p-chart. A baseline may be
frozen and a point left out, each a decision with a reason; a period that is not over yet takes part in nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from coachdesk.i18n import translate
from coachdesk.rules import runchart
from coachdesk.rules.charts import Limits, RunChart, Span, chart_of_run
from coachdesk.rules.controlchart import ControlChart, c_chart, p_chart, u_chart
from coachdesk.rules.wording import MONTHS, day_words, number_words, percent
from coachdesk.settings import Settings

Step = Literal["week", "month"]
Gaps = Literal["days", "staff_days", "records"]
"""What lies between rare events (see `chart_between`)."""
Counted = Step | Gaps
AIR: dict[Counted, int] = {"week": 4, "month": 16}  # days: half of what a point stands for
EVEN = 0.25  # exposures within this share of their mean count as equal, so that a c-chart is fair


@dataclass(frozen=True, slots=True)
class Period:
    """A week from Monday, or a month: first and last day, both in it."""

    first: date
    last: date

    def words(self, step: Counted) -> str:
        """ "Nov 2026", or "week of Nov 9, 2026"; the day where it is one."""
        if step not in AIR:
            return day_words(self.first)
        month = translate("Dates", MONTHS[self.first.month - 1])
        if step == "month":
            return translate("Trends", "{month} {year}").format(month=month, year=self.first.year)
        day = translate("Trends", "{month} {day}, {year}").format(month=month, day=self.first.day, year=self.first.year)
        return translate("Trends", "week of {day}").format(day=day)


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted in one period, or between two events, the later of which is then the period.

    count: signals, records that met, or what lay between.  total: records judged; None for signals.
    exposure: people at work on average (person-days over days), None when not known.  key: what is opened from it.
    """

    period: Period
    count: int
    total: int | None = None
    exposure: float | None = None
    key: str = ""

    @property
    def value(self) -> float | None:
        """What is plotted: the count, or the share that met; None when nothing was judged."""
        if self.total is None:
            return float(self.count)
        return self.count / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Row:
    """A period in the table beside the chart. part: "counted", "left_out" (why), "running" (not over), "nothing"."""

    figure: Figure
    part: str
    why: str
    baseline: bool
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend, judged. picture: what window and PDF draw.  words: what it says, no more than it allows.

    control_words: which limits are drawn, or why none are.  rows: the table of figures, oldest first.
    why_not: why this kind of chart is not valid for the data, in plain words; it then shows nothing.
    """

    run: runchart.RunChart
    control: ControlChart | None
    picture: RunChart
    words: str
    control_words: str
    rows: tuple[Row, ...]
    why_not: str = ""


def periods(first: date, last: date, step: Step) -> tuple[Period, ...]:
    """The weeks or months that hold `first` to `last`, whole ones, oldest first."""
    found = []
    start = first - timedelta(days=first.weekday()) if step == "week" else first.replace(day=1)
    while start <= last:
        following = start + timedelta(days=7) if step == "week" else _next_month(start)
        found.append(Period(start, following - timedelta(days=1)))
        start = following
    return tuple(found)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def trend(
    title: str,
    figures: Sequence[Figure],
    settings: Settings,
    today: date,
    *,
    step: Step = "month",
    frozen_until: date | None = None,
    left_out: Mapping[date, str] | None = None,
    spans: Sequence[Span] = (),
    limits: bool = True,
) -> Trend:
    """Judge and draw figures, oldest first. frozen_until: the last day of the baseline.  left_out: reasons by the first
    day of the period.  limits: whether a control chart's limits are drawn where they are valid.
    """
    out = left_out or {}
    plotted = [one for one in figures if one.value is not None]
    running = {one.period.first for one in plotted if one.period.last >= today}
    aside = frozenset(
        place for place, one in enumerate(plotted) if one.period.first in out or one.period.first in running
    )
    frozen = sum(one.period.last <= frozen_until for one in plotted) if frozen_until is not None else 0
    points = [
        runchart.Point(one.period.first, one.value, place in aside)
        for place, one in enumerate(plotted)
        if one.value is not None
    ]
    run = runchart.run_chart(points, settings, frozen)
    control = _control(plotted, aside, frozen)
    enough = len(plotted) - len(aside) >= settings.chart_points
    drawn = limits and enough and control is not None and control.trusted
    scaled = _scaled(plotted, control) if drawn and control is not None else ()
    outside = frozenset(control.signals) - aside if control is not None and drawn else frozenset[int]()
    shares = any(one.total is not None for one in figures)
    picture = chart_of_run(
        title,
        run,
        "percent" if shares else "count",
        notes=[_note(one) for one in plotted],
        spans=spans,
        keys=[one.key for one in plotted],
        outside=outside,
        limits=[one for one in scaled if one is not None] if all(scaled) else (),
        y_title=translate("Trends", "Share of records that met") if shares else translate("Trends", "Signals"),
        whens=[one.period.words(step) for one in plotted],
        running=frozenset(place for place, one in enumerate(plotted) if one.period.first in running),
        air=AIR[step],
    )
    by_day = {one.day: one for one in scaled if one is not None}
    rows = tuple(
        Row(
            one,
            "nothing" if one.value is None else "left_out" if one.period.first in out
            else "running" if one.period.first in running else "counted",
            out.get(one.period.first, ""),
            frozen_until is not None and one.period.last <= frozen_until,
            by_day[one.period.first].low if one.period.first in by_day else None,
            by_day[one.period.first].high if one.period.first in by_day else None,
        )
        for one in figures
    )  # fmt: skip
    said = percent if shares else number_words
    told = _control_words(control, plotted, outside)
    if control is not None and control.trusted and not enough:
        text = translate("Trends", "Control limits need {needed} periods that count; there are {count}.")
        told = text.format(needed=settings.chart_points, count=len(plotted) - len(aside))
    return Trend(run, control, picture, frozen_words(run, frozen_until, said), told, rows)


def _control(figures: Sequence[Figure], aside: frozenset[int], frozen: int) -> ControlChart | None:
    """The control chart that fits: p for shares, c for counts of even exposure, u for counts by people."""
    if not figures:
        return None
    if figures[0].total is not None:
        return p_chart([(one.count, one.total or 0) for one in figures], excluded=aside, frozen=frozen)
    exposures = [one.exposure for place, one in enumerate(figures) if place not in aside]
    known = [one for one in exposures if one is not None]
    if len(known) < len(exposures) or not known or _even(known):
        return c_chart([one.count for one in figures], excluded=aside, frozen=frozen)
    return u_chart([(one.count, one.exposure or 0.0) for one in figures], excluded=aside, frozen=frozen)


def _even(exposures: Sequence[float]) -> bool:
    mean = sum(exposures) / len(exposures)
    return mean > 0 and all(abs(one - mean) <= EVEN * mean for one in exposures)


def _scaled(figures: Sequence[Figure], control: ControlChart) -> tuple[Limits | None, ...]:
    """Limits on the scale of the picture: a u-chart's, by people, as signals of that period's people."""
    found: list[Limits | None] = []
    for one, limit in zip(figures, control.points, strict=True):
        factor = (one.exposure or 0.0) if control.kind == "u" else 1.0
        low, high = limit.low * factor, limit.high * factor
        finite = math.isfinite(low) and math.isfinite(high)
        found.append(Limits(one.period.first, low, high) if finite else None)
    return tuple(found)


def _note(one: Figure) -> str:
    if one.total is not None:
        return translate("Trends", "{met} of {total} met").format(met=one.count, total=one.total)
    if one.count == 1:
        return translate("Trends", "1 signal")
    return translate("Trends", "{count} signals").format(count=one.count)


def frozen_words(run: runchart.RunChart, frozen_until: date | None, said: Callable[[float], str]) -> str:
    """What the run chart says, after the day up to which its baseline is frozen."""
    if frozen_until is None or run.median is None:
        return run.words(said)
    told = translate("Trends", "The baseline is frozen up to {day}.").format(day=day_words(frozen_until))
    return f"{told} {run.words(said)}"


def _control_words(control: ControlChart | None, figures: Sequence[Figure], outside: frozenset[int]) -> str:
    if control is None:
        return ""
    if not control.trusted and control.kind == "p":
        return translate("Trends", "Few records in each period, so no control limits are drawn: the run chart serves.")
    if not control.trusted:
        return translate(
            "Trends",
            "Few signals in each period, so no control limits are drawn: the run chart serves. Of rare signals, the "
            "days between them tell more.",
        )
    names = {
        "p": translate("Trends", "p-chart (share that met)"),
        "c": translate("Trends", "c-chart (as many people at work in each period)"),
        "u": translate("Trends", "u-chart (signals by people at work)"),
    }
    told = translate("Trends", "Limits of a {chart}, three sigma.").format(chart=names.get(control.kind, control.kind))
    if not outside:
        return f"{told} {translate('Trends', 'No point lies beyond them.')}"
    first = [figures[place].period.first for place in sorted(outside)]
    days = ", ".join(day_words(day) for day in first)
    return f"{told} {translate('Trends', 'Beyond them: the periods from {days}.').format(days=days)}"
