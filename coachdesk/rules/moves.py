"""Which moves a cycle's status allows, and what each needs (R9, R10).

A move with a gate asks `gates.gate`; a move with a reason refuses without one. Nothing here moves by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.errors import Problem
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.vocabulary import label

OPEN: tuple[str, ...] = ("proposed", "diagnosing", "coaching", "validating")
ENDED: tuple[str, ...] = ("closed", "cancelled")  # every other cycle counts as open
STOPPED: tuple[str, ...] = ("paused", "escalated")  # the clocks stand still

_STATUS = {"diagnose": "diagnosing", "coach": "coaching", "validate": "validating", "close": "validating"}
_NEXT = {"diagnosing": ("coach", "coaching"), "coaching": ("validate", "validating"), "validating": ("close", "closed")}

LABELS: dict[str, str] = {
    "accept": QT_TRANSLATE_NOOP("Moves", "Start Diagnose"),
    "coach": QT_TRANSLATE_NOOP("Moves", "Go to Coach…"),
    "validate": QT_TRANSLATE_NOOP("Moves", "Go to Validate…"),
    "close": QT_TRANSLATE_NOOP("Moves", "Close cycle…"),
    "back_to_coach": QT_TRANSLATE_NOOP("Moves", "Back to Coach…"),
    "pause": QT_TRANSLATE_NOOP("Moves", "Pause…"),
    "resume": QT_TRANSLATE_NOOP("Moves", "Resume"),
    "escalate": QT_TRANSLATE_NOOP("Moves", "Escalate…"),
    "cancel": QT_TRANSLATE_NOOP("Moves", "Cancel cycle…"),
    "reopen": QT_TRANSLATE_NOOP("Moves", "Reopen…"),
}
_REASONS: dict[str, str] = {
    "back_to_coach": QT_TRANSLATE_NOOP("Moves", "Say why more coaching is needed."),
    "pause": QT_TRANSLATE_NOOP("Moves", "Say why the cycle is paused."),
    "escalate": QT_TRANSLATE_NOOP("Moves", "Say why and to whom the cycle is escalated."),
    "cancel": QT_TRANSLATE_NOOP("Moves", "Say why the cycle is cancelled."),
    "reopen": QT_TRANSLATE_NOOP("Moves", "Say why the cycle is reopened."),
}
_RULES = {"pause": "R10", "resume": "R10", "reopen": "R9", "coach": "R4", "validate": "R6", "close": "R7"}


@dataclass(frozen=True, slots=True)
class Move:
    """One step a cycle may take: stable key, the status it leads to, the gate in front ("" for none)."""

    key: str
    to: str
    gate: str = ""
    needs_reason: bool = False

    @property
    def label(self) -> str:
        """The word on the button."""
        return translate("Moves", LABELS[self.key])

    @property
    def rule(self) -> str:
        """The rule that governs it, or ""."""
        return _RULES.get(self.key, "")


def moves(status: str, phase: str = "diagnose") -> tuple[Move, ...]:
    """Every move a cycle of this status may take, the usual one first.

    phase: the phase in hand, to which resuming and reopening go back.
    """
    back = _STATUS.get(phase, "diagnosing")
    leave = (Move("escalate", "escalated", needs_reason=True), Move("cancel", "cancelled", needs_reason=True))
    if status == "proposed":
        return (Move("accept", "diagnosing"), Move("cancel", "cancelled", needs_reason=True))
    if status in _NEXT:
        name, to = _NEXT[status]
        again = (Move("back_to_coach", "coaching", needs_reason=True),) if status == "validating" else ()
        return (Move(name, to, gate=name), *again, Move("pause", "paused", needs_reason=True), *leave)
    if status == "paused":
        return (Move("resume", back), *leave)
    if status == "escalated":
        # What was escalated may end here too, for example as incomplete when somebody else has taken it over.
        return (Move("resume", back), Move("close", "closed", gate="close"), leave[1])
    if status in ENDED:
        return (Move("reopen", back, needs_reason=True),)
    raise KeyError(status)


def move(key: str, status: str, phase: str = "diagnose") -> Move | None:
    """The move `key` if a cycle of this status may take it, else None."""
    return next((found for found in moves(status, phase) if found.key == key), None)


def move_problems(key: str, status: str, reason: str, phase: str = "diagnose") -> tuple[Problem, ...]:
    """Why a move cannot be made, apart from its gate: not allowed from here, or a reason is missing."""
    found = move(key, status, phase)
    if found is None:
        text = translate("Moves", "A cycle that is {status} cannot take this step.")
        return (Problem("status", text.format(status=label("cycle_status", status).lower()), _RULES.get(key, "")),)
    if found.needs_reason and not reason.strip():
        return (Problem("status_reason", translate("Moves", _REASONS[key]), found.rule),)
    return ()
