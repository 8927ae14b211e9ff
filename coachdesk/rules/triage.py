"""Signals: what five fields make one savable (R1), and what may become of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from coachdesk.errors import Problem
from coachdesk.i18n import translate
from coachdesk.vocabulary import codes

# R1: these are enough; the rest can wait. Whom it is about may be a person, a team, or not known yet.
NEEDED: tuple[str, ...] = ("source", "occurred_on", "severity", "what_happened")

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

# The severities in order; a signal may be raised or lowered, and drift (R2 b) looks for the last one.
SEVERITIES: tuple[str, ...] = ("minor", "moderate", "major")


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


def signal_problems(values: Mapping[str, object], today: date) -> tuple[Problem, ...]:
    """What keeps a new signal from being saved (R1). values: by field name, as in the signal record."""
    wording = {
        "source": translate("Signals", "Say where this was noticed."),
        "occurred_on": translate("Signals", "Say when it happened."),
        "severity": translate("Signals", "Say how serious it was."),
        "what_happened": translate("Signals", "Say in a sentence what happened."),
    }
    found = [Problem(field, wording[field], "R1") for field in NEEDED if not str(values.get(field) or "").strip()]
    for field, choice in (("source", "signal_source"), ("severity", "severity"), ("partner_kind", "partner_kind")):
        value = values.get(field)
        if value and value not in codes(choice):
            found.append(Problem(field, translate("Signals", "Choose one of the list."), "R1"))
    occurred, noticed = values.get("occurred_on"), values.get("noticed_on")
    if isinstance(occurred, date) and occurred > today:
        found.append(Problem("occurred_on", translate("Signals", "This day lies in the future."), "R1"))
    if isinstance(noticed, date) and noticed > today:
        found.append(Problem("noticed_on", translate("Signals", "This day lies in the future."), "R1"))
    if isinstance(occurred, date) and isinstance(noticed, date) and noticed < occurred:
        found.append(Problem("noticed_on", translate("Signals", "It was noticed before it happened."), "R1"))
    return tuple(found)
