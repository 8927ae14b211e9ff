"""What happened and what is planned, newest first, along a line of dots."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.basics import ClickSurface, Pill, TextLabel, clear_layout, label
from ui.widgets.flow import FlowLayout

_GUTTER = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment: when (bold), what, more about it, pills as (text, tone).

    planned: a hollow dot.  key: the entry can be opened.
    """

    when: str
    text: str
    sub: str = ""
    pills: tuple[tuple[str, str], ...] = ()
    tone: str = "accent"
    planned: bool = False
    key: str = ""


class Timeline(QWidget):
    """Entries one below the other; `opened(key)` when one that has a key is pressed."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._entries: list[Entry] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries, in this order; nothing is made anew where they are the same."""
        if list(entries) == self._entries:
            return
        self._entries = list(entries)
        clear_layout(self._column)
        for place, entry in enumerate(entries):
            self._column.addWidget(self._row(entry, place == 0, place == len(entries) - 1))

    def _row(self, entry: Entry, first: bool, last: bool) -> QWidget:
        row = QWidget(self)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(_Dot(entry, first, last, row))
        surface: QWidget
        if entry.key:
            pressed = ClickSurface("entry", row)
            pressed.clicked.connect(lambda _checked=False: self.opened.emit(entry.key))
            surface = pressed
        else:
            surface = QFrame(row)
            theme.mark(surface, role="entry")
        column = QVBoxLayout(surface)
        side = 6 if entry.key else 4  # a plain frame adds the two pixels of its border, a surface to press does not
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(1)
        head = FlowLayout(gap=6, line_gap=2)
        when = f"<b>{html.escape(entry.when)}</b>" if entry.when else ""
        joined = " · ".join(part for part in (when, html.escape(entry.text)) if part)
        head.addWidget(TextLabel(joined, surface, rich=True))
        for text, tone in entry.pills:
            head.addWidget(Pill(text, tone, surface))
        column.addLayout(head)
        if entry.sub:
            column.addWidget(label(entry.sub, "muted", parent=surface))
        surface.setAccessibleName(" · ".join(part for part in (entry.when, entry.text) if part))
        surface.setAccessibleDescription(" · ".join((*(text for text, _ in entry.pills), entry.sub)).strip(" ·"))
        if isinstance(surface, ClickSurface):
            surface.let_clicks_through()
        across.addWidget(surface, 1)
        return row


class _Dot(QWidget):
    """The piece of the line beside one entry, with its dot."""

    def __init__(self, entry: Entry, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._entry, self._first, self._last = entry, first, last
        self.setFixedWidth(_GUTTER)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = 9.0, 8 + self.fontMetrics().height() / 2
        painter.setPen(QPen(theme.color("line"), 2))
        painter.drawLine(QPointF(x, y if self._first else 0), QPointF(x, y if self._last else self.height()))
        front = theme.tone(self._entry.tone)[0]
        painter.setPen(QPen(front, 2) if self._entry.planned else QPen(theme.color("surface"), 2))
        painter.setBrush(theme.color("surface") if self._entry.planned else front)
        painter.drawEllipse(QPointF(x, y), 5, 5)
        painter.end()
