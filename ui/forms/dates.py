"""Dates and times by typing: "tomorrow", "+2w", "3/14" or the calendar; and what was understood is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.rules.typed_dates import NumberOrder, Reading, read_date, read_time, say_date
from ui import theme
from ui.forms.editor import Editor
from ui.forms.fields import Field
from ui.forms.texts import TextEditor
from ui.tables.cells import locale_now, time_text
from ui.widgets import icon_button, put_inside

Today = Callable[[], date]


def number_order(locale: QLocale) -> NumberOrder:
    """Whether the locale writes the day or the month first."""
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return "dmy" if pattern.find("d") < pattern.find("M") and not pattern.startswith("y") else "mdy"


def clock_hours(locale: QLocale) -> Literal[12, 24]:
    """Whether the locale's clock has 12 or 24 hours."""
    return 12 if "a" in locale.timeFormat(QLocale.FormatType.ShortFormat).casefold() else 24


def typed_form(value: date, locale: QLocale) -> str:
    """The date in figures with a full year, as the locale types it: "3/14/2026"."""
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    pattern = pattern if "yyyy" in pattern else pattern.replace("yy", "yyyy")
    return locale.toString(QDate(value.year, value.month, value.day), pattern)


def when_text(moment: datetime, now: datetime | None = None) -> str:
    """ "today at 10:42 AM", "on Tuesday at 10:42 AM", "on Tue Mar 3, 2026 at 10:42 AM"."""
    local = moment.astimezone() if moment.tzinfo is not None else moment
    present = (now or datetime.now(local.tzinfo)).date()
    clock = time_text(local.time(), locale_now())
    days = (present - local.date()).days
    if days == 0:
        return translate("Forms", "today at {time}").format(time=clock)
    if 0 < days < 7:
        day = locale_now().dayName(local.isoweekday(), QLocale.FormatType.LongFormat)
        return translate("Forms", "on {day} at {time}").format(day=day, time=clock)
    return translate("Forms", "on {day} at {time}").format(day=say_date(local.date()), time=clock)


class DateEditor(TextEditor):
    """A date: typed, by calendar (F4, Alt+Down), or with Up and Down day by day."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._today, self._lean = today, field.lean
        self._minimum, self._maximum = field.minimum, field.maximum
        self._understood: date | None = None
        self._told = ""
        self._popup: QFrame | None = None
        if not field.placeholder:
            self.line.setPlaceholderText(translate("Forms", "3/14, fri, +2w"))
        self.line.textChanged.connect(lambda _text: self._read())
        self.calendar_button = icon_button("calendar", translate("Forms", "Calendar"), self.open_calendar, self.line)
        self.calendar_button.setAccessibleName(translate("Forms", "Calendar for {field}").format(field=field.name))
        self.calendar_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F4 and Alt+Down do the same
        put_inside(self.line, self.calendar_button)

    def value(self) -> Any:
        self._read()
        return self._understood

    def set_value(self, value: Any) -> None:
        self._understood = value
        self._told = "" if value is None else typed_form(value, locale_now())
        self.line.setText(self._told)

    def state(self) -> Any:
        value = self.value()
        # The day meant is kept, not the word: "tomorrow" in a draft means another day when the draft is opened.
        return value.isoformat() if value is not None else self.line.text()

    def set_state(self, state: Any) -> None:
        try:
            self.set_value(date.fromisoformat(str(state or "")))
        except ValueError:
            self.line.setText(str(state or ""))

    def problem(self) -> str:
        return self._reading().problem

    def hint(self) -> str:
        value = self.value()
        return "" if value is None else say_date(value)

    def on_left(self) -> None:
        value = self.value()
        if value is not None:
            self.set_value(value)

    def open_calendar(self) -> None:
        """Show the calendar under the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.mark(popup, role="popup")
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(1, 1, 1, 1)
        calendar = QCalendarWidget()
        calendar.setLocale(locale_now())
        calendar.setFirstDayOfWeek(locale_now().firstDayOfWeek())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        calendar.setMinimumSize(21 * QFontMetrics(self.font()).averageCharWidth() * 2, 250)
        quiet = QTextCharFormat()
        quiet.setForeground(theme.color("muted"))  # not Qt's red: nothing is wrong with a weekend
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, quiet)
        for limit, put in ((self._minimum, calendar.setMinimumDate), (self._maximum, calendar.setMaximumDate)):
            if limit is not None:
                put(QDate(limit.year, limit.month, limit.day))
        shown = self.value() or self._today()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        calendar.activated.connect(self._take)
        calendar.clicked.connect(self._take)
        layout.addWidget(calendar)
        self._popup = popup
        popup.move(self._place_for(popup))
        popup.show()
        calendar.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
                self.open_calendar()
                return True
            if not event.modifiers() and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Up else -1
                value = self.value()
                self.set_value(self._today() if value is None else value + timedelta(step))
                return True
        return super().eventFilter(watched, event)

    def _place_for(self, popup: QWidget) -> QPoint:
        under = self.mapToGlobal(QPoint(0, self.height() + 2))
        size, room = popup.sizeHint(), self.screen().availableGeometry()
        if under.y() + size.height() > room.bottom():
            under = self.mapToGlobal(QPoint(0, -size.height() - 2))
        return QPoint(
            max(min(under.x(), room.right() - size.width()), room.left()), max(under.y(), room.top())
        )  # fmt: skip

    def _take(self, chosen: QDate) -> None:
        self.set_value(date(chosen.year(), chosen.month(), chosen.day()))
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self.line.setFocus()

    def _reading(self) -> Reading[date]:
        return read_date(self.line.text(), self._today(), lean=self._lean, order=number_order(locale_now()))

    def _read(self) -> None:
        if self.line.text() != self._told or self._understood is None:
            self._told = self.line.text()
            self._understood = self._reading().value


