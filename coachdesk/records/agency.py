"""The agency and how it works: name, settings, own holidays, the profiles of the people who use the desk, counters."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Base, Flag, Record, Text, link


class Agency(Record):
    """The one agency of this desk (id 1). `desk_uid` tells copies of one desk from other desks."""

    __tablename__ = "agency"

    name: Mapped[Text]
    state: Mapped[Text]  # two-letter code; "" means federal holidays only
    desk_uid: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime]
    coordinator_id: Mapped[int | None] = link("staff")  # the accountable person (R11)


class SettingValue(Record):
    """One agency setting that differs from its default (coachdesk/settings.py declares them all)."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(sa.Text, unique=True)
    value: Mapped[Text]


class Holiday(Record):
    """A day of the agency's own: closed although nobody else is, or open on a public holiday."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[Text]
    is_open: Mapped[Flag]


class Profile(Record):
    """A person who uses this desk; the trail names them. Their sign-in secret will live in a table of its own."""

    __tablename__ = "profile"

    name: Mapped[str] = mapped_column(sa.Text, unique=True)
    initials: Mapped[Text]
    role: Mapped[str] = mapped_column(sa.Text)  # vocabulary: profile_role
    staff_id: Mapped[int | None] = link("staff")
    active: Mapped[bool] = mapped_column(default=True)


class Counter(Base):
    """The last number given out in a series, for example "cycle/2026"; never goes back."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Draft(Base):
    """A half-filled form, kept so that no typing is lost. Working paper, not a record: it leaves no trail."""

    __tablename__ = "draft"

    profile_id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    payload: Mapped[Text]
    saved_at: Mapped[datetime]
