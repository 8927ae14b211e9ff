"""The days of a month as a list: what the grid shows, one line after the other, for the keyboard and screen readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.due_dates import DueDates, DueEvent
from coachdesk.rules.typed_dates import say_date
from coachdesk.rules.wording import weekday_words
from ui import theme
from ui.pages.cycles.calendar_grid import ICONS, tone_of
from ui.widgets.grouped import GroupedList, Index, item_at, paint_line

SIDE, MARK = 10, 16


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


def item_words(item: Item, role: int) -> str | None:
    """What a heading or an event says: its text, for screen readers with the day, and whole in a tip."""
    if role not in (
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
        item = item_at(index)
        body, small = QFontMetrics(theme.font("body")).height(), QFontMetrics(theme.font("small")).height()
        return QSize(0, small + 18 if isinstance(item, DayHead) else body + small + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = item_at(index)
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
            line = QRect(left, top, width, QFontMetrics(font).height())
            paint_line(painter, line, text, font, theme.tone("late")[0] if color == "late" else theme.color(color))
            top += line.height()
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect.adjusted(1, 1, -1, -1), 4)


class AgendaList(GroupedList):
    """The list; `opened(DueEvent)` by one click, Enter or Space."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(DueEvent, item_words, translate("Calendar", "What is due, day by day"), parent)
        self.setItemDelegate(AgendaDelegate(self))
        self.setMinimumWidth(240)

    def go_to(self, day: date, focus: bool = False) -> None:
        """Scroll to a day, or the next one with something on it; with the keyboard on its first event if asked."""
        items = self.grouped.items
        heads = [row for row, item in enumerate(items) if isinstance(item, DayHead) and item.day >= day]
        if not heads:
            self.scrollToBottom()
            return
        self.scrollTo(self.grouped.index(heads[0]), QAbstractItemView.ScrollHint.PositionAtTop)
        later = [row for row in self.grouped.rows() if row > heads[0]]
        if focus and later:
            self.setCurrentIndex(self.grouped.index(later[0]))
            self.scrollTo(self.grouped.index(heads[0]), QAbstractItemView.ScrollHint.PositionAtTop)
            self.setFocus()
