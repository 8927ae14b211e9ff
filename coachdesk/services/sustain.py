"""Use cases about sustain checks (R8): whether practice held after closing, and the new cycle where not (R20)."""

from __future__ import annotations

from datetime import date

from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.cycles import Cycle, SustainCheck
from coachdesk.services.checks import Problems, clean, is_late
from coachdesk.services.guards import coachee_ids, must_work_here
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change


@use_case("sustain.record", QT_TRANSLATE_NOOP("Do", "Record a sustain check"))
def record_sustain(
    change: Change,
    check_id: int,
    status: str,
    *,
    note: str = "",
    on: date | None = None,
    checked_by: int | None = None,
    met: int | None = None,
    total: int | None = None,
) -> None:
    """Record that practice held, recurred, or that the check was missed (R8).

    It belongs after the closing, so a closed cycle takes it. Who looked is needed once something was looked at, and is
    not one of those who were coached; met and total count the records looked at, if any were.
    """
    check = change.get(SustainCheck, check_id)
    day = on or change.today
    looked = status in ("held", "recurred")
    problems = Problems()
    problems.one_of("status", status, "sustain_status")
    cycle = change.get(Cycle, check.cycle_id)
    if day > change.today:
        problems.add("on", translate("Cycles", "This day is in the future."))
    elif status != "due" and cycle.closed_at is not None and day < cycle.closed_at.astimezone().date():
        text = translate("Cycles", "{number} closed on {day}; a check that it lasts comes after that.")
        problems.add("on", text.format(number=cycle.number, day=f"{cycle.closed_at.astimezone():%m/%d/%Y}"))
    if status in ("recurred", "missed") and not clean(note):
        problems.add("note", translate("Cycles", "Say what was seen, or why it was missed."))
    if looked:
        problems.need("checked_by", checked_by, translate("Cycles", "Who checked"))
        must_work_here(change, checked_by, "checked_by", problems)
        if checked_by in coachee_ids(change, cycle.id):
            problems.add("checked_by", translate("Cycles", "Somebody other than those who were coached must look."))
        _check_counts(met, total, problems)
    if check.next_cycle_id is not None and status != "recurred":
        problems.add("status", translate("Cycles", "A cycle was opened because the drift came back; it stays so."))
    problems.refuse(translate("Cycles", "The sustain check was not saved."))
    check.status, check.note = status, clean(note)
    check.checked_on = None if status == "due" else day
    check.recorded_at = None if status == "due" else change.now
    check.late_entry = status != "due" and is_late(change, day)
    check.checked_by, check.met, check.total = (checked_by, met, total) if looked else (None, None, None)
    change.label = translate("Do", "Record the {days}-day check of {number}").format(
        days=check.days, number=cycle.number
    )


@use_case("sustain.link", QT_TRANSLATE_NOOP("Do", "Link a cycle to a sustain check"))
def link_sustain(change: Change, check_id: int, cycle_id: int) -> None:
    """Say that this open cycle answers what a sustain check found back (R20)."""
    cycle = change.get(Cycle, cycle_id)
    follow_on(change, cycle, check_id)
    change.label = translate("Do", "Link cycle {number} to a sustain check").format(number=cycle.number)


def follow_on(change: Change, cycle: Cycle, check_id: int) -> None:
    """Tie a cycle to the check that found the drift back: each keeps the other's number from then on."""
    check = change.get(SustainCheck, check_id)
    earlier = change.get(Cycle, check.cycle_id)
    if check.status != "recurred":
        raise Refused(
            translate("Cycles", "The {days}-day check of {number} did not find the drift back.").format(
                days=check.days, number=earlier.number
            ),
            kept=translate("Cycles", "Nothing was changed."),
            to_do=translate("Cycles", "Record what the check found first."),
        )
    if check.next_cycle_id is not None or earlier.id == cycle.id or cycle.opened_on < earlier.opened_on:
        raise Refused(
            translate("Cycles", "{number} cannot be the cycle that follows this check.").format(number=cycle.number),
            kept=translate("Cycles", "Nothing was changed."),
            to_do=translate("Cycles", "Choose a cycle opened since, for a check that has none yet."),
        )
    cycle.previous_id = earlier.id
    check.next_cycle_id = cycle.id


def _check_counts(met: int | None, total: int | None, problems: Problems) -> None:
    if met is None and total is None:
        return
    if met is None or total is None or not 0 <= met <= total or total == 0:
        problems.add("met", translate("Cycles", "Give both counts, or neither: how many met, of how many looked at."))
