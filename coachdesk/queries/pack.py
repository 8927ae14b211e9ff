"""Reads what an evidence pack prints: its cycles one by one, the standards they used, the evidence behind them.

Read cycle by cycle, so that a pack of thousands of cycles never holds more than one. The facts themselves are in
`pack_facts`. Texts are as people wrote them; there is no field for private coach notes, so none can get in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from coachdesk.queries import pack_facts as facts
from coachdesk.queries import pack_parts as parts
from coachdesk.queries.parts import full_name, person
from coachdesk.queries.scope import Scope, cycle_tests
from coachdesk.records.agency import Agency, Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Coachee, Cycle, Measure
from coachdesk.records.evidence import Evidence
from coachdesk.records.people import Staff, Team
from coachdesk.records.sessions import Observation, Session
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.rules.gate_close import live_missing
from coachdesk.rules.measures import SuccessRule
from coachdesk.settings import Settings

C, V, ST, CR = table(Cycle), table(StandardVersion), table(Standard), table(Criterion)
SES, OBS, EV = table(Session), table(Observation), table(Evidence)
_STAFF = table(Staff)


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A cycle as the contents list it. outcomes: the outcome code of each coachee, "" where there is none yet."""

    id: int
    number: str
    title: str
    status: str
    standard_code: str
    version_id: int | None
    opened_on: date
    outcomes: tuple[str, ...]


def agency_name(conn: sa.Connection) -> str:
    """The name on the cover."""
    return str(conn.execute(sa.select(Agency.name)).scalar_one_or_none() or "")


def coordinator_name(conn: sa.Connection) -> str:
    """The accountable person (R11), "" when none is named."""
    who = sa.select(full_name(_STAFF)).join(Agency, Agency.coordinator_id == _STAFF.c.id)
    return str(conn.execute(who).scalar_one_or_none() or "")


def pack_cycles(conn: sa.Connection, scope: Scope) -> tuple[CycleLine, ...]:
    """The cycles of a pack, oldest number first."""
    columns = (C.c.id, C.c.number, C.c.title, C.c.status, ST.c.code, C.c.version_id, C.c.opened_on)
    source = C.outerjoin(V, V.c.id == C.c.version_id).outerjoin(ST, ST.c.id == V.c.standard_id)
    statement = sa.select(*columns).select_from(source).where(*cycle_tests(scope)).order_by(C.c.number, C.c.id)
    inside = sa.select(Cycle.id).where(*cycle_tests(scope))
    outcomes: dict[int, list[str]] = defaultdict(list)
    coachees = sa.select(Coachee.cycle_id, Coachee.outcome).where(Coachee.cycle_id.in_(inside)).order_by(Coachee.id)
    for cycle_id, outcome in conn.execute(coachees):
        outcomes[cycle_id].append(outcome)
    return tuple(
        CycleLine(row.id, row.number, row.title, row.status, row.code or "", row[5], row[6], tuple(outcomes[row.id]))
        for row in conn.execute(statement)
    )


def cycle_file(conn: sa.Connection, cycle_id: int, settings: Settings) -> facts.CycleFile:
    """The whole trail of evidence of one cycle; NoResultFound when there is no such cycle."""
    cycle = _head(conn, cycle_id)
    codes = {row.id: row.code for row in conn.execute(sa.select(CR.c.id, CR.c.code).where(_of_cycle(conn, cycle_id)))}
    whole = replace(
        cycle,
        criteria=parts.criteria(conn, cycle_id),
        signals=parts.signals(conn, cycle_id),
        phases=parts.phases(conn, cycle_id),
        pauses=parts.pauses(conn, cycle_id),
        coachees=parts.coachees(conn, cycle_id),
        sessions=parts.sessions(conn, cycle_id),
        observations=parts.observations(conn, cycle, codes),
        measures=parts.measures(conn, cycle_id, codes),
        evidence=tuple(evidence_items(conn, Scope(cycle_ids=frozenset({cycle_id})))),
        overrides=parts.overrides(conn, cycle_id),
        amendments=parts.amendments(conn, cycle_id),
        sustain=parts.sustain(conn, cycle_id),
    )
    judged = facts.gate_facts(whole)
    confirmed = tuple(
        replace(coachee, unconfirmed=live_missing(judged, known, settings))
        for coachee, known in zip(whole.coachees, judged.coachees, strict=True)
    )
    return replace(whole, coachees=confirmed)


