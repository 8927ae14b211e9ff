"""Staff: the roster as a table (today's or any day's) and one person's page with history and cycles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import (
    POSTING,
    TODAY,
    by_name,
    counted,
    fixed,
    full_name,
    listed_name,
    person,
    person_column,
    posted_on,
    spoken,
    today_params,
)
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.base import table
from coachdesk.records.cycles import Coachee, Cycle
from coachdesk.records.people import Role, Site, Staff, Team
from coachdesk.records.sessions import Session, SessionCoachee
from coachdesk.records.signals import Signal
from coachdesk.rules.moves import ENDED
from coachdesk.settings import Settings

S, ROLE, TEAM, SITE = table(Staff), table(Role), table(Team), table(Site)
CYCLE, COACHEE = table(Cycle), table(Coachee)
_SUPERVISOR = person("supervisor")
LAST_SESSIONS = 6

STATUS: sa.ColumnElement[str] = sa.case(
    (S.c.left_on < TODAY, "left"), (S.c.on_leave.is_(sa.true()), "on_leave"), else_="active"
)
"""Vocabulary staff_status on the day asked for."""

_OPEN_CYCLES = counted(
    sa.join(COACHEE, CYCLE, CYCLE.c.id == COACHEE.c.cycle_id),
    COACHEE.c.staff_id == S.c.id,
    CYCLE.c.status.not_in(ENDED),
)


def _source(which: sa.ColumnElement[bool]) -> sa.FromClause:
    return (
        S.outerjoin(POSTING, sa.and_(POSTING.c.staff_id == S.c.id, which))
        .outerjoin(ROLE, ROLE.c.id == POSTING.c.role_id)
        .outerjoin(TEAM, TEAM.c.id == POSTING.c.team_id)
        .outerjoin(SITE, SITE.c.id == POSTING.c.site_id)
        .outerjoin(_SUPERVISOR, _SUPERVISOR.c.id == POSTING.c.supervisor_id)
    )


STAFF = TableQuery(
    family="staff",
    title=QT_TRANSLATE_NOOP("Tables", "Staff"),
    source=_source(POSTING.c.ends_on.is_(None)),
    id=S.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), S.c.number, width=8),
        Column("name", QT_TRANSLATE_NOOP("Columns", "Name"), listed_name(S), width=20, sort=by_name(S)),
        Column("role", QT_TRANSLATE_NOOP("Columns", "Role"), ROLE.c.name, width=22),
        Column("team", QT_TRANSLATE_NOOP("Columns", "Team"), TEAM.c.name, width=14),
        person_column("supervisor", QT_TRANSLATE_NOOP("Columns", "Supervisor"), _SUPERVISOR, width=16),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), STATUS, "choice", "staff_status", width=10),
        *unshown(
            Column("site", QT_TRANSLATE_NOOP("Columns", "Site"), SITE.c.name, width=16),
            Column("open_cycles", QT_TRANSLATE_NOOP("Columns", "Open cycles"), _OPEN_CYCLES, "int", width=11),
            Column("is_coach", QT_TRANSLATE_NOOP("Columns", "Coach"), S.c.is_coach, "bool", width=8),
            Column(
                "coaching_minutes",
                QT_TRANSLATE_NOOP("Columns", "Coaching a week"),
                S.c.coaching_minutes,
                "minutes",
                width=12,
            ),
            Column("hired_on", QT_TRANSLATE_NOOP("Columns", "Hired"), S.c.hired_on, "date", width=12),
            Column("left_on", QT_TRANSLATE_NOOP("Columns", "Last day"), S.c.left_on, "date", width=12),
            Column("on_leave", QT_TRANSLATE_NOOP("Columns", "On leave"), S.c.on_leave, "bool", width=9),
            Column("email", QT_TRANSLATE_NOOP("Columns", "E-mail"), S.c.email, width=26),
            Column("phone", QT_TRANSLATE_NOOP("Columns", "Phone"), S.c.phone, width=14),
        ),
    ),
    search=(S.c.number, S.c.first_name, S.c.last_name, S.c.preferred_name, ROLE.c.name, TEAM.c.name, SITE.c.name),
    order=(("name", False),),
    params=today_params,
)
"""Everybody ever employed, with the present posting."""


def staff_as_of(day: date) -> TableQuery:
    """The roster as it was on `day`: that day's postings and statuses; people hired later are left out."""
    return replace(
        STAFF,
        source=_source(posted_on(POSTING, TODAY)),
        base=(sa.or_(S.c.hired_on.is_(None), S.c.hired_on <= TODAY),),
        params=fixed(day),
    )


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One stretch of a person's work, days [starts_on, ends_on); names are "" where nothing is set."""

    id: int
    starts_on: date
    ends_on: date | None
    role_id: int | None
    role: str
    team_id: int | None
    team: str
    site_id: int | None
    site: str
    supervisor_id: int | None
    supervisor: str


