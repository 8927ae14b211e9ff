"""Use cases about coaching sessions: plan, hold, miss, feedback, acknowledgement, action steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.sessions import ActionStep, Session, SessionCoachee
from coachdesk.services.checks import Problems, assign, clean, is_late, newly_late, numbered
from coachdesk.services.guards import must_be_coachees, must_work_here, working_cycle
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

PLAN_FIELDS = ("coach_id", "kind", "starts_at", "minutes")
HELD_FIELDS = (*PLAN_FIELDS, "strategies", "data_sources", "seen", "strengths", "feedback_at")
STEP_FIELDS = ("text", "owner_id", "due_on")


@use_case("session.plan", QT_TRANSLATE_NOOP("Do", "Plan a session"))
def plan_session(change: Change, cycle_id: int | None, staff_ids: Sequence[int], values: Mapping[str, Any]) -> int:
    """Plan a session (PLAN_FIELDS) with these coachees, in a cycle or on its own. Gives its id."""
    session = _new(change, cycle_id, "planned")
    assign(session, values, PLAN_FIELDS)
    _check(change, session, staff_ids)
    _save(change, session, staff_ids)
    change.label = translate("Do", "Plan session {number}").format(number=session.number)
    return session.id


@use_case("session.record", QT_TRANSLATE_NOOP("Do", "Record a session"))
def record_session(
    change: Change,
    cycle_id: int | None,
    staff_ids: Sequence[int],
    values: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]] = (),
) -> int:
    """Record a session that was held (HELD_FIELDS), with the action steps agreed (STEP_FIELDS). Gives its id."""
    session = _new(change, cycle_id, "held")
    assign(session, values, HELD_FIELDS)
    _check(change, session, staff_ids)
    session.late_entry = is_late(change, session.starts_at)
    _save(change, session, staff_ids)
    _add_steps(change, session.id, steps)
    change.label = translate("Do", "Record session {number}").format(number=session.number)
    return session.id


@use_case("session.hold", QT_TRANSLATE_NOOP("Do", "Hold a planned session"))
def hold_session(
    change: Change,
    session_id: int,
    staff_ids: Sequence[int],
    values: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Turn a planned session into a held one (HELD_FIELDS), with who really came and the steps agreed."""
    session = _of(change, session_id, "planned")
    assign(session, values, HELD_FIELDS)
    session.status, session.recorded_at, session.recorded_by = "held", change.now, change.profile_id
    with change.session.no_autoflush:
        _check(change, session, staff_ids)
    session.late_entry = is_late(change, session.starts_at)
    _set_coachees(change, session.id, staff_ids)
    _add_steps(change, session.id, steps)
    change.label = translate("Do", "Hold session {number}").format(number=session.number)


@use_case("session.edit", QT_TRANSLATE_NOOP("Do", "Correct a session"))
def edit_session(
    change: Change, session_id: int, values: Mapping[str, Any], staff_ids: Sequence[int] | None = None
) -> None:
    """Correct a planned session (PLAN_FIELDS) or a held one (HELD_FIELDS), and who was in it, while the cycle is open.

    What a coachee agreed with is no longer what is recorded, so their answer to a held session is asked for again.
    """
    session = change.get(Session, session_id)
    _of(change, session_id, "planned" if session.status == "planned" else "held")
    people = list(
        change.session.scalars(sa.select(SessionCoachee.staff_id).where(SessionCoachee.session_id == session_id))
    )
    before = {field: getattr(session, field) for field in ("starts_at", "feedback_at")}
    assign(session, values, HELD_FIELDS if session.status == "held" else PLAN_FIELDS)
    with change.session.no_autoflush:
        _check(change, session, people if staff_ids is None else staff_ids)
    if session.status == "held":
        changed = [newly_late(change, moment, getattr(session, field)) for field, moment in before.items()]
        session.late_entry = session.late_entry or any(changed)
    if staff_ids is not None:
        _set_coachees(change, session_id, staff_ids)
    if set(values) & {"seen", "strengths", "strategies", "data_sources"}:
        for row in change.session.scalars(sa.select(SessionCoachee).where(SessionCoachee.session_id == session_id)):
            row.acknowledgement, row.acknowledged_at = "none", None
    change.label = translate("Do", "Correct session {number}").format(number=session.number)


@use_case("session.move", QT_TRANSLATE_NOOP("Do", "Move a planned session"))
def move_session(change: Change, session_id: int, starts_at: datetime) -> None:
    """Give a planned session another start."""
    session = _of(change, session_id, "planned")
    session.starts_at = starts_at
    change.label = translate("Do", "Move session {number}").format(number=session.number)


