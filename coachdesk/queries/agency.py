"""The agency: who it is, its limits and own days, the profiles who use the desk, its places, its backups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import POSTING, TODAY, counted, full_name, own_columns, today_params
from coachdesk.queries.table import Column, TableQuery
from coachdesk.records.agency import Agency, Holiday, Profile
from coachdesk.records.base import table
from coachdesk.records.people import Program, Role, Site, Staff, Team
from coachdesk.records.standards import RoleRequirement
from coachdesk.rules.clocks import calendar_for, known_states, public_holidays
from coachdesk.settings import Settings
from coachdesk.store import backup
from coachdesk.store.backup import Backup

AGENCY, HOLIDAY, PROFILE, STAFF = table(Agency), table(Holiday), table(Profile), table(Staff)
PROGRAM, SITE, TEAM, ROLE = table(Program), table(Site), table(Team), table(Role)
NEED = table(RoleRequirement)

PROFILES = TableQuery(
    family="profile",
    title=QT_TRANSLATE_NOOP("Tables", "Profiles"),
    source=PROFILE.outerjoin(STAFF, STAFF.c.id == PROFILE.c.staff_id),
    id=PROFILE.c.id,
    columns=(
        Column("name", QT_TRANSLATE_NOOP("Columns", "Name"), PROFILE.c.name, width=24),
        Column("initials", QT_TRANSLATE_NOOP("Columns", "Initials"), PROFILE.c.initials, width=9),
        Column("role", QT_TRANSLATE_NOOP("Columns", "Role"), PROFILE.c.role, "choice", "profile_role", width=14),
        Column("staff", QT_TRANSLATE_NOOP("Columns", "Staff member"), full_name(STAFF), width=22),
        Column("active", QT_TRANSLATE_NOOP("Columns", "In use"), PROFILE.c.active, "bool", width=8),
    ),
    search=(PROFILE.c.name, PROFILE.c.initials),
    order=(("name", False),),
)


def _working(where: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """How many people work there today by their present posting."""
    source = POSTING.join(STAFF, STAFF.c.id == POSTING.c.staff_id)
    here = sa.or_(STAFF.c.left_on.is_(None), STAFF.c.left_on >= TODAY)
    return counted(source, where, POSTING.c.ends_on.is_(None), here)


def _place(source: sa.Table, title: str, link: str, *more: Column) -> TableQuery:
    """The table of one kind of place; `link` is the posting's column that names it."""
    people = _working(POSTING.c[link] == source.c.id)
    return TableQuery(
        family=source.name,
        title=title,
        source=source if link != "team_id" else source.outerjoin(PROGRAM, PROGRAM.c.id == TEAM.c.program_id),
        id=source.c.id,
        columns=(
            Column("name", QT_TRANSLATE_NOOP("Columns", "Name"), source.c.name, width=28),
            *more,
            Column("people", QT_TRANSLATE_NOOP("Columns", "People"), people, "int", width=8),
            Column("active", QT_TRANSLATE_NOOP("Columns", "In use"), source.c.active, "bool", width=8),
        ),
        search=(source.c.name,),
        order=(("name", False),),
        params=today_params,
    )


