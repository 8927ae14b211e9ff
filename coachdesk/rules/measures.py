"""Measures told honestly (R18): proportions with intervals, the success rule (R5, R7), before against after.

A comparison shows counts, both Wilson intervals, Fisher's exact test and one sentence that claims no more than they
allow. Records that were not applicable are never counted. Durations, rates and ratings are in `figures`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from coachdesk.errors import Problem
from coachdesk.i18n import translate
from coachdesk.rules.exact import Interval, check_count, fisher, wilson
from coachdesk.rules.wording import percent
from coachdesk.settings import Settings

Direction = Literal["at_least", "at_most"]
Verdict = Literal["nothing", "same", "better", "maybe_better", "worse", "maybe_worse", "not_comparable"]

# A difference is called small, not "too few", once both intervals are narrower than this share.
_NARROW = 0.2


@dataclass(frozen=True, slots=True)
class Proportion:
    """Records that met the criteria out of those judged; `not_applicable` ones are in neither number (R18)."""

    met: int
    total: int
    not_applicable: int = 0

    def __post_init__(self) -> None:
        check_count(self.met, self.total)
        if self.not_applicable < 0:
            raise ValueError(f"{self.not_applicable} records cannot be not applicable")

    @property
    def share(self) -> float | None:
        """met / total; None when nothing was judged."""
        return self.met / self.total if self.total else None

    def interval(self, settings: Settings) -> Interval | None:
        """Wilson's interval at the agency's confidence level; None when nothing was judged."""
        return wilson(self.met, self.total, settings.confidence_percent / 100)


def count_words(measured: Proportion) -> str:
    """ "4 of 10", or "none judged"."""
    if not measured.total:
        return translate("Measures", "none judged")
    return translate("Measures", "{met} of {total}").format(met=f"{measured.met:,}", total=f"{measured.total:,}")


def interval_words(measured: Proportion, settings: Settings) -> str:
    """The interval as "17–69%"; "" when nothing was judged."""
    interval = measured.interval(settings)
    if interval is None:
        return ""
    low, high = percent(interval.low), percent(interval.high)
    return high if low == high else f"{low.removesuffix('%')}–{high}"


def proportion_words(measured: Proportion, settings: Settings) -> str:
    """ "4 of 10 (17–69%)": the count with its interval, never a percentage alone (R18)."""
    interval = interval_words(measured, settings)
    return f"{count_words(measured)} ({interval})" if interval else count_words(measured)


def share_words(measured: Proportion, settings: Settings) -> str:
    """ "40%" where there are enough records for a percentage to mean something, else "3 of 5" (R18)."""
    if measured.share is None or measured.total < settings.small_n:
        return count_words(measured)
    return percent(measured.share)


@dataclass(frozen=True, slots=True)
class SuccessRule:
    """What would count as improvement, fixed before it is measured (R4, R5).

    measure: what is counted, in words.  threshold: a share from 0 to 1, exact.
    smallest: the fewest records on which it may be judged.  None or "" marks what has not been filled in.
    """

    measure: str = ""
    direction: str = ""
    threshold: Fraction | None = None
    smallest: int | None = None

    @classmethod
    def stored(cls, measure: str, direction: str, threshold: Decimal | None, smallest: int | None) -> SuccessRule:
        """The rule as the desk keeps it, with the threshold rounded to four decimals.

        Rounding would turn "2 of 3" into 0.6667, which 2 of 3 records do not reach; so the fraction with at most 100
        parts that rounds to the stored figure is taken back. There is never more than one.
        """
        exact = None if threshold is None else Fraction(threshold)
        if exact is not None:
            simple = exact.limit_denominator(100)
            exact = simple if abs(simple - exact) <= Fraction(1, 20_000) else exact
        return cls(measure, direction, exact, smallest)

    def problems(self) -> tuple[Problem, ...]:
        """What is missing or impossible, by field; () when the rule is whole (R4)."""
        found: list[Problem] = []
        if not self.measure.strip():
            found.append(Problem("rule_measure", translate("Measures", "Say what the success rule counts."), "R4"))
        if self.direction not in ("at_least", "at_most"):
            text = translate("Measures", "Say whether the success rule asks for at least or at most.")
            found.append(Problem("rule_direction", text, "R4"))
        if self.threshold is None:
            found.append(Problem("rule_threshold", translate("Measures", "Give the success rule a threshold."), "R4"))
        elif not 0 <= self.threshold <= 1:
            text = translate("Measures", "The threshold is a share of the records, from 0% to 100%.")
            found.append(Problem("rule_threshold", text, "R4"))
        if self.smallest is None or self.smallest < 1:
            text = translate("Measures", "Say on how many records, at least 1, the success rule may be judged.")
            found.append(Problem("rule_smallest_count", text, "R4"))
        return tuple(found)

    def words(self) -> str:
        """ "Escalated within 4 h in at least 9 of 10 records"; a share that is no whole count is said in percent."""
        if self.threshold is None or self.smallest is None:
            return self.measure
        count = self.threshold * self.smallest
        if count.denominator == 1:
            amount = translate("Measures", "{met} of {total}").format(met=int(count), total=self.smallest)
            if self.direction == "at_most":
                text = translate("Measures", "{measure} in at most {amount} records")
            else:
                text = translate("Measures", "{measure} in at least {amount} records")
            return text.format(measure=self.measure, amount=amount)
        if self.direction == "at_most":
            text = translate("Measures", "{measure} in at most {share} of at least {smallest} records")
        else:
            text = translate("Measures", "{measure} in at least {share} of at least {smallest} records")
        share = f"{float(self.threshold * 100):.4g}%"
        return text.format(measure=self.measure, share=share, smallest=self.smallest)


def threshold_from(text: str) -> Fraction:
    """A threshold as people write it: "9 of 10", "9/10", "90%", "0.9". ValueError when it is none of these.

    A bare number above 1 is refused, not guessed at: 9 might mean 9 records or 9 percent.
    """
    cleaned = " ".join(text.lower().replace(" out of ", " of ").split())
    for mark in (" of ", "/"):
        if mark in cleaned:
            met, total = (int(part) for part in cleaned.split(mark))
            check_count(met, total)
            if total == 0:
                raise ValueError("nothing of nothing is no threshold")
            return Fraction(met, total)
    share = Fraction(cleaned.removesuffix("%").strip())
    if cleaned.endswith("%"):
        share /= 100
    if not 0 <= share <= 1:
        raise ValueError(f"{text} is not a share")
    return share


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Whether the success rule was met: True, False, or None when it cannot be said. Worked out, never typed (R7)."""

    met: bool | None
    words: str


