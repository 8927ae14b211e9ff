"""Keeping the search index of a long list up to now, in a quiet moment and on a thread of its own.

The thread reads the desk a little at a time and writes only the index, so that no save waits for it.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from coachdesk.store.texts import TextSource
    from ui.operations import Operations

log = logging.getLogger(__name__)

FIRST_AFTER_MS = 5_000  # the first page and what the frame shows come first
AGAIN_AFTER_MS = 30_000  # after a change; until then a search looks at what was touched as well
REST_S = 0.01  # between two readings
REST_WHILE_BUSY_S = 0.1


class Indexing(QObject):
    """The index of one window's desk. `start` when the window is shown, `stop` before the desk closes."""

    def __init__(self, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Look after a while whether there is anything to do, and again after changes."""
        if self._operations.desk.writable:
            self._operations.changed.connect(lambda _changes: self._timer.start(AGAIN_AFTER_MS))
            self._timer.start(FIRST_AFTER_MS)

    def stop(self) -> None:
        """End at once; what was indexed so far is kept."""
        self._timer.stop()
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    @property
    def working(self) -> bool:
        """Whether the index is being written."""
        return self._thread is not None and self._thread.is_alive()

    def _look(self) -> None:
        if self._operations.closed or self._stop.is_set():
            return
        if self._operations.busy or self.working:
            self._timer.start(FIRST_AFTER_MS)
            return
        self._operations.read(self._wanted, done=self._begin, failed=lambda _error: None, owner=self)

    def _wanted(self, conn: sa.Connection) -> list[TextSource]:
        from coachdesk.queries.searched import SEARCHED

        return self._operations.desk.texts.wanted(conn, [query.texts for query in SEARCHED])

    def _begin(self, sources: Sequence[TextSource]) -> None:
        if sources and not self._stop.is_set():
            self._thread = threading.Thread(target=self._work, args=(sources,), name="search index")
            self._thread.start()

    def _work(self, sources: Sequence[TextSource]) -> None:
        desk = self._operations.desk
        try:
            desk.texts.catch_up(desk.read, sources, self._rest)
        except Exception:
            log.exception("the search index could not be brought up to now")

    def _rest(self) -> bool:
        return self._stop.wait(REST_WHILE_BUSY_S if self._operations.busy else REST_S)
