"""The lanes of the board: where a cycle stands in, and which move takes it from one lane to another."""

from __future__ import annotations

LANES: tuple[str, ...] = ("diagnose", "coach", "validate", "close", "stopped")
_STATUS = {"proposed": "diagnose", "diagnosing": "diagnose", "coaching": "coach", "closed": "close"}


def lane_of(status: str, next_step: str) -> str:
    """The lane of a cycle by its status and next step (vocabulary cycle_status, next_step); "" for a cancelled one.

    A cycle in Validate whose only step left is closing stands in the lane Close, ready to be closed.
    """
    if status in ("paused", "escalated"):
        return "stopped"
    if status == "validating":
        return "close" if next_step == "close_cycle" else "validate"
    return _STATUS.get(status, "")


def lane_move(status: str, phase: str, lane: str, to: str) -> str:
    """The key of the move (rules.moves) that takes a cycle from its lane to another; "" when there is none.

    Forward goes one gate at a time, back only where the rules have a way back: more coaching, reopening.
    """
    if lane == to:
        return ""
    if lane == "stopped":
        if to == (phase if phase != "close" else "validate"):
            return "resume"
        return "close" if status == "escalated" and to == "close" else ""
    if to == "stopped":
        return "pause" if status in ("diagnosing", "coaching", "validating") else ""
    forward = {"diagnosing": ("coach", "coach"), "coaching": ("validate", "validate"), "validating": ("close", "close")}
    if forward.get(status, ("", ""))[0] == to:
        return forward[status][1]
    if status == "validating" and to == "coach":
        return "back_to_coach"
    return "reopen" if status == "closed" and to == "validate" else ""
