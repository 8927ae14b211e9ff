"""Plans an import of signals: what every row of a list of incidents or findings would become, without writing.

    table = read_signals(path)
    mapping = find_signal_mapping(table)
    plan = plan_signals(table, mapping, signal_desk(conn), today, Fill("incident", "minor"))

A row is recognised by its number there; a list without numbers, by what its rows say. So importing it again adds
nothing, and what is in the desk already stays as the desk has it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from coachdesk.i18n import translate
from coachdesk.importers.grid import LIMITS, Limits, Table
from coachdesk.importers.mapping import Mapping, find_mapping, liking
from coachdesk.importers.plan import ImportPlan, column_notes, missing_columns, missing_rows
from coachdesk.importers.preview import PlannedRow, Verdict, as_text
from coachdesk.importers.rows import ReadRow, read_rows
from coachdesk.importers.sheets import Pulse, read_table
from coachdesk.importers.signal_checks import Judge
from coachdesk.importers.signal_desk import KnownSignal, SignalDesk
from coachdesk.importers.signal_fields import BY_KEY, DATES, FIELDS


@dataclass(frozen=True, slots=True)
class Fill:
    """What is taken where a row does not say: codes of signal_source and severity, "" to ask for it in the file."""

    source: str = ""
    severity: str = ""

    def of(self, key: str) -> str:
        """The filling of a field, "" for none."""
        return {"source": self.source, "severity": self.severity}.get(key, "")


@dataclass(frozen=True)
class SignalPlan(ImportPlan):
    """What importing signals would do. fill: what was taken where rows say nothing. desk: what it was made from.

    A row's values are those of a signal (staff_id, team_id, standard_id, criterion_code ...) and its outside_ref.
    """

    fill: Fill
    desk: SignalDesk = field(repr=False)


def read_signals(path: Path, *, sheet: str = "", limits: Limits = LIMITS, pulse: Pulse | None = None) -> Table:
    """Read a file; of several sheets the one that looks most like a list of signals. `Unreadable` when it cannot be."""
    return read_table(path, sheet=sheet, liking=lambda rows: liking(rows, FIELDS), limits=limits, pulse=pulse)


def find_signal_mapping(table: Table) -> Mapping:
    """What the columns seem to mean; see `Mapping.assign` for changing it."""
    return find_mapping(table, FIELDS)


def label(key: str) -> str:
    """What a field is called."""
    return translate("SignalImport", BY_KEY[key].label)


def row_text(row: PlannedRow) -> str:
    """What a row's verdict means: what is wrong, and what is worth knowing."""
    return "; ".join(part for part in (row.reasons, row.notes) if part)


def plan_signals(table: Table, mapping: Mapping, desk: SignalDesk, today: date, fill: Fill | None = None) -> SignalPlan:
    """Judge every row of `table` against the desk."""
    fill = fill or Fill()
    missing = [
        label(field.key)
        for field in FIELDS
        if field.required and mapping.column(field.key) is None and not fill.of(field.key)
    ]
    obstacles = missing_columns(missing)
    if obstacles and {label("source"), label("severity")} & set(missing):
        obstacles += (translate("SignalImport", "Source and severity can also be said once for all rows."),)
    rows, notes = read_rows(table, mapping, FIELDS, today, lambda one: label(one.key)) if not obstacles else ([], [])
    obstacles += missing_rows(obstacles, rows)
    judge = Judge(desk, mapping, today)
    for row in rows:
        for key in ("source", "severity"):
            if row.values.get(key) is None and fill.of(key) and not row.bad:
                row.values[key] = fill.of(key)
        judge.look_at(row)
    _number(rows)
    planned = tuple(_planned(row, desk) for row in rows)
    return SignalPlan(
        table.name,
        table.sheet,
        table.sha256,
        mapping,
        planned,
        table.empty_rows,
        obstacles,
        (*table.notes, *column_notes(mapping, label), *_number_note(mapping), *notes),
        fill,
        desk,
    )


def _number_note(mapping: Mapping) -> list[str]:
    if mapping.column("outside_ref") is not None:
        return []
    text = translate(
        "SignalImport",
        "No column numbers the rows, so each is recognised by all it says: change a word there, and it comes anew.",
    )
    return [text]


def _number(rows: Sequence[ReadRow]) -> None:
    """Give rows without a number one made of what they say; of rows with the same number only the first counts."""
    seen: dict[str, ReadRow] = {}
    for row in rows:
        if row.bad:
            continue
        ref = row.values.get("outside_ref") or _made_of(row)
        first = seen.setdefault(ref, row)
        row.values["outside_ref"] = ref
        if first is not row:
            if {**first.values} == {**row.values}:
                text = translate("Import", "The row is a copy of row {row}.")
            else:
                text = translate("SignalImport", "Row {row} has the same number.")
            row.trouble(None, text.format(row=first.number))


def _made_of(row: ReadRow) -> str:
    """ "=3fa9…": of the day, the people and the words; nobody numbers their records so."""
    keys = ("occurred_on", "source", "staff_id", "team_id", "standard_id", "criterion_code", "participant_code")
    said = "\x1f".join(as_text(row.values.get(key)) for key in (*keys, "what_happened"))
    return "=" + hashlib.sha256(said.encode()).hexdigest()[:16]


def _planned(row: ReadRow, desk: SignalDesk) -> PlannedRow:
    known = None if row.bad else _known(row, desk)
    if known is not None:
        text = translate("SignalImport", "Imported before as {number}; it stays as it is.")
        row.trouble(None, text.format(number=known.number), bad=False)
    verdict: Verdict = "bad" if row.bad else "new" if known is None else "same"
    record_id = known.id if known is not None else 0
    return PlannedRow(row.number, verdict, record_id, _who(row), row.values, (), row.troubles, row.cells)


def _known(row: ReadRow, desk: SignalDesk) -> KnownSignal | None:
    """The signal this row became before. Two lists may both count from 1, so day or source must be the same too."""
    for one in (desk.signals or {}).get(row.values["outside_ref"], ()):
        if one.occurred_on == row.values["occurred_on"] or one.source == row.values["source"]:
            return one
    return None


def _who(row: ReadRow) -> str:
    """Number, day and person of a row, as far as it says them."""
    ref = row.values.get("outside_ref") or ""
    parts = ("" if ref.startswith("=") else ref, as_text(row.values.get(DATES[0])), row.values.get("who") or "")
    return " ".join(part for part in parts if part)
