"""The table of a roster preview: every row of the file with its verdict, who it is, and what it would do."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.importers.preview import PlannedRow, as_text
from coachdesk.importers.roster import RosterPlan, row_text
from coachdesk.importers.roster_fields import BY_KEY
from coachdesk.queries.table import Column, Row
from ui.tables import Cell, Look

# The rows come from memory, so no column has anything to ask the desk.
_NOTHING: sa.ColumnElement[Any] = sa.null()

COLUMNS = (
    Column("row", QT_TRANSLATE_NOOP("Columns", "Row"), _NOTHING, "int", width=5),
    Column("verdict", QT_TRANSLATE_NOOP("Columns", "Verdict"), _NOTHING, "choice", "import_verdict", width=10),
    Column("who", QT_TRANSLATE_NOOP("Columns", "Who"), _NOTHING, width=20),
    Column("what", QT_TRANSLATE_NOOP("Columns", "What it would do"), _NOTHING, "long_text", width=26),
)
TOLD_OF_NEW = ("role", "team", "site", "hired_on", "left_on")


def table_rows(plan: RosterPlan) -> list[tuple[int, Row]]:
    """The plan's rows by row number."""
    return [(row.row, (row.row, row.verdict, row.who, what_text(row))) for row in plan.rows]


def what_text(row: PlannedRow) -> str:
    """What would change from what to what, what is wrong in which column, or where a new person begins."""
    told = row_text(row)
    if row.verdict != "new":
        return told
    begins = []
    for key in TOLD_OF_NEW:
        if row.values.get(key) is not None:
            text = as_text(row.values[key])
            if key in ("hired_on", "left_on"):
                text = translate("Roster", "{label} {value}").format(
                    label=translate("Roster", BY_KEY[key].label).lower(), value=text
                )
            begins.append(text)
    return "; ".join(part for part in (" · ".join(begins), told) if part)


def _row_number(value: Any, _row: Row) -> Cell:
    return Cell(str(value), "muted", right=True)


LOOKS = {"row": Look(cell=_row_number)}
