"""Judging by keyboard: M, N, A (or 1, 2, 3) judge a cell and go on; arrows move, Backspace takes back, F2 describes.

What is judged is saved at once. While one save is on its way, what is typed gathers for the next, so nobody waits
and at most that much could ever be lost.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from coachdesk import vocabulary
from coachdesk.i18n import translate
from ui import theme
from ui.pages.audits.judgements import RESULT, JudgementModel, Results

Index = QModelIndex | QPersistentModelIndex
KEYS = {
    Qt.Key.Key_1: "met",
    Qt.Key.Key_M: "met",
    Qt.Key.Key_2: "not_met",
    Qt.Key.Key_N: "not_met",
    Qt.Key.Key_3: "not_applicable",
    Qt.Key.Key_A: "not_applicable",
}
ICONS = {"met": "check", "not_met": "x", "not_applicable": "minus"}
NEXT = {"": "met", "met": "not_met", "not_met": "not_applicable", "not_applicable": ""}
PICTURE = 14
SIDE = 8
LEAST_ROWS, MOST_ROWS = 5, 14  # more scroll inside the grid, so that keys and criterion stay in sight
CRITERION, RECORD, ABOUT = 128, 110, 132  # widths of columns

Save = Callable[[Results, int], None]


class JudgementDelegate(QStyledItemDelegate):
    """Paints a judgement as its symbol and word on its soft colour; what waits is a faint dot."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        result = index.data(RESULT)
        if result is None:
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selection"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("faint"))
        if result:
            self._paint_result(painter, rect, result)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line"))
            painter.drawEllipse(rect.center(), 3, 3)
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect.adjusted(1, 1, -1, -2), 4)
        painter.restore()

    @staticmethod
    def _paint_result(painter: QPainter, rect: QRect, result: str) -> None:
        tone = vocabulary.tone("judgement", result)
        ink, ground = theme.tone(tone)
        inside = rect.adjusted(5, 5, -5, -6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(inside, 6, 6)
        picture = theme.pixmap(ICONS[result], tone, PICTURE, painter.device().devicePixelRatio())
        painter.drawPixmap(inside.x() + SIDE, inside.center().y() - PICTURE // 2 + 1, picture)
        painter.setPen(ink)
        words = inside.adjusted(SIDE + PICTURE + 4, 0, -4, 0)
        text = painter.fontMetrics().elidedText(
            vocabulary.label("judgement", result), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.px("row"))


class JudgingGrid(QTableView):
    """The grid. `described(record id)` asks to say who wrote it; `moved` when the cell in hand changed."""

    described = Signal(int)
    moved = Signal()

    def __init__(self, save: Save) -> None:
        super().__init__()
        self.judged = JudgementModel()
        self._save = save
        self.editable = True
        self._most = MOST_ROWS
        self.setModel(self.judged)
        self.setItemDelegate(JudgementDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px("row"))
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("Audits", "Records and criteria"))
        self.doubleClicked.connect(self._double_clicked)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.moved.emit())
        self.judged.modelReset.connect(self._begin)
        theme.current().changed.connect(self.viewport().update)

    def go_to_first_waiting(self) -> None:
        """Put the keyboard on the first cell that is not judged yet; on the first of all when none waits."""
        model = self.judged
        for row in range(model.rowCount()):
            for column in range(1, model.columnCount()):
                if model.is_criterion(column) and not model.result(row, column):
                    self.setCurrentIndex(model.index(row, column))
                    return
        self.setCurrentIndex(model.index(0, 1))

    def judge(self, result: str) -> None:
        """Judge the cell in hand and go on to the next; "" takes the judgement back and stays."""
        index = self.currentIndex()
        if not self.editable or not index.isValid() or not self.judged.is_criterion(index.column()):
            return
        key = self.judged.type_result(index.row(), index.column(), result)
        if result:
            self._go_on(index.row(), index.column())
        if key is not None:
            self._save({key[0]: {key[1]: result}}, self.judged.turn)

    def set_room(self, height: int) -> None:
        """Show as many rows as fit into `height` pixels, within reason; the others scroll inside."""
        most = min(max(height // theme.px("row") - 1, LEAST_ROWS), MOST_ROWS)
        if most != self._most:
            self._most = most
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = min(max(self.judged.rowCount(), 3), self._most)
        height = rows * theme.px("row") + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        return QSize(super().sizeHint().width(), height + self.horizontalScrollBar().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
        )  # fmt: skip
        if plain and key in KEYS:
            self.judge(KEYS[key])
        elif plain and key == Qt.Key.Key_Delete:
            self.judge("")
        elif plain and key == Qt.Key.Key_Backspace:
            self._take_back()
        elif key == Qt.Key.Key_F2 or (plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self._describe()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _double_clicked(self, index: QModelIndex) -> None:
        """With the mouse: a double click turns a judgement on to the next one."""
        if self.judged.is_criterion(index.column()):
            if self.editable:
                result = NEXT[self.judged.result(index.row(), index.column())]
                key = self.judged.type_result(index.row(), index.column(), result)
                if key is not None:
                    self._save({key[0]: {key[1]: result}}, self.judged.turn)
        else:
            self._describe()

    def _go_on(self, row: int, column: int) -> None:
        """To the next criterion of this record, or the first of the next one; at the end it stays."""
        model = self.judged
        if model.is_criterion(column + 1):
            self.setCurrentIndex(model.index(row, column + 1))
        elif row + 1 < model.rowCount():
            self.setCurrentIndex(model.index(row + 1, 1))

    def _take_back(self) -> None:
        """Backspace: the cell in hand when it is judged, else the one before it."""
        index = self.currentIndex()
        model = self.judged
        if not model.result(index.row(), index.column()):
            if model.is_criterion(index.column() - 1):
                self.setCurrentIndex(model.index(index.row(), index.column() - 1))
            elif index.row() > 0 and model.audit is not None:
                self.setCurrentIndex(model.index(index.row() - 1, len(model.audit.criteria)))
        self.judge("")

    def _describe(self) -> None:
        row = self.currentIndex().row()
        if self.editable and 0 <= row < len(self.judged.records):
            self.described.emit(self.judged.records[row].id)

    def _begin(self) -> None:
        model = self.judged
        if model.audit is None:
            return
        header = self.horizontalHeader()
        for column in range(model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, CRITERION if model.is_criterion(column) else RECORD if column == 0 else ABOUT)
        self.updateGeometry()
        self.go_to_first_waiting()
