"""The staff of the desk as a roster sees them: a frozen picture to compare a file with, and later with itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from coachdesk.importers.fields import fold
from coachdesk.importers.roster_fields import FIELDS
from coachdesk.records.people import Posting, Role, Site, Staff, Team

ATTRIBUTES = tuple(field.key for field in FIELDS if field.attribute)


@dataclass(frozen=True, slots=True)
class Person:
    """A staff member of the desk. values: by field key; role, team and site by name, supervisor by staff id."""

    id: int
    number: str
    values: Mapping[str, Any]

    @property
    def who(self) -> str:
        """Number and name, as people say it."""
        return f"{self.number} {self.values['first_name']} {self.values['last_name']}".strip()


@dataclass(frozen=True, slots=True)
class RosterDesk:
    """All staff with their open postings, and the names of all roles, teams and sites. Equal when nothing changed."""

    people: tuple[Person, ...] = ()
    role: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    site: tuple[str, ...] = ()


@lru_cache(maxsize=32_768)
def number_key(number: str) -> str:
    """What a staff number is recognised by: case and leading zeros do not count, since spreadsheets drop zeros."""
    key = fold(number)
    return key.lstrip("0") or "0" if key.isdigit() else key


def roster_desk(conn: sa.Connection) -> RosterDesk:
    """The picture of the desk at this moment of `conn`."""
    staff, posting = Staff.__table__, Posting.__table__
    role, team, site = Role.__table__, Team.__table__, Site.__table__
    attributes = [staff.c[field.attribute] for field in FIELDS if field.attribute]
    statement = (
        sa.select(staff.c.id, role.c.name, team.c.name, site.c.name, posting.c.supervisor_id, *attributes)
        .select_from(staff)
        .outerjoin(posting, sa.and_(posting.c.staff_id == staff.c.id, posting.c.ends_on.is_(None)))
        .outerjoin(role, role.c.id == posting.c.role_id)
        .outerjoin(team, team.c.id == posting.c.team_id)
        .outerjoin(site, site.c.id == posting.c.site_id)
        .order_by(staff.c.id)
    )
    people = []
    for found in conn.execute(statement):
        values: dict[str, Any] = dict(zip(ATTRIBUTES, found[5:], strict=True))
        values |= {"role": found[1] or "", "team": found[2] or "", "site": found[3] or "", "supervisor": found[4]}
        people.append(Person(found[0], values["number"], values))
    names = [tuple(conn.scalars(sa.select(cls.name).order_by(cls.id))) for cls in (Role, Team, Site)]
    return RosterDesk(tuple(people), *names)
