"""The board's lanes: every move they offer is one the rules of a cycle's status allow."""

from __future__ import annotations

import itertools

import pytest

from coachdesk.rules.lanes import LANES, lane_move, lane_of
from coachdesk.rules.moves import move
from coachdesk.vocabulary import codes


@pytest.mark.parametrize(
    ("status", "next_step", "lane"),
    [
        ("proposed", "decide", "diagnose"), ("diagnosing", "gate_coach", "diagnose"), ("coaching", "", "coach"),
        ("validating", "confirm_live", "validate"), ("validating", "close_cycle", "close"),
        ("closed", "sustain", "close"),
        ("paused", "resume", "stopped"), ("escalated", "decide", "stopped"), ("cancelled", "", ""),
    ],
)  # fmt: skip
def test_every_status_has_its_lane(status: str, next_step: str, lane: str) -> None:
    assert lane_of(status, next_step) == lane


def test_a_drop_is_never_a_move_the_status_does_not_allow() -> None:
    steps = codes("next_step")
    for status, phase, step, to in itertools.product(codes("cycle_status"), codes("cycle_phase"), steps, LANES):
        start = lane_of(status, step)
        key = lane_move(status, phase, start, to) if start else ""
        assert not key or move(key, status, phase) is not None, (status, phase, start, to, key)


@pytest.mark.parametrize(
    ("status", "phase", "start", "to", "key"),
    [
        ("diagnosing", "diagnose", "diagnose", "coach", "coach"),
        ("diagnosing", "diagnose", "diagnose", "validate", ""),
        ("coaching", "coach", "coach", "validate", "validate"),
        ("coaching", "coach", "coach", "diagnose", ""),
        ("validating", "validate", "validate", "close", "close"),
        ("validating", "validate", "close", "coach", "back_to_coach"),
        ("coaching", "coach", "coach", "stopped", "pause"),
        ("closed", "close", "close", "stopped", ""),
        ("closed", "close", "close", "validate", "reopen"),
        ("paused", "coach", "stopped", "coach", "resume"),
        ("paused", "coach", "stopped", "validate", ""),
        ("escalated", "validate", "stopped", "close", "close"),
    ],
)
def test_what_dropping_a_card_means(status: str, phase: str, start: str, to: str, key: str) -> None:
    assert lane_move(status, phase, start, to) == key
