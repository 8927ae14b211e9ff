"""The floor of starting: an empty Qt window with SQLAlchemy imported. Says "usable" once it is painted."""

from __future__ import annotations

import os
import sys

import sqlalchemy.orm  # noqa: F401 - what is measured is having it
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Window(QMainWindow):
    """Ends the process when it was painted."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            QTimer.singleShot(0, end)
        return super().event(event)


def end() -> None:
    """Say so, and go without tidying up: the time is taken."""
    print("usable", flush=True)
    os._exit(0)


def main() -> None:
    """Show the window."""
    app: QObject = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1440, 900)
    window.show()
    window.update()
    assert isinstance(app, QApplication)
    app.exec()


if __name__ == "__main__":
    main()
