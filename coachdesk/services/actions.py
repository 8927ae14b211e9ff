"""Use cases about corrective actions (R3, R21): open one beside coaching, tick its steps, done, verified by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coachdesk.changes import Actor, Changes
from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.actions import ActionStart, action_beside
from coachdesk.records.actions import ActionItem, ActionSignal, CorrectiveAction
from coachdesk.records.cycles import Cycle, CycleSignal
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, StandardVersion
from coachdesk.rules import corrective
from coachdesk.rules.corrective import CorrectiveFacts
from coachdesk.services.checks import Problems, assign, clean, is_late, numbered
from coachdesk.services.evidence import keep_file, load_file
from coachdesk.services.guards import must_work_here
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change
from coachdesk.store.desk import Desk

FIELDS = (
    "title",
    "standard_id",
    "criterion_code",
    "team_id",
    "cycle_id",
    "problem",
    "containment",
    "contained_on",
    "cause",
    "cause_note",
    "owner_id",
    "due_on",
)
ITEM_FIELDS = ("kind", "text", "done_on")


@use_case("action.open", QT_TRANSLATE_NOOP("Do", "Open a corrective action"))
def open_action(
    change: Change,
    values: Mapping[str, Any],
    *,
    items: Sequence[Mapping[str, Any]] = (),
    signal_ids: Sequence[int] | None = None,
    opened_on: date | None = None,
) -> int:
    """Open a corrective action (FIELDS) with its steps (kind, text). Gives its id.

    Containment before cause, one named person as its owner, a due day and at least one step are needed (R21). The
    signals it answers are linked (R20); those nobody had taken up yet are decided with it, those in a cycle stay there,
    since a corrective action stands beside coaching (R3). What is left out follows from the cycle it stands beside
    (`cycle_id`): standard, criterion, team, and the signals that opened the cycle.
    """
    day = opened_on or change.today
    if day > change.today:
        raise Refused(translate("Actions", "A corrective action cannot be opened in the future."))
    action = CorrectiveAction(
        number=numbered(change, "corrective_action"),
        status="open",
        opened_on=day,
        recorded_at=change.now,
        recorded_by=change.profile_id,
        late_entry=is_late(change, day),
    )
    start = _start(change, values.get("cycle_id"))
    assign(action, {**_about(start, values), **values}, FIELDS)
    steps = _steps(items)
    _check(change, action, steps)
    action.title = action.title or _short(action.problem or steps[0]["text"])
    change.add(action)
    _set_items(change, action, steps)
    _set_signals(change, action, start.signal_ids if signal_ids is None else signal_ids)
    change.label = translate("Do", "Open corrective action {number}").format(number=action.number)
    return action.id


@use_case("action.edit", QT_TRANSLATE_NOOP("Do", "Edit a corrective action"))
def edit_action(
    change: Change,
    action_id: int,
    values: Mapping[str, Any],
    *,
    items: Sequence[Mapping[str, Any]] | None = None,
    signal_ids: Sequence[int] | None = None,
) -> None:
    """Change what an open action says (FIELDS), its steps (with "id" where they are there already) and its signals."""
    action = change.get(CorrectiveAction, action_id)
    _allow(action, "edit")
    assign(action, values, FIELDS)
    kept = _items(change, action.id)
    steps = _steps(items) if items is not None else [_as_step(one) for one in kept]
    with change.session.no_autoflush:
        _check(change, action, steps)
    if items is not None:
        _set_items(change, action, steps)
    if signal_ids is not None:
        _set_signals(change, action, signal_ids)
    change.label = translate("Do", "Edit corrective action {number}").format(number=action.number)


@use_case("action.add_signals", QT_TRANSLATE_NOOP("Do", "Add signals to a corrective action"))
def add_signals(change: Change, action_id: int, signal_ids: Sequence[int]) -> None:
    """Let an open action answer more signals."""
    action = change.get(CorrectiveAction, action_id)
    _allow(action, "edit")
    linked = [row.signal_id for row in _links(change, action.id)]
    _set_signals(change, action, [*linked, *signal_ids])
    change.label = translate("Do", "Add signals to corrective action {number}").format(number=action.number)


@use_case("action.tick", QT_TRANSLATE_NOOP("Do", "Tick a step"))
def tick_item(change: Change, item_id: int, done_on: date | None = None, *, ticked: bool = True) -> None:
    """Tick a step, today or on a day that has been; ticked=False takes the tick off."""
    item = change.get(ActionItem, item_id)
    action = change.get(CorrectiveAction, item.action_id)
    _allow(action, "edit")
    day = done_on or change.today
    if ticked and day > change.today:
        text = translate("Actions", "This day is in the future.")
        raise Refused(translate("Actions", "The step was not ticked."), [Problem("done_on", text)])
    item.done_on = day if ticked else None
    words = (
        translate("Do", "Tick a step of {number}")
        if ticked
        else translate("Do", "Take the tick off a step of {number}")
    )
    change.label = words.format(number=action.number)


@use_case("action.done", QT_TRANSLATE_NOOP("Do", "Mark a corrective action as done"))
def finish_action(
    change: Change, action_id: int, note: str, done_on: date | None = None, ticked: Sequence[int] = ()
) -> None:
    """Mark an action as done, with what was done and where it can be seen; every step is ticked by then (R21).

    ticked: ids of steps that are ticked along with it, on the same day.
    """
    action = change.get(CorrectiveAction, action_id)
    _allow(action, "done")
    day, words, problems = done_on or change.today, clean(note), Problems()
    if day > change.today:
        problems.add("done_on", translate("Actions", "This day is in the future."))
    for item in _items(change, action.id):
        if item.id in ticked and item.done_on is None:
            item.done_on = day
    _add(problems, corrective.done_problems(_facts(change, action), day, words))
    problems.refuse(translate("Actions", "{number} was not marked as done.").format(number=action.number))
    action.status, action.done_on, action.done_note = "done", day, words
    action.late_entry = action.late_entry or is_late(change, day)
    change.label = translate("Do", "Mark {number} as done").format(number=action.number)


@use_case("action.verify", QT_TRANSLATE_NOOP("Do", "Verify a corrective action"))
def verify_action(
    change: Change, action_id: int, verifier_id: int | None, note: str, verified_on: date | None = None
) -> None:
    """Record who looked at it, when, and what they saw. Never the owner (R21)."""
    action = change.get(CorrectiveAction, action_id)
    _allow(action, "verify")
    day, words, problems = verified_on or change.today, clean(note), Problems()
    if day > change.today:
        problems.add("verified_on", translate("Actions", "This day is in the future."))
    must_work_here(change, verifier_id, "verified_by", problems)
    _add(problems, corrective.verify_problems(_facts(change, action), verifier_id, day))
    if not words:
        problems.add("note", translate("Actions", "Say what was looked at and what it showed."), "R21")
    problems.refuse(translate("Actions", "{number} was not verified.").format(number=action.number))
    action.status, action.verified_on, action.verified_by, action.verified_note = "verified", day, verifier_id, words
    action.late_entry = action.late_entry or is_late(change, day)
    change.label = translate("Do", "Verify {number}").format(number=action.number)


@use_case("action.reopen", QT_TRANSLATE_NOOP("Do", "Open a corrective action again"))
def reopen_action(change: Change, action_id: int, reason: str, due_on: date | None = None) -> None:
    """Take an action back to open: it did not hold, or it was cancelled too soon. The trail keeps what it was."""
    action = change.get(CorrectiveAction, action_id)
    _allow(action, "reopen", reason)
    action.status, action.status_reason = "open", clean(reason)
    action.done_on = action.verified_on = action.verified_by = None
    action.done_note = action.verified_note = ""
    if due_on is not None:
        action.due_on = due_on
    change.session.flush()
    for row in _links(change, action.id):
        _take_up(change, action, change.get(Signal, row.signal_id))
    change.label = translate("Do", "Open {number} again").format(number=action.number)


@use_case("action.cancel", QT_TRANSLATE_NOOP("Do", "Cancel a corrective action"))
def cancel_action(change: Change, action_id: int, reason: str) -> None:
    """Give an action up, with the reason. Signals that only it answered wait for a decision again."""
    action = change.get(CorrectiveAction, action_id)
    _allow(action, "cancel", reason)
    action.status, action.status_reason = "cancelled", clean(reason)
    change.session.flush()
    for row in _links(change, action.id):
        _give_back(change, action, change.get(Signal, row.signal_id))
    change.label = translate("Do", "Cancel {number}").format(number=action.number)


@use_case("action.add_evidence", QT_TRANSLATE_NOOP("Do", "Add evidence to a corrective action"))
def add_evidence(
    change: Change, action_id: int, *, title: str, file_name: str, data: bytes, made_on: date | None = None
) -> int:
    """Keep a file in the desk that shows what was done. Gives its id."""
    action = change.get(CorrectiveAction, action_id)
    _allow(action, "evidence")
    item = keep_file(change, title=title, file_name=file_name, data=data, made_on=made_on, action_id=action_id)
    change.label = translate("Do", "Add evidence to {number}").format(number=action.number)
    return item.id


def add_evidence_file(
    desk: Desk, actor: Actor, action_id: int, *, path: Path, title: str = "", made_on: date | None = None
) -> Changes[int]:
    """`add_evidence` from a file on disk, read within the agency's size limit."""
    data = load_file(path, desk.settings().evidence_max_mb)
    return add_evidence(desk, actor, action_id, title=title, file_name=path.name, data=data, made_on=made_on)


