"""The matrix's view: names stay at the left while standards scroll; cells in sight are painted from kept pictures.

Two views of one model side by side: one shows the names alone, the other everything but the names. They share the
selection and move together, so that a name always stands beside its row.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from coachdesk.i18n import translate
from coachdesk.rules.competence import Cell
from ui import theme
from ui.pages.competence import words
from ui.pages.competence.model import NAME, MatrixModel

Index = QModelIndex | QPersistentModelIndex
ROW = 40
COLUMN, WIDEST_COLUMN = 76, 112
NAMES, WIDEST_NAMES = 200, 300
SIDE = 10
_FOCUSED = QStyle.StateFlag.State_HasFocus.value
_SELECTED = QStyle.StateFlag.State_Selected.value


class _Painter(QStyledItemDelegate):
    """Paints names and cells. Pictures of cells are kept: there are few different ones."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._pictures: dict[tuple[str, str, bool, int, float], QPixmap] = {}
        # With a ground of our own behind everything, scrolling moves the picture and paints only what comes in.
        view.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.current().changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Colors or fonts changed: know them anew."""
        self._colors = {name: theme.color(name) for name in ("surface", "selection", "faint", "text", "muted")}
        self._small = theme.font("small")
        self._body = theme.font("body")
        self._metrics, self._small_metrics = QFontMetrics(self._body), QFontMetrics(self._small)
        self._pictures.clear()
        self._view.viewport().update()

    def color(self, name: str) -> QColor:
        """A color of the theme."""
        return self._colors[name]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, MatrixModel):
            return
        rect: QRect = option.rect
        state, row, column = option.state.value, index.row(), index.column()
        chosen = row == self._view.currentIndex().row()
        if column == NAME:
            self._paint_name(painter, rect, model, row, chosen)
        else:
            cell = model.cell(row, column)
            if cell is not None:
                ratio = painter.device().devicePixelRatio()
                painter.drawPixmap(rect.x(), rect.y(), self._picture(cell, chosen, rect.width(), ratio))
            elif chosen:
                painter.fillRect(rect, self._colors["selection"])
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, self._colors["faint"])
        if column != NAME and state & (_FOCUSED | _SELECTED):
            theme.paint_ring(painter, rect.adjusted(1, 1, -1, -2), 4)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(NAMES if index.column() == NAME else COLUMN, ROW)

    def _paint_name(self, painter: QPainter, rect: QRect, model: MatrixModel, row: int, chosen: bool) -> None:
        if chosen:
            painter.fillRect(rect, self._colors["selection"])
        one = model.person(row)
        width = rect.width() - 2 * SIDE
        painter.setFont(self._body)
        painter.setPen(self._colors["text"])
        elide = Qt.TextElideMode.ElideRight
        top = rect.y() + 5
        painter.drawText(
            rect.x() + SIDE, top + self._metrics.ascent(), self._metrics.elidedText(one.name, elide, width)
        )
        below = " · ".join(part for part in (one.role, one.team) if part)
        painter.setFont(self._small)
        painter.setPen(self._colors["muted"])
        painter.drawText(
            rect.x() + SIDE,
            top + self._metrics.height() + self._small_metrics.ascent() - 1,
            self._small_metrics.elidedText(below, elide, width),
        )

    def _picture(self, cell: Cell, chosen: bool, width: int, ratio: float) -> QPixmap:
        told = words.short(cell)
        key = (cell.standing, told, chosen, width, ratio)
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) >= 600:
                self._pictures.clear()
            self._pictures[key] = picture = self._draw(cell, told, chosen, width, ratio)
        return picture

    def _draw(self, cell: Cell, told: str, chosen: bool, width: int, ratio: float) -> QPixmap:
        picture = QPixmap(round(width * ratio), round(ROW * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._colors["selection" if chosen else "surface"])
        front, soft = theme.tone(cell.tone)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if cell.standing != "not_verified":
            painter.setBrush(soft)
            painter.drawRoundedRect(QRectF(6, 6, width - 12, ROW - 13), 6, 6)
        painter.setPen(front)
        painter.setFont(theme.font("small", bold=cell.standing != "not_verified"))
        text = f"{cell.symbol} {told}" if told else cell.symbol
        painter.drawText(QRect(6, 6, width - 12, ROW - 13), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return picture


class _Side(QTableView):
    """One of the two views."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.painter = _Painter(self)
        self.setModel(model)
        self.setItemDelegate(self.painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW)
        rows.setDefaultSectionSize(ROW)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = QPainter(self.viewport())
        ground.fillRect(event.rect(), self.painter.color("surface"))
        ground.end()
        super().paintEvent(event)


