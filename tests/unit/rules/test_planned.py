"""Planned steps: due on working days (R10), and matched to the records that did them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coachdesk.rules.clocks import WorkCalendar, phase_plan
from coachdesk.rules.planned import Doing, OpenStep, StepPlan, due_steps, fits, offers
from coachdesk.settings import Settings

MONDAY = date(2026, 11, 16)
DANA, THANH = 3, 4


def step(number: int, kind: str = "session", who: int | None = None, **more: Any) -> OpenStep:
    values: dict[str, Any] = {
        "position": number, "phase": "coach", "session_kind": "", "per_coachee": who is not None,
        "due_on": date(2026, 11, 16 + number % 10), "needs": frozenset(),
    }  # fmt: skip
    return OpenStep(id=number, kind=kind, staff_id=who, **{**values, **more})


def session(number: int, *who: int, kind: str = "case_review", day: int = 20) -> Doing:
    return Doing("session", number, date(2026, 11, day), who, kind)


def test_steps_are_due_on_working_days_after_their_phase_begins_and_skip_holidays() -> None:
    """R10: Thanksgiving, the Friday after it where the agency is closed, and the weekend are no due dates."""
    calendar = WorkCalendar("OH", own_closed={date(2026, 11, 27): "Office closed"})
    plan = phase_plan(MONDAY, calendar, Settings())
    coach = next(one for one in plan if one.phase == "coach")
    daily = StepPlan("coach", "session", "Daily review", times=7, after_days=1, every_days=1)
    found = due_steps([daily], plan, calendar)
    days = [one.due_on for one in found]
    assert days[0] == calendar.add_working_days(coach.starts, 1)
    assert all(calendar.is_open(day) for day in days)
    assert date(2026, 11, 26) not in days
    assert date(2026, 11, 27) not in days
    assert days == sorted(set(days))
    assert found[1].text == "Daily review (2 of 7)"


def test_steps_stand_in_the_order_of_the_phases_whatever_the_template_says() -> None:
    calendar = WorkCalendar()
    steps = [StepPlan("validate", "observation", "See it"), StepPlan("diagnose", "measure", "Baseline")]
    found = due_steps(steps, phase_plan(MONDAY, calendar, Settings()), calendar)
    assert [(one.position, one.text) for one in found] == [(0, "Baseline"), (1, "See it")]


@pytest.mark.parametrize(
    ("waiting", "doing", "expected"),
    [
        (step(1, session_kind="role_play"), session(9, DANA, kind="role_play"), True),
        (step(1, session_kind="role_play"), session(9, DANA, kind="reflective"), False),
        (step(1, session_kind=""), session(9, DANA, kind="reflective"), True),
        (step(1, "prompt_card"), session(9, DANA), False),
        (step(1, "measure", phase="diagnose"), Doing("measure", 9, MONDAY, stage="baseline"), True),
        (step(1, "measure", phase="validate"), Doing("measure", 9, MONDAY, stage="baseline"), False),
        (step(1, "document_check", phase="validate"), Doing("evidence", 9, MONDAY), True),
        (step(1, "observation", needs=frozenset({"consent"})), Doing("observation", 9, MONDAY, (DANA,)), False),
        (
            step(1, "observation", needs=frozenset({"consent"})),
            Doing("observation", 9, MONDAY, (DANA,), shows=frozenset({"consent", "live"})),
            True,
        ),
    ],
)
def test_a_record_fits_a_step_of_its_kind_that_shows_what_the_step_needs(
    waiting: OpenStep, doing: Doing, expected: bool
) -> None:
    assert fits(waiting, doing) is expected


def test_a_session_of_two_does_the_earliest_open_step_of_each() -> None:
    steps = [step(1, who=THANH), step(2, who=DANA), step(2 + 10, who=THANH), step(13, who=DANA)]
    (offer,) = offers(steps, [session(9, DANA, THANH)], set())
    assert set(offer.step_ids) == {1, 2}


def test_a_second_session_does_the_next_step_and_none_does_two_of_a_kind() -> None:
    steps = [step(1, who=DANA), step(2, who=DANA)]
    found = offers(steps, [session(9, DANA, day=20), session(8, DANA, day=19)], set())
    assert [(one.doing.id, one.step_ids) for one in found] == [(8, (1,)), (9, (2,))]
    assert offers(steps[1:], [session(8, DANA)], {("session", 8, "session", DANA)}) == ()


def test_a_session_may_do_a_step_of_the_whole_cycle_only_where_its_coachees_wait_for_nothing() -> None:
    everybody, own = step(1), step(2, who=DANA)
    assert offers([everybody], [session(9, DANA)], set())[0].step_ids == (1,)
    assert offers([everybody, own], [session(9, DANA)], set())[0].step_ids == (2,)
    assert offers([everybody], [session(9, DANA)], {("session", 9, "session", DANA)}) == ()


def test_a_measure_does_the_step_of_every_coachee_at_once() -> None:
    steps = [step(1, "measure", DANA), step(2, "measure", THANH, position=1), step(3, "measure", DANA)]
    (offer,) = offers(steps, [Doing("measure", 9, MONDAY, stage="post")], set())
    assert offer.step_ids == (1, 2)
