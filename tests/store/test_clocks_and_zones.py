"""Days and hours where clocks disagree: summer time, other zones, clocks set back, the last minute of a day (R10)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachdesk.queries.today import today_rows
from coachdesk.records.base import table
from coachdesk.records.signals import Signal
from coachdesk.rules.clocks import due_in_hours, hours_between, public_holidays
from coachdesk.rules.competence import suggested_expiry
from coachdesk.services import agency, cycles, sessions
from coachdesk.settings import Settings
from coachdesk.store import backup
from coachdesk.store.check import check
from coachdesk.store.desk import AgencyData, Desk, ProfileData, create_desk, open_desk
from tests.helpers.cycling import coaching, held, whole
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.practice import make_practice, note
from tests.helpers.reading import read_everything

ZONES = (
    "America/New_York",
    "America/Indiana/Indianapolis",
    "America/Phoenix",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "UTC",
)
Zone = Callable[[str], None]


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zone]:
    """`zone("America/Phoenix")` moves this computer there; it is back in New York afterwards."""

    def move(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield move
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment by this computer's clock on the wall."""
    return datetime(year, month, day, hour, minute).astimezone()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[[datetime], tuple[Desk, Clock]]]:
    """A desk whose clock begins at a moment."""
    open_: list[Desk] = []

    def make(start: datetime) -> tuple[Desk, Clock]:
        clock = Clock(start)
        open_.append(new_desk(tmp_path, clock))
        return open_[-1], clock

    yield make
    for one in open_:
        with suppress(Exception):
            one.close()


def told(desk: Desk, kind: str) -> list[str]:
    """How Today words what is due of one kind."""
    with desk.read() as conn:
        return [row.words for row in today_rows(conn, desk.clock(), Settings()) if row.kind == kind]


def test_r10_a_session_after_the_end_of_summer_time_is_told_by_the_clock_of_that_day(
    made: Callable[[datetime], tuple[Desk, Clock]],
) -> None:
    """On Saturday, October 31, 2026 clocks are set back at night: nine on Sunday is nine, not ten."""
    desk, _ = made(at(2026, 10, 31, 15, 0))
    people = make_practice(desk).people
    values = {"coach_id": people["Maria"], "kind": "reflective", "starts_at": at(2026, 11, 1, 9, 0)}
    sessions.plan_session(desk, RENEE, None, [people["Dana"]], values)
    assert told(desk, "session") == ["tomorrow 9:00 AM"]
    late = {**values, "starts_at": at(2026, 11, 7, 23, 30)}
    sessions.plan_session(desk, RENEE, None, [people["Dana"]], late)
    assert len(told(desk, "session")) == 2, "the last hour of the seventh day ahead is ahead, too"


def test_r10_feedback_over_the_end_of_summer_time_is_due_after_24_true_hours(
    made: Callable[[datetime], tuple[Desk, Clock]],
) -> None:
    desk, clock = made(at(2026, 10, 31, 14, 0))
    practice = make_practice(desk)
    cycle = coaching(desk, clock, practice)
    clock.go(hours=6)
    held(desk, clock, practice, cycle, starts_at=at(2026, 10, 31, 19, 0), minutes=30, feedback_at=None)
    assert told(desk, "feedback") == ["tomorrow 6:30 PM"]
    clock.go(hours=23, minutes=20)
    assert told(desk, "feedback") == ["today 6:30 PM"]
    clock.go(minutes=15)
    assert told(desk, "feedback") == ["today 6:30 PM, late"]


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("day", [date(2027, 3, 13), date(2027, 11, 6), date(2028, 2, 28), date(2027, 12, 31)])
def test_r10_hours_are_true_hours_in_every_zone_on_every_day(zone: Zone, name: str, day: date) -> None:
    zone(name)
    ended = at(day.year, day.month, day.day, 23, 59)
    due = due_in_hours(ended, 24)
    assert due is not None
    assert (due.astimezone(UTC) - ended.astimezone(UTC)) == timedelta(hours=24)
    assert hours_between(ended, due.astimezone()) == 24.0
    pauses = [(at(day.year, day.month, day.day, 0, 0) + timedelta(days=1), ended.astimezone(UTC) + timedelta(days=3))]
    later = due_in_hours(ended, 24, pauses)
    assert later is not None
    assert hours_between(ended, later, pauses) == 24.0


@pytest.mark.parametrize("name", ZONES)
def test_r10_what_is_noted_in_the_last_minute_belongs_to_that_day(zone: Zone, tmp_path: Path, name: str) -> None:
    """By the computer's own days, wherever it is: 11:59 PM is today, and a minute later it was yesterday."""
    zone(name)
    clock = Clock(at(2026, 11, 9, 23, 59))
    with new_desk(tmp_path, clock) as desk:
        practice = make_practice(desk)
        note(desk, clock, practice, back=0)
        clock.go(minutes=2)
        note(desk, clock, practice, back=1)
        with desk.read() as conn:
            rows = {row.id: row for row in conn.execute(sa.select(table(Signal)))}
        assert [row.occurred_on for row in rows.values()] == [date(2026, 11, 9)] * 2
        assert not any(row.late_entry for row in rows.values())


