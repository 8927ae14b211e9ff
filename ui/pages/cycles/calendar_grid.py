"""A month as a grid: what is due on each day as chips, closed days named, walked by keys, pressed by mouse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.due_dates import DueDates, DueEvent
from coachdesk.rules.typed_dates import say_date
from coachdesk.rules.wording import weekday_words
from ui import theme
from ui.tables.cells import locale_now

ICONS = {
    "session": "calendar-days",
    "planned": "list-checks",
    "phase": "flag",
    "follow_up": "bell",
    "sustain": "refresh-cw",
}
TONES = {"session": "info", "planned": "plain", "phase": "accent", "follow_up": "attention", "sustain": "ok"}
_SHORT = QLocale.FormatType.ShortFormat
DAYS, PAD, MARK = 7, 6, 12


def tone_of(event: DueEvent) -> str:
    """The color of an event's chip."""
    return "late" if event.late else TONES[event.kind]


def event_words(event: DueEvent) -> str:
    """An event with its cycle: "C-2026-0041 Coach ends"."""
    return translate("Calendar", "{number} {what}").format(number=event.number, what=event.text)


def month_span(month: date) -> tuple[date, date]:
    """The first and last day a month's grid shows: whole weeks, beginning on the locale's first weekday."""
    first = month.replace(day=1)
    begins = locale_now().firstDayOfWeek().value - 1  # Monday is 0, as in Python
    start = first - timedelta(days=(first.weekday() - begins) % DAYS)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    weeks = -(-((last - start).days + 1) // DAYS)
    return start, start + timedelta(days=weeks * DAYS - 1)


def moved_month(day: date, months: int) -> date:
    """The same day some months on; the last day of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


@dataclass(frozen=True, slots=True)
class _Chip:
    rect: QRect
    event: DueEvent


class MonthGrid(QWidget):
    """Shows DueDates. `day_chosen(date)`: another day has the keyboard; `opened(cycle id)`: a chip was pressed."""

    day_chosen = Signal(object)
    opened = Signal(int)
    asked_month = Signal(int)  # the wheel: one month back or on
    entered = Signal()  # Enter: to the day's agenda

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self.day = today
        self.found: DueDates | None = None
        self._chips: list[_Chip] = []
        self._by_day: dict[date, list[DueEvent]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(420, 280)
        self.setMouseTracking(True)
        theme.current().changed.connect(self.update)
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(720, 420)

    def show_dates(self, found: DueDates) -> None:
        """Show what is due."""
        self.found = found
        self._by_day = {}
        for event in found.events:
            self._by_day.setdefault(event.day, []).append(event)
        self._say()
        self.update()

    def choose(self, day: date) -> None:
        """Put the keyboard on a day."""
        if day != self.day:
            self.day = day
            self._say()
            self.update()
            self.day_chosen.emit(day)

    def rect_of(self, day: date) -> QRect:
        """Where a day is painted; an empty rectangle when it is not shown."""
        start, last = month_span(self.day)
        if not start <= day <= last:
            return QRect()
        weeks = ((last - start).days + 1) // DAYS
        row, column = divmod((day - start).days, DAYS)
        top, across, down = self._head(), self.width() / DAYS, (self.height() - self._head()) / weeks
        left, above = round(column * across), round(top + row * down)
        return QRect(left, above, round((column + 1) * across) - left, round(top + (row + 1) * down) - above)

    def chips(self) -> list[tuple[QRect, DueEvent]]:
        """Where the events that fit are painted."""
        return [(chip.rect, chip.event) for chip in self._chips]

    # Hands ------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, day = event.key(), self.day
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -DAYS, Qt.Key.Key_Down: DAYS}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            self.choose(day + timedelta(days=steps[key]))  # type: ignore[index]  # an int that is one of these keys
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.choose(moved_month(day, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key == Qt.Key.Key_Home:
            self.choose(day.replace(day=1))
        elif key == Qt.Key.Key_End:
            self.choose(moved_month(day.replace(day=1), 1) - timedelta(days=1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        day = self._day_at(at)
        if day is not None:
            self.choose(day)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        chip = self._chip_at(event.position().toPoint())
        if chip is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(chip.event.cycle_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._chip_at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.asked_month.emit(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            chip, day = self._chip_at(event.pos()), self._day_at(event.pos())
            closed = self.found.closed.get(day, "") if self.found is not None and day is not None else ""
            text = f"{event_words(chip.event)}\n{chip.event.title}".strip() if chip is not None else closed
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _day_at(self, at: QPoint) -> date | None:
        start, last = month_span(self.day)
        days = (start + timedelta(days=offset) for offset in range((last - start).days + 1))
        return next((day for day in days if self.rect_of(day).contains(at)), None)

    def _chip_at(self, at: QPoint) -> _Chip | None:
        return next((chip for chip in self._chips if chip.rect.contains(at)), None)

    # Eyes and ears ----------------------------------------------------------------------------------------------------

    def words_of(self, day: date) -> str:
        """A day as a screen reader says it: "Thu Nov 26, 2026, Thanksgiving Day, nothing due"."""
        events = self._by_day.get(day, [])
        closed = self.found.closed.get(day, "") if self.found is not None else ""
        told = translate("Calendar", "nothing due")
        if events:
            told = "; ".join(event_words(event) for event in events)
        named = "" if closed == weekday_words(day) else closed
        return ", ".join(part for part in (say_date(day), named, told) if part)

    def _say(self) -> None:
        words = self.words_of(self.day)
        self.setAccessibleName(translate("Calendar", "Month, {day}").format(day=words))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def _head(self) -> int:
        return QFontMetrics(theme.font("small")).height() + 2 * PAD

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        self._chips = []
        start, last = month_span(self.day)
        self._paint_head(painter, start)
        for offset in range((last - start).days + 1):
            self._paint_day(painter, start + timedelta(days=offset))
        painter.setPen(theme.color("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self.hasFocus():
            theme.paint_ring(painter, self.rect_of(self.day).adjusted(1, 1, 0, 0), 3)
        painter.end()

    def _paint_head(self, painter: QPainter, start: date) -> None:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        for column in range(DAYS):
            rect = self.rect_of(start + timedelta(days=column))
            head = QRect(rect.x() + PAD, 0, rect.width() - PAD, self._head())
            name = locale_now().standaloneDayName((start + timedelta(days=column)).isoweekday(), _SHORT)
            painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        rect = self.rect_of(day)
        other = day.month != self.day.month
        closed = self.found.closed.get(day, "") if self.found is not None else ""
        if day == self.day:
            painter.fillRect(rect, theme.color("selection"))
        elif closed or other:
            painter.fillRect(rect, theme.color("window"))
        painter.fillRect(rect.x(), rect.y(), rect.width(), 1, theme.color("faint"))
        painter.fillRect(rect.x(), rect.y(), 1, rect.height(), theme.color("faint"))
        small = theme.font("small", bold=day == self.today)
        metrics = QFontMetrics(small)
        high = metrics.height()
        number = QRect(rect.x() + PAD, rect.y() + 4, high + 8, high + 4)
        painter.setFont(small)
        if day == self.today:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(number.adjusted(-3, 0, -3, 0), 4, 4)
            painter.setPen(theme.color("on_accent"))
            painter.drawText(number.adjusted(-3, 0, -3, 0), Qt.AlignmentFlag.AlignCenter, str(day.day))
        else:
            painter.setPen(theme.color("disabled" if other else "text"))
            painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(day.day))
        if closed and closed != weekday_words(day) and not other:  # weekends are told by their ground alone
            room = QRect(number.right() + 2, number.y(), rect.right() - number.right() - PAD, number.height())
            painter.setPen(theme.color("muted"))
            painter.setFont(theme.font("small"))
            shown = QFontMetrics(theme.font("small")).elidedText(closed, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        self._paint_chips(painter, day, QRect(rect.x() + 3, number.bottom() + 2, rect.width() - 5, 0), rect.bottom())

    def _paint_chips(self, painter: QPainter, day: date, first: QRect, bottom: int) -> None:
        events = self._by_day.get(day, [])
        metrics = QFontMetrics(theme.font("small"))
        high = metrics.height() + 3
        fitting = max((bottom - first.y()) // (high + 2), 0)
        shown = events if len(events) <= fitting else events[: max(fitting - 1, 0)]
        top = first.y()
        for event in shown:
            rect = QRect(first.x(), top, first.width(), high)
            self._paint_chip(painter, rect, event)
            self._chips.append(_Chip(rect, event))
            top += high + 2
        left = len(events) - len(shown)
        if left and fitting:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("muted"))
            text = translate("Calendar", "{count} more").format(count=left)
            rect = QRect(first.x() + PAD, top, first.width() - PAD, high)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_chip(self, painter: QPainter, rect: QRect, event: DueEvent) -> None:
        front, back = theme.tone(tone_of(event))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(rect, 4, 4)
        picture = theme.pixmap(ICONS[event.kind], tone_of(event), MARK, self.devicePixelRatioF())
        painter.drawPixmap(rect.x() + 4, rect.y() + (rect.height() - MARK) // 2, picture)
        painter.setPen(front)
        painter.setFont(theme.font("small"))
        room = rect.adjusted(MARK + 8, 0, -4, 0)
        shown = QFontMetrics(theme.font("small")).elidedText(event.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()