def evaluate(rule: SuccessRule, measured: Proportion | None) -> Evaluation:
    """Judge the success rule on what was measured after coaching (R7). Exact: 9 of 10 meets "at least 9 of 10"."""
    if rule.problems() or rule.threshold is None or rule.smallest is None:
        return Evaluation(None, translate("Measures", "The success rule is not complete, so it cannot be judged."))
    if measured is None or measured.total == 0:
        return Evaluation(None, translate("Measures", "Not measured yet."))
    counted = count_words(measured)
    if measured.total < rule.smallest:
        text = translate(
            "Measures", "Cannot be judged yet: {counted} records, and the rule asks for at least {smallest}."
        )
        return Evaluation(None, text.format(counted=counted, smallest=rule.smallest))
    share = Fraction(measured.met, measured.total)
    met = share >= rule.threshold if rule.direction == "at_least" else share <= rule.threshold
    text = translate("Measures", "Rule met: {counted}.") if met else translate("Measures", "Rule not met: {counted}.")
    return Evaluation(met, text.format(counted=counted))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a reader must know about how two sets of records came about (R18).

    triggers_excluded: how many trigger records were left out of the baseline.  triggers_included: some were not.
    same_criteria: both sets judged the same criteria.  repeated: several records come from the same person.
    """

    changed_assessor: bool = False
    changed_version: bool = False
    same_criteria: bool = True
    triggers_excluded: int = 0
    triggers_included: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before against after: both counts with intervals, the exact p (None when there is none), and what may be said."""

    before: Proportion
    after: Proportion
    before_words: str
    after_words: str
    p: float | None
    verdict: Verdict
    sentence: str
    notes: tuple[str, ...] = field(default=())

    @property
    def words(self) -> str:
        """The sentence and its notes in one line."""
        return " ".join((self.sentence, *self.notes))