class MatrixGrid(QFrame):
    """The matrix. A cell goes out as (staff id, standard id)."""

    cell_chosen = Signal(object)
    opened = Signal(int)  # a person: double click on a name, or Ctrl+Enter
    asked = Signal(object)  # a cell: Enter or double click

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="card")
        self.model = model
        self.names, self.cells = _Side(model, self), _Side(model, self)
        self._below = QWidget(self)  # as high as the bar under the cells, so that rows stay beside each other
        self._below.hide()
        self._dress()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.names, 1)
        left.addWidget(self._below)
        row.addLayout(left)
        row.addWidget(self.cells, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addLayout(row)
        model.modelReset.connect(self._columns)
        self._columns()
        bars = (self.names.verticalScrollBar(), self.cells.verticalScrollBar())
        bars[0].valueChanged.connect(bars[1].setValue)
        bars[1].valueChanged.connect(bars[0].setValue)
        self.cells.selectionModel().currentChanged.connect(self._moved)
        self.cells.installEventFilter(self)
        self.cells.doubleClicked.connect(lambda index: self.asked.emit(model.ids_at(index)))
        self.names.clicked.connect(self._name_pressed)
        self.names.doubleClicked.connect(lambda index: self.opened.emit(model.person(index.row()).id))

    def _dress(self) -> None:
        names, cells = self.names, self.cells
        names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        names.setAccessibleName(translate("Competence", "Names"))
        names.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        cells.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        cells.setAccessibleName(translate("Competence", "Competence matrix"))
        names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        cells.horizontalScrollBar().rangeChanged.connect(self._make_room_below)
        height = max(cells.horizontalHeader().sizeHint().height(), 34)
        for one in (names, cells):
            one.horizontalHeader().setFixedHeight(height)

    def _make_room_below(self, _least: int, most: int) -> None:
        self._below.setFixedHeight(self.cells.horizontalScrollBar().sizeHint().height())
        self._below.setVisible(most > 0)

    def _columns(self) -> None:
        for column in range(self.model.columnCount()):
            self.names.setColumnHidden(column, column != NAME)
            self.cells.setColumnHidden(column, column == NAME)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Names and few standards take the room there is; many standards scroll."""
        names = max(NAMES, min(WIDEST_NAMES, self.width() // 3))
        room = self.width() - names - self.cells.verticalScrollBar().sizeHint().width() - 4
        column = max(COLUMN, min(WIDEST_COLUMN, room // max(len(self.model.standards), 1)))
        self.names.setFixedWidth(names + 1)
        for view, width in ((self.names, names), (self.cells, column)):
            if view.horizontalHeader().defaultSectionSize() != width:
                view.horizontalHeader().setDefaultSectionSize(width)

    # Moving and choosing ----------------------------------------------------------------------------------------------

    def current(self) -> tuple[int, int] | None:
        """The cell with the keyboard, as (staff id, standard id)."""
        return self.model.ids_at(self.cells.currentIndex())

    def choose(self, staff_id: int, standard_id: int | None = None) -> bool:
        """Put the keyboard on a cell and bring it into sight; False when a filter hides it."""
        index = self.model.index_of(staff_id, standard_id)
        if not index.isValid():
            return False
        self.cells.setCurrentIndex(index)
        self.cells.scrollTo(index)
        return True

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        for view in (self.names, self.cells):
            for index in (now, before):
                if index.isValid():
                    view.viewport().update(QRect(0, view.rowViewportPosition(index.row()), view.width(), ROW))
        if now.isValid() and before.row() != now.row():
            self.names.setCurrentIndex(self.model.index(now.row(), NAME))
        self.cell_chosen.emit(self.model.ids_at(now))

    def _name_pressed(self, index: QModelIndex) -> None:
        column = max(self.cells.currentIndex().column(), 1)
        self.cells.setCurrentIndex(self.model.index(index.row(), column))
        self.cells.setFocus()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.cells and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            cell = self.current()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and cell is not None:
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self.opened.emit(cell[0])
                else:
                    self.asked.emit(cell)
                return True
        return False