class TimeEditor(TextEditor):
    """A time of day, typed."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        if not field.placeholder:
            self.line.setPlaceholderText(translate("Forms", "2:30 PM"))

    def value(self) -> Any:
        return self._reading().value

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else time_text(value, locale_now()))

    def state(self) -> Any:
        value = self.value()
        return value.isoformat("minutes") if value is not None else self.line.text()

    def set_state(self, state: Any) -> None:
        try:
            self.set_value(time.fromisoformat(str(state or "")))
        except ValueError:
            self.line.setText(str(state or ""))

    def problem(self) -> str:
        return self._reading().problem

    def hint(self) -> str:
        value = self.value()
        return "" if value is None else time_text(value, locale_now())

    def on_left(self) -> None:
        value = self.value()
        if value is not None:
            self.set_value(value)

    def _reading(self) -> Reading[time]:
        return read_time(self.line.text(), hours=clock_hours(locale_now()))


class MomentEditor(Editor):
    """A date and a time of day on this computer's clock."""

    single_line = True

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day, self.clock = DateEditor(field, today, self), TimeEditor(field, self)
        self.clock.line.setAccessibleName(translate("Forms", "{field}, time").format(field=field.name))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.day, 3)
        layout.addWidget(self.clock, 2)
        for part in (self.day, self.clock):
            part.changed.connect(self.changed)
            part.left.connect(self.left)
            part.entered.connect(self.entered)

    def control(self) -> QWidget:
        return self.day.line

    def controls(self) -> list[QWidget]:
        return [self.day.line, self.clock.line]

    def value(self) -> Any:
        day, clock = self.day.value(), self.clock.value()
        return None if day is None or clock is None else datetime.combine(day, clock).astimezone()

    def set_value(self, value: Any) -> None:
        local = value.astimezone() if value is not None and value.tzinfo is not None else value
        self.day.set_value(None if local is None else local.date())
        self.clock.set_value(None if local is None else local.time())

    def state(self) -> Any:
        return [self.day.state(), self.clock.state()]

    def set_state(self, state: Any) -> None:
        day, clock = state if isinstance(state, list) and len(state) == 2 else ("", "")
        self.day.set_state(day)
        self.clock.set_state(clock)

    def problem(self) -> str:
        told = self.day.problem() or self.clock.problem()
        if told or self.day.is_empty() == self.clock.is_empty():
            return told
        return (
            translate("Forms", "Type the time too.")
            if self.clock.is_empty()
            else translate("Forms", "Type the day too.")
        )

    def hint(self) -> str:
        return " ".join(part for part in (self.day.hint(), self.clock.hint()) if part)

    def is_empty(self) -> bool:
        return self.day.is_empty() and self.clock.is_empty()
