"""Every table of the window: one model over ids and windows of rows, one view, declared columns.

    table = DeskTable(TableSpec(key="staff", columns=STAFF.columns, reader=QueryReader(STAFF, desk.read, operations)))
    table.set_where(Where(text="kim")); table.refresh(changes.touched["staff"]); table.activated.connect(open_record)

`MemoryReader` feeds the same table from a list (an import preview). What is special about a column is a `Look`.
"""

from __future__ import annotations

from ui.tables.cells import Cell, Look, due_cell
from ui.tables.layout import LayoutStore, SettingsLayouts
from ui.tables.model import TableModel
from ui.tables.reader import MemoryReader, QueryReader, TableReader
from ui.tables.table import DeskTable, TableSpec

__all__ = [
    "Cell",
    "DeskTable",
    "LayoutStore",
    "Look",
    "MemoryReader",
    "QueryReader",
    "SettingsLayouts",
    "TableModel",
    "TableReader",
    "TableSpec",
    "due_cell",
]
