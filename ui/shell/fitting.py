"""Gives a dialog with wrapping text the height its text needs; Qt alone guesses before fonts are known."""

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
