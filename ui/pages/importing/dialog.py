"""An import over a page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coachdesk.i18n import translate
from ui.context import Context
from ui.pages.importing.importer import ImportView
from ui.pages.importing.kind import ImportKind
from ui.shell.overlay import WorkCard
from ui.widgets import button, label
from ui.widgets.placing import take_size

WANTED = QSize(1040, 720)
LEAST = QSize(640, 360)


class ImportDialog(QDialog):
    """Open it with `open()`. Closing it leaves the desk as it is until "Import" was pressed."""

    def __init__(self, context: Context, kind: ImportKind[Any, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.kind = kind
        self.setObjectName(f"{kind.key}-import")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(kind.title())
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.importer = ImportView(context, kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(kind.title(), "title"))
        area = QScrollArea()  # a small screen at a large scale has less room than the preview needs
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.importer)
        column.addWidget(area, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.why = label("", "muted")
        self.cancel = button("", slot=self.reject)
        self.accept_button = button("", "primary", slot=self._accept)
        for one in (self.cancel, self.accept_button):
            one.setAutoDefault(False)
        row.addWidget(self.why, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.accept_button)
        row.addWidget(self.cancel)
        column.addLayout(row)
        self._work = WorkCard(self, context.operations)
        self.importer.changed.connect(self._dress)
        self.setMinimumSize(LEAST)
        self.resize(WANTED)
        self._dress()

    def reject(self) -> None:
        """Esc, Cancel or the window's cross: stop reading, or close; what is being written is finished first."""
        if self.importer.state == "reading":
            self.importer.cancel()
        elif self.importer.state != "importing":
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.importer.busy:
            self.importer.cancel()
            event.ignore()
        else:
            super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses the button that has the keyboard, and nothing else: what is imported is accepted knowingly.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton) and self.isAncestorOf(focused):
                focused.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            take_size(self, WANTED)
            self.importer.start_keyboard()

    def _dress(self) -> None:
        importer = self.importer
        done = importer.state == "done"
        self.accept_button.setVisible(importer.changes_something or done)
        self.accept_button.setText(self.kind.show_words() if done else importer.accept_text())
        self.accept_button.setEnabled(done or importer.can_accept)
        undecided = importer.state == "preview" and importer.changes_something and not importer.can_accept
        self.why.setText(translate("Importing", "First decide about the rows to correct.") if undecided else "")
        if done:
            self.cancel.setText(translate("Importing", "Close"))
        elif importer.state == "reading":
            self.cancel.setText(translate("Importing", "Stop"))
        elif importer.state == "preview" and not importer.changes_something:
            self.cancel.setText(translate("Importing", "Close"))
        else:
            self.cancel.setText(translate("Importing", "Cancel"))
        self.cancel.setEnabled(importer.state != "importing")
        if done:
            self.accept_button.setFocus()

    def _accept(self) -> None:
        if self.importer.state == "done":
            self.accept()
            self.context.navigate(self.kind.place)
        else:
            self.importer.accept()
