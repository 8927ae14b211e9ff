"""500 kills while saving, importing and migrating: nothing acknowledged is lost, nothing is half-done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.fault


def killed(*arguments: str) -> dict[str, Any]:
    """Run the harness; gives its figures."""
    command = [sys.executable, "-m", "tests.faults.kills", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.stdout, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


@pytest.mark.slow
@pytest.mark.parametrize(
    ("phase", "rounds", "more"),
    [("save", 150, []), ("save", 100, ["--sealed"]), ("import", 130, []), ("migrate", 120, [])],
)
def test_a_killed_program_loses_nothing_it_acknowledged(phase: str, rounds: int, more: list[str]) -> None:
    figures = killed("--phase", phase, "--rounds", str(rounds), "--seed", "20261109", *more)
    assert figures["rounds"] == rounds
    assert figures["examples"] == []
    assert figures["acknowledged"] > 0
    assert figures["hot_journals"] > 0, "no kill fell into a running transaction: the harness missed its aim"


@pytest.mark.parametrize(("control", "kind"), [("early-ack", "lost"), ("two-steps", "half_done")])
def test_the_harness_finds_a_program_that_is_broken(control: str, kind: str) -> None:
    figures = killed("--phase", "save", "--rounds", "25", "--seed", "7", "--control", control)
    assert figures[kind] > 0
