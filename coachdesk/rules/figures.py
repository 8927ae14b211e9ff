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
from coachdesk.rules.measures import Circumstances, notes_of, p_words
from coachdesk.rules.wording import number_words
from coachdesk.settings import Settings

Verdict = Literal["nothing", "same", "better", "maybe_better", "worse", "maybe_worse", "not_comparable"]
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
    """Before against after: p is exact, or from seeded random arrangements when `drawn`; None when nothing compares.

    notes: what a reader must know about how the two sets came about, as in `measures.Comparison`.
    """

    before: Figure
    after: Figure
    p: float | None
    drawn: bool
    verdict: Verdict
    sentence: str
    notes: tuple[str, ...] = ()

    @property
    def before_words(self) -> str:
        """The figure before, with its interval."""
        return self.before.words

    @property
    def after_words(self) -> str:
        """The figure after, with its interval."""
        return self.after.words

    @property
    def words(self) -> str:
        """The sentence and its notes in one line."""
        return " ".join((self.sentence, *self.notes))


def _level(settings: Settings) -> float:
    return settings.confidence_percent / 100


def _range(interval: Interval | None, unit: str) -> str:
    if interval is None:
        return ""
    return f" ({number_words(interval.low)}–{number_words(interval.high)}{unit and ' ' + unit})"


def duration_words(values: Sequence[float], unit: str) -> str:
    """ "median 9.5 h, n = 6"; says so when no time was taken."""
    if not values:
        return translate("Measures", "no times recorded")
    text = translate("Measures", "median {value} {unit}, n = {count}")
    return text.format(value=number_words(float(median(values))), unit=unit, count=len(values))


def duration(values: Sequence[float], unit: str, settings: Settings) -> Figure:
    """The median of durations, for example hours from first sign to escalation: "median 9.5 h, n = 6 (4–20 h)"."""
    words = duration_words(values, unit)
    if not values:
        return Figure(0, None, None, words)
    interval = median_interval(values, _level(settings))
    return Figure(len(values), float(median(values)), interval, words + _range(interval, unit))


def compare_durations(
    before: Sequence[float],
    after: Sequence[float],
    unit: str,
    settings: Settings,
    seed: int,
    better: Better = "lower",
    how: Circumstances | None = None,
) -> FigureComparison:
    """Two sets of durations by the rank test: exact while small, else drawn with `seed` (the same each time)."""
    first, second = duration(before, unit, settings), duration(after, unit, settings)
    return _by_ranks(first, second, before, after, settings, seed, better, how)


def _by_ranks(
    first: Figure,
    second: Figure,
    before: Sequence[float],
    after: Sequence[float],
    settings: Settings,
    seed: int,
    better: Better,
    how: Circumstances | None,
) -> FigureComparison:
    if not before or not after:
        return _compared(first, second, None, False, settings, better, how)
    p, is_exact = rank_test(before, after, seed)
    return _compared(first, second, p, not is_exact, settings, better, how)


def rate_words(events: int, exposure: float, per: float, unit: str) -> str:
    """ "4 in 620 visits, 0.65 per 100 visits"; says so without an exposure."""
    if exposure <= 0:
        return translate("Measures", "no exposure recorded")
    text = translate("Measures", "{events} in {exposure} {unit}, {rate} per {per} {unit}")
    return text.format(
        events=f"{events:,}",
        exposure=number_words(exposure),
        unit=unit,
        rate=number_words(events / exposure * per),
        per=number_words(per),
    )


def rate(events: int, exposure: float, per: float, unit: str, settings: Settings) -> Figure:
    """Events per `per` units of exposure: "4 in 620 visits, 0.65 per 100 visits (0.18–1.65)"."""
    interval = poisson_interval(events, exposure, _level(settings))
    words = rate_words(events, exposure, per, unit)
    if interval is None:
        return Figure(events, None, None, words)
    scaled = Interval(interval.low * per, interval.high * per)
    return Figure(events, events / exposure * per, scaled, words + _range(scaled, ""))


