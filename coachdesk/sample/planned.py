"""What the sample's cycles do because their templates plan it, ticked off by the records that did it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from datetime import datetime

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.queries.planned_steps import cycle_plan, steps_of
from coachdesk.records.standards import Standard
from coachdesk.rules.clocks import PHASES
from coachdesk.sample import names
from coachdesk.services import observations, planned_steps, sessions, templates
from coachdesk.store.desk import Desk

TEMPLATES = {"HD-01": "HD-C1", "SH-01": "SH-C1", "RP-01": "RP-C1", "DS-01": "DS-C1"}
BETWEEN: dict[str, dict[int, tuple[tuple[int, str], ...]]] = {
    "SH-01": {
        0: ((4, "handover_review"),),
        1: ((6, "handover_review"),),
        2: ((7, "handover_review"), (8, "case_review"), (8, "handover_review")),
    }
}
"""By standard and session: further sessions after it, as days after the opening and kinds."""


def own_template(desk: Desk, actor: Actor) -> None:
    """The template the agency wrote itself, for notes that say too little."""
    with desk.read() as conn:
        standard = conn.execute(sa.select(Standard.id).where(Standard.code == "DS-01")).scalar_one()
    values = {
        "code": "DS-C1",
        "title": "Notes that support the service",
        "purpose": "For notes that come late or do not say what was done and how the participant answered.",
        "standard_id": standard,
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
    for offer in found:
        planned_steps.tick_record(desk, actor, cycle_id, offer.family, offer.id)


def by_hand(desk: Desk, actor: Actor, cycle_id: int) -> None:
    """Tick off what leaves no record of its own: cards handed out, documents gone through, practice."""
    with desk.read() as conn:
        steps = steps_of(conn, cycle_id)
    kinds = ("prompt_card", "reading", "practice")
    ids = [one.id for one in steps if one.kind in kinds and one.status == "open"]
    if ids:
        planned_steps.tick_steps(desk, actor, ids)


def leave_the_rest(desk: Desk, actor: Actor, cycle_id: int, until: str, reason: str) -> None:
    """Tick off what was done, and leave out what is still open up to a phase."""
    tick_what_was_done(desk, actor, cycle_id)
    with desk.read() as conn:
        steps = steps_of(conn, cycle_id)
    last = PHASES.index(until)
    ids = [one.id for one in steps if one.status == "open" and PHASES.index(one.phase) <= last]
    if ids:
        planned_steps.leave_out(desk, actor, ids, reason)


def between(
    desk: Desk,
    actor: Actor,
    cycle_id: int,
    code: str,
    place: int,
    people: Sequence[int],
    coach: int,
    sources: Sequence[str],
    at: Callable[[int, int, int], datetime],
) -> Generator[datetime, datetime, None]:
    """The further sessions after one, each with feedback at its end. at: (days after the opening, hour, minute)."""
    for number, (days, kind) in enumerate(BETWEEN.get(code, {}).get(place, ())):
        starts = yield at(days, 15 + number, 0)
        given = yield at(days, 15 + number, 30)
        seen = names.seen(code, kind)
        values = {
            "coach_id": coach,
            "kind": kind,
            "starts_at": starts,
            "minutes": 10 if kind == "handover_review" else 30,
            "strategies": list(names.STRATEGIES[kind]),
            "data_sources": list(sources),
            "seen": seen[(place + number + 1) % len(seen)],
            "feedback_at": given,
        }
        sessions.record_session(desk, actor, cycle_id, people, values)


def seen_with_consent(
    desk: Desk,
    actor: Actor,
    cycle_id: int,
    code: str,
    people: Sequence[int],
    observer: int,
    ratings: dict[int, str],
    at: Callable[[int], datetime],
) -> Generator[datetime, datetime, None]:
    """A real interaction of each coachee, observed with consent and without anything that identifies anybody."""
    for place, staff_id in enumerate(people):
        moment = yield at(place)
        values = {
            "staff_id": staff_id, "observer_id": observer, "observed_at": moment, "setting": "live", "consent": True,
            "deidentified": True, "note": names.OBSERVED[code][place % len(names.OBSERVED[code])],
        }  # fmt: skip
        observations.record_observation(desk, actor, cycle_id, values, ratings)
