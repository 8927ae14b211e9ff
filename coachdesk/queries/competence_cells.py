"""One cell of the matrix whole, a person's competence, what a closed cycle offers, and what runs out (R16)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from coachdesk.queries.competence import (
    ASSESSED_BY,
    ASSESSOR,
    COACHED,
    COACHEE,
    COUNTS,
    CYCLE,
    PROFILE,
    RECORD,
    REQUIREMENT,
    ROLE,
    STD,
    VERSION,
    S,
    cells_of,
    in_coaching,
    months_for,
)
from coachdesk.queries.parts import POSTING, full_name, local_day, person, posted_on
from coachdesk.records.base import table
from coachdesk.records.sessions import Observation
from coachdesk.rules.competence import Cell, offered, suggested_expiry
from coachdesk.rules.moves import ENDED
from coachdesk.settings import Settings

if TYPE_CHECKING:
    from coachdesk.queries.evidence import EvidenceDetail

OBSERVATION = table(Observation)


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    """One record in the history of a cell. cycle: "" when none offered it.  withdrawn_at: None while it counts.

    evidence: its files, in the order they were added.
    """

    id: int
    standard_id: int
    method: str
    result: str
    assessor: str
    qualification: str
    assessed_on: date
    expires_on: date | None
    note: str
    version: int | None
    cycle_id: int | None
    cycle: str
    recorded_at: datetime
    recorded_by: str
    late_entry: bool
    withdrawn_at: datetime | None
    withdrawn_reason: str
    evidence: tuple[EvidenceDetail, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenCycle:
    """A cycle that is at work on a cell."""

    id: int
    number: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class CellDetail:
    """One person and one standard. cell: None where neither role nor a record makes one.  months: of the requirement.

    role: the person's on the day.  history: newest assessment first.  version_id: in force now, None without one.
    """

    staff_id: int
    name: str
    role: str
    standard_id: int
    code: str
    title: str
    version_id: int | None
    months: int | None
    cell: Cell | None
    history: tuple[CompetenceRow, ...]
    cycles: tuple[OpenCycle, ...]


@dataclass(frozen=True, slots=True)
class StaffCompetence:
    """One line of a person's competence: a standard their role requires, or one they have a record in."""

    standard_id: int
    code: str
    title: str
    months: int | None
    cell: Cell


@dataclass(frozen=True, slots=True)
class Offer:
    """A competence record that a closed cycle offers, ready to be looked at and saved by a person; never by itself.

    assessor: the cycle's validator.  assessed_on: when they saw it live, else when the cycle closed.
    """

    staff_id: int
    name: str
    standard_id: int
    standard: str
    cycle_id: int
    cycle: str
    assessor_id: int | None
    assessor: str
    assessed_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Expiring:
    """What runs out for one person. codes: of the standards, first to run out first.  first: the earliest last day."""

    staff_id: int
    name: str
    supervisor_id: int | None
    supervisor: str
    codes: tuple[str, ...]
    first: date


def cell_detail(
    conn: sa.Connection, staff_id: int, standard_id: int, day: date, settings: Settings
) -> CellDetail | None:
    """One cell as of `day`, with its whole history; None when there is no such person or standard."""
    posted = sa.and_(POSTING.c.staff_id == S.c.id, posted_on(POSTING, day))
    who = conn.execute(
        sa.select(full_name(S).label("name"), sa.func.coalesce(ROLE.c.name, "").label("role"))
        .select_from(S.outerjoin(POSTING, posted).outerjoin(ROLE, ROLE.c.id == POSTING.c.role_id))
        .where(S.c.id == staff_id)
    ).first()
    in_force = sa.and_(VERSION.c.standard_id == STD.c.id, VERSION.c.status == "published")
    what = conn.execute(
        sa.select(STD.c.code, STD.c.title, VERSION.c.id.label("version_id"))
        .select_from(STD.outerjoin(VERSION, in_force))
        .where(STD.c.id == standard_id)
    ).first()
    if who is None or what is None:
        return None
    running = (
        sa.select(CYCLE.c.id, CYCLE.c.number, CYCLE.c.title, CYCLE.c.status)
        .select_from(COACHED)
        .where(COACHEE.c.staff_id == staff_id, VERSION.c.standard_id == standard_id, CYCLE.c.status.not_in(ENDED))
        .order_by(CYCLE.c.id.desc())
    )  # fmt: skip
    return CellDetail(
        staff_id=staff_id,
        name=who.name,
        role=who.role,
        standard_id=standard_id,
        code=what.code,
        title=what.title,
        version_id=what.version_id,
        months=months_for(conn, staff_id, standard_id, day),
        cell=cells_of(conn, staff_id, day, settings).get(standard_id),
        history=tuple(_history(conn, RECORD.c.staff_id == staff_id, RECORD.c.standard_id == standard_id)),
        cycles=tuple(OpenCycle(*row) for row in conn.execute(running)),
    )


