"""`coachdesk drift`: proposals and what was set aside, as text and as JSON."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from coachdesk.services import drift
from tests.cli.conftest import Run
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.practice import make_practice, note


@pytest.fixture
def desk_file(tmp_path: Path) -> Path:
    clock = Clock()
    with new_desk(tmp_path, clock) as desk:
        practice = make_practice(desk)
        for who, back in (("Dana", 20), ("Thanh", 9), ("Rosa", 2)):
            note(desk, clock, practice, who, back=back)
        note(desk, clock, practice, "Rosa", back=1, severity="major", criterion_code="1", what_happened="Fell")
        major = "b:4"
        drift.dismiss(desk, RENEE, major, "Seen by the nurse the same day.")
        return desk.path


def test_r2_r3_proposals_are_told_with_rule_figures_advice_and_signals(run: Run, desk_file: Path) -> None:
    said = run("drift", desk_file)
    assert said.code == 0
    assert said.lines[0] == "R2a  HD-01 criterion 2 · North team"
    assert "3 signals on one criterion in one team in 18 days; 3 within 30 days propose a cycle." in said.out
    assert "Look at the system: 3 people drift on this criterion." in said.out
    assert "S-0003 2026-11-07, S-0002 2026-10-31, S-0001 2026-10-20" in said.out
    assert said.err.strip() == "Proposals: 1"
    (found,) = json.loads(run("drift", desk_file, "--format", "json").out)
    assert (found["rule"], found["key"], len(found["signals"])) == ("R2a", "a:1:2:team:1", 3)


def test_r2_what_was_set_aside_is_told_with_its_reason(run: Run, desk_file: Path) -> None:
    said = run("drift", desk_file, "--aside")
    assert "set aside 2026-11-09 by Renee Okafor: Seen by the nurse the same day." in said.out
    (found,) = json.loads(run("drift", desk_file, "--aside", "--format", "json").out)
    assert (found["rule"], found["staff"], found["hides"]) == ("R2b", "Rosa Ortiz", True)
    listed = json.loads(run("list", "drift-dismissals", desk_file, "--format", "json").out)
    assert [one["reason"] for one in listed] == ["Seen by the nurse the same day."]


def test_r2_what_a_corrective_action_answers_is_told_apart(run: Run, desk_file: Path) -> None:
    values = ["title=Route sheet", "standard_id=HD-01", "problem=No field for the time", "cause=system"]
    values += ["containment=Written by hand", "owner_id=Rosa Ortiz"]
    values.append(f"due_on={date.today() + timedelta(days=14)}")  # the command goes by the computer's own clock
    step = 'items=[{"kind": "tool", "text": "Print a new sheet"}]'
    done = run("do", desk_file, "action.open", *(f"values.{one}" for one in values), step)
    assert done.code == 0, done.err
    assert run("drift", desk_file).err.strip() == "Proposals: 0"
    said = run("drift", desk_file, "--answered")
    assert "being worked on: K-0001, opened " in said.out
    assert said.err.strip() == "Being worked on: 1"
    (found,) = json.loads(run("drift", desk_file, "--answered", "--format", "json").out)
    assert (found["rule"], [one["answers"] for one in found["in_hand"]]) == ("R2a", [True])
