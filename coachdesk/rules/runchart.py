"""Run charts (R19): the median, and the Anhøj rules that tell a shift from chance.

Source: Anhøj and Olesen, PLoS ONE 9(11) e113825 (2014); limits as in R's qicharts2. The trend rule is left out on
purpose: the same paper found it useless. Points on the median count for neither side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from coachdesk.i18n import translate
from coachdesk.rules.exact import binomial_quantile
from coachdesk.rules.wording import number_words
from coachdesk.settings import Settings

Side = Literal["high", "low", ""]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a chart, in time order. An excluded one is drawn but takes part in no calculation."""

    day: date
    value: float
    excluded: bool = False


def longest_run_limit(useful: int) -> int:
    """The longest run that chance explains among `useful` points; a longer one is a shift. 0 for no points."""
    return round(math.log2(useful)) + 3 if useful else 0


def crossings_limit(useful: int) -> int:
    """The fewest crossings of the median that chance explains among `useful` points; fewer are a signal."""
    return binomial_quantile(0.05, useful - 1) if useful > 1 else 0


@dataclass(frozen=True, slots=True)
class RunChart:
    """What a run chart shows. `useful`: points that are neither excluded nor on the median.

    median: of the baseline when frozen, else of all points; None without points.  judged: whether there are enough
    useful points.  flat: most points lie on the median, so that all others lie on one side of it and every run is long.
    last_run and last_side: how the series ends.
    """

    points: tuple[Point, ...]
    median: float | None
    frozen: int
    useful: int
    longest_run: int
    longest_side: Side
    longest_limit: int
    crossings: int
    crossings_limit: int
    last_run: int
    last_side: Side
    judged: bool
    flat: bool = False

    @property
    def long_run(self) -> bool:
        """A run longer than chance explains."""
        return self.judged and self.longest_run > self.longest_limit

    @property
    def few_crossings(self) -> bool:
        """Fewer crossings of the median than chance explains."""
        return self.judged and self.crossings < self.crossings_limit

    @property
    def shift(self) -> bool:
        """Whether either rule says that this is more than chance."""
        return self.long_run or self.few_crossings

    def words(self, said: Callable[[float], str] = number_words) -> str:
        """What the chart says, in a sentence or two, for a caption and for people who cannot see it.

        said: how a value is written; shares are percentages.
        """
        if self.median is None:
            return translate("Charts", "No points yet.")
        middle = translate("Charts", "Median {median}.").format(median=said(self.median))
        if self.flat:
            text = translate("Charts", "Most points lie on the median, so runs cannot tell a shift from chance.")
            return f"{middle} {text}"
        if not self.judged:
            text = translate("Charts", "{useful} points off the median: too few to tell a shift from chance.")
            return f"{middle} {text.format(useful=self.useful)}"
        sides = {"high": translate("Charts", "above"), "low": translate("Charts", "below"), "": ""}
        found: list[str] = []
        if self.long_run:
            text = translate("Charts", "Shift: {run} points in a row {side} the median, where chance explains {limit}.")
            values = {"run": self.longest_run, "side": sides[self.longest_side], "limit": self.longest_limit}
            found.append(text.format(**values))
        if self.few_crossings:
            text = translate(
                "Charts", "Shift: crossings of the median: {count}, where chance explains {limit} or more."
            )
            found.append(text.format(count=self.crossings, limit=self.crossings_limit))
        if not found:
            text = translate("Charts", "No shift: run of {run} {side} the median so far, {needed} needed for a signal.")
            values = {"run": self.last_run, "side": sides[self.last_side], "needed": self.longest_limit + 1}
            found.append(text.format(**values))
        return " ".join((middle, *found))


def run_chart(points: Sequence[Point], settings: Settings, frozen: int = 0) -> RunChart:
    """The run chart of `points` in time order. frozen: how many first points make the baseline; 0 for all."""
    counted = [point.value for point in points if not point.excluded]
    baseline = [point.value for point in points[: frozen or None] if not point.excluded]
    middle = median(baseline) if baseline else None
    sides = [] if middle is None else [value > middle for value in counted if value != middle]
    runs: list[tuple[bool, int]] = []
    for side in sides:
        if runs and runs[-1][0] == side:
            runs[-1] = (side, runs[-1][1] + 1)
        else:
            runs.append((side, 1))
    enough = len(sides) >= settings.chart_points
    flat = enough and not frozen and len(sides) * 2 < len(counted)
    # Of two equally long runs the later one is named: it is what people can still do something about.
    longest = max(reversed(runs), key=lambda run: run[1], default=(False, 0))
    last = runs[-1] if runs else (False, 0)
    return RunChart(
        points=tuple(points),
        median=middle,
        frozen=frozen,
        useful=len(sides),
        longest_run=longest[1],
        longest_side=_side(longest),
        longest_limit=longest_run_limit(len(sides)),
        crossings=max(len(runs) - 1, 0),
        crossings_limit=crossings_limit(len(sides)),
        last_run=last[1],
        last_side=_side(last),
        judged=enough and not flat,
        flat=flat,
    )


def _side(run: tuple[bool, int]) -> Side:
    if run[1] == 0:
        return ""
    return "high" if run[0] else "low"