def test_a_desk_that_travels_reads_the_same_days_and_stays_whole(zone: Zone, tmp_path: Path) -> None:
    """Days are kept as days. Moments move with the clock on the wall; nothing is lost, refused or out of order."""
    zone("America/New_York")
    clock = Clock(at(2026, 11, 6, 23, 30))
    with new_desk(tmp_path, clock) as desk:
        practice = make_practice(desk)
        cycle = coaching(desk, clock, practice)
        before = whole(desk, clock, cycle)
    moment = clock()
    for name in ("Pacific/Honolulu", "Pacific/Guam", "America/Phoenix"):
        zone(name)
        clock = Clock(moment.astimezone())
        with open_desk(tmp_path / "Harbor.desk", clock=clock) as desk:
            assert not desk.warnings
            assert check(desk).sound
            read_everything(desk)
            now = whole(desk, clock, cycle)
            assert [one.planned_end for one in now.phases] == [one.planned_end for one in before.phases]
            clock.go(hours=2)
            held(desk, clock, practice, cycle)
            assert not [one for one in whole(desk, clock, cycle).sessions if one.late_entry]
            moment = clock()


def test_a_clock_set_back_is_told_and_harms_nothing(tmp_path: Path) -> None:
    """An empty battery puts a computer to 1970; the desk says so, goes on, and its backups stay."""
    clock = Clock()
    with new_desk(tmp_path, clock) as desk:
        make_practice(desk)
        backup.make(desk.path, None, clock())
    old = Clock(at(1970, 1, 2, 9, 0))
    with open_desk(tmp_path / "Harbor.desk", clock=old) as desk:
        assert len(desk.warnings) == 1
        assert "clock says 01/02/1970, but the last change in this desk was made on 11/09/2026" in desk.warnings[0]
        agency.edit_agency(desk, RENEE, name="Harbor", state="AZ")
        made = backup.make(desk.path, None, old(), {"hour": 1, "day": 1, "week": 1, "month": 1})
        assert made.path.exists(), "what was just made is no older than what it copies"
        assert len(backup.listed(desk.path)) == 2
        assert check(desk).sound
        read_everything(desk)
    clock.go(days=1)
    with open_desk(tmp_path / "Harbor.desk", clock=clock) as desk:
        assert not desk.warnings, "the last change is in the past again"


def test_clocks_of_two_computers_may_differ_by_hours(tmp_path: Path) -> None:
    clock = Clock()
    new_desk(tmp_path, clock).close()
    clock.go(hours=-20)
    with open_desk(tmp_path / "Harbor.desk", clock=clock) as desk:
        assert not desk.warnings


def test_a_desk_can_begin_on_a_clock_of_1970(tmp_path: Path) -> None:
    with create_desk(
        tmp_path / "a.desk", None, AgencyData("Harbor"), ProfileData("Renee Okafor"), clock=Clock(at(1970, 1, 1, 0, 0))
    ) as desk:
        cycles.open_cycle(desk, RENEE, {})
        read_everything(desk)
        assert check(desk).sound


def test_a_file_named_like_a_backup_of_no_day_is_left_alone(desk: Desk, clock: Clock) -> None:
    made = backup.make(desk.path, None, clock())
    odd = made.path.with_name("Harbor 2026-13-45 996161 (trail 1).desk")
    odd.write_bytes(b"mine")
    assert [one.path for one in backup.listed(desk.path)] == [made.path]
    assert odd.exists()


@pytest.mark.parametrize(
    ("state", "day", "closed"),
    [
        ("OH", date(2026, 7, 3), True),  # Independence Day on a Saturday is observed on Friday
        ("OH", date(2027, 7, 5), True),  # on a Sunday, on Monday
        ("OH", date(2027, 12, 31), True),  # New Year's Day 2028 is a Saturday: observed in the year before
        ("HI", date(2026, 8, 21), True),
        ("AZ", date(2026, 8, 21), False),
        ("IN", date(2026, 4, 3), True),
        ("AZ", date(2026, 4, 3), False),
    ],
)
def test_r10_holidays_are_kept_on_the_day_they_are_observed(state: str, day: date, closed: bool) -> None:
    assert (day in public_holidays(state, day.year)) is closed


def test_r16_a_competence_of_a_leap_day_expires_on_the_last_of_february() -> None:
    assert suggested_expiry(date(2028, 2, 29), 12, Settings()) == date(2029, 2, 28)
    assert suggested_expiry(date(2028, 2, 29), 48, Settings()) == date(2032, 2, 29)
