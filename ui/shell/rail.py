"""The navigation rail: pages with icons and counters; narrow (icons only) when the window is.

One stop for Tab, then the arrow keys; Enter or Space opens. A counter is told to screen readers as part of the name.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.pages import Counter, PageEntry

NARROW = 56
MARGIN = 8
ICON = 18


class RailButton(QAbstractButton):
    """One page: icon, name, counter. Painted, because a push button cannot place all three."""

    def __init__(self, entry: PageEntry, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.narrow = False
        self.counter: Counter | None = None
        self._shortcut = shortcut
        self.setObjectName(f"rail.{entry.key}")
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_counter(None)

    def show_counter(self, counter: Counter | None) -> None:
        """Show "3 late", or nothing."""
        self.counter = counter
        name = self.entry.name
        told = f"{name}, {counter.text}" if counter is not None else name
        self.setText(name)
        self.setAccessibleName(told)
        self.setToolTip(f"{told} ({self._shortcut})" if self._shortcut else told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize((NARROW if self.narrow else theme.px("rail")) - 2 * MARGIN, theme.px("control"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        radius = theme.px("radius")
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection" if self.isChecked() else "hover"))
            painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        colour = theme.color("accent" if self.isChecked() else "text")
        tint = "accent" if self.isChecked() else "muted"
        left = (self.width() - ICON) // 2 if self.narrow else 10
        theme.icon(self.entry.icon, tint).paint(painter, QRect(left, (self.height() - ICON) // 2, ICON, ICON))
        if self.narrow:
            self._paint_dot(painter, QPoint(left + ICON, (self.height() - ICON) // 2))
        else:
            self._paint_text(painter, colour, left + ICON + 10)
        painter.end()

    def _paint_dot(self, painter: QPainter, at: QPoint) -> None:
        if self.counter is not None and self.counter.tone in ("late", "attention"):
            painter.setPen(QPen(theme.color("surface"), 2))
            painter.setBrush(theme.color(self.counter.tone))
            painter.drawEllipse(QPointF(at), 5, 5)

    def _paint_text(self, painter: QPainter, colour: QColor, left: int) -> None:
        right = self.width() - 10
        if self.counter is not None:
            small = theme.font("small", bold=True)
            painter.setFont(small)
            tone = self.counter.tone
            painter.setPen(theme.color("muted" if tone == "plain" else tone))
            area = QRect(left, 0, right - left, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.counter.text)
            right -= QFontMetrics(small).horizontalAdvance(self.counter.text) + 8
        font = theme.font("body", bold=self.isChecked())
        painter.setFont(font)
        painter.setPen(colour)
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, right - left)
        area = QRect(left, 0, right - left, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class Rail(QFrame):
    """All registered pages, the lower ones below a line."""

    chosen = Signal(str)  # page key

    def __init__(
        self, entries: Sequence[PageEntry], shortcuts: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.mark(self, role="rail")
        self.setAccessibleName(translate("Shell", "Pages"))
        self.buttons: dict[str, RailButton] = {}
        self.narrow = False
        self._brand = QLabel("CoachDesk")
        theme.mark(self._brand, role="section")
        brand_row = QHBoxLayout()
        brand_row.setContentsMargins(MARGIN + 10, 8, MARGIN, 12)
        brand_row.addWidget(self._brand)

        inner = QWidget()
        theme.mark(inner, role="canvas")
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        column.setSpacing(2)
        line_drawn = False
        for place, entry in enumerate(entries):
            if entry.lower and not line_drawn and place:
                column.addSpacing(8)
                line = QFrame()
                theme.mark(line, role="line")
                column.addWidget(line)
                column.addSpacing(8)
                line_drawn = True
            button = RailButton(entry, shortcuts[place] if place < len(shortcuts) else "")
            button.clicked.connect(lambda _on=False, key=entry.key: self._click(key))
            button.installEventFilter(self)
            self.buttons[entry.key] = button
            column.addWidget(button)
        column.addStretch(1)

        scroll = QScrollArea()  # many pages, large text or a low window: nothing is ever cut off
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self._scroll = scroll
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, MARGIN, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(brand_row)
        outer.addWidget(scroll, 1)
        self.set_narrow(False)
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons with names."""
        self.narrow = narrow
        self._brand.setVisible(not narrow)
        self.setFixedWidth(NARROW if narrow else theme.px("rail"))
        never, if_needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(never if narrow else if_needed)  # no room for it; wheel and keys scroll
        for button in self.buttons.values():
            button.narrow = narrow
            button.updateGeometry()
            button.update()

    def show_page(self, key: str) -> None:
        """Mark the page that is shown; it becomes the one Tab stop."""
        for name, button in self.buttons.items():
            button.setChecked(name == key)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if name == key else Qt.FocusPolicy.NoFocus)
        if key in self.buttons:
            self._scroll.ensureWidgetVisible(self.buttons[key], 0, 8)

    def show_counter(self, key: str, counter: Counter | None) -> None:
        """Show a page's counter."""
        if key in self.buttons:
            self.buttons[key].show_counter(counter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setAccessibleDescription(translate("Shell", "Arrow keys choose a page, Enter opens it."))

    def eventFilter(self, watched: object, event: object) -> bool:
        if isinstance(watched, RailButton) and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            buttons = list(self.buttons.values())
            at = buttons.index(watched)
            steps = {
                Qt.Key.Key_Down: at + 1,
                Qt.Key.Key_Up: at - 1,
                Qt.Key.Key_Home: 0,
                Qt.Key.Key_End: len(buttons) - 1,
            }
            to = steps.get(Qt.Key(event.key()))
            if to is not None:
                if 0 <= to < len(buttons):
                    buttons[to].setFocus(Qt.FocusReason.TabFocusReason)
                    self._scroll.ensureWidgetVisible(buttons[to], 0, 8)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                watched.click()
                return True
        return False

    def _click(self, key: str) -> None:
        for name, button in self.buttons.items():  # only navigation decides what is marked as shown
            button.setChecked(name == key)
        self.chosen.emit(key)
