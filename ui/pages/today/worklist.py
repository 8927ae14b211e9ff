"""The list on the Today page: grouped things to see to, opened by one click or Enter; painted, quick for hundreds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.today import TodayRow
from ui import theme
from ui.widgets.grouped import GroupedList, Index, item_at, paint_line

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


def item_words(item: Item, role: int) -> str | None:
    """What a heading or a row says; for screen readers all that is painted."""
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
        item = item_at(index)
        if isinstance(item, Heading):
            self._heading(painter, option.rect, item)
        elif item is not None:
            self._row(painter, option, item)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item = item_at(index)
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
            paint_line(painter, QRect(area.x(), top, area.width(), height), text, font, theme.color(color))
            top += height


class WorkList(GroupedList):
    """The list itself; `opened(TodayRow)` by one click, Enter or Space."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TodayRow, item_words, translate("Today", "Things to see to"), parent)
        self.setItemDelegate(WorkDelegate(self))
        self.setMinimumHeight(5 * theme.px("row"))

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these; the keyboard stays with the row it was on, or where that stood."""
        before = self.grouped.item(self.currentIndex())
        place = self.currentIndex().row()
        super().show_items(items)
        rows = self.grouped.rows()
        if not rows or before is None:
            return
        same = [number for number in rows if _same(items[number], before)]
        self.setCurrentIndex(self.grouped.index(same[0] if same else min(rows, key=lambda one: abs(one - place))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        elif rows := self.grouped.rows():
            self.setCurrentIndex(self.grouped.index(rows[0 if event.key() == Qt.Key.Key_Home else -1]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.grouped.item(self.currentIndex()) is None and len(self.grouped.items) > 1:
            self.setCurrentIndex(self.grouped.index(1))


def _same(one: Item, other: Item) -> bool:
    return (
        isinstance(one, TodayRow)
        and isinstance(other, TodayRow)
        and (one.kind, one.record_id, one.text) == (other.kind, other.record_id, other.text)
    )
