"""The success rule (R4, R5, R7): what would count as improvement, by kind of measure, and whether it was met.

A share asks for "9 of 10 records"; times and ratings are judged by their median, rates by events per exposure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from coachdesk.errors import Problem
from coachdesk.i18n import translate
from coachdesk.rules.exact import check_count
from coachdesk.rules.measured import KINDS, Measured, Rate, counted_words, per_and_unit
from coachdesk.rules.measures import Proportion, count_words
from coachdesk.rules.wording import number_words

DEFAULT_UNITS: dict[str, str] = {"duration": "h", "rate": "100 visits"}


@dataclass(frozen=True, slots=True)
class SuccessRule:
    """What would count as improvement, fixed before it is measured (R4, R5).

    measure: what is counted, in words.  threshold: a share from 0 to 1, hours, events per unit, or a level; exact.
    smallest: the fewest records, times, ratings, or units of exposure on which it may be judged.  kind: vocabulary
    measure_kind.  unit: of times ("h") or of a rate's exposure ("100 visits").  standard_measure_id: the measure of the
    standard it counts, None for one of the cycle's own.  None or "" marks what is not filled in.
    """

    measure: str = ""
    direction: str = ""
    threshold: Fraction | None = None
    smallest: int | None = None
    kind: str = "proportion"
    unit: str = ""
    standard_measure_id: int | None = None

    @classmethod
    def stored(
        cls,
        measure: str,
        direction: str,
        threshold: Decimal | None,
        smallest: int | None,
        kind: str = "proportion",
        unit: str = "",
        standard_measure_id: int | None = None,
    ) -> SuccessRule:
        """The rule as the desk keeps it, with the threshold rounded to four decimals.

        Rounding would turn "2 of 3" into 0.6667, which 2 of 3 records do not reach; so the fraction with at most 100
        parts that rounds to the stored figure is taken back. There is never more than one.
        """
        exact = None if threshold is None else Fraction(threshold)
        if exact is not None and kind == "proportion":
            simple = exact.limit_denominator(100)
            exact = simple if abs(simple - exact) <= Fraction(1, 20_000) else exact
        return cls(measure, direction, exact, smallest, kind, unit, standard_measure_id)

    def problems(self) -> tuple[Problem, ...]:
        """What is missing or impossible, by field; () when the rule is whole (R4)."""
        found: list[Problem] = []
        if not self.measure.strip():
            found.append(Problem("rule_measure", translate("Measures", "Say what the success rule counts."), "R4"))
        if self.direction not in ("at_least", "at_most"):
            text = translate("Measures", "Say whether the success rule asks for at least or at most.")
            found.append(Problem("rule_direction", text, "R4"))
        if text := threshold_problem(self.kind, self.threshold):
            found.append(Problem("rule_threshold", text, "R4"))
        if self.kind in DEFAULT_UNITS and not self.unit.strip():
            text = translate("Measures", "Give the success rule its unit.")
            found.append(Problem("rule_unit", text, "R4"))
        if self.smallest is None or self.smallest < 1:
            found.append(Problem("rule_smallest_count", self._smallest_problem(), "R4"))
        return tuple(found)

    def _smallest_problem(self) -> str:
        if self.kind == "proportion":
            return translate("Measures", "Say on how many records, at least 1, the success rule may be judged.")
        if self.kind == "rate":
            return translate("Measures", "Say after how much exposure, at least 1, the success rule may be judged.")
        return translate("Measures", "Say on how many figures, at least 1, the success rule may be judged.")

    def words(self) -> str:
        """ "Escalated within 4 h in at least 9 of 10 records"; a share that is no whole count is said in percent."""
        if self.threshold is None or self.smallest is None:
            return self.measure
        if self.kind != "proportion":
            return self._figure_words(self.threshold, self.smallest)
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

    def _figure_words(self, threshold: Fraction, smallest: int) -> str:
        """ "Hours from first sign to escalation: median at most 4 h, on at least 6 times"."""
        value, per, unit = number_words(float(threshold)), *per_and_unit(self.unit)
        most = self.direction == "at_most"
        if self.kind == "duration":
            text = (
                translate("Measures", "{measure}: median at most {value} {unit}, on at least {smallest} times")
                if most
                else translate("Measures", "{measure}: median at least {value} {unit}, on at least {smallest} times")
            )
        elif self.kind == "rate":
            text = (
                translate("Measures", "{measure}: at most {value} per {per} {unit}, after at least {smallest} {unit}")
                if most
                else translate(
                    "Measures", "{measure}: at least {value} per {per} {unit}, after at least {smallest} {unit}"
                )
            )
        else:
            text = (
                translate("Measures", "{measure}: median at most {value} of 5, on at least {smallest} ratings")
                if most
                else translate("Measures", "{measure}: median at least {value} of 5, on at least {smallest} ratings")
            )
        return text.format(measure=self.measure, value=value, unit=unit, per=f"{per:,}", smallest=f"{smallest:,}")

    def target_words(self) -> str:
        """The threshold alone, as a chart says it: "90%", "4 h", "2 per 100 visits", "4 of 5"."""
        if self.threshold is None:
            return ""
        value = number_words(float(self.threshold))
        if self.kind == "proportion":
            return f"{float(self.threshold * 100):.4g}%"
        if self.kind == "duration":
            return f"{value} {self.unit}".strip()
        if self.kind == "rate":
            return translate("Measures", "{value} per {unit}").format(value=value, unit=self.unit)
        return translate("Measures", "{value} of 5").format(value=value)


def threshold_problem(kind: str, threshold: Fraction | Decimal | None) -> str:
    """What is wrong with a threshold of this kind, as a sentence; "" when nothing is."""
    if threshold is None:
        return translate("Measures", "Give the success rule a threshold.")
    if kind == "proportion" and not 0 <= threshold <= 1:
        return translate("Measures", "The threshold is a share of the records, from 0% to 100%.")
    if kind == "rubric" and not 1 <= threshold <= 5:
        return translate("Measures", "The threshold is a level from 1 to 5.")
    if threshold < 0:
        return translate("Measures", "The threshold cannot be below 0.")
    return ""


def threshold_from(text: str, kind: str = "proportion") -> Fraction:
    """A threshold as people write it: "9 of 10", "9/10", "90%", "0.9"; for the other kinds "4", "4 h", "4 of 5".

    ValueError when it is none of these. A bare number above 1 is no share: 9 might mean 9 records or 9 percent.
    """
    cleaned = " ".join(text.lower().replace(" out of ", " of ").split())
    if kind == "rubric":
        return Fraction(cleaned.removesuffix(" of 5").strip())
    if kind in ("duration", "rate"):
        return Fraction(cleaned.split(" ")[0])
    if kind not in KINDS:
        raise ValueError(kind)
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


def threshold_text(rule: SuccessRule) -> str:
    """The threshold as a form shows it and `threshold_from` reads back: "9 of 10", "90%", "4"; "" without one."""
    if rule.threshold is None:
        return ""
    if rule.kind != "proportion":
        return number_words(float(rule.threshold)).replace(",", "")
    count = rule.threshold * (rule.smallest or 0)
    if rule.smallest and count.denominator == 1:
        return translate("Cycles", "{met} of {total}").format(met=int(count), total=rule.smallest)
    return f"{float(rule.threshold * 100):.4g}%"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Whether the success rule was met: True, False, or None when it cannot be said. Worked out, never typed (R7)."""

    met: bool | None
    words: str