@use_case("session.not_held", QT_TRANSLATE_NOOP("Do", "Mark a session as not held"))
def mark_not_held(change: Change, session_id: int, status: str, reason: str) -> None:
    """Mark a planned session missed or cancelled, with the reason."""
    session = _of(change, session_id, "planned")
    problems = Problems()
    if status not in ("missed", "cancelled"):
        problems.add("status", translate("Sessions", "Choose missed or cancelled."))
    problems.need("reason", clean(reason), translate("Sessions", "The reason"))
    problems.refuse(translate("Sessions", "The session was not changed."))
    session.status, session.status_reason, session.recorded_at = status, clean(reason), change.now
    change.label = translate("Do", "Mark session {number}: {status}").format(
        number=session.number, status=vocabulary.label("session_status", status).lower()
    )


@use_case("session.feedback", QT_TRANSLATE_NOOP("Do", "Record that feedback was given"))
def give_feedback(change: Change, session_id: int, at: datetime) -> None:
    """Record when feedback on a held session was given; its clock is R10's."""
    session = _of(change, session_id, "held")
    problems = Problems()
    _check_feedback(change, session.starts_at, at, problems)
    problems.refuse(translate("Sessions", "The feedback was not saved."))
    session.feedback_at = at
    session.late_entry = session.late_entry or is_late(change, at)
    change.label = translate("Do", "Record feedback on session {number}").format(number=session.number)


@use_case("session.acknowledge", QT_TRANSLATE_NOOP("Do", "Record an acknowledgement"))
def acknowledge(change: Change, session_id: int, staff_id: int, answer: str, statement: str = "") -> None:
    """Record that a coachee agrees or disagrees with what a session's record says, in their own words."""
    session = _of(change, session_id, "held")
    row = change.session.scalar(
        sa.select(SessionCoachee).where(SessionCoachee.session_id == session_id, SessionCoachee.staff_id == staff_id)
    )
    if row is None:
        raise Refused(translate("Sessions", "This person was not in the session."))
    problems = Problems()
    problems.one_of("answer", answer, "acknowledgement")
    if answer == "disagrees" and not clean(statement):
        problems.add("statement", translate("Sessions", "Write down what the coachee sees differently."))
    problems.refuse(translate("Sessions", "The acknowledgement was not saved."))
    row.acknowledgement, row.statement = answer, clean(statement)
    row.acknowledged_at = None if answer == "none" else change.now
    change.label = translate("Do", "Record an acknowledgement of session {number}").format(number=session.number)


@use_case("step.add", QT_TRANSLATE_NOOP("Do", "Add an action step"))
def add_step(change: Change, session_id: int, values: Mapping[str, Any]) -> int:
    """Add an action step (STEP_FIELDS) to a held session. Gives its id."""
    _of(change, session_id, "held")
    return _add_steps(change, session_id, [values])[0]


@use_case("step.edit", QT_TRANSLATE_NOOP("Do", "Change an action step"))
def edit_step(change: Change, step_id: int, values: Mapping[str, Any]) -> None:
    """Change what an open action step says (STEP_FIELDS)."""
    step = change.get(ActionStep, step_id)
    _of(change, step.session_id, "held")
    if step.status != "open":
        raise Refused(
            translate("Sessions", "This step is done already."),
            to_do=translate("Sessions", "Open it again first."),
        )
    assign(step, values, STEP_FIELDS)
    problems = Problems()
    problems.need("text", step.text, translate("Sessions", "What will be done"))
    problems.need("owner_id", step.owner_id, translate("Sessions", "The owner"))
    with change.session.no_autoflush:
        must_work_here(change, step.owner_id, "owner_id", problems)
    problems.refuse(translate("Sessions", "The step was not changed."))


