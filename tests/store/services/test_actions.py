"""R3 and R21 through services: containment first, a named owner, steps ticked, verified by somebody else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from coachdesk.errors import Refused
from coachdesk.queries import lookups
from coachdesk.queries.actions import (
    ACTIONS,
    ITEMS,
    ActionDetail,
    action_beside,
    action_detail,
    action_start,
    open_actions,
)
from coachdesk.queries.cycle import cycle_detail
from coachdesk.queries.signals import signal_detail
from coachdesk.services import actions, agency, cycle_phases, cycles, history, signals, staff
from coachdesk.store.desk import Desk, load_settings
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note

STEPS = [
    {"kind": "process", "text": "A line for the call on the route sheet"},
    {"kind": "retraining", "text": "Huddle"},
]


def values(practice: Practice, **more: Any) -> dict[str, Any]:
    return {
        "title": "Escalation on the route sheet",
        "standard_id": practice.standard,
        "criterion_code": "2",
        "team_id": practice.team,
        "problem": "Nobody was called in three cases.",
        "containment": "The team lead calls every evening.",
        "cause": "system",
        "owner_id": practice.people["Rosa"],
        "due_on": date(2026, 12, 9),
        **more,
    }


def opened(desk: Desk, practice: Practice, **more: Any) -> int:
    ids = more.pop("signal_ids", ())
    items = more.pop("items", STEPS)
    return actions.open_action(desk, RENEE, values(practice, **more), items=items, signal_ids=ids).result


def detail(desk: Desk, clock: Clock, action_id: int) -> ActionDetail:
    with desk.read() as conn:
        found = action_detail(conn, action_id, clock().date(), load_settings(conn))
    assert found is not None
    return found


def finished(desk: Desk, clock: Clock, practice: Practice) -> int:
    action_id = opened(desk, practice)
    for item in detail(desk, clock, action_id).items:
        actions.tick_item(desk, RENEE, item.id)
    actions.finish_action(desk, RENEE, action_id, "The new sheet hangs in both offices.")
    return action_id


def problems(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(one.field, one.rule) for one in refused.value.problems]


def triage(desk: Desk, clock: Clock, signal_id: int) -> str:
    with desk.read() as conn:
        found = signal_detail(conn, signal_id, clock().date(), load_settings(conn))
    assert found is not None
    return found.triage


def test_r3_an_action_is_opened_beside_coaching_and_answers_its_signals(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    alone, coached = note(desk, clock, practice, "Thanh"), note(desk, clock, practice)
    cycle = cycles.open_cycle(desk, RENEE, {}, signal_ids=[coached]).result
    action_id = opened(desk, practice, signal_ids=[alone, coached], cycle_id=cycle)
    found = detail(desk, clock, action_id)
    assert (found.number, found.status, found.owner, found.team) == ("K-0001", "open", "Rosa Ortiz", "North team")
    assert (found.criterion_text, found.cycle, found.late_entry) == ("Escalates within 4 h", "C-2026-0001", False)
    assert [one.text for one in found.items] == [one["text"] for one in STEPS]
    assert {one.id for one in found.signals} == {alone, coached}
    assert triage(desk, clock, alone) == "corrective_action"
    assert triage(desk, clock, coached) == "in_cycle"  # coaching goes on
    with desk.read() as conn:
        told = signal_detail(conn, alone, clock().date(), load_settings(conn))
        assert ACTIONS.count(conn) == 1
        assert ITEMS.count(conn) == 2
    assert told is not None
    assert ([one.id for one in told.actions], told.triage_reason) == ([action_id], "K-0001")


@pytest.mark.parametrize("field", ["containment", "cause", "owner_id", "due_on"])
def test_r21_what_an_action_lacks_is_refused_by_name(desk: Desk, practice: Practice, field: str) -> None:
    with pytest.raises(Refused) as refused:
        opened(desk, practice, **{field: None if field in ("owner_id", "due_on") else " "})
    assert problems(refused) == [(field, "R21")]


def test_r21_an_action_without_a_step_or_due_before_it_opens_is_refused(desk: Desk, practice: Practice) -> None:
    with pytest.raises(Refused) as refused:
        opened(desk, practice, items=[{"kind": "process", "text": "  "}], due_on=date(2026, 11, 1))
    assert problems(refused) == [("steps", "R21"), ("due_on", "R21")]


def test_r21_somebody_who_left_owns_and_verifies_nothing(desk: Desk, clock: Clock, practice: Practice) -> None:
    action_id = finished(desk, clock, practice)
    staff.leave_staff(desk, RENEE, practice.people["Maria"], clock().date())
    clock.go(days=1)
    with pytest.raises(Refused):
        opened(desk, practice, owner_id=practice.people["Maria"])
    with pytest.raises(Refused):
        actions.verify_action(desk, RENEE, action_id, practice.people["Maria"], "Saw it.")


def test_r3_training_again_as_the_only_step_is_warned_about_not_refused(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    action_id = opened(desk, practice, items=[{"kind": "retraining", "text": "Huddle"}])
    (warning,) = detail(desk, clock, action_id).warnings
    assert "Training again is the only step (R3)" in warning
    actions.edit_action(desk, RENEE, action_id, {}, items=[*STEPS])
    assert detail(desk, clock, action_id).warnings == ()


def test_r21_every_step_is_ticked_and_the_doing_told_before_it_counts_as_done(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    action_id = opened(desk, practice)
    first, second = detail(desk, clock, action_id).items
    actions.tick_item(desk, RENEE, first.id)
    with pytest.raises(Refused) as refused:
        actions.finish_action(desk, RENEE, action_id, "")
    assert problems(refused) == [("steps", "R21"), ("note", "R21")]
    assert "Huddle" in refused.value.problems[0].text
    actions.tick_item(desk, RENEE, second.id, clock().date() - timedelta(days=1))
    actions.finish_action(desk, RENEE, action_id, "The new sheet hangs in both offices.")
    found = detail(desk, clock, action_id)
    assert (found.status, found.done_on) == ("done", clock().date())
    assert found.verify_by == clock().date() + timedelta(days=14)
    with pytest.raises(Refused):
        actions.tick_item(desk, RENEE, first.id, ticked=False)  # what was done stays as it was


def test_r21_the_owner_never_verifies_their_own_work(desk: Desk, clock: Clock, practice: Practice) -> None:
    action_id = finished(desk, clock, practice)
    for verifier in (practice.people["Rosa"], None):
        with pytest.raises(Refused) as refused:
            actions.verify_action(desk, RENEE, action_id, verifier, "Looked at ten sheets.")
        assert problems(refused) == [("verified_by", "R21")]
    with pytest.raises(Refused) as refused:
        actions.verify_action(desk, RENEE, action_id, practice.people["Thanh"], " ")
    assert problems(refused) == [("note", "R21")]
    actions.verify_action(desk, RENEE, action_id, practice.people["Thanh"], "Looked at ten sheets; all had the call.")
    found = detail(desk, clock, action_id)
    assert (found.status, found.verified_by, found.verified_on) == ("verified", "Thanh Nguyễn", clock().date())


def test_r10_doing_or_verifying_entered_days_later_marks_the_action_a_late_entry(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    action_id = finished(desk, clock, practice)
    assert not detail(desk, clock, action_id).late_entry
    looked = clock().date()
    clock.go(days=3)
    actions.verify_action(desk, RENEE, action_id, practice.people["Thanh"], "Looked at ten sheets.", looked)
    assert detail(desk, clock, action_id).late_entry


def test_r21_what_is_not_done_is_not_verified_and_what_is_verified_stays(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    action_id = opened(desk, practice)
    with pytest.raises(Refused, match="stays as it is"):
        actions.verify_action(desk, RENEE, action_id, practice.people["Thanh"], "Fine.")
    for item in detail(desk, clock, action_id).items:
        actions.tick_item(desk, RENEE, item.id)
    actions.finish_action(desk, RENEE, action_id, "Done.", clock().date())
    with pytest.raises(Refused):
        actions.verify_action(
            desk, RENEE, action_id, practice.people["Thanh"], "Fine.", clock().date() - timedelta(days=1)
        )
    actions.verify_action(desk, RENEE, action_id, practice.people["Thanh"], "Fine.")
    with pytest.raises(Refused) as refused:
        actions.edit_action(desk, RENEE, action_id, {"title": "Other"})
    assert problems(refused) == [("status", "R21")]


def test_an_action_is_opened_again_with_a_reason(desk: Desk, clock: Clock, practice: Practice) -> None:
    action_id = finished(desk, clock, practice)
    actions.verify_action(desk, RENEE, action_id, practice.people["Thanh"], "Fine.")
    with pytest.raises(Refused) as refused:
        actions.reopen_action(desk, RENEE, action_id, " ")
    assert problems(refused) == [("reason", "R21")]
    actions.reopen_action(desk, RENEE, action_id, "Two sheets without the line.", date(2026, 12, 20))
    found = detail(desk, clock, action_id)
    assert (found.status, found.done_on, found.verified_by, found.due_on) == ("open", None, "", date(2026, 12, 20))
    assert found.status_reason == "Two sheets without the line."
    history.undo(desk, RENEE)
    assert detail(desk, clock, action_id).status == "verified"


def test_a_cancelled_action_gives_its_signals_back(desk: Desk, clock: Clock, practice: Practice) -> None:
    mine, shared = note(desk, clock, practice), note(desk, clock, practice)
    other = opened(desk, practice, signal_ids=[shared])
    action_id = opened(desk, practice, signal_ids=[mine, shared])
    with pytest.raises(Refused):
        actions.cancel_action(desk, RENEE, action_id, "")
    actions.cancel_action(desk, RENEE, action_id, "The other action covers it.")
    assert (triage(desk, clock, mine), triage(desk, clock, shared)) == ("new", "corrective_action")
    actions.edit_action(desk, RENEE, other, {}, signal_ids=[])
    assert triage(desk, clock, shared) == "new"
    actions.reopen_action(desk, RENEE, action_id, "It does not after all.")
    assert triage(desk, clock, mine) == "corrective_action"


def test_r20_a_cancelled_cycle_leaves_a_signal_with_the_action_that_answers_it(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    answered, alone = note(desk, clock, practice), note(desk, clock, practice)
    cycle = cycles.open_cycle(desk, RENEE, {}, signal_ids=[answered, alone]).result
    action_id = opened(desk, practice, signal_ids=[answered])
    cycle_phases.cancel_cycle(desk, RENEE, cycle, "It is the work, not the person.")
    assert (triage(desk, clock, answered), triage(desk, clock, alone)) == ("corrective_action", "new")
    actions.cancel_action(desk, RENEE, action_id, "Opened twice.")
    assert triage(desk, clock, answered) == "new", "a cancelled cycle holds no signal"


def test_r20_only_an_action_takes_a_signal_up_or_gives_it_back(desk: Desk, clock: Clock, practice: Practice) -> None:
    signal = note(desk, clock, practice)
    with pytest.raises(Refused) as refused:
        signals.triage_signal(desk, RENEE, signal, "corrective_action", "Somebody will see to it.")
    assert problems(refused) == [("triage", "R20")]
    action_id = opened(desk, practice)
    actions.add_signals(desk, RENEE, action_id, [signal])
    assert triage(desk, clock, signal) == "corrective_action"
    with pytest.raises(Refused):
        signals.triage_signal(desk, RENEE, signal, "no_action", "Never mind.")
    with desk.read() as conn:
        assert [one.id for one in open_actions(conn)] == [action_id]


def test_steps_are_changed_in_place_and_keep_their_ticks(desk: Desk, clock: Clock, practice: Practice) -> None:
    action_id = opened(desk, practice)
    first, second = detail(desk, clock, action_id).items
    actions.tick_item(desk, RENEE, second.id)
    changed = [{"id": second.id, "kind": "supervision", "text": "Huddle on Mondays"}, {"kind": "tool", "text": "App"}]
    actions.edit_action(desk, RENEE, action_id, {"due_on": date(2026, 12, 31)}, items=changed)
    found = detail(desk, clock, action_id)
    assert [(one.kind, one.text, one.done_on is not None) for one in found.items] == [
        ("supervision", "Huddle on Mondays", True),
        ("tool", "App", False),
    ]
    assert found.items[0].id == second.id
    assert first.id not in {one.id for one in found.items}


def test_evidence_of_an_action_is_kept_hashed(desk: Desk, clock: Clock, practice: Practice) -> None:
    action_id = opened(desk, practice)
    actions.add_evidence(desk, RENEE, action_id, title="New sheet", file_name="sheet.txt", data=b"Call: ____")
    to_come = clock().date() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        actions.add_evidence(desk, RENEE, action_id, title="", file_name="plan.txt", data=b"x", made_on=to_come)
    assert [one.field for one in refused.value.problems] == ["made_on"]
    (item,) = detail(desk, clock, action_id).evidence
    assert (item.title, item.cycle_id, item.size) == ("New sheet", None, 10)
    beside = opened(desk, practice)
    twin = actions.add_evidence(desk, RENEE, beside, title="The same", file_name="sheet.txt", data=b"Call: ____")
    assert twin.notes == ("The desk already holds the same file: E-0001 (K-0001).",), "R20: told, and kept"
    actions.cancel_action(desk, RENEE, action_id, "Not needed.")
    with pytest.raises(Refused):
        actions.add_evidence(desk, RENEE, action_id, title="Late", file_name="late.txt", data=b"x")


def test_r21_the_time_to_verify_is_an_agency_setting(desk: Desk, clock: Clock, practice: Practice) -> None:
    agency.change_setting(desk, RENEE, "action_verify_days", "3")
    assert detail(desk, clock, finished(desk, clock, practice)).verify_by == clock().date() + timedelta(days=3)


def test_an_action_begins_with_what_its_signals_agree_on(desk: Desk, clock: Clock, practice: Practice) -> None:
    ids = [note(desk, clock, practice), note(desk, clock, practice, "Thanh", criterion_code="1")]
    with desk.read() as conn:
        both, one = action_start(conn, ids), action_start(conn, ids[:1])
    assert (both.standard_id, both.criterion, both.team_id) == (practice.standard, "", practice.team)
    assert (one.criterion, one.problem) == ("2", "Wrote “not feeling well”, nobody was called")


def beside(desk: Desk, clock: Clock, cycle_id: int) -> list[tuple[str, bool]]:
    """The actions a cycle shows, and whether each names the cycle."""
    with desk.read() as conn:
        found = cycle_detail(conn, cycle_id, clock().date(), load_settings(conn))
    assert found is not None
    return [(one.number, one.named) for one in found.actions]


def test_r20_an_action_and_its_cycle_show_each_other(desk: Desk, clock: Clock, practice: Practice) -> None:
    coached = note(desk, clock, practice)
    cycle = cycles.open_cycle(desk, RENEE, {}, signal_ids=[coached]).result
    named, shared = opened(desk, practice, cycle_id=cycle), opened(desk, practice, signal_ids=[coached])
    opened(desk, practice)  # about something else
    assert beside(desk, clock, cycle) == [("K-0001", True), ("K-0002", False)]
    for action_id, by_name in ((named, True), (shared, False)):
        (one,) = detail(desk, clock, action_id).coaching
        assert (one.id, one.number, one.status, one.named) == (cycle, "C-2026-0001", "diagnosing", by_name)
    actions.edit_action(desk, RENEE, named, {"cycle_id": None})
    assert beside(desk, clock, cycle) == [("K-0002", False)]
    history.undo(desk, RENEE)
    assert beside(desk, clock, cycle) == [("K-0001", True), ("K-0002", False)]


def test_r20_a_signal_shows_what_became_of_it_and_how_that_stands(desk: Desk, clock: Clock, practice: Practice) -> None:
    coached = note(desk, clock, practice)
    cycle = cycles.open_cycle(desk, RENEE, {}, signal_ids=[coached]).result
    action_id = opened(desk, practice, signal_ids=[coached])
    clock.go(days=40)
    with desk.read() as conn:
        told = signal_detail(conn, coached, clock().date(), load_settings(conn))
    assert told is not None
    assert [(one.id, one.status, one.late) for one in told.cycles] == [(cycle, "diagnosing", True)]
    assert [(one.id, one.status, one.owner, one.late) for one in told.actions] == [
        (action_id, "open", "Rosa Ortiz", True)
    ]


def test_r3_an_action_opened_beside_a_cycle_takes_over_what_the_cycle_is_about(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    coached = note(desk, clock, practice)
    with desk.read() as conn:
        target = next(one.id for one in lookups.criteria(conn, practice.version) if one.hint == "2")
    said = {"version_id": practice.version, "team_id": practice.team, "cause": "system", "cause_note": "No line for it"}
    cycle = cycles.open_cycle(desk, RENEE, said, signal_ids=[coached], criterion_ids=[target]).result
    with desk.read() as conn:
        start = action_beside(conn, cycle)
    assert (start.signal_ids, start.standard_id, start.criterion) == ((coached,), practice.standard, "2")
    assert (start.team_id, start.cycle_id) == (practice.team, cycle)
    assert (start.cause, start.cause_note) == ("system", "No line for it")
    assert start.problem == "Wrote “not feeling well”, nobody was called"
    own = {
        key: value for key, value in values(practice).items() if key not in ("standard_id", "criterion_code", "team_id")
    }
    taken = actions.open_action(desk, RENEE, {**own, "cycle_id": cycle}, items=STEPS).result
    found = detail(desk, clock, taken)
    assert (found.standard_id, found.criterion_code, found.team_id) == (practice.standard, "2", practice.team)
    assert [one.id for one in found.signals] == [coached]
    assert triage(desk, clock, coached) == "in_cycle", "coaching goes on beside it"
    said_otherwise = {**own, "cycle_id": cycle, "standard_id": None, "team_id": None}
    bare = actions.open_action(desk, RENEE, said_otherwise, items=STEPS, signal_ids=[]).result
    found = detail(desk, clock, bare)
    assert (found.standard_id, found.criterion_code, found.team_id, found.signals) == (None, "", None, ())


def test_r20_signals_that_opened_one_cycle_bring_it_along(desk: Desk, clock: Clock, practice: Practice) -> None:
    first, second, free = (note(desk, clock, practice, who) for who in ("Dana", "Thanh", "Dana"))
    cycle = cycles.open_cycle(desk, RENEE, {}, signal_ids=[first]).result
    other = cycles.open_cycle(desk, RENEE, {}, signal_ids=[second]).result
    with desk.read() as conn:
        found = [action_start(conn, ids).cycle_id for ids in ([first, free], [second], [first, second], [free])]
    assert found == [cycle, other, None, None]
