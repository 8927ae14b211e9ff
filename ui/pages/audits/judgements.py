"""What is judged in an audit, as the grid sees it: records by criteria, with what was typed but is not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.audit import AuditDetail, DrawnRecord
from coachdesk.rules.wording import day_words

Index = QModelIndex | QPersistentModelIndex
Results = dict[int, dict[int, str]]
RESULT = Qt.ItemDataRole.UserRole
LONGEST_TITLE = 15  # characters of a criterion in its heading; the line under the grid says it whole
ABOUT = 3  # columns after the criteria: who wrote it, its day, a note


class JudgementModel(QAbstractTableModel):
    """Rows are records, columns: the record, each criterion, who, day, note. `typed` lies over what is saved."""

    def __init__(self) -> None:
        super().__init__()
        self.audit: AuditDetail | None = None
        self.turn = 1
        self.records: tuple[DrawnRecord, ...] = ()
        self._saved: Mapping[tuple[int, int], str] = {}
        self._typed: dict[tuple[int, int], str] = {}

    def show_audit(self, audit: AuditDetail, turn: int) -> None:
        """Show these judgements. The same records again keep selection and place."""
        records = tuple(one for one in audit.records if turn == 1 or one.twice)
        same = (
            self.audit is not None
            and self.turn == turn
            and [one.id for one in self.records] == [one.id for one in records]
            and self.audit.criteria == audit.criteria
        )
        if not same:
            self.beginResetModel()
        self.audit, self.turn, self.records = audit, turn, records
        self._saved = audit.first if turn == 1 else audit.second
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self._typed.clear()
            self.endResetModel()

    def result(self, row: int, column: int) -> str:
        """How a cell is judged now, "" for not yet."""
        key = self.key(row, column)
        return self._typed.get(key, self._saved.get(key, "")) if key is not None else ""

    def key(self, row: int, column: int) -> tuple[int, int] | None:
        """(record id, criterion id) of a cell; None outside the criteria."""
        if self.audit is None or not (0 <= row < len(self.records) and self.is_criterion(column)):
            return None
        return self.records[row].id, self.audit.criteria[column - 1].id

    def is_criterion(self, column: int) -> bool:
        """Whether this column is judged."""
        return self.audit is not None and 1 <= column <= len(self.audit.criteria)

    def type_result(self, row: int, column: int, result: str) -> tuple[int, int] | None:
        """Judge a cell here and now, before it is saved; gives its key when this changes anything."""
        key = self.key(row, column)
        if key is None or self.result(row, column) == result:
            return None
        self._typed[key] = result
        index = self.index(row, column)
        self.dataChanged.emit(index, index)
        return key

    def forget(self, typed: Mapping[tuple[int, int], str]) -> None:
        """What was typed is saved or refused: what the desk says counts again, unless it was typed anew since."""
        for key, result in typed.items():
            if self._typed.get(key) == result:
                del self._typed[key]
        if self.records:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    # Qt ---------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.records)

    def columnCount(self, parent: Index | None = None) -> int:
        if self.audit is None or (parent is not None and parent.isValid()):
            return 0
        return 1 + len(self.audit.criteria) + ABOUT

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.audit is None or orientation != Qt.Orientation.Horizontal:
            return None
        criteria = self.audit.criteria
        if self.is_criterion(section):
            one = criteria[section - 1]
            whole = f"{one.code} · {one.text}"
            if role == Qt.ItemDataRole.DisplayRole:  # cut here: a styled header would cut inside a letter
                return whole if len(whole) <= LONGEST_TITLE else whole[: LONGEST_TITLE - 1].rstrip() + "…"
            return whole if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        about = (
            translate("Audits", "Written by"),
            translate("Audits", "Date of record"),
            translate("Audits", "Note"),
        )
        return translate("Audits", "Record") if section == 0 else about[section - len(criteria) - 1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.audit is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == RESULT:
            return self.result(row, column) if self.is_criterion(column) else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            text = self._text(row, column)
            if role == Qt.ItemDataRole.AccessibleTextRole and self.is_criterion(column):
                return self._spoken(row, column)
            return text if role != Qt.ItemDataRole.ToolTipRole or not self.is_criterion(column) else None
        return None

    def _text(self, row: int, column: int) -> str:
        record = self.records[row]
        if column == 0:
            return record.code
        if self.is_criterion(column):
            return vocabulary.label("judgement", self.result(row, column))
        count = len(self.audit.criteria) if self.audit is not None else 0
        day = day_words(record.record_on) if record.record_on is not None else ""
        return (record.staff, day, record.note)[column - count - 1]

    def _spoken(self, row: int, column: int) -> str:
        """A cell for a screen reader: the record, the criterion, how it is judged."""
        text = translate("Audits", "{record}, criterion {criterion}: {result}")
        result = self._text(row, column) or translate("Audits", "not judged yet")
        return text.format(
            record=self.records[row].code,
            criterion=self.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole),
            result=result,
        )
