"""One lane of the board: its heading with the count, and the list of its cards, moved by mouse, keys and menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.board import BoardCard
from ui import theme
from ui.pages.cycles.board_cards import MIME, BoardModel, CardDelegate
from ui.widgets import Pill, label

_FORWARD, _BACK = Qt.Key.Key_Right, Qt.Key.Key_Left


class LaneView(QListView):
    """The cards of a lane. Ids go out; what they mean is the board's."""

    entered_lane = Signal()  # the keyboard came here
    opened = Signal(int)  # Enter, double click
    menu_asked = Signal(int, QPoint)  # where on the screen
    step_asked = Signal(int, int)  # Ctrl+Right 1, Ctrl+Left -1
    side_asked = Signal(int)  # Left, Right: to the lane beside
    dropped = Signal(int)  # a card of another lane, by id

    def __init__(self, accepts: Callable[[int], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accepts = accepts
        self._inviting = False
        self.cards = BoardModel(self)
        self.setModel(self.cards)
        self.painter = CardDelegate(self)
        self.setItemDelegate(self.painter)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        theme.mark(self, role="lane")
        # With a ground of our own, scrolling moves the picture and paints only the cards that come in.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        theme.current().changed.connect(self.doItemsLayout)

    def current_card(self) -> BoardCard | None:
        """The card that has the keyboard."""
        return self.cards.card(self.currentIndex())

    def choose(self, row: int) -> None:
        """Put the keyboard on the card in this row, or the nearest there is."""
        if self.cards.cards:
            self.setCurrentIndex(self.cards.index(min(max(row, 0), len(self.cards.cards) - 1)))

    def invite(self, inviting: bool) -> None:
        """Show that a card may be dropped here."""
        if inviting != self._inviting:
            self._inviting = inviting
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("accent_soft" if self._inviting else "window"))
        painter.end()
        super().paintEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(220, 400)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self.current_card()
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (_FORWARD, _BACK):
            way = 1 if key == _FORWARD else -1
            if held == Qt.KeyboardModifier.ControlModifier and card is not None:
                self.step_asked.emit(card.id, way)
                return
            if held == Qt.KeyboardModifier.NoModifier:
                self.side_asked.emit(way)
                return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not held and card is not None:
            self.opened.emit(card.id)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered_lane.emit()
        if self.current_card() is None:
            self.choose(0)
        else:
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        card = self.cards.card(index)
        if card is not None:
            where = self.visualRect(index).center() if by_key else event.pos()
            self.setCurrentIndex(index)
            self.menu_asked.emit(card.id, self.viewport().mapToGlobal(where))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        carried = self._carried(event)
        welcome = carried is not None and self._accepts(carried)
        self.invite(welcome)
        if welcome:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.invite(False)

    def dropEvent(self, event: QDropEvent) -> None:
        carried = self._carried(event)
        self.invite(False)
        if carried is None or not self._accepts(carried):
            event.ignore()
            return
        # Copied as far as Qt knows: the card goes when the desk says so, not because it was dropped.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(carried)

    def _open(self, row: int) -> None:
        card = self.cards.card(self.cards.index(row))
        if card is not None:
            self.opened.emit(card.id)

    def _carried(self, event: QDropEvent) -> int | None:
        data = bytes(event.mimeData().data(MIME).data()) if event.mimeData().hasFormat(MIME) else b""
        return int(data) if data.isdigit() else None


class Lane(QWidget):
    """A lane with its heading."""

    def __init__(self, key: str, title: str, accepts: Callable[[int], bool]) -> None:
        super().__init__()
        self.key, self.title = key, title
        self.view = LaneView(accepts)
        self._count = Pill("0", "plain", self)
        head = QHBoxLayout()
        head.setSpacing(theme.px("gap"))
        head.addWidget(label(title, "strong"))
        head.addWidget(self._count)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("gap"))
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self.setMinimumWidth(168)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_count(self, count: int) -> None:
        """Say how many cards there are, to eyes and to screen readers."""
        self._count.set(f"{count:,}")
        said = translate("Board", "{lane}, 1 cycle") if count == 1 else translate("Board", "{lane}, {count} cycles")
        self.view.setAccessibleName(said.format(lane=self.title, count=count))
