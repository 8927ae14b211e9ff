"""Slips that no single service looks for: a year that cannot be meant, and a record that is no longer there."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from coachdesk.errors import NotThere, Refused
from coachdesk.services import cycles, history, planned_steps, sessions, signals, staff
from coachdesk.store.desk import Desk
from tests.helpers.cycling import coaching
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import make_practice, note

FAR = (date(26, 3, 14), date(1899, 12, 31), date(2200, 1, 1), date.min, date.max)


@pytest.mark.parametrize("day", FAR)
def test_a_year_that_cannot_be_meant_is_refused_at_its_field(desk: Desk, clock: Clock, day: date) -> None:
    """Typed as "0226" or "9999", it would lead every clock, chart and calendar astray (R10)."""
    practice = make_practice(desk)
    signal = note(desk, clock, practice)
    head = desk.trail_head()
    for values in ({"occurred_on": day}, {"noticed_on": day}):
        with pytest.raises(Refused, match="check the year") as refused:
            signals.edit_signal(desk, RENEE, signal, values)
        assert [one.field for one in refused.value.problems] == list(values)
    with pytest.raises(Refused) as refused:
        staff.leave_staff(desk, RENEE, practice.people["Dana"], day)
    assert [one.field for one in refused.value.problems] == ["left_on"]
    assert desk.trail_head() == head


def test_the_years_in_reach_are_taken(desk: Desk) -> None:
    for number, day in enumerate((date(1900, 1, 1), date(2024, 2, 29))):
        staff.add_staff(desk, RENEE, {"number": str(number), "last_name": "Li", "hired_on": day})


def test_moments_and_rows_of_lists_are_looked_at_too(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    cycle = coaching(desk, clock, practice)
    at = datetime(9999, 12, 30, 23, 59).astimezone()
    values = {"coach_id": practice.people["Maria"], "kind": "shadowing", "starts_at": at}
    with pytest.raises(Refused, match="12/30/9999"):
        sessions.plan_session(desk, RENEE, cycle, [practice.people["Dana"]], values)
    step = {"text": "Read it again", "owner_id": practice.people["Dana"], "due_on": date(226, 1, 1)}
    with pytest.raises(Refused) as refused:
        sessions.record_session(desk, RENEE, cycle, [practice.people["Dana"]], {}, steps=[step])
    assert [one.field for one in refused.value.problems] == ["steps"]
    with pytest.raises(Refused, match="01/01/0226"):
        planned_steps.move_steps(desk, RENEE, step_ids=[], due_on=date(226, 1, 1))


def test_a_record_taken_back_meanwhile_is_told_and_nothing_is_saved(desk: Desk, clock: Clock) -> None:
    """A list may be older than the desk: somebody undid what it still shows."""
    practice = make_practice(desk)
    signal = note(desk, clock, practice)
    history.undo(desk, RENEE)
    head = desk.trail_head()
    with pytest.raises(NotThere, match="not in the desk"):
        signals.triage_signal(desk, RENEE, signal, "no_action", "Seen")
    with pytest.raises(NotThere, match="not in the desk"):
        cycles.open_cycle(desk, RENEE, {"team_id": 99})  # only the database knows that there is no such team
    assert desk.trail_head() == head
