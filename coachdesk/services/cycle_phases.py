"""Use cases that move a cycle on: through its gates (R4-R8), pause, escalate, cancel, close, amend (R9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.cycle_facts import cycle_facts
from coachdesk.records.actions import ActionSignal, CorrectiveAction
from coachdesk.records.cycles import Amendment, Cycle, CyclePause, CycleSignal, GateOverride, SustainCheck
from coachdesk.records.sessions import ActionStep, Session
from coachdesk.records.signals import Signal
from coachdesk.rules.clocks import PhaseDates, shift_after_pause, sustain_dates
from coachdesk.rules.gates import GateResult, gate, next_gate, refusal
from coachdesk.rules.moves import move_problems
from coachdesk.rules.success import SuccessRule
from coachdesk.services.checks import Problems, assign, clean
from coachdesk.services.cycles import RULE_FIELDS, coachee_of, phases_of, rounded, work_calendar
from coachdesk.services.guards import working_cycle
from coachdesk.services.planned_steps import move_after_pause
from coachdesk.services.standard_measures import LINK, check_link, filled_in
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change
from coachdesk.vocabulary import label

_AFTER = {"coach": ("coaching", "coach"), "validate": ("validating", "validate")}
_RUNNING = {"diagnose": "diagnosing", "coach": "coaching", "validate": "validating", "close": "validating"}


@dataclass(frozen=True, slots=True)
class CoacheeOutcome:
    """How a cycle ended for one coachee (vocabulary: outcome), and what comes next where it was not achieved."""

    outcome: str
    note: str = ""
    next_step: str = ""


@use_case("cycle.advance", QT_TRANSLATE_NOOP("Do", "Go to the next phase"), undoable=False)
def advance(change: Change, cycle_id: int, override_reason: str = "") -> str:
    """Take a cycle through the gate in front of it, to Coach (R4) or Validate (R6). Gives the new phase.

    Refused with every missing thing; a reason overrides, and is kept and printed. Leaving Diagnose locks the success
    rule (R5).
    """
    cycle = working_cycle(change, cycle_id)
    name = next_gate(cycle.status)
    if name not in _AFTER:
        raise Refused(
            translate("Cycles", "{number} has no next phase to go to.").format(number=cycle.number),
            to_do=translate("Cycles", "Close it, or resume it first."),
        )
    _allow(cycle, name)
    _pass_gate(change, cycle, name, override_reason)
    phases = phases_of(change, cycle.id)
    phases[cycle.phase].finished_at = change.now
    cycle.status, cycle.phase = _AFTER[name]
    phases[cycle.phase].started_at = change.now
    cycle.due_on = phases[cycle.phase].planned_end
    if name == "coach":
        cycle.rule_locked_at = change.now
    change.label = translate("Do", "Take cycle {number} to {phase}").format(
        number=cycle.number, phase=label("cycle_phase", cycle.phase)
    )
    return cycle.phase


@use_case("cycle.close", QT_TRANSLATE_NOOP("Do", "Close a cycle"), undoable=False)
def close_cycle(
    change: Change,
    cycle_id: int,
    outcomes: Mapping[int, CoacheeOutcome],
    *,
    sign_off_note: str = "",
    override_reason: str = "",
) -> None:
    """Close a cycle (R7, R8): outcomes by staff id, signed off by whoever acts; books the sustain checks."""
    cycle = working_cycle(change, cycle_id)
    _allow(cycle, "close")
    for staff_id, one in outcomes.items():
        coachee = coachee_of(change, cycle.id, staff_id)
        problems = Problems()
        problems.one_of("coachees", one.outcome, "outcome", optional=True)
        problems.refuse(translate("Cycles", "The cycle was not closed."))
        coachee.outcome, coachee.outcome_note = one.outcome, clean(one.note)
        coachee.next_step = clean(one.next_step)
    cycle.signed_off_by, cycle.signed_off_at = change.profile_id, change.now
    cycle.sign_off_note = clean(sign_off_note)
    _pass_gate(change, cycle, "close", override_reason)
    for name in ("validate", "close"):
        phase = phases_of(change, cycle.id)[name]
        phase.started_at = phase.started_at or change.now
        phase.finished_at = change.now
    cycle.status, cycle.phase, cycle.closed_at = "closed", "close", change.now
    _end_pause(change, cycle.id)
    for days, due in sustain_dates(change.today, work_calendar(change), change.settings):
        change.session.add(SustainCheck(cycle_id=cycle.id, days=days, due_on=due))
    change.label = translate("Do", "Close cycle {number}").format(number=cycle.number)


@use_case("cycle.back_to_coach", QT_TRANSLATE_NOOP("Do", "Go back to Coach"), undoable=False)
def back_to_coach(change: Change, cycle_id: int, reason: str) -> None:
    """Take a cycle in Validate back for more coaching; the reason is kept as an amendment and printed."""
    cycle = working_cycle(change, cycle_id)
    words = _allow(cycle, "back_to_coach", reason)
    phases = phases_of(change, cycle.id)
    phases["validate"].started_at = None
    phases["coach"].finished_at = None
    cycle.status, cycle.phase = "coaching", "coach"
    cycle.due_on = max(phases["coach"].planned_end, change.today)
    change.label = translate("Do", "Take cycle {number} back to Coach").format(number=cycle.number)
    before, after = label("cycle_phase", "validate"), label("cycle_phase", "coach")
    _amend(change, cycle, translate("Cycles", "Phase"), before, after, words)


@use_case("cycle.pause", QT_TRANSLATE_NOOP("Do", "Pause a cycle"))
def pause_cycle(change: Change, cycle_id: int, reason: str) -> None:
    """Stop a cycle's clocks (R10); a reason is needed."""
    cycle = working_cycle(change, cycle_id)
    cycle.status_reason = _allow(cycle, "pause", reason)
    cycle.status = "paused"
    change.session.add(CyclePause(cycle_id=cycle.id, reason=cycle.status_reason, from_on=change.today))
    change.label = translate("Do", "Pause cycle {number}").format(number=cycle.number)


