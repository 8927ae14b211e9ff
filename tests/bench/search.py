"""Typing into the filter of 1,000,000 rows: first rows and all rows, against the same query on the bare driver."""

from __future__ import annotations

import gc
import time
from array import array
from typing import Any

from coachdesk.queries.table import Where
from coachdesk.store import sqlite
from tests.bench.figures import Figure, Pairs, Spread
from tests.bench.page import Statements, listened
from tests.bench.tables import desk_and_operations, shown
from tests.bench.yardstick import Options

WORDS = {"a word in many rows": "note", "two words": "note p-4", "a number in few rows": "DS-0123", "nothing": "zzq"}
FIRST_MS = 100.0


def run(options: Options) -> list[Figure]:
    """Each word is typed at once; what is timed ends when all ids are in the table."""
    found = []
    with desk_and_operations() as (desk, operations):
        table = shown(desk, operations)
        conn = sqlite.connect(desk.path, desk.key, write=False)
        for name, word in WORDS.items():
            with listened() as statements:
                typed(table, operations, word)
            typed(table, operations, "")
            pairs, first = Pairs(), []
            for _ in range(options.runs):
                gc.collect()
                taken = typed(table, operations, word)
                pairs.ours.append(taken[1])
                first.append(taken[0] * 1000)
                pairs.floor.append(ids(conn, statements))
                typed(table, operations, "")
            count = f"{name}"
            found.append(pairs.figure("search", f"search 1,000,000 rows for {count}, all rows", "s", 1.3))
            what = f"search 1,000,000 rows for {count}, first rows"
            found.append(Figure("search", what, "ms", Spread.of(first), reach=FIRST_MS, runs=options.runs))
        conn.close()
        table.close()
    return found


def typed(table: Any, operations: Any, text: str) -> tuple[float, float]:
    """Filter by `text`; the seconds until the first rows are in the table, and until all are."""
    from tests.bench.windows import wait_until

    begun, first = time.perf_counter(), []
    link = table.model.reordered.connect(lambda _asked: first.append(time.perf_counter() - begun))

    def go(done: Any) -> None:
        nonlocal begun
        begun = time.perf_counter()
        table.set_where(Where(text))
        table.model.busy_changed.connect(lambda busy: None if busy else done())

    wait_until(go)
    whole = time.perf_counter() - begun
    table.model.busy_changed.disconnect()
    table.model.busy_changed.connect(table._busy_changed)
    table.model.reordered.disconnect(link)
    wait_until(operations.when_idle)
    return first[0] if first else whole, whole


def ids(conn: Any, statements: Statements) -> float:
    """The same queries for ids, each row read as the driver gives it; the count of all rows is not asked again."""
    searching = [(sql, values) for sql, values in statements if "ORDER BY" in sql]
    begun = time.perf_counter()
    for sql, values in searching:
        found = array("q")
        found.extend(one for (one,) in conn.execute(sql, values))
    return time.perf_counter() - begun
