"""What a chart shows, as plain data: run chart, before and after with intervals, bars (Pareto).

Window and PDF draw the same description through `chart_layout.draw`. Colors are names of tokens (resources/theme).
Percentages always run from 0 to 100% (R18); a chart tells the same in words (`told`) for people who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.rules import runchart
from coachdesk.rules.chart_ticks import Axis, Unit, date_axis, number_axis
from coachdesk.rules.wording import day_words, number_words, percent

State = Literal["", "shift", "beyond", "left_out", "running"]
"""What a point is: of a shift, beyond a control limit, left out of every calculation, or not over yet."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One measurement. value None: nothing was measured, the line breaks. note: what a pointer shows ("4 of 10").

    state: drawn apart in shape and color.  key: what is opened from it, "" for nothing.  when: what its day is called
    where it stands for more than a day ("Nov 2026"), "" for the day itself.
    """

    day: date
    value: float | None
    note: str = ""
    state: State = ""
    key: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal line: the median, a target, a limit. first/last: the days it spans, None for the whole chart."""

    value: float
    label: str
    color: str = "chart_median"
    dashes: tuple[int, ...] = (2, 3)
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days set off by a tinted ground, such as a coaching cycle. key: what is opened from it, "" for nothing."""

    first: date
    last: date
    label: str
    color: str = "chart_band"
    key: str = ""

    @property
    def words(self) -> str:
        """ "C-2026-0005 from Oct 26, 2026 to Nov 9, 2026"."""
        text = translate("Charts", "{label} from {first} to {last}")
        return text.format(label=self.label, first=day_words(self.first), last=day_words(self.last))


@dataclass(frozen=True, slots=True)
class Limits:
    """The control limits of one point, drawn as steps (R19)."""

    day: date
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RunChart:
    """Measurements over time with levels and spans. caption: one line below the plot.

    limits: of a control chart, one for each point, in the order of days; () for a run chart alone.
    y_title: what is measured, in which unit; "" where the title beside the chart says it.
    """

    title: str
    x: Axis
    y: Axis
    unit: Unit
    points: tuple[ChartPoint, ...]
    levels: tuple[Level, ...]
    spans: tuple[Span, ...]
    caption: str
    told: str
    limits: tuple[Limits, ...] = ()
    y_title: str = ""

    @property
    def states(self) -> tuple[State, ...]:
        """The kinds of points in it that a legend must explain."""
        there = {point.state for point in self.points if point.value is not None}
        return tuple(one for one in STATES if one in there)


STATES: dict[State, str] = {
    "shift": QT_TRANSLATE_NOOP("Charts", "part of a shift"),
    "beyond": QT_TRANSLATE_NOOP("Charts", "beyond the control limits"),
    "left_out": QT_TRANSLATE_NOOP("Charts", "left out"),
    "running": QT_TRANSLATE_NOOP("Charts", "not over yet"),
}


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One share with its interval: "Before", 0.4, 0.17, 0.69, "4 of 10 (17–69%)". share None: not measured yet.

    hollow: drawn as a ring, so that rows differ in more than color.
    """

    label: str
    share: float | None
    low: float
    high: float
    note: str
    color: str = "chart_line"
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """Shares one below the other, each a dot with the whiskers of its interval, and the value the rule asks for.

    x_title: what is measured, in which unit.
    """

    title: str
    x: Axis
    rows: tuple[IntervalRow, ...]
    target: Level | None
    caption: str
    told: str
    x_title: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it counts, how many, and the share of all up to and with it (None: not a Pareto).

    key: what is opened from it, "" for nothing.
    """

    label: str
    value: float
    cumulative: float | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars, longest first; those that make up the first `vital` of all are set off.

    A Pareto's bars and its line of sums stand on one scale, from nothing to all.  counted: what the bars count.
    """

    title: str
    x: Axis
    bars: tuple[Bar, ...]
    caption: str
    told: str
    vital: float = 0.8
    counted: str = ""

    @property
    def pareto(self) -> bool:
        """Whether the bars add up."""
        return any(bar.cumulative is not None for bar in self.bars)


