"""The list on the Today page: grouped things to see to, opened by one click or Enter; painted, quick for hundreds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.today import TodayRow
from ui import theme

Index = QModelIndex | QPersistentModelIndex
ICONS: dict[str, str] = {
    "signal": "radar",
    "session": "calendar-days",
    "feedback": "message-square",
    "phase": "repeat",
    "gate": "arrow-right",
    "scenario": "clipboard-list",
    "planned": "flag",
    "step": "list-checks",
    "sustain": "refresh-cw",
    "action": "clipboard-check",
    "verify": "shield-check",
    "competence": "graduation-cap",
}
SIDE = 12
MARK = 16


@dataclass(frozen=True, slots=True)
class Heading:
    """The title over a group of rows."""

    text: str
    count: int
    tone: str = "plain"


Item = Heading | TodayRow


def row_words(row: TodayRow) -> str:
    """The second line: the cycle and whom it waits for."""
    return " · ".join(part for part in (row.cycle, row.who) if part)


class WorkModel(QAbstractListModel):
    """Headings and rows in the order they are shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[Item] = []

    def set_items(self, items: Sequence[Item]) -> None:
        """Show these."""
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def item(self, index: Index) -> Item | None:
        """What stands there."""
        return self.items[index.row()] if 0 <= index.row() < len(self.items) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.item(index), TodayRow):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index)
        if item is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if isinstance(item, Heading):
                return f"{item.text}, {item.count}"
            return ", ".join(part for part in (item.text, item.words, row_words(item)) if part)
        return None


class WorkDelegate(QStyledItemDelegate):
    """Paints headings and rows: symbol, what, whose, and how it stands with the clock."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        item = model.item(index) if isinstance(model, WorkModel) else None
        if isinstance(item, Heading):
            self._heading(painter, option.rect, item)
        elif item is not None:
            self._row(painter, option, item)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        item = model.item(index) if isinstance(model, WorkModel) else None
        lines = QFontMetrics(theme.font("body")).height() + QFontMetrics(theme.font("small")).height()
        return QSize(0, theme.px("row") + 4 if isinstance(item, Heading) else lines + 18)

    def _heading(self, painter: QPainter, rect: QRect, item: Heading) -> None:
        font = theme.font("section", bold=True)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        area = rect.adjusted(SIDE, 6, -SIDE, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, item.text)
        start = area.left() + QFontMetrics(font).horizontalAdvance(item.text) + 10
        theme.paint_pill(painter, QRect(start, area.top(), 80, area.height()), f"{item.count:,}", item.tone)
        painter.fillRect(rect.x() + SIDE, rect.bottom(), rect.width() - 2 * SIDE, 1, theme.color("line"))

    def _row(self, painter: QPainter, option: QStyleOptionViewItem, item: TodayRow) -> None:
        rect: QRect = option.rect
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.fillRect(rect, theme.color("selection" if selected else "hover"))
        painter.fillRect(rect.x() + SIDE, rect.bottom(), rect.width() - 2 * SIDE, 1, theme.color("faint"))
        ratio = painter.device().devicePixelRatio()
        middle = rect.y() + (rect.height() - MARK) // 2
        tint = item.tone if item.tone in ("late", "attention") else "muted"
        painter.drawPixmap(rect.x() + SIDE + 2, middle, theme.pixmap(ICONS[item.kind], tint, MARK, ratio))
        right = rect.right() - SIDE - MARK
        painter.drawPixmap(right, middle, theme.pixmap("chevron-right", "muted", MARK, ratio))
        pill = min(theme.pill_width(item.words), rect.width() // 3)
        right -= pill + 10
        theme.paint_pill(painter, QRect(right, rect.y(), pill, rect.height()), item.words, item.tone, selected)
        left = rect.x() + SIDE + MARK + 14
        self._texts(painter, QRect(left, rect.y(), right - left - 12, rect.height()), item)
        if state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect.adjusted(1, 1, -1, -2), 4)

    def _texts(self, painter: QPainter, area: QRect, item: TodayRow) -> None:
        body, small = theme.font("body"), theme.font("small")
        more = row_words(item)
        heights = QFontMetrics(body).height(), QFontMetrics(small).height() if more else 0
        top = area.y() + (area.height() - sum(heights)) // 2
        for text, font, color, height in ((item.text, body, "text", heights[0]), (more, small, "muted", heights[1])):
            painter.setFont(font)
            painter.setPen(theme.color(color))
            line = QRect(area.x(), top, area.width(), height)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            top += height


class WorkList(QListView):
    """The list itself; `opened(row)` by one click, Enter or Space."""

    opened = Signal(object)  # TodayRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work = WorkModel(self)
        self.setModel(self.work)
        self.setItemDelegate(WorkDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(translate("Today", "Things to see to"))
        self.setMinimumHeight(5 * theme.px("row"))
        self.clicked.connect(self._open)
        theme.current().changed.connect(self.doItemsLayout)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these; the keyboard stays with the row it was on, or where that stood."""
        before = self.work.item(self.currentIndex())
        place = self.currentIndex().row()
        self.work.set_items(items)
        rows = [number for number, item in enumerate(items) if isinstance(item, TodayRow)]
        if not rows or before is None:
            return
        same = [number for number in rows if _same(items[number], before)]
        self.setCurrentIndex(self.work.index(same[0] if same else min(rows, key=lambda one: abs(one - place))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Home or event.key() == Qt.Key.Key_End:
            rows = [number for number, item in enumerate(self.work.items) if isinstance(item, TodayRow)]
            if rows:
                self.setCurrentIndex(self.work.index(rows[0 if event.key() == Qt.Key.Key_Home else -1]))
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if self.work.item(self.currentIndex()) is None and len(self.work.items) > 1:
            self.setCurrentIndex(self.work.index(1))

    def _open(self, index: QModelIndex) -> None:
        item = self.work.item(index)
        if isinstance(item, TodayRow):
            self.opened.emit(item)


def _same(one: Item, other: Item) -> bool:
    return (
        isinstance(one, TodayRow)
        and isinstance(other, TodayRow)
        and (one.kind, one.record_id, one.text) == (other.kind, other.record_id, other.text)
    )
