"""Names of any record by family and id: what people call it, for the trail, for search results, for check findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from coachdesk.queries.parts import full_name
from coachdesk.records import FAMILIES
from coachdesk.records.base import table
from coachdesk.records.people import Staff
from coachdesk.records.standards import Standard, StandardVersion

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


def name_in(family: str, values: Mapping[str, Any]) -> str:
    """The name a record carries in its own columns (for records that no longer exist); "" when it has none."""
    if family == "staff":
        given = values.get("preferred_name") or values.get("first_name") or ""
        return f"{given} {values.get('last_name') or ''}".strip()
    return next((str(values[column]) for column in _OWN_NAME if values.get(column)), "")
