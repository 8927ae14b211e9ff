"""R10: due dates skip closed days, pauses stop every clock, and a late entry is marked as one."""

from __future__ import annotations

import itertools
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import clocks
from coachdesk.rules.clocks import WorkCalendar
from coachdesk.settings import Settings

DEFAULTS = Settings()
PLAIN = WorkCalendar(with_public_holidays=False)
FEDERAL = WorkCalendar()
MONDAY = date(2026, 11, 9)
NOON = datetime(2026, 11, 17, 12, 0)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_r10_a_cycle_opened_on_a_monday_has_the_days_of_the_usual_two_weeks() -> None:
    plan = clocks.phase_plan(MONDAY, PLAIN, DEFAULTS)
    assert [(phase.phase, phase.starts.strftime("%a %d"), phase.due.strftime("%a %d")) for phase in plan] == [
        ("diagnose", "Mon 09", "Wed 11"),
        ("coach", "Wed 11", "Wed 18"),
        ("validate", "Thu 19", "Fri 20"),
        ("close", "Mon 23", "Mon 23"),
    ]
    assert (plan[-1].due - MONDAY).days == 14


def test_r10_veterans_day_and_thanksgiving_push_every_later_due_date() -> None:
    plan = clocks.phase_plan(MONDAY, FEDERAL, DEFAULTS)
    assert [phase.due for phase in plan] == [
        date(2026, 11, 12),  # Wed Nov 11 is Veterans Day
        date(2026, 11, 19),
        date(2026, 11, 23),
        date(2026, 11, 24),
    ]
    later = clocks.phase_plan(date(2026, 11, 16), FEDERAL, DEFAULTS)
    assert later[-1].due == date(2026, 12, 1)  # one more day for Thanksgiving, and the weekend after it


def test_r10_an_agency_open_on_a_public_holiday_works_that_day() -> None:
    calendar = clocks.calendar_for(DEFAULTS, "oh", {date(2026, 11, 11): ("Open day", True)})
    assert calendar.is_open(date(2026, 11, 11))
    assert clocks.phase_plan(MONDAY, calendar, DEFAULTS)[0].due == date(2026, 11, 11)


@pytest.mark.parametrize(
    ("state", "day", "why"),
    [
        ("", date(2026, 7, 3), "Independence Day (observed)"),  # July 4 is a Saturday
        ("", date(2021, 12, 31), "New Year's Day (observed)"),  # observed in the year before
        ("", date(2026, 11, 26), "Thanksgiving Day"),
        ("", date(2026, 11, 27), ""),
        ("TX", date(2026, 11, 27), "Friday After Thanksgiving"),
        ("MA", date(2026, 4, 20), "Patriots' Day"),
        ("", date(2026, 4, 20), ""),
        ("XX", date(2026, 11, 26), "Thanksgiving Day"),  # an unknown state counts as none
        ("", date(2026, 11, 28), "Sat"),
    ],
)
def test_r10_federal_and_state_holidays_close_the_agency(state: str, day: date, why: str) -> None:
    assert WorkCalendar(state=state).why_closed(day) == why


def test_r10_the_agencys_own_closed_days_and_weekdays_count() -> None:
    calendar = WorkCalendar(
        closed_weekdays=frozenset({6}), own_closed={date(2026, 11, 10): "Training day", date(2026, 11, 12): ""}
    )
    assert calendar.why_closed(date(2026, 11, 10)) == "Training day"
    assert calendar.why_closed(date(2026, 11, 12)) == "Closed day"
    assert calendar.is_open(date(2026, 11, 14))  # a Saturday
    assert calendar.next_open(date(2026, 11, 10)) == date(2026, 11, 13)  # 11 is a holiday, 12 an own closed day


def test_a_calendar_without_any_open_weekday_is_refused() -> None:
    with pytest.raises(ValueError, match="seven weekdays"):
        WorkCalendar(closed_weekdays=frozenset(range(7)))


def test_public_holidays_can_be_switched_off() -> None:
    assert clocks.calendar_for(replace(DEFAULTS, public_holidays=False)).is_open(date(2026, 11, 26))