@use_case("cycle.resume", QT_TRANSLATE_NOOP("Do", "Resume a cycle"))
def resume_cycle(change: Change, cycle_id: int) -> None:
    """Let a paused or escalated cycle go on; what was planned moves by the working days of a pause (R10)."""
    cycle = working_cycle(change, cycle_id)
    _allow(cycle, "resume")
    pause = _open_pause(change, cycle.id)
    if pause is not None:
        pause.until_on = change.today
        phases = phases_of(change, cycle.id)
        plan = [PhaseDates(row.phase, row.planned_start, row.planned_end) for row in phases.values()]
        for moved in shift_after_pause(plan, pause.from_on, change.today, work_calendar(change)):
            phases[moved.phase].planned_start, phases[moved.phase].planned_end = moved.starts, moved.due
        move_after_pause(change, cycle.id, pause.from_on, change.today, work_calendar(change))
        _move_agreed(change, cycle, pause.from_on)
        cycle.due_on = phases[cycle.phase].planned_end
    cycle.status, cycle.status_reason, cycle.escalated_to = _RUNNING[cycle.phase], "", ""
    change.label = translate("Do", "Resume cycle {number}").format(number=cycle.number)


@use_case("cycle.escalate", QT_TRANSLATE_NOOP("Do", "Escalate a cycle"))
def escalate_cycle(change: Change, cycle_id: int, reason: str, to: str = "") -> None:
    """Hand a cycle up because coaching is not the answer: why, and who is asked to decide. Its clocks stop (R10)."""
    cycle = working_cycle(change, cycle_id)
    words = _allow(cycle, "escalate", reason)
    problems = Problems()
    problems.need("to", clean(to), translate("Cycles", "Who is asked to decide"))
    problems.refuse(translate("Cycles", "The cycle was not escalated."))
    if _open_pause(change, cycle.id) is None:
        change.session.add(CyclePause(cycle_id=cycle.id, reason=words, from_on=change.today))
    cycle.status_reason, cycle.escalated_to, cycle.status = words, clean(to), "escalated"
    change.label = translate("Do", "Escalate cycle {number}").format(number=cycle.number)


