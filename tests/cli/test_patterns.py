"""`coachdesk patterns`: the few that make most, months under the team of that day, and the trend with its words."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from coachdesk.services import places, staff
from tests.cli.conftest import Run
from tests.helpers import audits
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
    said = run("patterns", "months", desk_file, "--to", "2026-11-09")
    assert [line.split()[2] for line in said.lines[2:]] == ["1", "1", "2"]
    assert "too few to tell a shift from chance" in said.err


@pytest.fixture
def rare_file(tmp_path: Path) -> Path:
    """Fourteen signals about two weeks apart up to now, and audits of two criteria."""
    clock = Clock(datetime.now().astimezone())
    with new_desk(tmp_path, clock) as desk:
        practice = make_practice(desk)
        for place, back in enumerate(range(200, 4, -14)):
            note(desk, clock, practice, "Dana", back=back + (place % 3))
        audits.finished(desk, practice, [(2, 2), (7, 2)])
        return desk.path


def test_r19_days_between_rare_signals_with_the_limits_of_a_t_chart(run: Run, rare_file: Path) -> None:
    said = run("patterns", "days-between", rare_file, "--standard", "HD-01", "--criterion", "2", "--format", "json")
    found = json.loads(said.out)
    assert [one["days_between"] for one in found[:3]] == [13, 13, 16]
    assert found[0]["low"] < 13 < found[0]["high"]
    assert found[-1]["in_chart"] == "running"
    assert "Limits of a t-chart (time between rare events)" in said.err
    key = said.err.split("chart=")[1].strip()
    day = found[5]["ended_on"]
    mark = run("do", rare_file, "chart.mark", f"chart={key}", "kind=exclude", f"day={day}", "reason=The flood")
    assert mark.code == 0, mark.err
    again = json.loads(
        run("patterns", "days-between", rare_file, "--standard", "HD-01", "--criterion", "2", "--format", "json").out
    )
    assert [(one["in_chart"], one["why"]) for one in again if one["why"]] == [("left_out", "The flood")]
    staff = json.loads(run("patterns", "staff-days-between", rare_file, "--format", "json").out)
    assert [one["staff_days_between"] for one in staff[:3]] == [78, 78, 96]  # six people are at work


def test_r19_where_signals_are_not_rare_it_is_said_why_nothing_is_drawn_between_them(run: Run, tmp_path: Path) -> None:
    clock = Clock()
    with new_desk(tmp_path, clock) as desk:
        practice = make_practice(desk)
        for back in (20, 16, 11, 8, 3):
            note(desk, clock, practice, "Dana", back=back)
        path = desk.path
    said = run("patterns", "days-between", path, "--to", "2026-11-09")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("Signals are not rare here: 5 a month. Counted by month they tell a change sooner;")


def test_r19_audits_are_told_by_month_and_by_what_lies_between_those_that_did_not_meet(
    run: Run, rare_file: Path
) -> None:
    said = run("patterns", "audit-months", rare_file, "--standard", "HD-01", "--criterion", "2", "--format", "json")
    assert [(one["met"], one["judged"]) for one in json.loads(said.out)] == [(8, 10)]
    said = run("patterns", "records-between", rare_file, "--standard", "HD-01", "--criterion", "2", "--format", "json")
    assert [one["records_between"] for one in json.loads(said.out)] == [4, 2]  # two more met since
    assert "Control limits need 10 gaps that count; there are 1." in said.err
    assert run("patterns", "records-between", rare_file).code == 2
    assert run("patterns", "months", rare_file, "--criterion", "2").code == 2
