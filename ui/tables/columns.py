"""Which columns a table shows and how wide: as the person arranged them, else as many as fit, each wide enough.

Without a choice of the person the declared first columns stand; where there is no room for all, the less important
wait. A column the person ticked always stays. Widths follow what is in the rows until the person drags a border.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTableView

from coachdesk import vocabulary
from ui import theme
from ui.tables.cells import Cell
from ui.tables.delegate import SIDE, CellDelegate
from ui.tables.fitting import Want, fitted
from ui.tables.header import TableHeader
from ui.tables.layout import ColumnLayout, TableLayout
from ui.tables.model import TableModel

FILLING_KINDS = ("text", "long_text")
LONG_ENOUGH = 14  # letters: shorter texts, such as record numbers, are never squeezed
MEASURED_ROWS = 32  # the rows looked at to know how wide a column has to be: about a screen, one window of rows
ENOUGH = 22  # letters of a long text that tell what it is about
WIDEST = 64  # letters: more than this no column takes for being read whole


class Columns(QObject):
    """The columns of one view; `changed` when others wait for room than before.

    importance: column keys, the one that stays longest first; those not named follow as they stand.
    """

    changed = Signal()

    def __init__(
        self, view: QTableView, model: TableModel, painter: CellDelegate, head: TableHeader,
        first: Sequence[str], importance: Sequence[str],
    ) -> None:  # fmt: skip
        super().__init__(view)
        self._view = view
        self._model = model
        self._painter = painter
        self._head = head
        self._keys = [column.key for column in model.columns]
        self._first = [*first] or [column.key for column in model.columns if column.shown]
        self._importance = [*importance, *(key for key in self._first if key not in importance)]
        self._wanted: set[str] = set(self._first)
        self._asked: set[str] = set()  # ticked by the person: they stay, whatever the room
        self._chosen = False  # the person chose or moved columns
        self._sized = False  # the person dragged a border: all widths are theirs
        self._longest: dict[int, int] = {}
        self._own: dict[int, int] = {}
        self._measured: dict[tuple[int, int], Cell] = {}
        self.arranging = False

    # As a whole -----------------------------------------------------------------------------------------------------

    def arrange(self, layout: TableLayout | None) -> None:
        """Show the columns as `layout` says; None, or one without columns, for the table's own first layout."""
        self.arranging = True
        known = {one.key: one for one in layout.columns} if layout else {}
        lead = [*known] or self._first
        wanted = [one for one in lead if one in self._keys] + [key for key in self._keys if key not in lead]
        for place, key in enumerate(wanted):
            self._head.moveSection(self._head.visualIndex(self._keys.index(key)), place)
        self._chosen = bool(known)
        self._sized = any(one.width for one in known.values())
        self._wanted = {key for key in self._keys if (known[key].shown if key in known else key in self._first)}
        self._asked = {key for key, one in known.items() if one.asked}
        for section, key in enumerate(self._keys):
            self._view.setColumnHidden(section, key not in self._wanted)
            self._view.setColumnWidth(section, (known[key].width if key in known else 0) or self._own_width(section))
        self.arranging = False
        self.fit()

    def arrangement(self) -> TableLayout:
        """How the columns stand: what can be seen counts as shown."""
        return self._layout(lambda section, _key: not self._view.isColumnHidden(section))

    def remembered(self) -> TableLayout:
        """What is worth remembering: only what the person did; a column waiting for room is still wanted."""
        if self._chosen or self._sized:
            return self._layout(lambda _section, key: key in self._wanted)
        return TableLayout((), self._model.order)

    def _layout(self, shown: Callable[[int, str], bool]) -> TableLayout:
        return TableLayout(
            tuple(
                ColumnLayout(
                    self._keys[section],
                    self._width_of(section) if self._sized else 0,
                    shown(section, self._keys[section]),
                    self._keys[section] in self._asked,
                )
                for section in map(self._head.logicalIndex, range(self._head.count()))
            ),
            self._model.order,
        )

    def shown(self) -> list[int]:
        """The columns that can be seen, from left to right, as places in the declaration."""
        sections = (self._head.logicalIndex(place) for place in range(self._head.count()))
        return [section for section in sections if not self._view.isColumnHidden(section)]

    def waiting(self) -> list[int]:
        """The columns that would be shown if there were more room."""
        hidden = self._view.isColumnHidden
        return [section for section, key in enumerate(self._keys) if key in self._wanted and hidden(section)]

    # What the person does -------------------------------------------------------------------------------------------

    def show(self, key: str, shown: bool) -> bool:
        """Show or hide a column; the last one stays. Says whether it was done."""
        section = self._keys.index(key)
        if not shown and self.shown() == [section]:
            return False
        self.arranging = True
        self._chosen = True
        (self._wanted.add if shown else self._wanted.discard)(key)
        (self._asked.add if shown else self._asked.discard)(key)
        if shown and self._width_of(section) < self._head.minimumSectionSize():
            self._view.setColumnWidth(section, self._own_width(section))
        self._view.setColumnHidden(section, not shown)
        self.arranging = False
        self.fit()
        return True

    def moved(self) -> None:
        """The person moved a column."""
        self._chosen = True

    def sized(self) -> None:
        """The person dragged a border: from now on the widths stay as they are."""
        self._sized = True

    # Widths ---------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Use the room there is, unless the person sized the columns."""
        if self._sized or not self._view.isVisible() or not self._wanted:
            return
        self._measure()
        order = [self._head.logicalIndex(place) for place in range(self._head.count())]
        sections = [section for section in order if self._keys[section] in self._wanted]
        places = {self._keys[section]: place for place, section in enumerate(sections)}
        importance = [places[key] for key in self._importance if key in places]
        importance += [place for place in range(len(sections)) if place not in importance]
        widths = fitted([self._want(section) for section in sections], importance, self._view.viewport().width())
        self.arranging = True
        before = self.waiting()
        for section, width in zip(sections, widths, strict=True):
            if self._view.isColumnHidden(section) != (not width):
                self._view.setColumnHidden(section, not width)
            if width and self._view.columnWidth(section) != width:
                self._view.setColumnWidth(section, width)
        self.arranging = False
        if before != self.waiting():
            self.changed.emit()

    def rows_came(self) -> None:
        """Other rows are shown: make room where something in them is longer than all before."""
        if not self._sized and self._view.isVisible() and self._measure():
            self.fit()

    def forget(self) -> None:
        """Fonts or words changed: measure anew."""
        self._own.clear()
        self._longest.clear()
        self._measured.clear()
        self.fit()

    def _measure(self) -> bool:
        """Look how wide the first rows are; says whether any column needs more than it did.

        Asked for at every change of size: a cell that was measured before, and is still the same, is passed over.
        """
        grew, measured, cell = False, self._measured, self._model.cell
        rows = range(min(self._model.rowCount(), MEASURED_ROWS))
        for section, key in enumerate(self._keys):
            if key not in self._wanted or self._model.columns[section].kind == "bool":
                continue
            for row in rows:
                shown = cell(row, section)
                if measured.get((row, section)) is shown:
                    continue
                measured[row, section] = shown
                width = self._painter.width_of(shown)
                if width > self._longest.get(section, 0):
                    self._longest[section], grew = width, True
        return grew

    def _want(self, section: int) -> Want:
        column = self._model.columns[section]
        asked = self._keys[section] in self._asked
        title = self._head.title_width(section)
        if column.kind not in FILLING_KINDS or column.width < LONG_ENOUGH:
            width = max(self._longest.get(section, 0) or self._own_width(section), title)
            return Want(width, width, width, asked=asked)
        letter = self._view.fontMetrics().averageCharWidth()
        whole = max(min(self._longest.get(section, 0) or column.width * letter, WIDEST * letter), title)
        enough = max(min(whole, min(column.width * 3 // 4, ENOUGH) * letter + 2 * SIDE), title)
        return Want(max(enough * 3 // 4, title), enough, whole, grows=True, asked=asked)

    def _own_width(self, section: int) -> int:
        """Wide enough for what the column may hold at all; counted once, since every change of size asks."""
        if section not in self._own:
            self._own[section] = self._declared_width(section)
        return self._own[section]

    def _declared_width(self, section: int) -> int:
        column = self._model.columns[section]
        wanted = column.width * self._view.fontMetrics().averageCharWidth() + 2 * SIDE
        if column.kind == "choice":  # the widest word, so that no pill is cut
            words = [vocabulary.label(column.choice, code) for code in vocabulary.codes(column.choice)]
            wanted = max((theme.pill_width(word) + 2 * SIDE for word in words), default=wanted)
        return max(wanted, self._head.title_width(section))

    def _width_of(self, section: int) -> int:
        hidden = self._view.isColumnHidden(section)
        before, self.arranging = self.arranging, True
        if hidden:
            self._view.setColumnHidden(section, False)
        width = self._view.columnWidth(section)
        if hidden:
            self._view.setColumnHidden(section, True)
        self.arranging = before
        return width
