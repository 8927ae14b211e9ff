"""Choices beside the columns of an import: a yes or no, or a value taken where the file says nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from ui import theme
from ui.forms.editor import QuietCombo
from ui.pages.importing.kind import Extra, Extras, ImportKind
from ui.widgets import FlowLayout


class ExtrasView(QWidget):
    """All choices of a kind in a row; `changed` when the person made another."""

    changed = Signal()

    def __init__(self, kind: ImportKind[Any, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.checks: dict[str, QCheckBox] = {}
        self.combos: dict[str, QuietCombo] = {}
        flow = FlowLayout(self, gap=theme.px("between"), line_gap=6)
        for extra in kind.extras():
            for one in self._list(extra) if extra.choice else (self._check(extra),):
                flow.addWidget(one)
        self.setVisible(bool(self.checks or self.combos))

    def values(self) -> Extras:
        """What is chosen now, by key: codes, True or False."""
        chosen = {key: combo.currentData() for key, combo in self.combos.items()}
        return {**chosen, **{key: check.isChecked() for key, check in self.checks.items()}}

    def begin(self) -> None:
        """Back to yes or no as they were at first, for another file; values that stand in stay."""
        for check in self.checks.values():
            check.blockSignals(True)
            check.setChecked(False)
            check.blockSignals(False)

    def _check(self, extra: Extra) -> QCheckBox:
        check = QCheckBox(extra.text)
        check.setToolTip(extra.help)
        check.toggled.connect(lambda _on: self.changed.emit())
        self.checks[extra.key] = check
        return check

    def _list(self, extra: Extra) -> tuple[QWidget, QWidget]:
        combo = QuietCombo()
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.addItem(translate("Importing", "(ask for it in the file)"), "")
        for code in vocabulary.codes(extra.choice):
            combo.addItem(vocabulary.label(extra.choice, code), code)
        combo.setAccessibleName(extra.text)
        combo.setToolTip(extra.help)
        combo.currentIndexChanged.connect(self._chosen)
        name = QLabel(extra.text)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setBuddy(combo)
        self.combos[extra.key] = combo
        return name, combo

    def _chosen(self, _place: int) -> None:
        self.changed.emit()
