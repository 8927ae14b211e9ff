"""A form in a dialog: fits small screens, scrolls inside, keeps its buttons in sight and what was typed in any case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QVBoxLayout, QWidget

from ui.forms.dates import Today
from ui.forms.fields import Values
from ui.forms.form import Form
from ui.forms.panel import FormPanel
from ui.forms.spec import DraftKeeper, FormSpec, RunsServices
from ui.widgets import label
from ui.widgets.placing import room_for, take_size

WIDE = 640
LEAST = QSize(320, 240)


class FormDialog(QDialog):
    """Open it with `open()`; it closes when saved. `draft_key`: what is filled in, "signal.new", "staff.edit.12"."""

    def __init__(
        self,
        spec: FormSpec,
        drafts: DraftKeeper | None = None,
        draft_key: str = "",
        today: Today = date.today,
        values: Values | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"form.{draft_key}" if draft_key else "form")
        self.setWindowTitle(spec.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.panel = FormPanel(spec, drafts, draft_key, today, values, scrolls=True, parent=self)
        self.submitted = self.panel.submitted
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(label(spec.title, "title"))
        layout.addWidget(self.panel, 1)
        self.setMinimumSize(LEAST)
        self._wanted = 0
        self._grow_soon = QTimer(self, singleShot=True, interval=0)
        self._grow_soon.timeout.connect(self._grow)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        holder = self._holder()
        if holder is not None:
            holder.installEventFilter(self)
        self.panel.succeeded.connect(lambda _result: self.accept())
        self.panel.cancelled.connect(lambda: super(FormDialog, self).reject())

    @property
    def form(self) -> Form:
        """The form inside."""
        return self.panel.form

    def save_with(
        self,
        operations: RunsServices,
        service: Callable[..., Any],
        arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
        done: Callable[[Any], object] | None = None,
    ) -> None:
        """As FormPanel.save_with."""
        self.panel.save_with(operations, service, arguments, done)

    def reject(self) -> None:
        """Esc or the window's cross: what was typed is kept as a draft."""
        self.panel.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isVisible() and not self.panel.leave():
            event.ignore()
        else:
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter must not press the first button of the dialog from wherever one happens to be typing.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton) and self.isAncestorOf(focused):
                focused.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow_soon.start()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            room = room_for(self)
            width = min(WIDE, room.width())
            self.resize(width, min(self.height(), room.height()))
            self._wanted = self._wanted_height(width)
            take_size(self, QSize(width, self._wanted))
            self.panel.focus_first()

    def _holder(self) -> QWidget | None:
        return self.panel.area.widget() if self.panel.area is not None else None

    def _wanted_height(self, width: int) -> int:
        """The height at which nothing in the form scrolls."""
        layout, area, holder = self.layout(), self.panel.area, self._holder()
        if layout is None or area is None or holder is None:
            return self.height()
        layout.activate()
        inside = holder.layout()
        wanted = inside.heightForWidth(width - 48) if inside is not None and inside.hasHeightForWidth() else -1
        wanted = wanted if wanted > 0 else holder.sizeHint().height()
        whole = layout.heightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        around = max(whole, self.sizeHint().height()) - area.sizeHint().height()
        return around + wanted + 4

    def _grow(self) -> None:
        """More fields or problems came up: make room for them while the screen has some; never shrink under a hand."""
        before, self._wanted = self._wanted, self._wanted_height(self.width())
        height = min(self._wanted, room_for(self).height())
        if self._wanted <= before or height <= self.height():
            return
        self.resize(self.width(), height)
        lowest = self.screen().availableGeometry().bottom() - self.frameGeometry().bottom()
        if lowest < 0:
            self.move(self.x(), max(self.screen().availableGeometry().top(), self.y() + lowest))

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to where the keyboard is put; Qt does it for Tab only, not for a row just added. Not under the mouse,
        or a press would miss what it was aimed at."""
        area = self.panel.area
        if area is not None and now is not None and area.isAncestorOf(now) and not QApplication.mouseButtons():
            QTimer.singleShot(0, now, lambda: area.ensureWidgetVisible(now))  # when the layout is settled
