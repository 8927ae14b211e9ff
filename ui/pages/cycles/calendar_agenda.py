"""The days of a month as a list: what the grid shows, one line after the other, for the keyboard and screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.due_dates import DueDates, DueEvent
from coachdesk.rules.typed_dates import say_date
from coachdesk.rules.wording import weekday_words
from ui import theme
from ui.pages.cycles.calendar_grid import ICONS, tone_of

SIDE, MARK = 10, 16
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class DayHead:
    """The heading of a day. closed: why the agency is closed, "" when it is open or simply on a weekend."""

    day: date
    text: str
    closed: str


Item = DayHead | DueEvent


def agenda_items(found: DueDates, first: date, last: date) -> list[Item]:
    """Headings and events of the days on which something is due, or the agency closed for a reason of its own."""
    items: list[Item] = []
    for day in sorted({event.day for event in found.events} | set(found.closed)):
        closed = found.closed.get(day, "")
        closed = "" if closed == weekday_words(day) else closed
        events = found.on(day)
        if first <= day <= last and (events or closed):
            items += [DayHead(day, say_date(day), closed), *events]
    return items


class AgendaModel(QAbstractListModel):
    """Headings and events."""

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
        if isinstance(self.item(index), DueEvent):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index)
        if item is None or role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole
        ):  # fmt: skip
            return None
        if isinstance(item, DayHead):
            return f"{item.text}, {item.closed}" if item.closed else item.text
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        late = translate("Calendar", "late") if item.late else ""
        day = say_date(item.day) if role == Qt.ItemDataRole.AccessibleTextRole else ""
        parts = (day, item.text, f"{item.number} {item.title}".strip(), late)
        return (", " if day else "\n").join(part for part in parts if part)


class AgendaDelegate(QStyledItemDelegate):
    """Paints headings and events: symbol, what, which cycle."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        item = model.item(index) if isinstance(model, AgendaModel) else None
        body, small = QFontMetrics(theme.font("body")).height(), QFontMetrics(theme.font("small")).height()
        return QSize(0, small + 18 if isinstance(item, DayHead) else body + small + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        item = model.item(index) if isinstance(model, AgendaModel) else None
        rect: QRect = option.rect
        if isinstance(item, DayHead):
            self._heading(painter, rect, item)
        elif item is not None:
            self._event(painter, option, rect, item)

    def _heading(self, painter: QPainter, rect: QRect, item: DayHead) -> None:
        font = theme.font("small", bold=True)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        area = rect.adjusted(SIDE, 8, -SIDE, -2)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, item.text)
        if item.closed:
            left = area.x() + QFontMetrics(font).horizontalAdvance(item.text) + 8
            theme.paint_pill(painter, QRect(left, area.y(), area.right() - left, area.height()), item.closed, "info")

    def _event(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, item: DueEvent) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("selection" if selected else "hover"))
        picture = theme.pixmap(ICONS[item.kind], tone_of(item), MARK, painter.device().devicePixelRatio())
        painter.drawPixmap(rect.x() + SIDE, rect.y() + 9, picture)
        left = rect.x() + SIDE + MARK + 10
        width = rect.right() - SIDE - left
        top = rect.y() + 6
        second = f"{item.number} {item.title}".strip()
        if item.late:
            second = translate("Calendar", "late · {cycle}").format(cycle=second)
        for text, name, color in (
            (item.text, "body", "text"),
            (second, "small", "late" if item.late else "muted"),
        ):
            font = theme.font(name)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(theme.tone("late")[0] if color == "late" else theme.color(color))
            line = QRect(left, top, width, metrics.height())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            top += metrics.height()
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect.adjusted(1, 1, -1, -1), 4)


class AgendaList(QListView):
    """The list; `opened(cycle id)` by one click, Enter or Space."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.agenda = AgendaModel(self)
        self.setModel(self.agenda)
        self.setItemDelegate(AgendaDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(translate("Calendar", "What is due, day by day"))
        self.setMinimumWidth(240)
        self.clicked.connect(self._open)
        theme.current().changed.connect(self.doItemsLayout)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these."""
        self.agenda.set_items(items)

    def go_to(self, day: date, focus: bool = False) -> None:
        """Scroll to a day, or the next one with something on it; with the keyboard on its first event if asked."""
        rows = [row for row, item in enumerate(self.agenda.items) if isinstance(item, DayHead) and item.day >= day]
        if not rows:
            self.scrollToBottom()
            return
        self.scrollTo(self.agenda.index(rows[0]), QAbstractItemView.ScrollHint.PositionAtTop)
        if focus:
            later = [row for row in range(rows[0], len(self.agenda.items)) if self._event(row) is not None]
            if later:
                self.setCurrentIndex(self.agenda.index(later[0]))
                self.scrollTo(self.agenda.index(rows[0]), QAbstractItemView.ScrollHint.PositionAtTop)
                self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _event(self, row: int) -> DueEvent | None:
        item = self.agenda.items[row]
        return item if isinstance(item, DueEvent) else None

    def _open(self, index: QModelIndex) -> None:
        item = self.agenda.item(index)
        if isinstance(item, DueEvent):
            self.opened.emit(item.cycle_id)
