"""Card: a titled surface. Columns: cards side by side that stack when the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.basics import Pill, TextLabel, label


class _Head(QWidget):
    """The title line of a card."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumHeight(theme.px("row") - theme.px("gap"))  # the same with and without buttons
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("gap"))
        self.title = label(role="section", parent=self)
        self.note = label(role="small", parent=self)
        self.pill = Pill(parent=self)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.px("tight"))
        for widget in (self.title, self.note, self.pill):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addLayout(self.buttons)


class Card(QFrame):
    """A surface with an optional title line (title, note, pill, actions at the right) and a body."""

    def __init__(
        self, title: str = "", pill: tuple[str, str] | None = None, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.mark(self, role="card")
        outer = QVBoxLayout(self)
        self._outer = outer
        outer.setSpacing(6)
        self._title = ""
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px("gap"))
        outer.addLayout(self.body)
        self.set_title(title, note)
        if pill is not None:
            self.set_pill(*pill)

    @cached_property
    def _head(self) -> _Head:
        """Made when there is something to say in it: a card in a panel has no title."""
        made = _Head(self)
        self._outer.insertWidget(0, made)
        if not self._title:
            made.hide()
        return made

    def set_title(self, title: str, note: str = "") -> None:
        """Change the title; an empty one leaves only the body."""
        before, self._title = self._title, title
        if title or before:
            self._head.title.setText(title)
            self._head.note.setText(note)
            self._head.note.setVisible(bool(note))
            self._head.setVisible(bool(title))
        side = theme.px("card")
        self._outer.setContentsMargins(side, side - 6 if title else side, side, side)
        self.setAccessibleName(title)

    def set_pill(self, text: str, tone: str = "plain") -> None:
        """Show a state beside the title; "" takes it away."""
        self._head.pill.set(text, tone)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put `widget` under what is already there."""
        self.body.addWidget(widget, stretch)

    def add_text(self, text: str, role: str = "") -> TextLabel:
        """Put a wrapping text under what is already there."""
        made = label(text, role)
        self.body.addWidget(made)
        return made

    def add_heading(self, text: str) -> TextLabel:
        """Begin a part under what is already there, a little apart from it."""
        if self.body.count():
            self.body.addSpacing(theme.px("tight"))
        return self.add_text(text, "strong")

    def add_action(self, action: QPushButton | QToolButton) -> None:
        """Put a button at the right of the title."""
        self._head.buttons.addWidget(action)


class Columns(QWidget):
    """Widgets side by side by weight; what does not fit at its least width goes under the first column, then all stack.

    columns: (widget, weight, least width in pixels) from left to right.
    """

    def __init__(self, columns: Sequence[tuple[QWidget, int, int]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = list(columns)
        self._shown = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px("between"))
        self._stacks: list[QVBoxLayout] = []
        for place in range(len(self._columns)):
            stack = QVBoxLayout()
            stack.setSpacing(theme.px("between"))
            stack.addStretch(1)
            self._stacks.append(stack)
            self._grid.addLayout(stack, 0, place)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._arrange(len(self._columns))

    def shown_columns(self) -> int:
        """How many stand side by side now."""
        return self._shown

    def minimumSizeHint(self) -> QSize:
        """Stacked: the window may always become narrower than what stands side by side now."""
        width = max((widget.minimumSizeHint().width() for widget, _, _ in self._columns), default=0)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._fitting(event.size().width()))

    def _fitting(self, width: int) -> int:
        gap = theme.px("between")
        for number in range(len(self._columns), 1, -1):
            if sum(least for _, _, least in self._columns[:number]) + gap * (number - 1) <= width:
                return number
        return 1

    def _arrange(self, number: int) -> None:
        if number == self._shown:
            return
        self._shown = number
        for place, (widget, _, _) in enumerate(self._columns):
            # Not takeAt: Python would keep the old item, and Qt would go on telling it about new sizes.
            for stack in self._stacks:
                stack.removeWidget(widget)
            stack = self._stacks[place % number]
            stack.insertWidget(stack.count() - 1, widget)
        for place in range(len(self._stacks)):
            self._grid.setColumnStretch(place, self._columns[place][1] if place < number else 0)
            self._grid.setColumnMinimumWidth(place, 0)
        self._grid.setHorizontalSpacing(theme.px("between") if number > 1 else 0)
        self.updateGeometry()


def stacked(*widgets: QWidget) -> QWidget:
    """Widgets below each other, kept at the top: one of the `Columns` of a page."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px("between"))
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return holder
