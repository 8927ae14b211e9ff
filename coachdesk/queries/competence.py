"""Competence (R16) as tables and as the matrix of staff and standards, today's or that of any day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import (
    POSTING,
    by_name,
    full_name,
    listed_name,
    local_day,
    person,
    posted_on,
)
from coachdesk.queries.table import Column, TableQuery
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.competence import Competence
from coachdesk.records.cycles import Coachee, Cycle
from coachdesk.records.people import Role, Staff, Team
from coachdesk.records.standards import RoleRequirement, Standard, StandardVersion
from coachdesk.rules import competence as rules
from coachdesk.rules.competence import Cell, CompetenceRecord, Standing
from coachdesk.settings import Settings

RECORD, REQUIREMENT = table(Competence), table(RoleRequirement)
S, ROLE, TEAM = table(Staff), table(Role), table(Team)
STD, VERSION = table(Standard), table(StandardVersion)
CYCLE, COACHEE, PROFILE = table(Cycle), table(Coachee), table(Profile)
ASSESSOR = person("assessor")

COACHED = COACHEE.join(CYCLE, CYCLE.c.id == COACHEE.c.cycle_id).join(VERSION, VERSION.c.id == CYCLE.c.version_id)
"""Coachees with their cycle and its standard version."""

COUNTS = RECORD.c.withdrawn_at.is_(None)
"""A withdrawn record no longer counts."""

ASSESSED_BY = sa.func.coalesce(full_name(ASSESSOR), RECORD.c.assessor_name)

COMPETENCE = TableQuery(
    family="competence",
    title=QT_TRANSLATE_NOOP("Tables", "Competence"),
    source=RECORD.join(S, S.c.id == RECORD.c.staff_id)
    .join(STD, STD.c.id == RECORD.c.standard_id)
    .outerjoin(VERSION, VERSION.c.id == RECORD.c.version_id)
    .outerjoin(CYCLE, CYCLE.c.id == RECORD.c.cycle_id)
    .outerjoin(ASSESSOR, ASSESSOR.c.id == RECORD.c.assessor_id)
    .outerjoin(PROFILE, PROFILE.c.id == RECORD.c.recorded_by),
    id=RECORD.c.id,
    columns=(
        Column("name", QT_TRANSLATE_NOOP("Columns", "Name"), listed_name(S), width=20, sort=by_name(S)),
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), S.c.number, width=8, shown=False),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), STD.c.title, width=30, shown=False),
        Column("version", QT_TRANSLATE_NOOP("Columns", "Version"), VERSION.c.number, "int", width=8, shown=False),
        Column(
            "result", QT_TRANSLATE_NOOP("Columns", "Result"), RECORD.c.result, "choice", "competence_result", width=13
        ),
        Column(
            "method", QT_TRANSLATE_NOOP("Columns", "Method"), RECORD.c.method, "choice", "competence_method", width=22
        ),
        Column("assessed_on", QT_TRANSLATE_NOOP("Columns", "Assessed"), RECORD.c.assessed_on, "date", width=12),
        Column("expires_on", QT_TRANSLATE_NOOP("Columns", "Expires"), RECORD.c.expires_on, "date", width=12),
        Column("assessor", QT_TRANSLATE_NOOP("Columns", "Assessor"), ASSESSED_BY, width=18),
        Column("qualification", QT_TRANSLATE_NOOP("Columns", "Qualification"), RECORD.c.qualification, width=20),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=13),
        Column("note", QT_TRANSLATE_NOOP("Columns", "Note"), RECORD.c.note, "long_text", width=30, shown=False),
        Column("recorded_at", QT_TRANSLATE_NOOP("Columns", "Recorded"), RECORD.c.recorded_at, "datetime", width=16,
               shown=False),
        Column("recorded_by", QT_TRANSLATE_NOOP("Columns", "Recorded by"), PROFILE.c.name, width=16, shown=False),
        Column("late_entry", QT_TRANSLATE_NOOP("Columns", "Late entry"), RECORD.c.late_entry, "bool", width=9,
               shown=False),
        Column("withdrawn_at", QT_TRANSLATE_NOOP("Columns", "Withdrawn"), RECORD.c.withdrawn_at, "datetime", width=16,
               shown=False),
        Column("withdrawn_reason", QT_TRANSLATE_NOOP("Columns", "Why withdrawn"), RECORD.c.withdrawn_reason,
               "long_text", width=30, shown=False),
    ),
    search=(S.c.number, S.c.first_name, S.c.last_name, S.c.preferred_name, STD.c.code, STD.c.title),
    order=(("assessed_on", True), ("name", False)),
)  # fmt: skip
"""Every record ever made, withdrawn ones included."""

REQUIREMENTS = TableQuery(
    family="role_requirement",
    title=QT_TRANSLATE_NOOP("Tables", "Role requirements"),
    source=REQUIREMENT.join(ROLE, ROLE.c.id == REQUIREMENT.c.role_id).join(STD, STD.c.id == REQUIREMENT.c.standard_id),
    id=REQUIREMENT.c.id,
    columns=(
        Column("role", QT_TRANSLATE_NOOP("Columns", "Role"), ROLE.c.name, width=28),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), STD.c.title, width=36),
        Column("months", QT_TRANSLATE_NOOP("Columns", "Verified again after months"), REQUIREMENT.c.months, "int",
               width=14),
    ),
    search=(ROLE.c.name, STD.c.code, STD.c.title),
    order=(("role", False), ("standard", False)),
)  # fmt: skip
"""Which role requires which standard, and how often it is verified again."""


@dataclass(frozen=True, slots=True)
class MatrixPerson:
    """One row: a staff member as they were posted on the day. status: vocabulary staff_status."""

    id: int
    number: str
    name: str
    role: str
    team: str
    status: str


@dataclass(frozen=True, slots=True)
class MatrixStandard:
    """One column: a standard that some role requires."""

    id: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of a day. cells: (staff id, standard id) -> how they stand; a pair that is not required has none."""

    day: date
    people: tuple[MatrixPerson, ...]
    standards: tuple[MatrixStandard, ...]
    cells: dict[tuple[int, int], Cell]

    def counts(self) -> dict[Standing, int]:
        """How many cells stand how, every standing named."""
        found = dict.fromkeys(rules.STANDINGS, 0)
        for cell in self.cells.values():
            found[cell.standing] += 1
        return found


