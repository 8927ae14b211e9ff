"""Planned steps of a cycle: on which day each is due (R10), and which step a record that was made has done (R20)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coachdesk.i18n import translate
from coachdesk.rules.clocks import PHASES, PhaseDates, WorkCalendar

MADE_BY: Mapping[str, frozenset[str]] = {
    "session": frozenset({"session"}),
    "observation": frozenset({"observation"}),
    "scenario": frozenset({"scenario_exercise"}),
    "measure": frozenset({"measure"}),
    "document_check": frozenset({"measure", "evidence"}),
}
"""Kinds of steps that only a record can tick off, with the families that can."""

RECORDS = frozenset().union(*MADE_BY.values())
"""Every family whose records can tick a step off; a step of another kind may name any of them, or none."""


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of a template. phase, kind, session_kind, needs: vocabulary cycle_phase, planned_kind, session_kind,
    step_need.

    times: how often.  after_days: working days after its phase begins.  every_days: working days between repetitions.
    per_coachee: each coachee has one of their own.  minutes: about how long it takes, None when that says nothing.
    """

    phase: str
    kind: str
    text: str
    session_kind: str = ""
    guidance: str = ""
    per_coachee: bool = False
    times: int = 1
    after_days: int = 0
    every_days: int = 0
    minutes: int | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueStep:
    """One repetition of a step with the day it is due; `position` counts through the whole plan."""

    position: int
    step: StepPlan
    text: str
    due_on: date


def due_steps(steps: Sequence[StepPlan], phases: Iterable[PhaseDates], calendar: WorkCalendar) -> tuple[DueStep, ...]:
    """Every repetition of every step, in the order of the phases, each due on a working day (R10)."""
    starts = {phase.phase: phase.starts for phase in phases}
    found: list[DueStep] = []
    for step in sorted(steps, key=lambda one: PHASES.index(one.phase)):
        for turn in range(step.times):
            text = step.text
            if step.times > 1:
                text = translate("Planned", "{step} ({turn} of {times})").format(
                    step=step.text, turn=turn + 1, times=step.times
                )
            due = calendar.add_working_days(starts[step.phase], step.after_days + turn * step.every_days)
            found.append(DueStep(len(found), step, text, due))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step that waits. staff_id: the coachee it is for; None where it is for the whole cycle.

    standard_measure_id: which measure of the standard is planned, None for none in particular.
    """

    id: int
    position: int
    phase: str
    kind: str
    session_kind: str
    per_coachee: bool
    staff_id: int | None
    due_on: date | None
    needs: frozenset[str]
    standard_measure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """A record that may have done a step.

    staff_ids: whom it is about, empty for the whole cycle.  session_kind: of a session.  stage and
    standard_measure_id: of a measure.
    shows: the step needs it meets (vocabulary step_need).
    """

    family: str
    id: int
    on: date
    staff_ids: tuple[int, ...] = ()
    session_kind: str = ""
    stage: str = ""
    shows: frozenset[str] = frozenset()
    standard_measure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Steps that a record seems to have done, to be ticked off by a person."""

    doing: Doing
    step_ids: tuple[int, ...]


def fits(step: OpenStep, doing: Doing) -> bool:
    """Whether this record can be what the step asks for; whom it is about is looked at elsewhere."""
    if doing.family not in MADE_BY.get(step.kind, frozenset()):
        return False
    if doing.family == "session" and step.session_kind and step.session_kind != doing.session_kind:
        return False
    if doing.family == "measure" and (doing.stage == "baseline") != (step.phase == "diagnose"):
        return False
    if step.standard_measure_id is not None and step.standard_measure_id != doing.standard_measure_id:
        return False
    return step.needs <= doing.shows


def offers(
    steps: Sequence[OpenStep], doings: Sequence[Doing], done: Collection[tuple[str, int, str, int | None]]
) -> tuple[Offer, ...]:
    """Which open steps the records of a cycle seem to have done: the earliest that fits, each record once for a kind.

    done: (family, id, kind of step, coachee) of what was ticked off already. A session with three coachees offers the
    step of each; when nothing waits for its coachees it may still have done a step of the whole cycle.
    """
    waiting = sorted(steps, key=lambda one: (one.due_on or date.max, one.position))
    taken: set[int] = set()
    found: list[Offer] = []
    for doing in sorted(doings, key=lambda one: (one.on, one.family, one.id)):
        used = {(kind, who) for family, key, kind, who in done if (family, key) == (doing.family, doing.id)}
        chosen: list[int] = []
        for who in doing.staff_ids:
            chosen += _first(waiting, doing, taken, used, who)
        if not doing.staff_ids:
            chosen += _of_everybody(waiting, doing, taken, used)
        if not chosen and not any(who is not None for _, who in used):
            chosen += _first(waiting, doing, taken, used, None)
        if chosen:
            taken.update(chosen)
            found.append(Offer(doing, tuple(chosen)))
    return tuple(found)


def _first(
    waiting: Sequence[OpenStep],
    doing: Doing,
    taken: Collection[int],
    used: Collection[tuple[str, int | None]],
    who: int | None,
) -> list[int]:
    for step in waiting:
        if step.id not in taken and step.staff_id == who and (step.kind, who) not in used and fits(step, doing):
            return [step.id]
    return []


def _of_everybody(
    waiting: Sequence[OpenStep], doing: Doing, taken: Collection[int], used: Collection[tuple[str, int | None]]
) -> list[int]:
    """A record about nobody by name (a measure) does a step of each coachee at once."""
    fitting = [one for one in waiting if one.id not in taken and one.staff_id is not None and fits(one, doing)]
    first = fitting[0].position if fitting else None
    return [one.id for one in fitting if one.position == first and (one.kind, one.staff_id) not in used]
