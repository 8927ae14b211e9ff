"""What the Today page lists: everything late or due within a week, with whom it waits for and where it is seen to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from coachdesk.queries.today import TodayRow, counts, today_rows
from coachdesk.services import cycle_phases, measures, sessions, signals, sustain
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.loop import Loop, run_loop

S = Settings()
COACH, LUIS, LI = 1, 2, 5


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with new_desk(tmp_path, clock) as made:
        yield made


@pytest.fixture
def loop(desk: Desk, clock: Clock) -> Loop:
    """One closed cycle and one that waits for its baseline since Monday, November 16."""
    return run_loop(desk, clock)


def rows(desk: Desk, clock: Clock, kind: str = "") -> list[TodayRow]:
    with desk.read() as conn:
        return [row for row in today_rows(conn, clock(), S) if kind in ("", row.kind)]


def test_a_phase_is_told_with_its_next_step_its_coach_and_how_late_it_is(desk: Desk, loop: Loop, clock: Clock) -> None:
    (row,) = rows(desk, clock, "phase")
    assert (row.text, row.who, row.cycle) == ("Shift handover: Measure the baseline", "Renee Okafor", "C-2026-0002")
    assert (row.page, row.record_id, row.due) == ("cycles", loop.running, date(2026, 11, 18))
    assert row.state == "soon"
    clock.go(days=4)
    (row,) = rows(desk, clock, "phase")
    assert (row.state, row.tone, row.words) == ("late", "late", "Wed, 2 days late")


def test_a_satisfied_gate_is_told_at_once_and_a_paused_cycle_not_at_all(desk: Desk, loop: Loop, clock: Clock) -> None:
    judged = {"method": "record_count", "measured_on": clock().date(), "assessor_id": LUIS, "total": 10, "met": 3}
    measures.record_measure(desk, RENEE, loop.running, "baseline", judged)
    (row,) = rows(desk, clock, "gate")
    assert row.text == "Shift handover: Go on to Coach"
    assert rows(desk, clock, "phase") == []
    cycle_phases.pause_cycle(desk, RENEE, loop.running, "policy under review")
    assert rows(desk, clock, "gate") == []
    cycle_phases.resume_cycle(desk, RENEE, loop.running)
    cycle_phases.escalate_cycle(desk, RENEE, loop.running, "workload", "Program director")
    (row,) = rows(desk, clock, "phase")
    assert row.text == "Shift handover: Decide how to go on"


def test_planned_sessions_of_the_week_are_told_and_missed_ones_stay(desk: Desk, loop: Loop, clock: Clock) -> None:
    for days in (0.1, 1, 6, 9):
        planned = {"coach_id": COACH, "kind": "shadowing", "starts_at": clock() + timedelta(days=days)}
        sessions.plan_session(desk, RENEE, loop.running, [LI], planned)
    found = rows(desk, clock, "session")
    assert [row.state for row in found] == ["today", "soon", "later"]
    assert {row.text for row in found} == {"Shadowing with 小龍 李"}
    assert {(row.page, row.record_id, row.who) for row in found} == {("cycles", loop.running, "Renee Okafor")}
    clock.go(days=3)
    assert [row.state for row in rows(desk, clock, "session")] == ["late", "late", "later", "later"]


def test_feedback_is_due_24_hours_after_a_session_ended_and_the_clock_stands_in_a_pause(
    desk: Desk, loop: Loop, clock: Clock
) -> None:
    held = {"coach_id": COACH, "kind": "shadowing", "starts_at": clock(), "minutes": 60}
    clock.go(hours=2)
    session = sessions.record_session(desk, RENEE, loop.running, [LI], held | {"data_sources": ["reflection"]}).result
    (row,) = rows(desk, clock, "feedback")
    assert row.text == "Give feedback on session N-0003"
    assert (row.state, row.words) == ("soon", "tomorrow 1:00 PM")
    clock.go(days=1)
    (row,) = rows(desk, clock, "feedback")
    assert (row.state, row.words) == ("late", "today 1:00 PM, late")
    clock.go(hours=-3)
    cycle_phases.pause_cycle(desk, RENEE, loop.running, "on leave")
    assert rows(desk, clock, "feedback") == []
    clock.go(days=3)
    cycle_phases.resume_cycle(desk, RENEE, loop.running)
    (row,) = rows(desk, clock, "feedback")
    assert row.state == "today", "three days of pause put it off by three days"
    sessions.give_feedback(desk, RENEE, session, clock())
    assert rows(desk, clock, "feedback") == []


def test_a_session_outside_of_cycles_leads_to_who_was_coached(desk: Desk, loop: Loop, clock: Clock) -> None:
    held = {"coach_id": COACH, "kind": "reflective", "starts_at": clock(), "data_sources": ["reflection"]}
    clock.go(hours=1)
    step = {"text": "Read the card", "owner_id": LI, "due_on": clock().date()}
    sessions.record_session(desk, RENEE, None, [LI], held, [step])
    (feedback,) = rows(desk, clock, "feedback")
    (told,) = rows(desk, clock, "step")
    for row in (feedback, told):
        assert (row.page, row.record_id, row.cycle) == ("staff", LI, "")
    assert (told.text, told.who, told.state) == ("Read the card", "小龍 李", "today")


def test_open_steps_of_running_cycles_and_sustain_checks_are_told_when_they_come_near(
    desk: Desk, loop: Loop, clock: Clock
) -> None:
    assert rows(desk, clock, "step") == [], "the open step belongs to a closed cycle, which is read-only"
    assert rows(desk, clock, "sustain") == []
    clock.go(days=25)
    (row,) = rows(desk, clock, "sustain")
    assert row.text == "Escalating health deterioration: 30-day sustain check"
    assert (row.due, row.page, row.record_id) == (date(2026, 12, 16), "cycles", loop.closed)
    sustain.record_sustain(desk, RENEE, 1, "held", note="Seen again.", checked_by=LUIS)
    assert rows(desk, clock, "sustain") == []


def test_signals_wait_for_a_decision_and_the_rail_counts(desk: Desk, loop: Loop, clock: Clock) -> None:
    values = {"source": "complaint", "severity": "major", "what_happened": "Nobody called back.", "staff_id": LI}
    signal = signals.log_signal(desk, RENEE, values).result
    (row,) = rows(desk, clock, "signal")
    assert row.text == "Decide about S-0004: Complaint, Major"
    assert (row.page, row.record_id, row.tone, row.words) == ("signals", signal, "late", "New")
    clock.go(days=4)
    with desk.read() as conn:
        found = counts(conn, clock(), S)
    assert (found.late, found.open_cycles, found.new_signals) == (1, 1, 1)


def test_the_most_pressing_comes_first(desk: Desk, loop: Loop, clock: Clock) -> None:
    for days in (1, 2, 3):
        planned = {"coach_id": COACH, "kind": "group", "starts_at": clock() + timedelta(days=days)}
        sessions.plan_session(desk, RENEE, loop.running, [LI], planned)
    signals.log_signal(desk, RENEE, {"source": "complaint", "severity": "minor", "what_happened": "Late."})
    clock.go(days=2, hours=1)
    states = [row.state for row in rows(desk, clock)]
    assert states == sorted(states, key=["late", "today", "soon", "later", "none"].index)
    assert states[-1] == "none"
    late = [row for row in rows(desk, clock) if row.state == "late"]
    assert [row.text for row in late] == ["Group with 小龍 李", "Group with 小龍 李"]