# How ------------------------------------------------------------------------------------------------------------------


def _start(change: Change, cycle_id: int | None) -> ActionStart:
    """What the cycle an action stands beside says about it; nothing where it stands beside none."""
    if cycle_id is None:
        return ActionStart((), None, "", None, "")
    return action_beside(change.conn, change.get(Cycle, cycle_id).id)


def _about(start: ActionStart, values: Mapping[str, Any]) -> dict[str, Any]:
    """What an action is about, as far as nobody says otherwise; another standard has other criteria."""
    about: dict[str, Any] = {"standard_id": start.standard_id, "team_id": start.team_id}
    if values.get("standard_id", start.standard_id) == start.standard_id:
        about["criterion_code"] = start.criterion
    return about


def _items(change: Change, action_id: int) -> list[ActionItem]:
    query = sa.select(ActionItem).where(ActionItem.action_id == action_id)
    return list(change.session.scalars(query.order_by(ActionItem.position, ActionItem.id)))


def _links(change: Change, action_id: int) -> list[ActionSignal]:
    query = sa.select(ActionSignal).where(ActionSignal.action_id == action_id)
    return list(change.session.scalars(query.order_by(ActionSignal.id)))


def _facts(change: Change, action: CorrectiveAction) -> CorrectiveFacts:
    items = _items(change, action.id)
    return CorrectiveFacts(
        containment=action.containment,
        cause=action.cause,
        step_kinds=tuple(one.kind for one in items),
        owner_id=action.owner_id,
        due_on=action.due_on,
        done_on=action.done_on,
        verified_by=action.verified_by,
        verified_on=action.verified_on,
        opened_on=action.opened_on,
        open_steps=tuple(one.text for one in items if one.done_on is None),
        status=action.status,
    )


