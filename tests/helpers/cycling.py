"""Cycles for tests, taken as far as a test needs them, in the small agency of `practice`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.queries.cycle import CycleDetail, cycle_detail
from coachdesk.records.standards import Criterion
from coachdesk.services import cycle_phases, cycles, measures, observations, sessions
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice

COACH, VALIDATOR = "Maria", "Rosa"
RULE: dict[str, Any] = {
    "rule_measure": "Escalated within 4 h",
    "rule_direction": "at_least",
    "rule_threshold": Fraction(9, 10),
    "rule_smallest_count": 10,
}


def criteria_of(desk: Desk, version: int) -> list[int]:
    """The ids of a version's criteria, in order."""
    with desk.read() as conn:
        statement = sa.select(Criterion.id).where(Criterion.version_id == version).order_by(Criterion.position)
        return list(conn.execute(statement).scalars())


def diagnosed(
    desk: Desk,
    clock: Clock,
    practice: Practice,
    who: Sequence[str] = ("Dana",),
    rule: dict[str, Any] | None = None,
    signals: Sequence[int] = (),
) -> int:
    """A cycle in Diagnose that lacks nothing but its baseline. Gives its id."""
    people = practice.people
    values = {
        "version_id": practice.version,
        "team_id": practice.team,
        "coach_id": people[COACH],
        "validator_id": people[VALIDATOR],
        "cause": "knowledge",
        "evidence_wanted": "Ten records",
        "follow_up_on": clock().date() + timedelta(days=14),
        **(RULE if rule is None else rule),
    }
    return cycles.open_cycle(
        desk,
        RENEE,
        values,
        signal_ids=signals,
        staff_ids=[people[name] for name in who],
        criterion_ids=criteria_of(desk, practice.version),
    ).result


def measured(desk: Desk, clock: Clock, practice: Practice, cycle: int, stage: str, **values: Any) -> int:
    """A measure of today by the validator; 4 of 10 unless `values` say otherwise. Gives its id."""
    usual = {
        "kind": "proportion",
        "method": "documentation_audit",
        "measured_on": clock().date(),
        "assessor_id": practice.people[VALIDATOR],
    }
    counted = {} if values.get("kind", "proportion") != "proportion" else {"met": 4, "total": 10}
    return measures.record_measure(desk, RENEE, cycle, stage, {**usual, **counted, **values}).result


def coaching(desk: Desk, clock: Clock, practice: Practice, who: Sequence[str] = ("Dana",)) -> int:
    """A cycle in Coach with its baseline; nothing was held yet. Gives its id."""
    cycle = diagnosed(desk, clock, practice, who)
    measured(desk, clock, practice, cycle, "baseline")
    cycle_phases.advance(desk, RENEE, cycle)
    return cycle


def held(desk: Desk, clock: Clock, practice: Practice, cycle: int, who: Sequence[str] = ("Dana",), **more: Any) -> int:
    """A session held an hour ago with feedback given right away, on two data sources. Gives its id."""
    values = {
        "coach_id": practice.people[COACH],
        "kind": "shadow_check_in",
        "starts_at": clock() - timedelta(hours=1),
        "minutes": 30,
        "data_sources": ["direct_observation", "reflection"],
        "feedback_at": clock() - timedelta(minutes=10),
        **more,
    }
    return sessions.record_session(desk, RENEE, cycle, [practice.people[name] for name in who], values).result


def seen(
    desk: Desk, clock: Clock, practice: Practice, cycle: int, who: str = "Dana", result: str = "met", **more: Any
) -> int:
    """A live observation by the validator, this minute, with the same rating on every criterion. Gives its id."""
    values = {
        "staff_id": practice.people[who],
        "observer_id": practice.people[VALIDATOR],
        "observed_at": clock(),
        "setting": "live",
        "consent": True,
        "deidentified": True,
        **more,
    }
    ratings = dict.fromkeys(criteria_of(desk, practice.version), result)
    return observations.record_observation(desk, RENEE, cycle, values, ratings).result


def validating(desk: Desk, clock: Clock, practice: Practice, who: Sequence[str] = ("Dana",)) -> int:
    """A cycle in Validate: everybody had a session; nothing is confirmed or measured again. Gives its id."""
    cycle = coaching(desk, clock, practice, who)
    clock.go(days=1)
    held(desk, clock, practice, cycle, who)
    clock.go(hours=2)
    cycle_phases.advance(desk, RENEE, cycle)
    return cycle


def closed(desk: Desk, clock: Clock, practice: Practice, who: Sequence[str] = ("Dana",), met: int = 10) -> int:
    """A closed cycle, achieved by everybody on `met` of 10 records. Gives its id."""
    cycle = validating(desk, clock, practice, who)
    for name in who:
        clock.go(minutes=20)
        seen(desk, clock, practice, cycle, name)
    measured(desk, clock, practice, cycle, "post", met=met)
    ended = {practice.people[name]: cycle_phases.CoacheeOutcome("achieved") for name in who}
    cycle_phases.close_cycle(desk, RENEE, cycle, ended)
    return cycle


def whole(desk: Desk, clock: Clock, cycle: int) -> CycleDetail:
    """The cycle as its page shows it."""
    with desk.read() as conn:
        found = cycle_detail(conn, cycle, clock().date(), desk.settings())
    assert found is not None
    return found


def said(refused: Refused) -> str:
    """Everything a refusal says: what happened and each problem."""
    return "\n".join([refused.happened, *(problem.text for problem in refused.problems)])
