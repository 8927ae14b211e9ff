"""Sessions: the feedback clock (R10), what coachees say, action steps and who verifies them, correcting a record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.sessions import SessionDetail
from coachdesk.services import confidence, cycles, sessions
from coachdesk.store.desk import Desk
from tests.helpers.cycling import COACH, coaching, held, said, whole
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice


@pytest.fixture
def cycle(desk: Desk, clock: Clock, practice: Practice) -> int:
    made = coaching(desk, clock, practice, ("Dana", "Thanh"))
    clock.go(hours=6)
    return made


def only(desk: Desk, clock: Clock, cycle: int) -> SessionDetail:
    (session,) = whole(desk, clock, cycle).sessions
    return session


def test_r6_late_feedback_is_told_by_the_gate_and_counts(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    session = held(desk, clock, practice, cycle, ("Dana", "Thanh"), feedback_at=None)
    clock.go(hours=30)
    sessions.give_feedback(desk, RENEE, session, clock())
    (item,) = (one for one in whole(desk, clock, cycle).gate("validate").items if one.key == "feedback")
    assert (item.met, item.detail) == (True, "slowest 30.5 h, over the limit")


def test_r10_feedback_entered_days_later_marks_the_session_a_late_entry(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    told, typed = (held(desk, clock, practice, cycle, ("Dana",), feedback_at=None) for _ in range(2))
    said_at = clock()
    clock.go(days=2)
    sessions.give_feedback(desk, RENEE, told, said_at)
    assert not any(one.late_entry for one in whole(desk, clock, cycle).sessions)
    clock.go(days=1)
    sessions.edit_session(desk, RENEE, told, {"seen": "Called at once.", "feedback_at": said_at})
    sessions.edit_session(desk, RENEE, typed, {"feedback_at": said_at})
    late = {one.id: one.late_entry for one in whole(desk, clock, cycle).sessions}
    assert late == {told: False, typed: True}, "what was told in time stays so"


def test_a_coachee_may_disagree_in_their_own_words(desk: Desk, clock: Clock, practice: Practice, cycle: int) -> None:
    session = held(desk, clock, practice, cycle)
    dana = practice.people["Dana"]
    with pytest.raises(Refused) as refused:
        sessions.acknowledge(desk, RENEE, session, dana, "disagrees")
    assert "what the coachee sees differently" in said(refused.value)
    with pytest.raises(Refused, match="not in the session"):
        sessions.acknowledge(desk, RENEE, session, practice.people["Thanh"], "agrees")
    sessions.acknowledge(desk, RENEE, session, dana, "disagrees", "I called at once; the log is wrong.")
    (came,) = only(desk, clock, cycle).coachees
    assert (came.acknowledgement, came.statement) == ("disagrees", "I called at once; the log is wrong.")


def test_an_action_step_is_verified_by_somebody_else(desk: Desk, clock: Clock, practice: Practice, cycle: int) -> None:
    session = held(desk, clock, practice, cycle)
    dana, coach = practice.people["Dana"], practice.people[COACH]
    step = sessions.add_step(desk, RENEE, session, {"text": "Put the card on the clipboard", "owner_id": dana}).result
    sessions.edit_step(desk, RENEE, step, {"due_on": clock().date() + timedelta(days=3)})
    with pytest.raises(Refused) as refused:
        sessions.set_step(desk, RENEE, step, "done", clock().date() - timedelta(days=1))
    assert "agreed on later than this day" in said(refused.value)
    clock.go(days=2)
    sessions.set_step(desk, RENEE, step, "done")
    with pytest.raises(Refused) as refused:
        sessions.set_step(desk, RENEE, step, "verified", clock().date() - timedelta(days=1), verified_by=coach)
    assert "done later than this day" in said(refused.value)
    with pytest.raises(Refused, match="done already"):
        sessions.edit_step(desk, RENEE, step, {"text": "Another"})
    with pytest.raises(Refused) as refused:
        sessions.set_step(desk, RENEE, step, "verified", verified_by=dana)
    assert "Somebody other than the owner" in said(refused.value)
    sessions.set_step(desk, RENEE, step, "verified", verified_by=coach)
    (kept,) = only(desk, clock, cycle).steps
    assert (kept.status, kept.verified_by) == ("verified", "Maria Garcia")
    sessions.set_step(desk, RENEE, step, "open")
    (kept,) = only(desk, clock, cycle).steps
    assert (kept.status, kept.done_on, kept.verified_by) == ("open", None, "")


def test_correcting_what_was_agreed_with_asks_the_coachee_again(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    session = held(desk, clock, practice, cycle)
    sessions.acknowledge(desk, RENEE, session, practice.people["Dana"], "agrees")
    sessions.edit_session(desk, RENEE, session, {"minutes": 45})
    assert only(desk, clock, cycle).coachees[0].acknowledgement == "agrees"
    sessions.edit_session(desk, RENEE, session, {"seen": "Called the nurse line within the hour"})
    assert only(desk, clock, cycle).coachees[0].acknowledgement == "none"
    with pytest.raises(Refused):
        sessions.edit_session(desk, RENEE, session, {"data_sources": []})
    sessions.edit_session(desk, RENEE, session, {}, [practice.people["Dana"], practice.people["Thanh"]])
    assert len(only(desk, clock, cycle).coachees) == 2


def test_a_planned_session_moves_and_is_missed_with_a_reason(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    plan = {"coach_id": practice.people[COACH], "kind": "reflective", "starts_at": clock() + timedelta(days=1)}
    session = sessions.plan_session(desk, RENEE, cycle, [practice.people["Dana"]], plan).result
    sessions.move_session(desk, RENEE, session, clock() + timedelta(days=2))
    sessions.edit_session(desk, RENEE, session, {"minutes": 20, "kind": "role_play"})
    with pytest.raises(Refused) as refused:
        sessions.mark_not_held(desk, RENEE, session, "missed", "")
    assert "The reason is needed." in said(refused.value)
    sessions.mark_not_held(desk, RENEE, session, "missed", "Dana was sent home")
    kept = only(desk, clock, cycle)
    assert (kept.status, kept.status_reason, kept.kind, kept.minutes) == (
        "missed",
        "Dana was sent home",
        "role_play",
        20,
    )
    with pytest.raises(Refused):
        sessions.edit_session(desk, RENEE, session, {"minutes": 30})


def test_confidence_is_rated_by_the_supervisor_and_the_coachees_own_rating_stays_apart(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    dana = practice.people["Dana"]
    confidence.rate_coachee(desk, RENEE, cycle, dana, {"confidence_before": 2, "self_before": 4})
    cycles.rate_confidence(desk, RENEE, cycle, dana, "after", 3)
    (found,) = (one for one in whole(desk, clock, cycle).coachees if one.staff_id == dana)
    assert (found.confidence_before, found.confidence_after, found.self_before, found.self_after) == (2, 3, 4, None)
    with pytest.raises(Refused) as refused:
        confidence.rate_coachee(desk, RENEE, cycle, dana, {"confidence_after": 6, "self_after": 0})
    assert len(refused.value.problems) == 2
    with pytest.raises(Refused, match="not a coachee"):
        confidence.rate_coachee(desk, RENEE, cycle, practice.people["Tyler"], {"self_after": 3})
