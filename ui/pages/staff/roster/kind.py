"""What is particular about importing a roster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coachdesk.changes import Actor, Changes
from coachdesk.i18n import translate
from coachdesk.importers.fields import Field
from coachdesk.importers.grid import Limits, Table
from coachdesk.importers.mapping import Mapping
from coachdesk.importers.preview import PlannedRow, as_text
from coachdesk.importers.roster import RosterPlan, find_roster_mapping, label, plan_roster, read_roster, row_text
from coachdesk.importers.roster_desk import roster_desk
from coachdesk.importers.roster_fields import FIELDS
from coachdesk.services.roster import RosterResult, import_roster
from coachdesk.store.desk import Desk
from ui.context import Place
from ui.pages.importing.kind import Extra, Extras, ImportKind
from ui.pages.importing.notes import listed

TOLD_OF_NEW = ("role", "team", "site", "hired_on", "left_on")


class RosterKind(ImportKind[RosterPlan, RosterResult]):
    """The staff, from a payroll or HR program."""

    key = "roster"
    fields = FIELDS
    place = Place("staff")

    def title(self) -> str:
        return translate("Roster", "Import roster")

    def invitation(self) -> tuple[str, str]:
        return (
            translate("Roster", "Choose the list of your people, or drop it here"),
            translate(
                "Roster",
                "An Excel workbook (.xlsx) or a CSV from your payroll or HR program, with a row for each person and a "
                "number that stays theirs. You see what every row would do before anything is written.",
            ),
        )

    def called(self, field: str) -> str:
        return label(field)

    def accept_words(self, plan: RosterPlan | None) -> str:
        if plan is None or not plan.writes:
            return translate("Roster", "Import")
        new, changed = plan.counts["new"], plan.counts["update"]
        if new and changed:
            return translate("Roster", "Import {new} new, update {changed}").format(new=new, changed=changed)
        if new:
            text = translate("Roster", "Import 1 person") if new == 1 else translate("Roster", "Import {count} people")
            return text.format(count=new)
        text = translate("Roster", "Update 1 person") if changed == 1 else translate("Roster", "Update {count} people")
        return text.format(count=changed)

    def done_words(self, result: RosterResult) -> str:
        people = result.new + result.updated
        text = (
            translate("Roster", "1 person imported") if people == 1 else translate("Roster", "{count} people imported")
        )
        return text.format(count=people)

    def show_words(self) -> str:
        return translate("Roster", "Show the staff")

    def row_words(self, row: PlannedRow) -> str:
        """What would change from what to what, what is wrong in which column, or where a new person begins."""
        told = row_text(row)
        if row.verdict != "new":
            return told
        begins = []
        for key in TOLD_OF_NEW:
            if row.values.get(key) is not None:
                text = as_text(row.values[key])
                if key in ("hired_on", "left_on"):
                    text = translate("Roster", "{label} {value}").format(label=label(key).lower(), value=text)
                begins.append(text)
        return "; ".join(part for part in (" · ".join(begins), told) if part)

    def done_counts(self, result: RosterResult, plan: RosterPlan) -> list[tuple[str, str]]:
        new, *rest = super().done_counts(result, plan)
        rows = [new, (translate("Roster", "Changed"), str(result.updated)), *rest]
        for title, names in (
            (translate("Roster", "New roles"), plan.new_roles),
            (translate("Roster", "New teams"), plan.new_teams),
            (translate("Roster", "New sites"), plan.new_sites),
        ):
            if names:
                rows.append((title, str(len(names))))
        return rows

    def note_blocks(self, plan: RosterPlan) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for title, names in (
            (translate("Roster", "Roles that would be added: {count}"), plan.new_roles),
            (translate("Roster", "Teams that would be added: {count}"), plan.new_teams),
            (translate("Roster", "Sites that would be added: {count}"), plan.new_sites),
        ):
            if names:
                found.append((title.format(count=len(names)), listed(names)))
        if plan.not_in_file:
            title = translate("Roster", "In the desk but not in the file: {count}").format(count=len(plan.not_in_file))
            text = translate("Roster", "Nothing happens to them: {names}")
            found.append((title, text.format(names=listed([who for _, who in plan.not_in_file]))))
        return found

    def extras(self) -> Sequence[Extra]:
        return (
            Extra(
                "empty_clears",
                translate("Roster", "An empty cell empties the field of a person who is in the desk"),
                translate("Roster", "Otherwise an empty cell says nothing, and the desk keeps its value."),
            ),
        )

    def is_needed(self, field: Field, mapping: Mapping, extras: Extras) -> bool:
        """First and last name may come out of a column of whole names."""
        whole = mapping.column("full_name") is not None and field.key in ("first_name", "last_name")
        return super().is_needed(field, mapping, extras) and not whole

    def read(self, path: Path, *, sheet: str, limits: Limits, pulse: Callable[[], object]) -> Table:
        return read_roster(path, sheet=sheet, limits=limits, pulse=pulse)

    def map(self, table: Table) -> Mapping:
        return find_roster_mapping(table)

    def plan(self, conn: sa.Connection, table: Table, mapping: Mapping, today: date, extras: Extras) -> RosterPlan:
        clears = bool(extras.get("empty_clears"))
        return plan_roster(table, mapping, roster_desk(conn), today, empty_clears=clears)

    def write(
        self, desk: Desk, actor: Actor, plan: RosterPlan, *, good_rows_only: bool, **progress: Any
    ) -> Changes[RosterResult]:
        return import_roster(desk, actor, plan, good_rows_only=good_rows_only, **progress)
