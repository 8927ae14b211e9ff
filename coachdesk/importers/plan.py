"""What every import's plan has: how the file was read, a verdict for each row, and why it may not be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coachdesk.i18n import translate
from coachdesk.importers.mapping import Mapping
from coachdesk.importers.preview import PlannedRow, Trouble


@dataclass(frozen=True)
class ImportPlan:
    """What importing a file would do; each importer adds what it alone knows.

    rows: one per row that holds anything, in file order.  empty_rows: how many hold nothing.  obstacles: why the file
    as a whole cannot be imported ("" free when empty).  notes: how it was read, what to look at.
    """

    source: str
    sheet: str
    sha256: str
    mapping: Mapping
    rows: tuple[PlannedRow, ...]
    empty_rows: int
    obstacles: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each verdict: new, update, same, bad."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in ("new", "update", "same", "bad")}

    @property
    def bad(self) -> tuple[PlannedRow, ...]:
        """The rows that cannot be imported."""
        return tuple(row for row in self.rows if row.verdict == "bad")

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Everything wrong or worth knowing, row by row."""
        return tuple(trouble for row in self.rows for trouble in row.troubles)

    @property
    def writes(self) -> bool:
        """Whether accepting the plan would change anything."""
        return not self.obstacles and any(row.verdict in ("new", "update") for row in self.rows)


def summary(plan: ImportPlan) -> str:
    """The plan in one sentence, for the head of a preview."""
    counts = plan.counts
    text = translate("Import", "{new} new, {update} changed, {same} the same, {bad} to correct, {empty} empty")
    return text.format(**counts, empty=plan.empty_rows)


def missing_columns(missing: Sequence[str]) -> tuple[str, ...]:
    """The obstacle of a file in which no column holds these fields (labels); () when there are none."""
    if not missing:
        return ()
    text = translate("Import", "No column holds: {fields}. Choose the columns that do, or name them so in the file.")
    return (text.format(fields=", ".join(missing)),)


def missing_rows(obstacles: tuple[str, ...], rows: Sequence[object]) -> tuple[str, ...]:
    """The obstacle of a file that could be read but holds nothing below its headings; () when it holds something."""
    if obstacles or rows:
        return ()
    return (translate("Import", "There are no rows below the headings. Is it the right file, or the right sheet?"),)


def column_notes(mapping: Mapping, label: Callable[[str], str]) -> list[str]:
    """Which columns are read with little certainty, and which are left out. label: what a field is called."""
    notes = []
    for column in mapping.columns:
        if column.field and column.confidence < 0.5:
            text = translate("Import", "{column} is read as {field}, but {why}.")
            notes.append(text.format(column=column.name, field=label(column.field), why=column.why))
    left_out = [column.name for column in mapping.columns if not column.field]
    if left_out:
        notes.append(translate("Import", "Columns left out: {names}.").format(names=", ".join(left_out)))
    return notes
