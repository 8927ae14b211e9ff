"""A refusal shown in place, calmly: what happened, each reason, what was kept, what to do."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from coachdesk.errors import DeskError, Refused
from ui import theme
from ui.widgets import label

MOST_REASONS = 6


class Refusal(QFrame):
    """Hidden until something is refused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="banner", tone="attention")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(4)
        self._happened = label("", "strong")
        self._reasons = label("", selectable=True)
        self._kept = label("")
        self._to_do = label("")
        for one in (self._happened, self._reasons, self._kept, self._to_do):
            column.addWidget(one)
        self.hide()

    def say(self, error: DeskError | None) -> None:
        """Show this refusal; None takes it away."""
        self.setVisible(error is not None)
        if error is None:
            return
        problems = error.problems if isinstance(error, Refused) else ()
        reasons = "\n".join(f"•  {problem.text}" for problem in problems[:MOST_REASONS])
        for shown, text in (
            (self._happened, error.happened),
            (self._reasons, reasons),
            (self._kept, error.kept),
            (self._to_do, error.to_do),
        ):
            shown.setText(text)
            shown.setVisible(bool(text))
        self.setAccessibleName(error.happened)
        self.setAccessibleDescription(" ".join(part for part in (reasons, error.kept, error.to_do) if part))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, str(error)))

    def text(self) -> str:
        """Everything that is said."""
        shown = (self._happened, self._reasons, self._kept, self._to_do)
        return "\n".join(one.text() for one in shown if one.text() and not one.isHidden())