def evaluate(rule: SuccessRule, measured: Measured | None) -> Evaluation:
    """Judge the success rule on what was measured after coaching (R7). Exact: 9 of 10 meets "at least 9 of 10"."""
    if rule.problems() or rule.threshold is None or rule.smallest is None:
        return Evaluation(None, translate("Measures", "The success rule is not complete, so it cannot be judged."))
    if measured is None or measured.value is None:
        return Evaluation(None, translate("Measures", "Not measured yet."))
    if measured.kind != rule.kind or (isinstance(measured, Rate) and measured.unit != per_and_unit(rule.unit)[1]):
        return Evaluation(None, translate("Measures", "Cannot be judged: this is not the measure the rule asks for."))
    counted = counted_words(measured)
    if measured.count < rule.smallest:
        return Evaluation(None, _too_few(measured, counted, rule))
    met = measured.value >= rule.threshold if rule.direction == "at_least" else measured.value <= rule.threshold
    text = translate("Measures", "Rule met: {counted}.") if met else translate("Measures", "Rule not met: {counted}.")
    return Evaluation(met, text.format(counted=counted))


def _too_few(measured: Measured, counted: str, rule: SuccessRule) -> str:
    if isinstance(measured, Proportion):
        text = translate(
            "Measures", "Cannot be judged yet: {counted} records, and the rule asks for at least {smallest}."
        )
        return text.format(counted=count_words(measured), smallest=rule.smallest)
    text = translate("Measures", "Cannot be judged yet: {counted}; the rule asks for at least {smallest} {what}.")
    what = {
        "duration": translate("Measures", "times"),
        "rubric": translate("Measures", "ratings"),
    }.get(rule.kind, per_and_unit(rule.unit)[1])
    return text.format(counted=counted, smallest=f"{rule.smallest:,}", what=what)