@dataclass(frozen=True, slots=True)
class StaffCycle:
    """A cycle of a person's, as its coachee or its coach. part: "coachee", "coach" or "validator"."""

    cycle_id: int
    number: str
    title: str
    part: str
    status: str
    phase: str
    opened_on: date
    due_on: date
    closed_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A session a person came to (part "coachee") or held (part "coach"). cycle_id is None for one outside a cycle."""

    session_id: int
    number: str
    cycle_id: int | None
    cycle: str
    starts_at: datetime
    kind: str
    status: str
    part: str


@dataclass(frozen=True, slots=True)
class StaffDetail:
    """One person. values: the record's own columns, by services.staff.FIELDS.  status: vocabulary staff_status.

    postings, cycles, sessions: newest first, of sessions only the last few.  signals: how many name this person.
    """

    id: int
    name: str
    values: Mapping[str, Any]
    status: str
    postings: tuple[PostingRow, ...]
    reports: tuple[tuple[int, str], ...]  # who is supervised: (id, name)
    cycles: tuple[StaffCycle, ...]
    sessions: tuple[StaffSession, ...]
    sessions_held: int
    last_session_at: datetime | None
    signals: int

    @property
    def posting(self) -> PostingRow:
        """The present posting."""
        return next(posting for posting in self.postings if posting.ends_on is None)


def staff_detail(conn: sa.Connection, staff_id: int, today: date, _settings: Settings) -> StaffDetail | None:
    """Everything a person's page shows; None when there is no such staff member."""
    row = conn.execute(sa.select(S, STATUS.label("status")).where(S.c.id == staff_id), {"today": today}).first()
    if row is None:
        return None
    held = conn.execute(
        sa.select(sa.func.count(), sa.func.max(table(Session).c.starts_at))
        .select_from(table(SessionCoachee).join(table(Session), Session.id == SessionCoachee.session_id))
        .where(SessionCoachee.staff_id == staff_id, Session.status == "held")
    ).one()
    reports = sa.select(S.c.id, full_name(S)).join(POSTING, POSTING.c.staff_id == S.c.id)
    reports = reports.where(
        POSTING.c.supervisor_id == staff_id,
        POSTING.c.ends_on.is_(None),
        sa.or_(S.c.left_on.is_(None), S.c.left_on >= today),
    )
    return StaffDetail(
        id=row.id,
        name=spoken(row.first_name, row.last_name, row.preferred_name),
        values={column.name: getattr(row, column.name) for column in S.c if column.name not in ("id", "rev")},
        status=row.status,
        postings=tuple(postings(conn, staff_id)),
        reports=tuple((found[0], found[1]) for found in conn.execute(reports.order_by(S.c.last_name, S.c.id))),
        cycles=tuple(_cycles(conn, staff_id)),
        sessions=tuple(_sessions(conn, staff_id)),
        sessions_held=held[0],
        last_session_at=held[1],
        signals=conn.scalar(sa.select(sa.func.count()).where(table(Signal).c.staff_id == staff_id)) or 0,
    )


