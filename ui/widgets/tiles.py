"""Figures at a glance and pairs of label and value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.basics import ClickSurface, Pill, clear_layout, label


class StatTile(QFrame):
    """A number with what it counts; `clicked` when pressed. A tone colors the number; say the same in the pill."""

    clicked = Signal()

    def __init__(
        self,
        number: str,
        text: str,
        tone: str = "",
        sub: str = "",
        pill: tuple[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        self._surface = ClickSurface("tile", self)
        self._surface.clicked.connect(lambda _checked=False: self.clicked.emit())
        around.addWidget(self._surface)
        column = QVBoxLayout(self._surface)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(theme.px("gap"))
        self._number = label(number, "figure", tone, parent=self._surface)
        self._pill = Pill(*(pill or ("", "plain")), self._surface)
        head.addWidget(self._number)
        head.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        self._text = label(text, parent=self._surface)
        self._sub = label(sub, "small", parent=self._surface)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addWidget(self._sub)
        column.addStretch(1)
        self.set_values(number, text, tone, sub, pill)
        self._surface.let_clicks_through()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_values(
        self, number: str, text: str, tone: str = "", sub: str = "", pill: tuple[str, str] | None = None
    ) -> None:
        """Show other figures."""
        self._number.setText(number)
        theme.mark(self._number, tone=tone)
        self._text.setText(text)
        self._sub.setText(sub)
        self._sub.setVisible(bool(sub))
        self._pill.set(*(pill or ("", "plain")))
        self._surface.setAccessibleName(f"{number} {text}")
        self._surface.setAccessibleDescription(" · ".join(part for part in (pill[0] if pill else "", sub) if part))


class KeyValues(QWidget):
    """Label and value side by side, one pair below the other; labels share one width. A value may be a widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px("between"))
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_rows(self, rows: Sequence[tuple[str, str | QWidget]]) -> None:
        """Show these pairs; an empty value shows as a dash."""
        clear_layout(self._grid)
        for place, (name, value) in enumerate(rows):
            title = label(name, "muted", parent=self)
            title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            shown = value if isinstance(value, QWidget) else label(value or "—", selectable=bool(value), parent=self)
            shown.setAccessibleName(shown.accessibleName() or name)
            if isinstance(value, str):
                shown.setAccessibleName(f"{name}: {value or '—'}")
            if shown.property("role") == "link":
                title.setContentsMargins(0, 2, 0, 0)  # a link has two pixels above its text for the focus ring
            title.setBuddy(shown)
            self._grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            beside = Qt.AlignmentFlag.AlignTop
            if shown.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
                beside |= Qt.AlignmentFlag.AlignLeft  # else its width would hold the whole column back
            self._grid.addWidget(shown, place, 1, beside)
