"""From rows of cells to rows of values: every mapped cell read as its field, every trouble kept with its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from coachdesk.i18n import translate
from coachdesk.importers.fields import Field
from coachdesk.importers.grid import Table, Value
from coachdesk.importers.mapping import Column, Mapping
from coachdesk.importers.preview import Trouble, as_text
from coachdesk.importers.values import reader


@dataclass(slots=True)
class ReadRow:
    """A row as its fields read it. values: by field key, None or missing where the row says nothing."""

    number: int
    cells: tuple[Value, ...]
    values: dict[str, Any] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    bad: bool = False

    def trouble(self, column: Column | None, reason: str, *, bad: bool = True) -> None:
        """Note a trouble with one column's cell, or with the row as a whole."""
        name, value = "", ""
        if column is not None:
            name = column.name
            value = _short(as_text(self.cells[column.index])) if column.index < len(self.cells) else ""
        self.troubles += (Trouble(self.number, name, value, reason, bad),)
        self.bad = self.bad or bad


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def read_rows(
    table: Table, mapping: Mapping, fields: Sequence[Field], today: date, called: Callable[[Field], str]
) -> tuple[list[ReadRow], list[str]]:
    """Read every row under the headings. Also gives notes: what was found out about columns, rows left out.

    called: a field's label in the language of the moment.
    """
    by_key = {field.key: field for field in fields}
    body = [row for row in table.rows if row.number > mapping.heading_row]
    heading = next((row.cells for row in table.rows if row.number == mapping.heading_row), ())
    notes: list[str] = []
    readers = []
    for column in mapping.columns:
        if column.field:
            values = [row.cells[column.index] for row in body if column.index < len(row.cells)]
            read, note = reader(by_key[column.field], values, today)
            readers.append((column, column.index, column.field, read))
            if note:
                notes.append(f"{column.name}: {note}")
    rows: list[ReadRow] = []
    keys = [key for _, _, key, _ in readers]
    failed = [0] * len(readers)
    for row in body:
        if row.cells == heading:
            notes.append(translate("Import", "Row {row} repeats the headings and was left out.").format(row=row.number))
            continue
        found = ReadRow(row.number, row.cells, dict.fromkeys(keys))
        width = len(row.cells)
        for place, (column, index, key, read) in enumerate(readers):
            if index < width:
                value, reason, note = read(row.cells[index])
                found.values[key] = value
                if reason:
                    found.trouble(column, reason)
                    failed[place] += 1
                elif note:
                    found.trouble(column, note, bad=False)
        if table.kind == "text" and heading and any(cell and str(cell).strip() for cell in row.cells[len(heading) :]):
            found.trouble(None, translate("Import", "The row has more cells than there are headings."))
        rows.append(found)
    for place, (column, _, key, _) in enumerate(readers):
        if rows and failed[place] * 2 > len(rows):
            text = translate(
                "Import", "{column} does not fit {field} in {count} of {total} rows: see how columns are mapped."
            )
            notes.append(
                text.format(column=column.name, field=called(by_key[key]), count=failed[place], total=len(rows))
            )
    return rows, notes
