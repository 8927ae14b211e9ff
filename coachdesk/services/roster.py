"""The use case that writes an accepted roster preview: all good rows, one transaction, one trail entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.importers.fields import fold
from coachdesk.importers.preview import PlannedRow
from coachdesk.importers.roster import RosterPlan
from coachdesk.importers.roster_desk import number_key, roster_desk
from coachdesk.importers.roster_fields import BY_KEY, FIELDS
from coachdesk.records.people import Posting, Role, Site, Staff, Team
from coachdesk.services.import_plans import check_plan
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

LOOKUPS: Mapping[str, type[Role] | type[Team] | type[Site]] = {"role": Role, "team": Team, "site": Site}
NOTHING: Mapping[str, Any] = {"date": None, "yes_no": False, "minutes": 0}  # by kind; other kinds are texts
ATTRIBUTES = {field.key: field.attribute for field in FIELDS if field.attribute}
CHUNK = 500


@dataclass(frozen=True, slots=True)
class RosterResult:
    """How many people were added, changed, found the same, and how many rows were left out as bad."""

    new: int
    updated: int
    same: int
    left_out: int


@use_case("roster.import", QT_TRANSLATE_NOOP("Do", "Import the roster"))
def import_roster(change: Change, plan: RosterPlan, *, good_rows_only: bool = False) -> RosterResult:
    """Write a plan made by `plan_roster`. New postings begin with the hire date, moves of people in the desk today.

    Refused, with nothing written: a plan with bad rows, unless `good_rows_only`; a file without the needed columns;
    a desk whose staff is no longer what the plan was made from. A plan that changes nothing leaves no trail entry.
    """
    _check(change, plan, good_rows_only)
    new = [row for row in plan.rows if row.verdict == "new"]
    updates = [row for row in plan.rows if row.verdict == "update"]
    places = _Places(change, [*new, *updates])
    ids = {number_key(person.number): person.id for person in plan.desk.people}
    _add(change, new, places, ids)
    _update(change, updates, places, ids)
    counts = plan.counts
    change.label = translate("Do", "Import roster {file}: {new} new, {updated} updated").format(
        file=plan.source, new=len(new), updated=len(updates)
    )
    return RosterResult(len(new), len(updates), counts["same"], counts["bad"])


def _check(change: Change, plan: RosterPlan, good_rows_only: bool) -> None:
    cannot = translate("Import", "The roster cannot be imported.")
    changed = translate("Import", "The staff of the desk changed after the preview was made.")
    check_plan(plan, good_rows_only, cannot, changed if roster_desk(change.conn) != plan.desk else "")


class _Places:
    """The ids of roles, teams and sites by name; names the desk lacks are added."""

    def __init__(self, change: Change, rows: Sequence[PlannedRow]) -> None:
        self._ids: dict[str, dict[str, int]] = {}
        for key, cls in LOOKUPS.items():
            # The first of two names that differ only in case or accents counts, as in the preview.
            known = reversed(change.session.execute(sa.select(cls.name, cls.id).order_by(cls.id)).all())
            ids = self._ids[key] = {fold(name): place_id for name, place_id in known}
            wanted = {row.values[key] for row in rows if row.values.get(key)}
            fresh = [name for name in sorted(wanted) if fold(name) not in ids]
            added = change.add_many(cls, "name", [{"name": name} for name in fresh])
            ids.update({fold(name): place_id for name, place_id in added.items()})

    def id(self, key: str, name: str | None) -> int | None:
        """The id of a role, team or site; None for none."""
        return self._ids[key][fold(name)] if name else None


def _add(change: Change, rows: Sequence[PlannedRow], places: _Places, ids: dict[str, int]) -> None:
    """Add people, then their postings, since a supervisor may stand further down in the file."""
    added = change.add_many(Staff, "number", [_attributes(row.values) for row in rows])
    ids.update({number_key(number): staff_id for number, staff_id in added.items()})
    postings = [
        {
            "staff_id": added[row.values["number"]],
            "starts_on": row.values.get("hired_on") or change.today,
            "role_id": places.id("role", row.values.get("role")),
            "team_id": places.id("team", row.values.get("team")),
            "site_id": places.id("site", row.values.get("site")),
            "supervisor_id": ids.get(row.values.get("supervisor") or ""),
        }
        for row in rows
    ]
    change.add_many(Posting, "staff_id", postings)


def _attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    return {attribute: value for key, attribute in ATTRIBUTES.items() if (value := values.get(key)) is not None}


def _update(change: Change, rows: Sequence[PlannedRow], places: _Places, ids: Mapping[str, int]) -> None:
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        staff, postings = _loaded(change, [row.record_id for row in some])
        moved = []
        for row in some:
            posting: dict[str, int | None] = {}
            for one in row.changes:
                field = BY_KEY[one.field]
                value = row.values.get(one.field)
                if field.attribute:
                    empty = NOTHING.get(field.kind, "")
                    setattr(staff[row.record_id], field.attribute, empty if value is None else value)
                elif one.field == "supervisor":
                    posting["supervisor_id"] = ids.get(value) if value else None
                else:
                    posting[f"{one.field}_id"] = places.id(one.field, value)
            if posting:
                moved.append((postings[row.record_id], posting))
        _move(change, moved)
        change.report(start + len(some), len(rows))


def _loaded(change: Change, ids: Sequence[int]) -> tuple[dict[int, Staff], dict[int, Posting]]:
    staff = change.session.scalars(sa.select(Staff).where(Staff.id.in_(ids)))
    postings = change.session.scalars(sa.select(Posting).where(Posting.staff_id.in_(ids), Posting.ends_on.is_(None)))
    return {one.id: one for one in staff}, {one.staff_id: one for one in postings}


def _move(change: Change, moved: Iterable[tuple[Posting, Mapping[str, int | None]]]) -> None:
    """From today on the new posting; one that began today or later is corrected instead."""
    begun: list[dict[str, Any]] = []
    for current, values in moved:
        if current.starts_on >= change.today:
            for name, value in values.items():
                setattr(current, name, value)
            continue
        names = ("role_id", "team_id", "site_id", "supervisor_id")
        wanted = {name: getattr(current, name) for name in names} | dict(values)
        current.ends_on = change.today
        begun.append({"staff_id": current.staff_id, "starts_on": change.today, **wanted})
    change.add_many(Posting, "staff_id", begun)
