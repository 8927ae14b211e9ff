"""Cycles as the gates see them: plain facts, read with a fixed number of statements for any number of cycles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from coachdesk.queries.parts import full_name, person
from coachdesk.queries.planned_steps import open_planned
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Coachee, Cycle, CycleCriterion, CyclePause, Measure, MeasureCriterion
from coachdesk.records.scenarios import ScenarioExercise
from coachdesk.records.sessions import Observation, Rating, SessionCoachee
from coachdesk.records.sessions import Session as CoachingSession
from coachdesk.records.standards import Criterion, StandardMeasure, StandardVersion
from coachdesk.rules.clocks import Pause
from coachdesk.rules.facts import (
    CoacheeFacts,
    CycleFacts,
    MeasureFacts,
    ObservationFacts,
    Person,
    ScenarioFacts,
    SessionFacts,
)
from coachdesk.rules.measured import Durations, Measured, Rate, Ratings, per_and_unit
from coachdesk.rules.measures import Proportion
from coachdesk.rules.success import SuccessRule

CYCLE, COACHEE, CRITERION, VERSION = table(Cycle), table(Coachee), table(Criterion), table(StandardVersion)
SESSION, ATTENDED, PROFILE, PAUSE = table(CoachingSession), table(SessionCoachee), table(Profile), table(CyclePause)
OBSERVATION, RATING, EXERCISE = table(Observation), table(Rating), table(ScenarioExercise)
MEASURE, JUDGED, TARGET = table(Measure), table(MeasureCriterion), table(CycleCriterion)
OWN = table(StandardMeasure)
_COACH, _VALIDATOR, _COACHED = person("coach"), person("validator"), person("coached")

# What a rate is told per: as the rule says, or as the standard does where another of its measures was taken.
RATE_UNIT: sa.ColumnElement[str] = sa.case(
    (sa.and_(OWN.c.id.is_not(None), OWN.c.id != sa.func.coalesce(CYCLE.c.rule_standard_measure_id, 0)), OWN.c.unit),
    else_=CYCLE.c.rule_unit,
)


def cycle_facts(conn: sa.Connection, cycle_id: int) -> CycleFacts:
    """What the gates R4-R8 look at, as the records stand in this transaction. LookupError for an unknown cycle."""
    found = facts_of(conn, [cycle_id])
    if cycle_id not in found:
        raise LookupError(f"no cycle {cycle_id}")
    return found[cycle_id]


def facts_of(conn: sa.Connection, cycle_ids: Collection[int]) -> dict[int, CycleFacts]:
    """The facts of several cycles by id; unknown ids are left out."""
    statement = (
        sa.select(
            CYCLE,
            sa.func.coalesce(VERSION.c.status, "").label("version_status"),
            sa.func.coalesce(PROFILE.c.name, "").label("signer"),
            full_name(_COACH).label("coach"),
            full_name(_VALIDATOR).label("validator"),
        )
        .select_from(
            CYCLE.outerjoin(VERSION, VERSION.c.id == CYCLE.c.version_id)
            .outerjoin(PROFILE, PROFILE.c.id == CYCLE.c.signed_off_by)
            .outerjoin(_COACH, _COACH.c.id == CYCLE.c.coach_id)
            .outerjoin(_VALIDATOR, _VALIDATOR.c.id == CYCLE.c.validator_id)
        )
        .where(CYCLE.c.id.in_(cycle_ids))
    )
    criteria, coachees, pauses = _criteria(conn, cycle_ids), _coachees(conn, cycle_ids), pauses_of(conn, cycle_ids)
    sessions, observations = _sessions(conn, cycle_ids), _observations(conn, cycle_ids)
    measures, scenarios = _measures(conn, cycle_ids), _scenarios(conn, cycle_ids)
    planned = open_planned(conn, cycle_ids)
    return {
        row.id: CycleFacts(
            number=row.number,
            status=row.status,
            version_id=row.version_id,
            version_status=row.version_status,
            criteria=criteria[row.id],
            coachees=tuple(coachees[row.id]),
            coach=None if row.coach_id is None else Person(row.coach_id, row.coach),
            validator=None if row.validator_id is None else Person(row.validator_id, row.validator),
            cause=row.cause,
            rule=SuccessRule.stored(
                row.rule_measure,
                row.rule_direction,
                row.rule_threshold,
                row.rule_smallest_count,
                row.rule_kind,
                row.rule_unit,
                row.rule_standard_measure_id,
            ),
            evidence_wanted=row.evidence_wanted,
            follow_up_on=row.follow_up_on,
            sessions=tuple(sessions[row.id]),
            observations=tuple(observations[row.id]),
            scenarios=tuple(scenarios[row.id]),
            measures=tuple(measures[row.id]),
            signed_off_by=row.signer,
            pauses=tuple(pauses[row.id]),
            planned=tuple(planned[row.id]),
        )
        for row in conn.execute(statement)
    }


def _criteria(conn: sa.Connection, cycle_ids: Collection[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    statement = (
        sa.select(TARGET.c.cycle_id, CRITERION.c.code, CRITERION.c.text)
        .join(CRITERION, CRITERION.c.id == TARGET.c.criterion_id)
        .where(TARGET.c.cycle_id.in_(cycle_ids))
        .order_by(CRITERION.c.position)
    )
    for cycle_id, code, text in conn.execute(statement):
        found[cycle_id][code] = text
    return found


def _coachees(conn: sa.Connection, cycle_ids: Collection[int]) -> dict[int, list[CoacheeFacts]]:
    found: dict[int, list[CoacheeFacts]] = defaultdict(list)
    statement = (
        sa.select(COACHEE, full_name(_COACHED).label("name"))
        .join(_COACHED, _COACHED.c.id == COACHEE.c.staff_id)
        .where(COACHEE.c.cycle_id.in_(cycle_ids))
        .order_by(_COACHED.c.last_name, _COACHED.c.first_name)
    )
    for row in conn.execute(statement):
        found[row.cycle_id].append(CoacheeFacts(row.staff_id, row.name, row.outcome, row.next_step))
    return found


def pauses_of(conn: sa.Connection, cycle_ids: Collection[int]) -> dict[int, list[Pause]]:
    """The pauses of cycles as moments, the way the clocks of R10 take them; by cycle, oldest first."""
    found: dict[int, list[Pause]] = defaultdict(list)
    statement = sa.select(PAUSE).where(PAUSE.c.cycle_id.in_(cycle_ids)).order_by(PAUSE.c.from_on, PAUSE.c.id)
    for row in conn.execute(statement):
        found[row.cycle_id].append((_midnight(row.from_on), row.until_on and _midnight(row.until_on)))
    return found


def _midnight(day: date) -> datetime:
    """The beginning of a day in this computer's zone; pauses are kept as days."""
    return datetime.combine(day, time.min).astimezone()


