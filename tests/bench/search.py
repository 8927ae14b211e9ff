"""Typing into the filter of 1,000,000 rows: first rows and all rows, against the same query on the bare driver.

The list has its search index, as it has in the program from a minute after it was first opened; what that takes is
measured too.
"""

from __future__ import annotations

import gc
import time
from array import array
from typing import Any

from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.table import Where
from coachdesk.store import sqlite, texts
from coachdesk.store.desk import Desk, open_desk
from tests.bench.figures import Figure, Pairs, Spread
from tests.bench.page import Statements, listened
from tests.bench.tables import desk_and_operations, shown
from tests.bench.yardstick import Options, million_signals

WORDS = {
    "a word in many rows": "note",
    "two words": "note p-4",
    "a number in few rows": "DS-0123",
    "nothing": "zzq",
    "old rows only": "DS-000",
}
FIRST_MS = 100.0


def run(options: Options) -> list[Figure]:
    """Each word is typed at once; what is timed ends when all ids are in the table."""
    found = indexed()
    with desk_and_operations() as (desk, operations):
        table = shown(desk, operations)
        conn = sqlite.connect(desk.path, desk.key, write=False)
        for name, word in WORDS.items():
            statements = without_index(desk, word)
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


def indexed() -> list[Figure]:
    """Make the index anew: how long it takes with nothing else to do, and how large it gets."""
    path = million_signals()
    texts.forget(path)
    with open_desk(path) as desk:
        begun = time.perf_counter()
        desk.texts.catch_up(desk.read, [SIGNALS.texts])
        taken = time.perf_counter() - begun
    size = texts.index_path(path).stat().st_size / 1e6
    note = f"the desk has {path.stat().st_size / 1e6:.0f} MB"
    return [
        Figure("search", "index 1,000,000 rows", "s", Spread(taken, taken, taken)),
        Figure("search", "the index of 1,000,000 rows", "MB", Spread(size, size, size), note=note),
    ]


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


def without_index(desk: Desk, text: str) -> Statements:
    """The query for the ids, as it reads the whole list."""
    with desk.read() as conn, listened() as statements:
        SIGNALS.ids(conn.execution_options(texts=None), Where(text))
    return statements


def ids(conn: Any, statements: Statements) -> float:
    """The same query, each row read as the driver gives it."""
    begun = time.perf_counter()
    for sql, values in statements:
        found = array("q")
        found.extend(one for (one,) in conn.execute(sql, values))
    return time.perf_counter() - begun
