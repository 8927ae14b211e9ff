"""What a save keeps ready between saves (limits, statements) is never older than the desk itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from coachdesk.errors import NotThere, StorageFailed
from coachdesk.records import FAMILIES
from coachdesk.records.agency import Agency, Counter, SettingValue
from coachdesk.records.base import UtcDateTime, table
from coachdesk.records.people import Team
from coachdesk.services import agency, history, places
from coachdesk.store import trail
from coachdesk.store.desk import Desk
from coachdesk.store.prepared import Prepared
from tests.helpers.desks import RENEE

KEY = "late_entry_days"


def limit(desk: Desk) -> int:
    """The limit as a save finds it."""
    with desk.change(RENEE, "look") as change:
        return int(getattr(change.settings, KEY))


def numbers(desk: Desk, series: str, count: int = 1) -> list[int]:
    with desk.change(RENEE, "count") as change:
        return [change.number(series) for _ in range(count)]


def by_id(one: trail.Recorded) -> tuple[str, int]:
    return one[:2]


def sound(desk: Desk) -> bool:
    with desk.read() as conn:
        return not list(trail.check_chain(conn))


@pytest.fixture
def default(desk: Desk) -> int:
    return limit(desk)


def test_a_changed_limit_governs_the_next_save(desk: Desk, default: int) -> None:
    agency.change_setting(desk, RENEE, KEY, str(default + 3))
    assert limit(desk) == default + 3
    places.add_place(desk, RENEE, "team", "North")
    assert limit(desk) == default + 3


def test_undoing_and_redoing_a_limit_governs_the_next_save(desk: Desk, default: int) -> None:
    agency.change_setting(desk, RENEE, KEY, str(default + 3))
    assert limit(desk) == default + 3
    history.undo(desk, RENEE)
    assert limit(desk) == default
    history.redo(desk, RENEE)
    assert limit(desk) == default + 3


def test_a_limit_that_was_taken_back_governs_nothing(desk: Desk, default: int) -> None:
    def refused() -> None:
        with desk.change(RENEE, "settings.change") as change:
            change.add(SettingValue(key=KEY, value=str(default + 3)))
            change.get(Agency, 2)

    with pytest.raises(LookupError):
        refused()
    assert limit(desk) == default


@pytest.mark.parametrize(
    "save",
    [
        lambda desk: agency.change_setting(desk, RENEE, KEY, "9"),
        lambda desk: places.add_place(desk, RENEE, "team", "N"),
    ],
    ids=["a limit", "a team"],
)
def test_what_could_not_be_committed_governs_nothing(desk: Desk, default: int, save: Callable[[Desk], object]) -> None:
    def fail(_conn: sa.Connection) -> None:
        raise OSError("the disk is gone")

    assert desk._writer is not None
    sa.event.listen(desk._writer, "commit", fail)
    with pytest.raises(StorageFailed, match="could not be reached"):
        save(desk)
    sa.event.remove(desk._writer, "commit", fail)
    assert limit(desk) == default
    agency.change_setting(desk, RENEE, KEY, str(default + 4))
    assert limit(desk) == default + 4
    assert sound(desk)


def test_a_limit_written_in_bulk_governs_the_next_save(desk: Desk, default: int) -> None:
    with desk.bulk() as conn:
        conn.execute(sa.insert(table(SettingValue)), {"key": KEY, "value": str(default + 5)})
    assert limit(desk) == default + 5


def test_numbers_rise_by_one_and_a_refused_save_gives_its_number_back(desk: Desk) -> None:
    assert numbers(desk, "signal", 3) == [1, 2, 3]
    assert numbers(desk, "cycle/2026") == [1]

    def refused() -> None:
        with desk.change(RENEE, "count") as change:
            change.get(Agency, change.number("signal"))

    with pytest.raises(NotThere):
        refused()
    assert numbers(desk, "signal") == [4]
    with desk.read() as conn:
        assert dict(conn.execute(sa.select(Counter.series, Counter.last)).all()) == {"signal": 4, "cycle/2026": 1}


def test_a_record_changed_or_added_again_after_it_was_added_stands_once_as_it_ended(desk: Desk) -> None:
    with desk.change(RENEE, "place.add") as change:
        waiting = Team(name="South")
        change.session.add(waiting)
        north = change.add(Team(name="North"))
        assert change.add(north) is north
        assert change.add(waiting) is waiting
        north.name = "Far north"
    with desk.read() as conn:
        last = sorted(list(trail.entries(conn))[-1].recorded(), key=by_id)
        rows = conn.execute(sa.select(Team.name, Team.rev, Team.active).order_by(Team.name)).all()
    assert rows == [("Far north", 2, True), ("South", 1, True)]
    assert sorted(after["name"] for _, _, _, after in last if after) == ["Far north", "South"]
    assert all(before is None for _, _, before, _ in last)
    history.undo(desk, RENEE)
    history.redo(desk, RENEE)
    with desk.read() as conn:
        assert sorted(list(trail.entries(conn))[-1].recorded(), key=by_id) == last
    assert sound(desk)


def test_records_have_no_relationships_that_a_flush_would_have_to_sort() -> None:
    assert not [name for name, cls in FAMILIES.items() if sa.inspect(cls).relationships]


class _Recorder:
    """Stands for a connection to a database that wants its values by name."""

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it without types

    def exec_driver_sql(self, text: str, values: Any = None) -> None:
        self.text, self.values = text, values


def test_a_prepared_statement_speaks_the_database_s_own_form() -> None:
    conn: Any = _Recorder()
    at = datetime(2026, 11, 9, 14, tzinfo=UTC)
    visit = sa.Table("visit", sa.MetaData(), sa.Column("seq", sa.Integer), sa.Column("at", UtcDateTime))
    Prepared(sa.insert(visit), ["seq", "at"]).run(conn, {"seq": 7, "at": at, "not asked for": 1})
    assert conn.text.startswith("INSERT INTO visit (seq, at) VALUES (%(seq)s::INTEGER, %(at)s::TIMESTAMP")
    assert conn.values == {"seq": 7, "at": at.replace(tzinfo=None)}
    Prepared(sa.insert(visit), ["seq"]).run(conn, [{"seq": 7}, {"seq": 8}])
    assert conn.values == [{"seq": 7}, {"seq": 8}]