def evidence_items(conn: sa.Connection, scope: Scope) -> Iterator[facts.PackEvidence]:
    """The evidence of the cycles in scope, in number order, streamed."""
    by = table(Profile)
    columns = [EV.c[name] for name in ("number", "title", "file_name", "media_type", "size", "sha256", "made_on")]
    statement = (
        sa.select(
            *columns,
            EV.c.recorded_at,
            by.c.name,
            sa.func.coalesce(C.c.number, ""),
            sa.func.coalesce(SES.c.number, ""),
        )
        .select_from(
            EV.join(by, by.c.id == EV.c.recorded_by)
            .join(C, C.c.id == EV.c.cycle_id)
            .outerjoin(SES, SES.c.id == EV.c.session_id)
        )
        .where(*cycle_tests(scope))
        .order_by(EV.c.number)
    )
    for row in conn.execution_options(yield_per=200).execute(statement):
        yield facts.PackEvidence(*row)


def _head(conn: sa.Connection, cycle_id: int) -> facts.CycleFile:
    coach, validator, signer = person("coach"), person("validator"), table(Profile).alias("signer")
    team = table(Team)
    source = (
        C.outerjoin(V, V.c.id == C.c.version_id)
        .outerjoin(ST, ST.c.id == V.c.standard_id)
        .outerjoin(team, team.c.id == C.c.team_id)
        .outerjoin(coach, coach.c.id == C.c.coach_id)
        .outerjoin(validator, validator.c.id == C.c.validator_id)
        .outerjoin(signer, signer.c.id == C.c.signed_off_by)
    )
    statement = sa.select(
        C,
        team.c.name.label("team"),
        ST.c.code,
        ST.c.title.label("standard_title"),
        V.c.number.label("version_number"),
        V.c.status.label("version_status"),
        full_name(coach).label("coach"),
        full_name(validator).label("validator"),
        signer.c.name.label("signer"),
    ).select_from(source)
    row = conn.execute(statement.where(C.c.id == cycle_id)).one()
    return facts.CycleFile(
        id=row.id,
        number=row.number,
        title=row.title,
        status=row.status,
        status_reason=row.status_reason,
        phase=row.phase,
        team=row.team or "",
        standard_code=row.code or "",
        standard_title=row.standard_title or "",
        version_id=row.version_id,
        version_number=row.version_number,
        version_status=row.version_status or "",
        coach_id=row.coach_id,
        coach=row.coach or "",
        validator_id=row.validator_id,
        validator=row.validator or "",
        cause=row.cause,
        cause_note=row.cause_note,
        evidence_wanted=row.evidence_wanted,
        opened_on=row.opened_on,
        due_on=row.due_on,
        follow_up_on=row.follow_up_on,
        rule=SuccessRule.stored(row.rule_measure, row.rule_direction, row.rule_threshold, row.rule_smallest_count),
        rule_locked_at=row.rule_locked_at,
        closed_at=row.closed_at,
        signed_off_by=row.signer or "",
        signed_off_at=row.signed_off_at,
        sign_off_note=row.sign_off_note,
    )


def _of_cycle(conn: sa.Connection, cycle_id: int) -> sa.ColumnElement[bool]:
    """Criteria of every standard version that the cycle, its measures or observations used."""
    used = sa.union(
        sa.select(C.c.version_id).where(C.c.id == cycle_id, C.c.version_id.is_not(None)),
        sa.select(Measure.version_id).where(Measure.cycle_id == cycle_id),
        sa.select(OBS.c.version_id).where(OBS.c.cycle_id == cycle_id),
    )
    return CR.c.version_id.in_(list(conn.execute(used).scalars()))
