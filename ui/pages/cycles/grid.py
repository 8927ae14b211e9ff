"""A few rows inside a card: plain cells in columns, for what is too little for a table of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets import clear_layout, label, line

Cell = str | QWidget


class CardGrid(QWidget):
    """Titles over rows of cells, a faint line between rows.

    stretch: the column that takes the room that is left.  whole: columns whose texts stay on one line.
    """

    def __init__(
        self, titles: Sequence[str], stretch: int = 0, parent: QWidget | None = None, whole: Collection[int] = ()
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        self._titles = list(titles)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px("between"))
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(stretch, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_titles(self, titles: Sequence[str]) -> None:
        """Other titles over the same columns, from the next rows on."""
        self._titles = list(titles)

    def set_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show these rows under the titles."""
        clear_layout(self._grid)
        for column, title in enumerate(self._titles):
            self._grid.addWidget(label(title, "small", parent=self), 0, column)
        for place, cells in enumerate(rows):
            self._grid.addWidget(line(faint=True, parent=self), 2 * place + 1, 0, 1, len(self._titles))
            for column, cell in enumerate(cells):
                shown = label(cell or "—", parent=self) if isinstance(cell, str) else cell
                if column in self._whole and isinstance(shown, QLabel):
                    shown.setWordWrap(False)
                align = Qt.AlignmentFlag.AlignVCenter
                if shown.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
                    align |= Qt.AlignmentFlag.AlignLeft
                self._grid.addWidget(shown, 2 * place + 2, column, align)


def two_lines(text: str, more: str) -> QWidget:
    """A cell of two lines: what it is in strong type, more about it quietly below, if there is more."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(text, "strong"))
    if more:
        column.addWidget(label(more, "muted"))
    return holder