@use_case("step.advance", QT_TRANSLATE_NOOP("Do", "Move an action step on"))
def set_step(change: Change, step_id: int, status: str, on: date | None = None, verified_by: int | None = None) -> None:
    """Set an action step open, done, or verified by a named person who is not its owner."""
    step = change.get(ActionStep, step_id)
    session = _of(change, step.session_id, "held")
    problems = Problems()
    problems.one_of("status", status, "step_status")
    day = on or change.today
    if day > change.today:
        problems.add("on", translate("Sessions", "This day is in the future."))
    if status != "open" and day < session.starts_at.astimezone().date():
        problems.add("on", translate("Sessions", "The step was agreed on later than this day."))
    elif status == "verified" and step.done_on is not None and day < step.done_on:
        problems.add("on", translate("Sessions", "It was done later than this day."))
    if status == "verified":
        problems.need("verified_by", verified_by, translate("Sessions", "Who verified it"))
        if verified_by is not None and verified_by == step.owner_id:
            problems.add("verified_by", translate("Sessions", "Somebody other than the owner must verify it."))
    problems.refuse(translate("Sessions", "The step was not changed."))
    step.status = status
    step.done_on = None if status == "open" else step.done_on or day
    step.verified_on = day if status == "verified" else None
    step.verified_by = verified_by if status == "verified" else None
    change.label = translate("Do", "Set an action step: {status}").format(
        status=vocabulary.label("step_status", status).lower()
    )


def _new(change: Change, cycle_id: int | None, status: str) -> Session:
    if cycle_id is not None:
        working_cycle(change, cycle_id)
    return Session(
        number=numbered(change, "session"),
        cycle_id=cycle_id,
        status=status,
        recorded_at=change.now,
        recorded_by=change.profile_id,
        strategies=[],
        data_sources=[],
    )


def _of(change: Change, session_id: int, status: str) -> Session:
    session = change.get(Session, session_id)
    if session.cycle_id is not None:
        working_cycle(change, session.cycle_id)
    if session.status != status:
        raise Refused(
            translate("Sessions", "Session {number} is {status}.").format(
                number=session.number, status=vocabulary.label("session_status", session.status).lower()
            )
        )
    return session


def _check(change: Change, session: Session, staff_ids: Sequence[int]) -> None:
    problems = Problems()
    problems.need("staff_ids", list(staff_ids), translate("Sessions", "At least one coachee"))
    problems.need("coach_id", session.coach_id, translate("Sessions", "The coach"))
    problems.need("starts_at", session.starts_at, translate("Sessions", "The start"))
    problems.one_of("kind", session.kind or "", "session_kind")
    must_work_here(change, session.coach_id, "coach_id", problems)
    must_be_coachees(change, session.cycle_id, staff_ids, problems)
    if session.minutes is not None and not 0 < session.minutes <= 24 * 60:
        problems.add("minutes", translate("Sessions", "Minutes are between 1 and 1,440."))
    for field, choice in (("strategies", "strategy"), ("data_sources", "data_source")):
        for code in getattr(session, field) or []:
            problems.one_of(field, code, choice)
    if session.status == "held" and session.starts_at is not None:
        if session.starts_at > change.now:
            problems.add("starts_at", translate("Sessions", "A held session cannot start in the future."))
        problems.need("data_sources", session.data_sources, translate("Sessions", "What the feedback is based on"))
        if session.feedback_at is not None:
            _check_feedback(change, session.starts_at, session.feedback_at, problems)
    problems.refuse(translate("Sessions", "The session was not saved."))


def _check_feedback(change: Change, starts_at: datetime, at: datetime, problems: Problems) -> None:
    if at < starts_at:
        problems.add("feedback_at", translate("Sessions", "Feedback cannot be given before the session."))
    if at > change.now:
        problems.add("feedback_at", translate("Sessions", "This moment is in the future."))


def _save(change: Change, session: Session, staff_ids: Sequence[int]) -> None:
    change.add(session)
    _set_coachees(change, session.id, staff_ids)


def _set_coachees(change: Change, session_id: int, staff_ids: Sequence[int]) -> None:
    kept = {
        row.staff_id: row
        for row in change.session.scalars(sa.select(SessionCoachee).where(SessionCoachee.session_id == session_id))
    }
    for staff_id, row in kept.items():
        if staff_id not in staff_ids:
            change.session.delete(row)
    for staff_id in dict.fromkeys(staff_ids):
        if staff_id not in kept:
            change.session.add(SessionCoachee(session_id=session_id, staff_id=staff_id))
    change.session.flush()


def _add_steps(change: Change, session_id: int, steps: Sequence[Mapping[str, Any]]) -> list[int]:
    ids = []
    for values in steps:
        step = ActionStep(session_id=session_id)
        assign(step, values, STEP_FIELDS)
        if not step.text:
            raise Refused(
                translate("Sessions", "An action step has no text."),
                [Problem("steps", translate("Sessions", "Write what will be done, or remove the line."))],
            )
        if step.owner_id is None:
            text = translate("Sessions", "“{step}” needs a named owner.").format(step=step.text)
            raise Refused(text, [Problem("steps", text)])
        ids.append(change.add(step).id)
    return ids
