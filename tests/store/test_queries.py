"""All declared tables on a desk on which the loop has run; what pickers offer, search finds, single records hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coachdesk.queries import agency, lookups, search
from coachdesk.queries.evidence import evidence_detail, export_detail
from coachdesk.queries.families import TABLES
from coachdesk.queries.measures import measure_detail
from coachdesk.queries.observations import observation_detail
from coachdesk.queries.sessions import session_detail
from coachdesk.queries.signals import signal_detail
from coachdesk.queries.table import Where
from coachdesk.services import places
from coachdesk.services import staff as people
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk
from tests.helpers.asking import statements
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.loop import Loop, run_loop

S = Settings()


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Desk]:
    """A desk with a closed and a running cycle; tests of this module only read it."""
    with new_desk(tmp_path_factory.mktemp("queries"), clock) as made:
        yield made


@pytest.fixture(scope="module")
def loop(desk: Desk, clock: Clock) -> Loop:
    return run_loop(desk, clock)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Desk, Clock]]:
    """A desk of the test's own."""
    clock = Clock()
    with new_desk(tmp_path, clock) as made:
        yield made, clock


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_sorts_searches_and_filters_by_every_column(desk: Desk, loop: Loop, name: str) -> None:
    query = TABLES[name]
    with desk.read() as conn:
        ids = query.ids(conn)
        rows = query.rows(conn, ids)
        assert query.count(conn) == len(ids) == len(rows)
        assert dict(query.all(conn)) == rows
        assert len(query.ids(conn, Where(text="no such text anywhere"))) == 0
        for place, column in enumerate(query.columns):
            upward, downward = (query.ids(conn, order=[(column.key, down)]) for down in (False, True))
            assert sorted(upward) == sorted(downward) == sorted(ids)
            values = {values[place] for values in rows.values()}
            for value in values:
                if column.kind in ("choice", "bool", "text", "int"):
                    kept = query.ids(conn, Where(among={column.key: frozenset({value})}))
                    assert set(kept) == {key for key, values in rows.items() if values[place] == value}
            if column.kind in ("date", "datetime") and (present := [value for value in values if value is not None]):
                kept = query.ids(conn, Where(between={column.key: (min(present), None)}))
                assert set(kept) == {key for key, values in rows.items() if values[place] is not None}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_window_of_rows_is_read_by_keys_alone(desk: Desk, loop: Loop, name: str) -> None:
    """Whatever a column looks up, it finds by an index: no table is read through for a window of rows."""
    query = TABLES[name]
    with desk.read() as conn:
        with statements(conn) as seen:
            query.rows(conn, [1, 2, 3])
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {seen[0][0]}", seen[0][1]).all()
        scans = [line[3] for line in plan if line[3].startswith("SCAN") and "CONSTANT ROW" not in line[3]]
        assert scans == []


@pytest.mark.parametrize("name", ["cycles", "sessions", "signals", "observations", "trail", "evidence"])
def test_the_first_rows_of_a_long_table_need_no_sorting(desk: Desk, loop: Loop, name: str) -> None:
    with desk.read() as conn:
        with statements(conn) as seen:
            TABLES[name].ids(conn, limit=500)
        plan = " ".join(line[3] for line in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {seen[0][0]}", seen[0][1]))
        assert "INDEX" in plan or "PRIMARY KEY" in plan
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_pickers_offer_only_what_may_be_chosen(fresh: tuple[Desk, Clock]) -> None:
    desk, clock = fresh
    loop = run_loop(desk, clock)
    people.leave_staff(desk, RENEE, loop.dana, clock().date())
    closed = places.add_place(desk, RENEE, "team", "Closed team").result
    places.edit_place(desk, RENEE, "team", closed, name="Closed team", active=False)
    today = clock().date()
    with desk.read() as conn:
        assert "Dąbrowski, Łukasz" in [option.label for option in lookups.active_staff(conn, today)]
        later = lookups.active_staff(conn, today + timedelta(days=1))
        assert [option.label for option in later] == ["Marín, Luis", "Nguyễn, Thanh", "Okafor, Renee", "李, 小龍"]
        assert [option.label for option in lookups.coaches(conn, today)] == ["Okafor, Renee"]
        assert lookups.places(conn, "team") == ()
        assert [option.label for option in lookups.open_cycles(conn)] == ["C-2026-0002"]
        assert [option.hint for option in lookups.published_versions(conn)] == ["version 1"]
        assert len(lookups.criteria(conn, 1)) == 2
        assert lookups.criteria(conn, None) == ()
        assert [option.label for option in lookups.coachees(conn, loop.running)] == ["小龍 李"]
        assert lookups.waiting_signals(conn) == ()
        assert [option.label for option in lookups.profiles(conn)] == ["Renee Okafor"]
        assert agency.actors(conn)[0].name == "Renee Okafor"
        assert agency.agency_detail(conn).name == "Harbor Community Supports"


def test_search_finds_people_without_accents_their_cycles_numbers_and_standards(desk: Desk, loop: Loop) -> None:
    def found(typed: str) -> list[tuple[str, str]]:
        with desk.read() as conn:
            return [(hit.page, hit.title) for hit in search.search(conn, typed)]

    assert found("nguyen")[0] == ("staff", "Thanh Nguyễn")
    assert ("cycles", "C-2026-0001 Escalating health deterioration") in found("nguyen")
    assert found("lukasz")[0] == ("staff", "Łukasz Dąbrowski")
    assert found("李")[0] == ("staff", "小龍 李")
    assert found("102")[0] == ("staff", "Łukasz Dąbrowski")
    assert found("C-2026-0002")[0] == ("cycles", "C-2026-0002 Shift handover")
    assert ("standards", "HD-01 Escalating health deterioration") in found("hd-01")
    assert ("signals", "S-0002 Late escalation") in found("2")
    assert found("s-2") == found("S-0002") == [("signals", "S-0002 Late escalation")]
    assert found("n-0001") == [("cycles", "N-0001 Shadow check-in")]
    assert found("shift hand")[0] == ("cycles", "C-2026-0002 Shift handover")
    assert ("evidence", "E-0001 Nurse-line log") in found("e-0001")
    assert found("nurse-line")[0] == ("evidence", "E-0001 Nurse-line log")
    assert found("") == found("100% nothing_like") == []


def test_single_records_are_frozen_plain_values(desk: Desk, loop: Loop, clock: Clock) -> None:
    today = clock().date()
    readers: list[Any] = [session_detail, observation_detail, measure_detail, evidence_detail, signal_detail]
    with desk.read() as conn:
        for read in readers:
            found = read(conn, 1, today, S)
            assert is_dataclass(found), read
            for field in fields(found):
                value = getattr(found, field.name)
                assert not isinstance(value, list | dict), (read, field.name)
            assert read(conn, 999, today, S) is None
        assert export_detail(conn, 1, today, S) is None
        signal = signal_detail(conn, 1, today, S)
    assert signal is not None
    assert signal.criterion_text == "Escalates within 4 h of first sign"
    assert [(one.id, one.number) for one in signal.cycles] == [(loop.closed, "C-2026-0001")]
    assert isinstance(signal.recorded_at, datetime)
