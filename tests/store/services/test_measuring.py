"""R4, R5, R7, R18 through the services: measures of every kind, what they are compared with and what may be said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.cycle_charts import before_after, over_time
from coachdesk.queries.measures import MEASURES
from coachdesk.services import cycle_phases, cycles, measures, sustain
from coachdesk.store.desk import Desk
from tests.helpers.asking import row
from tests.helpers.cycling import (
    VALIDATOR,
    closed,
    coaching,
    diagnosed,
    held,
    measured,
    said,
    seen,
    validating,
    whole,
)
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note

HOURS: dict[str, Any] = {
    "rule_kind": "duration",
    "rule_unit": "h",
    "rule_measure": "Hours from first sign to escalation",
    "rule_direction": "at_most",
    "rule_threshold": "4 h",
    "rule_smallest_count": 6,
}
SLOW = "20, 26, 9.5, 30, 18, 12, 40, 22"
QUICK = [1, 2.5, 3, 4, 2, 1.5, 3.5, 6]


def in_validate(desk: Desk, clock: Clock, practice: Practice, rule: dict[str, Any], **baseline: Any) -> int:
    """A cycle in Validate whose rule and baseline are of another kind than a share of records."""
    cycle = diagnosed(desk, clock, practice, rule=rule)
    measured(desk, clock, practice, cycle, "baseline", kind=rule["rule_kind"], **baseline)
    cycle_phases.advance(desk, RENEE, cycle)
    clock.go(days=1)
    held(desk, clock, practice, cycle)
    clock.go(hours=1)
    cycle_phases.advance(desk, RENEE, cycle)
    seen(desk, clock, practice, cycle)
    return cycle


def test_r18_times_are_told_by_their_median_with_interval_and_an_exact_test(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = in_validate(desk, clock, practice, HOURS, figures=SLOW)
    measured(desk, clock, practice, cycle, "post", kind="duration", figures=QUICK)
    found = whole(desk, clock, cycle)
    compared = found.compared(desk.settings())
    assert compared is not None
    assert compared.before_words == "median 21 h, n = 8 (9.5–40 h)"
    assert compared.after_words == "median 2.75 h, n = 8 (1–6 h)"
    assert compared.verdict == "better"
    assert compared.sentence == ("Better than before; chance alone is an unlikely explanation (exact test p < 0.001).")
    assert found.judged.words == "Rule met: median 2.75 h, n = 8."
    chart = before_after(found, desk.settings())
    assert chart.x.high >= 40
    assert chart.target is not None
    assert chart.target.label == "rule 4 h"


def test_r18_few_times_claim_no_more_than_they_allow(desk: Desk, clock: Clock, practice: Practice) -> None:
    cycle = in_validate(desk, clock, practice, HOURS, figures="9, 10, 12")
    measured(desk, clock, practice, cycle, "post", kind="duration", figures="1, 2, 3")
    found = whole(desk, clock, cycle)
    compared = found.compared(desk.settings())
    assert compared is not None
    assert compared.sentence == "Consistent with improvement; too few to be sure (exact test p = 0.10)."
    assert found.judged.met is None, "the rule asks for six times"
    with pytest.raises(Refused) as refused:
        cycle_phases.close_cycle(desk, RENEE, cycle, {practice.people["Dana"]: cycle_phases.CoacheeOutcome("achieved")})
    assert "Cannot be judged yet: median 2 h, n = 3; the rule asks for at least 6 times." in said(refused.value)


def test_r18_a_rate_is_told_with_its_exposure(desk: Desk, clock: Clock, practice: Practice) -> None:
    rule = HOURS | {"rule_kind": "rate", "rule_unit": "100 visits", "rule_measure": "Missed visits"}
    rule |= {"rule_threshold": "2", "rule_smallest_count": 300}
    cycle = in_validate(desk, clock, practice, rule, events=18, exposure=600)
    measured(desk, clock, practice, cycle, "post", kind="rate", events=4, exposure="620")
    found = whole(desk, clock, cycle)
    compared = found.compared(desk.settings())
    assert compared is not None
    assert compared.after_words.startswith("4 in 620 visits, 0.65 per 100 visits (0.18–1.65")
    assert compared.verdict == "better"
    assert found.judged.met is True
    with desk.read() as conn:
        kept = row(conn, MEASURES, found.measures[-1].id)
    assert (kept["kind"], kept["events"], kept["exposure"], kept["unit"]) == ("rate", 4, Decimal(620), "visits")


def test_r18_ratings_are_compared_by_rank_and_have_no_mean(desk: Desk, clock: Clock, practice: Practice) -> None:
    rule = HOURS | {"rule_kind": "rubric", "rule_unit": "", "rule_measure": "Needed support"}
    rule |= {"rule_direction": "at_least", "rule_threshold": "4 of 5", "rule_smallest_count": 4}
    cycle = in_validate(desk, clock, practice, rule, figures="2, 2, 3, 2")
    measured(desk, clock, practice, cycle, "post", kind="rubric", figures="4, 5, 4, 3")
    found = whole(desk, clock, cycle)
    compared = found.compared(desk.settings())
    assert compared is not None
    assert (compared.before_words, compared.after_words) == ("median 2 of 5, n = 4", "median 4 of 5, n = 4")
    assert compared.verdict == "maybe_better"
    assert found.judged.words == "Rule met: median 4 of 5, n = 4."


def test_r4_a_baseline_of_another_kind_than_the_rule_holds_the_gate(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = diagnosed(desk, clock, practice, rule=HOURS)
    measured(desk, clock, practice, cycle, "baseline")
    with pytest.raises(Refused) as refused:
        cycle_phases.advance(desk, RENEE, cycle)
    assert "The baseline is a “Share of records” measure; the success rule asks for “Time taken”." in said(
        refused.value
    )


def test_r4_trigger_records_still_in_the_baseline_hold_the_gate_and_take_the_proof_away(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = diagnosed(desk, clock, practice, signals=[note(desk, clock, practice) for _ in range(2)])
    measured(desk, clock, practice, cycle, "baseline", triggers_included=True)
    with pytest.raises(Refused) as refused:
        cycle_phases.advance(desk, RENEE, cycle)
    assert "Records that opened the cycle are still in the baseline" in said(refused.value)
    cycle_phases.advance(desk, RENEE, cycle, "No other records exist.")
    measured(desk, clock, practice, cycle, "post", met=10)
    found = whole(desk, clock, cycle)
    assert found.baseline is not None
    assert (found.baseline.triggers_excluded, found.baseline.triggers_included) == (0, True)
    compared = found.compared(desk.settings())
    assert compared is not None
    assert compared.verdict == "maybe_better", "p = 0.011 proves nothing when the triggers are in the baseline"
    assert "a better figure is expected even without coaching" in compared.words


def test_r4_otherwise_the_baseline_says_how_many_were_left_out(desk: Desk, clock: Clock, practice: Practice) -> None:
    cycle = diagnosed(desk, clock, practice, signals=[note(desk, clock, practice) for _ in range(2)])
    measured(desk, clock, practice, cycle, "baseline")
    found = whole(desk, clock, cycle).baseline
    assert found is not None
    assert (found.triggers_excluded, found.triggers_included) == (2, False)


def test_r5_kind_and_unit_of_the_rule_lock_with_it_and_so_does_the_baseline(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = coaching(desk, clock, practice)
    for values in ({"rule_kind": "duration"}, {"rule_unit": "h"}, {"rule_threshold": "5 of 10"}):
        with pytest.raises(Refused, match="R5"):
            cycles.edit_cycle(desk, RENEE, cycle, values)
    with pytest.raises(Refused, match="R5"):
        measured(desk, clock, practice, cycle, "baseline", met=1)
    changed = {"rule_kind": "duration", "rule_unit": "h", "rule_threshold": "4", "rule_direction": "at_most"}
    cycle_phases.amend_rule(desk, RENEE, cycle, changed, "The log holds times, not yes or no.")
    (amendment,) = whole(desk, clock, cycle).amendments
    assert amendment.before == "Escalated within 4 h in at least 9 of 10 records"
    assert amendment.after == "Escalated within 4 h: median at most 4 h, on at least 10 times"


def test_r7_a_measure_of_another_kind_after_coaching_does_not_close(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = validating(desk, clock, practice)
    seen(desk, clock, practice, cycle)
    measured(desk, clock, practice, cycle, "post", kind="duration", figures="1, 2", unit="h")
    with pytest.raises(Refused) as refused:
        cycle_phases.close_cycle(desk, RENEE, cycle, {practice.people["Dana"]: cycle_phases.CoacheeOutcome("achieved")})
    assert "not of the same kind as the baseline" in said(refused.value)
    assert "this is not the measure the rule asks for" in said(refused.value)


def test_r18_a_changed_assessor_and_records_of_the_same_person_are_said(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = validating(desk, clock, practice)
    measured(desk, clock, practice, cycle, "post", met=9, assessor_id=practice.people["Tyler"])
    compared = whole(desk, clock, cycle).compared(desk.settings())
    assert compared is not None
    assert compared.notes == (
        "Different assessors: part of the difference may be theirs.",
        "Several records are of the same person, so they count for less than they seem.",
    )
    assert "%" not in compared.sentence, "never a percentage alone"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "duration", "figures": "soon"}, "“soon” is no figure here"),
        ({"kind": "duration", "figures": ""}, "At least one figure is needed."),
        ({"kind": "rubric", "figures": "3, 6"}, "“6” is no rating from 1 to 5."),
        ({"kind": "rate", "events": 2, "exposure": 0, "unit": "visits"}, "more than 0"),
        ({"kind": "rate", "events": None, "exposure": 5}, "What the exposure counts is needed."),
        ({"kind": "guess"}, "Choose one of the listed values."),
        ({"met": 11, "total": 10}, "More records met the criteria than were judged."),
    ],
)
def test_figures_that_cannot_be_are_refused(
    desk: Desk, clock: Clock, practice: Practice, values: dict[str, Any], words: str
) -> None:
    cycle = diagnosed(desk, clock, practice)
    with pytest.raises(Refused) as refused:
        measured(desk, clock, practice, cycle, "baseline", **values)
    assert words in said(refused.value)
    with desk.read() as conn:
        assert MEASURES.count(conn) == 0


def test_a_mistaken_measure_is_taken_back_until_the_rule_locks(desk: Desk, clock: Clock, practice: Practice) -> None:
    cycle = diagnosed(desk, clock, practice)
    wrong = measured(desk, clock, practice, cycle, "baseline", met=3)
    measures.remove_measure(desk, RENEE, wrong)
    kept = measured(desk, clock, practice, cycle, "baseline")
    cycle_phases.advance(desk, RENEE, cycle)
    with pytest.raises(Refused, match="R5"):
        measures.remove_measure(desk, RENEE, kept)


def test_r19_measures_over_time_mark_the_days_of_the_cycle(desk: Desk, clock: Clock, practice: Practice) -> None:
    cycle = closed(desk, clock, practice)
    found = whole(desk, clock, cycle)
    assert over_time(found, desk.settings()) is None, "two points are before and after, no series"
    for check in found.sustain:
        clock.go(days=30)
        sustain.record_sustain(desk, RENEE, check.id, "held", met=9, total=10, checked_by=practice.people[VALIDATOR])
    chart = over_time(whole(desk, clock, cycle), desk.settings())
    assert chart is not None
    assert [point.note for point in chart.points] == ["4 of 10", "10 of 10", "9 of 10", "9 of 10", "9 of 10"]
    (band,) = chart.spans
    assert (band.first, band.label) == (found.opened_on, "cycle")
    assert "too few to tell a shift from chance" in chart.caption
