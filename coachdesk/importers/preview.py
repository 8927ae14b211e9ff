"""What any import shows before it writes: each row's verdict, the changes it would make, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal

from coachdesk.i18n import translate
from coachdesk.importers.grid import CellError, Formula, Value

Verdict = Literal["new", "update", "same", "bad"]
"""Vocabulary: import_verdict."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing about one cell, or about a whole row (column ""). bad: the row cannot be imported because of it.

    column: the heading in the file.  value: what stands in the cell, as text.  reason: completes the sentence
    'Hire Date "02/30/2026" ...'.
    """

    row: int
    column: str
    value: str
    reason: str
    bad: bool = True

    @property
    def text(self) -> str:
        """The whole sentence, without the row number."""
        if not self.column:
            return self.reason
        if not self.value:
            return translate("Import", "{column} {reason}").format(column=self.column, reason=self.reason)
        return translate("Import", "{column} “{value}” {reason}").format(
            column=self.column, value=self.value, reason=self.reason
        )


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record as it is and as it would be. before and after are plain values; None is nothing."""

    field: str
    before: Any
    after: Any

    def text(self, label: str) -> str:
        """The change in words, under the field's label."""
        nothing = translate("Import", "nothing")
        return translate("Import", "{label}: {before} → {after}").format(
            label=label, before=as_text(self.before) or nothing, after=as_text(self.after) or nothing
        )


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What would become of one row. record_id: of the record it updates, 0 for a new one.

    who: number and name, to recognise it.  values: what the row says, by field key, None for nothing.  changes: for
    an update, what would differ.  troubles: what is wrong or worth knowing.  cells: as they stand in the file.
    """

    row: int
    verdict: Verdict
    record_id: int
    who: str
    values: Mapping[str, Any]
    changes: tuple[FieldChange, ...]
    troubles: tuple[Trouble, ...]
    cells: tuple[Value, ...] = field(repr=False)

    @property
    def reasons(self) -> str:
        """Why the row is bad, as one text."""
        return "; ".join(trouble.text for trouble in self.troubles if trouble.bad)

    @property
    def notes(self) -> str:
        """What is worth knowing about a row that can be imported, as one text."""
        return "; ".join(trouble.text for trouble in self.troubles if not trouble.bad)


def as_text(value: Any) -> str:
    """A value as a person reads it: US dates, whole numbers without a point, formulas as they are written."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return translate("Words", "Yes") if value else translate("Words", "No")
    if isinstance(value, datetime):
        return f"{as_text(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value.month}/{value.day}/{value.year}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)
