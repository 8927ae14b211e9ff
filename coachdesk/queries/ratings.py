"""How criteria were rated, in an observation or a scenario exercise: the columns of its table, and the rows of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import counted
from coachdesk.queries.table import Column
from coachdesk.records.base import table
from coachdesk.records.standards import Criterion

CRITERION = table(Criterion)


@dataclass(frozen=True, slots=True)
class RatingRow:
    """How one criterion was met. result: vocabulary rating."""

    criterion_id: int
    code: str
    text: str
    critical: bool
    result: str


def rated_columns(ratings: sa.FromClause, of_this: sa.ColumnElement[bool]) -> tuple[Column, Column]:
    """How many criteria were met, and how many judged. of_this: which `ratings` belong to a row."""
    met = counted(ratings, of_this, ratings.c.result.in_(("met",)))
    judged = counted(ratings, of_this, ratings.c.result.in_(("met", "partly", "not_met")))
    return (
        Column("met", QT_TRANSLATE_NOOP("Columns", "Criteria met"), met, "int", width=9),
        Column("judged", QT_TRANSLATE_NOOP("Columns", "Criteria judged"), judged, "int", width=10),
    )


def ratings_of(
    conn: sa.Connection,
    rated: sa.FromClause,
    ratings: sa.FromClause,
    of_this: sa.ColumnElement[bool],
    test: sa.ColumnElement[bool],
) -> dict[int, list[RatingRow]]:
    """The `ratings` of the `rated` records that pass `test`, by the record's id, in the order of the criteria."""
    asked = (CRITERION.c.id, CRITERION.c.code, CRITERION.c.text, CRITERION.c.critical)
    statement = (
        sa.select(rated.c.id, *asked, ratings.c.result)
        .select_from(ratings.join(rated, of_this).join(CRITERION, CRITERION.c.id == ratings.c.criterion_id))
        .where(test)
        .order_by(CRITERION.c.position, CRITERION.c.id)
    )
    found: dict[int, list[RatingRow]] = defaultdict(list)
    for record_id, *values in conn.execute(statement):
        found[record_id].append(RatingRow(*values))
    return found
