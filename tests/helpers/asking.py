"""Asking a desk in tests: a row by its column keys, and the statements a question costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from coachdesk.queries.table import TableQuery


@contextmanager
def statements(conn: sa.Connection) -> Iterator[list[tuple[str, Any]]]:
    """The statements that run within the block."""
    found: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        found.append((statement, parameters))

    sa.event.listen(conn, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(conn, "before_cursor_execute", note)


def row(conn: sa.Connection, query: TableQuery, key: int) -> dict[str, Any]:
    """A row by column keys."""
    values = query.rows(conn, [key])[key]
    return {column.key: value for column, value in zip(query.columns, values, strict=True)}
