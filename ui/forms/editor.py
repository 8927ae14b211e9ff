"""What every editor of a field is: a widget with a value, a state that survives unfinished typing, its own say."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ui import theme


class Editor(QWidget):
    """One field's editor. `control` is what gets the keyboard, the label and the accessible name."""

    changed = Signal()
    left = Signal()  # the keyboard went elsewhere
    entered = Signal()  # Enter in a single line

    secret = False  # never kept in a draft
    single_line = False  # Enter goes on or submits

    def control(self) -> QWidget:
        """What gets the keyboard."""
        raise NotImplementedError

    def wrong_control(self) -> QWidget:
        """What gets the keyboard when something is wrong with the value."""
        return self.control()

    def controls(self) -> list[QWidget]:
        """All parts that can be wrong or named; the first is `control`."""
        return [self.control()]

    def value(self) -> Any:
        """The value by the field's kind; None, "" or [] when empty or not understood."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show this value; emits nothing but `changed`."""
        raise NotImplementedError

    def state(self) -> Any:
        """What was typed, as plain JSON, understood or not."""
        return self.value()

    def set_state(self, state: Any) -> None:
        """Show what `state` gave; raises nothing for a state of an older version, but shows nothing then."""
        self.set_value(state)

    def problem(self) -> str:
        """Why what was typed is no value; "" when it is fine or empty."""
        return ""

    def hint(self) -> str:
        """What was understood, for the line under the field."""
        return ""

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        value = self.value()
        return value is None or value == "" or value == [] or value is False

    def show_tone(self, tone: str) -> None:
        """Mark the field: late for a problem, "" for none."""
        for one in self.controls():
            theme.mark(one, tone=tone)

    def show_problem_at(self, rest: str, text: str) -> QWidget | None:
        """Show a problem of something inside (rows); gives what to put the keyboard on."""
        return None

    def watch(self, widget: QWidget) -> None:
        """Tell `left` when the keyboard leaves this widget."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Opening the field's own list takes the keyboard too; nobody is done typing then.
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.on_left()
            self.left.emit()
        return False

    def on_left(self) -> None:
        """The keyboard went: tidy what was typed."""


class QuietCombo(QComboBox):
    """A combo box that lets the wheel scroll the page unless it has the keyboard."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