TEAMS = _place(
    TEAM,
    QT_TRANSLATE_NOOP("Tables", "Teams"),
    "team_id",
    Column("program", QT_TRANSLATE_NOOP("Columns", "Program"), PROGRAM.c.name, width=24),
)
SITES = _place(SITE, QT_TRANSLATE_NOOP("Tables", "Sites"), "site_id")
ROLES = _place(
    ROLE,
    QT_TRANSLATE_NOOP("Tables", "Roles"),
    "role_id",
    Column(
        "standards",
        QT_TRANSLATE_NOOP("Columns", "Standards required"),
        counted(NEED, NEED.c.role_id == ROLE.c.id),
        "int",
    ),
)
PROGRAMS = TableQuery(
    family="program",
    title=QT_TRANSLATE_NOOP("Tables", "Programs"),
    source=PROGRAM,
    id=PROGRAM.c.id,
    columns=(
        Column("name", QT_TRANSLATE_NOOP("Columns", "Name"), PROGRAM.c.name, width=28),
        Column(
            "teams",
            QT_TRANSLATE_NOOP("Columns", "Teams"),
            counted(TEAM, TEAM.c.program_id == PROGRAM.c.id),
            "int",
            width=8,
        ),
        Column("active", QT_TRANSLATE_NOOP("Columns", "In use"), PROGRAM.c.active, "bool", width=8),
    ),
    search=(PROGRAM.c.name,),
    order=(("name", False),),
)
HOLIDAYS = TableQuery(
    family="holiday",
    title=QT_TRANSLATE_NOOP("Tables", "Agency days"),
    source=HOLIDAY,
    id=HOLIDAY.c.id,
    columns=(
        Column("day", QT_TRANSLATE_NOOP("Columns", "Day"), HOLIDAY.c.day, "date", width=12),
        Column("name", QT_TRANSLATE_NOOP("Columns", "Name"), HOLIDAY.c.name, width=28),
        Column("is_open", QT_TRANSLATE_NOOP("Columns", "Open"), HOLIDAY.c.is_open, "bool", width=8),
    ),
    search=(HOLIDAY.c.name,),
    order=(("day", False),),
)
"""Days that the agency itself closes, or keeps open on a public holiday."""


@dataclass(frozen=True, slots=True)
class AgencyDetail:
    """The agency. state: two letters, "" for federal holidays only.  coordinator: who is accountable (R11), or ""."""

    name: str
    state: str
    desk_uid: str
    created_at: datetime
    coordinator_id: int | None
    coordinator: str


def agency_detail(conn: sa.Connection) -> AgencyDetail:
    """The one agency of this desk."""
    own = own_columns(AGENCY, AgencyDetail, "coordinator")
    statement = sa.select(*own, sa.func.coalesce(full_name(STAFF), "").label("coordinator"))
    statement = statement.outerjoin_from(AGENCY, STAFF, STAFF.c.id == AGENCY.c.coordinator_id)
    return AgencyDetail(**conn.execute(statement).mappings().one())


def own_days(conn: sa.Connection) -> dict[date, tuple[str, bool]]:
    """The agency's own days as `rules.clocks.calendar_for` takes them: day -> (name, is open)."""
    return {row.day: (row.name, row.is_open) for row in conn.execute(sa.select(HOLIDAY))}


def actors(conn: sa.Connection) -> tuple[Actor, ...]:
    """The profiles in use, coordinators first, then by name."""
    statement = sa.select(PROFILE.c.id, PROFILE.c.name, PROFILE.c.role).where(PROFILE.c.active.is_(sa.true()))
    found = [Actor(*row) for row in conn.execute(statement)]
    ranks = {"coordinator": 0, "supervisor": 1}
    return tuple(sorted(found, key=lambda actor: (ranks.get(actor.role, 2), actor.name.casefold())))


def staff_of_profile(conn: sa.Connection, profile_id: int) -> int | None:
    """The staff member a profile stands for, if it is one of the agency's own."""
    found: int | None = conn.execute(sa.select(PROFILE.c.staff_id).where(PROFILE.c.id == profile_id)).scalar()
    return found


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day on which the clocks (R10) look up. own: the agency's own entry.  is_open: whether it is worked on."""

    day: date
    name: str
    own: bool
    is_open: bool


def coming_days(conn: sa.Connection, today: date, settings: Settings, days: int = 400) -> tuple[ComingDay, ...]:
    """Public holidays and the agency's own days from today on, as the clocks see them; plain weekends are left out."""
    state: str = conn.execute(sa.select(AGENCY.c.state)).scalar_one()
    own = own_days(conn)
    calendar = calendar_for(settings, state, own)
    until = today + timedelta(days=days)
    found = {day: (name, True) for day, (name, _) in own.items()}
    if settings.public_holidays:
        where = calendar.state if calendar.state in known_states() else ""
        for year in range(today.year, until.year + 1):
            for day, name in public_holidays(where, year).items():
                found.setdefault(day, (name, False))
    return tuple(
        ComingDay(day, name, is_own, calendar.is_open(day))
        for day, (name, is_own) in sorted(found.items())
        if today <= day <= until
    )


def backups(desk: Path) -> list[Backup]:
    """The proven backups of the desk at this path, newest first."""
    return backup.listed(desk)
