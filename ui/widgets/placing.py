"""Where a dialog stands: no larger than the screen, over the middle of the window it belongs to, all of it in sight.

Qt places a dialog before it is shown, by the size it has then. One that takes its size when it is shown has to be
placed again: on Windows nobody else does, and its buttons would end below the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(24, 48)  # a window's frame and title, which are not known before it is shown


def room_for(window: QWidget) -> QSize:
    """How large it may be on its screen, with a frame around it."""
    return window.screen().availableGeometry().size() - FRAME


def take_size(window: QWidget, wanted: QSize) -> None:
    """Give a dialog that is being shown its size, as far as the screen has room, and its place."""
    window.resize(wanted.boundedTo(room_for(window)))
    place(window)


def place(window: QWidget) -> None:
    """Put it over the middle of the window it belongs to, whole on the screen."""
    screen = window.screen().availableGeometry()
    owner = window.parentWidget()
    middle = owner.window().frameGeometry().center() if owner is not None else screen.center()
    frame = window.frameGeometry()
    frame.moveCenter(middle)
    left = min(frame.left(), screen.right() + 1 - frame.width())
    top = min(frame.top(), screen.bottom() + 1 - frame.height())
    window.move(QPoint(max(left, screen.left()), max(top, screen.top())))
