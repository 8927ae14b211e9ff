"""The table's view: rows to select, hover, copy, open and sort by several columns; all of it also by keyboard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.tables.columns import Columns
from ui.tables.delegate import CellDelegate
from ui.tables.header import TableHeader
from ui.tables.layout import TableLayout
from ui.tables.model import TableModel
from ui.tables.windows import stretched

MOST_COPIED = 20_000


class TableView(QTableView):
    """Shows a TableModel. Ids go out: `opened`, `current_changed`, `selection_ids_changed`."""

    opened = Signal(int)  # Enter or double click
    current_changed = Signal(object)  # id or None
    selection_ids_changed = Signal()
    layout_touched = Signal()  # columns were moved, sized, shown or hidden by the person
    told = Signal(str)  # a sentence for the status line
    typed = Signal(str)  # letters typed over the table: a page may put them into its filter

    def __init__(
        self,
        model: TableModel,
        parent: QWidget | None = None,
        first: Sequence[str] = (),
        importance: Sequence[str] = (),
    ) -> None:
        self._own_ways = False  # a column paints itself
        self._ready = False  # Qt already sends events while the parts below are being made
        super().__init__(parent)
        self._model = model
        self._keys = [column.key for column in model.columns]
        self._kept: tuple[list[int] | None, int | None, int, int | None, int] | None = None
        self._current: int | None = None
        self._painter = CellDelegate(self)
        self.head = TableHeader(self)
        self.columns = Columns(self, model, self._painter, self.head, first, importance)
        self._set_up()
        self.setModel(model)
        for place, column in enumerate(model.columns):
            look = model.looks.get(column.key)
            if look is not None and look.delegate is not None:
                self.setItemDelegateForColumn(place, look.delegate(self))
                self._own_ways = True
        model.reordering.connect(self._keep_place)
        model.reordered.connect(self._restore_place)
        model.order_changed.connect(self.head.viewport().update)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_ids_changed.emit())
        self.head.sort_asked.connect(self._sort_by)
        self.head.sectionMoved.connect(self._section_moved)
        self.head.sectionResized.connect(self._section_resized)
        model.counted.connect(self.columns.rows_came)
        theme.current().changed.connect(self._set_sizes)
        self._ready = True
        self.arrange(None)

    def _set_up(self) -> None:
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(self._painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)  # Tab goes on to the next control
        self.setMouseTracking(True)
        self.setDragEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_sizes()

    def _set_sizes(self) -> None:
        rows = self.verticalHeader()
        height = max(theme.px("row"), self.fontMetrics().height() + 12)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)

    @property
    def table_model(self) -> TableModel:
        """The model, by its own type."""
        return self._model

    # Selection ------------------------------------------------------------------------------------------------------

    def selected_ids(self) -> list[int]:
        """The chosen ids, top to bottom."""
        return self._model.ids_in(self._stretches())

    def selected_count(self) -> int:
        """How many rows are chosen, without reading them."""
        return sum(last - first + 1 for first, last in self._stretches())

    def current_id(self) -> int | None:
        """The id of the row with the keyboard, None for none."""
        return self._model.id_at(self.currentIndex().row())

    def select_ids(self, ids: Collection[int], scroll: bool = True) -> list[int]:
        """Choose the rows of these ids; gives the ids that are shown. The first one gets the keyboard."""
        rows = self._model.rows_of(ids)
        selection = QItemSelection()
        last = len(self._model.columns) - 1
        for first, end in stretched(sorted(rows.values())):
            selection.select(self._model.index(first, 0), self._model.index(end, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            self._set_current(min(rows.values()))
            if scroll:
                self.scrollTo(self.currentIndex())
        return [one for one in ids if one in rows]

    def _set_current(self, row: int) -> None:
        column = max(self.currentIndex().column(), 0)
        if self.isColumnHidden(column):
            column = self.head.logicalIndex(self._first_shown())
        self.selectionModel().setCurrentIndex(
            self._model.index(row, column), QItemSelectionModel.SelectionFlag.NoUpdate
        )

    def _stretches(self) -> list[tuple[int, int]]:
        chosen = cast("list[QItemSelectionRange]", self.selectionModel().selection())  # PySide types it without items
        return sorted({(part.top(), part.bottom()) for part in chosen})

    def _tell_current(self, current: QModelIndex, previous: QModelIndex = QModelIndex()) -> None:
        found = self._model.id_at(current.row()) if current.isValid() else None
        if found != self._current and self._kept is None:
            self._current = found
            self.current_changed.emit(found)

    def _keep_place(self) -> None:
        """Before rows move: what is chosen (None: everything), where the keyboard is, what is at the top."""
        everything = 8 < self.selected_count() == self._model.rowCount()
        top = self.rowAt(0)
        offset = self.rowViewportPosition(top) if top >= 0 else 0
        self._kept = (
            None if everything else self.selected_ids(), self.current_id(), self.currentIndex().row(),
            self._model.id_at(top), offset,
        )  # fmt: skip

    def _restore_place(self, asked: bool) -> None:
        if self._kept is None:
            return
        chosen, current, current_row, top, offset = self._kept
        if chosen is None and not asked:
            self.selectAll()
        else:
            # Everything was chosen and then others were asked for: choose nothing, rather than what was never seen.
            self._choose_again(chosen or [])
        self._restore_keyboard(current, current_row, top, offset, asked)
        self._kept = None
        self._tell_current(self.currentIndex())

    def _choose_again(self, chosen: list[int]) -> None:
        left = set(self._model.rows_of(chosen))
        if [one for one in chosen if one in left] != self.selected_ids():
            self.select_ids([one for one in chosen if one in left], scroll=False)

    def _restore_keyboard(
        self, current: int | None, current_row: int, top: int | None, offset: int, asked: bool
    ) -> None:
        rows = self._model.rows_of([one for one in (current, top) if one is not None])
        if current is not None and current in rows:
            self._set_current(rows[current])
        elif current is not None and not asked and self._model.rowCount():
            self._set_current(min(current_row, self._model.rowCount() - 1))
        self.updateGeometries()  # the scroll bar does not know the new number of rows yet
        if asked:
            self.verticalScrollBar().setValue(0)
        elif top is not None and top in rows:
            self.verticalScrollBar().setValue(rows[top] * self.rowHeight(rows[top]) - offset)

    # Sorting --------------------------------------------------------------------------------------------------------

    def sort_by(self, key: str, descending: bool, further: bool = False) -> None:
        """Sort by this column, or by it after the present ones."""
        kept = [one for one in self._model.order if one[0] != key] if further else []
        self._model.set_order([*kept, (key, descending)])
        self.layout_touched.emit()

    def _sort_by(self, section: int, further: bool) -> None:
        key = self._model.columns[section].key
        order = list(self._model.order)
        present = next((place for place, (name, _) in enumerate(order) if name == key), None)
        if not further:
            descending = present is not None and len(order) == 1 and not order[0][1]
            order = [(key, descending)]
        elif present is None:
            order.append((key, False))
        else:
            order[present] = (key, not order[present][1])
        self._model.set_order(order)
        self.layout_touched.emit()

    # Columns --------------------------------------------------------------------------------------------------------

    def arrange(self, layout: TableLayout | None) -> None:
        """Show the columns as `layout` says; None for the table's own first layout."""
        self.columns.arrange(layout)
        if layout is None:
            self._model.set_order(())
        elif layout.order and all(key in self._keys for key, _ in layout.order):
            self._model.set_order(layout.order)

    def show_column(self, key: str, shown: bool) -> bool:
        """Show or hide a column; the last one stays. Says whether it was done."""
        done = self.columns.show(key, shown)
        if done:
            self.layout_touched.emit()
        else:
            self.told.emit(translate("Tables", "One column has to stay."))
        return done

    def fit_column(self, section: int) -> None:
        """As wide as its title and the rows on screen need."""
        self.resizeColumnToContents(section)

    def shown_sections(self) -> list[int]:
        """The columns shown, from left to right, as places in the declaration."""
        return self.columns.shown()

    def _first_shown(self) -> int:
        return self.head.visualIndex(self.columns.shown()[0])

    def _section_moved(self) -> None:
        if not self.columns.arranging:
            self.columns.moved()
            self.layout_touched.emit()

    def _section_resized(self) -> None:
        if not self.columns.arranging:
            self.columns.sized()
            self.layout_touched.emit()

    # Copying --------------------------------------------------------------------------------------------------------

    def selection_as_text(self) -> str:
        """The chosen rows with the titles of the shown columns, tab-separated."""
        sections = self.shown_sections()
        lines = ["\t".join(str(self._model.headerData(place, Qt.Orientation.Horizontal)) for place in sections)]
        for first, last in self._stretches():
            lines += [
                "\t".join(self._model.cell(row, place).text for place in sections) for row in range(first, last + 1)
            ]
        return "\n".join(lines) + "\n"

    def copy_selection(self) -> None:
        """Put the chosen rows on the clipboard as text."""
        count = self.selected_count()
        if not count:
            return
        if count > MOST_COPIED:
            self.told.emit(
                translate("Tables", "More than {most} rows are too many to copy. Export them instead.").format(
                    most=f"{MOST_COPIED:,}"
                )
            )
            return
        QGuiApplication.clipboard().setText(self.selection_as_text())
        told = translate("Tables", "1 row copied") if count == 1 else translate("Tables", "{count} rows copied")
        self.told.emit(told.format(count=f"{count:,}"))

    # Events ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painter.paint_behind(self.viewport(), event.rect())
        if self._own_ways:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        region = event.region()
        for rect in list(region):  # type: ignore[call-overload]  # PySide types it without items
            self._paint_rows(painter, rect)
        painter.end()

    def _paint_rows(self, painter: QPainter, rect: QRect) -> None:
        """Paint what of the rows is in `rect`."""
        columns = [
            (section, self.columnViewportPosition(section), self.columnWidth(section))
            for section in self.columns.shown()
        ]
        columns = [one for one in columns if one[1] <= rect.right() and one[1] + one[2] > rect.left()]
        first, last = self.rowAt(max(rect.top(), 0)), self.rowAt(rect.bottom())
        if not columns or first < 0:
            return
        last = last if last >= 0 else self._model.rowCount() - 1
        chosen = [(low, high) for low, high in self._stretches() if low <= last and high >= first]
        top, height = self.rowViewportPosition(first), self.rowHeight(first)
        rows = [
            (row, top + (row - first) * height, height, any(low <= row <= high for low, high in chosen))
            for row in range(first, last + 1)
        ]
        columns.sort(key=lambda one: one[1])
        self._model.prepare(first, last)
        self._painter.paint_rows(painter, self._model, rows, columns, self.isEnabled())
        current = self.currentIndex()
        if current.isValid() and first <= current.row() <= last and self.hasFocus():
            theme.paint_ring(painter, self.visualRect(current).adjusted(1, 1, -1, -2), 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # Qt would look through every row there is; pages have a filter for that.
        self.typed.emit(search)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            self._open(self.indexAt(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands a QResizeEvent
        if self._ready:
            self.columns.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.columns.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not self._ready:
            return
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.LocaleChange):
            self._model.retranslate()
            self.columns.forget()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._painter.restyle()
            self.columns.forget()

    def _open(self, index: QModelIndex) -> None:
        found = self._model.id_at(index.row()) if index.isValid() else None
        if found is not None and self._model.readable(index.row()):
            self.opened.emit(found)

    def _hover(self, row: int) -> None:
        before = self._painter.hovered
        if row != before:
            self._painter.hovered = row
            for one in (before, row):
                if one >= 0:
                    top = self.rowViewportPosition(one)
                    self.viewport().update(0, top, self.viewport().width(), self.rowHeight(one))
