"""What a check of the desk found, by position: every finding leads to its entry or its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui.widgets import button, label

if TYPE_CHECKING:
    from coachdesk.store.check import Finding, Report


def position(finding: Finding) -> str:
    """ "Entry 41", "Evidence", "File": where it is wrong."""
    if finding.seq:
        return translate("Trail", "Entry {seq}").format(seq=f"{finding.seq:,}")
    return {
        "file": translate("Trail", "File"),
        "trail": translate("Trail", "Trail"),
        "record": translate("Trail", "Record"),
        "evidence": translate("Trail", "Evidence"),
        "export": translate("Trail", "Export"),
    }[finding.part]


class FindingsDialog(QDialog):
    """The findings in the order of the file; `chosen(Finding)` by Enter or a double click."""

    chosen = Signal(object)

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = report
        self.setObjectName("findings")
        self.setWindowTitle(translate("Trail", "Check of the desk"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 440)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(report.words(), "section", "late"))
        column.addWidget(
            label(
                translate(
                    "Trail",
                    "Nothing was changed. Keep this list, look for a sound backup (File > Restore a backup), and find "
                    "out who could write to the file.",
                ),
                "muted",
            )
        )
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Trail", "What is wrong"))
        self.list.setWordWrap(True)
        for finding in report.findings:
            item = QListWidgetItem(f"{position(finding)}: {finding.text}")
            item.setData(Qt.ItemDataRole.UserRole, finding)
            self.list.addItem(item)
        self.list.itemActivated.connect(self._choose)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        copy = button(translate("Trail", "Copy the list"), "", "copy", self._copy)
        copy.setAutoDefault(False)
        row.addWidget(copy)
        row.addStretch(1)
        self.go = button(translate("Trail", "Go there"), "primary", slot=lambda: self._choose(self.list.currentItem()))
        row.addWidget(self.go)
        close = button(translate("Trail", "Close"), slot=self.reject)
        close.setAutoDefault(False)
        row.addWidget(close)
        column.addLayout(row)
        self.list.currentItemChanged.connect(self._moved)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _moved(self, item: QListWidgetItem | None) -> None:
        finding = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        self.go.setEnabled(finding is not None and bool(finding.seq or finding.record_id))

    def _choose(self, item: QListWidgetItem | None) -> None:
        finding = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if finding is not None and (finding.seq or finding.record_id):
            self.accept()
            self.chosen.emit(finding)

    def _copy(self) -> None:
        lines = [self.report.words(), *(self.list.item(place).text() for place in range(self.list.count()))]
        QGuiApplication.clipboard().setText("\n".join(lines))
