"""The whole coaching loop by services alone: signals in, every gate refusing first, closed on evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.records.cycles import Cycle, CyclePhase, SustainCheck
from coachdesk.records.signals import Signal
from coachdesk.services import (
    cycle_phases,
    cycles,
    evidence,
    measures,
    observations,
    sessions,
    signals,
    staff,
    standards,
)
from coachdesk.services.cycle_phases import CoacheeOutcome
from coachdesk.store import trail
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock


def refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """Call a service that must say no; gives everything it says is missing."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return "\n".join(problem.text for problem in caught.value.problems)


def test_a_cycle_runs_from_signals_to_closure_and_every_gate_names_what_is_missing(desk: Desk, clock: Clock) -> None:
    def hire(number: str, first: str, last: str, **more: Any) -> int:
        values = {"number": number, "first_name": first, "last_name": last, **more}
        return staff.add_staff(desk, RENEE, values).result

    renee = hire("100", "Renee", "Okafor", is_coach=True, coaching_minutes=250)
    luis = hire("101", "Luis", "Marín")
    dana = hire("102", "Dana", "Whitfield")
    thanh = hire("103", "Thanh", "Nguyễn")

    # A standard in observable words, published.
    criteria = [
        {"kind": "escalation_trigger", "text": "Escalates within 4 h of the first sign", "threshold": "4", "unit": "h"},
        {"kind": "must_document", "text": "Writes down what was seen and when"},
    ]
    draft = standards.create_standard(
        desk,
        RENEE,
        code="HD-01",
        title="Escalating health deterioration",
        version={"purpose": "Uncertainty becomes a call, not inaction."},
        criteria=criteria,
        prompts=[{"cue": "Reduced intake", "threshold": "2 meals", "call": "Nurse line"}],
    ).result
    standards.publish(desk, RENEE, draft)
    with desk.read() as conn:
        rows = conn.execute(sa.text("select id, standard_id from standard_version")).all()
        criterion_ids = list(conn.execute(sa.text("select id from criterion order by position")).scalars())
    version_id, standard_id = rows[0]

    # Three signals.
    signal_ids = [
        signals.log_signal(
            desk,
            RENEE,
            {
                "source": "late_escalation",
                "occurred_on": clock().date() - timedelta(days=back),
                "noticed_on": clock().date(),
                "staff_id": dana,
                "standard_id": standard_id,
                "criterion_code": "1",
                "severity": "moderate",
                "participant_code": "P-114",
                "what_happened": "“Not feeling well” noted, nurse called the next day.",
            },
        ).result
        for back in (1, 5, 9)
    ]
    cycle = cycles.open_cycle(desk, RENEE, {}, signal_ids=signal_ids).result
    with desk.read() as conn:
        assert set(conn.execute(sa.select(Signal.triage))) == {("in_cycle",)}

    # R4 names everything.
    missing = refused(cycle_phases.advance, desk, RENEE, cycle)
    for words in ("standard version", "criterion", "coachee", "coach", "validator", "cause", "baseline", "follow-up"):
        assert words in missing.lower()
    cycles.edit_cycle(
        desk,
        RENEE,
        cycle,
        {
            "version_id": version_id,
            "title": "Escalating health deterioration",
            "coach_id": renee,
            "validator_id": luis,
            "cause": "skill",
            "evidence_wanted": "Nurse-line log and notes of ten records",
            "follow_up_on": clock().date() + timedelta(days=14),
            "rule_measure": "Escalated within 4 h of first sign",
            "rule_direction": "at_least",
            "rule_threshold": Fraction(9, 10),
            "rule_smallest_count": 10,
        },
        staff_ids=[dana, thanh],
        criterion_ids=criterion_ids,
    )
    assert refused(cycle_phases.advance, desk, RENEE, cycle) == "There is no baseline with its count."
    judged = {"method": "documentation_audit", "measured_on": clock().date(), "assessor_id": luis, "total": 10}
    measures.record_measure(desk, RENEE, cycle, "baseline", judged | {"met": 4})
    clock.go(days=2)
    assert cycle_phases.advance(desk, RENEE, cycle).result == "coach"

    # R5: locked, and only an amendment changes it.
    with pytest.raises(Refused, match="R5"):
        cycles.edit_cycle(desk, RENEE, cycle, {"rule_threshold": Fraction(1, 2)})

    # R6 names both coachees, then the second source.
    missing = refused(cycle_phases.advance, desk, RENEE, cycle)
    assert "Dana Whitfield has no held session" in missing
    assert "Thanh Nguyễn has no held session" in missing
    held = {"coach_id": renee, "kind": "shadow_check_in", "minutes": 45, "starts_at": clock(), "seen": "Walked through"}
    clock.go(hours=3)
    first = sessions.record_session(
        desk,
        RENEE,
        cycle,
        [dana, thanh],
        held | {"data_sources": ["direct_observation"], "strategies": ["modeling"]},
        [{"text": "Carry the prompt card", "owner_id": dana, "due_on": clock().date()}],
    ).result
    assert "feedback" in refused(cycle_phases.advance, desk, RENEE, cycle)
    sessions.give_feedback(desk, RENEE, first, clock())
    sessions.acknowledge(desk, RENEE, first, dana, "disagrees", "The nurse line was busy.")
    assert "second data source" in refused(cycle_phases.advance, desk, RENEE, cycle)
    clock.go(days=1)
    review = held | {"kind": "case_review", "starts_at": clock(), "feedback_at": clock()}
    sessions.record_session(desk, RENEE, cycle, [dana, thanh], review | {"data_sources": ["product_review"]})
    assert cycle_phases.advance(desk, RENEE, cycle).result == "validate"

    # R7: live, by the validator, for each; the same criteria measured again; the rule evaluated.
    missing = refused(cycle_phases.close_cycle, desk, RENEE, cycle, {})
    assert "Dana Whitfield: Luis Marín has not confirmed the practice in live delivery" in missing
    assert "Thanh Nguyễn has no outcome yet" in missing
    clock.go(days=5)
    met = dict.fromkeys(criterion_ids, "met")
    for person in (dana, thanh):
        seen = {"staff_id": person, "observer_id": luis, "observed_at": clock(), "setting": "live", "consent": True}
        observations.record_observation(desk, RENEE, cycle, seen, met)
    ended = {dana: CoacheeOutcome("achieved"), thanh: CoacheeOutcome("achieved")}
    assert "not been measured again" in refused(cycle_phases.close_cycle, desk, RENEE, cycle, ended)
    after = judged | {"measured_on": clock().date(), "met": 8}
    measure = measures.record_measure(desk, RENEE, cycle, "post", after).result
    assert "Rule not met: 8 of 10" in refused(cycle_phases.close_cycle, desk, RENEE, cycle, ended)
    measures.remove_measure(desk, RENEE, measure)
    measures.record_measure(desk, RENEE, cycle, "post", after | {"met": 10})
    kept = evidence.add_evidence(
        desk, RENEE, cycle, title="Nurse-line log", file_name="C:\\x\\..\\log.txt", data=b"called within 40 min"
    ).result
    assert evidence.content(desk, kept) == ("log.txt", b"called within 40 min")
    cycle_phases.close_cycle(desk, RENEE, cycle, ended, sign_off_note="Seen live twice.")

    # R8, R9: closed, sustain checks booked, read-only, amended with a reason.
    with desk.read() as conn:
        row = conn.execute(sa.select(Cycle.status, Cycle.signed_off_by).where(Cycle.id == cycle)).one()
        assert tuple(row) == ("closed", RENEE.profile_id)
        assert list(conn.execute(sa.select(SustainCheck.days).order_by(SustainCheck.days)).scalars()) == [30, 60, 90]
        assert all(conn.execute(sa.select(CyclePhase.finished_at)).scalars())
    with pytest.raises(Refused, match="read-only"):
        sessions.record_session(desk, RENEE, cycle, [dana], review | {"data_sources": ["reflection"]})
    cycle_phases.amend(
        desk, RENEE, cycle, subject="Session minutes", before="45", after="40", reason="Clock was read wrong"
    )
    with desk.read() as conn:
        assert list(trail.check_chain(conn)) == []