def _here(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        sa.or_(S.c.hired_on.is_(None), S.c.hired_on <= day), sa.or_(S.c.left_on.is_(None), S.c.left_on >= day)
    )


def matrix(conn: sa.Connection, day: date, settings: Settings) -> Matrix:
    """Everybody employed on `day` against every standard that the role they had that day requires (R16).

    Requirements are those in force now: they have no history. Records count from the day of the assessment.
    """
    people, roles = _people(conn, day)
    needs: dict[int, list[int]] = defaultdict(list)
    for role_id, standard_id in conn.execute(sa.select(REQUIREMENT.c.role_id, REQUIREMENT.c.standard_id)):
        needs[role_id].append(standard_id)
    required = {one.id: needs.get(roles[one.id] or 0, []) for one in people}
    cells = rules.matrix(required, _records(conn), in_coaching(conn, day), day, settings)
    used = {standard_id for _, standard_id in cells}
    statement = sa.select(STD.c.id, STD.c.code, STD.c.title).order_by(STD.c.code)
    standards = tuple(MatrixStandard(*row) for row in conn.execute(statement) if row.id in used)
    return Matrix(day, people, standards, cells)


def _people(conn: sa.Connection, day: date) -> tuple[tuple[MatrixPerson, ...], dict[int, int | None]]:
    posted = sa.and_(POSTING.c.staff_id == S.c.id, posted_on(POSTING, day))
    statement = (
        sa.select(
            S.c.id,
            S.c.number,
            listed_name(S),
            sa.func.coalesce(ROLE.c.name, ""),
            sa.func.coalesce(TEAM.c.name, ""),
            sa.case((S.c.on_leave.is_(sa.true()), "on_leave"), else_="active"),
            POSTING.c.role_id,
        )
        .select_from(
            S.outerjoin(POSTING, posted)
            .outerjoin(ROLE, ROLE.c.id == POSTING.c.role_id)
            .outerjoin(TEAM, TEAM.c.id == POSTING.c.team_id)
        )
        .where(_here(day))
        .order_by(by_name(S), S.c.id)
    )
    rows = conn.execute(statement).all()
    return tuple(MatrixPerson(*row[:6]) for row in rows), {row.id: row.role_id for row in rows}


def _records(conn: sa.Connection, *tests: sa.ColumnElement[bool]) -> list[CompetenceRecord]:
    """The records that count, in the order of recording."""
    columns = (RECORD.c.staff_id, RECORD.c.standard_id, RECORD.c.assessed_on, RECORD.c.result, RECORD.c.expires_on)
    statement = sa.select(*columns).where(COUNTS, *tests).order_by(RECORD.c.id)
    return [CompetenceRecord(row[0], row[1], row[2], row[3] == "competent", row[4]) for row in conn.execute(statement)]


def in_coaching(conn: sa.Connection, day: date, *tests: sa.ColumnElement[bool]) -> frozenset[tuple[int, int]]:
    """(staff id, standard id) of everybody coached on `day` in a cycle that had been opened and had not ended."""
    # Whatever ended later by this computer's days ended after the day began anywhere: years of cycles stay unread.
    not_before = sa.or_(CYCLE.c.closed_at.is_(None), CYCLE.c.closed_at >= datetime.combine(day, time.min, UTC))
    statement = (
        sa.select(COACHEE.c.staff_id, VERSION.c.standard_id, CYCLE.c.closed_at)
        .select_from(COACHED)
        .where(CYCLE.c.status != "proposed", CYCLE.c.opened_on <= day, not_before, *tests)
    )
    found = set()
    for row in conn.execute(statement):
        ended = local_day(row.closed_at)
        if ended is None or ended > day:
            found.add((row.staff_id, row.standard_id))
    return frozenset(found)


def months_for(conn: sa.Connection, staff_id: int, standard_id: int, day: date) -> int | None:
    """After how many months the role a person had on `day` has this standard verified again; None: not required."""
    statement = (
        sa.select(REQUIREMENT.c.months)
        .join(POSTING, POSTING.c.role_id == REQUIREMENT.c.role_id)
        .where(POSTING.c.staff_id == staff_id, posted_on(POSTING, day), REQUIREMENT.c.standard_id == standard_id)
    )
    return conn.execute(statement).scalar()


def cells_of(conn: sa.Connection, staff_id: int, day: date, settings: Settings) -> dict[int, Cell]:
    """One person's cells, by standard id: those of the matrix, and standards with a record though no role asks."""
    needs = sa.select(REQUIREMENT.c.standard_id).join(POSTING, POSTING.c.role_id == REQUIREMENT.c.role_id)
    needs = needs.where(POSTING.c.staff_id == staff_id, posted_on(POSTING, day))
    records = _records(conn, RECORD.c.staff_id == staff_id)
    wanted = dict.fromkeys([*conn.execute(needs).scalars(), *(one.standard_id for one in records)])
    coached = in_coaching(conn, day, COACHEE.c.staff_id == staff_id)
    found = rules.matrix({staff_id: wanted}, records, coached, day, settings)
    return {standard_id: cell for (_, standard_id), cell in found.items()}
