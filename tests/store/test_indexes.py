"""The desk's indexes: one for every reference, and none that another one already serves; each costs every save."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from coachdesk import records
from coachdesk.records.base import Base

TABLES = [pytest.param(one, id=one.name) for one in Base.metadata.sorted_tables]
assert records.FAMILIES  # importing them has declared the tables


def served(one: sa.Table) -> list[tuple[str, ...]]:
    """The columns of everything that SQLite and PostgreSQL keep an index for."""
    keys = [part for part in one.constraints if isinstance(part, sa.PrimaryKeyConstraint | sa.UniqueConstraint)]
    return [tuple(column.name for column in part.columns) for part in (*one.indexes, *keys)]


@pytest.mark.parametrize("one", TABLES)
def test_no_index_is_the_beginning_of_another(one: sa.Table) -> None:
    """It would be written with every row and answer nothing that the longer one does not."""
    found = served(one)
    assert [(short, long) for short in found for long in found if short != long and long[: len(short)] == short] == []


@pytest.mark.parametrize("one", TABLES)
def test_every_reference_is_found_by_an_index(one: sa.Table) -> None:
    """Else removing a record would read every row that might refer to it."""
    first = {columns[0] for columns in served(one)}
    assert {part.name for key in one.foreign_key_constraints for part in key.columns} <= first