@use_case("cycle.cancel", QT_TRANSLATE_NOOP("Do", "Cancel a cycle"), undoable=False)
def cancel_cycle(change: Change, cycle_id: int, reason: str) -> None:
    """End a cycle without an outcome; a reason is needed, and its signals wait for a decision again."""
    cycle = working_cycle(change, cycle_id)
    cycle.status_reason = _allow(cycle, "cancel", reason)
    cycle.status, cycle.closed_at = "cancelled", change.now
    _end_pause(change, cycle.id)
    change.session.flush()
    for signal_id in change.session.scalars(sa.select(CycleSignal.signal_id).where(CycleSignal.cycle_id == cycle.id)):
        _give_back(change, change.get(Signal, signal_id))
    change.label = translate("Do", "Cancel cycle {number}").format(number=cycle.number)


def _move_agreed(change: Change, cycle: Cycle, paused_on: date) -> None:
    """The follow-up, and the days agreed for open action steps, move by the working days of a pause too (R10)."""
    calendar = work_calendar(change)
    lost = calendar.working_days(paused_on, change.today)
    if not lost:
        return
    if cycle.follow_up_on is not None and cycle.follow_up_on >= paused_on:
        cycle.follow_up_on = calendar.add_working_days(cycle.follow_up_on, lost)
    agreed = sa.select(ActionStep).join(Session, Session.id == ActionStep.session_id)
    agreed = agreed.where(Session.cycle_id == cycle.id, ActionStep.status == "open", ActionStep.due_on >= paused_on)
    for step in change.session.scalars(agreed):
        if step.due_on is not None:
            step.due_on = calendar.add_working_days(step.due_on, lost)


def _give_back(change: Change, signal: Signal) -> None:
    """A signal of a cancelled cycle stays with whatever else took it up, else it waits for a decision again (R20)."""
    other = sa.select(sa.func.count()).select_from(CycleSignal).join(Cycle, Cycle.id == CycleSignal.cycle_id)
    if change.session.scalar(other.where(CycleSignal.signal_id == signal.id, Cycle.status != "cancelled")):
        return
    beside = sa.select(CorrectiveAction.number).join(ActionSignal, ActionSignal.action_id == CorrectiveAction.id)
    beside = beside.where(ActionSignal.signal_id == signal.id, CorrectiveAction.status != "cancelled")
    action = change.session.scalar(beside.order_by(CorrectiveAction.id).limit(1))
    if action is None:
        signal.triage, signal.triage_reason, signal.triaged_at = "new", "", None
    else:
        signal.triage, signal.triage_reason, signal.triaged_at = "corrective_action", action, change.now


@use_case("cycle.amend_rule", QT_TRANSLATE_NOOP("Do", "Amend a success rule"), undoable=False)
def amend_rule(change: Change, cycle_id: int, values: Mapping[str, Any], reason: str) -> int:
    """Change a locked success rule (RULE_FIELDS) with a reason (R5); the amendment is printed. Gives its id."""
    cycle = working_cycle(change, cycle_id)
    if cycle.rule_locked_at is None:
        raise Refused(
            translate("Cycles", "The success rule is not locked yet."),
            to_do=translate("Cycles", "Edit the cycle; no amendment is needed."),
        )
    words = _reason(reason, translate("Cycles", "The rule was not amended."))
    before = _rule(cycle).words()
    says = filled_in(change, values, cycle.rule_standard_measure_id)
    assign(cycle, rounded(says, cycle.rule_kind), RULE_FIELDS)
    rule, problems = _rule(cycle), Problems()
    for one in rule.problems():
        problems.add(one.field, one.text, one.rule)
    check_link(change, LINK, rule.standard_measure_id, cycle.version_id, rule.kind, problems)
    problems.refuse(translate("Cycles", "The rule was not amended."))
    change.label = translate("Do", "Amend the success rule of {number}").format(number=cycle.number)
    return _amend(change, cycle, translate("Cycles", "Success rule"), before, rule.words(), words)


@use_case("cycle.amend", QT_TRANSLATE_NOOP("Do", "Amend a cycle"), undoable=False)
def amend(change: Change, cycle_id: int, *, subject: str, before: str, after: str, reason: str) -> int:
    """Add a correction to a cycle, also a closed one (R9): what was recorded, what is right, why. Gives its id."""
    cycle = change.get(Cycle, cycle_id)
    problems = Problems()
    problems.need("subject", clean(subject), translate("Cycles", "What is corrected"))
    problems.need("after", clean(after), translate("Cycles", "What is right"))
    problems.need("reason", clean(reason), translate("Cycles", "The reason"))
    problems.refuse(translate("Cycles", "The amendment was not saved."))
    change.label = translate("Do", "Amend cycle {number}").format(number=cycle.number)
    return _amend(change, cycle, clean(subject), clean(before), clean(after), clean(reason))


