"""What pickers offer: options with an id, the label people choose by, and a word more where names alike need it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.queries.cycles import CYCLE
from coachdesk.queries.parts import POSTING, by_name, full_name, listed_name
from coachdesk.queries.standards import CRITERION, STD, VERSION
from coachdesk.records import FAMILIES
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Coachee
from coachdesk.records.people import Role, Staff, Team
from coachdesk.records.signals import Signal
from coachdesk.rules.drift import COUNTED
from coachdesk.rules.moves import ENDED
from coachdesk.rules.privacy import Roster

S, TEAM, ROLE, SIGNAL = table(Staff), table(Team), table(Role), table(Signal)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. label: what is picked by.  hint: team, wording, status ...; "" when there is nothing to add."""

    id: int
    label: str
    hint: str = ""


def _options(conn: sa.Connection, statement: sa.Select[Any]) -> tuple[Option, ...]:
    return tuple(Option(row[0], row[1] or "", row[2] or "") for row in conn.execute(statement))


def _staff() -> sa.Select[Any]:
    """Staff as "Whitfield, Dana" with their present role and team."""
    role, team = sa.func.coalesce(ROLE.c.name, ""), sa.func.coalesce(TEAM.c.name, "")
    hint = sa.case((role == "", team), (team == "", role), else_=role + " · " + team)
    return (
        sa.select(S.c.id, listed_name(S), hint)
        .select_from(
            S.outerjoin(POSTING, sa.and_(POSTING.c.staff_id == S.c.id, POSTING.c.ends_on.is_(None)))
            .outerjoin(ROLE, ROLE.c.id == POSTING.c.role_id)
            .outerjoin(TEAM, TEAM.c.id == POSTING.c.team_id)
        )
        .order_by(by_name(S), S.c.id)
    )


def _still_here(today: date) -> sa.ColumnElement[bool]:
    return sa.or_(S.c.left_on.is_(None), S.c.left_on >= today)


def everybody(conn: sa.Connection) -> tuple[Option, ...]:
    """Everybody ever employed, with their number, by which namesakes differ: "Dana Whitfield · 1006"."""
    statement = sa.select(S.c.id, full_name(S) + " · " + S.c.number, sa.literal("")).order_by(by_name(S), S.c.id)
    return _options(conn, statement)


def active_staff(conn: sa.Connection, today: date) -> tuple[Option, ...]:
    """Everybody employed today, on leave or not."""
    return _options(conn, _staff().where(_still_here(today)))


def coaches(conn: sa.Connection, today: date) -> tuple[Option, ...]:
    """Who may coach today."""
    return _options(conn, _staff().where(_still_here(today), S.c.is_coach.is_(sa.true())))


def coachees(conn: sa.Connection, cycle_id: int) -> tuple[Option, ...]:
    """Who is coached in a cycle, as people call them."""
    coached = table(Coachee)
    statement = sa.select(S.c.id, full_name(S), S.c.number).join(coached, coached.c.staff_id == S.c.id)
    return _options(conn, statement.where(coached.c.cycle_id == cycle_id).order_by(coached.c.id))


def places(conn: sa.Connection, family: str) -> tuple[Option, ...]:
    """The programs, sites, teams or roles in use (`family`), by name."""
    source = table(FAMILIES[family])
    statement = sa.select(source.c.id, source.c.name, sa.literal("")).where(source.c.active.is_(sa.true()))
    return _options(conn, statement.order_by(sa.func.lower(source.c.name), source.c.id))


def standards(conn: sa.Connection) -> tuple[Option, ...]:
    """Every standard that has, or had, a published version; for signals."""
    published = sa.select(VERSION.c.standard_id).where(VERSION.c.status != "draft")
    statement = sa.select(STD.c.id, STD.c.code + " " + STD.c.title, STD.c.area).where(STD.c.id.in_(published))
    return _options(conn, statement.order_by(STD.c.code))


def areas(conn: sa.Connection) -> tuple[str, ...]:
    """The areas that standards name."""
    return tuple(conn.execute(sa.select(STD.c.area).where(STD.c.area != "").distinct().order_by(STD.c.area)).scalars())


def standard_codes(conn: sa.Connection) -> frozenset[str]:
    """The codes that are taken."""
    return frozenset(conn.execute(sa.select(STD.c.code)).scalars())


def published_versions(conn: sa.Connection) -> tuple[Option, ...]:
    """The versions in force, one for each standard; for cycles. The id is the version's."""
    text = translate("Lookups", "version {number}")
    statement = (
        sa.select(VERSION.c.id, STD.c.code + " " + VERSION.c.title, VERSION.c.number)
        .join(STD, STD.c.id == VERSION.c.standard_id)
        .where(VERSION.c.status == "published")
        .order_by(STD.c.code)
    )
    return tuple(Option(row[0], row[1], text.format(number=row[2])) for row in conn.execute(statement))


