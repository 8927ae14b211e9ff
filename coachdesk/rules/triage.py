"""What may become of a signal, and which decisions about it need a reason (R2)."""

from __future__ import annotations

from coachdesk.errors import Problem
from coachdesk.i18n import translate

# A signal is taken up in one place. From there it may be given back or handed on; every step away from "new" that
# ends without anybody acting needs a reason.
_MOVES: dict[str, tuple[str, ...]] = {
    "new": ("in_cycle", "corrective_action", "system_fix", "other_route", "no_action"),
    "in_cycle": ("new", "corrective_action", "system_fix", "other_route", "no_action"),
    "corrective_action": ("new", "in_cycle", "system_fix", "other_route", "no_action"),
    "system_fix": ("new", "in_cycle", "corrective_action", "other_route", "no_action"),
    "other_route": ("new", "in_cycle", "corrective_action", "system_fix"),
    "no_action": ("new", "in_cycle", "corrective_action", "system_fix", "other_route"),
}
NEEDS_REASON: frozenset[str] = frozenset({"no_action", "other_route", "system_fix"})


def triage_moves(triage: str) -> tuple[str, ...]:
    """The codes a signal of this triage may move to (vocabulary: triage)."""
    return _MOVES[triage]


def triage_problems(triage: str, to: str, reason: str) -> tuple[Problem, ...]:
    """Why this move cannot be made: not a move, or ending without coaching and without a reason."""
    if to not in _MOVES.get(triage, ()):
        return (Problem("triage", translate("Signals", "The signal cannot be moved there."), "R2"),)
    if to in NEEDS_REASON and not reason.strip():
        return (Problem("triage_reason", translate("Signals", "Say why, so that nobody asks again."), "R2"),)
    if triage != "new" and not reason.strip():
        return (Problem("triage_reason", translate("Signals", "Say why it is handed on or taken back."), "R2"),)
    return ()
