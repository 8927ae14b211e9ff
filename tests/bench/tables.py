"""A table of 1,000,000 rows as a page has it: the declared signals through DeskTable and QueryReader."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coachdesk.queries.signals import SIGNALS
from coachdesk.store.desk import Desk, open_desk
from tests.bench.yardstick import million_signals


def application() -> None:
    """Make the application, offscreen, in the light theme."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_QPA_UPDATE_IDLE_TIME"] = "0"  # paint at once: without a screen Qt would wait for more to paint
    from ui import app, theme
    from ui.steadfast import keep_singletons

    keep_singletons()
    theme.install(app.make_application(), "light")


@contextmanager
def desk_and_operations() -> Iterator[tuple[Desk, Any]]:
    """The desk of 1,000,000 signals and the operations of a window over it; makes the application too."""
    application()
    from coachdesk.changes import Actor
    from tests.ui.support import Recorder
    from ui.operations import Operations

    with open_desk(million_signals(), mode="read") as desk:
        operations = Operations(desk, Actor(1, "Anna Petrov", "coordinator"), Recorder())
        try:
            yield desk, operations
        finally:
            operations.close()


def shown(desk: Desk, operations: Any) -> Any:
    """The table, visible and full."""
    from tests.bench.windows import wait_until
    from ui.tables import DeskTable, QueryReader, TableSpec

    reader = QueryReader(SIGNALS, desk.read, operations)
    table = DeskTable(TableSpec("bench", "Signals", SIGNALS.columns, reader))
    reader.setParent(table)
    table.resize(1400, 860)
    table.show()
    wait_until(operations.when_idle)
    return table
