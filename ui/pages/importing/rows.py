"""The table of an import's preview: every row of the file with its verdict, who it is about, and what it would do."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.importers.plan import ImportPlan
from coachdesk.queries.table import Column, Row
from ui.pages.importing.kind import ImportKind
from ui.tables import Cell, Look

# The rows come from memory, so no column has anything to ask the desk.
_NOTHING: sa.ColumnElement[Any] = sa.null()

COLUMNS = (
    Column("row", QT_TRANSLATE_NOOP("Columns", "Row"), _NOTHING, "int", width=5),
    Column("verdict", QT_TRANSLATE_NOOP("Columns", "Verdict"), _NOTHING, "choice", "import_verdict", width=10),
    Column("who", QT_TRANSLATE_NOOP("Columns", "Who"), _NOTHING, width=20),
    Column("what", QT_TRANSLATE_NOOP("Columns", "What it would do"), _NOTHING, "long_text", width=26),
)


def table_rows(kind: ImportKind[Any, Any], plan: ImportPlan) -> list[tuple[int, Row]]:
    """The plan's rows by row number."""
    return [(row.row, (row.row, row.verdict, row.who, kind.row_words(row))) for row in plan.rows]


def _row_number(value: Any, _row: Row) -> Cell:
    return Cell(str(value), "muted", right=True)


LOOKS = {"row": Look(cell=_row_number)}
