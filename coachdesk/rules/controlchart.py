"""Control charts (R19): p, u, c, XmR, g and t, each with the condition under which it may be believed.

Run chart first: a control chart is offered beside it where its condition holds. Limits are three sigma. Sources:
Montgomery, Introduction to Statistical Quality Control; NIST/SEMATECH e-Handbook 6.3; Hart and Hart (subgroup sizes);
Benneyan, Health Care Manag. Sci. 4 (2001) (g); Nelson, J. Qual. Technol. 26 (1994) (t).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coachdesk.i18n import translate

ChartKind = Literal["p", "u", "c", "xmr", "g", "t"]

SIGMAS = 3.0
_D2 = 1.128  # mean moving range of two normal values, in sigmas
_D4 = 3.267  # upper limit of the moving range, in mean ranges
_NELSON = 3.6  # makes exponential times nearly normal


@dataclass(frozen=True, slots=True)
class Limit:
    """One plotted value with its own limits; `outside` when it lies beyond them, `excluded` from the calculation."""

    value: float
    low: float
    high: float
    excluded: bool = False

    @property
    def outside(self) -> bool:
        """Whether the value lies beyond a limit."""
        return self.value < self.low or self.value > self.high


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A control chart: centre line (None without data), every point with its limits, and whether it may be believed.

    plottable: enough for the chart to be drawn.  trusted: enough for its limits to be believed.  why: what is wanting.
    range_centre and range_high: the moving range's, for XmR only.
    """

    kind: ChartKind
    centre: float | None
    points: tuple[Limit, ...]
    plottable: bool
    trusted: bool
    why: str = ""
    range_centre: float | None = None
    range_high: float | None = None

    @property
    def signals(self) -> tuple[int, ...]:
        """The positions of points beyond their limits; none where the limits cannot be believed."""
        return tuple(place for place, point in enumerate(self.points) if point.outside) if self.trusted else ()


def _kept(size: int, excluded: frozenset[int], frozen: int) -> list[int]:
    """The positions that make the centre line: the frozen baseline (or all), without excluded points."""
    return [place for place in range(frozen or size) if place < size and place not in excluded]


def _nothing(kind: ChartKind) -> ControlChart:
    return ControlChart(kind, None, (), False, False, translate("Charts", "No points yet."))


def p_chart(
    counts: Sequence[tuple[int, int]], *, excluded: frozenset[int] = frozenset(), frozen: int = 0
) -> ControlChart:
    """Proportions (met, total) per subgroup; subgroups without records are left out of nothing but the centre line.

    Valid only where the rarer outcome is common enough: every n >= 1 / p to be drawn and >= 4 / p to be believed, p
    being the smaller of the two shares (Hart and Hart): at 10% that is 10 and 40.
    """
    kept = [place for place in _kept(len(counts), excluded, frozen) if counts[place][1]]
    total = sum(counts[place][1] for place in kept)
    if not total:
        return _nothing("p")
    centre = sum(counts[place][0] for place in kept) / total
    points = []
    for place, (met, size) in enumerate(counts):
        half = SIGMAS * math.sqrt(centre * (1 - centre) / size) if size else math.inf
        share = met / size if size else centre
        points.append(Limit(share, max(0.0, centre - half), min(1.0, centre + half), place in excluded or not size))
    rarer = min(centre, 1 - centre)
    smallest = min(size for _, size in counts if size)
    return _judged("p", centre, points, rarer * smallest, translate("Charts", "records"))


def _judged(kind: ChartKind, centre: float, points: list[Limit], expected: float, unit: str) -> ControlChart:
    """A chart of counts: drawn when the smallest subgroup is expected to hold 1 event, believed when 4."""
    exact = expected + 1e-9  # 40 records at 10% are exactly enough, whatever the last bit says
    if exact < 1:
        text = translate("Charts", "Too few {unit} in each period for a {kind}-chart; use the run chart.")
        return ControlChart(kind, centre, tuple(points), False, False, text.format(unit=unit, kind=kind))
    if exact < 4:
        text = translate(
            "Charts", "Few {unit} in each period: look at the {kind}-chart, but do not rely on its limits."
        )
        return ControlChart(kind, centre, tuple(points), True, False, text.format(unit=unit, kind=kind))
    return ControlChart(kind, centre, tuple(points), True, True)


def u_chart(
    events: Sequence[tuple[int, float]], *, excluded: frozenset[int] = frozenset(), frozen: int = 0
) -> ControlChart:
    """Rates: (events, exposure) per period, for example falls and resident days. Drawn and believed as a p-chart is."""
    kept = [place for place in _kept(len(events), excluded, frozen) if events[place][1] > 0]
    exposure = sum(events[place][1] for place in kept)
    if not exposure:
        return _nothing("u")
    centre = sum(events[place][0] for place in kept) / exposure
    points = []
    for place, (count, size) in enumerate(events):
        half = SIGMAS * math.sqrt(centre / size) if size > 0 else math.inf
        rate = count / size if size > 0 else centre
        points.append(Limit(rate, max(0.0, centre - half), centre + half, place in excluded or size <= 0))
    smallest = min(size for _, size in events if size > 0)
    return _judged("u", centre, points, centre * smallest, translate("Charts", "events"))


