"""A sampling frame from a file: the column of record codes, and who wrote each and when where the file says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.importers.fields import Field
from coachdesk.importers.grid import LIMITS, Limits, Table
from coachdesk.importers.mapping import Mapping, find_mapping, liking
from coachdesk.importers.roster_desk import number_key
from coachdesk.importers.rows import ReadRow, read_rows
from coachdesk.importers.sheets import Pulse, read_table
from coachdesk.importers.signal_desk import KnownPerson
from coachdesk.importers.supervisors import People
from coachdesk.rules.frames import code_problem

FIELDS: tuple[Field, ...] = (
    Field(
        "code",
        QT_TRANSLATE_NOOP("Audits", "Record"),
        "number",
        (
            "record number", "record code", "record", "reference code", "reference", "note number", "chart number",
            "document number", "case number", "participant code", "client code", "code", "number", "expediente",
        ),
        required=True,
        longest=60,
    ),
    Field(
        "staff",
        QT_TRANSLATE_NOOP("Audits", "Written by"),
        "person",
        ("written by", "author", "staff number", "employee number", "staff member", "staff", "employee", "autor"),
        longest=160,
    ),
    Field(
        "record_on",
        QT_TRANSLATE_NOOP("Audits", "Date of record"),
        "date",
        ("date of record", "record date", "note date", "service date", "visit date", "date", "fecha"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One record of a file's frame; staff_id and record_on are None where the file does not say, or nobody known."""

    code: str
    staff_id: int | None
    record_on: date | None


@dataclass(frozen=True, slots=True)
class FrameFile:
    """What a file lists, in its order. column: where the codes stand, "" when no column holds any."""

    name: str
    column: str
    listed: tuple[Listed, ...]


def read_frame_file(
    path: Path, people: tuple[KnownPerson, ...], today: date, *, limits: Limits = LIMITS, pulse: Pulse | None = None
) -> FrameFile:
    """Read a frame; `Unreadable` when the file cannot be."""
    table = read_table(path, liking=lambda rows: liking(rows, FIELDS), limits=limits, pulse=pulse)
    mapping = find_mapping(table, FIELDS)
    if mapping.column("code") is None:
        mapping = _guessed(table, mapping)
    column = mapping.column("code")
    if column is None:
        return FrameFile(table.name, "", ())
    rows, _ = read_rows(table, mapping, FIELDS, today, lambda one: translate("Audits", one.label))
    known = People()
    ids = {}
    for one in people:
        known.add(one.number, one.first_name, one.last_name, one.preferred_name, one.email)
        ids[number_key(one.number)] = one.id
    listed = [_listed(row, known, ids, today) for row in rows if row.values.get("code")]
    return FrameFile(table.name, column.name, tuple(listed))


def _listed(row: ReadRow, known: People, ids: dict[str, int], today: date) -> Listed:
    written = row.values.get("staff")
    key = known.find(written)[0] if written else ""
    day = row.values.get("record_on")
    return Listed(row.values["code"], ids.get(key), day if day is not None and day <= today else None)


def _guessed(table: Table, mapping: Mapping) -> Mapping:
    """No heading says so: the column whose values all look like codes, and different ones, holds them."""
    for column in mapping.columns:
        if column.samples and len(set(column.samples)) == len(column.samples):
            values = [row.cells[column.index] for row in table.rows if column.index < len(row.cells)]
            texts = [str(value) for value in values[1:] if value is not None]
            if texts and not any(code_problem(text) for text in texts[:200]):
                return mapping.assign(column.index, "code")
    return mapping
