"""Paints every cell: text, pill or tick on the row's ground. One delegate for all, quick enough for 60 frames.

A frame of a full window is some 200 cells. They are painted a row at a time, and what can be known beforehand is
kept: colors, font metrics, masks as plain numbers (enum arithmetic is slow), pills as pictures (there are few of them).
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from ui import theme
from ui.tables.cells import Cell
from ui.tables.model import TableModel

SIDE = 8  # room left and right of a cell's content
LONGEST_PAINTED = 400  # a longer text is elided anyway
TICK = 16
MOST_REMEMBERED = 10_000

_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value
_ENABLED = QStyle.StateFlag.State_Enabled.value

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """The painter of a table's cells. `hovered` is the row under the mouse, -1 for none; the view sets it."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.hovered = -1
        self._view = view
        self._colors: dict[str, QColor] = {}
        self._font = QFont()
        self._metrics = QFontMetrics(self._font)
        self._widest = 1
        self._baseline = 0.0
        self._shown: dict[tuple[str, int], tuple[str, int]] = {}
        self._pills: dict[tuple[str, str, bool, int, float], QPixmap] = {}
        # With a ground of our own behind everything, scrolling moves the picture and paints only the rows that come in.
        view.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.current().changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Colors or fonts changed: know them anew."""
        names = ("surface", "selection", "hover", "faint", "text", "muted", "disabled", "ok")
        self._colors = {name: theme.color(name) for name in names}
        self._font = QFont(self._view.font())
        self._metrics = QFontMetrics(self._font)
        self._widest = max(self._metrics.horizontalAdvance("W"), self._metrics.horizontalAdvance("@"), 1)
        self._baseline = (self._metrics.ascent() - self._metrics.descent()) / 2
        self._shown.clear()
        self._pills.clear()
        self._view.viewport().update()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, TableModel):
            super().paint(painter, option, index)
            return
        rect, state, row = option.rect, option.state.value, index.row()
        x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        cell = model.cell(row, index.column())
        selected = bool(state & _SELECTED)
        self._paint_ground(painter, x, y, width, height, selected, row == self.hovered)
        if cell.text:
            painter.setFont(self._font)
            self._paint_cell(painter, x, y, width, height, cell, selected, bool(state & _ENABLED))
        if state & _FOCUSED:
            theme.paint_ring(painter, rect.adjusted(1, 1, -1, -2), 4)

    def paint_rows(
        self, painter: QPainter, model: TableModel, rows: Sequence[tuple[int, int, int, bool]],
        columns: Sequence[tuple[int, int, int]], enabled: bool,
    ) -> None:  # fmt: skip
        """Paint whole rows: (row, y, height, selected) in the columns (section, x, width), from left to right.

        What Qt does cell by cell costs twice the painting itself: flags asked for twice, an option and an index made.
        """
        left, right = columns[0][1], columns[-1][1] + columns[-1][2]
        painter.setFont(self._font)
        for row, y, height, selected in rows:
            self._paint_ground(painter, left, y, right - left, height, selected, row == self.hovered)
            live = enabled and model.readable(row)
            for section, x, width in columns:
                cell = model.cell(row, section)
                if cell.text:
                    self._paint_cell(painter, x, y, width, height, cell, selected, live)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        if not isinstance(model, TableModel):
            return super().sizeHint(option, index)
        return QSize(self.width_of(model.cell(index.row(), index.column())), theme.px("row"))

    def width_of(self, cell: Cell) -> int:
        """The width this cell would like."""
        if cell.manner == "pill":
            return theme.pill_width(cell.text) + 2 * SIDE
        if cell.manner == "check":
            return TICK + 2 * SIDE
        return self._metrics.horizontalAdvance(cell.text[:LONGEST_PAINTED]) + 2 * SIDE + 2

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(index.model(), TableModel):
            return super().helpEvent(event, view, option, index)
        told = self.tip_for(index, option.rect.width())
        # Escaped, because a tool tip would otherwise take a text with angle brackets for markup.
        QToolTip.showText(event.globalPos(), f"<p>{html.escape(told)}</p>".replace("\n", "<br>") if told else "", view)
        return True

    def tip_for(self, index: Index, width: int) -> str:
        """What pointing at a cell of this width tells: the whole text when it is cut, and the cell's own tip."""
        model = index.model()
        if not isinstance(model, TableModel):
            return ""
        cell = model.cell(index.row(), index.column())
        cut = cell.text if self.width_of(cell) > width and cell.tip != cell.text and "\n" not in cell.tip else ""
        return "\n".join(part for part in (cut, cell.tip) if part)

    def paint_behind(self, viewport: QWidget, rect: QRect) -> None:
        """The ground under all rows and below the last one; the view calls it before it paints the rows."""
        painter = QPainter(viewport)
        painter.fillRect(rect, self._colors["surface"])
        painter.end()

    def _paint_ground(
        self, painter: QPainter, x: int, y: int, width: int, height: int, selected: bool, hovered: bool
    ) -> None:
        if selected or hovered:
            painter.fillRect(x, y, width, height, self._colors["selection" if selected else "hover"])
        painter.fillRect(x, y + height - 1, width, 1, self._colors["faint"])

    def _paint_cell(
        self, painter: QPainter, x: int, y: int, width: int, height: int, cell: Cell, selected: bool, enabled: bool
    ) -> None:
        x, width = x + SIDE, width - 2 * SIDE
        if width <= 0:
            return
        if cell.manner == "pill" and cell.tone != "plain":
            self._paint_pill(painter, QRect(x, y, width, height - 1), cell, selected)
            return
        if cell.manner == "check":
            # A tick for yes and nothing for no: a column of crosses shouts. Screen readers and copies have the words.
            if cell.tone == "ok":
                picture = theme.pixmap("check", "ok", TICK, painter.device().devicePixelRatio())
                painter.drawPixmap(x, y + (height - 1 - TICK) // 2, picture)
            return
        shown, taken = self._fit(cell.text, width, cell.right)
        painter.setPen(self._colors["disabled" if not enabled else "muted" if cell.manner == "muted" else "text"])
        start = x + width - taken if cell.right else x
        painter.drawText(start, y + round((height - 1) / 2 + self._baseline), shown)

    def _fit(self, text: str, width: int, measured: bool) -> tuple[str, int]:
        """The text as it fits into `width`, and its own width where `measured`."""
        if not measured and len(text) * self._widest <= width and text.isascii():
            return text, 0
        key = (text, width)
        found = self._shown.get(key)
        if found is None:
            shown = self._metrics.elidedText(text[:LONGEST_PAINTED], Qt.TextElideMode.ElideRight, width)
            found = (shown, self._metrics.horizontalAdvance(shown) if measured else 0)
            if len(self._shown) >= MOST_REMEMBERED:
                self._shown.clear()
            self._shown[key] = found
        return found

    def _paint_pill(self, painter: QPainter, place: QRect, cell: Cell, selected: bool) -> None:
        ratio = painter.device().devicePixelRatio()
        wanted = min(place.width(), theme.pill_width(cell.text)) if len(cell.text) > 40 else place.width()
        key = (cell.text, cell.tone, selected, wanted, ratio)
        picture = self._pills.get(key)
        if picture is None:
            picture = QPixmap(round(wanted * ratio), round(place.height() * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(picture)
            theme.paint_pill(inner, QRect(0, 0, wanted, place.height()), cell.text, cell.tone, selected)
            inner.end()
            if len(self._pills) >= 400:
                self._pills.clear()
            self._pills[key] = picture
        painter.drawPixmap(place.x(), place.y(), picture)
