"""The one table model: holds ids, reads rows in windows, so that 10 rows and 1,000,000 rows feel alike.

A row that cannot be read shows as a disabled row; nothing raises out of `data`. Ids that change keep their selection:
the model says so by `reordering` and `reordered`, between which rows come, go and move.
"""

from __future__ import annotations

import logging
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from coachdesk.i18n import translate
from coachdesk.queries.table import Column, Order, Row, Where
from ui.tables.cells import EMPTY, Cell, CellMaker, Look, maker_for
from ui.tables.reader import TableReader
from ui.tables.windows import RowWindows, Window, same_head, same_tail

log = logging.getLogger(__name__)

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ID_ROLE = int(Role.UserRole)
VALUE_ROLE = int(Role.UserRole) + 1

# Made once: they are asked for at every cell that is painted.
UNREADABLE = Qt.ItemFlag.ItemNeverHasChildren
READABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
CONTENT_ROLES = [int(Role.DisplayRole), int(Role.ToolTipRole), int(Role.AccessibleTextRole), VALUE_ROLE]


class TableModel(QAbstractTableModel):
    """Rows of one declared table. Set what to show with `set_where` and `set_order`; `refresh` after changes."""

    reordering = Signal()  # rows are about to come, go or move
    reordered = Signal(bool)  # they did; True when the person asked for other rows or another order
    counted = Signal()  # how many are shown, or there are in all, is known anew
    busy_changed = Signal(bool)
    failed = Signal(object)  # the exception: rows or ids could not be read
    order_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        reader: TableReader,
        order: Order = (),
        looks: Mapping[str, Look] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.looks = dict(looks or {})
        self.own_order: Order = tuple(order)
        self._reader = reader
        self._where = Where()
        self._order: tuple[tuple[str, bool], ...] = tuple(order)
        self._ids: array[int] = array("q")
        self._windows = RowWindows(reader, self._on_broken)
        self._makers: list[CellMaker] = []
        self._busy = False
        self._loaded = False
        self._trouble: BaseException | None = None
        self._total: int | None = None
        self.retranslate()

    # What is shown --------------------------------------------------------------------------------------------------

    @property
    def where(self) -> Where:
        """What is kept now."""
        return self._where

    @property
    def order(self) -> tuple[tuple[str, bool], ...]:
        """(column key, descending) in order of weight."""
        return self._order

    @property
    def filtered(self) -> bool:
        """Whether `where` leaves anything out on purpose."""
        where = self._where
        return bool(where.text.strip() or where.among or where.between or where.ids is not None)

    @property
    def total(self) -> int | None:
        """How many there are without a filter; None until known."""
        return self._total if self.filtered else (len(self._ids) if self._loaded and not self._busy else self._total)

    @property
    def loaded(self) -> bool:
        """Whether ids came at least once."""
        return self._loaded

    @property
    def busy(self) -> bool:
        """Whether ids are being looked for."""
        return self._busy

    @property
    def trouble(self) -> BaseException | None:
        """Why the ids could not be read the last time, if so."""
        return self._trouble

    def set_where(self, where: Where) -> None:
        """Keep only these."""
        if where != self._where or not self._loaded:
            self._where = where
            self._ask(asked=True)

    def set_order(self, order: Order) -> None:
        """Sort by these columns; an empty order is the table's own."""
        wanted = tuple(order) or tuple(self.own_order)
        if wanted != self._order:
            self._order = wanted
            self.order_changed.emit()
            if self._loaded or self._busy:
                self._ask(asked=True)

    def load(self) -> None:
        """Look for ids if none were looked for yet."""
        if not self._loaded and not self._busy:
            self._ask(asked=True)

    def refresh(self, touched: Collection[int] | None = None) -> None:
        """Something changed: read these rows anew (all when None) and look for ids again."""
        if not self._loaded and not self._busy:
            return
        self._total = None
        self._windows.forget(touched, self._ids)
        self._ask(asked=False)

    def ids(self) -> array[int]:
        """A copy of all ids in the order shown."""
        return self._ids[:]

    def id_at(self, row: int) -> int | None:
        """The id in this row, None beside the table."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def ids_in(self, rows: Iterable[tuple[int, int]]) -> list[int]:
        """The ids in these stretches of rows (first, last)."""
        found: list[int] = []
        for first, last in rows:
            found.extend(self._ids[first : last + 1])
        return found

    def rows_of(self, wanted: Collection[int]) -> dict[int, int]:
        """id -> row for those that are shown."""
        if len(wanted) <= 8:
            found: dict[int, int] = {}
            for one in wanted:
                try:
                    found[one] = self._ids.index(one)
                except ValueError:
                    continue
            return found
        kept = frozenset(wanted)
        return {one: row for row, one in enumerate(self._ids) if one in kept}

    def values(self, row: int) -> Row | None:
        """The values of a row in the order of `columns`; None when it cannot be read."""
        window, place = self._windows.at(row, self._ids)
        return window.rows[place]

    def prepare(self, first: int, last: int) -> None:
        """These rows are about to be asked for: read them in one go."""
        self._windows.prepare(first, last, self._ids)

    def cell(self, row: int, column: int) -> Cell:
        """What the cell shows; never raises."""
        window, place = self._windows.at(row, self._ids)
        cells = window.cells[place]
        if cells is None:
            cells = window.cells[place] = [None] * len(self.columns)
        cell = cells[column]
        if cell is None:
            cell = cells[column] = self._make(window, place, column)
        return cell

    def readable(self, row: int) -> bool:
        """Whether the row has values."""
        window, place = self._windows.at(row, self._ids)
        return window.rows[place] is not None

    def retranslate(self) -> None:
        """Words and formats anew (another language or locale)."""
        self._makers = [maker_for(column, self.looks.get(column.key)) for column in self.columns]
        self._windows.forget_cells()
        if self._ids:
            self._say_changed(0, len(self._ids) - 1)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self.columns) - 1, 0))

    # Qt's questions -------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Role.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            cell = self.cell(row, column)
            return cell.spoken or cell.text if role == Role.AccessibleTextRole else cell.text
        if role == Role.ToolTipRole:
            return self.cell(row, column).tip or None
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.cell(row, column).right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == ID_ROLE:
            return self._ids[row]
        if role == VALUE_ROLE:
            values = self.values(row)
            return None if values is None else values[column]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return translate("Columns", column.title)
        if role == Role.ToolTipRole:
            look = self.looks.get(column.key)
            return (look.hint if look else "") or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return READABLE if self.readable(index.row()) else UNREADABLE

    # Ids ------------------------------------------------------------------------------------------------------------

    def _ask(self, asked: bool) -> None:
        self._set_busy(True)

        def first(part: array[int]) -> None:
            # Early ids are for a person who waits; after a change the rows on screen stay until all ids are known.
            if asked:
                self._take(part, asked)

        def done(found: array[int]) -> None:
            self._trouble = None
            self._take(found, asked)
            self._loaded = True
            self._set_busy(False)
            if self.filtered and self._total is None:
                self._reader.total(done=self._on_total)
            elif not self.filtered:
                self._total = len(found)
            self.counted.emit()

        def failed(error: BaseException) -> None:
            log.info("the rows of a table could not be found: %s", type(error).__name__)
            self._trouble = error
            self._set_busy(False)
            self.failed.emit(error)
            self.counted.emit()

        self._reader.ids(self._where, self._order, first=first, done=done, failed=failed)

    def _on_total(self, total: int) -> None:
        self._total = total
        self.counted.emit()

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)

    def _take(self, found: array[int], asked: bool) -> None:
        """Go over to these ids, moving as little as can be: rows that stay in place are not touched."""
        old = self._ids
        if found == old:
            if not asked and old:
                self._say_changed(0, len(old) - 1)
            return
        head = same_head(old, found)
        tail = same_tail(old, found, head)
        out, come = len(old) - head - tail, len(found) - head - tail
        self.reordering.emit()
        if asked and out:
            self.beginResetModel()
            self._ids = found
            self._windows.clear()
            self.endResetModel()
        else:
            if out:
                self.beginRemoveRows(QModelIndex(), head, head + out - 1)
                self._ids = old[:head] + old[head + out :]
                self._windows.forget_from(head)
                self.endRemoveRows()
            if come:
                self.beginInsertRows(QModelIndex(), head, head + come - 1)
                self._ids = found
                self._windows.forget_from(head)
                self.endInsertRows()
            if not asked and self._ids:
                self._say_changed(0, len(self._ids) - 1)
        self.reordered.emit(asked)
        self.counted.emit()

    def _say_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1), CONTENT_ROLES)

    # Cells ----------------------------------------------------------------------------------------------------------

    def _on_broken(self, error: BaseException) -> None:
        # Told later: this may be in the middle of painting, where no dialog may open.
        QTimer.singleShot(0, self, lambda: self.failed.emit(error))

    def _make(self, window: Window, place: int, column: int) -> Cell:
        row = window.rows[place]
        if row is None:
            if column:
                return EMPTY
            told = translate("Tables", "Cannot be read") if window.broken else translate("Tables", "No longer there")
            return Cell(told, "muted")
        try:
            return self._makers[column](row[column], row)
        except Exception:
            log.exception("a cell of column %s could not be shown", self.columns[column].key)
            return Cell("?", "muted", spoken=translate("Tables", "cannot be shown"))