def _sets(conn: sa.Connection, statement: sa.Select[Any]) -> dict[int, set[Any]]:
    found: dict[int, set[Any]] = defaultdict(set)
    for key, value in conn.execute(statement):
        found[key].add(value)
    return found


def _sessions(conn: sa.Connection, cycle_ids: Collection[int]) -> dict[int, list[SessionFacts]]:
    came = _sets(
        conn,
        sa.select(ATTENDED.c.session_id, ATTENDED.c.staff_id)
        .join(SESSION, SESSION.c.id == ATTENDED.c.session_id)
        .where(SESSION.c.cycle_id.in_(cycle_ids)),
    )
    found: dict[int, list[SessionFacts]] = defaultdict(list)
    statement = sa.select(SESSION).where(SESSION.c.cycle_id.in_(cycle_ids))
    for row in conn.execute(statement.order_by(SESSION.c.starts_at, SESSION.c.id)):
        found[row.cycle_id].append(
            SessionFacts(
                number=row.number,
                status=row.status,
                starts_at=row.starts_at,
                coachee_ids=frozenset(came[row.id]),
                feedback_at=row.feedback_at,
                sources=frozenset(row.data_sources or ()),
                minutes=row.minutes,
            )
        )
    return found


def _observations(conn: sa.Connection, cycle_ids: Collection[int]) -> dict[int, list[ObservationFacts]]:
    ratings: dict[int, dict[str, str]] = defaultdict(dict)
    rated = (
        sa.select(RATING.c.observation_id, CRITERION.c.code, RATING.c.result)
        .join(OBSERVATION, OBSERVATION.c.id == RATING.c.observation_id)
        .join(CRITERION, CRITERION.c.id == RATING.c.criterion_id)
        .where(OBSERVATION.c.cycle_id.in_(cycle_ids))
    )
    for observation_id, code, result in conn.execute(rated):
        ratings[observation_id][code] = result
    found: dict[int, list[ObservationFacts]] = defaultdict(list)
    statement = sa.select(OBSERVATION).where(OBSERVATION.c.cycle_id.in_(cycle_ids))
    for row in conn.execute(statement.order_by(OBSERVATION.c.observed_at, OBSERVATION.c.id)):
        found[row.cycle_id].append(
            ObservationFacts(
                number=row.number,
                observer_id=row.observer_id,
                coachee_id=row.staff_id,
                observed_at=row.observed_at,
                setting=row.setting,
                ratings=ratings[row.id],
            )
        )
    return found


