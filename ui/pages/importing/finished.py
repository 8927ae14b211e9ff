"""The last sight of an import: what was done, what was left out, where to go on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.importers.plan import ImportPlan
from ui import theme
from ui.pages.importing.kind import ImportKind, Result
from ui.widgets import FlowLayout, KeyValues, button, label


class Finished(QWidget):
    """`again` to import another file, `save_bad` for the rows left out."""

    again = Signal()
    save_bad = Signal()

    def __init__(self, kind: ImportKind[Any, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = QFrame()
        theme.mark(card, role="card")
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 22, 24, 22)
        column.setSpacing(theme.px("gap"))
        self.title = label("", "title")
        self.text = label("", "muted")
        self.counts = KeyValues()
        buttons = QWidget()
        row = FlowLayout(buttons)
        self.save_button = button(
            translate("Importing", "Save the rows left out as…"), "", "download", self.save_bad.emit
        )
        self.again_button = button(translate("Importing", "Import another file…"), "", "upload", self.again.emit)
        self.saved = label("", "small", "ok")
        for beside in (self.save_button, self.again_button, self.saved):
            row.addWidget(beside)
        for one in (self.title, self.text, self.counts):
            column.addWidget(one)
        column.addSpacing(6)
        column.addWidget(buttons)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)

    def show_result(self, result: Result, plan: ImportPlan) -> None:
        """Say what was done."""
        self.title.setText(self._kind.done_words(result))
        self.text.setText(
            translate("Importing", "From {file}. One undo takes the whole import back.").format(file=plan.source)
        )
        self.counts.set_rows(list(self._kind.done_counts(result, plan)))
        self.save_button.setVisible(bool(result.left_out))
        self.say_saved("")

    def say_saved(self, told: str) -> None:
        """Say beside the button that the rows left out were saved; "" takes it away."""
        self.saved.setText(told)
        self.saved.setVisible(bool(told))
