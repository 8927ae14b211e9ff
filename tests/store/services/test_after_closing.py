"""R5, R8, R9, R10: pauses, escalation, closing, what may follow it: sustain checks, amendments, reopening."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.board import board
from coachdesk.queries.cycle_parts import SUSTAIN_CHECKS
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.due_dates import due_dates
from coachdesk.queries.table import Where
from coachdesk.queries.today import today_rows
from coachdesk.services import cycle_phases, cycles, sessions, signals, sustain
from coachdesk.services.cycle_phases import CoacheeOutcome
from coachdesk.store.desk import Desk, load_settings
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


def outcome(practice: Practice, name: str, code: str, next_step: str = "") -> dict[int, CoacheeOutcome]:
    return {practice.people[name]: CoacheeOutcome(code, next_step=next_step)}


def test_r8_each_coachee_has_an_outcome_of_their_own_and_closing_books_the_checks(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = validating(desk, clock, practice, ("Dana", "Thanh"))
    for name, result in (("Dana", "met"), ("Thanh", "partly")):
        clock.go(minutes=15)
        seen(desk, clock, practice, cycle, name, result)
    measured(desk, clock, practice, cycle, "post", met=9)
    with pytest.raises(Refused) as refused:
        cycle_phases.close_cycle(desk, RENEE, cycle, outcome(practice, "Dana", "achieved"))
    assert "Thanh Nguyễn has no outcome yet." in said(refused.value)
    both = outcome(practice, "Dana", "achieved") | outcome(practice, "Thanh", "not_achieved")
    with pytest.raises(Refused) as refused:
        cycle_phases.close_cycle(desk, RENEE, cycle, both)
    assert "Thanh Nguyễn's outcome is Not achieved; say what comes next." in said(refused.value)
    both |= outcome(practice, "Thanh", "not_achieved", "Shadow shifts with Maria in December")
    cycle_phases.close_cycle(desk, RENEE, cycle, both, sign_off_note="Reviewed with the team lead.")
    found = whole(desk, clock, cycle)
    assert [(one.name, one.outcome) for one in found.coachees] == [
        ("Dana Whitfield", "achieved"),
        ("Thanh Nguyễn", "not_achieved"),
    ]
    assert [one.days for one in found.sustain] == [30, 60, 90]
    assert found.signed_off_by == "Renee Okafor"


def test_r8_achieved_is_refused_where_the_figures_say_otherwise_unless_a_reason_is_printed(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = validating(desk, clock, practice)
    seen(desk, clock, practice, cycle)
    measured(desk, clock, practice, cycle, "post", met=6)
    with pytest.raises(Refused) as refused:
        cycle_phases.close_cycle(desk, RENEE, cycle, outcome(practice, "Dana", "achieved"))
    assert "Dana Whitfield's outcome is Achieved, but the figures say otherwise. Rule not met: 6 of 10." in said(
        refused.value
    )
    reason = "The log lost two days; the nurse line confirms both calls."
    cycle_phases.close_cycle(desk, RENEE, cycle, outcome(practice, "Dana", "achieved"), override_reason=reason)
    (override,) = whole(desk, clock, cycle).overrides
    assert (override.gate, override.reason) == ("close", reason)


def test_r10_a_pause_moves_what_lay_ahead_by_its_working_days(desk: Desk, clock: Clock, practice: Practice) -> None:
    cycle = coaching(desk, clock, practice)
    due = whole(desk, clock, cycle).due_on
    with pytest.raises(Refused) as refused:
        cycle_phases.pause_cycle(desk, RENEE, cycle, " ")
    assert "Say why the cycle is paused." in said(refused.value)
    cycle_phases.pause_cycle(desk, RENEE, cycle, "Maria is on leave")
    clock.go(days=7)
    cycle_phases.resume_cycle(desk, RENEE, cycle)
    found = whole(desk, clock, cycle)
    assert (due, found.due_on) == (date(2026, 11, 19), date(2026, 11, 25)), "four days lost: Wednesday was Veterans Day"
    assert [(one.reason, (one.until_on or one.from_on) - one.from_on) for one in found.pauses] == [
        ("Maria is on leave", timedelta(days=7))
    ]


def test_r10_the_follow_up_and_the_steps_agreed_move_with_a_pause_too(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = coaching(desk, clock, practice)
    session, dana = held(desk, clock, practice, cycle), practice.people["Dana"]
    over, ahead = clock().date(), clock().date() + timedelta(days=9)
    for text, due in (("Put the card up", over), ("Use the card", ahead), ("Some day", None)):
        sessions.add_step(desk, RENEE, session, {"text": text, "owner_id": dana, "due_on": due})
    assert whole(desk, clock, cycle).follow_up_on == date(2026, 11, 23)
    clock.go(days=1)
    cycle_phases.pause_cycle(desk, RENEE, cycle, "Maria is on leave")
    clock.go(days=7)
    cycle_phases.resume_cycle(desk, RENEE, cycle)
    found = whole(desk, clock, cycle)
    assert found.follow_up_on == date(2026, 11, 30), "four working days lost; Thanksgiving between"
    assert [one.due_on for one in found.sessions[0].steps] == [over, date(2026, 11, 24), None]


def test_r10_an_escalated_cycle_says_who_decides_and_its_clocks_stand_still(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = coaching(desk, clock, practice)
    with pytest.raises(Refused) as refused:
        cycle_phases.escalate_cycle(desk, RENEE, cycle, "Twelve visits a shift cannot be done.")
    assert "Who is asked to decide is needed." in said(refused.value)
    cycle_phases.escalate_cycle(desk, RENEE, cycle, "Twelve visits a shift cannot be done.", "Program director")
    assert whole(desk, clock, cycle).escalated_to == "Program director"
    clock.go(days=7)
    with desk.read() as conn:
        assert row(conn, CYCLES, cycle)["due_on"] is None
        (card,) = (one for cards in board(conn, Where(), clock().date()).lanes.values() for one in cards)
        assert card.due_on is None
        due = due_dates(conn, clock().date() - timedelta(days=7), clock().date(), clock().date(), load_settings(conn))
        assert due.events == ()
        waiting = [one for one in today_rows(conn, clock(), load_settings(conn)) if one.page == "cycles"]
    assert [(one.state, one.words) for one in waiting] == [("none", "no clock")], "it waits, and is not late"
    cycle_phases.resume_cycle(desk, RENEE, cycle)
    found = whole(desk, clock, cycle)
    assert (found.status, found.escalated_to, found.due_on) == ("coaching", "", date(2026, 11, 25))


def test_a_cancelled_cycle_leaves_no_clock_standing(desk: Desk, clock: Clock, practice: Practice) -> None:
    cycle = coaching(desk, clock, practice)
    cycle_phases.pause_cycle(desk, RENEE, cycle, "On leave")
    clock.go(days=2)
    cycle_phases.cancel_cycle(desk, RENEE, cycle, "Dana moves to another program")
    assert [one.until_on for one in whole(desk, clock, cycle).pauses] == [clock().date()]


def test_r9_a_closed_cycle_takes_no_session_observation_or_measure(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = closed(desk, clock, practice)
    for call in (
        lambda: held(desk, clock, practice, cycle),
        lambda: seen(desk, clock, practice, cycle),
        lambda: measured(desk, clock, practice, cycle, "post"),
        lambda: cycles.edit_cycle(desk, RENEE, cycle, {"title": "Another"}),
    ):
        with pytest.raises(Refused, match="R9"):
            call()
    cycle_phases.amend(desk, RENEE, cycle, subject="Count", before="10 of 10", after="9 of 10", reason="Double entry")
    (amendment,) = whole(desk, clock, cycle).amendments
    assert (amendment.subject, amendment.reason, amendment.amended_by) == ("Count", "Double entry", "Renee Okafor")


def test_r9_the_facts_of_a_signal_stay_once_its_cycle_has_ended_and_its_words_can_be_cleaned(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    signal = note(desk, clock, practice)
    cycle = diagnosed(desk, clock, practice, signals=[signal])
    measured(desk, clock, practice, cycle, "baseline")
    cycle_phases.advance(desk, RENEE, cycle)
    clock.go(days=1)
    held(desk, clock, practice, cycle)
    cycle_phases.advance(desk, RENEE, cycle)
    clock.go(hours=1)
    seen(desk, clock, practice, cycle)
    measured(desk, clock, practice, cycle, "post", met=10)
    signals.edit_signal(desk, RENEE, signal, {"severity": "moderate"})  # the cycle is open
    cycle_phases.close_cycle(desk, RENEE, cycle, outcome(practice, "Dana", "achieved"))
    for facts in ({"severity": "minor"}, {"occurred_on": date(2026, 11, 1)}, {"source": "complaint"}):
        with pytest.raises(Refused, match="R9"):
            signals.edit_signal(desk, RENEE, signal, facts)
    signals.edit_signal(desk, RENEE, signal, {"severity": "moderate", "what_happened": "P-112 was not called (R22)."})
    (kept,) = whole(desk, clock, cycle).signals
    assert (kept.severity, kept.what_happened) == ("moderate", "P-112 was not called (R22).")


def test_r9_reopening_is_an_amendment_and_books_the_checks_anew(desk: Desk, clock: Clock, practice: Practice) -> None:
    cycle = closed(desk, clock, practice)
    cycle_phases.reopen_cycle(desk, RENEE, cycle, "The partner reports the same drift.")
    found = whole(desk, clock, cycle)
    assert (found.status, found.sustain, found.signed_off_by) == ("validating", (), "")
    assert [one.subject for one in found.amendments] == ["Status"]
    cycle_phases.close_cycle(desk, RENEE, cycle, outcome(practice, "Dana", "achieved"))
    assert len(whole(desk, clock, cycle).sustain) == 3


def test_r8_a_sustain_check_says_who_looked_at_how_many(desk: Desk, clock: Clock, practice: Practice) -> None:
    check = whole(desk, clock, closed(desk, clock, practice)).sustain[0].id
    with pytest.raises(Refused) as refused:
        sustain.record_sustain(desk, RENEE, check, "held", met=4)
    assert "Who checked is needed." in said(refused.value)
    assert "Give both counts, or neither" in said(refused.value)
    with pytest.raises(Refused) as refused:
        sustain.record_sustain(desk, RENEE, check, "missed")
    assert "why it was missed" in said(refused.value)
    sustain.record_sustain(desk, RENEE, check, "held", met=4, total=5, checked_by=practice.people[VALIDATOR])
    with desk.read() as conn:
        found = row(conn, SUSTAIN_CHECKS, check)
    assert (found["status"], found["checked_by"], found["met"], found["total"]) == ("held", "Rosa Ortiz", 4, 5)


def test_r8_a_sustain_check_comes_after_the_closing_and_is_not_made_by_a_coachee(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = whole(desk, clock, closed(desk, clock, practice))
    check, before = cycle.sustain[0].id, clock().date() - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        sustain.record_sustain(desk, RENEE, check, "held", on=before, checked_by=cycle.coachees[0].staff_id)
    assert "a check that it lasts comes after that" in said(refused.value)
    assert "Somebody other than those who were coached must look." in said(refused.value)


def test_r10_a_sustain_check_entered_days_later_is_marked_a_late_entry(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = closed(desk, clock, practice)
    first, second = (one.id for one in whole(desk, clock, cycle).sustain[:2])
    clock.go(days=40)
    looked, who = clock().date() - timedelta(days=3), practice.people[VALIDATOR]
    sustain.record_sustain(desk, RENEE, first, "held", on=looked, checked_by=who)
    sustain.record_sustain(desk, RENEE, second, "held", on=clock().date(), checked_by=who)
    late, timely = whole(desk, clock, cycle).sustain[:2]
    assert (late.late_entry, timely.late_entry) == (True, False)
    assert late.recorded_at == clock()
    with desk.read() as conn:
        assert row(conn, SUSTAIN_CHECKS, first)["late_entry"] is True
    sustain.record_sustain(desk, RENEE, first, "due")
    again = whole(desk, clock, cycle).sustain[0]
    assert (again.late_entry, again.recorded_at) == (False, None)


def test_r20_what_came_back_opens_a_cycle_that_knows_the_earlier_one(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    first = closed(desk, clock, practice)
    early, late, _ = (one.id for one in whole(desk, clock, first).sustain)
    clock.go(days=30)
    people = practice.people
    with pytest.raises(Refused, match="did not find the drift back"):
        cycles.open_cycle(desk, RENEE, {"version_id": practice.version}, recurred_check_id=early)
    sustain.record_sustain(desk, RENEE, early, "recurred", note="Two late calls", checked_by=people[VALIDATOR])
    again = cycles.open_cycle(
        desk, RENEE, {"version_id": practice.version}, staff_ids=[people["Dana"]], recurred_check_id=early
    ).result
    one, two = whole(desk, clock, first), whole(desk, clock, again)
    assert (two.previous_id, two.previous) == (first, one.number)
    assert one.followed_by == ((again, two.number),)
    assert (one.sustain[0].next_cycle_id, one.sustain[0].next_cycle) == (again, two.number)
    with pytest.raises(Refused) as refused:
        sustain.record_sustain(desk, RENEE, early, "held", checked_by=people[VALIDATOR])
    assert "it stays so" in said(refused.value)
    with pytest.raises(Refused, match="cannot be the cycle that follows"):
        sustain.link_sustain(desk, RENEE, early, again)
    sustain.record_sustain(desk, RENEE, late, "recurred", note="Again", checked_by=people[VALIDATOR])
    sustain.link_sustain(desk, RENEE, late, again)
    assert [check.next_cycle_id for check in whole(desk, clock, first).sustain] == [again, again, None]


def test_an_override_is_kept_with_what_was_missing_and_why(desk: Desk, clock: Clock, practice: Practice) -> None:
    cycle = diagnosed(desk, clock, practice)
    with pytest.raises(Refused) as refused:
        cycle_phases.advance(desk, RENEE, cycle)
    assert said(refused.value).endswith("There is no baseline with its count.")
    cycle_phases.advance(desk, RENEE, cycle, "The log was lost in the move.")
    (override,) = whole(desk, clock, cycle).overrides
    assert (override.missing, override.reason) == (
        "There is no baseline with its count.",
        "The log was lost in the move.",
    )