def _scenarios(conn: sa.Connection, cycle_ids: Collection[int]) -> dict[int, list[ScenarioFacts]]:
    found: dict[int, list[ScenarioFacts]] = defaultdict(list)
    statement = sa.select(EXERCISE).where(EXERCISE.c.cycle_id.in_(cycle_ids))
    for row in conn.execute(statement.order_by(EXERCISE.c.submitted_at, EXERCISE.c.id)):
        reviewed = row.reviewed_at and row.reviewed_at.astimezone()
        found[row.cycle_id].append(ScenarioFacts(row.staff_id, row.submitted_at.astimezone(), reviewed))
    return found


def _measures(conn: sa.Connection, cycle_ids: Collection[int]) -> dict[int, list[MeasureFacts]]:
    judged = _sets(
        conn,
        sa.select(JUDGED.c.measure_id, CRITERION.c.code)
        .join(MEASURE, MEASURE.c.id == JUDGED.c.measure_id)
        .join(CRITERION, CRITERION.c.id == JUDGED.c.criterion_id)
        .where(MEASURE.c.cycle_id.in_(cycle_ids)),
    )
    found: dict[int, list[MeasureFacts]] = defaultdict(list)
    statement = sa.select(MEASURE, RATE_UNIT.label("rate_unit")).join(CYCLE, CYCLE.c.id == MEASURE.c.cycle_id)
    statement = statement.outerjoin(OWN, OWN.c.id == MEASURE.c.standard_measure_id)
    statement = statement.where(MEASURE.c.cycle_id.in_(cycle_ids))
    for row in conn.execute(statement.order_by(MEASURE.c.measured_on, MEASURE.c.id)):
        found[row.cycle_id].append(
            MeasureFacts(
                stage=row.stage,
                result=measured_in(row, per_and_unit(row.rate_unit)[0]),
                version_id=row.version_id,
                criteria=frozenset(judged[row.id]),
                measured_on=row.measured_on,
                assessor_id=row.assessor_id,
                triggers_excluded=row.triggers_excluded,
                triggers_included=row.triggers_included,
                standard_measure_id=row.standard_measure_id,
            )
        )
    return found


def measured_in(row: Any, per: int) -> Measured:
    """What a measure's columns hold, by its kind. per: of how many units of exposure a rate is told."""
    if row.kind == "duration":
        return Durations(tuple(Decimal(text) for text in row.figures or ()), row.unit)
    if row.kind == "rate":
        return Rate(row.events or 0, row.exposure or Decimal(0), per, row.unit)
    if row.kind == "rubric":
        return Ratings(tuple(int(text) for text in row.figures or ()))
    return Proportion(row.met, row.total, row.not_applicable)
