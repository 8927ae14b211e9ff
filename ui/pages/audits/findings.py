"""What an audit found unmet, offered as signals: each looked at, changed or left out, then all noted in one change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.queries.audit import AuditDetail, Unmet
from coachdesk.rules.privacy import Roster, warnings
from coachdesk.rules.wording import day_words
from coachdesk.services import audit_results
from ui import theme
from ui.context import Context
from ui.forms.editor import QuietCombo
from ui.pages.importing.refusal import Refusal
from ui.widgets import button, label, line
from ui.widgets.placing import take_size

WANTED = QSize(760, 640)
LEAST = QSize(520, 320)


class _Row:
    """One finding: whether it is noted, how grave, and in which words."""

    def __init__(self, finding: Unmet, names: Roster, changed: Callable[[], object]) -> None:
        self.finding = finding
        self._names = names
        text = translate("Audits", "{code} · criterion {criterion}").format(
            code=finding.code, criterion=finding.criterion
        )
        self.chosen = QCheckBox(text)
        self.chosen.setChecked(True)
        self.chosen.toggled.connect(self._dress)
        self.chosen.toggled.connect(lambda _on: changed())
        who = finding.staff or translate("Audits", "writer not known")
        day = day_words(finding.record_on) if finding.record_on is not None else ""
        self.about = label(" · ".join(part for part in (who, day) if part), "muted")
        self.severity = QuietCombo()
        self.severity.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for code in vocabulary.codes("severity"):
            self.severity.addItem(vocabulary.label("severity", code), code)
        self.severity.setCurrentIndex(self.severity.findData("moderate" if finding.critical else "minor"))
        self.severity.setAccessibleName(translate("Audits", "Severity of {finding}").format(finding=text))
        self.words = QLineEdit(audit_results.finding_words(finding.code, finding.text))
        self.words.setCursorPosition(0)
        self.words.setAccessibleName(translate("Audits", "What happened, {finding}").format(finding=text))
        self.words.textChanged.connect(self._look)
        self.warning = label("", "small", "attention")
        self.warning.hide()

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        return {
            "audit_record_id": self.finding.record_id,
            "criterion_id": self.finding.criterion_id,
            "severity": self.severity.currentData(),
            "what_happened": self.words.text(),
        }

    def _dress(self, on: bool) -> None:
        for one in (self.severity, self.words):
            one.setEnabled(on)

    def _look(self, text: str) -> None:
        """R22, as it is typed."""
        told = "\n".join(warnings(text, self._names, nameless=True))
        self.warning.setText(told)
        self.warning.setVisible(bool(told))


class FindingsDialog(QDialog):
    """Open it with `open()`. Nothing is noted until its button was pressed."""

    def __init__(
        self,
        context: Context,
        audit: AuditDetail,
        names: Roster,
        parent: QWidget | None = None,
        done: Callable[[Changes[list[int]]], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.context, self.audit = context, audit
        self._done = done
        self.setObjectName("audit-findings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = translate("Audits", "Signals from {number}").format(number=audit.number)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.rows = [_Row(finding, names, self._count) for finding in audit.unmet]
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "title"))
        intro = translate(
            "Audits",
            "Each criterion that was not met can become a signal. Look at each, say it better where you can, and leave "
            "out what needs none. Records stay linked to their signals.",
        )
        column.addWidget(label(intro, "muted"))
        self.refusal = Refusal()
        column.addWidget(self.refusal)
        column.addWidget(self._list(), 1)
        column.addLayout(self._buttons())
        self.setMinimumSize(LEAST)
        self.resize(WANTED)
        self._count()

    def _list(self) -> QWidget:
        area = QScrollArea()
        theme.mark(area, role="panel")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        theme.mark(holder, role="canvas")
        grid = QGridLayout(holder)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(theme.px("between"))
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(self.rows):
            start = 4 * place
            if place:
                grid.addWidget(line(faint=True), start, 0, 1, 3)
            grid.addWidget(row.chosen, start + 1, 0)
            grid.addWidget(row.about, start + 1, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(row.severity, start + 1, 2)
            grid.addWidget(row.words, start + 2, 0, 1, 3)
            grid.addWidget(row.warning, start + 3, 0, 1, 3)
        grid.setRowStretch(4 * len(self.rows) + 1, 1)
        area.setWidget(holder)
        return area

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.none = button(translate("Audits", "Choose none"), "quiet", slot=self._toggle_all)
        self.accept_button = button("", "primary", slot=self._save)
        self.cancel = button(translate("Audits", "Cancel"), slot=self.reject)
        row.addWidget(self.none)
        row.addStretch(1)
        for one in (self.accept_button, self.cancel):
            row.addWidget(one)
        for one in (self.none, self.accept_button, self.cancel):
            one.setAutoDefault(False)
        return row

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            take_size(self, WANTED)
            if self.rows:
                self.rows[0].chosen.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses the button that has the keyboard, and nothing else.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton) and self.isAncestorOf(focused):
                focused.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def chosen(self) -> list[dict[str, Any]]:
        """What would be noted."""
        return [row.values() for row in self.rows if row.chosen.isChecked()]

    def _count(self) -> None:
        count = sum(row.chosen.isChecked() for row in self.rows)
        one, many = translate("Audits", "Note 1 signal"), translate("Audits", "Note {count} signals")
        self.accept_button.setText(one if count == 1 else many.format(count=count))
        self.accept_button.setEnabled(bool(count))
        self.none.setText(translate("Audits", "Choose none") if count else translate("Audits", "Choose all"))

    def _toggle_all(self) -> None:
        on = not any(row.chosen.isChecked() for row in self.rows)
        for row in self.rows:
            row.chosen.setChecked(on)

    def _save(self) -> None:
        self.accept_button.setEnabled(False)
        self.context.operations.run(
            self,
            audit_results.note_signals,
            self.audit.id,
            self.chosen(),
            done=self._saved,
            refused=self._refused,
        )

    def _saved(self, changes: Changes[list[int]]) -> None:
        self.accept()
        if self._done is not None:
            self._done(changes)

    def _refused(self, error: Refused) -> None:
        self.refusal.say(error)
        self._count()
