"""R18, R4, R5, R7: a comparison claims no more than its figures allow, and the program judges the success rule."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import measures, success
from coachdesk.rules.measures import Circumstances, Proportion
from coachdesk.rules.success import SuccessRule
from coachdesk.settings import Settings

DEFAULTS = Settings()
NINE_OF_TEN = SuccessRule("Escalated within 4 h of the first sign", "at_least", Fraction(9, 10), 10)
COUNTS = st.integers(0, 60).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def compared(before: tuple[int, int], after: tuple[int, int], **how: object) -> measures.Comparison:
    return measures.compare(Proportion(*before), Proportion(*after), DEFAULTS, Circumstances(**how))  # type: ignore[arg-type]  # plain keywords


def test_r18_the_worked_example_reads_as_in_the_pack() -> None:
    found = compared((4, 10), (10, 10), triggers_excluded=4)
    assert found.before_words == "4 of 10 (17–69%)"
    assert found.after_words == "10 of 10 (72–100%)"
    assert found.p == pytest.approx(0.01084, rel=1e-3)
    assert found.sentence == "Better than before; chance alone is an unlikely explanation (Fisher exact p = 0.011)."
    assert found.notes == ("4 records that opened the cycle left out.",)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        # the domain report, section 5, item 3: four times out of five ten records are too few
        ((4, 10), (8, 10), "Consistent with improvement; too few records to be sure (Fisher exact p = 0.17)."),
        ((4, 10), (9, 10), "Consistent with improvement; too few records to be sure (Fisher exact p = 0.057)."),
        (
            (5, 10),
            (10, 10),
            "Better than before; chance alone is an unlikely explanation (Fisher exact p = 0.033).",
        ),
        (
            (10, 10),
            (4, 10),
            "Further from the standard than before; chance alone is an unlikely explanation (Fisher exact p = 0.011).",
        ),
        (
            (6, 10),
            (5, 10),
            "No improvement to be seen in these records; too few to say more (Fisher exact p = 1.00).",
        ),
        ((4, 10), (8, 20), "The same share as before."),
        ((0, 0), (8, 20), "Nothing to compare yet: one of the two sets has no judged records."),
        ((4, 10), (0, 0), "Nothing to compare yet: one of the two sets has no judged records."),
        ((0, 8), (0, 5), "The same share as before."),
        ((9, 9), (7, 7), "The same share as before."),
        (
            (500, 1000),
            (510, 1000),
            "A small difference that chance alone could explain (Fisher exact p = 0.69).",
        ),
    ],
)
def test_r18_the_sentence_claims_what_the_figures_allow(
    before: tuple[int, int], after: tuple[int, int], sentence: str
) -> None:
    assert compared(before, after).sentence == sentence


@given(COUNTS, COUNTS, st.booleans(), st.booleans(), st.booleans())
def test_r18_better_is_never_claimed_without_proof(
    before: tuple[int, int], after: tuple[int, int], version: bool, included: bool, criteria: bool
) -> None:
    found = compared(
        before, after, changed_version=version, triggers_included=included, same_criteria=criteria, repeated=True
    )
    if found.verdict == "better":
        assert found.p is not None
        assert found.p <= 0.05
        assert after[0] / after[1] > before[0] / before[1]
        assert criteria
        assert not version
        assert not included
    else:
        assert "unlikely explanation" not in found.sentence or found.verdict == "worse"
    for count, words in ((before, found.before_words), (after, found.after_words)):
        assert ("of" in words) == (count[1] > 0)  # no percentage without its count


def test_r18_a_changed_version_is_flagged_and_never_compared() -> None:
    found = compared((1, 20), (20, 20), changed_version=True)
    assert found.verdict == "not_comparable"
    assert found.words == (
        "Not comparable: the two sets were not judged by the same criteria. "
        "The two sets use different versions of the standard."
    )


def test_r4_trigger_records_in_the_baseline_take_the_proof_away() -> None:
    found = compared((1, 20), (20, 20), triggers_included=True)
    assert found.verdict == "maybe_better"
    assert found.notes == (
        "The baseline holds records that opened the cycle, so a better figure is expected even without coaching.",
    )


def test_r18_a_changed_assessor_and_repeated_people_are_flagged() -> None:
    found = compared((4, 10), (10, 10), changed_assessor=True, repeated=True, triggers_excluded=1)
    assert found.notes == (
        "1 record that opened the cycle left out.",
        "Different assessors: part of the difference may be theirs.",
        "Several records are of the same person, so they count for less than they seem.",
    )


def test_when_fewer_is_better_a_falling_share_is_an_improvement() -> None:
    found = measures.compare(Proportion(10, 10), Proportion(4, 10), DEFAULTS, direction="at_most")
    assert found.verdict == "better"


def test_r18_nothing_judged_is_no_percentage() -> None:
    assert measures.proportion_words(Proportion(0, 0, not_applicable=7), DEFAULTS) == "none judged"


def test_r18_not_applicable_is_left_out_and_never_counted_as_not_met() -> None:
    assert Proportion(3, 5, not_applicable=5).share == 0.6


@pytest.mark.parametrize("counts", [(-1, 2, 0), (3, 2, 0), (1, 2, -1)])
def test_impossible_counts_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"count|applicable"):
        Proportion(*counts)


def test_the_success_rule_reads_as_a_sentence() -> None:
    assert NINE_OF_TEN.words() == "Escalated within 4 h of the first sign in at least 9 of 10 records"
    rule = SuccessRule("Visits missed", "at_most", Fraction(1, 20), 40)
    assert rule.words() == "Visits missed in at most 2 of 40 records"
    assert (
        replace(rule, threshold=Fraction(8, 10), smallest=12).words()
        == "Visits missed in at most 80% of at least 12 records"
    )
    assert replace(NINE_OF_TEN, smallest=7).words().endswith("in at least 90% of at least 7 records")


@pytest.mark.parametrize(
    ("measured", "met", "words"),
    [
        (Proportion(9, 10), True, "Rule met: 9 of 10."),
        (Proportion(18, 20), True, "Rule met: 18 of 20."),
        (Proportion(17, 20), False, "Rule not met: 17 of 20."),
        (Proportion(9, 9), None, "Cannot be judged yet: 9 of 9 records, and the rule asks for at least 10."),
        (Proportion(0, 0, 12), None, "Not measured yet."),
        (None, None, "Not measured yet."),
        (Proportion(9 * 10**12, 10**13), True, "Rule met: 9,000,000,000,000 of 10,000,000,000,000."),
    ],
)
def test_r7_the_rule_is_evaluated_from_the_counts(measured: Proportion | None, met: bool | None, words: str) -> None:
    assert success.evaluate(NINE_OF_TEN, measured) == success.Evaluation(met, words)


def test_r7_at_most_is_judged_the_other_way_round() -> None:
    rule = SuccessRule("Visits missed", "at_most", Fraction(1, 10), 10)
    assert success.evaluate(rule, Proportion(1, 10)).met is True
    assert success.evaluate(rule, Proportion(2, 10)).met is False


def test_r4_an_incomplete_rule_says_what_is_missing_and_cannot_be_judged() -> None:
    assert [problem.field for problem in SuccessRule().problems()] == [
        "rule_measure",
        "rule_direction",
        "rule_threshold",
        "rule_smallest_count",
    ]
    assert all(problem.rule == "R4" for problem in SuccessRule().problems())
    assert success.evaluate(SuccessRule(), Proportion(9, 10)).met is None
    assert NINE_OF_TEN.problems() == ()
    assert replace(NINE_OF_TEN, threshold=Fraction(3, 2)).problems()[0].field == "rule_threshold"


@given(st.integers(1, 100).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_r5_a_threshold_kept_in_four_decimals_is_still_the_count_people_agreed_on(counts: tuple[int, int]) -> None:
    met, total = counts
    kept = round(Decimal(met) / Decimal(total), 4)
    rule = SuccessRule.stored("x", "at_least", kept, total)
    assert rule.threshold == Fraction(met, total)
    assert success.evaluate(rule, Proportion(met, total)).met is True
    if met:
        assert success.evaluate(rule, Proportion(met - 1, total)).met is False


def test_an_unset_threshold_stays_unset() -> None:
    assert SuccessRule.stored("x", "at_least", None, None).threshold is None


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("9 of 10", Fraction(9, 10)),
        ("9 out of 10", Fraction(9, 10)),
        (" 2/3 ", Fraction(2, 3)),
        ("90%", Fraction(9, 10)),
        ("87.5 %", Fraction(7, 8)),
        ("0.9", Fraction(9, 10)),
        ("1", Fraction(1)),
    ],
)
def test_thresholds_are_read_the_way_people_write_them(text: str, share: Fraction) -> None:
    assert success.threshold_from(text) == share


@pytest.mark.parametrize("text", ["", "9", "most", "11 of 10", "0 of 0", "120%", "-1%", "9 of", "1/2/3", "nan"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        success.threshold_from(text)


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.0108, "p = 0.011"), (0.0004, "p < 0.001"), (0.17, "p = 0.17"), (0.0502, "p = 0.0502"), (1.0, "p = 1.00")],
)
def test_p_is_written_without_crossing_the_line(p: float, words: str) -> None:
    assert measures.p_words(p) == words