@given(DAYS, st.integers(0, 40))
def test_r10_counting_forward_and_counting_between_agree(day: date, count: int) -> None:
    reached = FEDERAL.add_working_days(day, count)
    assert FEDERAL.is_open(reached)
    assert reached >= day
    if count:
        assert FEDERAL.working_days(day + timedelta(days=1), reached + timedelta(days=1)) == count


@given(DAYS, st.tuples(*[st.integers(1, 15)] * 4))
def test_r10_phases_follow_each_other_on_open_days_only(opened: date, lengths: tuple[int, int, int, int]) -> None:
    settings = replace(
        DEFAULTS, diagnose_days=lengths[0], coach_days=lengths[1], validate_days=lengths[2], close_days=lengths[3]
    )
    plan = clocks.phase_plan(opened, FEDERAL, settings)
    assert [phase.phase for phase in plan] == ["diagnose", "coach", "validate", "close"]
    for phase in plan:
        assert phase.starts <= phase.due
        assert FEDERAL.is_open(phase.due)
    for before, after in itertools.pairwise(plan):
        assert before.due <= after.starts
        assert before.due < after.due


def test_a_plan_can_begin_at_a_later_phase() -> None:
    plan = clocks.phase_plan(date(2026, 12, 1), PLAIN, DEFAULTS, first="validate")
    assert [phase.phase for phase in plan] == ["validate", "close"]
    assert plan[0].due == date(2026, 12, 3)


def test_r10_a_pause_moves_what_was_still_ahead_by_the_working_days_lost() -> None:
    plan = clocks.phase_plan(MONDAY, PLAIN, DEFAULTS)
    moved = clocks.shift_after_pause(plan, date(2026, 11, 13), date(2026, 11, 17), PLAIN)  # Fri and Mon are lost
    assert moved[0] == plan[0]
    assert [phase.due for phase in moved[1:]] == [date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 25)]
    assert moved[1].starts == plan[1].starts  # it had begun before the pause


def test_r10_a_pause_over_a_weekend_costs_nothing() -> None:
    plan = clocks.phase_plan(MONDAY, PLAIN, DEFAULTS)
    assert clocks.shift_after_pause(plan, date(2026, 11, 14), date(2026, 11, 16), PLAIN) == plan


@given(DAYS, st.integers(0, 20), st.integers(0, 60))
def test_r10_a_pause_never_brings_a_due_date_forward(opened: date, after: int, length: int) -> None:
    plan = clocks.phase_plan(opened, FEDERAL, DEFAULTS)
    paused = opened + timedelta(days=after)
    resumed = paused + timedelta(days=length)
    for old, new in zip(plan, clocks.shift_after_pause(plan, paused, resumed, FEDERAL), strict=True):
        assert new.due >= old.due
        if old.due < paused:
            assert new == old
        else:
            assert FEDERAL.working_days(old.due, new.due) == FEDERAL.working_days(paused, resumed)


def test_r10_feedback_is_due_in_plain_hours_weekends_included() -> None:
    friday = datetime(2026, 11, 13, 16, 40, tzinfo=UTC)
    assert clocks.due_in_hours(friday, 24) == datetime(2026, 11, 14, 16, 40, tzinfo=UTC)


def test_r10_a_pause_puts_off_a_review_by_its_length_and_stops_it_while_it_lasts() -> None:
    at = datetime(2026, 11, 13, 12)
    pause = (datetime(2026, 11, 13, 18), datetime(2026, 11, 14, 6))
    assert clocks.due_in_hours(at, 24, [pause]) == datetime(2026, 11, 15, 0)
    assert clocks.due_in_hours(at, 24, [(datetime(2026, 11, 13, 18), None)]) is None
    assert clocks.due_in_hours(at, 24, [(datetime(2026, 11, 20, 18), None)]) == datetime(2026, 11, 14, 12)
    # a pause that was over before the clock began changes nothing
    assert clocks.due_in_hours(at, 24, [(datetime(2026, 11, 1), datetime(2026, 11, 2))]) == datetime(2026, 11, 14, 12)
    # the second pause begins only because the first put the due moment off
    second = (datetime(2026, 11, 14, 18), datetime(2026, 11, 14, 20))
    assert clocks.due_in_hours(at, 24, [second, pause]) == datetime(2026, 11, 15, 2)


