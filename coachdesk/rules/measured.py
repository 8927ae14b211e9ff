"""What a measure holds, whatever its kind (R18): records judged, times taken, events per exposure, ratings.

Each kind answers the same questions: how many (`count`), the figure a success rule looks at (`value`), its words.
Values are exact, so that "at most 4 h" is met by 4 h.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import ClassVar

from coachdesk.i18n import translate
from coachdesk.rules import figures
from coachdesk.rules.figures import Better, FigureComparison
from coachdesk.rules.measures import Circumstances, Comparison, Proportion, compare, count_words, proportion_words
from coachdesk.settings import Settings

KINDS: tuple[str, ...] = ("proportion", "duration", "rate", "rubric")
_SEED = 2026  # arrangements too many to count are drawn; the same draw each time gives the same p
_BETWEEN = re.compile(r"[,;\s]+")
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")  # "1,250" might be one figure or two: asked, not guessed
MOST_FIGURES = 2_000


def _middle(values: Sequence[Decimal | int]) -> Fraction | None:
    """The median, exact; None of nothing."""
    if not values:
        return None
    order = sorted(Fraction(value) for value in values)
    half = len(order) // 2
    return order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2


@dataclass(frozen=True, slots=True)
class Durations:
    """Times from one event to the next, for example hours from the first sign to the call."""

    times: tuple[Decimal, ...]
    unit: str = "h"
    kind: ClassVar[str] = "duration"

    @property
    def count(self) -> int:
        """How many times were taken."""
        return len(self.times)

    @property
    def value(self) -> Fraction | None:
        """Their median."""
        return _middle(self.times)


@dataclass(frozen=True, slots=True)
class Rate:
    """Events in an exposure ("4 in 620 visits"), told per `per` of it."""

    events: int
    exposure: Decimal
    per: int = 1
    unit: str = ""
    kind: ClassVar[str] = "rate"

    @property
    def count(self) -> int:
        """The exposure, in whole units."""
        return int(self.exposure)

    @property
    def value(self) -> Fraction | None:
        """Events per `per` units; None without exposure."""
        return self.events * self.per / Fraction(self.exposure) if self.exposure > 0 else None


@dataclass(frozen=True, slots=True)
class Ratings:
    """Levels from 1 to 5 on the confidence rubric; an ordinal scale, so only their median is told."""

    levels: tuple[int, ...]
    kind: ClassVar[str] = "rubric"

    @property
    def count(self) -> int:
        """How many were rated."""
        return len(self.levels)

    @property
    def value(self) -> Fraction | None:
        """Their median."""
        return _middle(self.levels)


Measured = Proportion | Durations | Rate | Ratings
AnyComparison = Comparison | FigureComparison


def measured_words(measured: Measured, settings: Settings) -> str:
    """The figure with its count and interval: "4 of 10 (17–69%)", "median 9.5 h, n = 6 (4–20 h)"."""
    if isinstance(measured, Proportion):
        return proportion_words(measured, settings)
    return figure(measured, settings).words


def counted_words(measured: Measured) -> str:
    """The figure and how many stand behind it, without an interval: "4 of 10", "median 9.5 h, n = 6"."""
    if isinstance(measured, Proportion):
        return count_words(measured)
    if isinstance(measured, Durations):
        return figures.duration_words([float(time) for time in measured.times], measured.unit)
    if isinstance(measured, Rate):
        return figures.rate_words(measured.events, float(measured.exposure), measured.per, measured.unit)
    return figures.rubric_words(measured.levels)


def figure(measured: Durations | Rate | Ratings, settings: Settings) -> figures.Figure:
    """The figure with its interval at the agency's confidence level."""
    if isinstance(measured, Durations):
        return figures.duration([float(time) for time in measured.times], measured.unit, settings)
    if isinstance(measured, Rate):
        return figures.rate(measured.events, float(measured.exposure), measured.per, measured.unit, settings)
    return figures.rubric(measured.levels, settings)


def compare_measured(
    before: Measured, after: Measured, settings: Settings, how: Circumstances, direction: str = "at_least"
) -> AnyComparison:
    """Compare two measures of one kind (R18); of different kinds, or times in different units, nothing is claimed."""
    if isinstance(before, Proportion) and isinstance(after, Proportion):
        return compare(before, after, settings, how, direction)
    better: Better = "lower" if direction == "at_most" else "higher"
    if isinstance(before, Durations) and isinstance(after, Durations) and before.unit == after.unit:
        sets = [float(time) for time in before.times], [float(time) for time in after.times]
        return figures.compare_durations(*sets, before.unit, settings, _SEED, better, how)
    if isinstance(before, Rate) and isinstance(after, Rate) and before.unit == after.unit:
        sides = (before.events, float(before.exposure)), (after.events, float(after.exposure))
        return figures.compare_rates(*sides, after.per, after.unit, settings, better, how)
    if isinstance(before, Ratings) and isinstance(after, Ratings):
        return figures.compare_levels(before.levels, after.levels, settings, _SEED, better, how)
    return figures.not_comparable(measured_words(before, settings), measured_words(after, settings), how)


def per_and_unit(text: str) -> tuple[int, str]:
    """What a rate is told per: "100 visits" is (100, "visits"), "visits" is (1, "visits")."""
    text = text.strip().removeprefix("per ").strip()
    number, _, unit = text.partition(" ")
    digits = number.replace(",", "")
    if digits.isascii() and digits.isdigit() and 0 < int(digits) <= 1_000_000:
        return int(digits), unit.strip()
    return 1, text


def times_from(text: str) -> tuple[Decimal, ...]:
    """Figures as people type or paste them: "4.5, 6, 7.25", one in each line, "4.5 h". ValueError for anything else."""
    cleaned = re.sub(r"(?<=\d)\s*(h|hours?|min|minutes|days?)\b\.?", "", text.strip(), flags=re.IGNORECASE)
    if doubtful := _THOUSANDS.search(cleaned):
        raise ValueError(doubtful[0])
    found = []
    for part in (one for one in _BETWEEN.split(cleaned) if one):
        try:
            value = Decimal(part)
        except InvalidOperation:
            raise ValueError(part) from None
        if not value.is_finite() or value < 0 or value > 1_000_000 or value != round(value, 4):
            raise ValueError(part)
        found.append(value.normalize() if value else Decimal(0))
    if len(found) > MOST_FIGURES:
        raise ValueError(translate("Measures", "more than {count} figures").format(count=f"{MOST_FIGURES:,}"))
    return tuple(found)


def levels_from(text: str) -> tuple[int, ...]:
    """Ratings as people type them: "2, 3, 3, 4". ValueError unless each is a whole number from 1 to 5."""
    found = times_from(text)
    for value in found:
        if value not in (1, 2, 3, 4, 5):
            raise ValueError(f"{value:f}")
    return tuple(int(value) for value in found)
