"""What a page says to the person: nothing here yet, something to know, something just done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.widgets.basics import button, icon_button, label

_ICONS = {
    "info": "info",
    "accent": "info",
    "plain": "info",
    "ok": "circle-check",
    "attention": "triangle-alert",
    "late": "circle-alert",
}


class _Symbol(QLabel):
    """An icon that follows the theme."""

    def __init__(self, name: str, tint: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tint, self._size = name, tint, size
        theme.current().changed.connect(self._draw)
        self._draw()

    def set(self, name: str, tint: str) -> None:
        """Show another icon."""
        self._name, self._tint = name, tint
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(theme.pixmap(self._name, self._tint, self._size, self.devicePixelRatioF()))


class EmptyState(QWidget):
    """Says what belongs here and offers the first step; `acted` when its button is pressed."""

    acted = Signal()

    def __init__(self, icon: str, title: str, text: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 40, 24, 40)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(_Symbol(icon, "muted", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        for part, role in ((title, "section"), (text, "muted")):
            shown = label(part, role)
            shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            shown.setMaximumWidth(460)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(shown, 100)
            row.addStretch(1)
            column.addLayout(row)
        if action:
            column.addSpacing(10)
            step = button(action, "primary", slot=self.acted.emit)
            column.addWidget(step, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)


class Banner(QFrame):
    """A message across the page in a tone, with an optional action and a close button."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self, text: str, tone: str = "info", action: str = "", closable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.mark(self, role="banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        self._symbol = _Symbol("info", "info", theme.px("icon") + 2, self)
        self._text = label(text)
        row.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        if action:
            row.addWidget(button(action, slot=self.acted.emit), 0, Qt.AlignmentFlag.AlignVCenter)
        if closable:
            row.addWidget(
                icon_button("x", translate("Widgets", "Close message"), self._close), 0, Qt.AlignmentFlag.AlignVCenter
            )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_text(text, tone)

    def set_text(self, text: str, tone: str = "info") -> None:
        """Say something else."""
        self._text.setText(text)
        self._symbol.set(_ICONS[tone], tone)
        theme.mark(self, tone=tone)
        self.setAccessibleName(text)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class Toast(QFrame):
    """A short note over the bottom of `host` ("Saved: session of Nov 17", Undo). It goes by itself, but waits while
    it is pointed at.
    """

    SECONDS = 8

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        theme.mark(self, role="toast")
        self._host = host
        self._slot: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(12)
        self._symbol = _Symbol("circle-check", "ok", theme.px("icon") + 2, self)
        self._text = label()
        self._action = button("", "link", slot=self._act)
        row.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(icon_button("x", translate("Widgets", "Close message"), self.hide))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def show_text(
        self, text: str, action: str = "", slot: Callable[[], object] | None = None, tone: str = "ok"
    ) -> None:
        """Show `text` for some seconds; `action` is the text of the button that calls `slot`."""
        self._text.setText(text)
        self._symbol.set(_ICONS[tone], tone)
        self._slot = slot
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._place()
        self.show()
        self.raise_()
        self._timer.start(self.SECONDS * 1000)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def enterEvent(self, event: QEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(self.SECONDS * 1000)

    def hideEvent(self, event: QEvent) -> None:
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and not self.isHidden():
            self._place()
        return False

    def _act(self) -> None:
        self.hide()
        if self._slot is not None:
            self._slot()

    def _place(self) -> None:
        host = self._host
        width = min(self.sizeHint().width(), host.width() - 32)
        layout = self.layout()
        height = layout.heightForWidth(width) if layout and layout.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry((host.width() - width) // 2, host.height() - height - 24, width, height)
