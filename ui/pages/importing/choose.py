"""The first sight of an import: choose a file or drop one; a file that was refused says why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from coachdesk.errors import DeskError
from coachdesk.i18n import translate
from ui import theme
from ui.pages.importing.refusal import Refusal
from ui.widgets import EmptyState


class ChooseFile(QWidget):
    """`asked` when the person wants to choose a file."""

    asked = Signal()

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("between"))
        self.refusal = Refusal()
        column.addWidget(self.refusal)
        frame = QFrame()
        theme.mark(frame, role="card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        self.invitation = EmptyState(
            "file-spreadsheet",
            title,
            text,
            translate("Importing", "Choose file…"),
        )
        self.invitation.acted.connect(self.asked)
        inside.addWidget(self.invitation, 0, Qt.AlignmentFlag(0))
        column.addWidget(frame, 1)

    def show_refusal(self, error: DeskError | None) -> None:
        """Say why the last file could not be read; None takes it away."""
        self.refusal.say(error)
