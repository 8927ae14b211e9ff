"""The parts of a cycle's pack facts: one function reads one part, in the order it is printed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from coachdesk.queries import pack_facts as facts
from coachdesk.queries.parts import full_name, person
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import (
    Amendment,
    Coachee,
    CycleCriterion,
    CyclePause,
    CyclePhase,
    CycleSignal,
    GateOverride,
    Measure,
    MeasureCriterion,
    SustainCheck,
)
from coachdesk.records.people import Staff, Team
from coachdesk.records.sessions import ActionStep, Observation, Rating, Session, SessionCoachee
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, StandardVersion
from coachdesk.rules.measures import Proportion

V, CR = table(StandardVersion), table(Criterion)
SIG, SES, OBS = table(Signal), table(Session), table(Observation)
_STAFF = table(Staff)


def criteria(conn: sa.Connection, cycle_id: int) -> tuple[facts.PackCriterion, ...]:
    """The target criteria, in the standard's order."""
    columns = (CR.c.code, CR.c.kind, CR.c.text, CR.c.threshold, CR.c.unit, CR.c.critical)
    statement = sa.select(*columns).join(CycleCriterion, CycleCriterion.criterion_id == CR.c.id)
    statement = statement.where(CycleCriterion.cycle_id == cycle_id).order_by(CR.c.position, CR.c.id)
    return tuple(facts.PackCriterion(*row) for row in conn.execute(statement))


def signals(conn: sa.Connection, cycle_id: int) -> tuple[facts.PackSignal, ...]:
    """The signals that opened the cycle, oldest first."""
    team = table(Team)
    statement = (
        sa.select(
            SIG.c.number,
            SIG.c.source,
            SIG.c.partner_kind,
            SIG.c.severity,
            SIG.c.occurred_on,
            SIG.c.recorded_at,
            SIG.c.late_entry,
            sa.func.coalesce(full_name(_STAFF), team.c.name, ""),
            SIG.c.criterion_code,
            SIG.c.participant_code,
            SIG.c.what_happened,
        )
        .select_from(SIG.outerjoin(_STAFF, _STAFF.c.id == SIG.c.staff_id).outerjoin(team, team.c.id == SIG.c.team_id))
        .where(SIG.c.id.in_(sa.select(CycleSignal.signal_id).where(CycleSignal.cycle_id == cycle_id)))
        .order_by(SIG.c.occurred_on, SIG.c.number)
    )
    return tuple(facts.PackSignal(*row) for row in conn.execute(statement))


def phases(conn: sa.Connection, cycle_id: int) -> tuple[facts.PackPhase, ...]:
    """The four phases in order."""
    p = table(CyclePhase).c
    statement = sa.select(p.phase, p.planned_start, p.planned_end, p.started_at, p.finished_at)
    rows = conn.execute(statement.where(p.cycle_id == cycle_id).order_by(p.position))
    return tuple(facts.PackPhase(*row) for row in rows)


def pauses(conn: sa.Connection, cycle_id: int) -> tuple[facts.PackPause, ...]:
    """The stops of the clocks."""
    p = table(CyclePause).c
    rows = conn.execute(sa.select(p.reason, p.from_on, p.until_on).where(p.cycle_id == cycle_id).order_by(p.id))
    return tuple(facts.PackPause(*row) for row in rows)


def coachees(conn: sa.Connection, cycle_id: int) -> tuple[facts.PackCoachee, ...]:
    """The coachees by name; whether they are confirmed is judged later."""
    c = table(Coachee).c
    columns = (c.outcome, c.outcome_note, c.next_step, c.confidence_before, c.confidence_after)
    statement = sa.select(_STAFF.c.id, full_name(_STAFF), _STAFF.c.number, *columns).join(
        table(Coachee), c.staff_id == _STAFF.c.id
    )
    rows = conn.execute(statement.where(c.cycle_id == cycle_id).order_by(_STAFF.c.last_name, _STAFF.c.id))
    return tuple(facts.PackCoachee(*row) for row in rows)


