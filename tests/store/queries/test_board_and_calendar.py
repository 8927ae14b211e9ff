"""The board's cards and the calendar's days, as the desk has them."""

from __future__ import annotations

from datetime import date, timedelta

from coachdesk.queries.board import Board, board
from coachdesk.queries.due_dates import DueDates, due_dates
from coachdesk.queries.table import Where
from coachdesk.services import agency, cycle_phases, cycles, library, planned_steps, sessions, standards
from coachdesk.store.desk import Desk, load_settings
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice


def opened(desk: Desk, practice: Practice, *names: str, team: bool = False, template: str = "") -> int:
    values = {"coach_id": practice.people["Maria"], "team_id": practice.team if team else None}
    if not template:
        values["version_id"] = practice.version
    people = [practice.people[one] for one in names]
    return cycles.open_cycle(desk, RENEE, values, staff_ids=people, template=template).result


def board_of(desk: Desk, clock: Clock, where: Where | None = None) -> Board:
    with desk.read() as conn:
        return board(conn, where or Where(), clock().date())


def dates_of(desk: Desk, clock: Clock, days: int = 40, only: list[int] | None = None) -> DueDates:
    first = clock().date()
    with desk.read() as conn:
        return due_dates(conn, first, first + timedelta(days=days), first, load_settings(conn), only)


def test_cards_stand_in_the_lane_of_their_phase_the_most_pressing_first(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    older = opened(desk, practice, "Dana")
    clock.go(days=7)
    newer = opened(desk, practice, "Thanh", "Rosa", team=True)
    paused = opened(desk, practice, "Tyler")
    cycle_phases.pause_cycle(desk, RENEE, paused, "On leave")
    cancelled = opened(desk, practice)
    cycle_phases.cancel_cycle(desk, RENEE, cancelled, "Opened twice")
    found = board_of(desk, clock)
    assert [card.id for card in found.lanes["diagnose"]] == [older, newer]
    assert [(card.id, card.due_on) for card in found.lanes["stopped"]] == [(paused, None)]
    assert found.count == 3
    card = found.lanes["diagnose"][1]
    assert (card.coachees, card.coach, card.team) == ("2, North team", "Maria Garcia", "North team")


def test_r10_a_planned_step_is_late_only_while_the_clock_runs_and_somebody_is_asked(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    cycle = opened(desk, practice, "Dana")
    planned_steps.add_step(
        desk, RENEE, cycle, {"phase": "coach", "kind": "other", "text": "Visit dispatch", "due_on": date(2026, 11, 17)}
    )
    clock.go(days=10)
    assert board_of(desk, clock).lanes["diagnose"][0].steps_late == 1
    cycle_phases.pause_cycle(desk, RENEE, cycle, "On leave")
    assert board_of(desk, clock).lanes["stopped"][0].steps_late == 0


def test_the_boards_filters_are_those_of_the_table(desk: Desk, practice: Practice, clock: Clock) -> None:
    opened(desk, practice, "Dana")
    mine = opened(desk, practice, "Thanh", team=True)
    found = board_of(desk, clock, Where(among={"team": frozenset({"North team"})}))
    assert [card.id for card in found.lanes["diagnose"]] == [mine]
    assert board_of(desk, clock, Where(among={"status": frozenset({"coaching"})})).count == 0
    assert [card.id for card in board_of(desk, clock, Where("Thanh")).lanes["diagnose"]] == [mine]


def test_a_closed_cycle_stays_on_the_board_for_a_month(desk: Desk, practice: Practice, clock: Clock) -> None:
    cycle = opened(desk, practice, "Dana")
    for reason in ("a", "b"):
        cycle_phases.advance(desk, RENEE, cycle, reason)
    ended = {practice.people["Dana"]: cycle_phases.CoacheeOutcome("achieved")}
    cycle_phases.close_cycle(desk, RENEE, cycle, ended, override_reason="c")
    assert [card.id for card in board_of(desk, clock).lanes["close"]] == [cycle]
    clock.go(days=31)
    assert board_of(desk, clock).count == 0


def test_the_calendar_shows_what_is_due_and_why_days_are_closed(desk: Desk, practice: Practice, clock: Clock) -> None:
    """R10: nothing is due on a holiday or a closed day; the calendar says why."""
    (draft,) = library.import_starters(desk, RENEE, ["SH-01"]).result
    standards.publish(desk, RENEE, draft)
    agency.add_holiday(desk, RENEE, day=date(2026, 11, 20), name="Staff day")
    cycle = opened(desk, practice, "Dana", "Thanh", template="SH-C1")
    starts = clock().replace(hour=14) + timedelta(days=3)
    plan = {"coach_id": practice.people["Maria"], "kind": "role_play", "starts_at": starts}
    sessions.plan_session(desk, RENEE, cycle, [practice.people["Dana"]], plan)
    found = dates_of(desk, clock)
    texts = {event.text for event in found.events}
    assert {"Diagnose ends", "Coach ends", "Close the cycle", "Follow-up"} <= texts
    assert "2:00 PM Role-play, Dana Whitfield" in {event.text for event in found.on(starts.date())}
    assert "Role-play a visit at risk, step by step · Dana Whitfield and Thanh Nguyễn" in texts
    assert found.closed[date(2026, 11, 26)] == "Thanksgiving Day"
    assert found.closed[date(2026, 11, 20)] == "Staff day"
    assert found.closed[date(2026, 11, 14)] == "Sat"
    assert not {event.day for event in found.events} & set(found.closed)
    assert dates_of(desk, clock, only=[]).events == ()


def test_clocks_that_stand_still_are_not_in_the_calendar(desk: Desk, practice: Practice, clock: Clock) -> None:
    """R10: a pause takes phase ends and planned steps off, and resuming brings them back later."""
    cycle = opened(desk, practice, "Dana")
    planned_steps.add_step(
        desk, RENEE, cycle, {"phase": "coach", "kind": "other", "text": "Visit dispatch", "due_on": date(2026, 11, 17)}
    )
    cycles.edit_cycle(desk, RENEE, cycle, {"follow_up_on": date(2026, 11, 24)})
    before = dates_of(desk, clock).events
    assert "follow_up" in {event.kind for event in before}
    cycle_phases.pause_cycle(desk, RENEE, cycle, "On leave")
    assert dates_of(desk, clock).events == ()
    clock.go(days=7)
    cycle_phases.resume_cycle(desk, RENEE, cycle)
    after = dates_of(desk, clock).events
    assert sorted(event.text for event in after) == sorted(event.text for event in before)
    assert min(event.day for event in after) > min(event.day for event in before)
