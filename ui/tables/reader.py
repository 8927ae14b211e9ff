"""Where a table's rows come from: from the desk (ids by the worker, windows at once) or from a list in memory.

A `TableReader` finds ids away from the window and reads a window of rows on the window's own thread. `Operations` fits
`Reads` as it is; without one everything happens at once (tests, gallery).
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa
from PySide6.QtCore import QObject, Qt, Signal

from coachdesk.queries.table import Column, Order, Row, TableQuery, Where

Ids = Callable[["array[int]"], None]
Failed = Callable[[BaseException], None]
Connect = Callable[[], AbstractContextManager[sa.Connection]]


class Reads(Protocol):
    """What runs a query away from the window: ui.operations.Operations."""

    def read(
        self,
        query: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Failed | None = None,
        owner: QObject | None = None,
        latest: str = "",
    ) -> Any:
        """Call query(conn, *args) and later done(result); a newer read named `latest` makes an older one moot."""
        ...


class TableReader(Protocol):
    """What feeds a table model. A newer `ids` makes an older one moot: its callbacks never come."""

    def ids(self, where: Where, order: Order, *, first: Ids, done: Ids, failed: Failed) -> None:
        """Find the ids kept by `where` in `order`. `first` may bring the beginning early; `done` brings them all."""
        ...

    def rows(self, ids: Sequence[int]) -> dict[int, Row]:
        """The rows of these ids (a few hundred at most) at once; ids that are gone are left out."""
        ...

    def total(self, *, done: Callable[[int], None]) -> None:
        """How many there are when nothing is filtered."""
        ...


class _Relay(QObject):
    """Carries the first ids from the worker to the window's thread."""

    first = Signal(int, object)


class QueryReader(QObject):
    """Reads a TableQuery. `connect` gives a read connection on any thread (`desk.read`), `reads` is Operations."""

    def __init__(
        self, query: TableQuery, connect: Connect, reads: Reads | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.query = query
        self._connect = connect
        self._reads = reads
        self._ticket = 0
        self._relay = _Relay(self)
        self._relay.first.connect(self._on_first, Qt.ConnectionType.AutoConnection)
        self._first: Ids | None = None
        self._running: Any = None
        self._lock = threading.Lock()

    def ids(self, where: Where, order: Order, *, first: Ids, done: Ids, failed: Failed) -> None:
        """As TableReader. A query still running for an older call is stopped where the driver can."""
        self._ticket += 1
        ticket = self._ticket
        self._first = first

        def finished(found: array[int] | None) -> None:
            if ticket == self._ticket and found is not None:
                done(found)

        def broke(error: BaseException) -> None:
            if ticket == self._ticket:
                failed(error)

        def find(conn: sa.Connection) -> array[int] | None:
            return self._find(conn, ticket, where, order)

        if self._reads is None:
            try:
                with self._connect() as conn:
                    found = find(conn)
            except Exception as error:  # noqa: BLE001 - handed on to the table, which shows and reports it
                broke(error)
            else:
                finished(found)
            return
        self._reads.read(find, done=finished, failed=broke, owner=self, latest=f"table.{id(self)}")
        self._stop_older()

    def rows(self, ids: Sequence[int]) -> dict[int, Row]:
        """As TableReader, on the caller's own connection."""
        with self._connect() as conn:
            return self.query.rows(conn, ids)

    def total(self, *, done: Callable[[int], None]) -> None:
        """As TableReader; a count that cannot be had is not worth a message, the ids' own failure tells."""
        if self._reads is None:
            with self._connect() as conn:
                done(self.query.count(conn))
            return
        self._reads.read(self.query.count, done=done, failed=_ignore, owner=self, latest=f"total.{id(self)}")

    def _find(self, conn: sa.Connection, ticket: int, where: Where, order: Order) -> array[int] | None:
        """On the worker: the ids, the beginning told early; None when nobody waits for them any more."""
        if ticket != self._ticket:
            return None
        found: array[int] | None = None
        with self._lock:
            self._running = (ticket, conn.connection.driver_connection)
        try:
            for part in self.query.first_and_all_ids(conn, where, order):
                if ticket != self._ticket:
                    return None
                if found is None and self._reads is not None:
                    self._relay.first.emit(ticket, part)
                found = part
        finally:
            with self._lock:
                self._running = None
        return found

    def _stop_older(self) -> None:
        # Under the lock the driver's connection is certainly inside our own search, so that nothing else (a save on the
        # same worker) can be stopped by mistake.
        with self._lock:
            if self._running is not None and self._running[0] != self._ticket:
                interrupt = getattr(self._running[1], "interrupt", None)
                if interrupt is not None:
                    interrupt()

    def _on_first(self, ticket: int, part: object) -> None:
        if ticket == self._ticket and self._first is not None and isinstance(part, array):
            self._first(part)


def _ignore(error: BaseException) -> None:
    del error


class MemoryReader:
    """Rows from a list of (id, values): an import preview, a short list. Searches and sorts what the cells hold."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[tuple[int, Row]]) -> None:
        self._place = {column.key: place for place, column in enumerate(columns)}
        self._rows: dict[int, Row] = dict(rows)

    def replace(self, rows: Sequence[tuple[int, Row]]) -> None:
        """Other rows from now on; call the table's `refresh` afterwards."""
        self._rows = dict(rows)

    def ids(self, where: Where, order: Order, *, first: Ids, done: Ids, failed: Failed) -> None:
        """As TableReader, at once."""
        kept = [one for one, row in self._rows.items() if self._keeps(where, one, row)]
        for key, descending in reversed(list(order)):
            place = self._place[key]
            keys = {one: _sortable(self._rows[one][place]) for one in kept}
            kept.sort(key=keys.__getitem__, reverse=descending)
        done(array("q", kept))

    def rows(self, ids: Sequence[int]) -> dict[int, Row]:
        """As TableReader."""
        return {one: self._rows[one] for one in ids if one in self._rows}

    def total(self, *, done: Callable[[int], None]) -> None:
        """As TableReader."""
        done(len(self._rows))

    def _keeps(self, where: Where, one: int, row: Row) -> bool:
        if where.ids is not None and one not in where.ids:
            return False
        text = " ".join(str(value) for value in row if value is not None).casefold()
        if not all(word in text for word in where.text.casefold().split()):
            return False
        if not all(row[self._place[key]] in allowed for key, allowed in where.among.items()):
            return False
        return all(_between(row[self._place[key]], low, high) for key, (low, high) in where.between.items())


def _between(value: Any, low: Any, high: Any) -> bool:
    if value is None:
        return low is None and high is None
    return (low is None or value >= low) and (high is None or value <= high)


def _sortable(value: Any) -> tuple[int, Any]:
    """Missing values first, numbers and dates by size, everything else as text without regard to case."""
    if value is None:
        return (0, "")
    if isinstance(value, int | float):
        return (1, value)
    if isinstance(value, date):
        return (2, value.isoformat())
    return (3, str(value).casefold())
