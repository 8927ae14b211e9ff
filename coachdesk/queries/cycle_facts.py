"""One cycle as the gates see it: plain facts, read with a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Coachee, Cycle, CycleCriterion, CycleSignal, Measure, MeasureCriterion
from coachdesk.records.people import Staff
from coachdesk.records.sessions import Observation, Rating, SessionCoachee
from coachdesk.records.sessions import Session as CoachingSession
from coachdesk.records.standards import Criterion, StandardVersion
from coachdesk.rules.facts import CoacheeFacts, CycleFacts, MeasureFacts, ObservationFacts, Person, SessionFacts
from coachdesk.rules.measures import Proportion, SuccessRule

CYCLE, COACHEE, STAFF, CRITERION = table(Cycle), table(Coachee), table(Staff), table(Criterion)
SESSION, ATTENDED = table(CoachingSession), table(SessionCoachee)
OBSERVATION, RATING = table(Observation), table(Rating)
MEASURE, JUDGED, TARGET = table(Measure), table(MeasureCriterion), table(CycleCriterion)


def cycle_facts(conn: sa.Connection, cycle_id: int) -> CycleFacts:
    """What the gates R4-R8 look at, as the records stand in this transaction. LookupError for an unknown cycle."""
    row = conn.execute(sa.select(CYCLE).where(CYCLE.c.id == cycle_id)).first()
    if row is None:
        raise LookupError(f"no cycle {cycle_id}")
    codes = dict(
        _pairs(conn, sa.select(CRITERION.c.id, CRITERION.c.code).where(CRITERION.c.version_id == row.version_id))
    )
    status = conn.execute(sa.select(StandardVersion.status).where(StandardVersion.id == row.version_id)).scalar()
    signed = conn.execute(sa.select(Profile.name).where(Profile.id == row.signed_off_by)).scalar()
    rule = SuccessRule.stored(row.rule_measure, row.rule_direction, row.rule_threshold, row.rule_smallest_count)
    return CycleFacts(
        number=row.number,
        status=row.status,
        version_id=row.version_id,
        version_status=status or "",
        criteria=dict(
            _pairs(
                conn,
                sa.select(CRITERION.c.code, CRITERION.c.text)
                .join(TARGET, TARGET.c.criterion_id == CRITERION.c.id)
                .where(TARGET.c.cycle_id == cycle_id)
                .order_by(CRITERION.c.position),
            )
        ),
        coachees=_coachees(conn, cycle_id),
        coach=_person(conn, row.coach_id),
        validator=_person(conn, row.validator_id),
        cause=row.cause,
        rule=rule,
        evidence_wanted=row.evidence_wanted,
        follow_up_on=row.follow_up_on,
        sessions=_sessions(conn, cycle_id),
        observations=_observations(conn, cycle_id, codes),
        measures=_measures(conn, cycle_id, codes),
        signed_off_by=signed or "",
    )


def trigger_count(conn: sa.Connection, cycle_id: int) -> int:
    """How many signals opened the cycle; so many records stay out of its baseline (R4)."""
    found = sa.select(sa.func.count()).select_from(table(CycleSignal)).where(table(CycleSignal).c.cycle_id == cycle_id)
    return int(conn.execute(found).scalar_one())


def _pairs(conn: sa.Connection, statement: sa.Select[Any]) -> list[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in conn.execute(statement)]


def _called(row: Any) -> str:
    return f"{row.preferred_name or row.first_name} {row.last_name}".strip()


def _person(conn: sa.Connection, staff_id: int | None) -> Person | None:
    row = conn.execute(sa.select(STAFF).where(STAFF.c.id == staff_id)).first() if staff_id is not None else None
    return Person(row.id, _called(row)) if row else None


def _coachees(conn: sa.Connection, cycle_id: int) -> tuple[CoacheeFacts, ...]:
    statement = (
        sa.select(COACHEE, STAFF.c.first_name, STAFF.c.preferred_name, STAFF.c.last_name)
        .join(STAFF, STAFF.c.id == COACHEE.c.staff_id)
        .where(COACHEE.c.cycle_id == cycle_id)
        .order_by(STAFF.c.last_name, STAFF.c.first_name)
    )
    return tuple(
        CoacheeFacts(row.staff_id, _called(row), row.outcome, row.next_step) for row in conn.execute(statement)
    )


def _sessions(conn: sa.Connection, cycle_id: int) -> tuple[SessionFacts, ...]:
    came: dict[int, set[int]] = defaultdict(set)
    for session_id, staff_id in _pairs(
        conn,
        sa.select(ATTENDED.c.session_id, ATTENDED.c.staff_id)
        .join(SESSION, SESSION.c.id == ATTENDED.c.session_id)
        .where(SESSION.c.cycle_id == cycle_id),
    ):
        came[session_id].add(staff_id)
    rows = conn.execute(sa.select(SESSION).where(SESSION.c.cycle_id == cycle_id).order_by(SESSION.c.starts_at))
    return tuple(
        SessionFacts(
            row.number, row.status, row.starts_at, frozenset(came[row.id]), row.feedback_at, frozenset(row.data_sources)
        )
        for row in rows
    )


def _observations(conn: sa.Connection, cycle_id: int, codes: dict[int, str]) -> tuple[ObservationFacts, ...]:
    ratings: dict[int, dict[str, str]] = defaultdict(dict)
    for row in conn.execute(
        sa.select(RATING)
        .join(OBSERVATION, OBSERVATION.c.id == RATING.c.observation_id)
        .where(OBSERVATION.c.cycle_id == cycle_id)
    ):
        ratings[row.observation_id][codes.get(row.criterion_id, "")] = row.result
    rows = conn.execute(
        sa.select(OBSERVATION).where(OBSERVATION.c.cycle_id == cycle_id).order_by(OBSERVATION.c.observed_at)
    )
    return tuple(
        ObservationFacts(row.number, row.observer_id, row.staff_id, row.observed_at, row.setting, ratings[row.id])
        for row in rows
    )


def _measures(conn: sa.Connection, cycle_id: int, codes: dict[int, str]) -> tuple[MeasureFacts, ...]:
    judged: dict[int, set[str]] = defaultdict(set)
    for measure_id, criterion_id in _pairs(
        conn,
        sa.select(JUDGED.c.measure_id, JUDGED.c.criterion_id)
        .join(MEASURE, MEASURE.c.id == JUDGED.c.measure_id)
        .where(MEASURE.c.cycle_id == cycle_id),
    ):
        judged[measure_id].add(codes.get(criterion_id, ""))
    rows = conn.execute(
        sa.select(MEASURE).where(MEASURE.c.cycle_id == cycle_id).order_by(MEASURE.c.measured_on, MEASURE.c.id)
    )
    return tuple(
        MeasureFacts(
            stage=row.stage,
            result=Proportion(row.met, row.total, row.not_applicable),
            version_id=row.version_id,
            criteria=frozenset(judged[row.id]),
            measured_on=row.measured_on,
            assessor_id=row.assessor_id,
            triggers_excluded=row.triggers_excluded,
        )
        for row in rows
    )
