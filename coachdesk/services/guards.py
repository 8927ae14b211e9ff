"""What may not be touched: a closed or cancelled cycle is read-only (R9), and people must still be there."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.records.cycles import Coachee, Cycle
from coachdesk.records.people import Staff
from coachdesk.rules.moves import ENDED
from coachdesk.services.checks import Problems, name_of
from coachdesk.store.change import Change


def working_cycle(change: Change, cycle_id: int) -> Cycle:
    """The cycle, refused when it has ended: what is closed is corrected by an amendment only (R9)."""
    cycle = change.get(Cycle, cycle_id)
    if cycle.status in ENDED:
        raise Refused(
            translate("Cycles", "{number} has ended; its records are read-only (R9).").format(number=cycle.number),
            kept=translate("Cycles", "Nothing was changed."),
            to_do=translate("Cycles", "Add an amendment with the reason instead."),
        )
    return cycle


def coachee_ids(change: Change, cycle_id: int) -> set[int]:
    """The staff ids of a cycle's coachees."""
    return set(change.session.scalars(sa.select(Coachee.staff_id).where(Coachee.cycle_id == cycle_id)))


def must_be_coachees(change: Change, cycle_id: int | None, staff_ids: Iterable[int], problems: Problems) -> None:
    """Who is coached in a session of a cycle must be a coachee of it."""
    if cycle_id is None:
        return
    for staff_id in sorted(set(staff_ids) - coachee_ids(change, cycle_id)):
        staff = change.get(Staff, staff_id)
        text = translate("Sessions", "{name} is not a coachee of this cycle.")
        problems.add("staff_ids", text.format(name=name_of(staff)))


def must_work_here(change: Change, staff_id: int | None, field: str, problems: Problems) -> None:
    """A coach, validator, observer or owner must be on the staff and not have left."""
    if staff_id is None:
        return
    staff = change.get(Staff, staff_id)
    if staff.left_on is not None and staff.left_on < change.today:
        text = translate("Cycles", "{name} left on {day}.")
        problems.add(field, text.format(name=name_of(staff), day=f"{staff.left_on:%m/%d/%Y}"))
