"""Measures told honestly (R18): proportions with their intervals, before against after.

A comparison shows counts, both Wilson intervals, Fisher's exact test and one sentence that claims no more than they
allow. Records that were not applicable are never counted. Durations, rates and ratings are in `figures`, what all
kinds share in `measured`, the success rule in `success`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, Literal

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
    kind: ClassVar[str] = "proportion"

    def __post_init__(self) -> None:
        check_count(self.met, self.total)
        if self.not_applicable < 0:
            raise ValueError(f"{self.not_applicable} records cannot be not applicable")

    @property
    def share(self) -> float | None:
        """met / total; None when nothing was judged."""
        return self.met / self.total if self.total else None

    @property
    def count(self) -> int:
        """How many records were judged."""
        return self.total

    @property
    def value(self) -> Fraction | None:
        """The share, exact; None when nothing was judged."""
        return Fraction(self.met, self.total) if self.total else None

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
        notes_of(how),
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


def notes_of(how: Circumstances) -> tuple[str, ...]:
    """What a reader must know beside the sentence: one sentence for each circumstance."""
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
