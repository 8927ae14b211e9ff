"""The start window: new desk, open a desk, the recent ones, or a look around with a sample agency."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QProgressBar, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.shell.fitting import fit_screen
from ui.widgets import button, label


class RecentList(QListWidget):
    """Recent desks: Enter opens, Delete takes one off the list (the desk itself stays)."""

    forget = Signal(object)  # Path

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.itemActivated.emit(item)
        elif event.key() == Qt.Key.Key_Delete and item is not None:
            self.forget.emit(item.data(Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)


class StartWindow(QWidget):
    """What is shown when no desk is open."""

    new_desk = Signal()
    open_other = Signal()
    open_desk = Signal(object)  # Path
    forget = Signal(object)  # Path
    sample = Signal()
    closed = Signal()

    def __init__(self, recent: Sequence[Path]) -> None:
        super().__init__()
        self.setObjectName("start")
        theme.mark(self, role="page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self.setWindowTitle("CoachDesk")
        self.setMinimumSize(480, 320)
        fit_screen(self, 860, 560)
        outer = QHBoxLayout(self)
        margin = 48 if self.width() > 720 else 24
        outer.setContentsMargins(margin, margin, margin, margin - 8)
        outer.setSpacing(margin)
        outer.addLayout(self._greeting(), 5)
        outer.addLayout(self._recent(), 6)
        self.show_recent(recent)

    def _greeting(self) -> QVBoxLayout:
        """What the program is for, and the ways in."""
        left = QVBoxLayout()
        left.setSpacing(8)
        name = label("CoachDesk", role="title")
        left.addWidget(name)
        left.addWidget(
            label(
                translate(
                    "Start",
                    "Notice practice drift, coach in short cycles, and show with records that each loop was closed. "
                    "Everything stays in one file on your own computer.",
                ),
                role="muted",
            )
        )
        left.addSpacing(16)
        self.buttons = (
            button(translate("Start", "New desk…"), "primary", "plus", self.new_desk.emit),
            button(translate("Start", "Open desk…"), "", "folder-open", self.open_other.emit),
            button(translate("Start", "Look around with a sample agency"), "", "sparkles", self.sample.emit),
        )
        widest = max(260, *(one.sizeHint().width() for one in self.buttons))
        for one in self.buttons:
            one.setMinimumWidth(widest)
            left.addWidget(one)
        left.addStretch(1)
        self.wait_text = label("", role="small")
        self.wait = QProgressBar()
        self.wait.setRange(0, 0)
        self.wait.setTextVisible(False)
        self.wait.hide()
        left.addWidget(self.wait_text)
        left.addWidget(self.wait)
        return left

    def _recent(self) -> QVBoxLayout:
        """The desks that were open before."""
        right = QVBoxLayout()
        right.setSpacing(8)
        self.caption = label(translate("Start", "Recent desks"), role="section")
        self.list = RecentList()
        self.list.setAccessibleName(self.caption.text())
        self.list.setAccessibleDescription(
            translate("Start", "Enter opens a desk, Delete takes it off this list; the desk itself stays.")
        )
        self.list.setIconSize(QSize(20, 20))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        self.list.forget.connect(self.forget)
        right.addWidget(self.caption)
        right.addWidget(self.list, 1)
        return right

    def show_recent(self, recent: Sequence[Path]) -> None:
        """List these desks, newest first; those that are gone just now are marked, not hidden."""
        self.list.clear()
        for path in recent:
            here = path.exists()
            place = (
                str(path.parent) if here else translate("Start", "not there now: {folder}").format(folder=path.parent)
            )
            item = QListWidgetItem(theme.icon("database", "accent" if here else "muted"), f"{path.stem}\n{place}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(str(path))
            self.list.addItem(item)
        self.caption.setVisible(bool(recent))
        self.list.setVisible(bool(recent))
        if recent:
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self.buttons[0].setFocus()

    def show_busy(self, text: str) -> None:
        """Say what is being opened or made; "" when nothing is."""
        self.wait_text.setText(text)
        self.wait.setVisible(bool(text))
        self.wait.setAccessibleName(text)
        for one in self.buttons:
            one.setEnabled(not text)
        self.list.setEnabled(not text)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _open(self, item: QListWidgetItem) -> None:
        self.open_desk.emit(item.data(Qt.ItemDataRole.UserRole))
