"""Where work for the desk happens: one thread beside the window, or at once (tests, gallery)."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

TURN_S = 0.008  # for so long results are taken; then the window answers, lays out and paints before the next ones


class Runner(Protocol):
    """Where work happens: `submit` away from the window, `deliver` back on its thread, `close` when all is done."""

    def submit(self, work: Callable[[], None]) -> None: ...
    def deliver(self, call: Callable[[], None]) -> None: ...
    def close(self) -> None: ...


class InlineRunner:
    """Does everything at once on the caller's thread: tests, gallery."""

    def submit(self, work: Callable[[], None]) -> None:
        """Do it now."""
        work()

    def deliver(self, call: Callable[[], None]) -> None:
        """Do it now."""
        call()

    def close(self) -> None:
        """Nothing is pending, ever."""


class ThreadRunner(QObject):
    """One thread, in order; results come back in order too, a few at a time: many never make the window wait."""

    _delivered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._waiting: deque[Callable[[], None]] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._take)
        self._delivered.connect(self._turn.start, Qt.ConnectionType.QueuedConnection)

    def submit(self, work: Callable[[], None]) -> None:
        """Queue it on the worker."""
        self._executor.submit(work)

    def deliver(self, call: Callable[[], None]) -> None:
        """Queue it on the window's thread (called from the worker)."""
        self._waiting.append(call)
        self._delivered.emit()

    def close(self) -> None:
        """Wait for what runs; queued work that has not begun is done too, because a save was promised."""
        self._executor.shutdown(wait=True)

    def _take(self) -> None:
        until = time.perf_counter() + TURN_S
        while self._waiting:
            call = self._waiting.popleft()
            if self._waiting:
                self._turn.start()  # first: this one may open a dialog, and the others come while it is open
            call()
            if time.perf_counter() >= until:
                return
