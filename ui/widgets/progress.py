"""Shows how far long work is, in words and as a bar, and lets the person stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.widgets.basics import ElidedLabel, button, label


class ProgressPanel(QFrame):
    """A line of text, a bar, a Cancel button; `cancelled` once when it is pressed."""

    cancelled = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="panel")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 14)
        grid.setHorizontalSpacing(theme.px("between"))
        self._text = label(text)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)
        self._detail = ElidedLabel("", role="small")
        self._cancel = button(translate("Widgets", "Cancel"), slot=self._stop)
        grid.addWidget(self._text, 0, 0)
        grid.addWidget(self._bar, 1, 0)
        grid.addWidget(self._detail, 2, 0)
        grid.addWidget(self._cancel, 0, 1, 3, 1)
        grid.setColumnStretch(0, 1)

    def set_progress(self, done: int, total: int, detail: str = "") -> None:
        """`done` of `total` steps; total 0 means nobody knows."""
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(min(done, total) if total else 0)
        self._detail.set_whole_text(detail)

    def set_text(self, text: str) -> None:
        """What is being done."""
        self._text.setText(text)
        self._bar.setAccessibleName(text)

    def set_cancellable(self, possible: bool) -> None:
        """Whether the work can still be stopped."""
        self._cancel.setVisible(possible)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._text.setText(translate("Widgets", "Stopping…"))
        self.cancelled.emit()
