"""R5, R9, R10: which steps a cycle may take, what each needs, and what can no longer be changed freely."""

from __future__ import annotations

import pytest

from coachdesk import vocabulary
from coachdesk.rules import gates, moves

STATUSES = vocabulary.codes("cycle_status")


@pytest.mark.parametrize(
    ("status", "keys"),
    [
        ("proposed", ["accept", "cancel"]),
        ("diagnosing", ["coach", "pause", "escalate", "cancel"]),
        ("coaching", ["validate", "pause", "escalate", "cancel"]),
        ("validating", ["close", "back_to_coach", "pause", "escalate", "cancel"]),
        ("paused", ["resume", "escalate", "cancel"]),
        ("escalated", ["resume", "close", "cancel"]),
        ("closed", ["reopen"]),
        ("cancelled", ["reopen"]),
    ],
)
def test_each_status_allows_its_moves(status: str, keys: list[str]) -> None:
    assert [move.key for move in moves.moves(status)] == keys


def test_every_status_of_the_vocabulary_has_moves_that_lead_to_known_statuses_and_gates() -> None:
    for status in STATUSES:
        for move in moves.moves(status, "coach"):
            assert move.to in STATUSES
            assert move.to != status
            assert move.gate in ("", *gates.GATES)
            assert move.label
    with pytest.raises(KeyError):
        moves.moves("lost")


def test_the_gate_of_the_usual_next_move_is_the_next_gate() -> None:
    for status in ("diagnosing", "coaching", "validating"):
        assert moves.moves(status)[0].gate == gates.next_gate(status)


@pytest.mark.parametrize("key", ["pause", "escalate", "cancel", "back_to_coach"])
def test_r10_stopping_or_turning_back_needs_a_reason(key: str) -> None:
    (problem,) = moves.move_problems(key, "validating", " ")
    assert problem.field == "status_reason"
    assert moves.move_problems(key, "validating", "Coach on leave") == ()


def test_a_step_that_is_not_allowed_says_so() -> None:
    (problem,) = moves.move_problems("close", "diagnosing", "")
    assert problem.text == "A cycle that is diagnosing cannot take this step."


@pytest.mark.parametrize(
    ("phase", "status"), [("diagnose", "diagnosing"), ("coach", "coaching"), ("validate", "validating")]
)
def test_a_stopped_cycle_goes_back_to_where_it_was(phase: str, status: str) -> None:
    found = moves.move("resume", "paused", phase)
    assert found is not None
    assert found.to == status


def test_r9_reopening_needs_a_reason_and_leads_back_to_validating() -> None:
    (problem,) = moves.move_problems("reopen", "closed", "", "close")
    assert problem.rule == "R9"
    found = moves.move("reopen", "closed", "close")
    assert found is not None
    assert found.to == "validating"