def test_r10_overlapping_pauses_count_once() -> None:
    at = datetime(2026, 11, 13, 12)
    pauses = [
        (datetime(2026, 11, 13, 14), datetime(2026, 11, 13, 18)),
        (datetime(2026, 11, 13, 16), datetime(2026, 11, 13, 20)),
    ]
    assert clocks.due_in_hours(at, 10, pauses) == datetime(2026, 11, 14, 4)
    assert clocks.hours_between(at, datetime(2026, 11, 14, 4), pauses) == 10


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1)).map(lambda at: at.replace(microsecond=0))


@given(MOMENTS, st.integers(0, 200), st.lists(st.tuples(MOMENTS, st.integers(0, 100)), max_size=4))
def test_r10_what_is_due_in_some_hours_has_used_up_exactly_those_hours(
    at: datetime, hours: int, stops: list[tuple[datetime, int]]
) -> None:
    pauses = [(stopped, stopped + timedelta(hours=length)) for stopped, length in stops]
    due = clocks.due_in_hours(at, hours, pauses)
    assert due is not None
    assert clocks.hours_between(at, due, pauses) == pytest.approx(hours)


def test_r10_a_record_entered_more_than_two_days_after_its_event_is_a_late_entry() -> None:
    event = date(2026, 11, 13)
    assert not clocks.late_entry(event, date(2026, 11, 15), DEFAULTS)
    assert clocks.late_entry(event, date(2026, 11, 16), DEFAULTS)
    assert clocks.days_after_event(event, date(2026, 11, 16)) == 3
    assert not clocks.late_entry(event, date(2026, 11, 12), DEFAULTS)  # booked ahead
    assert not clocks.late_entry(event, date(2026, 11, 18), replace(DEFAULTS, late_entry_days=5))


@pytest.mark.parametrize(
    ("due", "state", "words", "tone"),
    [
        (date(2026, 11, 16), "late", "Mon, 1 day late", "late"),
        (date(2026, 11, 13), "late", "Fri, 4 days late", "late"),
        (date(2026, 11, 11), "late", "Wed, 6 days late", "late"),
        (date(2026, 11, 10), "late", "Tue Nov 10, 7 days late", "late"),
        (date(2026, 10, 30), "late", "Fri Oct 30, 18 days late", "late"),
        (datetime(2026, 11, 17, 11, 59), "late", "today 11:59 AM, late", "late"),
        (datetime(2026, 11, 17, 16, 40), "today", "today 4:40 PM", "attention"),
        (date(2026, 11, 17), "today", "today", "attention"),
        (datetime(2026, 11, 18, 9, 5), "soon", "tomorrow 9:05 AM", "info"),
        (date(2026, 11, 19), "soon", "Thu Nov 19", "info"),
        (date(2026, 11, 24), "later", "Tue Nov 24", "plain"),
        (date(2027, 1, 4), "later", "Mon Jan 4, 2027", "plain"),
        (None, "none", "no clock", "plain"),
    ],
)
def test_a_due_date_says_how_it_stands(due: date | datetime | None, state: str, words: str, tone: str) -> None:
    found = clocks.due_state(due, NOON, DEFAULTS)
    assert (found.state, found.words, found.tone) == (state, words, tone)


def test_the_days_of_a_cycle_are_counted_from_its_opening() -> None:
    closing = clocks.phase_plan(MONDAY, PLAIN, DEFAULTS)[-1].due
    assert clocks.day_of_words(MONDAY, closing, date(2026, 11, 17)) == "day 8 of 14"
    assert clocks.day_of_words(MONDAY, closing, closing + timedelta(days=1)) == "1 day over"
    assert clocks.day_of_words(MONDAY, closing, closing + timedelta(days=3)) == "3 days over"
    assert clocks.day_of(MONDAY, closing, MONDAY) == (1, 14)
    assert clocks.day_of(MONDAY, closing, date(2026, 12, 1)) == (22, 14)


def test_r8_sustain_checks_are_booked_on_open_days_after_30_60_and_90_days() -> None:
    booked = clocks.sustain_dates(date(2026, 11, 23), FEDERAL, DEFAULTS)
    assert booked == ((30, date(2026, 12, 23)), (60, date(2027, 1, 22)), (90, date(2027, 2, 22)))  # Feb 21 is a Sunday


def test_the_holiday_tables_are_not_imported_before_they_are_needed() -> None:
    code = "import sys, coachdesk.rules.clocks; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
