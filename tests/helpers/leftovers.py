"""Finds what a test left running: threads, Qt threads, timers, animations and top-level windows, each with its origin.

`watch()` is installed once per process and remembers which line started what; `Leftovers` compares before and after.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

ROOT = Path(__file__).resolve().parents[2]
GRACE_S = 2.0  # a worker that was told to stop may need a moment
OTHERS = ("pytest_timeout", "execnet", "pydevd", "Thread-execnet")  # threads of the tools that run the tests

_origins: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
_qt_started: dict[str, WeakSet[Any]] = {}


def _origin() -> str:
    """The innermost line of this project, outside this file, that is now running."""
    for frame in reversed(traceback.extract_stack()):
        path = Path(frame.filename)
        if path.is_relative_to(ROOT) and ".venv" not in path.parts and path != Path(__file__):
            return f"{path.relative_to(ROOT)}:{frame.lineno} in {frame.name}"
    return "outside the project"


def _remember(owner: type, method: str, kind: str | None = None) -> None:
    """Wrap `owner.method` so that each call notes where it came from."""
    original = getattr(owner, method)

    @wraps(original)
    def started(self: Any, *args: Any, **kwargs: Any) -> Any:
        _origins[self] = _origin()
        if kind is not None:
            _qt_started.setdefault(kind, WeakSet()).add(self)
        return original(self, *args, **kwargs)

    setattr(owner, method, started)


def watch() -> None:
    """Begin to remember starts. Call once, before the code under test is imported."""
    from PySide6.QtCore import QAbstractAnimation, QThread, QTimer

    _remember(threading.Thread, "start")
    _remember(QThread, "start", "QThread")
    _remember(QTimer, "start", "QTimer")
    _remember(QAbstractAnimation, "start", "animation")


def _alive(kind: str, running: Callable[[Any], bool]) -> Iterator[Any]:
    from shiboken6 import isValid

    for thing in list(_qt_started.get(kind, ())):
        if isValid(thing) and running(thing):
            yield thing


def _name(thing: Any) -> str:
    return thing.objectName() or type(thing).__name__


def _threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if not thread.name.startswith(OTHERS)}


def _windows() -> list[Any]:
    """Top-level widgets without a parent; popups owned by a widget go with it."""
    from PySide6.QtWidgets import QApplication

    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _application() -> Any:
    """The QApplication, or None while there is no window system in this process."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets else None


class Leftovers:
    """What runs now; `left()` later tells what runs in addition, in words."""

    def __init__(self) -> None:
        self._threads = _threads()
        # Kept by weak or whole references, never by id(): an address is soon used again by something new.
        self._qt = WeakSet(thing for kind in _qt_started for thing in _qt_started[kind])
        self._windows = _windows() if _application() else []

    def left(self) -> list[str]:
        """One sentence for each thing left behind, after a grace period; empty if all is quiet."""
        found = self._look()
        deadline = time.monotonic() + GRACE_S
        oldest = 1  # what a test made is young; only what outlives that is looked for everywhere
        while found and time.monotonic() < deadline:
            gc.collect(oldest)  # windows and timers that only a reference circle keeps are not leaks
            oldest = 2
            time.sleep(0.02)
            found = self._look()
        return found

    def _look(self) -> list[str]:
        found = [
            f"thread {thread.name!r}, started at {_origins.get(thread, 'an unknown line')}"
            for thread in _threads() - self._threads
        ]
        if _application():
            self._settle()
            found += self._look_qt()
        return found

    @staticmethod
    def _settle() -> None:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()

    def _look_qt(self) -> list[str]:
        from PySide6.QtCore import QAbstractAnimation, QThreadPool

        running = QAbstractAnimation.State.Running
        things = [
            *((thing, "QThread") for thing in _alive("QThread", lambda thread: thread.isRunning())),
            *((thing, "QTimer") for thing in _alive("QTimer", lambda timer: timer.isActive())),
            *((thing, "animation") for thing in _alive("animation", lambda moving: moving.state() == running)),
        ]
        found = [
            f"{kind} {_name(thing)!r}, started at {_origins.get(thing, 'an unknown line')}"
            for thing, kind in things
            if thing not in self._qt
        ]
        if QThreadPool.globalInstance().activeThreadCount():
            found.append("work in QThreadPool.globalInstance()")
        found += [
            f"window {_name(window)!r} titled {window.windowTitle()!r}"
            for window in _windows()
            if not any(window is known for known in self._windows)
        ]
        return found
