"""What a benchmark finds: spreads of measured values, ratios of pairs, frames, and the way pairs are measured."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

FRAME_MS = 16.0  # what performance.md allows a frame


class Spread(NamedTuple):
    """The median of several values with the smallest and the largest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of these values."""
        return cls(statistics.median(values), min(values), max(values))


Times = tuple[list[float], list[float]]
"""The ms each frame took from a step to the end of painting, and the ms the processor worked on it for this thread."""


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    ours, floor: what was measured, in `unit` ("s", "ms", "MB", "x" or ""). ratio: of the pairs, when there is a floor.
    reach: what performance.md asks for: a ratio when there is a floor, else a value of `ours`; None when it asks
    nothing. runs: how many values `ours` stands for. note: what a reader must know.
    """

    bench: str
    what: str
    unit: str
    ours: Spread
    floor: Spread | None = None
    ratio: Spread | None = None
    reach: float | None = None
    runs: int = 1
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the figure is within reach; None when nothing is asked."""
        if self.reach is None:
            return None
        return (self.ratio or self.ours).median <= self.reach

    def to_json(self) -> dict[str, Any]:
        """Plain values; `from_json` makes a Figure of them again."""
        return {**asdict(self), "reached": self.reached}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Figure:
        """The Figure that gave these values."""
        values = {name: value for name, value in found.items() if name != "reached"}
        for name in ("ours", "floor", "ratio"):
            if values[name] is not None:
                values[name] = Spread(*values[name])
        return cls(**values)


@dataclass
class Pairs:
    """Values of ours and of the floor, measured one after the other: A B A B."""

    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def figure(self, bench: str, what: str, unit: str, reach: float | None, note: str = "") -> Figure:
        """The pairs as a line of the table; the ratio is that of each pair, not of the medians."""
        ratios = [one / other for one, other in zip(self.ours, self.floor, strict=True)]
        return Figure(
            bench,
            what,
            unit,
            Spread.of(self.ours),
            Spread.of(self.floor),
            Spread.of(ratios),
            reach,
            len(ratios),
            note,
        )


def measured(call: Callable[[], object]) -> float:
    """The seconds one call takes. Rubbish of earlier work is collected first, so that nobody pays for another."""
    gc.collect()
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def paired(ours: Callable[[], float], floor: Callable[[], float], runs: int, warm_up: int = 1) -> Pairs:
    """Call both in turn; each call gives its own measured value. The first `warm_up` pairs do not count."""
    pairs = Pairs()
    for number in range(warm_up + runs):
        values = ours(), floor()
        if number >= warm_up:
            pairs.ours.append(values[0])
            pairs.floor.append(values[1])
    return pairs


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def frame_figures(bench: str, what: str, times: Mapping[str, Times]) -> list[Figure]:
    """A line for each way of scrolling; what: what was scrolled, with "{way}" in it."""
    found = []
    for way, (taken, worked) in times.items():
        spread = Spread(percentile(taken, 0.99), min(taken), max(taken))
        note = f"median {percentile(taken, 0.5):.1f} ms; 99% within {percentile(worked, 0.99):.1f} ms of processor time"
        told = f"{what.format(way=way)}, 99% of frames within"
        found.append(Figure(bench, told, "ms", spread, reach=FRAME_MS, runs=len(taken), note=note))
    return found
