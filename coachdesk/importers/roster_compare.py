"""Holds a judged row against the person in the desk: new, update (which fields, from what to what), same, or bad."""

from __future__ import annotations

from collections.abc import Sequence

from coachdesk.importers.mapping import Mapping
from coachdesk.importers.preview import FieldChange, PlannedRow, Verdict
from coachdesk.importers.roster_desk import Person, RosterDesk, number_key
from coachdesk.importers.roster_fields import FIELDS
from coachdesk.importers.rows import ReadRow


class Comparison:
    """Compares rows with one picture of the desk."""

    def __init__(self, rows: Sequence[ReadRow], desk: RosterDesk, mapping: Mapping, empty_clears: bool) -> None:
        self._people = {person.id: person for person in desk.people}
        mapped = {column.field for column in mapping.columns if column.field}
        if "full_name" in mapped:
            mapped |= {"first_name", "last_name"}
        # The number is what found the person; only its zeros or case could differ, and the desk's spelling stays.
        self._fields = [field for field in FIELDS if field.key in mapped and field.key not in ("number", "full_name")]
        self._empty_clears = empty_clears
        self._who = {number_key(person.number): person.who for person in desk.people}
        self._who |= {number_key(row.values["number"]): _who(row) for row in rows if row.values.get("number")}

    def plan(self, row: ReadRow, person: Person | None) -> PlannedRow:
        """The verdict on one row."""
        record_id = person.id if person else 0
        changes: tuple[FieldChange, ...] = ()
        verdict: Verdict = "bad" if row.bad else "new"
        if person is not None and not row.bad:
            changes = tuple(change for field in self._fields if (change := self._change(field.key, row, person)))
            verdict = "update" if changes else "same"
        return PlannedRow(row.number, verdict, record_id, _who(row), row.values, changes, row.troubles, row.cells)

    def _change(self, key: str, row: ReadRow, person: Person) -> FieldChange | None:
        after, before = row.values.get(key), person.values[key]
        if after is None and (key not in row.values or not self._empty_clears or before in (None, "", False, 0)):
            return None
        if key == "supervisor":
            return self._supervisor_change(after, before)
        return None if after == before else FieldChange(key, before, after)

    def _supervisor_change(self, after: str | None, before: int | None) -> FieldChange | None:
        now = self._people.get(before) if before is not None else None
        if now is not None and after == number_key(now.number):
            return None
        return FieldChange("supervisor", now.who if now else None, self._who.get(after) if after else None)


def _who(row: ReadRow) -> str:
    """Number and name of a row, as far as it says them."""
    names = (row.values.get("number"), row.values.get("first_name"), row.values.get("last_name"))
    return " ".join(str(part) for part in names if part)