def supervisors(conn: sa.Connection) -> list[str]:
    """The names of everybody who supervises somebody now, as the table shows them."""
    statement = sa.select(full_name(_SUPERVISOR)).join(POSTING, POSTING.c.supervisor_id == _SUPERVISOR.c.id)
    statement = statement.where(POSTING.c.ends_on.is_(None)).distinct()
    return sorted(conn.scalars(statement), key=str.casefold)


def postings(conn: sa.Connection, staff_id: int) -> list[PostingRow]:
    """A person's postings, newest first."""
    statement = (
        sa.select(
            POSTING.c.id,
            POSTING.c.starts_on,
            POSTING.c.ends_on,
            POSTING.c.role_id,
            sa.func.coalesce(ROLE.c.name, ""),
            POSTING.c.team_id,
            sa.func.coalesce(TEAM.c.name, ""),
            POSTING.c.site_id,
            sa.func.coalesce(SITE.c.name, ""),
            POSTING.c.supervisor_id,
            sa.func.coalesce(full_name(_SUPERVISOR), ""),
        )
        .select_from(
            POSTING.outerjoin(ROLE, ROLE.c.id == POSTING.c.role_id)
            .outerjoin(TEAM, TEAM.c.id == POSTING.c.team_id)
            .outerjoin(SITE, SITE.c.id == POSTING.c.site_id)
            .outerjoin(_SUPERVISOR, _SUPERVISOR.c.id == POSTING.c.supervisor_id)
        )
        .where(POSTING.c.staff_id == staff_id)
        .order_by(POSTING.c.starts_on.desc(), POSTING.c.id.desc())
    )
    return [PostingRow(*row) for row in conn.execute(statement)]


def _cycles(conn: sa.Connection, staff_id: int) -> list[StaffCycle]:
    columns = [CYCLE.c[name] for name in ("status", "phase", "opened_on", "due_on", "closed_at")]
    head = [CYCLE.c.id, CYCLE.c.number, CYCLE.c.title]
    as_coachee = (
        sa.select(*head, sa.literal("coachee"), *columns, COACHEE.c.outcome)
        .join(COACHEE, COACHEE.c.cycle_id == CYCLE.c.id)
        .where(COACHEE.c.staff_id == staff_id)
    )
    as_coach = sa.select(*head, sa.literal("coach"), *columns, sa.literal("")).where(CYCLE.c.coach_id == staff_id)
    as_validator = sa.select(*head, sa.literal("validator"), *columns, sa.literal("")).where(
        CYCLE.c.validator_id == staff_id
    )
    parts: tuple[sa.Select[Any], ...] = (as_coachee, as_coach, as_validator)
    rows = [StaffCycle(*row) for part in parts for row in conn.execute(part)]
    return sorted(rows, key=lambda row: (row.opened_on, row.cycle_id), reverse=True)


def _sessions(conn: sa.Connection, staff_id: int, most: int = LAST_SESSIONS) -> list[StaffSession]:
    """The last sessions, planned ones included; a person who coached a session they also came to is its coach."""
    session, came = table(Session), table(SessionCoachee)
    part = sa.case((session.c.coach_id == staff_id, "coach"), else_="coachee")
    head = [session.c[name] for name in ("id", "number", "cycle_id")]
    rest = [session.c[name] for name in ("starts_at", "kind", "status")]
    attended = sa.select(came.c.session_id).where(came.c.staff_id == staff_id)
    coached = sa.select(session.c.id).where(session.c.coach_id == staff_id)
    statement: sa.Select[Any] = (
        sa.select(*head, sa.func.coalesce(CYCLE.c.number, ""), *rest, part)
        .select_from(session.outerjoin(CYCLE, CYCLE.c.id == session.c.cycle_id))
        .where(session.c.id.in_(attended.union(coached)))
        .order_by(session.c.starts_at.desc(), session.c.id.desc())
        .limit(most)
    )
    return [StaffSession(*row) for row in conn.execute(statement)]