@use_case("cycle.reopen", QT_TRANSLATE_NOOP("Do", "Reopen a cycle"), undoable=False)
def reopen_cycle(change: Change, cycle_id: int, reason: str) -> int:
    """Take a closed cycle back to Validate (R9): recorded as an amendment; its outcomes and sign-off are set again when
    it closes. Gives the amendment's id."""
    cycle = change.get(Cycle, cycle_id)
    words = _allow(cycle, "reopen", reason)
    closed = f"{cycle.closed_at.astimezone():%m/%d/%Y}" if cycle.closed_at else ""
    cycle.status, cycle.phase, cycle.closed_at = "validating", "validate", None
    cycle.signed_off_by, cycle.signed_off_at = None, None
    phases = phases_of(change, cycle.id)
    phases["validate"].started_at = phases["validate"].started_at or change.now
    phases["validate"].finished_at = None
    phases["close"].started_at = phases["close"].finished_at = None
    cycle.due_on = max(phases["close"].planned_end, change.today)
    for check in change.session.scalars(
        sa.select(SustainCheck).where(SustainCheck.cycle_id == cycle.id, SustainCheck.status == "due")
    ):
        change.session.delete(check)
    change.label = translate("Do", "Reopen cycle {number}").format(number=cycle.number)
    before = translate("Cycles", "Closed {day}").format(day=closed)
    return _amend(change, cycle, translate("Cycles", "Status"), before, translate("Cycles", "Reopened"), words)


def _open_pause(change: Change, cycle_id: int) -> CyclePause | None:
    """The stop of the clocks that still lasts, if any."""
    return change.session.scalar(
        sa.select(CyclePause).where(CyclePause.cycle_id == cycle_id, CyclePause.until_on.is_(None))
    )


def _end_pause(change: Change, cycle_id: int) -> None:
    pause = _open_pause(change, cycle_id)
    if pause is not None:
        pause.until_on = change.today


def _pass_gate(change: Change, cycle: Cycle, name: str, override_reason: str) -> GateResult:
    """Let the cycle through, keep an override, or refuse with everything that is missing."""
    change.session.flush()
    result = gate(name, cycle_facts(change.conn, cycle.id), change.settings)
    if problems := refusal(result, override_reason):
        raise Refused(
            translate("Cycles", "{number} cannot go on yet.").format(number=cycle.number),
            problems,
            kept=translate("Cycles", "The cycle is as it was."),
            to_do=translate(
                "Cycles", "Add what is missing, or give a reason to go on without it; the reason is printed."
            ),
        )
    if not result.met:
        change.session.add(
            GateOverride(
                cycle_id=cycle.id,
                gate=name,
                missing="\n".join(result.missing),
                reason=clean(override_reason),
                overridden_at=change.now,
                overridden_by=change.profile_id,
            )
        )
    return result


def _allow(cycle: Cycle, key: str, reason: str = "") -> str:
    """Refuse a move the cycle's status does not allow, or that lacks its reason; gives the reason, cleaned."""
    words = clean(reason)
    if problems := move_problems(key, cycle.status, words, cycle.phase):
        raise Refused(
            translate("Cycles", "{number} stays as it is.").format(number=cycle.number),
            problems,
            kept=translate("Cycles", "Nothing was changed."),
        )
    return words


def _reason(reason: str, happened: str) -> str:
    words = clean(reason)
    if not words:
        raise Refused(happened, [Problem("reason", translate("Cycles", "A reason is needed."))])
    return words


def _rule(cycle: Cycle) -> SuccessRule:
    return SuccessRule.stored(
        cycle.rule_measure,
        cycle.rule_direction,
        cycle.rule_threshold,
        cycle.rule_smallest_count,
        cycle.rule_kind,
        cycle.rule_unit,
        cycle.rule_standard_measure_id,
    )


def _amend(change: Change, cycle: Cycle, subject: str, before: str, after: str, reason: str) -> int:
    amendment = Amendment(
        cycle_id=cycle.id,
        subject=subject,
        before=before,
        after=after,
        reason=reason,
        amended_at=change.now,
        amended_by=change.profile_id,
    )
    return change.add(amendment).id
