"""A painted list of rows under headings: the rows alone can be chosen, and a click, Enter or Space opens one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui import theme

Index = QModelIndex | QPersistentModelIndex
Words = Callable[[Any, int], str | None]
"""What an item says in a role of Qt; None: nothing."""


class GroupedModel(QAbstractListModel):
    """Headings and rows in the order they are shown; everything that is a `row` can be chosen."""

    def __init__(self, row: type, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[Any] = []
        self._row = row
        self._words = words

    def set_items(self, items: Sequence[Any]) -> None:
        """Show these."""
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def item(self, index: Index) -> Any:
        """What stands there; None outside of the list."""
        return self.items[index.row()] if 0 <= index.row() < len(self.items) else None

    def rows(self) -> list[int]:
        """The places of what can be chosen."""
        return [place for place, item in enumerate(self.items) if isinstance(item, self._row)]

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.item(index), self._row):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index)
        return None if item is None else self._words(item, role)


class GroupedList(QListView):
    """The list; `opened(row)` by one click, Enter or Space. Give it a delegate that paints both kinds of items."""

    opened = Signal(object)

    def __init__(self, row: type, words: Words, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grouped = GroupedModel(row, words, self)
        self.setModel(self.grouped)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(name)
        self.clicked.connect(self._open)
        theme.current().changed.connect(self.doItemsLayout)

    def show_items(self, items: Sequence[Any]) -> None:
        """Show these."""
        self.grouped.set_items(items)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.row() in self.grouped.rows():
            self.opened.emit(self.grouped.item(index))


def item_at(index: Index) -> Any:
    """What a delegate is to paint there."""
    model = index.model()
    return model.item(index) if isinstance(model, GroupedModel) else None


def paint_line(painter: QPainter, line: QRect, text: str, font: QFont, color: QColor) -> None:
    """One line of text, cut with an ellipsis where it is too long."""
    painter.setFont(font)
    painter.setPen(color)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
