"""Ctrl+K: find any page, action or record; arrow keys choose, Enter goes there, Esc closes.

Pages and actions answer at once; records are searched by the worker a moment after the last key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from coachdesk.i18n import translate
from ui import theme
from ui.operations import Operations
from ui.shell.found import MOST_RECENT, Found, Hit, Search, as_found, best

SEARCH_AFTER_MS = 120
FOUND = Qt.ItemDataRole.UserRole + 1
HEAD = Qt.ItemDataRole.UserRole + 2

AnyIndex = QModelIndex | QPersistentModelIndex


class _Line(QStyledItemDelegate):
    """A group's name, or a found thing: icon, title, detail, key."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, theme.px("control") - (4 if index.data(HEAD) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect).adjusted(10, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        head = index.data(HEAD)
        if head:
            painter.setFont(theme.font("small", bold=True))
            painter.setPen(theme.color("muted"))
            painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, head)
            painter.restore()
            return
        found: Found = index.data(FOUND)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection"))
            radius = theme.px("radius")
            painter.drawRoundedRect(area.adjusted(-6, 1, 6, -1), radius, radius)
        if found.icon:
            size = theme.px("icon")
            spot = QRect(area.left(), area.center().y() - size // 2, size, size)
            theme.icon(found.icon, "muted").paint(painter, spot)
        area.setLeft(area.left() + theme.px("icon") + 10)
        small, body = theme.font("small"), theme.font("body")
        if found.key:
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, found.key)
            area.setRight(area.right() - QFontMetrics(small).horizontalAdvance(found.key) - 12)
        painter.setFont(body)
        painter.setPen(theme.color("text"))
        measure = QFontMetrics(body)
        title = measure.elidedText(found.title, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, title)
        area.setLeft(area.left() + measure.horizontalAdvance(title) + 10)
        if found.detail and area.width() > 40:
            painter.setFont(small)
            painter.setPen(QPen(theme.color("muted")))
            detail = QFontMetrics(small).elidedText(found.detail, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, detail)
        painter.restore()


class Palette(QFrame):
    """Floats over the window; `chosen` says what was picked. What was picked lately is listed before anything is typed
    (in memory only: record titles are never written down outside the desk). icons: those of the pages there are, by
    key; records of other pages are not offered."""

    chosen = Signal(object)  # Found

    def __init__(
        self,
        window: QWidget,
        operations: Operations,
        near: Callable[[], Sequence[Found]],
        search: Search | None,
        icons: Mapping[str, str],
    ) -> None:
        super().__init__(window)
        self._operations = operations
        self._near = near
        self._search = search
        self._icons = icons
        self._records: list[Found] = []
        self._recent: list[Found] = []
        self._moved = False  # whether the person chose a line since the last key
        theme.mark(self, role="popup")
        self.setObjectName("palette")
        self.setAccessibleName(translate("Palette", "Find anything"))
        self.field = QLineEdit()
        self.field.setPlaceholderText(translate("Palette", "Find a page, an action or a record"))
        self.field.setAccessibleName(translate("Palette", "Find a page, an action or a record"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(translate("Palette", "Results"))
        self.list.setUniformItemSizes(False)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._pick)
        self.hint = QLabel()
        theme.mark(self.hint, role="small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint)
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._timer.timeout.connect(self._search_records)
        window.installEventFilter(self)
        self.hide()

    def open(self, typed: str = "") -> None:
        """Show it, empty or with something typed, with the keyboard in it."""
        self._records.clear()
        self._moved = False
        self.field.clear()
        self._fill()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        if typed:
            self.field.setText(typed)
            self._search_records()

    def close_up(self) -> None:
        """Hide it and give the keyboard back to the page."""
        self._timer.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif watched is self.field and isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
                self.close_up()  # the person went on elsewhere in the window; switching windows keeps it open
        elif watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._move(6 if key == Qt.Key.Key_PageDown else -6)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.list.currentIndex())
        else:
            return False
        return True

    def _place(self) -> None:
        room = self.window().rect()
        width = min(640, room.width() - 48)
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.model.rowCount()))
        fixed = self.field.sizeHint().height() + self.hint.sizeHint().height() + 40
        height = min(rows + fixed, 480, room.height() - 96)
        self.setGeometry((room.width() - width) // 2, max(24, room.height() // 10), width, height)

    def _typed(self) -> None:
        self._moved = False
        if not self.field.text().strip():
            self._records.clear()
            self._timer.stop()
        elif self._search is not None:
            self._timer.start()
        self._fill()

    def _search_records(self) -> None:
        if self._search is not None and self.isVisible() and not self._operations.closed:
            self._operations.read(self._search, self.field.text().strip(), done=self._take, latest="palette")

    def _take(self, hits: Sequence[Hit]) -> None:
        self._records = [as_found(hit, self._icons[hit.page]) for hit in hits if hit.page in self._icons]
        self._fill()

    def _fill(self) -> None:
        typed = self.field.text().strip()
        if typed:
            found = best(typed, self._near(), self._records)
        else:
            recent = self._recent
            lately = translate("Palette", "Lately")
            again = [Found(lately, one.title, one.detail, one.icon, one.key, one.place, one.action) for one in recent]
            found = again + list(self._near())
        chosen = self._current() if self._moved else None
        self.model.clear()
        group = ""
        for one in found:
            if one.group != group:
                group = one.group
                head = QStandardItem(group)
                head.setData(group, HEAD)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                self.model.appendRow(head)
            line = QStandardItem(one.title)
            line.setData(one, FOUND)
            line.setData(
                ", ".join(part for part in (one.title, one.detail, one.key) if part), Qt.ItemDataRole.AccessibleTextRole
            )
            line.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.model.appendRow(line)
        self.hint.setText(
            translate("Palette", "Enter opens, arrow keys choose, Esc closes")
            if found
            else translate("Palette", "Nothing answers to this. Try fewer letters, a number or a name.")
        )
        self._select(found.index(chosen) if chosen in found else 0)
        self._place()

    def _rows(self) -> list[int]:
        """The rows that can be chosen (not the groups' names)."""
        return [row for row in range(self.model.rowCount()) if self.model.item(row).data(FOUND) is not None]

    def _select(self, place: int) -> None:
        rows = self._rows()
        if rows:
            self.list.setCurrentIndex(self.model.index(rows[place], 0))
            if place == 0:
                self.list.scrollToTop()

    def _move(self, by: int) -> None:
        rows = self._rows()
        if rows:
            at = self.list.currentIndex().row()
            here = rows.index(at) if at in rows else 0
            around = abs(by) == 1
            self._moved = True
            self._select((here + by) % len(rows) if around else min(max(here + by, 0), len(rows) - 1))

    def _current(self) -> Found | None:
        found = self.list.currentIndex().data(FOUND) if self.list.currentIndex().isValid() else None
        return found if isinstance(found, Found) else None

    def _pick(self, index: QModelIndex) -> None:
        found = index.data(FOUND) if index.isValid() else None
        if not isinstance(found, Found):
            return
        same = (found.place, found.action)
        self._recent = [one for one in self._recent if (one.place, one.action) != same]
        self._recent = [found, *self._recent][:MOST_RECENT]
        self.close_up()
        self.chosen.emit(found)
