"""What the sample's cycles do because their templates plan it, ticked off by the records that did it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.queries.planned_steps import cycle_plan, steps_of
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle, CycleSignal
from coachdesk.records.sessions import ActionStep, Observation, Rating
from coachdesk.rules.clocks import PHASES
from coachdesk.services import planned_steps, templates
from coachdesk.store.desk import Desk


def own_template(desk: Desk, actor: Actor, standard_id: int) -> None:
    """The template the agency wrote itself, for notes that say too little."""
    values = {
        "code": "DS-C1",
        "title": "Notes that support the service",
        "purpose": "For notes that come late or do not say what was done and how the participant answered.",
        "standard_id": standard_id,
        "criterion_codes": ["1", "3"],
        "cause": "skill",
        "evidence_wanted": "Ten notes after the last session judged on the target criteria.",
        "rule_measure": "Note within 24 h with step and response",
        "rule_direction": "at_least",
        "rule_threshold": "9 of 10",
        "rule_smallest_count": 10,
    }
    steps = [
        {"phase": "diagnose", "kind": "measure", "text": "Baseline: judge ten notes", "after_days": 1},
        {"phase": "coach", "kind": "session", "session_kind": "case_review", "text": "Rewrite two notes together",
         "per_coachee": True, "after_days": 1, "minutes": 30},
        {"phase": "coach", "kind": "practice", "text": "Write the note before leaving", "per_coachee": True,
         "after_days": 3},
        {"phase": "validate", "kind": "observation", "text": "The note written on the spot, seen by the validator",
         "per_coachee": True, "after_days": 1, "needs": ["live", "validator"]},
        {"phase": "validate", "kind": "measure", "text": "Measure again: ten notes", "after_days": 2},
    ]  # fmt: skip
    templates.create_template(desk, actor, values, steps)


def tick_what_was_done(desk: Desk, actor: Actor, cycle_id: int) -> None:
    """Tick off every step that a record of the cycle seems to have done."""
    with desk.read() as conn:
        found = cycle_plan(conn, cycle_id).offers
    for one in found:
        ids = [step.id for step in one.steps]
        planned_steps.tick_steps(desk, actor, ids, one.family, one.id, min(one.on, desk.clock().date()))


def by_hand(desk: Desk, actor: Actor, cycle_id: int) -> None:
    """Tick off what leaves no record of its own: cards handed out, documents gone through, practice."""
    with desk.read() as conn:
        steps = steps_of(conn, cycle_id)
    kinds = ("prompt_card", "reading", "practice")
    ids = [one.id for one in steps if one.kind in kinds and one.status == "open"]
    if ids:
        planned_steps.tick_steps(desk, actor, ids)


def settle(desk: Desk, actor: Actor, cycle_id: int, reason: str, until: str = "") -> None:
    """Tick off what was done, and leave out what is still open up to a phase (the one the cycle is in)."""
    tick_what_was_done(desk, actor, cycle_id)
    with desk.read() as conn:
        steps = steps_of(conn, cycle_id)
        now = conn.execute(sa.select(table(Cycle).c.phase).where(table(Cycle).c.id == cycle_id)).scalar_one()
    last = PHASES.index(until or now)
    ids = [one.id for one in steps if one.status == "open" and PHASES.index(one.phase) <= last]
    if ids:
        planned_steps.leave_out(desk, actor, ids, reason)


def open_steps(desk: Desk, cycle_id: int, kind: str, staff_id: int) -> list[int]:
    """The planned steps of this kind that wait for a coachee."""
    with desk.read() as conn:
        steps = steps_of(conn, cycle_id)
    return [one.id for one in steps if (one.kind, one.staff_id, one.status) == (kind, staff_id, "open")]


# What was recorded a moment ago ---------------------------------------------------------------------------------------


def newest_step(desk: Desk, session_id: int) -> int:
    """The action step agreed in a session."""
    step = table(ActionStep)
    with desk.read() as conn:
        return int(conn.execute(sa.select(sa.func.max(step.c.id)).where(step.c.session_id == session_id)).scalar_one())


def ratings_of(desk: Desk, observation_id: int) -> tuple[dict[int, str], datetime]:
    """What an observation rated, by criterion id, and when it was."""
    rating, seen = table(Rating), table(Observation)
    with desk.read() as conn:
        rows = conn.execute(
            sa.select(rating.c.criterion_id, rating.c.result).where(rating.c.observation_id == observation_id)
        )
        found = {row[0]: row[1] for row in rows}
        at = conn.execute(sa.select(seen.c.observed_at).where(seen.c.id == observation_id)).scalar_one()
    return found, at


def signals_of(desk: Desk, cycle_id: int) -> list[int]:
    """The signals that opened a cycle."""
    link = table(CycleSignal)
    with desk.read() as conn:
        return list(conn.execute(sa.select(link.c.signal_id).where(link.c.cycle_id == cycle_id)).scalars())