def compare_rates(
    before: tuple[int, float],
    after: tuple[int, float],
    per: float,
    unit: str,
    settings: Settings,
    better: Better = "lower",
    how: Circumstances | None = None,
) -> FigureComparison:
    """Two rates (events, exposure) by the exact test; no claim about "none" before enough exposure has gone by."""
    first, second = (rate(*side, per, unit, settings) for side in (before, after))
    if first.value is None or second.value is None:
        return _compared(first, second, None, False, settings, better, how)
    p = rate_test(before[0], before[1], after[0], after[1])
    return _compared(first, second, p, False, settings, better, how)


def rubric_words(ratings: Sequence[int]) -> str:
    """ "median 3 of 5, n = 4"; an ordinal scale has no mean."""
    if not ratings:
        return translate("Measures", "not rated")
    text = translate("Measures", "median {value} of 5, n = {count}")
    return text.format(value=number_words(float(median(ratings))), count=len(ratings))


def rubric(ratings: Sequence[int], settings: Settings) -> Figure:
    """Ratings from 1 to 5: the median and how many; an ordinal scale has no mean."""
    for rating in ratings:
        if not 1 <= rating <= 5:
            raise ValueError(f"{rating} is not on the rubric from 1 to 5")
    words = rubric_words(ratings)
    if not ratings:
        return Figure(0, None, None, words)
    interval = median_interval(ratings, _level(settings))
    return Figure(len(ratings), float(median(ratings)), interval, words)


def compare_levels(
    before: Sequence[int],
    after: Sequence[int],
    settings: Settings,
    seed: int,
    better: Better = "higher",
    how: Circumstances | None = None,
) -> FigureComparison:
    """Two sets of ratings that are not paired person by person, by the rank test with its ties."""
    return _by_ranks(rubric(before, settings), rubric(after, settings), before, after, settings, seed, better, how)


def not_comparable(before: str, after: str, how: Circumstances) -> FigureComparison:
    """Two measures of different kinds or units, told side by side and not compared."""
    first, second = Figure(0, None, None, before), Figure(0, None, None, after)
    return FigureComparison(
        first, second, None, False, "not_comparable", _sentence("not_comparable", None, False), notes_of(how)
    )


def compare_rubric(pairs: Sequence[tuple[int, int]], settings: Settings) -> FigureComparison:
    """The same people, (before, after) each, by the sign test: 5 of 5 better is p = 0.06, which is no proof."""
    before, after = (rubric([pair[side] for pair in pairs], settings) for side in (0, 1))
    up = sum(second > first for first, second in pairs)
    down = sum(second < first for first, second in pairs)
    if not pairs:
        return _compared(before, after, None, False, settings, "higher", None)
    p = sign_test(up, down)
    verdict = _sure(up - down, p, settings, False)
    text = translate("Measures", "{up} of {total} rated higher than before, {down} lower.")
    counts = text.format(up=up, total=len(pairs), down=down)
    return FigureComparison(before, after, p, False, verdict, f"{counts} {_sentence(verdict, p, False)}")


def _sure(gain: float, p: float, settings: Settings, triggers_included: bool) -> Verdict:
    if gain == 0:
        return "same"
    # With the records that opened the cycle among them, no chance figure can speak for the coaching (R4).
    sure = p <= 1 - _level(settings) and not triggers_included
    if gain > 0:
        return "better" if sure else "maybe_better"
    return "worse" if sure else "maybe_worse"


def _compared(
    before: Figure,
    after: Figure,
    p: float | None,
    drawn: bool,
    settings: Settings,
    better: Better,
    how: Circumstances | None,
) -> FigureComparison:
    known = how or Circumstances()
    verdict: Verdict = "nothing"
    if before.value is not None and after.value is not None and p is not None:
        fall = before.value - after.value
        verdict = _sure(fall if better == "lower" else -fall, p, settings, known.triggers_included)
        if known.changed_version or not known.same_criteria:
            verdict = "not_comparable"
    return FigureComparison(before, after, p, drawn, verdict, _sentence(verdict, p, drawn), notes_of(known))


def _sentence(verdict: Verdict, p: float | None, drawn: bool) -> str:
    if verdict == "not_comparable":
        return translate("Measures", "Not comparable: the two sets were not judged in the same way.")
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
