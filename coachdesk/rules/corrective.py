"""Corrective actions (R3, R21): containment, cause, steps, a named owner, done, verified by someone else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coachdesk.errors import Problem
from coachdesk.i18n import translate

RETRAINING = "retraining"


@dataclass(frozen=True, slots=True)
class CorrectiveFacts:
    """A corrective action. step_kinds: the kind of each step, `RETRAINING` for training people again."""

    containment: str = ""
    cause: str = ""
    step_kinds: tuple[str, ...] = ()
    owner_id: int | None = None
    due_on: date | None = None
    done_on: date | None = None
    verified_by: int | None = None
    verified_on: date | None = None


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
    return tuple(Problem(field, text, "R21") for field, value, text in wanted if not value)


def verify_problems(facts: CorrectiveFacts, verifier_id: int, on: date) -> tuple[Problem, ...]:
    """Why `verifier_id` cannot verify it on that day: not done yet, their own work, or before it was done."""
    if facts.done_on is None:
        return (Problem("done_on", translate("Actions", "It is not marked done yet."), "R21"),)
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
            "Retraining is the only step. Reviewers often see such drift return; add a step that changes the work.",
        )
        return (text,)
    return ()
