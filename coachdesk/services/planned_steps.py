"""Use cases about the planned steps of a cycle: tick them off by the record that did them, leave one out, move, add.

What other services need: laying a plan out when a cycle opens, fitting it to its coachees, moving it after a pause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.planned_steps import step_offers, steps_of
from coachdesk.records import FAMILIES
from coachdesk.records.cycles import Cycle
from coachdesk.records.standards import StandardMeasure
from coachdesk.records.templates import CycleStep
from coachdesk.rules.clocks import PhaseDates, WorkCalendar
from coachdesk.rules.planned import MADE_BY, RECORDS, StepPlan, due_steps
from coachdesk.services.checks import Problems, assign, clean
from coachdesk.services.guards import coachee_ids, working_cycle
from coachdesk.services.standard_measures import check_link
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = (
    "phase", "kind", "session_kind", "text", "guidance", "staff_id", "due_on", "minutes", "needs",
    "standard_measure_id",
)  # fmt: skip


@use_case("planned.tick", QT_TRANSLATE_NOOP("Do", "Tick off planned steps"))
def tick_steps(
    change: Change, step_ids: Sequence[int], family: str = "", record_id: int | None = None, on: date | None = None
) -> None:
    """Tick off planned steps of one cycle by the record that did them (its family and id), kept beside them (R20).

    Steps that leave a record of their own (sessions, observations, scenarios, measures, checks of records) need it
    named; a prompt card handed out, something read together or practiced may be ticked off by hand.
    """
    steps, cycle = _waiting(change, step_ids)
    day = on or change.today
    problems = Problems()
    if day > change.today:
        problems.add("on", translate("Planned", "This day is in the future."))
    if record_id is not None:
        _check_record(change, cycle, family, record_id, problems)
    for step in steps:
        if record_id is None and step.kind in MADE_BY:
            text = translate("Planned", "“{step}” is ticked off by its record: name the one that did it.")
            problems.add("record_id", text.format(step=step.text), "R20")
        elif record_id is not None and family not in MADE_BY.get(step.kind, RECORDS):
            problems.add("record_id", translate("Planned", "“{step}” needs another kind of record.").format(
                step=step.text), "R20")  # fmt: skip
    problems.refuse(translate("Planned", "Nothing was ticked off."))
    for step in steps:
        step.status, step.status_reason, step.done_on = "done", "", day
        step.done_family, step.done_id = (family, record_id) if record_id is not None else ("", None)
    if len(steps) == 1:
        change.label = translate("Do", "Tick off a planned step of {number}").format(number=cycle.number)
    else:
        change.label = translate("Do", "Tick off {count} planned steps of {number}").format(
            count=len(steps), number=cycle.number
        )


@use_case("planned.tick_record", QT_TRANSLATE_NOOP("Do", "Tick off the planned steps that a record did"))
def tick_record(change: Change, cycle_id: int, family: str, record_id: int) -> int:
    """Tick off every planned step this record of the cycle seems to have done; gives how many, 0 when none."""
    cycle = working_cycle(change, cycle_id)
    change.session.flush()
    found = step_offers(change.conn, cycle_id, steps_of(change.conn, cycle_id))
    offer = next((one for one in found if (one.doing.family, one.doing.id) == (family, record_id)), None)
    if offer is not None:
        for step_id in offer.step_ids:
            step = change.get(CycleStep, step_id)
            step.status, step.done_on = "done", min(offer.doing.on, change.today)
            step.done_family, step.done_id = family, record_id
    count = len(offer.step_ids) if offer is not None else 0
    words = translate("Do", "Tick off a planned step of {number}")
    if count > 1:
        words = translate("Do", "Tick off {count} planned steps of {number}")
    change.label = words.format(number=cycle.number, count=count)
    return count


@use_case("planned.leave_out", QT_TRANSLATE_NOOP("Do", "Leave out planned steps"))
def leave_out(change: Change, step_ids: Sequence[int], reason: str) -> None:
    """Leave planned steps of one cycle out; the reason stays with them."""
    steps, cycle = _waiting(change, step_ids)
    problems = Problems()
    problems.need("reason", clean(reason), translate("Planned", "The reason"))
    problems.refuse(translate("Planned", "Nothing was left out."))
    for step in steps:
        step.status, step.status_reason = "left_out", clean(reason)
    change.label = translate("Do", "Leave out a planned step of {number}").format(number=cycle.number)


@use_case("planned.reopen", QT_TRANSLATE_NOOP("Do", "Plan a step again"))
def reopen_steps(change: Change, step_ids: Sequence[int]) -> None:
    """Let steps that were ticked off or left out wait again."""
    for step_id in step_ids:
        step = change.get(CycleStep, step_id)
        cycle = working_cycle(change, step.cycle_id)
        step.status, step.status_reason, step.done_on = "open", "", None
        step.done_family, step.done_id = "", None
        change.label = translate("Do", "Plan a step of {number} again").format(number=cycle.number)


@use_case("planned.move", QT_TRANSLATE_NOOP("Do", "Move a planned step"))
def move_steps(change: Change, step_ids: Sequence[int], due_on: date) -> None:
    """Give planned steps of one cycle another due date."""
    steps, cycle = _waiting(change, step_ids)
    for step in steps:
        step.due_on = due_on
    change.label = translate("Do", "Move a planned step of {number}").format(number=cycle.number)


@use_case("planned.add", QT_TRANSLATE_NOOP("Do", "Add a planned step"))
def add_step(change: Change, cycle_id: int, values: Mapping[str, Any]) -> int:
    """Add a step (FIELDS) to a cycle's plan. Gives its id.

    A planned measure may name one of the standard's own (standard_measure_id), which then says what is to be done.
    """
    cycle = working_cycle(change, cycle_id)
    last = change.session.scalar(sa.select(sa.func.max(CycleStep.position)).where(CycleStep.cycle_id == cycle_id))
    step = CycleStep(cycle_id=cycle_id, position=0 if last is None else last + 1, phase="", kind="", needs=[])
    assign(step, values, FIELDS)
    step.per_coachee = step.staff_id is not None
    problems = Problems()
    _check_measure(change, cycle, step, problems)
    problems.one_of("phase", step.phase, "cycle_phase")
    problems.one_of("kind", step.kind, "planned_kind")
    problems.one_of("session_kind", step.session_kind or "", "session_kind", optional=True)
    problems.need("text", step.text, translate("Planned", "What is to be done"))
    for need in step.needs or ():
        problems.one_of("needs", need, "step_need")
    if step.staff_id is not None and step.staff_id not in coachee_ids(change, cycle_id):
        problems.add("staff_id", translate("Planned", "Choose a coachee of this cycle."))
    problems.refuse(translate("Planned", "The step was not added."))
    change.label = translate("Do", "Add a planned step to {number}").format(number=cycle.number)
    return change.add(step).id


def _check_measure(change: Change, cycle: Cycle, step: CycleStep, problems: Problems) -> None:
    """A measure of the standard belongs to a planned measure; it gives the step its words where there are none."""
    if step.standard_measure_id is None:
        return
    if step.kind != "measure":
        text = translate("Planned", "Only a step of the kind “Measure” names a measure of the standard.")
        problems.add("standard_measure_id", text)
        return
    own = change.get(StandardMeasure, step.standard_measure_id)
    check_link(change, "standard_measure_id", own.id, cycle.version_id, own.kind, problems)
    step.text = step.text or translate("Planned", "Measure: {name}").format(name=own.name)


# What other services need ---------------------------------------------------------------------------------------------


def lay_out(
    change: Change, cycle: Cycle, steps: Sequence[StepPlan], phases: Sequence[PhaseDates], calendar: WorkCalendar
) -> None:
    """Write a template's steps into a cycle with their due dates (R10). Steps of each coachee wait for `fit_coachees`
    while nobody is named."""
    for due in due_steps(steps, phases, calendar):
        change.session.add(
            CycleStep(
                cycle_id=cycle.id,
                position=due.position,
                phase=due.step.phase,
                kind=due.step.kind,
                session_kind=due.step.session_kind,
                text=due.text,
                guidance=due.step.guidance,
                per_coachee=due.step.per_coachee,
                due_on=due.due_on,
                minutes=due.step.minutes,
                needs=list(due.step.needs),
            )
        )
    change.session.flush()
    fit_coachees(change, cycle.id)


def fit_coachees(change: Change, cycle_id: int) -> None:
    """Give each coachee the steps that are one for each; those of somebody who is no longer coached go, unless done."""
    change.session.flush()
    wanted = sorted(coachee_ids(change, cycle_id))
    rows = change.session.scalars(
        sa.select(CycleStep).where(CycleStep.cycle_id == cycle_id, CycleStep.per_coachee).order_by(CycleStep.id)
    )
    by_place: dict[int, list[CycleStep]] = {}
    for row in rows:
        by_place.setdefault(row.position, []).append(row)
    for mine in by_place.values():
        model = mine[0]
        missing = [one for one in wanted if one not in {row.staff_id for row in mine}]
        for row in mine:
            if row.status == "open" and row.staff_id not in wanted:
                if missing:
                    row.staff_id = missing.pop(0)
                elif wanted or row is not model:
                    change.session.delete(row)
                else:
                    row.staff_id = None  # nobody is named any more: the step waits for whoever will be
        for staff_id in missing:
            change.session.add(
                CycleStep(
                    cycle_id=cycle_id,
                    position=model.position,
                    phase=model.phase,
                    kind=model.kind,
                    session_kind=model.session_kind,
                    text=model.text,
                    guidance=model.guidance,
                    per_coachee=True,
                    staff_id=staff_id,
                    due_on=model.due_on,
                    minutes=model.minutes,
                    needs=list(model.needs),
                    standard_measure_id=model.standard_measure_id,
                )
            )
    change.session.flush()


def move_after_pause(change: Change, cycle_id: int, paused_on: date, resumed_on: date, calendar: WorkCalendar) -> None:
    """Move what was planned on or after the pause on by the working days it lasted (R10)."""
    lost = calendar.working_days(paused_on, resumed_on)
    if not lost:
        return
    waiting = sa.select(CycleStep).where(CycleStep.cycle_id == cycle_id, CycleStep.status == "open")
    for step in change.session.scalars(waiting):
        if step.due_on is not None and step.due_on >= paused_on:
            step.due_on = calendar.add_working_days(step.due_on, lost)


def wait_again(change: Change, family: str, record_id: int, now_of: int | None = None) -> None:
    """Let planned steps wait again that were ticked off by a record which is being removed.

    now_of: the record stays and is this person's instead, so that only the steps of other people wait again.
    """
    done = sa.select(CycleStep).where(CycleStep.done_family == family, CycleStep.done_id == record_id)
    if now_of is not None:
        done = done.where(CycleStep.staff_id != now_of)
    for step in change.session.scalars(done):
        step.status, step.done_on, step.done_family, step.done_id = "open", None, "", None


def _waiting(change: Change, step_ids: Sequence[int]) -> tuple[list[CycleStep], Cycle]:
    """These steps, all open and of one cycle that goes on."""
    steps = [change.get(CycleStep, step_id) for step_id in dict.fromkeys(step_ids)]
    if not steps:
        raise Refused(translate("Planned", "No step was chosen."))
    cycle = working_cycle(change, steps[0].cycle_id)
    problems = Problems()
    for step in steps:
        if step.cycle_id != cycle.id:
            problems.add("step_ids", translate("Planned", "Choose steps of one cycle."))
        elif step.status != "open":
            problems.add("step_ids", translate("Planned", "“{step}” waits no longer.").format(step=step.text))
    problems.refuse(translate("Planned", "The planned steps were not changed."))
    return steps, cycle


def _check_record(change: Change, cycle: Cycle, family: str, record_id: int, problems: Problems) -> None:
    record = change.session.get(FAMILIES[family], record_id) if family in RECORDS else None
    if record is None or getattr(record, "cycle_id", None) != cycle.id:
        text = translate("Planned", "That record is not one of {number}.")
        problems.add("record_id", text.format(number=cycle.number), "R20")