def _history(conn: sa.Connection, *tests: sa.ColumnElement[bool]) -> list[CompetenceRow]:
    statement = (
        sa.select(
            RECORD.c.id,
            RECORD.c.standard_id,
            RECORD.c.method,
            RECORD.c.result,
            ASSESSED_BY,
            RECORD.c.qualification,
            RECORD.c.assessed_on,
            RECORD.c.expires_on,
            RECORD.c.note,
            VERSION.c.number,
            RECORD.c.cycle_id,
            sa.func.coalesce(CYCLE.c.number, ""),
            RECORD.c.recorded_at,
            sa.func.coalesce(PROFILE.c.name, ""),
            RECORD.c.late_entry,
            RECORD.c.withdrawn_at,
            RECORD.c.withdrawn_reason,
        )
        .select_from(
            RECORD.outerjoin(VERSION, VERSION.c.id == RECORD.c.version_id)
            .outerjoin(CYCLE, CYCLE.c.id == RECORD.c.cycle_id)
            .outerjoin(ASSESSOR, ASSESSOR.c.id == RECORD.c.assessor_id)
            .outerjoin(PROFILE, PROFILE.c.id == RECORD.c.recorded_by)
        )
        .where(*tests)
        .order_by(RECORD.c.assessed_on.desc(), RECORD.c.id.desc())
    )
    rows = conn.execute(statement).all()
    from coachdesk.queries.evidence import EVIDENCE, evidence_where  # here, since Today asks only what expires

    files: dict[int | None, list[EvidenceDetail]] = defaultdict(list)
    for one in evidence_where(conn, EVIDENCE.c.competence_id.in_([row[0] for row in rows])):
        files[one.competence_id].append(one)
    return [replace(CompetenceRow(*row), evidence=tuple(files[row[0]])) for row in rows]


def staff_competence(conn: sa.Connection, staff_id: int, day: date, settings: Settings) -> tuple[StaffCompetence, ...]:
    """How a person stands with everything their role requires, and with what they have records in, by code."""
    cells = cells_of(conn, staff_id, day, settings)
    needs = sa.select(REQUIREMENT.c.standard_id, REQUIREMENT.c.months)
    needs = needs.join(POSTING, POSTING.c.role_id == REQUIREMENT.c.role_id)
    needs = needs.where(POSTING.c.staff_id == staff_id, posted_on(POSTING, day))
    months = {row[0]: row[1] for row in conn.execute(needs)}
    statement = sa.select(STD.c.id, STD.c.code, STD.c.title).where(STD.c.id.in_(sorted(cells))).order_by(STD.c.code)
    return tuple(StaffCompetence(*row, months.get(row.id), cells[row.id]) for row in conn.execute(statement))


