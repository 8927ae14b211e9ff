"""One plain test for each rule of the loop, R1-R10 and R18, through services: the rule as a person would tell it.

Their finer points stand with the services they belong to. docs/rules.md says where each rule lives and is met;
`python -m tests.faults.rules` breaks each rule on purpose and sees these tests fail.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.drift import found_proposals
from coachdesk.queries.signals import SIGNALS
from coachdesk.services import agency, cycle_phases, cycles, signals
from coachdesk.store.desk import Desk
from tests.helpers.asking import row
from tests.helpers.cycling import closed, coaching, diagnosed, held, measured, said, seen, validating, whole
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note


def missing(desk: Desk, cycle: int) -> str:
    """What the gate in front of the cycle says is missing."""
    with pytest.raises(Refused) as refused:
        cycle_phases.advance(desk, RENEE, cycle)
    return said(refused.value)


def proposed(desk: Desk, clock: Clock) -> list[str]:
    """The rules that propose drift now."""
    with desk.read() as conn:
        return sorted(one.rule for one in found_proposals(conn, clock().date(), desk.settings()))


def test_r1_five_fields_are_enough_for_a_signal(desk: Desk, clock: Clock, practice: Practice) -> None:
    five = {
        "source": "complaint",
        "occurred_on": clock().date(),
        "staff_id": practice.people["Dana"],
        "severity": "minor",
        "what_happened": "Nobody called back",
    }
    saved = signals.log_signal(desk, RENEE, five).result
    with desk.read() as conn:
        found = row(conn, SIGNALS, saved)
    assert (found["team"], found["triage"]) == ("North team", "new")
    for name in ("source", "what_happened"):
        with pytest.raises(Refused):
            signals.log_signal(desk, RENEE, {**five, name: ""})


def test_r2_drift_is_proposed_and_nothing_is_done_about_it(desk: Desk, clock: Clock, practice: Practice) -> None:
    ids = [note(desk, clock, practice, back=back) for back in (30, 15)]
    assert proposed(desk, clock) == []
    ids.append(note(desk, clock, practice, back=0))
    assert proposed(desk, clock) == ["R2a"]
    note(desk, clock, practice, "Tyler", severity="major", criterion_code="1")
    assert proposed(desk, clock) == ["R2a", "R2b"]
    note(desk, clock, practice, "Rosa", source="complaint", criterion_code="1")
    assert proposed(desk, clock) == ["R2a", "R2b", "R2c"]
    with desk.read() as conn:
        assert {row(conn, SIGNALS, one)["triage"] for one in ids} == {"new"}


def test_r3_three_people_on_one_criterion_are_a_question_to_the_system(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    for name in ("Dana", "Thanh"):
        note(desk, clock, practice, name)
    note(desk, clock, practice, "Dana", back=2)
    with desk.read() as conn:
        (team,) = found_proposals(conn, clock().date(), desk.settings())
    assert team.system is None
    note(desk, clock, practice, "Łukasz")
    with desk.read() as conn:
        (team,) = found_proposals(conn, clock().date(), desk.settings())
    assert team.system is not None
    assert team.system.words == "Look at the system: 3 people drift on this criterion."


def test_r4_diagnose_ends_only_with_everything_settled(desk: Desk, clock: Clock, practice: Practice) -> None:
    cycle = cycles.open_cycle(desk, RENEE, {}).result
    told = missing(desk, cycle)
    for words in (
        "No standard version is chosen.",
        "No target criterion is chosen.",
        "No coachee is named.",
        "No coach is named.",
        "No validator is named.",
        "The likely cause is not named.",
        "There is no baseline with its count.",
        "The evidence wanted is not described.",
        "No follow-up date is set.",
    ):
        assert words in told
    settled = diagnosed(desk, clock, practice)
    measured(desk, clock, practice, settled, "baseline")
    assert cycle_phases.advance(desk, RENEE, settled).result == "coach"


def test_r5_the_success_rule_is_locked_and_changes_by_amendment_only(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = coaching(desk, clock, practice)
    with pytest.raises(Refused, match="R5"):
        cycles.edit_cycle(desk, RENEE, cycle, {"rule_threshold": Fraction(1, 2)})
    cycle_phases.amend_rule(desk, RENEE, cycle, {"rule_smallest_count": 8}, "Only eight records were written.")
    (amendment,) = whole(desk, clock, cycle).amendments
    assert amendment.reason == "Only eight records were written."


def test_r6_coaching_ends_with_feedback_observation_and_a_second_source(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = coaching(desk, clock, practice, ("Dana", "Thanh"))
    clock.go(days=1)
    held(desk, clock, practice, cycle, ("Dana",), data_sources=["direct_observation"])
    told = missing(desk, cycle)
    assert "Thanh Nguyễn has no held session with feedback given." in told
    assert "Dana Whitfield has no held session" not in told
    assert "There is no second data source yet" in told
    held(desk, clock, practice, cycle, ("Thanh",), data_sources=["reflection"])
    assert cycle_phases.advance(desk, RENEE, cycle).result == "validate"


def test_r7_only_the_validator_confirms_and_only_in_live_delivery_after_a_session(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = validating(desk, clock, practice)
    people = practice.people
    ended = {people["Dana"]: cycle_phases.CoacheeOutcome("achieved")}
    seen(desk, clock, practice, cycle, setting="simulated")
    seen(desk, clock, practice, cycle, observer_id=people["Maria"])
    seen(desk, clock, practice, cycle, observed_at=clock() - timedelta(days=1))
    measured(desk, clock, practice, cycle, "post", met=10)
    with pytest.raises(Refused) as refused:
        cycle_phases.close_cycle(desk, RENEE, cycle, ended)
    assert "has not confirmed the practice in live delivery" in said(refused.value)
    clock.go(minutes=5)
    seen(desk, clock, practice, cycle)
    cycle_phases.close_cycle(desk, RENEE, cycle, ended)
    assert whole(desk, clock, cycle).status == "closed"


def test_r8_closing_books_the_sustain_checks_of_the_agency(desk: Desk, clock: Clock, practice: Practice) -> None:
    agency.change_setting(desk, RENEE, "sustain_days", "21, 42")
    cycle = closed(desk, clock, practice)
    assert [one.days for one in whole(desk, clock, cycle).sustain] == [21, 42]


def test_r9_a_closed_cycle_is_read_only_and_corrected_by_amendment(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = closed(desk, clock, practice)
    with pytest.raises(Refused, match="R9"):
        cycles.edit_cycle(desk, RENEE, cycle, {"title": "Another"})
    cycle_phases.amend(
        desk, RENEE, cycle, subject="Follow-up", before="Nov 30", after="Dec 1", reason="It was a holiday."
    )
    assert [one.subject for one in whole(desk, clock, cycle).amendments] == ["Follow-up"]


def test_r10_phases_skip_days_on_which_the_agency_is_closed_and_late_entries_are_marked(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    assert clock().date() == date(2026, 11, 9)  # a Monday; Wednesday is Veterans Day
    plain = whole(desk, clock, diagnosed(desk, clock, practice)).phases[0].planned_end
    assert plain == date(2026, 11, 12)
    agency.add_holiday(desk, RENEE, day=date(2026, 11, 12), name="Training day")
    assert whole(desk, clock, diagnosed(desk, clock, practice)).phases[0].planned_end == date(2026, 11, 13)
    noted = [note(desk, clock, practice, back=back) for back in (2, 3)]
    with desk.read() as conn:
        assert [row(conn, SIGNALS, one)["late_entry"] for one in noted] == [False, True]


def test_r18_few_records_show_counts_and_an_interval_and_claim_nothing(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = validating(desk, clock, practice)
    measured(desk, clock, practice, cycle, "post", met=8, total=9)
    compared = whole(desk, clock, cycle).compared(desk.settings())
    assert compared is not None
    assert compared.before_words == "4 of 10 (17–69%)"
    assert compared.after_words == "8 of 9 (57–98%)"
    assert compared.sentence == "Consistent with improvement; too few records to be sure (Fisher exact p = 0.057)."