def version_of_cycle(conn: sa.Connection, cycle_id: int) -> tuple[Option, ...]:
    """The version a cycle works with, whatever its status; it stays on offer in that cycle."""
    text = translate("Lookups", "version {number}")
    statement = (
        sa.select(VERSION.c.id, STD.c.code + " " + VERSION.c.title, VERSION.c.number)
        .select_from(
            CYCLE.join(VERSION, VERSION.c.id == CYCLE.c.version_id).join(STD, STD.c.id == VERSION.c.standard_id)
        )
        .where(CYCLE.c.id == cycle_id)
    )
    return tuple(Option(row[0], row[1], text.format(number=row[2])) for row in conn.execute(statement))


def criteria(conn: sa.Connection, version_id: int | None) -> tuple[Option, ...]:
    """The criteria of a version in their order: the wording with its code as the hint."""
    statement = sa.select(CRITERION.c.id, CRITERION.c.text, CRITERION.c.code)
    statement = statement.where(CRITERION.c.version_id == version_id).order_by(CRITERION.c.position)
    return _options(conn, statement)


def criterion_codes(conn: sa.Connection, standard_id: int | None) -> tuple[tuple[str, str], ...]:
    """(code, wording) of a standard's criteria, as its newest version that is not a draft words them; for signals."""
    newest = (
        sa.select(VERSION.c.id)
        .where(VERSION.c.standard_id == standard_id, VERSION.c.status != "draft")
        .order_by(VERSION.c.number.desc())
        .limit(1)
    )
    statement = sa.select(CRITERION.c.code, CRITERION.c.text).where(CRITERION.c.version_id.in_(newest))
    return tuple((row[0], row[1]) for row in conn.execute(statement.order_by(CRITERION.c.position)))


def criteria_of_standards(conn: sa.Connection) -> dict[int, tuple[tuple[str, str], ...]]:
    """`criterion_codes` of every standard that `standards` offers, by standard id; for forms that ask for both."""
    return {one.id: criterion_codes(conn, one.id) for one in standards(conn)}


def roster_names(conn: sa.Connection) -> tuple[tuple[str, str, str], ...]:
    """(first, last, preferred name) of everybody who is or was on the staff; for the privacy check (R22)."""
    statement = sa.select(S.c.first_name, S.c.last_name, S.c.preferred_name)
    return tuple((row[0], row[1], row[2]) for row in conn.execute(statement))


def roster(conn: sa.Connection) -> Roster:
    """`roster_names` ready for looking in texts."""
    return Roster(roster_names(conn))


def diagnosing_cycles(conn: sa.Connection) -> tuple[Option, ...]:
    """Cycles still in Diagnose, newest first: only they take further signals."""
    statement = sa.select(CYCLE.c.id, CYCLE.c.number + " " + CYCLE.c.title, sa.literal(""))
    statement = statement.where(CYCLE.c.status == "diagnosing", CYCLE.c.rule_locked_at.is_(None))
    return _options(conn, statement.order_by(CYCLE.c.number.desc()))


def open_cycles(conn: sa.Connection, also: Collection[int] = ()) -> tuple[Option, ...]:
    """Cycles that are not over, newest first. also: ids that are offered in any case."""
    statement = sa.select(CYCLE.c.id, CYCLE.c.number, CYCLE.c.title).where(
        sa.or_(CYCLE.c.status.not_in(ENDED), CYCLE.c.id.in_(sorted(also)))
    )
    return _options(conn, statement.order_by(CYCLE.c.number.desc()))


def waiting_signals(conn: sa.Connection, also: Collection[int] = (), limit: int = 500) -> tuple[Option, ...]:
    """Signals nobody has taken up yet (set aside ones included, they count when drift repeats), newest first: number,
    and what happened as the hint. also: ids that are offered whatever was decided about them."""
    statement = sa.select(SIGNAL.c.id, SIGNAL.c.number, SIGNAL.c.what_happened).where(
        sa.or_(SIGNAL.c.triage.in_(sorted(COUNTED)), SIGNAL.c.id.in_(sorted(also)))
    )
    return _options(conn, statement.order_by(SIGNAL.c.occurred_on.desc(), SIGNAL.c.id.desc()).limit(limit))


def profiles(conn: sa.Connection) -> tuple[Option, ...]:
    """The profiles in use, by name."""
    profile = table(Profile)
    statement = sa.select(profile.c.id, profile.c.name, profile.c.initials).where(profile.c.active.is_(sa.true()))
    return _options(conn, statement.order_by(sa.func.lower(profile.c.name)))
