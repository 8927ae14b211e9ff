"""Scrolling a widget step by step: how long each frame takes, and the wheel and keys that make it scroll."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from tests.bench.figures import Times

NOT_COUNTED = 20  # the first frames, in which much is made for the first time
PATIENCE = 50  # rounds of the event loop in which a step that moves something has long been painted


def timed_frames(window: QWidget, step: Callable[[], object], count: int, *, may_rest: bool = False) -> Times:
    """Time `count` steps. may_rest: a step may move nothing; where nothing is painted, nothing is counted."""
    painted = False

    class Painting(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            nonlocal painted
            if event.type() == QEvent.Type.UpdateRequest:
                watched.event(event)
                painted = True
                return True
            return False

    filter_ = Painting()
    window.installEventFilter(filter_)
    taken, worked = [], []
    flags = QEventLoop.ProcessEventsFlag.AllEvents if may_rest else QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    for number in range(count + NOT_COUNTED):
        begun, busy = time.perf_counter(), time.thread_time()
        painted, waited = False, 0
        step()
        while not painted and not (may_rest and waited == PATIENCE):
            QCoreApplication.processEvents(flags)
            waited += 1
        if painted and number >= NOT_COUNTED:
            taken.append((time.perf_counter() - begun) * 1000)
            worked.append((time.thread_time() - busy) * 1000)
    window.removeEventFilter(filter_)
    return taken, worked


def turn_wheel(view: QAbstractItemView, at: QPointF, by: int = -120) -> None:
    """Turn the wheel over a place of the view, 120 a notch, downwards when negative."""
    where, none = view.viewport().mapToGlobal(at), Qt.MouseButton.NoButton
    no_key, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    QCoreApplication.sendEvent(
        view.viewport(), QWheelEvent(at, where, QPoint(), QPoint(0, by), none, no_key, phase, False)
    )


def press(view: QAbstractItemView, key: Qt.Key) -> None:
    """Press a key in the view."""
    QCoreApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
