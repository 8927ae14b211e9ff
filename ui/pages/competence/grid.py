"""The matrix's view: names stay at the left while standards scroll; cells in sight are painted from kept pictures.

Two views of one model side by side: one shows the names alone, the other everything but the names. They share the
selection and move together, so that a name always stands beside its row.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from coachdesk.i18n import translate
from coachdesk.queries.competence import MatrixPerson
from coachdesk.rules.competence import Cell
from ui import theme
from ui.pages.competence import words
from ui.pages.competence.model import NAME, MatrixModel

PictureKey = tuple[str, int | None, bool, int, float]  # standing, days, chosen, width, pixels of a point
ROW = 44
COLUMN, WIDEST_COLUMN = 76, 112
NAMES, WIDEST_NAMES = 200, 300
SIDE = 10


class _Painter:
    """Paints names and cells of one view. Pictures of cells are kept: there are few different ones.

    Not a delegate: going from Qt into Python and back for every cell would take ten times as long as painting them.
    """

    def __init__(self, view: QTableView, model: MatrixModel, cells: QTableView) -> None:
        self._view, self._model, self._cells = view, model, cells
        self._fitted: dict[tuple[str, int, bool], str] = {}
        self._pictures: dict[PictureKey, QPixmap] = {}
        self.restyle()

    def restyle(self) -> None:
        """Colors or fonts changed: know them anew."""
        self._colors = {name: theme.color(name) for name in ("surface", "selection", "faint", "text", "muted")}
        self._small = theme.font("small")
        self._body = theme.font("body")
        self._metrics, self._small_metrics = QFontMetrics(self._body), QFontMetrics(self._small)
        self._pictures.clear()
        self._fitted.clear()
        self._view.viewport().update()

    def paint(self, painter: QPainter, area: QRect, names: bool) -> None:
        """Paint the part of the view in `area`: ground, names or cells, lines between rows."""
        painter.fillRect(area, self._colors["surface"])
        view, people = self._view, len(self._model.people)
        offset = view.verticalHeader().offset()
        first, last = (area.top() + offset) // ROW, min((area.bottom() + offset) // ROW, people - 1)
        current = self._cells.currentIndex()
        for row in range(first, last + 1):
            y = row * ROW - offset
            if names:
                place = QRect(0, y, view.viewport().width(), ROW)
                self._paint_name(painter, place, self._model.person(row), row == current.row())
            else:
                self._paint_row(painter, area, y, row, row == current.row())
            painter.fillRect(area.x(), y + ROW - 1, area.width(), 1, self._colors["faint"])
        if not names and current.isValid() and current.column() != NAME:
            theme.paint_ring(painter, view.visualRect(current).adjusted(1, 1, -1, -2), 4)

    def _paint_row(self, painter: QPainter, area: QRect, y: int, row: int, chosen: bool) -> None:
        heads = self._view.horizontalHeader()
        width, offset = heads.defaultSectionSize(), heads.offset()
        ratio = painter.device().devicePixelRatio()
        first = max((area.left() + offset) // width, 0)
        last = min((area.right() + offset) // width, len(self._model.standards) - 1)
        if chosen:
            painter.fillRect(first * width - offset, y, (last - first + 1) * width, ROW, self._colors["selection"])
        cells, pictures = self._model.row_cells(row), self._pictures
        for column in range(first, last + 1):
            cell = cells[column]
            if cell is not None:
                key = (cell.standing, words.days_that_matter(cell), chosen, width, ratio)
                picture = pictures.get(key) or self._draw(cell, key)
                painter.drawPixmap(column * width - offset, y, picture)

    def _paint_name(self, painter: QPainter, rect: QRect, one: MatrixPerson, chosen: bool) -> None:
        if chosen:
            painter.fillRect(rect, self._colors["selection"])
        width = rect.width() - 2 * SIDE
        top = rect.y() + (ROW - 1 - self._metrics.height() - self._small_metrics.height()) // 2
        painter.setFont(self._body)
        painter.setPen(self._colors["text"])
        painter.drawText(rect.x() + SIDE, top + self._metrics.ascent(), self._fit(one.name, width, False))
        below = " · ".join(part for part in (one.role, one.team) if part)
        painter.setFont(self._small)
        painter.setPen(self._colors["muted"])
        baseline = top + self._metrics.height() + self._small_metrics.ascent()
        painter.drawText(rect.x() + SIDE, baseline, self._fit(below, width, True))

    def _fit(self, text: str, width: int, small: bool) -> str:
        key = (text, width, small)
        if key not in self._fitted:
            if len(self._fitted) >= 5_000:
                self._fitted.clear()
            metrics = self._small_metrics if small else self._metrics
            self._fitted[key] = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return self._fitted[key]

    def _draw(self, cell: Cell, key: PictureKey) -> QPixmap:
        _standing, _days, chosen, width, ratio = key
        if len(self._pictures) >= 600:
            self._pictures.clear()
        self._pictures[key] = picture = QPixmap(round(width * ratio), round(ROW * ratio))
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
        told = words.short(cell)
        text = f"{cell.symbol} {told}" if told else cell.symbol
        painter.drawText(QRect(6, 6, width - 12, ROW - 13), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return picture


class _Side(QTableView):
    """One of the two views."""

    def __init__(self, model: MatrixModel, parent: QWidget, cells: QTableView | None = None) -> None:
        super().__init__(parent)
        self._names = cells is not None
        # With a ground of our own behind everything, scrolling moves the picture and paints only what comes in.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.painter = _Painter(self, model, cells or self)
        theme.current().changed.connect(self.restyle)
        self.setModel(model)
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

    def restyle(self) -> None:
        """Colors or fonts changed. Qt lets go of this method with the view, which a painter's own it would not."""
        self.painter.restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for area in event.region():  # type: ignore[attr-defined]  # one can walk through it; the stubs leave that out
            self.painter.paint(painter, area, self._names)
        painter.end()


class MatrixGrid(QFrame):
    """The matrix. A cell goes out as (staff id, standard id)."""

    cell_chosen = Signal(object)
    opened = Signal(int)  # a person: double click on a name, or Ctrl+Enter
    asked = Signal(object)  # a cell: Enter or double click

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="card")
        self.model = model
        self.cells = _Side(model, self)
        self.names = _Side(model, self, self.cells)
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
