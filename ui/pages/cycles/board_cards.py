"""The cards of one lane: a model over them, and the delegate that paints them, quick enough for 60 frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.board import BoardCard
from ui import theme
from ui.tables import Cell, due_cell

MIME = "application/x-coachdesk-cycle"
INSIDE, BETWEEN, LINE = 10, 8, 4  # room in a card, between cards, between its lines
MOST_REMEMBERED = 5_000

Index = QModelIndex | QPersistentModelIndex


def next_words(card: BoardCard) -> str:
    """The last line of a card: its next step, or how many planned steps are late."""
    if card.steps_late == 1:
        return translate("Board", "1 planned step is late")
    if card.steps_late:
        return translate("Board", "{count} planned steps are late").format(count=card.steps_late)
    if card.status in ("paused", "escalated"):
        return vocabulary.label("cycle_status", card.status)
    return vocabulary.label("next_step", card.next_step) or vocabulary.label("cycle_status", card.status)


def next_tone(card: BoardCard) -> str:
    """The color of that line."""
    if card.steps_late:
        return "late"
    if card.status in ("paused", "escalated", "closed"):
        return vocabulary.tone("cycle_status", card.status)
    return vocabulary.tone("next_step", card.next_step)


def short_due(due: date | None, today: date) -> Cell:
    """The due date in the little room of a card: "4 days late" without the weekday."""
    cell = due_cell(due, today)
    return replace(cell, text=cell.text.split(", ", 1)[-1]) if cell.tone == "late" else cell


class BoardModel(QAbstractListModel):
    """Cards in order. today: for due dates as people read them."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.cards: list[BoardCard] = []
        self.dues: list[Cell] = []

    def set_cards(self, cards: Sequence[BoardCard], today: date) -> None:
        """Show these."""
        if list(cards) == self.cards and self.dues == [short_due(card.due_on, today) for card in cards]:
            return
        self.beginResetModel()
        self.cards = list(cards)
        self.dues = [short_due(card.due_on, today) for card in cards]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.cards)

    def card(self, index: Index) -> BoardCard | None:
        """The card that stands there."""
        return self.cards[index.row()] if 0 <= index.row() < len(self.cards) else None

    def row_of(self, cycle_id: int) -> int:
        """Where a cycle's card stands; -1 when it is not here."""
        return next((row for row, card in enumerate(self.cards) if card.id == cycle_id), -1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return found | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self.card(index)
        if card is None:
            return None
        due = self.dues[index.row()].text
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{card.number} {card.title}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            told = (f"{card.number} {card.title}".strip(), card.coachees, card.coach, next_words(card))
            return "\n".join(part for part in told if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = translate("Board", "due {day}").format(day=due) if due else ""
            parts = (card.number, card.title, card.coachees, card.coach, next_words(card), said)
            return ", ".join(part for part in parts if part)
        return None

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        carried = QMimeData()
        card = self.card(indexes[0]) if indexes else None
        if card is not None:
            carried.setData(MIME, str(card.id).encode())
            carried.setText(f"{card.number} {card.title}".strip())
        return carried


class CardDelegate(QStyledItemDelegate):
    """Paints a card: number and due day, title in two lines, coachees and coach, next step."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._texts: dict[tuple[str, int, bool], str] = {}
        self._titles: dict[tuple[str, int], tuple[str, ...]] = {}
        self._colors: dict[str, QColor] = {}
        theme.current().changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Colors or sizes changed: know them anew."""
        names = ("window", "surface", "line", "text", "muted", "accent", "accent_soft", "hover")
        self._colors = {name: theme.color(name) for name in names}
        self._colors |= {tone: theme.tone(tone)[0] for tone in ("plain", "ok", "late", "attention", "info")}
        self._body, self._bold, self._small = theme.font("body"), theme.font("body", bold=True), theme.font("small")
        self._body_high = QFontMetrics(self._bold).height()
        self._small_high = QFontMetrics(self._small).height()
        self._metrics = {False: QFontMetrics(self._small), True: QFontMetrics(self._bold)}
        self._texts.clear()
        self._titles.clear()

    def height(self) -> int:
        """The height of every card, with the room below it."""
        return 2 * INSIDE + 3 * self._small_high + 2 * self._body_high + 3 * LINE + 4 + BETWEEN

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, self.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        card = model.card(index) if isinstance(model, BoardModel) else None
        if card is None or not isinstance(model, BoardModel):
            return
        rect: QRect = option.rect.adjusted(1, 0, -2, -BETWEEN)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._colors["accent" if selected else "line"])
        painter.setBrush(self._colors["accent_soft" if selected else "hover" if hovered else "surface"])
        painter.drawRoundedRect(rect, theme.px("radius"), theme.px("radius"))
        area = rect.adjusted(INSIDE, INSIDE, -INSIDE, -INSIDE)
        self._first_line(painter, area, card, model.dues[index.row()], selected)
        top = area.y() + self._small_high + 4 + LINE
        for part in self._title_lines(card.title or translate("Board", "No standard chosen yet"), area.width()):
            self._text(painter, QRect(area.x(), top, area.width(), self._body_high), part, self._bold, "text")
            top += self._body_high
        top = area.y() + self._small_high + 4 + 2 * LINE + 2 * self._body_high
        people = " · ".join(part for part in (card.coachees, card.coach) if part)
        shown = self._fit(people, area.width())
        self._text(painter, QRect(area.x(), top, area.width(), self._small_high), shown, self._small, "muted")
        top += self._small_high + LINE
        tone = next_tone(card)
        words = self._fit(next_words(card), area.width() - 12)
        color = self._colors["text" if tone == "plain" else tone]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colors["accent" if tone == "plain" else tone])
        painter.drawEllipse(area.x(), top + self._small_high // 2 - 3, 6, 6)
        painter.setPen(color)
        painter.setFont(self._small)
        line = QRect(area.x() + 12, top, area.width() - 12, self._small_high)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect, theme.px("radius"))

    def _first_line(self, painter: QPainter, area: QRect, card: BoardCard, due: Cell, selected: bool) -> None:
        height = self._small_high + 4
        right = area.right()
        if due.manner == "pill":
            width = theme.pill_width(due.text)
            place = QRect(right - width + 1, area.y(), width, height)
            theme.paint_pill(painter, place, due.text, due.tone, selected)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            right -= width
        elif due.text:
            width = self._metrics[False].horizontalAdvance(due.text)
            self._text(painter, QRect(right - width, area.y(), width + 2, height), due.text, self._small, "muted")
            right -= width
        room = max(right - area.x() - 6, 0)
        self._text(painter, QRect(area.x(), area.y(), room, height), self._fit(card.number, room), self._small, "muted")

    def _text(self, painter: QPainter, rect: QRect, text: str, font: QFont, color: str) -> None:
        painter.setFont(font)
        painter.setPen(self._colors[color])
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _fit(self, text: str, width: int, bold: bool = False) -> str:
        """The text as it fits into `width`."""
        key = (text, width, bold)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= MOST_REMEMBERED:
                self._texts.clear()
            found = self._metrics[bold].elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._texts[key] = found
        return found

    def _title_lines(self, title: str, width: int) -> tuple[str, ...]:
        """The title in at most two lines, broken between words."""
        key = (title, width)
        found = self._titles.get(key)
        if found is None:
            if len(self._titles) >= MOST_REMEMBERED:
                self._titles.clear()
            metrics, words, first = self._metrics[True], title.split(), ""
            while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
                first = f"{first} {words.pop(0)}".strip()
            rest = " ".join(words)
            found = (first, self._fit(rest, width, True)) if first else (self._fit(rest, width, True),)
            self._titles[key] = found
        return found
