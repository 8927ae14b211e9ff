"""R5: what a success rule takes over from a standard's own measure, and which measures of a cycle speak for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import pytest

from coachdesk.rules.standard_measures import asks_for_the_same, newest, rule_from, speaks_for
from coachdesk.rules.success import SuccessRule


@dataclass(frozen=True)
class Own:
    kind: str
    name: str
    unit: str = ""
    direction: str = "at_least"
    goal: Decimal | None = None
    id: int = 7


@dataclass(frozen=True)
class Taken:
    kind: str
    standard_measure_id: int | None = None
    stage: str = "baseline"


HOURS = Own("duration", "Hours from first sign to escalation", "h", "at_most", Decimal("4.0000"))


@pytest.mark.parametrize(
    ("own", "threshold", "unit", "words"),
    [
        (HOURS, Fraction(4), "h", "Hours from first sign to escalation: median at most 4 h, on at least 6 times"),
        (
            Own("proportion", "Notes in order", "%", "at_least", Decimal(90)),
            Fraction(9, 10),
            "",
            "Notes in order in at least 90% of at least 6 records",
        ),
        (
            Own("rate", "Missed visits", "per 100 visits", "at_most", Decimal(1)),
            Fraction(1),
            "100 visits",
            "Missed visits: at most 1 per 100 visits, after at least 6 visits",
        ),
        (
            Own("rubric", "Confidence", "", "at_least", Decimal(4)),
            Fraction(4),
            "",
            "Confidence: median at least 4 of 5, on at least 6 ratings",
        ),
    ],
    ids=["hours", "share", "rate", "rating"],
)
def test_r5_a_rule_is_filled_in_as_a_rule_is_written(own: Own, threshold: Fraction, unit: str, words: str) -> None:
    rule = rule_from(own)
    assert (rule.measure, rule.threshold, rule.unit, rule.standard_measure_id) == (own.name, threshold, unit, 7)
    assert rule.smallest is None  # on how many it may be judged is for a person to say
    assert replace(rule, smallest=6).words() == words


def test_r5_without_a_goal_the_threshold_is_left_for_a_person() -> None:
    rule = rule_from(Own("rate", "Emergencies", "per 1,000 h", "at_most"))
    assert (rule.threshold, rule.unit, rule.direction) == (None, "1,000 h", "at_most")
    assert asks_for_the_same(
        SuccessRule("Emergencies", "at_most", Fraction(3), 1000, "rate", "1,000 h"), Own("rate", "x")
    )


def test_r5_a_rule_that_asks_for_less_than_its_standard_does_not_ask_for_the_same() -> None:
    assert asks_for_the_same(rule_from(HOURS), HOURS)
    assert not asks_for_the_same(replace(rule_from(HOURS), threshold=Fraction(8)), HOURS)
    assert not asks_for_the_same(replace(rule_from(HOURS), unit="min"), HOURS)


@pytest.mark.parametrize(
    ("rule_of", "taken", "speaks"),
    [
        (7, Taken("duration"), True),  # of no measure of the standard in particular
        (7, Taken("duration", 7), True),
        (7, Taken("duration", 8), False),
        (None, Taken("duration", 8), True),
        (None, Taken("rubric", 9), False),
    ],
)
def test_r7_another_measure_of_the_standard_does_not_speak_for_the_rule(
    rule_of: int | None, taken: Taken, speaks: bool
) -> None:
    rule = SuccessRule("Hours", "at_most", Fraction(4), 6, "duration", "h", rule_of)
    assert speaks_for(rule, taken) is speaks


def test_the_newest_that_speaks_counts_and_where_none_does_the_newest_of_all() -> None:
    rule = SuccessRule("Hours", "at_most", Fraction(4), 6, "duration", "h", 7)
    first, second, beside = Taken("duration", 7), Taken("duration", 7), Taken("rubric", 9)
    assert newest([first, second, beside], "baseline", rule) is second
    assert newest([beside], "baseline", rule) is beside
    assert newest([first], "post", rule) is None