def compare(
    before: Proportion,
    after: Proportion,
    settings: Settings,
    circumstances: Circumstances | None = None,
    direction: str = "at_least",
) -> Comparison:
    """Compare two proportions (R18). direction: "at_least" when more met is better, "at_most" when fewer is."""
    how = circumstances or Circumstances()
    p = fisher(before.met, before.total, after.met, after.total) if before.total and after.total else None
    verdict = _verdict(before, after, p, settings, how, direction)
    return Comparison(
        before,
        after,
        proportion_words(before, settings),
        proportion_words(after, settings),
        p,
        verdict,
        _sentence(verdict, p, _narrow(before, settings) and _narrow(after, settings)),
        _notes(how),
    )


def _verdict(
    before: Proportion, after: Proportion, p: float | None, settings: Settings, how: Circumstances, direction: str
) -> Verdict:
    if before.share is None or after.share is None or p is None:
        return "nothing"
    if how.changed_version or not how.same_criteria:
        return "not_comparable"
    if before.met * after.total == after.met * before.total:
        return "same"
    gain = after.share > before.share if direction == "at_least" else after.share < before.share
    # Records picked because something had gone wrong look better the next time all by themselves: with the trigger
    # records in the baseline no chance figure can speak for the coaching.
    sure = p <= 1 - settings.confidence_percent / 100 and not how.triggers_included
    if gain:
        return "better" if sure else "maybe_better"
    return "worse" if sure else "maybe_worse"


def _narrow(measured: Proportion, settings: Settings) -> bool:
    interval = measured.interval(settings)
    return interval is not None and interval.high - interval.low < _NARROW


def p_words(p: float) -> str:
    """ "p = 0.011", "p < 0.001": two significant figures, never 0 and never rounded across 0.05."""
    if p < 0.001:
        return "p < 0.001"
    if p >= 0.1:
        return f"p = {p:.2f}"
    words = f"p = {p:.3f}"
    return f"p = {p:.4f}" if words == "p = 0.050" and p > 0.05 else words


def _sentence(verdict: Verdict, p: float | None, narrow: bool) -> str:
    chance = translate("Measures", "(Fisher exact {p})").format(p=p_words(p)) if p is not None else ""
    if verdict == "nothing":
        return translate("Measures", "Nothing to compare yet: one of the two sets has no judged records.")
    if verdict == "not_comparable":
        return translate("Measures", "Not comparable: the two sets were not judged by the same criteria.")
    if verdict == "same":
        return translate("Measures", "The same share as before.")
    if verdict == "better":
        text = translate("Measures", "Better than before; chance alone is an unlikely explanation {chance}.")
    elif verdict == "worse":
        text = translate(
            "Measures", "Further from the standard than before; chance alone is an unlikely explanation {chance}."
        )
    elif narrow:
        text = translate("Measures", "A small difference that chance alone could explain {chance}.")
    elif verdict == "maybe_better":
        text = translate("Measures", "Consistent with improvement; too few records to be sure {chance}.")
    else:
        text = translate("Measures", "No improvement to be seen in these records; too few to say more {chance}.")
    return text.format(chance=chance)


def _notes(how: Circumstances) -> tuple[str, ...]:
    found: list[str] = []
    if how.changed_version:
        found.append(translate("Measures", "The two sets use different versions of the standard."))
    if how.triggers_included:
        text = translate(
            "Measures",
            "The baseline holds records that opened the cycle, so a better figure is expected even without coaching.",
        )
        found.append(text)
    elif how.triggers_excluded == 1:
        found.append(translate("Measures", "1 record that opened the cycle left out."))
    elif how.triggers_excluded:
        text = translate("Measures", "{count} records that opened the cycle left out.")
        found.append(text.format(count=how.triggers_excluded))
    if how.changed_assessor:
        found.append(translate("Measures", "Different assessors: part of the difference may be theirs."))
    if how.repeated:
        found.append(
            translate("Measures", "Several records are of the same person, so they count for less than they seem.")
        )
    return tuple(found)
