"""R4, R5, R7: the success rule of every kind of measure says what it asks for and is judged exactly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from coachdesk.rules.measured import Durations, Measured, Rate, Ratings, levels_from, per_and_unit, times_from
from coachdesk.rules.measures import Proportion
from coachdesk.rules.success import SuccessRule, evaluate, threshold_from, threshold_text

HOURS = SuccessRule("Hours from first sign to escalation", "at_most", Fraction(4), 6, "duration", "h")
MISSED = SuccessRule("Missed visits", "at_most", Fraction(2), 200, "rate", "100 visits")
LEVEL = SuccessRule("Confidence", "at_least", Fraction(4), 3, "rubric")


def hours(*times: str) -> Durations:
    return Durations(tuple(Decimal(time) for time in times))


@pytest.mark.parametrize(
    ("rule", "words", "target"),
    [
        (HOURS, "Hours from first sign to escalation: median at most 4 h, on at least 6 times", "4 h"),
        (MISSED, "Missed visits: at most 2 per 100 visits, after at least 200 visits", "2 per 100 visits"),
        (LEVEL, "Confidence: median at least 4 of 5, on at least 3 ratings", "4 of 5"),
    ],
)
def test_a_rule_reads_as_a_sentence_whatever_its_kind(rule: SuccessRule, words: str, target: str) -> None:
    assert (rule.words(), rule.target_words()) == (words, target)
    assert rule.problems() == ()


@pytest.mark.parametrize(
    ("rule", "measured", "met", "words"),
    [
        (HOURS, hours("1", "2", "4", "4", "9", "30"), True, "Rule met: median 4 h, n = 6."),
        (HOURS, hours("1", "2", "4", "4.0002", "9", "30"), False, "Rule not met: median 4 h, n = 6."),
        (
            HOURS,
            hours("1", "2", "3"),
            None,
            "Cannot be judged yet: median 2 h, n = 3; the rule asks for at least 6 times.",
        ),
        (HOURS, hours(), None, "Not measured yet."),
        (HOURS, Proportion(9, 10), None, "Cannot be judged: this is not the measure the rule asks for."),
        (MISSED, Rate(4, Decimal(200), 100, "visits"), True, "Rule met: 4 in 200 visits, 2 per 100 visits."),
        (MISSED, Rate(5, Decimal(200), 100, "visits"), False, "Rule not met: 5 in 200 visits, 2.5 per 100 visits."),
        (
            MISSED,
            Rate(0, Decimal(150), 100, "visits"),
            None,
            "Cannot be judged yet: 0 in 150 visits, 0 per 100 visits; the rule asks for at least 200 visits.",
        ),
        (
            MISSED,
            Rate(0, Decimal(500), 100, "shifts"),
            None,
            "Cannot be judged: this is not the measure the rule asks for.",
        ),
        (LEVEL, Ratings((3, 4, 5)), True, "Rule met: median 4 of 5, n = 3."),
        (LEVEL, Ratings((3, 3, 5, 4)), False, "Rule not met: median 3.5 of 5, n = 4."),
    ],
)
def test_r7_the_rule_is_evaluated_from_the_figures(
    rule: SuccessRule, measured: Measured, met: bool | None, words: str
) -> None:
    found = evaluate(rule, measured)
    assert (found.met, found.words) == (met, words)


def test_r4_what_a_rule_lacks_depends_on_its_kind() -> None:
    assert [one.field for one in replace(HOURS, unit="", threshold=None).problems()] == ["rule_threshold", "rule_unit"]
    assert [one.field for one in replace(LEVEL, threshold=Fraction(6)).problems()] == ["rule_threshold"]
    assert replace(HOURS, threshold=Fraction(12)).problems() == (), "12 h is no share, and need not be one"


@pytest.mark.parametrize("rule", [HOURS, MISSED, LEVEL, replace(HOURS, threshold=Fraction(5, 2))])
def test_a_threshold_shown_in_a_form_is_read_back(rule: SuccessRule) -> None:
    assert threshold_from(threshold_text(rule), rule.kind) == rule.threshold


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("4.5, 6, 12", ("4.5", "6", "12")),
        ("4,5,6", ("4", "5", "6")),
        ("4 h\n5.25 h\n0", ("4", "5.25", "0")),
        (" 4; 5 ;6\t7 ", ("4", "5", "6", "7")),
        ("", ()),
    ],
)
def test_figures_are_read_as_people_type_or_paste_them(text: str, times: tuple[str, ...]) -> None:
    assert times_from(text) == tuple(Decimal(one) for one in times)


@pytest.mark.parametrize("text", ["four", "-1", "1,250", "NaN", "inf", "1e9", "4.123456", "1.2.3"])
def test_what_is_no_figure_is_refused_and_never_guessed_at(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        times_from(text)


@pytest.mark.parametrize("text", ["0", "6", "2.5", "3, 7"])
def test_ratings_are_whole_levels_from_one_to_five(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        levels_from(text)
    assert levels_from("2, 3 5") == (2, 3, 5)


def test_what_a_rate_is_told_per() -> None:
    assert per_and_unit("100 visits") == (100, "visits")
    assert per_and_unit("1,000 client days") == (1000, "client days")
    assert per_and_unit("per 1,000 h") == (1000, "h"), "as standards write it"
    assert per_and_unit("visits") == (1, "visits")
