"""A PDF in a window of its own over the page: a pack before it is saved or after, or an evidence file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.errors import DeskError
from coachdesk.i18n import translate
from ui.context import Context
from ui.preview import PdfPreview
from ui.widgets import button, label

BEST = QSize(960, 900)


class LookDialog(QDialog):
    """Shows one PDF; `save` adds a button for what is not saved yet."""

    def __init__(
        self,
        context: Context,
        title: str,
        text: str = "",
        save: tuple[str, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("look")
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview = PdfPreview(context.ask, context.operations.reporter.trouble)
        # What is not saved yet is saved by the button below, which records it; not by the side.
        self.preview.save.setVisible(save is None)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        if text:
            column.addWidget(label(text, "muted"))
        column.addWidget(self.preview, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        if save is not None:
            self.save = button(save[0], "primary", slot=save[1])
            row.addWidget(self.save)
        close = button(translate("Evidence", "Close"), slot=self.reject)
        close.setAutoDefault(False)
        row.addWidget(close)
        column.addLayout(row)
        room = self.screen().availableGeometry().size() - QSize(40, 60)
        self.resize(BEST.boundedTo(room))

    def show_bytes(self, data: bytes, name: str) -> None:
        """Show a PDF that is only in memory, and open. Unreadable when it cannot be shown."""
        self.preview.show_bytes(data, name)
        self.open()

    def show_file(self, path: Path) -> None:
        """Show a PDF on disk, and open. Unreadable when it cannot be shown."""
        self.preview.show_file(path)
        self.open()


def look_at(context: Context, dialog: LookDialog, show: Callable[[LookDialog], None]) -> bool:
    """Show it, or say calmly why not; whether it is shown."""
    try:
        show(dialog)
    except DeskError as error:
        parent = dialog.parentWidget()
        dialog.deleteLater()
        context.operations.reporter.trouble(parent, error)
        return False
    return True