def c_chart(counts: Sequence[int], *, excluded: frozenset[int] = frozenset(), frozen: int = 0) -> ControlChart:
    """Counts per period of equal exposure. Limits c ± 3 √c, never below 0."""
    kept = _kept(len(counts), excluded, frozen)
    if not kept:
        return _nothing("c")
    centre = sum(counts[place] for place in kept) / len(kept)
    half = SIGMAS * math.sqrt(centre)
    points = [
        Limit(float(count), max(0.0, centre - half), centre + half, place in excluded)
        for place, count in enumerate(counts)
    ]
    return _judged("c", centre, points, centre, translate("Charts", "events"))


def xmr_chart(
    values: Sequence[float],
    *,
    excluded: frozenset[int] = frozenset(),
    frozen: int = 0,
    smallest: int = 10,
) -> ControlChart:
    """Single values with the moving range of neighbours; limits mean ± 3 · mean range / 1.128.

    Believed from `smallest` values on (the agency's setting for a run chart).
    """
    kept = _kept(len(values), excluded, frozen)
    if not kept:
        return _nothing("xmr")
    centre = sum(values[place] for place in kept) / len(kept)
    ranges = [abs(values[b] - values[a]) for a, b in itertools.pairwise(kept)]
    if not ranges:
        text = translate("Charts", "One value has no limits yet.")
        only = tuple(Limit(value, -math.inf, math.inf, place in excluded) for place, value in enumerate(values))
        return ControlChart("xmr", centre, only, False, False, text)
    spread = sum(ranges) / len(ranges)
    half = SIGMAS * spread / _D2
    points = tuple(Limit(value, centre - half, centre + half, place in excluded) for place, value in enumerate(values))
    enough = len(kept) >= smallest
    why = "" if enough else translate("Charts", "Few values: look at the limits, but do not rely on them.")
    return ControlChart("xmr", centre, points, True, enough, why, spread, _D4 * spread)


def g_chart(
    between: Sequence[int],
    *,
    excluded: frozenset[int] = frozenset(),
    frozen: int = 0,
    smallest: int = 10,
) -> ControlChart:
    """Cases or days between rare events, in whole numbers: centre g, upper limit g + 3 √(g (g + 1)), lower limit 0.

    High is good: it took longer until the next event. Source: Benneyan (2001).
    """
    kept = _kept(len(between), excluded, frozen)
    if not kept:
        return _nothing("g")
    centre = sum(between[place] for place in kept) / len(kept)
    high = centre + SIGMAS * math.sqrt(centre * (centre + 1))
    points = tuple(Limit(float(value), 0.0, high, place in excluded) for place, value in enumerate(between))
    enough = len(kept) >= smallest
    why = "" if enough else translate("Charts", "Few events: look at the limit, but do not rely on it.")
    return ControlChart("g", centre, points, True, enough, why)


def t_chart(
    times: Sequence[float],
    *,
    excluded: frozenset[int] = frozenset(),
    frozen: int = 0,
    smallest: int = 10,
) -> ControlChart:
    """Time between rare events, measured: an XmR chart of t^(1/3.6), its limits turned back into time (Nelson 1994)."""
    if any(time < 0 for time in times):
        raise ValueError("time between events cannot be negative")
    turned = xmr_chart([nelson(time) for time in times], excluded=excluded, frozen=frozen, smallest=smallest)
    if turned.centre is None:
        return _nothing("t")
    points = tuple(
        Limit(time, _back(point.low), _back(point.high), point.excluded)
        for time, point in zip(times, turned.points, strict=True)
    )
    return ControlChart("t", _back(turned.centre), points, turned.plottable, turned.trusted, turned.why)


def nelson(time: float) -> float:
    """A time between events on the scale where it is nearly normal: t^(1/3.6)."""
    return float(time ** (1 / _NELSON))


def _back(value: float) -> float:
    return math.inf if math.isinf(value) and value > 0 else float(max(0.0, value) ** _NELSON)


def opportunities_for_zero(rate: float) -> int:
    """How many opportunities must pass without an event before "none" means anything: ceil(3 / rate).

    The rule of three; source: Hanley and Lippman-Hand, JAMA 249 (1983) 1743.
    """
    if not 0 < rate <= 1:
        raise ValueError(f"{rate} is no rate of events")
    return math.ceil(3 / rate - 1e-9)
