"""Scenario exercises: handed in, reviewed within the clock of R10, counted by the gate to Validate (R6)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.planned_steps import steps_of
from coachdesk.queries.scenarios import SCENARIOS, scenario_detail
from coachdesk.queries.search import search
from coachdesk.queries.table import Where
from coachdesk.queries.today import TodayRow, today_rows
from coachdesk.services import agency, cycle_phases, cycles, history, planned_steps, scenarios
from coachdesk.store.desk import Desk
from tests.helpers.asking import row
from tests.helpers.cycling import COACH, coaching, criteria_of, held, said, whole
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice

CASE = "Mr. P-114 left both meals and says he is fine. What do you write, whom do you call, and when?"


@pytest.fixture
def cycle(desk: Desk, clock: Clock, practice: Practice) -> int:
    return coaching(desk, clock, practice)


def handed_in(desk: Desk, clock: Clock, practice: Practice, cycle: int, who: str = "Dana", hours: float = 0) -> int:
    values = {
        "staff_id": practice.people[who],
        "scenario": CASE,
        "answer": "Write both signs with their time, call the nurse line now.",
        "submitted_at": clock() - timedelta(hours=hours),
    }
    return scenarios.submit_scenario(desk, RENEE, cycle, values).result


def reviewed(desk: Desk, clock: Clock, practice: Practice, exercise: int, result: str = "met") -> None:
    values = {"reviewer_id": practice.people[COACH], "reviewed_at": clock(), "feedback": "Right call, add the time."}
    ratings = dict.fromkeys(criteria_of(desk, practice.version), result)
    scenarios.review_scenario(desk, RENEE, exercise, values, ratings)


def waiting(desk: Desk, clock: Clock) -> list[TodayRow]:
    with desk.read() as conn:
        return [one for one in today_rows(conn, clock(), desk.settings()) if one.kind == "scenario"]


def test_an_exercise_is_listed_with_its_answer_and_then_with_its_review(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    exercise = handed_in(desk, clock, practice, cycle)
    clock.go(hours=3)
    reviewed(desk, clock, practice, exercise, "partly")
    with desk.read() as conn:
        shown = row(conn, SCENARIOS, exercise)
        found = scenario_detail(conn, exercise, clock().date(), desk.settings())
    assert (shown["number"], shown["staff"], shown["reviewer"]) == ("X-0001", "Dana Whitfield", "Maria Garcia")
    assert (shown["met"], shown["judged"], shown["late_entry"]) == (0, 2, False)
    assert found is not None
    assert found.scenario == CASE
    assert [(one.code, one.result) for one in found.ratings] == [("1", "partly"), ("2", "partly")]


def test_r10_the_review_is_due_within_the_agencys_hours_and_late_after_them(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    handed_in(desk, clock, practice, cycle)
    (line,) = waiting(desk, clock)
    assert (line.text, line.who) == ("Review Dana Whitfield's scenario exercise X-0001", "Maria Garcia")
    assert line.due == clock() + timedelta(hours=24)
    agency.change_setting(desk, RENEE, "scenario_hours", "4")
    clock.go(hours=4, minutes=1)
    assert waiting(desk, clock)[0].state == "late"


def test_r10_a_pause_stops_the_clock_of_the_review(desk: Desk, clock: Clock, practice: Practice, cycle: int) -> None:
    handed_in(desk, clock, practice, cycle)
    cycle_phases.pause_cycle(desk, RENEE, cycle, "On leave")
    assert waiting(desk, clock) == [], "nothing presses while the cycle is paused"
    clock.go(days=5)
    cycle_phases.resume_cycle(desk, RENEE, cycle)
    assert waiting(desk, clock)[0].state != "late"


def test_r6_an_exercise_waiting_for_review_holds_the_gate_and_a_review_is_the_second_source(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    held(desk, clock, practice, cycle, data_sources=["direct_observation"])
    exercise = handed_in(desk, clock, practice, cycle)
    with pytest.raises(Refused) as refused:
        cycle_phases.advance(desk, RENEE, cycle)
    assert "Dana Whitfield's scenario note" in said(refused.value)
    assert "There is no second data source yet" in said(refused.value)
    with desk.read() as conn:
        assert row(conn, CYCLES, cycle)["next_step"] == "review_scenario"
    clock.go(hours=19)
    reviewed(desk, clock, practice, exercise)
    found = {item.key: item for item in whole(desk, clock, cycle).gate("validate").items}
    assert found["second_source"].detail == "Product or document review"
    assert found["scenarios"].detail == "1 of 1, slowest 19 h"
    with desk.read() as conn:
        assert row(conn, CYCLES, cycle)["next_step"] == "gate_validate"
    cycle_phases.advance(desk, RENEE, cycle)


def test_r10_an_exercise_entered_days_later_is_marked_late(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    clock.go(days=10)
    in_time = handed_in(desk, clock, practice, cycle, hours=47)
    late = handed_in(desk, clock, practice, cycle, hours=24 * 4)
    with desk.read() as conn:
        assert not row(conn, SCENARIOS, in_time)["late_entry"]
        assert row(conn, SCENARIOS, late)["late_entry"]


def test_without_a_text_the_standards_own_scenario_is_taken(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    values = {"staff_id": practice.people["Dana"], "answer": "I call.", "submitted_at": clock()}
    with pytest.raises(Refused) as refused:
        scenarios.submit_scenario(desk, RENEE, cycle, values)
    assert "The scenario is needed." in said(refused.value), "this standard has none"


def test_what_cannot_be_is_refused_all_at_once(desk: Desk, clock: Clock, practice: Practice, cycle: int) -> None:
    values = {
        "staff_id": practice.people["Thanh"],
        "reviewer_id": practice.people["Thanh"],
        "scenario": CASE,
        "submitted_at": clock() + timedelta(minutes=1),
    }
    with pytest.raises(Refused) as refused:
        scenarios.submit_scenario(desk, RENEE, cycle, values)
    told = said(refused.value)
    for words in ("future", "not a coachee", "Nobody reviews their own"):
        assert words in told
    exercise = handed_in(desk, clock, practice, cycle)
    early = {"reviewer_id": practice.people[COACH], "reviewed_at": clock() - timedelta(hours=1), "feedback": ""}
    with pytest.raises(Refused) as refused:
        scenarios.review_scenario(desk, RENEE, exercise, early, {99: "met"})
    told = said(refused.value)
    for words in ("feedback is needed", "before the exercise", "another standard version"):
        assert words in told
    with desk.read() as conn:
        assert SCENARIOS.count(conn, Where()) == 1
        assert row(conn, SCENARIOS, exercise)["reviewed_at"] is None


def test_r9_an_exercise_handed_in_wrongly_is_corrected_while_its_cycle_is_open(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    cycle = coaching(desk, clock, practice, ("Dana", "Thanh"))
    thanh, dana = practice.people["Thanh"], practice.people["Dana"]
    values = {"phase": "coach", "kind": "scenario", "text": "Answer the case", "due_on": clock().date()}
    step = planned_steps.add_step(desk, RENEE, cycle, values | {"staff_id": thanh}).result
    exercise = handed_in(desk, clock, practice, cycle, "Thanh", hours=2)
    planned_steps.tick_steps(desk, RENEE, [step], "scenario_exercise", exercise)
    clock.go(hours=1)
    moment = clock() - timedelta(hours=1)
    done = scenarios.edit_scenario(
        desk, RENEE, exercise, {"staff_id": dana, "answer": "I call.", "submitted_at": moment}
    )
    assert (done.label, done.notes) == ("Correct scenario exercise X-0001", ())
    (found,) = whole(desk, clock, cycle).scenarios
    assert (found.staff, found.answer, found.scenario) == ("Dana Whitfield", "I call.", CASE)
    assert found.submitted_at == moment
    assert waiting(desk, clock)[0].due == moment + timedelta(hours=24), "R10: the clock of the review runs from there"
    with desk.read() as conn:
        assert [one.status for one in steps_of(conn, cycle)] == ["open"], "it was not Thanh's"
    reviewed(desk, clock, practice, exercise)
    again = scenarios.edit_scenario(desk, RENEE, exercise, {"answer": "I write the time and call."})
    assert again.notes == ("Its review was made of what it said before; look whether it still holds.",)
    wrong = {"staff_id": practice.people["Rosa"], "submitted_at": clock() + timedelta(minutes=5), "scenario": " "}
    with pytest.raises(Refused) as refused:
        scenarios.edit_scenario(desk, RENEE, exercise, wrong)
    for words in ("not a coachee", "future", "The scenario is needed."):
        assert words in said(refused.value)
    history.undo(desk, RENEE)
    assert whole(desk, clock, cycle).scenarios[0].answer == "I call."
    clock.go(hours=1)
    with pytest.raises(Refused, match="not saved") as refused:
        scenarios.edit_scenario(desk, RENEE, exercise, {"submitted_at": clock()})
    assert "It was reviewed before this moment." in said(refused.value)


def test_r9_an_ended_cycle_takes_no_exercise(desk: Desk, clock: Clock, practice: Practice, cycle: int) -> None:
    exercise = handed_in(desk, clock, practice, cycle)
    cycle_phases.cancel_cycle(desk, RENEE, cycle, "Moved to another program")
    with pytest.raises(Refused, match="read-only"):
        handed_in(desk, clock, practice, cycle)
    with pytest.raises(Refused, match="read-only"):
        reviewed(desk, clock, practice, exercise)
    with pytest.raises(Refused, match="read-only"):
        scenarios.edit_scenario(desk, RENEE, exercise, {"answer": "I call."})


def test_a_cycle_without_a_standard_has_nothing_to_judge_by(desk: Desk, clock: Clock, practice: Practice) -> None:
    bare = cycles.open_cycle(desk, RENEE, {}, staff_ids=[practice.people["Dana"]]).result
    with pytest.raises(Refused, match="standard first"):
        handed_in(desk, clock, practice, bare)


def test_an_exercise_is_found_by_its_number(desk: Desk, clock: Clock, practice: Practice, cycle: int) -> None:
    handed_in(desk, clock, practice, cycle)
    with desk.read() as conn:
        found = [(hit.page, hit.record_id, hit.title) for hit in search(conn, "x-1")]
    assert found == [("cycles", cycle, "X-0001 Dana Whitfield")]


def test_r23_the_history_of_the_cycle_tells_both_steps(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    reviewed(desk, clock, practice, handed_in(desk, clock, practice, cycle))
    labels = [one.label for one in whole(desk, clock, cycle).history]
    assert labels[:2] == ["Review scenario exercise X-0001", "Hand in scenario exercise X-0001"]