def sessions(conn: sa.Connection, cycle_id: int) -> tuple[facts.PackSession, ...]:
    """The sessions by time, each with its coachees and steps."""
    inside = sa.select(SES.c.id).where(SES.c.cycle_id == cycle_id)
    coachees, steps = _attendances(conn, inside), _steps(conn, inside)
    statement = sa.select(SES, full_name(_STAFF).label("coach")).join(_STAFF, _STAFF.c.id == SES.c.coach_id)
    return tuple(
        facts.PackSession(
            number=row.number,
            kind=row.kind,
            status=row.status,
            status_reason=row.status_reason,
            starts_at=row.starts_at,
            minutes=row.minutes,
            coach=row.coach,
            coachees=tuple(coachees[row.id]),
            strategies=tuple(row.strategies),
            data_sources=tuple(row.data_sources),
            seen=row.seen,
            strengths=row.strengths,
            feedback_at=row.feedback_at,
            recorded_at=row.recorded_at,
            late_entry=row.late_entry,
            steps=tuple(steps[row.id]),
        )
        for row in conn.execute(statement.where(SES.c.cycle_id == cycle_id).order_by(SES.c.starts_at, SES.c.id))
    )


def _attendances(conn: sa.Connection, sessions: Any) -> dict[int, list[facts.PackAttendance]]:
    a = table(SessionCoachee).c
    columns = (a.acknowledgement, a.statement, a.acknowledged_at)
    statement = sa.select(a.session_id, _STAFF.c.id, full_name(_STAFF), *columns).join(
        table(SessionCoachee), a.staff_id == _STAFF.c.id
    )
    found: dict[int, list[facts.PackAttendance]] = defaultdict(list)
    for session_id, *rest in conn.execute(statement.where(a.session_id.in_(sessions)).order_by(a.id)):
        found[session_id].append(facts.PackAttendance(*rest))
    return found


def _steps(conn: sa.Connection, sessions: Any) -> dict[int, list[facts.PackStep]]:
    s, owner, verifier = table(ActionStep).c, person("owner"), person("verifier")
    source = table(ActionStep).outerjoin(owner, owner.c.id == s.owner_id)
    statement = (
        sa.select(
            s.session_id,
            s.text,
            sa.func.coalesce(full_name(owner), ""),
            s.due_on,
            s.status,
            s.done_on,
            s.verified_on,
            sa.func.coalesce(full_name(verifier), ""),
        )
        .select_from(source.outerjoin(verifier, verifier.c.id == s.verified_by))
        .where(s.session_id.in_(sessions))
        .order_by(s.id)
    )
    found: dict[int, list[facts.PackStep]] = defaultdict(list)
    for session_id, *rest in conn.execute(statement):
        found[session_id].append(facts.PackStep(*rest))
    return found


def observations(
    conn: sa.Connection, cycle: facts.CycleFile, codes: dict[int, str]
) -> tuple[facts.PackObservation, ...]:
    """The observations by time, each with its ratings."""
    ratings: dict[int, dict[str, str]] = defaultdict(dict)
    inside = sa.select(OBS.c.id).where(OBS.c.cycle_id == cycle.id)
    r = table(Rating).c
    rated = sa.select(r.observation_id, r.criterion_id, r.result).where(r.observation_id.in_(inside)).order_by(r.id)
    for observation_id, criterion_id, result in conn.execute(rated):
        ratings[observation_id][codes.get(criterion_id, str(criterion_id))] = result
    observer = person("observer")
    statement = (
        sa.select(
            OBS, full_name(_STAFF).label("staff"), full_name(observer).label("observer"), SES.c.number.label("held_in")
        )
        .select_from(
            OBS.join(_STAFF, _STAFF.c.id == OBS.c.staff_id)
            .join(observer, observer.c.id == OBS.c.observer_id)
            .outerjoin(SES, SES.c.id == OBS.c.session_id)
        )
        .where(OBS.c.cycle_id == cycle.id)
        .order_by(OBS.c.observed_at, OBS.c.id)
    )
    return tuple(
        facts.PackObservation(
            number=row.number,
            staff_id=row.staff_id,
            staff=row.staff,
            observer_id=row.observer_id,
            observer=row.observer,
            by_validator=row.observer_id == cycle.validator_id,
            observed_at=row.observed_at,
            setting=row.setting,
            consent=row.consent,
            note=row.note,
            ratings=ratings[row.id],
            session_number=row.held_in or "",
            recorded_at=row.recorded_at,
            late_entry=row.late_entry,
        )
        for row in conn.execute(statement)
    )


