"""Watching a window: when a page is usable, when its first rows are there, and how long it did not answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.pages import Page, PageEntry

LONGEST_MS = 120_000


class Painted(QObject):
    """Calls `told` when the widget's window has next painted itself whole; asks it to paint."""

    def __init__(self, widget: QWidget, told: Callable[[], object]) -> None:
        super().__init__(widget)
        self._told = told
        self._window = widget.window()
        self._window.installEventFilter(self)
        widget.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._told)  # by then the painting that was asked for is done
        return False


def watched(entry: PageEntry, told: Callable[[Page], object]) -> PageEntry:
    """The same page, calling `told` once everything it first asked the desk for is there and painted.

    Reads of a window are answered in order: one more read, asked for when the page is shown, comes back after all
    those the page itself asked for.
    """

    def load() -> type[Page]:
        page_class: Any = entry.load()

        class Watched(page_class):  # type: ignore[misc]  # the class is only known when it is loaded
            def showEvent(self, event: QShowEvent) -> None:
                super().showEvent(event)
                self.context.operations.read(_nothing, done=lambda _none: Painted(self, lambda: told(self)))

        return Watched

    return replace(entry, load=load)


def _nothing(conn: object) -> None:
    del conn


@dataclass
class Stall:
    """The longest time in which the event loop did not come round, in ms."""

    longest: float = 0.0


@contextmanager
def stalls() -> Iterator[Stall]:
    """Measure the longest stall of the block: a timer that is due every millisecond tells how late it was."""
    found = Stall()
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        found.longest = max(found.longest, (now - last) * 1000)
        last = now

    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=1)
    timer.timeout.connect(tick)
    timer.start()
    try:
        yield found
    finally:
        timer.stop()
        tick()


def wait_until(begin: Callable[[Callable[[], None]], object]) -> None:
    """Run the event loop until the function handed to `begin` is called."""
    loop = QEventLoop()
    late = QTimer(singleShot=True, interval=LONGEST_MS)
    late.timeout.connect(lambda: loop.exit(1))
    late.start()
    QTimer.singleShot(0, lambda: begin(lambda: loop.exit(0)))
    if loop.exec():
        raise TimeoutError("the window did not get ready")
    late.stop()
