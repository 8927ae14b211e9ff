"""The people of the agency: staff members with their history of postings, and where they work."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Flag, Record, Text, link


class Program(Record):
    """A service the agency runs, for example "Supportive housing"."""

    __tablename__ = "program"

    name: Mapped[str] = mapped_column(sa.Text, unique=True)
    active: Mapped[bool] = mapped_column(default=True)


class Site(Record):
    """A place of work."""

    __tablename__ = "site"

    name: Mapped[str] = mapped_column(sa.Text, unique=True)
    active: Mapped[bool] = mapped_column(default=True)


class Team(Record):
    """A team, in a program when one is named."""

    __tablename__ = "team"

    name: Mapped[str] = mapped_column(sa.Text, unique=True)
    program_id: Mapped[int | None] = link("program")
    active: Mapped[bool] = mapped_column(default=True)


class Role(Record):
    """A job, for example "Direct support professional"; standards are required of roles."""

    __tablename__ = "role"

    name: Mapped[str] = mapped_column(sa.Text, unique=True)
    active: Mapped[bool] = mapped_column(default=True)


class Staff(Record):
    """A staff member. Role, team, site and supervisor are not here but in `Posting`, since they have history."""

    __tablename__ = "staff"

    number: Mapped[str] = mapped_column(sa.Text, unique=True)
    first_name: Mapped[Text]
    last_name: Mapped[Text]
    preferred_name: Mapped[Text]
    email: Mapped[Text]
    phone: Mapped[Text]
    hired_on: Mapped[date | None]
    left_on: Mapped[date | None]  # last day of work
    on_leave: Mapped[Flag]
    is_coach: Mapped[Flag]
    coach_skills: Mapped[Text]
    coaching_minutes: Mapped[int] = mapped_column(default=0)  # minutes a week for coaching others


class Posting(Record):
    """What a staff member did from one day on: role, team, site, supervisor. Days are [starts_on, ends_on).

    Every staff member has exactly one posting with no end, also after leaving (Staff.left_on says so): a report on
    last quarter finds last quarter's posting by its days, one on today finds the open one.
    """

    __tablename__ = "posting"
    __table_args__ = (sa.Index("ix_posting_days", "staff_id", "starts_on"),)

    staff_id: Mapped[int] = link("staff", index=False)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    role_id: Mapped[int | None] = link("role")
    team_id: Mapped[int | None] = link("team")
    site_id: Mapped[int | None] = link("site")
    supervisor_id: Mapped[int | None] = link("staff")