def measures(conn: sa.Connection, cycle_id: int, codes: dict[int, str]) -> tuple[facts.PackMeasure, ...]:
    """The measures by day; `codes` are criterion codes by id."""
    m, mc = table(Measure).c, table(MeasureCriterion).c
    inside = sa.select(m.id).where(m.cycle_id == cycle_id)
    judged: dict[int, list[str]] = defaultdict(list)
    links = sa.select(mc.measure_id, mc.criterion_id).where(mc.measure_id.in_(inside)).order_by(mc.id)
    for measure_id, criterion_id in conn.execute(links):
        judged[measure_id].append(codes.get(criterion_id, str(criterion_id)))
    statement = sa.select(table(Measure), full_name(_STAFF).label("assessor"), V.c.number.label("version_number"))
    source = table(Measure).join(_STAFF, _STAFF.c.id == m.assessor_id).join(V, V.c.id == m.version_id)
    rows = conn.execute(statement.select_from(source).where(m.cycle_id == cycle_id).order_by(m.measured_on, m.id))
    return tuple(
        facts.PackMeasure(
            stage=row.stage,
            method=row.method,
            measured_on=row.measured_on,
            records_from=row.records_from,
            records_to=row.records_to,
            counted=Proportion(row.met, row.total, row.not_applicable),
            triggers_excluded=row.triggers_excluded,
            assessor_id=row.assessor_id,
            assessor=row.assessor,
            version_id=row.version_id,
            version_number=row.version_number,
            criteria=tuple(judged[row.id]),
            note=row.note,
            recorded_at=row.recorded_at,
            late_entry=row.late_entry,
        )
        for row in rows
    )


def overrides(conn: sa.Connection, cycle_id: int) -> tuple[facts.PackCorrection, ...]:
    """Gates passed although something was missing."""
    o, by = table(GateOverride).c, table(Profile)
    statement = sa.select(o.gate, o.missing, sa.literal(""), o.reason, o.overridden_at, by.c.name)
    statement = statement.join(by, by.c.id == o.overridden_by).where(o.cycle_id == cycle_id).order_by(o.id)
    return tuple(facts.PackCorrection(*row) for row in conn.execute(statement))


def amendments(conn: sa.Connection, cycle_id: int) -> tuple[facts.PackCorrection, ...]:
    """Corrections of something locked."""
    a, by = table(Amendment).c, table(Profile)
    statement = sa.select(a.subject, a.before, a.after, a.reason, a.amended_at, by.c.name)
    statement = statement.join(by, by.c.id == a.amended_by).where(a.cycle_id == cycle_id).order_by(a.id)
    return tuple(facts.PackCorrection(*row) for row in conn.execute(statement))


def sustain(conn: sa.Connection, cycle_id: int) -> tuple[facts.PackSustain, ...]:
    """The looks back after closing."""
    s = table(SustainCheck).c
    statement = sa.select(s.days, s.due_on, s.status, s.checked_on, s.note).where(s.cycle_id == cycle_id)
    return tuple(facts.PackSustain(*row) for row in conn.execute(statement.order_by(s.due_on, s.id)))
