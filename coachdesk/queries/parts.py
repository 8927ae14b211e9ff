"""Pieces that queries share: people's names in SQL, columns of many tables, the posting of a day, the day itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.table import Column, TableQuery
from coachdesk.records.base import table
from coachdesk.records.people import Posting, Staff

TODAY: sa.ColumnElement[date] = sa.bindparam("today", type_=sa.Date())
"""The day a table is read for, given by `params`."""

POSTING = table(Posting)


def this_day() -> date:
    """Today in this computer's zone."""
    return datetime.now().astimezone().date()


def today_params() -> Mapping[str, Any]:
    """The bind values of tables that look at today."""
    return {"today": this_day()}


def as_of(query: TableQuery, day: date) -> TableQuery:
    """The same table read for another day than today."""
    return replace(query, params=fixed(day)) if "today" in query.params() else query


def fixed(day: date) -> Callable[[], Mapping[str, Any]]:
    """The `params` of a table read for `day`."""
    return lambda: {"today": day}


def person(name: str) -> sa.FromClause:
    """The staff table under another name, for joining a coach, a supervisor ..."""
    return table(Staff).alias(name)


def given_name(who: sa.FromClause) -> sa.ColumnElement[str]:
    """The preferred first name where there is one."""
    return sa.case((who.c.preferred_name != "", who.c.preferred_name), else_=who.c.first_name)


def full_name(who: sa.FromClause) -> sa.ColumnElement[str]:
    """ "Dana Whitfield", as people speak of each other."""
    given = given_name(who)
    return sa.case((given == "", who.c.last_name), (who.c.last_name == "", given), else_=given + " " + who.c.last_name)


def listed_name(who: sa.FromClause) -> sa.ColumnElement[str]:
    """ "Whitfield, Dana", as lists are sorted."""
    given = given_name(who)
    return sa.case((given == "", who.c.last_name), (who.c.last_name == "", given), else_=who.c.last_name + ", " + given)


def by_name(who: sa.FromClause) -> sa.ColumnElement[str]:
    """The order of people in lists, capital letters or not."""
    return sa.func.lower(listed_name(who))


def person_column(key: str, title: str, who: sa.FromClause, *, width: int = 20, shown: bool = True) -> Column:
    """A table's column with the name of a person; title: marked for translation in context "Columns"."""
    return Column(key, title, full_name(who), width=width, shown=shown, sort=by_name(who))


def recorded_columns(record: sa.FromClause, recorder: sa.FromClause) -> tuple[Column, Column, Column]:
    """When and by which profile a record was made, and whether late (R10): the last columns of many tables."""
    when, late = record.c.recorded_at, record.c.late_entry
    return (
        Column("recorded_at", QT_TRANSLATE_NOOP("Columns", "Recorded"), when, "datetime", width=16, shown=False),
        Column("recorded_by", QT_TRANSLATE_NOOP("Columns", "Recorded by"), recorder.c.name, width=18, shown=False),
        Column("late_entry", QT_TRANSLATE_NOOP("Columns", "Late entry"), late, "bool", width=10),
    )


def own_columns(source: sa.FromClause, row: type[Any], *but: str) -> list[sa.ColumnElement[Any]]:
    """The columns of `source` after which the slots of a frozen `row` are called, in their order, without `but`."""
    return [source.c[name] for name in row.__slots__ if name not in but]


def spoken(first_name: str, last_name: str, preferred_name: str = "") -> str:
    """ "Dana Whitfield" from the columns of a row; what `full_name` says in SQL."""
    return f"{preferred_name or first_name} {last_name}".strip()


def posted_on(posting: sa.FromClause, day: Any) -> sa.ColumnElement[bool]:
    """Whether a posting holds on `day`: its days are [starts_on, ends_on)."""
    return sa.and_(posting.c.starts_on <= day, sa.or_(posting.c.ends_on.is_(None), posting.c.ends_on > day))


def counted(of: sa.FromClause, *tests: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """How many rows of `of` pass, as a column of the enclosing table."""
    return sa.select(sa.func.count()).select_from(of).where(*tests).scalar_subquery()


def local_day(moment: datetime | None) -> date | None:
    """The day of a moment in this computer's zone."""
    return None if moment is None else moment.astimezone().date()
