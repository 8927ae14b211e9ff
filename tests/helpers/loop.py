"""A desk with one cycle run from three signals to closure, with names in several scripts, and one still running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

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
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock

HOSTILE = "=1+1 <b>&amp; <img src='http://example.test/x.png'/> \u202eback \x00 _x0041_"
"""A note as somebody might type it to make trouble."""


@dataclass(frozen=True)
class Loop:
    """Ids of what was made: the closed cycle and the running one, the standard, the team's people."""

    closed: int
    running: int
    standard: int
    dana: int
    thanh: int


def run_loop(
    desk: Desk, clock: Clock, note: str = "Nurse line called within 40 minutes.", *, achieved: bool = True
) -> Loop:
    """Run the loop; `note` is what was seen in a session. Not achieved: the validator saw it partly met."""

    def hire(number: str, first: str, last: str, **more: Any) -> int:
        return staff.add_staff(desk, RENEE, {"number": number, "first_name": first, "last_name": last, **more}).result

    renee = hire("100", "Renee", "Okafor", is_coach=True, coaching_minutes=250)
    luis = hire("101", "Luis", "Marín")
    dana, thanh, li = hire("102", "Łukasz", "Dąbrowski"), hire("103", "Thanh", "Nguyễn"), hire("104", "小龍", "李")
    draft = standards.create_standard(
        desk,
        RENEE,
        code="HD-01",
        title="Escalating health deterioration",
        version={"purpose": "Uncertainty becomes a call, not inaction.", "failure_prevented": "A late call."},
        criteria=[
            {"kind": "escalation_trigger", "text": "Escalates within 4 h of first sign", "threshold": "4", "unit": "h"},
            {"kind": "must_document", "text": "Writes down what was seen and when ✓"},
        ],
        prompts=[{"cue": "Reduced intake", "threshold": "2 meals", "call": "Nurse line"}],
    ).result
    standards.publish(desk, RENEE, draft)
    with desk.read() as conn:
        version, standard = conn.execute(sa.text("select id, standard_id from standard_version")).one()
        criteria = list(conn.execute(sa.text("select id from criterion order by position")).scalars())
    people = [dana, thanh, li]
    noticed = [
        signals.log_signal(
            desk,
            RENEE,
            {
                "source": "late_escalation",
                "occurred_on": clock().date() - timedelta(days=back),
                "noticed_on": clock().date(),
                "staff_id": person,
                "standard_id": standard,
                "criterion_code": "1",
                "severity": "moderate",
                "participant_code": "P-114",
                "what_happened": "“Not feeling well” noted, nurse called the next day.",
            },
        ).result
        for back, person in ((1, dana), (5, thanh), (9, li))
    ]
    closed = cycles.open_cycle(desk, RENEE, {}, signal_ids=noticed).result
    plan = {
        "version_id": version,
        "title": "Escalating health deterioration",
        "coach_id": renee,
        "validator_id": luis,
        "cause": "skill",
        "cause_note": "Unsure when to call",
        "evidence_wanted": "Nurse-line log and notes of ten records",
        "follow_up_on": clock().date() + timedelta(days=14),
        "rule_measure": "Escalated within 4 h of first sign",
        "rule_direction": "at_least",
        "rule_threshold": Fraction(9, 10),
        "rule_smallest_count": 10,
    }
    cycles.edit_cycle(desk, RENEE, closed, plan, staff_ids=people, criterion_ids=criteria)
    judged = {"method": "documentation_audit", "measured_on": clock().date(), "assessor_id": luis, "total": 10}
    measures.record_measure(desk, RENEE, closed, "baseline", judged | {"met": 4})
    clock.go(days=2)
    cycle_phases.advance(desk, RENEE, closed)
    held = {"coach_id": renee, "kind": "shadow_check_in", "minutes": 45, "starts_at": clock(), "seen": note}
    clock.go(hours=3)
    step = {"text": "Carry the prompt card", "owner_id": dana, "due_on": clock().date()}
    first = sessions.record_session(
        desk, RENEE, closed, people, held | {"data_sources": ["direct_observation"], "strategies": ["modeling"]}, [step]
    ).result
    sessions.give_feedback(desk, RENEE, first, clock())
    sessions.acknowledge(desk, RENEE, first, dana, "disagrees", "The nurse line was busy.")
    clock.go(days=1)
    review = held | {"kind": "case_review", "starts_at": clock(), "feedback_at": clock()}
    clock.go(days=4)  # entered late
    sessions.record_session(desk, RENEE, closed, people, review | {"data_sources": ["product_review"]})
    cycle_phases.advance(desk, RENEE, closed)
    for person in people:
        seen = {"staff_id": person, "observer_id": luis, "observed_at": clock(), "setting": "live", "consent": True}
        observations.record_observation(
            desk, RENEE, closed, seen, dict.fromkeys(criteria, "met" if achieved else "partly")
        )
    measures.record_measure(
        desk, RENEE, closed, "post", judged | {"measured_on": clock().date(), "met": 10, "not_applicable": 1}
    )
    evidence.add_evidence(
        desk, RENEE, closed, title="Nurse-line log", file_name="log.txt", data=b"called within 40 min"
    )
    outcome = CoacheeOutcome("achieved") if achieved else CoacheeOutcome("not_achieved", next_step="Coach again")
    ended = dict.fromkeys(people, outcome)
    cycle_phases.close_cycle(desk, RENEE, closed, ended, sign_off_note="Seen live.")
    cycle_phases.amend(desk, RENEE, closed, subject="Session minutes", before="45", after="40", reason="Misread clock")
    running = cycles.open_cycle(desk, RENEE, {}, signal_ids=[]).result
    cycles.edit_cycle(desk, RENEE, running, plan | {"title": "Shift handover"}, staff_ids=[li], criterion_ids=criteria)
    return Loop(closed, running, standard, dana, thanh)