Chart = RunChart | IntervalChart | BarChart


def value_words(value: float, unit: Unit) -> str:
    """ "40%" or "9.5": a value of a chart as it is written."""
    return percent(value) if unit == "percent" else number_words(value)


def run_chart(
    title: str,
    points: Sequence[ChartPoint],
    unit: Unit = "percent",
    median: float | None = None,
    target: float | None = None,
    target_label: str = "",
    spans: Sequence[Span] = (),
    caption: str = "",
    levels: Sequence[Level] = (),
    limits: Sequence[Limits] = (),
    y_title: str = "",
    air: int = 0,
) -> RunChart:
    """Measurements over time, put in order of their days; `target` is the value the success rule asks for.

    air: how many days are kept free at both ends at least: half of what a point stands for.
    """
    ordered = tuple(sorted(points, key=lambda point: point.day))
    levels = list(levels)
    if target is not None:
        label = target_label or translate("Charts", "target {value}").format(value=value_words(target, unit))
        levels.append(Level(target, label, "chart_target", (5, 3)))
    if median is not None:
        label = translate("Charts", "median {value}").format(value=value_words(median, unit))
        levels.append(Level(median, label))
    days = [point.day for point in ordered] + [day for span in spans for day in (span.first, span.last)]
    first, last = (min(days), max(days)) if days else (date(2000, 1, 1), date(2000, 1, 2))
    values = [point.value for point in ordered if point.value is not None] + [level.value for level in levels]
    values += [end for one in limits for end in (one.low, one.high)]
    y = number_axis(min(values, default=0.0), max(values, default=1.0), unit)
    told = _tell_run(title, y_title, ordered, unit, levels, spans, caption)
    x = date_axis(first, last, air=air)
    return RunChart(title, x, y, unit, ordered, tuple(levels), tuple(spans), caption, told, tuple(limits), y_title)


def chart_of_run(
    title: str,
    run: runchart.RunChart,
    unit: Unit = "percent",
    notes: Sequence[str] = (),
    target: float | None = None,
    target_label: str = "",
    spans: Sequence[Span] = (),
    caption: str = "",
    keys: Sequence[str] = (),
    outside: frozenset[int] = frozenset(),
    limits: Sequence[Limits] = (),
    y_title: str = "",
    whens: Sequence[str] = (),
    running: frozenset[int] = frozenset(),
    air: int = 0,
) -> RunChart:
    """The picture of a judged run: its median, and the points of a run too long for chance set off.

    notes: what to tell of each point ("4 of 10"), in the order of run.points; () for values only.  keys: what is
    opened from each.  whens: what each point's day is called.  outside: points beyond the limits of a control chart,
    set off as well.  running: points that are not over yet.  A median of a frozen baseline says that it is one.
    """
    shifted = _longest_run(run) if run.long_run else frozenset()

    def state(at: int) -> State:
        if at in running:
            return "running"
        if run.points[at].excluded:
            return "left_out"
        return "beyond" if at in outside else "shift" if at in shifted else ""

    points = [
        ChartPoint(
            point.day,
            point.value,
            notes[at] if notes else "",
            state(at),
            keys[at] if keys else "",
            whens[at] if whens else "",
        )
        for at, point in enumerate(run.points)
    ]
    frozen = bool(run.frozen) and run.median is not None
    levels: list[Level] = []
    if frozen and run.median is not None:
        label = translate("Charts", "baseline median {value}").format(value=value_words(run.median, unit))
        levels.append(Level(run.median, label))
    median = None if frozen else run.median
    return run_chart(
        title, points, unit, median, target, target_label, spans, caption, levels, limits, y_title, air
    )  # fmt: skip


def _longest_run(run: runchart.RunChart) -> frozenset[int]:
    """The places of the points that make up the longest run (the later of two); those on the median are left out."""
    best: list[int] = []
    current: list[int] = []
    side: bool | None = None
    for at, point in enumerate(run.points):
        if point.excluded or run.median is None or point.value == run.median:
            continue
        above = point.value > run.median
        current = [*current, at] if above == side else [at]
        side = above
        if len(current) >= len(best):
            best = current
    return frozenset(best)


