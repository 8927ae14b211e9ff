"""The other measures (R18): durations by median, rates per exposure, ratings on the confidence rubric.

As with proportions: figures, intervals, an exact test, and a sentence that claims no more than they allow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from coachdesk.i18n import translate
from coachdesk.rules.exact import Interval, median_interval, poisson_interval, rank_test, rate_test, sign_test
from coachdesk.rules.measures import p_words
from coachdesk.rules.wording import number_words
from coachdesk.settings import Settings

Verdict = Literal["nothing", "same", "better", "maybe_better", "worse", "maybe_worse"]
Better = Literal["lower", "higher"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One side of a comparison: how many values (or events), the figure itself, its interval (None when too few)."""

    count: int
    value: float | None
    interval: Interval | None
    words: str


@dataclass(frozen=True, slots=True)
class FigureComparison:
    """Before against after: p is exact, or from seeded random arrangements when `drawn`; None when nothing compares."""

    before: Figure
    after: Figure
    p: float | None
    drawn: bool
    verdict: Verdict
    sentence: str


def _level(settings: Settings) -> float:
    return settings.confidence_percent / 100


def _range(interval: Interval | None, unit: str) -> str:
    if interval is None:
        return ""
    return f" ({number_words(interval.low)}–{number_words(interval.high)}{unit and ' ' + unit})"


def duration(values: Sequence[float], unit: str, settings: Settings) -> Figure:
    """The median of durations, for example hours from first sign to escalation: "median 9.5 h, n = 6"."""
    if not values:
        return Figure(0, None, None, translate("Measures", "no times recorded"))
    middle = float(median(values))
    interval = median_interval(values, _level(settings))
    text = translate("Measures", "median {value} {unit}, n = {count}")
    words = text.format(value=number_words(middle), unit=unit, count=len(values)) + _range(interval, unit)
    return Figure(len(values), middle, interval, words)


def compare_durations(
    before: Sequence[float], after: Sequence[float], unit: str, settings: Settings, seed: int, better: Better = "lower"
) -> FigureComparison:
    """Two sets of durations by the rank test: exact while small, else drawn with `seed` (the same each time)."""
    first, second = duration(before, unit, settings), duration(after, unit, settings)
    if not before or not after:
        return _compared(first, second, None, False, "nothing", settings, better)
    p, is_exact = rank_test(before, after, seed)
    return _compared(first, second, p, not is_exact, "", settings, better)


def rate(events: int, exposure: float, per: float, unit: str, settings: Settings) -> Figure:
    """Events per `per` units of exposure: "4 in 620 visits, 0.65 per 100 visits (0.18–1.65)"."""
    interval = poisson_interval(events, exposure, _level(settings))
    if interval is None:
        return Figure(events, None, None, translate("Measures", "no exposure recorded"))
    value = events / exposure * per
    scaled = Interval(interval.low * per, interval.high * per)
    text = translate("Measures", "{events} in {exposure} {unit}, {rate} per {per} {unit}")
    words = text.format(
        events=events,
        exposure=number_words(exposure),
        unit=unit,
        rate=number_words(value),
        per=number_words(per),
    )
    return Figure(events, value, scaled, words + _range(scaled, ""))


def compare_rates(
    before: tuple[int, float],
    after: tuple[int, float],
    per: float,
    unit: str,
    settings: Settings,
    better: Better = "lower",
) -> FigureComparison:
    """Two rates (events, exposure) by the exact test; no claim about "none" before enough exposure has gone by."""
    first, second = (rate(*side, per, unit, settings) for side in (before, after))
    if first.value is None or second.value is None:
        return _compared(first, second, None, False, "nothing", settings, better)
    p = rate_test(before[0], before[1], after[0], after[1])
    return _compared(first, second, p, False, "", settings, better)


def rubric(ratings: Sequence[int], settings: Settings) -> Figure:
    """Ratings from 1 to 5: the median and how many; an ordinal scale has no mean."""
    for rating in ratings:
        if not 1 <= rating <= 5:
            raise ValueError(f"{rating} is not on the rubric from 1 to 5")
    if not ratings:
        return Figure(0, None, None, translate("Measures", "not rated"))
    middle = float(median(ratings))
    text = translate("Measures", "median {value} of 5, n = {count}")
    interval = median_interval(ratings, _level(settings))
    return Figure(len(ratings), middle, interval, text.format(value=number_words(middle), count=len(ratings)))


def compare_rubric(pairs: Sequence[tuple[int, int]], settings: Settings) -> FigureComparison:
    """The same people, (before, after) each, by the sign test: 5 of 5 better is p = 0.06, which is no proof."""
    before, after = (rubric([pair[side] for pair in pairs], settings) for side in (0, 1))
    up = sum(second > first for first, second in pairs)
    down = sum(second < first for first, second in pairs)
    if not pairs:
        return _compared(before, after, None, False, "nothing", settings, "higher")
    p = sign_test(up, down)
    verdict = _sure(up - down, p, settings)
    text = translate("Measures", "{up} of {total} rated higher than before, {down} lower.")
    counts = text.format(up=up, total=len(pairs), down=down)
    return FigureComparison(before, after, p, False, verdict, f"{counts} {_sentence(verdict, p, False)}")


def _sure(gain: float, p: float, settings: Settings) -> Verdict:
    if gain == 0:
        return "same"
    sure = p <= 1 - _level(settings)
    if gain > 0:
        return "better" if sure else "maybe_better"
    return "worse" if sure else "maybe_worse"


def _compared(
    before: Figure,
    after: Figure,
    p: float | None,
    drawn: bool,
    verdict: Verdict | Literal[""],
    settings: Settings,
    better: Better,
) -> FigureComparison:
    if verdict == "" and before.value is not None and after.value is not None and p is not None:
        fall = before.value - after.value
        verdict = _sure(fall if better == "lower" else -fall, p, settings)
    known: Verdict = verdict or "nothing"
    return FigureComparison(before, after, p, drawn, known, _sentence(known, p, drawn))


def _sentence(verdict: Verdict, p: float | None, drawn: bool) -> str:
    if verdict == "nothing" or p is None:
        return translate("Measures", "Nothing to compare yet: one of the two sets is empty.")
    if drawn:
        chance = translate("Measures", "(permutation test {p})").format(p=p_words(p))
    else:
        chance = translate("Measures", "(exact test {p})").format(p=p_words(p))
    sentences = {
        "same": translate("Measures", "The same as before {chance}."),
        "better": translate("Measures", "Better than before; chance alone is an unlikely explanation {chance}."),
        "maybe_better": translate("Measures", "Consistent with improvement; too few to be sure {chance}."),
        "worse": translate(
            "Measures", "Further from the standard than before; chance alone is an unlikely explanation {chance}."
        ),
        "maybe_worse": translate("Measures", "No improvement to be seen; too few to say more {chance}."),
    }
    return sentences[verdict].format(chance=chance)
