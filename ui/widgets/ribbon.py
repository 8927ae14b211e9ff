"""The phases of a cycle, side by side, with their dates and where the cycle stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.widgets.basics import ClickSurface, Pill, label

State = Literal["done", "now", "next", "paused"]
_LEAST = 190  # pixels a phase needs before the ribbon folds to two rows


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: its title, where it stands, its dates as text, a short note ("rule locked").

    pill: words beside the title ("day 8 of 14"), "" for the state's own word; tone colors the pill.
    """

    title: str
    state: State
    dates: str = ""
    note: str = ""
    pill: str = ""
    tone: str = ""


def _state_word(state: State) -> str:
    words = {
        "done": translate("Widgets", "done"),
        "now": translate("Widgets", "now"),
        "next": "",
        "paused": translate("Widgets", "paused"),
    }
    return words[state]


_TONES = {"done": "ok", "now": "accent", "next": "plain", "paused": "info"}


class PhaseRibbon(QWidget):
    """Phases in a row (two rows when narrow). Tab enters it, arrow keys walk it, Enter chooses a phase."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px("tight"))
        self._cells: list[_PhaseCell] = []
        self._per_row = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(translate("Widgets", "Phases"))

    def set_phases(self, phases: Sequence[Phase]) -> None:
        """Show these phases instead of the ones before."""
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = [_PhaseCell(self, place, phase) for place, phase in enumerate(phases)]
        for place, cell in enumerate(self._cells):
            cell.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
        entrance = next((place for place, phase in enumerate(phases) if phase.state in ("now", "paused")), 0)
        self._let_in(entrance)
        self._per_row = 0
        self._arrange(self.width())

    def step(self, place: int, by: int) -> None:
        """Move the keyboard from phase `place` by `by` phases."""
        target = min(max(place + by, 0), len(self._cells) - 1)
        self._let_in(target)
        self._cells[target].setFocus(Qt.FocusReason.TabFocusReason)

    def minimumSizeHint(self) -> QSize:
        width = max((cell.minimumSizeHint().width() for cell in self._cells), default=0)
        return QSize(width * 2 + theme.px("tight"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _let_in(self, place: int) -> None:
        """Exactly one phase is in the tab order; the arrow keys reach the others."""
        for at, cell in enumerate(self._cells):
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == place else Qt.FocusPolicy.ClickFocus)

    def _arrange(self, width: int) -> None:
        number = len(self._cells)
        per_row = number if width >= (_LEAST + theme.px("tight")) * number else max((number + 1) // 2, 1)
        if not self._cells or per_row == self._per_row:
            return
        self._per_row = per_row
        for place, cell in enumerate(self._cells):
            self._grid.addWidget(cell, place // per_row, place % per_row)
        for place in range(number):
            self._grid.setColumnStretch(place, 1 if place < per_row else 0)


class _PhaseCell(ClickSurface):
    """One phase of the ribbon."""

    def __init__(self, ribbon: PhaseRibbon, place: int, phase: Phase) -> None:
        super().__init__("phase", ribbon)
        self._ribbon = ribbon
        self._place = place
        theme.mark(self, state=phase.state)
        word = phase.pill or _state_word(phase.state)
        below = " · ".join(part for part in (phase.dates, phase.note) if part)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 10)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(label(phase.title, "strong"))
        head.addWidget(Pill(word, phase.tone or _TONES[phase.state]))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(label(below, "small"))
        column.addStretch(1)
        self.let_clicks_through()
        self.setAccessibleName(": ".join(part for part in (phase.title, word) if part))
        self.setAccessibleDescription(below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -99, Qt.Key.Key_End: 99}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._ribbon.step(self._place, step)
