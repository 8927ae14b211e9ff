"""Names of any record by family and id: what people call it, for the trail, for search results, for check findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from coachdesk.queries.parts import full_name
from coachdesk.records import FAMILIES
from coachdesk.records.base import table
from coachdesk.records.people import Staff
from coachdesk.records.standards import Criterion, Standard, StandardMeasure, StandardVersion

AT_ONCE = 500
_OWN_NAME = ("number", "name", "code", "title", "subject", "key")


def _named(family: str) -> sa.Select[Any] | None:
    """A statement giving (id, name) of the family's records; None for those known by what they belong to."""
    source = table(FAMILIES[family])
    if family == "staff":
        return sa.select(table(Staff).c.id, full_name(table(Staff)))
    if family == "standard":
        return sa.select(source.c.id, source.c.code + " " + source.c.title)
    if family == "standard_version":
        standard = table(Standard)
        text = standard.c.code + " v" + sa.cast(table(StandardVersion).c.number, sa.String)
        return sa.select(source.c.id, text).join(standard, standard.c.id == source.c.standard_id)
    for column in _OWN_NAME:
        if column in source.c:
            return sa.select(source.c.id, source.c[column])
    return None


def names_of(conn: sa.Connection, wanted: Mapping[str, Iterable[int]]) -> dict[tuple[str, int], str]:
    """The names of records, as {(family, id): name}; records that are gone or have no name are left out."""
    found: dict[tuple[str, int], str] = {}
    for family, ids in wanted.items():
        statement = _named(family) if family in FAMILIES else None
        if statement is None:
            continue
        key = statement.selected_columns[0]
        ordered = sorted(set(ids))
        for start in range(0, len(ordered), AT_ONCE):
            part = statement.where(key.in_(ordered[start : start + AT_ONCE]))
            found.update({(family, row[0]): str(row[1]) for row in conn.execute(part)})
    return found


def record_called(conn: sa.Connection, family: str, name: str) -> list[int]:
    """Ids of the records that people call `name`: "CC-2026-0003", "SH-01 v1"; staff also by number, standards by code.

    A criterion is called by its standard, version and code, "SH-01 v1 2", a measure of a standard by its version and
    its name, or its place among the measures, "HD-01 v1 1". Names do not tell people apart, so several may come back.
    """
    if family == "criterion":
        return _criteria_called(conn, name)
    if family == "standard_measure":
        return _measures_called(conn, name)
    statement = _named(family)
    if statement is None:
        return []
    source = table(FAMILIES[family])
    for column in (statement.selected_columns[1], *(source.c[own] for own in ("number", "code") if own in source.c)):
        found = [row[0] for row in conn.execute(statement.where(column == name))]
        if found:
            return found
    return []


def _criteria_called(conn: sa.Connection, name: str) -> list[int]:
    criterion = table(Criterion)
    version, _, code = name.rpartition(" ")
    found = sa.select(criterion.c.id).where(criterion.c.code == code)
    return list(
        conn.execute(
            found.where(criterion.c.version_id.in_(record_called(conn, "standard_version", version)))
        ).scalars()
    )


def _measures_called(conn: sa.Connection, name: str) -> list[int]:
    own = table(StandardMeasure)
    standard, _, rest = name.partition(" ")
    version, _, called = rest.partition(" ")
    found = sa.select(own.c.id).where(
        own.c.version_id.in_(record_called(conn, "standard_version", f"{standard} {version}"))
    )
    by_name = list(conn.execute(found.where(sa.func.lower(own.c.name) == called.lower())).scalars())
    if by_name or not called.isdigit():
        return by_name
    ordered = list(conn.execute(found.order_by(own.c.position)).scalars())
    return ordered[int(called) - 1 : int(called)] if int(called) else []


def name_in(family: str, values: Mapping[str, Any]) -> str:
    """The name a record carries in its own columns (for records that no longer exist); "" when it has none."""
    if family == "staff":
        given = values.get("preferred_name") or values.get("first_name") or ""
        return f"{given} {values.get('last_name') or ''}".strip()
    return next((str(values[column]) for column in _OWN_NAME if values.get(column)), "")