def offer_after(conn: sa.Connection, cycle_id: int, settings: Settings) -> tuple[Offer, ...]:
    """What a cycle offers: a record for each person it closed as achieved for, unless one was made from it already.

    Nothing for a cycle that is not closed, or that was opened without a standard.
    """
    validator, who = person("validator"), person("offered_to")
    statement = (
        sa.select(
            COACHEE.c.staff_id,
            COACHEE.c.outcome,
            full_name(who).label("name"),
            VERSION.c.standard_id,
            (STD.c.code + " " + VERSION.c.title).label("standard"),
            CYCLE.c.number,
            CYCLE.c.validator_id,
            sa.func.coalesce(full_name(validator), "").label("validator"),
            CYCLE.c.closed_at,
        )
        .select_from(
            COACHEE.join(CYCLE, CYCLE.c.id == COACHEE.c.cycle_id)
            .join(who, who.c.id == COACHEE.c.staff_id)
            .join(VERSION, VERSION.c.id == CYCLE.c.version_id)
            .join(STD, STD.c.id == VERSION.c.standard_id)
            .outerjoin(validator, validator.c.id == CYCLE.c.validator_id)
        )
        .where(CYCLE.c.id == cycle_id, CYCLE.c.status == "closed")
        .order_by(COACHEE.c.id)
    )
    made = set(conn.execute(sa.select(RECORD.c.staff_id).where(RECORD.c.cycle_id == cycle_id, COUNTS)).scalars())
    found = []
    for row in conn.execute(statement).all():
        if not offered(row.outcome) or row.staff_id in made:
            continue
        seen = sa.select(sa.func.max(OBSERVATION.c.observed_at)).where(
            OBSERVATION.c.cycle_id == cycle_id,
            OBSERVATION.c.staff_id == row.staff_id,
            OBSERVATION.c.observer_id == row.validator_id,
            OBSERVATION.c.setting == "live",
        )
        day = local_day(conn.execute(seen).scalar() or row.closed_at)
        if day is None:
            continue
        months = months_for(conn, row.staff_id, row.standard_id, day)
        found.append(
            Offer(
                staff_id=row.staff_id,
                name=row.name,
                standard_id=row.standard_id,
                standard=row.standard,
                cycle_id=cycle_id,
                cycle=row.number,
                assessor_id=row.validator_id,
                assessor=row.validator,
                assessed_on=day,
                expires_on=suggested_expiry(day, months, settings),
            )
        )
    return tuple(found)


def expiring(conn: sa.Connection, day: date, until: date, settings: Settings) -> tuple[Expiring, ...]:
    """Everybody employed on `day` for whom something their role requires has expired or does so by `until`.

    Listed with all that runs out within the agency's warning time; what is being coached is at work on already.
    """
    newer, boss = RECORD.alias("newer"), person("boss")
    later = sa.or_(
        newer.c.assessed_on > RECORD.c.assessed_on,
        sa.and_(newer.c.assessed_on == RECORD.c.assessed_on, newer.c.id > RECORD.c.id),
    )
    superseded = sa.exists().where(
        newer.c.staff_id == RECORD.c.staff_id,
        newer.c.standard_id == RECORD.c.standard_id,
        newer.c.withdrawn_at.is_(None),
        newer.c.assessed_on <= day,
        later,
    )
    warned = max(until, day + timedelta(days=settings.expiring_days))
    statement = (
        sa.select(
            S.c.id,
            full_name(S).label("name"),
            POSTING.c.supervisor_id,
            sa.func.coalesce(full_name(boss), "").label("boss"),
            RECORD.c.standard_id,
            STD.c.code,
            RECORD.c.expires_on,
        )
        .select_from(
            RECORD.join(S, S.c.id == RECORD.c.staff_id)
            .join(STD, STD.c.id == RECORD.c.standard_id)
            .join(POSTING, sa.and_(POSTING.c.staff_id == S.c.id, posted_on(POSTING, day)))
            .join(
                REQUIREMENT,
                sa.and_(REQUIREMENT.c.role_id == POSTING.c.role_id, REQUIREMENT.c.standard_id == RECORD.c.standard_id),
            )
            .outerjoin(boss, boss.c.id == POSTING.c.supervisor_id)
        )
        .where(
            RECORD.c.expires_on <= warned,
            RECORD.c.result == "competent",
            RECORD.c.assessed_on <= day,
            COUNTS,
            ~superseded,
            sa.or_(S.c.left_on.is_(None), S.c.left_on >= day),
        )
        .order_by(RECORD.c.expires_on, STD.c.code)
    )
    rows = conn.execute(statement).all()
    coached = in_coaching(conn, day, COACHEE.c.staff_id.in_({row.id for row in rows})) if rows else frozenset()
    found = defaultdict(list)
    for row in rows:
        if (row.id, row.standard_id) not in coached:
            found[row.id].append(row)
    return tuple(
        Expiring(rows[0].id, rows[0].name, rows[0].supervisor_id, rows[0].boss, tuple(row.code for row in rows), first)
        for rows in found.values()
        if (first := rows[0].expires_on) <= until
    )


def assessor_qualifications(conn: sa.Connection) -> dict[int, str]:
    """What was last said to qualify each assessor of the staff, by staff id; forms suggest it."""
    statement = sa.select(RECORD.c.assessor_id, RECORD.c.qualification)
    statement = statement.where(RECORD.c.assessor_id.is_not(None), COUNTS).order_by(RECORD.c.id)
    return {row[0]: row[1] for row in conn.execute(statement)}
