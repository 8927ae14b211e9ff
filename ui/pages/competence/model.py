"""The matrix as a table model: people down, standards across; filters only choose which rows and columns are shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coachdesk.i18n import translate
from coachdesk.queries.competence import Matrix, MatrixPerson, MatrixStandard
from coachdesk.rules.competence import Cell, Standing
from ui.pages.competence import words

Index = QModelIndex | QPersistentModelIndex
NAME = 0
"""The column of names; standards follow."""

_TEXT = Qt.ItemDataRole.DisplayRole
_ROLES = frozenset({int(_TEXT), int(Qt.ItemDataRole.AccessibleTextRole)})
_TIP = int(Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the filters keep. Empty sets keep everything; standings keep people with at least one such cell."""

    text: str = ""
    teams: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    standings: frozenset[Standing] = field(default_factory=frozenset)
    standards: frozenset[str] = field(default_factory=frozenset)


class MatrixModel(QAbstractTableModel):
    """Holds one day's matrix; `cell(row, column)` is what the painter asks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.matrix: Matrix | None = None
        self.people: list[MatrixPerson] = []
        self.standards: list[MatrixStandard] = []
        self._grid: list[list[Cell | None]] = []
        self._kept = Kept()

    def show_matrix(self, matrix: Matrix) -> None:
        """Show this day."""
        self.matrix = matrix
        self.keep(self._kept)

    def keep(self, kept: Kept) -> None:
        """Show only what the filters keep."""
        self.beginResetModel()
        self._kept = kept
        if self.matrix is not None:
            self._choose(self.matrix, kept)
        self.endResetModel()

    def _choose(self, matrix: Matrix, kept: Kept) -> None:
        self.standards = [one for one in matrix.standards if not kept.standards or one.code in kept.standards]
        columns = [one.id for one in self.standards]
        found = kept.text.casefold().split()
        cells = matrix.cells
        self.people, self._grid = [], []
        for one in matrix.people:
            if (kept.teams and one.team not in kept.teams) or (kept.roles and one.role not in kept.roles):
                continue
            if found and not _says(one, found):
                continue
            row = [cells.get((one.id, column)) for column in columns]
            if not any(row) or (kept.standings and not _any(row, kept.standings)):
                continue
            self.people.append(one)
            self._grid.append(row)

    # What Qt asks -----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.people)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.standards) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role in _ROLES:
            return self.words(row, column, aloud=role != _TEXT)
        if role == _TIP and column != NAME:
            return self.words(row, column, aloud=True)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if section == NAME:
            return translate("Competence", "Name") if role in _ROLES else None
        if not 0 < section <= len(self.standards):
            return None
        one = self.standards[section - 1]
        if role == _TEXT:
            return one.code
        return f"{one.code} {one.title}" if role == _TIP or role in _ROLES else None

    # What the view asks -----------------------------------------------------------------------------------------------

    def cell(self, row: int, column: int) -> Cell | None:
        """How somebody stands; None where their role does not require it. column: from 1."""
        return self._grid[row][column - 1]

    def row_cells(self, row: int) -> list[Cell | None]:
        """A row's cells, one for each standard shown."""
        return self._grid[row]

    def person(self, row: int) -> MatrixPerson:
        """The person of a row."""
        return self.people[row]

    def words(self, row: int, column: int, aloud: bool = False) -> str:
        """A cell in words; aloud: with the person and the standard."""
        person = self.people[row]
        if column == NAME:
            return ", ".join(part for part in (person.name, person.role, person.team) if part) if aloud else person.name
        cell = self.cell(row, column)
        if aloud:
            return words.spoken(person, self.standards[column - 1], cell)
        return words.cell_words(cell) if cell is not None else ""

    def ids_at(self, index: Index) -> tuple[int, int] | None:
        """(staff id, standard id) of a cell; None for a name or nothing."""
        if not index.isValid() or index.column() == NAME:
            return None
        return self.people[index.row()].id, self.standards[index.column() - 1].id

    def index_of(self, staff_id: int, standard_id: int | None = None) -> QModelIndex:
        """Where a cell is shown; an invalid index when a filter hides it."""
        row = next((at for at, one in enumerate(self.people) if one.id == staff_id), -1)
        column = next((at for at, one in enumerate(self.standards, 1) if one.id == standard_id), -1)
        if standard_id is None and self.standards:
            column = 1
        return self.index(row, column) if row >= 0 and column > 0 else QModelIndex()

    def as_rows(self) -> list[list[str]]:
        """All that is shown, as texts with a heading row."""
        heads = [translate("Competence", "Number"), translate("Competence", "Name"), translate("Competence", "Role"),
                 translate("Competence", "Team"), *(one.code for one in self.standards)]  # fmt: skip
        found = [heads]
        for at, one in enumerate(self.people):
            cells = [self.words(at, column) for column in range(1, len(self.standards) + 1)]
            found.append([one.number, one.name, one.role, one.team, *cells])
        return found


def _says(person: MatrixPerson, wanted: Collection[str]) -> bool:
    text = f"{person.name} {person.number} {person.role} {person.team}".casefold()
    return all(word in text for word in wanted)


def _any(row: list[Cell | None], standings: frozenset[Standing]) -> bool:
    return any(cell is not None and cell.standing in standings for cell in row)
