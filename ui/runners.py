"""Where work for the desk happens: one thread beside the window, or at once (tests, gallery)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal


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
    """One thread, in order; results travel back through a queued signal."""

    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._delivered.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def submit(self, work: Callable[[], None]) -> None:
        """Queue it on the worker."""
        self._executor.submit(work)

    def deliver(self, call: Callable[[], None]) -> None:
        """Queue it on the window's thread (called from the worker)."""
        self._delivered.emit(call)

    def close(self) -> None:
        """Wait for what runs; queued work that has not begun is done too, because a save was promised."""
        self._executor.shutdown(wait=True)

    def _receive(self, call: Callable[[], None]) -> None:
        call()
