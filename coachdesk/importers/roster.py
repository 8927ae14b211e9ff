"""Plans a roster import: what every row of the file would do to the desk, without touching it.

    table = read_roster(path)
    mapping = find_roster_mapping(table)                  # the person may change it: mapping.assign(2, "hired_on")
    plan = plan_roster(table, mapping, roster_desk(conn), today)

The plan is a frozen value. `coachdesk.services.roster.import_roster` writes it, if the desk is still the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from coachdesk.i18n import translate
from coachdesk.importers.fields import fold
from coachdesk.importers.grid import LIMITS, Limits, Table
from coachdesk.importers.mapping import Mapping, find_mapping, liking
from coachdesk.importers.plan import ImportPlan, column_notes, missing_columns, missing_rows
from coachdesk.importers.preview import PlannedRow
from coachdesk.importers.roster_checks import Case, check_rows
from coachdesk.importers.roster_compare import Comparison
from coachdesk.importers.roster_desk import Person, RosterDesk, number_key
from coachdesk.importers.roster_fields import BY_KEY, FIELDS
from coachdesk.importers.rows import ReadRow, read_rows
from coachdesk.importers.sheets import Pulse, read_table

LOOKUPS = ("role", "team", "site")


@dataclass(frozen=True)
class RosterPlan(ImportPlan):
    """What importing a roster would do.

    new_roles, new_teams, new_sites: names the desk does not have yet.  not_in_file: (id, who) of people in the desk,
    still working, whom the file does not list; nothing happens to them.  desk: the picture the plan was made from.
    """

    new_roles: tuple[str, ...]
    new_teams: tuple[str, ...]
    new_sites: tuple[str, ...]
    not_in_file: tuple[tuple[int, str], ...]
    desk: RosterDesk = field(repr=False)


def label(key: str) -> str:
    """What a field is called."""
    return translate("Roster", BY_KEY[key].label)


def row_text(row: PlannedRow) -> str:
    """What a row's verdict means: what would change, or what is wrong, and what is worth knowing."""
    changes = [change.text(label(change.field)) for change in row.changes]
    return "; ".join(part for part in (row.reasons, *changes, row.notes) if part)


def read_roster(path: Path, *, sheet: str = "", limits: Limits = LIMITS, pulse: Pulse | None = None) -> Table:
    """Read a roster file; of several sheets the one that looks most like a roster. `Unreadable` when it cannot be.

    pulse: called now and then; what it raises (Cancelled) stops the reading.
    """
    return read_table(path, sheet=sheet, liking=lambda rows: liking(rows, FIELDS), limits=limits, pulse=pulse)


def find_roster_mapping(table: Table) -> Mapping:
    """What the columns of a roster seem to mean; see `Mapping.assign` for changing it."""
    return find_mapping(table, FIELDS)


def plan_roster(
    table: Table, mapping: Mapping, desk: RosterDesk, today: date, *, empty_clears: bool = False
) -> RosterPlan:
    """Judge every row of `table` against the desk.

    empty_clears: whether an empty cell empties the field of a person already in the desk; by default it says nothing.
    """
    obstacles = _missing_columns(mapping)
    rows, notes = read_rows(table, mapping, FIELDS, today, lambda one: label(one.key)) if not obstacles else ([], [])
    obstacles += missing_rows(obstacles, rows)
    known = {person.number: person for person in desk.people}
    by_key = {number_key(person.number): person for person in reversed(desk.people)}
    found: dict[int, Person] = {}
    for row in rows:
        _take_names_apart(row)
        number = row.values.get("number")
        person = known.get(number) or by_key.get(number_key(number)) if number else None
        if person is not None:
            found[row.number] = person
    _spell_as_known(rows, desk)
    columns = {column.field: column for column in mapping.columns if column.field}
    check_rows(Case(rows, found, columns, desk, today, empty_clears))
    comparison = Comparison(rows, desk, mapping, empty_clears)
    planned = tuple(comparison.plan(row, found.get(row.number)) for row in rows)
    listed = {person.id for person in found.values()}
    absent = [person for person in desk.people if person.id not in listed and person.values["left_on"] is None]
    return RosterPlan(
        table.name,
        table.sheet,
        table.sha256,
        mapping,
        planned,
        table.empty_rows,
        obstacles,
        (*table.notes, *column_notes(mapping, label), *notes, *_mail_note(rows)),
        _new_names(planned, "role", desk.role),
        _new_names(planned, "team", desk.team),
        _new_names(planned, "site", desk.site),
        tuple((person.id, person.who) for person in absent) if rows else (),
        desk,
    )


def _missing_columns(mapping: Mapping) -> tuple[str, ...]:
    whole_name = mapping.column("full_name") is not None
    missing = [
        label(field.key)
        for field in FIELDS
        if field.required
        and mapping.column(field.key) is None
        and not (whole_name and field.key in ("first_name", "last_name"))
    ]
    return missing_columns(missing)


def _mail_note(rows: list[ReadRow]) -> list[str]:
    bare = [row.values["email"] for row in rows if row.values.get("email") and "@" not in row.values["email"]]
    if not bare:
        return []
    text = translate("Import", "{count} e-mails have no domain (for example {example}) and are kept as they are.")
    if len(bare) == 1:
        text = translate("Import", "One e-mail has no domain ({example}) and is kept as it is.")
    return [text.format(count=len(bare), example=bare[0])]


def _take_names_apart(row: ReadRow) -> None:
    """First and last name out of the whole name, where they have no columns of their own."""
    whole = row.values.pop("full_name", None)
    if whole:
        row.values["first_name"] = row.values.get("first_name") or whole[0]
        row.values["last_name"] = row.values.get("last_name") or whole[1]


def _spell_as_known(rows: list[ReadRow], desk: RosterDesk) -> None:
    """Roles, teams and sites are spelled as the desk spells them, new ones as the file does first."""
    for key in LOOKUPS:
        spelled: dict[str, str] = {}
        for name in getattr(desk, key):
            spelled.setdefault(fold(name), name)
        same: dict[str, str] = {}
        for row in rows:
            name = row.values.get(key)
            if name:
                known = same.get(name)
                if known is None:
                    known = same[name] = spelled.setdefault(fold(name), name)
                row.values[key] = known


def _new_names(rows: tuple[PlannedRow, ...], key: str, have: tuple[str, ...]) -> tuple[str, ...]:
    known = {fold(name) for name in have}
    named = {row.values.get(key) for row in rows if row.verdict in ("new", "update")}
    return tuple(sorted(name for name in named if name and fold(name) not in known))
