"""What some stories hold beyond the usual steps: scenario exercises, second observers, other measures, notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.queries.standard_measures import measures_of
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle, SustainCheck
from coachdesk.records.sessions import Observation, Rating
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.services import notes, observations, scenarios, sustain
from coachdesk.store.desk import Desk

RULES: dict[str, dict[str, Any]] = {
    "duration": {
        "rule_kind": "duration",
        "rule_unit": "h",
        "rule_measure": "Hours from first sign to escalation",
        "rule_direction": "at_most",
        "rule_threshold": "4",
        "rule_smallest_count": 6,
    },
    "rate": {
        "rule_kind": "rate",
        "rule_unit": "100 visits",
        "rule_measure": "Missed visits",
        "rule_direction": "at_most",
        "rule_threshold": "1",
        "rule_smallest_count": 300,
    },
}
FIGURES: dict[tuple[str, str], dict[str, Any]] = {
    ("duration", "baseline"): {"figures": "19.5, 26, 9, 31, 18, 12.5, 22, 40"},
    ("duration", "halfway"): {"figures": "5, 9.5, 3, 12, 4, 7.5, 6, 8"},
    ("duration", "post"): {"figures": "1.5, 3, 2, 0.75, 3.5, 2.5, 6, 1"},
    ("rate", "baseline"): {"events": 14, "exposure": 420},
    ("rate", "post"): {"events": 9, "exposure": 398},
}
"""What was measured in stories whose rule is not a share of records."""

ANSWERS = (
    "2:05 pm: both meals left, holds the wall, says he is just tired. 2:15 pm: nurse line called; stayed.",
    "I wrote that he ate nothing and looked weak, and I would tell the evening shift to keep an eye on him.",
)
FEEDBACK = "Right call, right order. Write the times beside the signs, so that the nurse sees how fast it changed."
SHARED = "Dispatch needs to know by noon who is shadowed on Thursday."
NOTE = "Goes quiet when several people listen. Try the walk to the van for feedback, and begin with what went well."


def rule_of(desk: Desk, kind: str, version_id: int) -> dict[str, Any]:
    """The rule of a story whose measures are of another kind than a share: the standard's own measure of that kind."""
    if kind not in RULES:
        return {}
    with desk.read() as conn:
        own = measures_of(conn, [version_id]).get(version_id, ())
    return {**RULES[kind], "rule_standard_measure_id": next((one.id for one in own if one.kind == kind), None)}


def exercise(desk: Desk, actor: Actor, cycle_id: int, who: int, reviewer: int, at: datetime, place: int = 0) -> int:
    """A coachee hands in the standard's own scenario. Gives the exercise's id."""
    values = {"staff_id": who, "answer": ANSWERS[place], "submitted_at": at, "reviewer_id": reviewer}
    return scenarios.submit_scenario(desk, actor, cycle_id, values).result


def review(desk: Desk, actor: Actor, exercise_id: int, at: datetime, ratings: dict[int, str]) -> None:
    """The review of an exercise, with its feedback."""
    scenarios.review_scenario(desk, actor, exercise_id, {"reviewed_at": at, "feedback": FEEDBACK}, ratings)


def second_view(desk: Desk, actor: Actor, cycle_id: int, observer: int, at: datetime, differ: str) -> None:
    """The coach's own view of the last event the validator observed; the two differ on the criterion `differ`."""
    with desk.read() as conn:
        seen = table(Observation)
        newest = sa.select(seen).where(seen.c.cycle_id == cycle_id).order_by(seen.c.id.desc())
        first = conn.execute(newest.limit(1)).one()
        rated = conn.execute(
            sa.select(Criterion.id, Criterion.code, Rating.result)
            .join(Criterion, Criterion.id == Rating.criterion_id)
            .where(Rating.observation_id == first.id)
        ).all()
    values = {
        "staff_id": first.staff_id,
        "observer_id": observer,
        "observed_at": min(first.observed_at, at),
        "setting": first.setting,
        "consent": True,
        "deidentified": True,
        "paired_with_id": first.id,
        "note": "",
    }
    ratings = {row.id: "partly" if row.code == differ else row.result for row in rated}
    observations.record_observation(desk, actor, cycle_id, values, ratings)


def note(desk: Desk, actor: Actor, cycle_id: int) -> None:
    """Two notes of a coach: one of them for nobody else."""
    notes.write_note(desk, actor, cycle_id, NOTE)
    notes.write_note(desk, actor, cycle_id, SHARED, shared=True)


def come_back(desk: Desk, actor: Actor, cycle_id: int, checked_by: int, on: datetime) -> None:
    """The first sustain check of a cycle finds the drift back."""
    with desk.read() as conn:
        first = sa.select(SustainCheck.id).where(SustainCheck.cycle_id == cycle_id).order_by(SustainCheck.days)
        check = conn.execute(first.limit(1)).scalar_one()
    told = "Two of five handovers had no name beside the early visit."
    sustain.record_sustain(
        desk, actor, check, "recurred", note=told, on=on.date(), checked_by=checked_by, met=3, total=5
    )


def what_came_back(desk: Desk, code: str) -> int | None:
    """The sustain check that found drift from this standard back and has led to no cycle yet."""
    statement = (
        sa.select(SustainCheck.id)
        .join(Cycle, Cycle.id == SustainCheck.cycle_id)
        .join(StandardVersion, StandardVersion.id == Cycle.version_id)
        .join(Standard, Standard.id == StandardVersion.standard_id)
        .where(SustainCheck.status == "recurred", SustainCheck.next_cycle_id.is_(None), Standard.code == code)
    )
    with desk.read() as conn:
        return conn.execute(statement.limit(1)).scalar_one_or_none()