def interval_chart(
    title: str,
    rows: Sequence[IntervalRow],
    target: float | None = None,
    target_label: str = "",
    caption: str = "",
    unit: Unit = "percent",
    x_title: str = "",
) -> IntervalChart:
    """Before and after with their intervals, on one scale: shares from 0 to 100%, other figures from 0."""
    level = None
    if target is not None:
        label = target_label or translate("Charts", "target {value}").format(value=value_words(target, unit))
        level = Level(target, label, "chart_target", (5, 3))
    parts = [
        *_unsaid(x_title, title),
        *(f"{row.label}: {row.note}" for row in rows),
        level.label if level else "",
        caption,
    ]
    highest = max([row.high for row in rows if row.share is not None] + ([target] if target else []), default=1.0)
    axis = number_axis(0, highest, unit)
    return IntervalChart(title, axis, tuple(rows), level, caption, _tell(title, parts), x_title)


def bar_chart(
    title: str,
    counts: Sequence[tuple[str, float]],
    pareto: bool = True,
    caption: str = "",
    keys: Sequence[str] = (),
    most: int = 0,
    counted: str = "",
) -> BarChart:
    """Counts as bars, longest first (ties keep their order); a Pareto also adds up the shares.

    keys: what is opened from each bar, in the order of `counts`.  most: draw the first so many only, 0 for all.
    counted: what is counted, as the axis says it ("Signals").
    """
    keyed = [(label, value, keys[place] if keys else "") for place, (label, value) in enumerate(counts)]
    ordered = sorted(keyed, key=lambda one: -one[1])
    total = sum(value for _, value, _ in ordered)
    bars, so_far = [], 0.0
    for label, value, key in ordered:
        so_far += value
        bars.append(Bar(label, value, so_far / total if pareto and total else None, key))
    bars = bars[: most or None]
    axis = number_axis(0, max((bar.value for bar in bars), default=1), "count")
    parts = [
        translate("Charts", "{label}: {value}").format(label=bar.label, value=number_words(bar.value)) for bar in bars
    ]
    return BarChart(
        title, axis, tuple(bars), caption, _tell(title, [*_unsaid(counted, title), *parts, caption]), counted=counted
    )


def _unsaid(axis: str, title: str) -> list[str]:
    """What an axis counts, unless the title says it."""
    return [axis] if axis and axis.casefold() not in title.casefold() else []


def _tell(title: str, parts: Sequence[str]) -> str:
    return ". ".join(part.rstrip(".") for part in (title, *parts) if part) + "."


def _tell_run(
    title: str,
    y_title: str,
    points: Sequence[ChartPoint],
    unit: Unit,
    levels: Sequence[Level],
    spans: Sequence[Span],
    caption: str,
) -> str:
    measured = [(point, point.value) for point in points if point.value is not None]
    parts = _unsaid(y_title, title)
    if measured:
        (first, start), (last, end) = measured[0], measured[-1]
        values = [value for _, value in measured]
        parts.append(
            translate(
                "Charts",
                "{count} measurements from {first} to {last}, first {start}, last {end}, lowest {low}, highest {high}",
            ).format(
                count=len(measured),
                first=day_words(first.day),
                last=day_words(last.day),
                start=value_words(start, unit),
                end=value_words(end, unit),
                low=value_words(min(values), unit),
                high=value_words(max(values), unit),
            )
        )
    else:
        parts.append(translate("Charts", "Nothing measured yet"))
    parts += [level.label for level in levels]
    for state, words in STATES.items():
        days = [point.when or day_words(point.day) for point, _ in measured if point.state == state]
        if days:
            text = translate("Charts", "{what}: {days}")
            parts.append(text.format(what=translate("Charts", words), days=", ".join(days)))
    parts += [span.words for span in spans]
    return _tell(title, [*parts, caption])
