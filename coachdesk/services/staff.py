"""Use cases about staff members: adding, editing, moving (with history), leaving and coming back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.importers.roster_fields import FIELDS as ROSTER_FIELDS
from coachdesk.records.people import Posting, Staff
from coachdesk.services.checks import Problems, assign, clean, known_only, name_of
from coachdesk.services.places import found_or_new
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = tuple(field.attribute for field in ROSTER_FIELDS if field.attribute)
"""The columns of a staff member that a form or an import may set."""

POSTING_FIELDS = ("role_id", "team_id", "site_id", "supervisor_id")
"""What a posting says; see records.people.Posting."""

PLACES = {"role_id": "role", "team_id": "team", "site_id": "site"}


@use_case("staff.add", QT_TRANSLATE_NOOP("Do", "Add a staff member"))
def add_staff(change: Change, values: Mapping[str, Any], posting: Mapping[str, Any] | None = None) -> int:
    """Add a staff member with a first posting (from the hire date, or today). Gives the id.

    values: any of FIELDS.  posting: any of POSTING_FIELDS; a role, team or site may be a name, made when it is new.
    """
    staff = Staff(number="")
    assign(staff, values, FIELDS)
    _check(change, staff)
    change.add(staff)
    starts_on = staff.hired_on or change.today
    place = dict.fromkeys(POSTING_FIELDS) | _by_id(change, posting or {})
    _check_supervisor(change, staff.id, place["supervisor_id"])
    change.add(Posting(staff_id=staff.id, starts_on=starts_on, **place))
    change.label = translate("Do", "Add {name}").format(name=name_of(staff))
    return staff.id


@use_case("staff.edit", QT_TRANSLATE_NOOP("Do", "Edit a staff member"))
def edit_staff(change: Change, staff_id: int, values: Mapping[str, Any]) -> None:
    """Change what is known of a staff member (FIELDS). Role, team, site and supervisor change by `move_staff`."""
    staff = change.get(Staff, staff_id)
    assign(staff, values, FIELDS)
    with change.session.no_autoflush:
        _check(change, staff)
    change.label = translate("Do", "Edit {name}").format(name=name_of(staff))


@use_case("staff.move", QT_TRANSLATE_NOOP("Do", "Move a staff member"))
def move_staff(change: Change, staff_id: int, from_on: date, posting: Mapping[str, Any]) -> None:
    """Give a staff member another role, team, site or supervisor from a day on; what was before stays in history.

    A move on the day the open posting began corrects that posting. Refused for a day before it. posting: as in
    `add_staff`; what it leaves out stays.
    """
    staff = change.get(Staff, staff_id)
    place_staff(change, staff, from_on, posting)
    change.label = translate("Do", "Move {name}").format(name=name_of(staff))


def place_staff(change: Change, staff: Staff, from_on: date, posting: Mapping[str, Any]) -> None:
    """The move itself, for services that move people within a larger change."""
    current = open_posting(change, staff.id)
    problems = Problems()
    if from_on < current.starts_on:
        text = translate("Staff", "The present posting began on {day}; a move cannot be before it.")
        problems.add("from_on", text.format(day=f"{current.starts_on:%m/%d/%Y}"))
    problems.refuse(translate("Staff", "The move was not saved."))
    now = {name: getattr(current, name) for name in POSTING_FIELDS}
    wanted = now | _by_id(change, posting)
    if wanted == now:
        return
    _check_supervisor(change, staff.id, wanted["supervisor_id"])
    if from_on == current.starts_on:
        for name, value in wanted.items():
            setattr(current, name, value)
    else:
        current.ends_on = from_on
        change.session.flush()
        change.add(Posting(staff_id=staff.id, starts_on=from_on, **wanted))


@use_case("staff.leave", QT_TRANSLATE_NOOP("Do", "Record that a staff member leaves"))
def leave_staff(change: Change, staff_id: int, left_on: date) -> None:
    """Record a staff member's last day of work. Their records and history stay."""
    staff = change.get(Staff, staff_id)
    staff.left_on, staff.on_leave = left_on, False
    with change.session.no_autoflush:
        _check(change, staff)
    change.label = translate("Do", "Record that {name} leaves").format(name=name_of(staff))


@use_case("staff.return", QT_TRANSLATE_NOOP("Do", "Record that a staff member is back"))
def return_staff(change: Change, staff_id: int) -> None:
    """Take a leave date back."""
    staff = change.get(Staff, staff_id)
    staff.left_on = None
    change.label = translate("Do", "Record that {name} is back").format(name=name_of(staff))


def open_posting(change: Change, staff_id: int) -> Posting:
    """The posting with no end; every staff member has exactly one."""
    return change.session.scalars(
        sa.select(Posting).where(Posting.staff_id == staff_id, Posting.ends_on.is_(None))
    ).one()


def _by_id(change: Change, posting: Mapping[str, Any]) -> dict[str, int | None]:
    """The posting with ids only: names of roles, teams and sites are looked up, and made where there is none."""
    known_only(posting, POSTING_FIELDS, Posting.family())
    return {
        key: found_or_new(change, PLACES[key], value) if isinstance(value, str) else value
        for key, value in posting.items()
    }


def _check(change: Change, staff: Staff) -> None:
    problems = Problems()
    problems.need("number", clean(staff.number), translate("Staff", "A staff number"))
    problems.need("last_name", clean(staff.last_name), translate("Staff", "A last name"))
    query = sa.select(Staff.id).where(Staff.number == staff.number)
    other = change.session.scalar(query) if staff.number else None
    if other is not None and other != staff.id:
        problems.add("number", translate("Staff", "Another staff member has this number."))
    problems.not_after(
        "left_on", staff.hired_on, staff.left_on, translate("Staff", "The last day is before the first one.")
    )
    if not 0 <= (staff.coaching_minutes or 0) <= 60 * 60:
        problems.add("coaching_minutes", translate("Staff", "Minutes a week are between 0 and 3,600."))
    if staff.hired_on and staff.hired_on > change.today + timedelta(days=366):
        problems.add("hired_on", translate("Staff", "The hire date is more than a year ahead; check the year."))
    problems.refuse(translate("Staff", "The staff member was not saved."))


def _check_supervisor(change: Change, staff_id: int, supervisor_id: int | None) -> None:
    """Nobody supervises themselves, directly or around a circle."""
    problems = Problems()
    seen = [staff_id]
    while supervisor_id is not None:
        if supervisor_id in seen:
            names = " → ".join(name_of(change.get(Staff, one)) for one in [*seen, supervisor_id])
            text = translate("Staff", "Supervisors would go round in a circle: {names}.")
            problems.add("supervisor_id", text.format(names=names))
            break
        seen.append(supervisor_id)
        supervisor_id = change.session.scalar(
            sa.select(Posting.supervisor_id).where(Posting.staff_id == supervisor_id, Posting.ends_on.is_(None))
        )
    problems.refuse(translate("Staff", "The staff member was not saved."))
