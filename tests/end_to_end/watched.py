"""Runs the real program, as `python -m coachdesk` does, and says what is on its screen; it looks but never touches.

`python watched.py SOCKET [words of the command line]`. A thread answers each line it is sent with a line of JSON. To
"look": what Qt tells a screen reader about every window that is shown (QAccessible: role, name, value, state, place).
To "picture FILE": the screen, saved as a picture. Nothing here can press, type or change anything; what a test finds
this way, a person with a screen reader finds too.
"""

from __future__ import annotations

import json
import runpy
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

MOST_CHILDREN = 2500  # cells of a table; more than any test looks at
PATIENCE = 20.0  # seconds a window may take to answer before the test hears that it did not


def main() -> None:
    """Begin to answer, then be `python -m coachdesk`."""
    place = sys.argv.pop(1)
    threading.Thread(target=_answer, args=(place,), daemon=True).start()
    runpy.run_module("coachdesk", run_name="__main__", alter_sys=True)


def _answer(place: str) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(place)
        for asked in line.makefile("r"):
            verb, _, rest = asked.strip().partition(" ")
            answer = _in_window_thread(_windows if verb == "look" else partial(_picture, rest))
            line.sendall((json.dumps(answer) + "\n").encode())


def _in_window_thread(look: Callable[[Any], Any]) -> Any:
    """What `look` says, asked in the thread of the window; None before there is one, or when it does not answer."""
    widgets, core = sys.modules.get("PySide6.QtWidgets"), sys.modules.get("PySide6.QtCore")
    app = widgets.QApplication.instance() if widgets else None
    if app is None or core is None:
        return None
    found: list[Any] = []
    done = threading.Event()

    def run() -> None:
        try:
            found.append(look(app))
        finally:
            done.set()

    core.QTimer.singleShot(0, app, run)
    return found[0] if done.wait(PATIENCE) and found else None


def _picture(file: str, app: Any) -> bool:
    return bool(app.primaryScreen().grabWindow(0).save(file))


def _windows(app: Any) -> list[dict[str, Any]]:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QAccessible

    QAccessible.setActive(True)  # as with a screen reader: lists tell when they changed
    shown = []
    for window in app.topLevelWidgets():
        interface = QAccessible.queryAccessibleInterface(window) if window.isVisible() else None
        if interface is None:
            continue
        items: list[dict[str, Any]] = []
        _walk(interface, interface.rect(), items, 0)
        shown.append(
            {
                "id": int(window.winId()),
                "title": window.windowTitle(),
                "active": window.isActiveWindow(),
                "modal": window.isModal(),
                "kind": window.windowType().name,
                "popup": window.windowType() == Qt.WindowType.Popup,
                "busy": _busy(window),
                "items": items,
            }
        )
    return shown


def _busy(window: Any) -> bool:
    """Whether it is still saving or reading: what a person sees as a page that has not come to rest."""
    context = getattr(window, "context", None)
    return context is not None and context.operations.busy


def _walk(interface: Any, clip: Any, items: list[dict[str, Any]], depth: int) -> None:
    from PySide6.QtGui import QAccessible

    state, rect, role = interface.state(), interface.rect(), interface.role().name
    if state.invisible and depth:
        return
    seen = rect.intersected(clip)
    items.append(
        {
            "role": role,
            "name": _name(interface, role),
            "value": interface.text(QAccessible.Text.Value),
            "about": interface.text(QAccessible.Text.Description),
            "rect": rect.getRect(),
            "clip": clip.getRect(),
            "depth": depth,
            "enabled": not state.disabled,
            "focused": bool(state.focused),
            "checked": bool(state.checked),
            "selected": bool(state.selected),
        }
    )
    for place in range(min(interface.childCount(), MOST_CHILDREN)):
        child = interface.child(place)
        if child is not None and child.isValid():
            _walk(child, clip if seen.isEmpty() else seen, items, depth + 1)


def _name(interface: Any, role: str) -> str:
    """Its name; that of a combo box is its label's, since Qt gives its value as its name on Linux."""
    from PySide6.QtGui import QAccessible

    if role == "ComboBox":
        for related, kind in interface.relations(QAccessible.RelationFlag.Label):
            if kind & QAccessible.RelationFlag.Label:
                return str(related.text(QAccessible.Text.Name))
    return str(interface.text(QAccessible.Text.Name))


if __name__ == "__main__":
    main()
