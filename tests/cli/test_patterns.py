"""`coachdesk patterns`: the few that make most, months under the team of that day, and the trend with its words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from coachdesk.services import places, staff
from tests.cli.conftest import Run
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.practice import make_practice, note


@pytest.fixture
def desk_file(tmp_path: Path) -> Path:
    clock = Clock()
    with new_desk(tmp_path, clock) as desk:
        practice = make_practice(desk)
        for who, back in (("Dana", 45), ("Thanh", 9), ("Rosa", 2)):
            note(desk, clock, practice, who, back=back)
        note(desk, clock, practice, "Rosa", back=1, criterion_code="1")
        west = places.add_place(desk, RENEE, "team", "West team").result
        staff.move_staff(desk, RENEE, practice.people["Dana"], date(2026, 10, 16), {"team_id": west})
        return desk.path


def test_r19_the_few_that_make_most_come_first(run: Run, desk_file: Path) -> None:
    said = run("patterns", "criterion", desk_file)
    assert said.lines[2].startswith("HD-01.2 Escalates within 4 h")
    assert "4 signals on 2 criteria; no few make most of them." in said.err
    found = json.loads(run("patterns", "standard", desk_file, "--format", "json", "--from", "2026-11-01").out)
    assert [(one["name"], one["signals"]) for one in found] == [("HD-01 Health deterioration", 2)]


def test_months_stand_under_the_team_of_that_day(run: Run, desk_file: Path) -> None:
    found = json.loads(run("patterns", "team-months", desk_file, "--format", "json").out)
    october = {one["team"]: one for one in found if one["month"] == "2026-10"}
    assert (october["North team"]["people"], october["West team"]["people"]) == (6, 1)
    assert october["West team"]["staff_months"] == 0.52
    september = {one["team"]: one["signals"] for one in found if one["month"] == "2026-09"}
    assert september == {"North team": 1}  # Dana's, before the move
    only = run("patterns", "team-months", desk_file, "--team", "west team", "--format", "csv").out
    assert only.splitlines()[0] == "month,team,people,staff_months,signals"
    assert "North" not in only
    assert run("patterns", "team-months", desk_file, "--team", "East").code == 2


def test_r19_months_tell_what_the_chart_tells(run: Run, desk_file: Path) -> None:
    said = run("patterns", "months", desk_file)
    assert [line.split()[2] for line in said.lines[2:]] == ["1", "1", "2"]
    assert "too few to tell a shift from chance" in said.err
