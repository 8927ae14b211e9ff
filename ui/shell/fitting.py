"""Fits windows: a dialog to its wrapping text (Qt alone guesses before fonts are known), a window to its screen."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget


def fit(dialog: QDialog) -> None:
    """As wide as asked (within its limits), as high as its text at that width; never less later."""
    for part in dialog.findChildren(QWidget):
        part.ensurePolished()
    layout = dialog.layout()
    if layout is None:
        return
    layout.activate()
    width = max(dialog.minimumWidth(), min(layout.sizeHint().width(), dialog.maximumWidth(), 560))
    height = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
    dialog.setMinimumHeight(height)
    dialog.resize(width, height)


def fit_screen(window: QWidget, width: int, height: int) -> None:
    """As large as given, or as the screen has room for: at 200% on a small laptop that is 640 by 360."""
    room = window.screen().availableGeometry().size()
    window.resize(min(width, room.width()), min(height, room.height() - 24))
