"""Editors for numbers and lengths of time, typed in a line: "1,200", "2.5", "45", "1h30". Up and Down change them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.rules.typed_dates import read_minutes
from ui.forms.fields import Field
from ui.forms.texts import TextEditor
from ui.tables.cells import locale_now, minutes_text, number_text


class NumberEditor(TextEditor):
    """A number with decimals."""

    step = 1

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setMaxLength(30)
        self._minimum, self._maximum = field.minimum, field.maximum

    def read(self) -> tuple[Any, str]:
        """(value or None, problem)."""
        text = self.line.text().strip()
        if not text:
            return None, ""
        found, ok = locale_now().toDouble(text)
        if not ok:
            found, ok = QLocale.c().toDouble(text)
        return (found, "") if ok else (None, translate("Forms", "Type a number."))

    def value(self) -> Any:
        return self.read()[0]

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else self.text_of(value))

    def set_state(self, state: Any) -> None:
        self.line.setText(str(state or ""))

    def problem(self) -> str:
        return self.read()[1]

    def text_of(self, value: Any) -> str:
        """The number as it is typed."""
        return number_text(value, locale_now())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            sign = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
            if sign is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._change(sign * self.step)
                return True
        return super().eventFilter(watched, event)

    def _change(self, by: int) -> None:
        value = (self.value() or 0) + by
        low = self._minimum if self._minimum is not None else 0
        value = max(value, low)
        self.set_value(value if self._maximum is None else min(value, self._maximum))


class IntEditor(NumberEditor):
    """A whole number."""

    def read(self) -> tuple[Any, str]:
        found, problem = super().read()
        if problem or (found is not None and not float(found).is_integer()):
            return None, translate("Forms", "Type a whole number.")
        return (None if found is None else int(found)), ""


class MinutesEditor(NumberEditor):
    """A length in minutes; says what was understood when it was not just a number."""

    step = 5

    def read(self) -> tuple[Any, str]:
        reading = read_minutes(self.line.text())
        return reading.value, reading.problem

    def hint(self) -> str:
        value = self.value()
        if value is None or (self.line.text().strip().isdigit() and value < 60):
            return ""
        return minutes_text(value)

    def text_of(self, value: Any) -> str:
        return str(int(value))
