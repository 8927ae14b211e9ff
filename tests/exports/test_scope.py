"""A scope narrows each family by its own day, its people's teams of that day, its standard and its cycles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.evidence import ITEMS
from coachdesk.queries.observations import OBSERVATIONS
from coachdesk.queries.scope import Scope, described, narrow
from coachdesk.queries.sessions import SESSIONS
from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.staff import STAFF
from coachdesk.queries.standards import STANDARDS
from coachdesk.queries.table import TableQuery
from coachdesk.records.base import table
from coachdesk.records.people import Posting, Team
from coachdesk.store.desk import Desk
from tests.helpers.desks import Clock
from tests.helpers.loop import Loop, run_loop

TABLES: tuple[TableQuery, ...] = (CYCLES, SESSIONS, OBSERVATIONS, SIGNALS, STAFF, STANDARDS, ITEMS)


@pytest.fixture
def loop(desk: Desk, clock: Clock) -> Loop:
    return run_loop(desk, clock)


def counts(desk: Desk, scope: Scope) -> dict[str, int]:
    with desk.read() as conn:
        return {query.family: narrow(query, scope).count(conn) for query in TABLES}


def test_nothing_narrowed_means_everything(desk: Desk, loop: Loop) -> None:
    wanted = {"cycle": 2, "session": 2, "observation": 3, "signal": 3, "staff": 5, "standard": 1, "evidence": 1}
    assert counts(desk, Scope()) == wanted


def test_a_cycle_belongs_to_every_period_it_was_open_in_and_records_to_their_own_day(desk: Desk, loop: Loop) -> None:
    before = counts(desk, Scope(to=date(2026, 11, 8)))
    assert (before["cycle"], before["signal"], before["session"]) == (0, 3, 0)
    middle = counts(desk, Scope(from_=date(2026, 11, 10), to=date(2026, 11, 11)))
    assert (middle["cycle"], middle["signal"], middle["session"], middle["observation"]) == (1, 0, 1, 0)
    last_day = counts(desk, Scope(from_=date(2026, 11, 16)))
    assert (last_day["cycle"], last_day["session"], last_day["observation"]) == (2, 0, 3)
    assert counts(desk, Scope(from_=date(2026, 11, 17)))["cycle"] == 1


def test_a_session_late_in_the_evening_belongs_to_its_local_day(desk: Desk, clock: Clock, loop: Loop) -> None:
    evening = clock.moment.replace(hour=22, minute=30)  # already the next day in UTC
    engine = desk._writer  # a moment no service would let in through the front door
    assert engine is not None
    with engine.begin() as conn:
        conn.execute(sa.text("update session set starts_at = :at where id = 1"), {"at": _stored(evening)})
    day = evening.date()
    assert counts(desk, Scope(from_=day, to=day))["session"] == 1
    assert counts(desk, Scope(from_=day + timedelta(days=1)))["session"] == 0


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def test_a_team_means_who_was_in_it_on_the_day(desk: Desk, clock: Clock, loop: Loop) -> None:
    """Thanh was in North until November 6, so North has his signal of November 4 and no session of his."""
    posting = table(Posting)
    engine = desk._writer  # history made up directly
    assert engine is not None
    with engine.begin() as conn:
        north = conn.execute(sa.insert(table(Team)).values(name="North", rev=1, active=True)).inserted_primary_key[0]
        moved = date(2026, 11, 6)
        conn.execute(
            sa.update(posting)
            .where(posting.c.staff_id == loop.thanh)
            .values(team_id=north, ends_on=moved, starts_on=date(2020, 1, 1))
        )
        conn.execute(sa.insert(posting).values(staff_id=loop.thanh, starts_on=moved, rev=1))
    found = counts(desk, Scope(team_ids=frozenset({north})))
    assert (found["signal"], found["session"], found["observation"], found["cycle"]) == (1, 0, 0, 0)
    assert counts(desk, Scope(team_ids=frozenset({north}), to=date(2026, 11, 5)))["staff"] == 1
    assert found["staff"] == 0


def test_standards_and_cycles_narrow_what_hangs_on_them(desk: Desk, loop: Loop) -> None:
    assert counts(desk, Scope(standard_ids=frozenset({loop.standard}))) == counts(desk, Scope())
    none = counts(desk, Scope(standard_ids=frozenset({99})))
    assert {family: count for family, count in none.items() if count} == {"staff": 5}
    running = counts(desk, Scope(cycle_ids=frozenset({loop.running})))
    assert (running["cycle"], running["session"], running["signal"], running["evidence"]) == (1, 0, 0, 0)
    assert running["staff"] == 3  # coachee, coach and validator


def test_a_scope_is_told_in_words(desk: Desk, loop: Loop) -> None:
    with desk.read() as conn:
        told = dict(
            described(conn, Scope(date(2026, 7, 1), date(2026, 9, 30), standard_ids=frozenset({loop.standard})))
        )
    assert told["Period"] == "Jul 1, 2026 to Sep 30, 2026"
    assert told["Teams"] == "all"
    assert told["Standards"] == "HD-01 Escalating health deterioration"
