"""How rows are read: first ids early, stale answers dropped, a long table held in little memory."""

from __future__ import annotations

import threading
import tracemalloc
from array import array
from typing import Any

import pytest
import sqlalchemy as sa

from coachdesk.queries.table import Column, Where
from tests.ui.support import make_operations
from tests.ui.tables.conftest import QUERY, Desk, MakeTable, make_desk, many, numbers
from ui.operations import ThreadRunner
from ui.tables import MemoryReader, QueryReader
from ui.tables.windows import WINDOW, WINDOWS_KEPT, same_head, same_tail


class Later:
    """Reads that wait until they are told to happen, like a busy worker."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.waiting: list[tuple[Any, Any, Any]] = []

    def read(self, query: Any, *args: Any, done: Any, failed: Any = None, owner: Any = None, latest: str = "") -> None:
        self.waiting.append((query, done, failed))

    def step(self, place: int = 0) -> None:
        """Look up and answer."""
        self.look_up(place)()

    def look_up(self, place: int = 0) -> Any:
        """Look up now; the answer comes when the returned function is called."""
        query, done, failed = self.waiting.pop(place)
        try:
            with self.desk.read() as conn:
                result = query(conn)
        except sa.exc.SQLAlchemyError as error:
            broken = error
            return lambda: failed(broken)
        return lambda: done(result)


def test_the_first_rows_come_before_all_are_known(big_desk: Desk, make_table: MakeTable) -> None:
    later = Later(big_desk)
    table = make_table(big_desk, reads=later)
    assert table.model.busy
    seen: list[int] = []
    table.model.rowsInserted.connect(lambda *_: seen.append(table.model.rowCount()))
    later.step()
    assert seen == [500, 5000]
    assert not table.model.busy


def test_an_answer_to_an_older_question_is_dropped(big_desk: Desk, make_table: MakeTable) -> None:
    later = Later(big_desk)
    table = make_table(big_desk, reads=later)
    table.set_where(Where(text="C-0000001"))
    table.set_where(Where(text="C-0000002"))
    for place in (2, 0, 0):
        later.step(place)
    assert numbers(table) == ["C-0000002"]
    later.waiting.clear()  # the count of all
    table.set_where(Where(text="C-0000003"))
    answer = later.look_up()
    table.set_where(Where(text="C-0000004"))
    later.step()
    answer()
    assert numbers(table) == ["C-0000004"]


def test_old_rows_stay_on_screen_while_new_ones_are_looked_for(big_desk: Desk, make_table: MakeTable) -> None:
    later = Later(big_desk)
    table = make_table(big_desk, reads=later)
    later.step()
    table.refresh({1})
    assert table.model.rowCount() == 5000
    table.set_where(Where(text="C-0000002"))
    assert table.model.rowCount() == 5000


def test_with_the_real_worker_typing_fast_shows_the_last_filter(make_table: MakeTable, qtbot: Any) -> None:
    desk = make_desk(many(20_000))
    operations, recorder = make_operations(desk, runner=ThreadRunner())
    table = make_table(desk, reads=operations)
    for typed in ("C", "C-", "C-00", "C-000001", "C-0000017"):
        table.set_where(Where(text=typed))
    qtbot.waitUntil(lambda: not table.model.busy and not operations.busy, timeout=10_000)
    assert numbers(table) == ["C-0000017"]
    assert table.count_text() == "1 of 20,000"
    assert recorder.troubles == []
    assert recorder.bugs == []
    operations._runner.close()
    desk.engine.dispose()


def test_a_running_search_is_stopped_when_a_newer_one_is_asked_for(desk: Desk) -> None:
    later = Later(desk)
    reader = QueryReader(QUERY, desk.read, later)
    stopped: list[str] = []

    class Driver:
        def interrupt(self) -> None:
            stopped.append(threading.current_thread().name)

    nothing: Any = lambda *_: None  # noqa: E731 - a callback that does nothing
    reader.ids(Where(text="a"), (), first=nothing, done=nothing, failed=nothing)
    reader._running = (1, Driver())
    reader.ids(Where(text="ab"), (), first=nothing, done=nothing, failed=nothing)
    assert stopped == [threading.current_thread().name]
    reader._running = (2, Driver())
    reader._stop_older()
    assert len(stopped) == 1


def test_parts_of_ids_hold_the_beginning_and_then_everything(big_desk: Desk) -> None:
    with big_desk.read() as conn:
        for where in (Where(), Where(text="c-"), Where(text="kim")):
            whole = QUERY.ids(conn, where, (("due", True),))
            parts = list(QUERY.first_and_all_ids(conn, where, (("due", True),), first=100))
            assert parts == [whole[:100], whole]
        assert list(QUERY.first_and_all_ids(conn, Where(text="C-0000017"))) == [array("q", [17])]
        assert list(QUERY.first_and_all_ids(conn, Where(ids=frozenset({3, 1})))) == [array("q", [1, 3])]
        assert list(QUERY.first_and_all_ids(conn, Where(text="nobody"))) == [array("q")]


def test_only_a_few_windows_are_kept(big_desk: Desk, make_table: MakeTable) -> None:
    table = make_table(big_desk)
    numbers(table)
    assert len(table.model._windows._windows) <= WINDOWS_KEPT
    big_desk.reads = 0
    table.model.values(0)
    table.model.values(WINDOW - 1)
    assert big_desk.reads == 1


def test_a_long_table_takes_little_memory(make_table: MakeTable) -> None:
    desk = make_desk(many(100_000))
    table = make_table(desk)
    table.set_where(Where(text="nothing"))
    tracemalloc.start()
    table.set_where(Where())
    for row in range(0, 100_000, 977):
        table.model.cell(row, 1)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert table.model.rowCount() == 100_000
    assert grown < 6_000_000  # 60 MB for a million rows, and most of that are windows, which do not grow
    desk.engine.dispose()


@pytest.mark.parametrize(
    ("old", "new", "head", "tail"),
    [
        ([1, 2, 3], [1, 2, 3], 3, 0),
        ([1, 2, 3], [1, 9, 2, 3], 1, 2),
        ([1, 2, 3], [3], 0, 1),
        ([], [1], 0, 0),
        ([1, 1, 1], [1, 1], 2, 0),
        ([1, 2, 3, 4], [1, 3, 2, 4], 1, 1),
        ([4, 5], [6, 7], 0, 0),
    ],
)
def test_what_two_lists_share_at_both_ends(old: list[int], new: list[int], head: int, tail: int) -> None:
    first, second = array("q", old), array("q", new)
    assert (same_head(first, second), same_tail(first, second, head)) == (head, tail)


def test_a_list_in_memory_feeds_the_same_table() -> None:
    columns = (Column("name", "Name", sa.null()), Column("age", "Age", sa.null(), "int"))
    reader = MemoryReader(columns, [(1, ("Łukasz", 30)), (2, ("anna", None)), (3, ("Bo", 30))])
    found: list[list[int]] = []

    def ask(where: Where, order: tuple[tuple[str, bool], ...]) -> list[int]:
        reader.ids(where, order, first=found.clear, done=lambda ids: found.append(list(ids)), failed=found.clear)  # type: ignore[arg-type]  # never called
        return found[-1]

    assert ask(Where(), (("age", True), ("name", False))) == [3, 1, 2]
    assert ask(Where(text="łu"), ()) == [1]
    assert ask(Where(among={"age": frozenset({None})}), ()) == [2]
    assert ask(Where(between={"age": (20, None)}, ids=frozenset({1, 2})), ()) == [1]
    assert reader.rows([3, 99]) == {3: ("Bo", 30)}
