"""Corrective actions (R3, R21): containment before cause, steps, one named owner, done, verified by someone else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coachdesk.errors import Problem
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.settings import Settings

RETRAINING = "retraining"
IN_THE_WORK: frozenset[str] = frozenset({"unclear_standard", "workload", "system"})
"""Likely causes that lie in how the work is set up, and not in the person: coaching alone rarely mends them (R3)."""
WAITING: tuple[str, ...] = ("open", "done")
"""Statuses of actions that still ask something of somebody."""

LABELS: dict[str, str] = {
    "done": QT_TRANSLATE_NOOP("Actions", "Mark as done…"),
    "verify": QT_TRANSLATE_NOOP("Actions", "Verify…"),
    "edit": QT_TRANSLATE_NOOP("Actions", "Edit…"),
    "evidence": QT_TRANSLATE_NOOP("Actions", "Add evidence…"),
    "reopen": QT_TRANSLATE_NOOP("Actions", "Open again…"),
    "cancel": QT_TRANSLATE_NOOP("Actions", "Cancel action…"),
}
# By status, the usual move first. A verified action is not edited: it is opened again, with a reason.
_MOVES: dict[str, tuple[str, ...]] = {
    "open": ("done", "edit", "evidence", "cancel"),
    "done": ("verify", "evidence", "reopen", "cancel"),
    "verified": ("reopen",),
    "cancelled": ("reopen",),
}
NEEDS_REASON: frozenset[str] = frozenset({"reopen", "cancel"})


@dataclass(frozen=True, slots=True)
class CorrectiveFacts:
    """A corrective action. step_kinds: the kind of each step, `RETRAINING` for training people again.

    open_steps: the words of the steps that are not ticked.
    """

    containment: str = ""
    cause: str = ""
    step_kinds: tuple[str, ...] = ()
    owner_id: int | None = None
    due_on: date | None = None
    done_on: date | None = None
    verified_by: int | None = None
    verified_on: date | None = None
    opened_on: date | None = None
    open_steps: tuple[str, ...] = ()
    status: str = "open"


def moves(status: str) -> tuple[str, ...]:
    """What can be done with an action of this status, the usual move first (keys of LABELS)."""
    return _MOVES[status]


def label(move: str) -> str:
    """The word on a move's button."""
    return translate("Actions", LABELS[move])


def open_problems(facts: CorrectiveFacts) -> tuple[Problem, ...]:
    """What a corrective action needs before it is opened: containment first, then cause, steps, owner and due date."""
    wanted = (
        (
            "containment",
            facts.containment.strip(),
            translate("Actions", "Say what was done at once to keep people safe."),
        ),
        ("cause", facts.cause.strip(), translate("Actions", "Say what led to it.")),
        ("steps", facts.step_kinds, translate("Actions", "Name at least one step.")),
        ("owner_id", facts.owner_id, translate("Actions", "Name one person who owns it; a team cannot.")),
        ("due_on", facts.due_on, translate("Actions", "Say by when it is done.")),
    )
    found = [Problem(field, text, "R21") for field, value, text in wanted if not value]
    if facts.due_on is not None and facts.opened_on is not None and facts.due_on < facts.opened_on:
        found.append(Problem("due_on", translate("Actions", "It is due before it was opened."), "R21"))
    return tuple(found)


def move_problems(move: str, facts: CorrectiveFacts, reason: str = "") -> tuple[Problem, ...]:
    """Why this move cannot be made now: not from this status, or without the reason it needs."""
    if move not in _MOVES[facts.status]:
        texts = {
            "open": translate("Actions", "It is open."),
            "done": translate("Actions", "It is marked as done already."),
            "verified": translate("Actions", "It is verified; open it again, with a reason, to change it."),
            "cancelled": translate("Actions", "It was cancelled; open it again, with a reason, to go on with it."),
        }
        if move == "verify" and facts.status == "open":
            texts["open"] = translate("Actions", "It is not marked as done yet.")
        return (Problem("status", texts[facts.status], "R21"),)
    if move in NEEDS_REASON and not reason.strip():
        return (Problem("reason", translate("Actions", "Say why; reviewers will ask."), "R21"),)
    return ()


def done_problems(facts: CorrectiveFacts, on: date, note: str) -> tuple[Problem, ...]:
    """Why it cannot be marked as done: steps that are not ticked, nothing said, or a day before it was opened."""
    found = []
    text = translate("Actions", "This step is not ticked: {step}. Tick it, or take it out.")
    found += [Problem("steps", text.format(step=step), "R21") for step in facts.open_steps]
    if not note.strip():
        found.append(Problem("note", translate("Actions", "Say what was done, and where it can be seen."), "R21"))
    if facts.opened_on is not None and on < facts.opened_on:
        found.append(Problem("done_on", translate("Actions", "It was not opened yet on that day."), "R21"))
    return tuple(found)


def verify_problems(facts: CorrectiveFacts, verifier_id: int | None, on: date) -> tuple[Problem, ...]:
    """Why `verifier_id` cannot verify it on that day: not done yet, their own work, or before it was done."""
    if facts.done_on is None:
        return (Problem("done_on", translate("Actions", "It is not marked as done yet."), "R21"),)
    if verifier_id is None:
        return (Problem("verified_by", translate("Actions", "Name who looked at it."), "R21"),)
    if verifier_id == facts.owner_id:
        text = translate("Actions", "Somebody other than the owner verifies it.")
        return (Problem("verified_by", text, "R21"),)
    if on < facts.done_on:
        return (Problem("verified_on", translate("Actions", "It was not done yet on that day."), "R21"),)
    return ()


def warnings(step_kinds: Sequence[str]) -> tuple[str, ...]:
    """R3: retraining as the only step is warned about, since it leaves what led to the drift as it was."""
    if step_kinds and all(kind == RETRAINING for kind in step_kinds):
        text = translate(
            "Actions",
            "Training again is the only step (R3). Reviewers often see such drift return; add a step that changes "
            "the work.",
        )
        return (text,)
    return ()


def verify_by(done_on: date, settings: Settings) -> date:
    """By when somebody else should have looked at an action that was done on that day."""
    return done_on + timedelta(days=settings.action_verify_days)