def _allow(action: CorrectiveAction, move: str, reason: str = "") -> None:
    facts = CorrectiveFacts(status=action.status)
    if problems := corrective.move_problems(move, facts, clean(reason)):
        raise Refused(
            translate("Actions", "{number} stays as it is.").format(number=action.number),
            problems,
            kept=translate("Actions", "Nothing was changed."),
        )


def _add(problems: Problems, found: Sequence[Problem]) -> None:
    for one in found:
        problems.add(one.field, one.text, one.rule)


def _steps(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Steps as given, without empty ones; `id` says which of the action's own one is."""
    return [{**one, "text": clean(one.get("text"))} for one in items if clean(one.get("text"))]


def _as_step(item: ActionItem) -> dict[str, Any]:
    return {"id": item.id, "kind": item.kind, "text": item.text, "done_on": item.done_on}


def _check(change: Change, action: CorrectiveAction, steps: Sequence[Mapping[str, Any]]) -> None:
    problems = Problems()
    problems.one_of("cause", action.cause or "", "cause", optional=True)
    for step in steps:
        problems.one_of("steps", str(step.get("kind") or ""), "action_kind")
    must_work_here(change, action.owner_id, "owner_id", problems)
    if action.contained_on is not None and action.contained_on > change.today:
        problems.add("contained_on", translate("Actions", "This day is in the future."))
    if action.criterion_code and not _criterion_exists(change, action.standard_id, action.criterion_code):
        problems.add("criterion_code", translate("Actions", "The standard has no such criterion."))
    facts = CorrectiveFacts(
        containment=action.containment or "",
        cause=action.cause or "",
        step_kinds=tuple(str(step.get("kind")) for step in steps),
        owner_id=action.owner_id,
        due_on=action.due_on,
        opened_on=action.opened_on,
    )
    _add(problems, corrective.open_problems(facts))
    problems.refuse(translate("Actions", "The corrective action was not saved."))


def _criterion_exists(change: Change, standard_id: int | None, code: str) -> bool:
    query = (
        sa.select(sa.func.count())
        .select_from(Criterion)
        .join(StandardVersion, StandardVersion.id == Criterion.version_id)
        .where(StandardVersion.standard_id == standard_id, Criterion.code == code)
    )
    return bool(change.session.scalar(query))


def _short(text: str, most: int = 80) -> str:
    first = " ".join(text.split())
    return first if len(first) <= most else f"{first[: most - 1].rsplit(' ', 1)[0]}…"


def _set_items(change: Change, action: CorrectiveAction, steps: Sequence[Mapping[str, Any]]) -> None:
    kept = {row.id: row for row in _items(change, action.id)}
    named = {step["id"] for step in steps if step.get("id") in kept}
    for item_id, row in kept.items():
        if item_id not in named:
            change.session.delete(row)
    for position, step in enumerate(steps, 1):
        item = kept.get(step.get("id") or 0)
        if item is None:
            item = ActionItem(action_id=action.id, position=position, kind="", text="")
            change.session.add(item)
        assign(item, {key: step[key] for key in ITEM_FIELDS if key in step}, ITEM_FIELDS)
        item.position = position
    change.session.flush()


def _set_signals(change: Change, action: CorrectiveAction, signal_ids: Sequence[int]) -> None:
    wanted = list(dict.fromkeys(signal_ids))
    kept = {row.signal_id: row for row in _links(change, action.id)}
    for signal_id, row in kept.items():
        if signal_id not in wanted:
            change.session.delete(row)
            change.session.flush()
            _give_back(change, action, change.get(Signal, signal_id))
    for signal_id in wanted:
        if signal_id not in kept:
            signal = change.get(Signal, signal_id)
            change.session.add(ActionSignal(action_id=action.id, signal_id=signal_id))
            _take_up(change, action, signal)
    change.session.flush()


def _take_up(change: Change, action: CorrectiveAction, signal: Signal) -> None:
    """A signal nobody coaches on is decided by the action; one in a cycle stays there."""
    if signal.triage != "in_cycle":
        signal.triage, signal.triage_reason, signal.triaged_at = "corrective_action", action.number, change.now


def _give_back(change: Change, action: CorrectiveAction, signal: Signal) -> None:
    """What this action alone had taken up waits for a decision again."""
    other = (
        sa.select(sa.func.count())
        .select_from(ActionSignal)
        .join(CorrectiveAction, CorrectiveAction.id == ActionSignal.action_id)
        .where(
            ActionSignal.signal_id == signal.id,
            ActionSignal.action_id != action.id,
            CorrectiveAction.status != "cancelled",
        )
    )
    cycles = sa.select(sa.func.count()).select_from(CycleSignal).join(Cycle, Cycle.id == CycleSignal.cycle_id)
    cycles = cycles.where(CycleSignal.signal_id == signal.id, Cycle.status != "cancelled")
    if signal.triage != "corrective_action" or change.session.scalar(other) or change.session.scalar(cycles):
        return
    signal.triage, signal.triage_reason, signal.triaged_at = "new", "", None
