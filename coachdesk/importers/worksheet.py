"""Reads the rows of one worksheet in a single pass: values, true dates, formulas with their results, errors."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from coachdesk.i18n import translate
from coachdesk.importers.grid import CellError, Formula, Row, Scalar, Value, damaged, too_large
from coachdesk.importers.parts import Enough, parse, refusing_damage, unescape
from coachdesk.importers.workbook import SINCE_1900, SheetPart, Workbook

REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?[0-9]{1,7}\Z")
LAST_ROW = 2_000_000
FORMULA_SHOWN = 1_000  # characters of a formula kept for the person to recognise it


def read_sheet(book: Workbook, sheet: SheetPart, first: int | None = None) -> tuple[Row, ...]:
    """The rows of a sheet that hold anything, at most the `first` ones."""
    reader = _Rows(book, first)
    starts = {"row": reader.start_row, "c": reader.start_cell, "rPh": reader.start_aid}
    starts |= {"v": reader.start_text, "t": reader.start_text, "f": reader.start_formula}
    ends = {"row": reader.end_row, "c": reader.end_cell, "rPh": reader.end_aid}
    ends |= {"v": reader.end_value, "t": reader.end_text, "f": reader.end_formula}
    with refusing_damage():
        parse(book.package, sheet.entry, starts, ends, reader.data)
    return tuple(reader.rows)


class _Rows:
    """Handlers that gather rows. Rows and cells may leave out their references; then they follow one another."""

    def __init__(self, book: Workbook, first: int | None) -> None:
        self.rows: list[Row] = []
        self._book = book
        self._budget = book.package.budget
        self._first = first
        self._columns: dict[str, int] = {}  # letters of a reference -> column, so that each is worked out once
        self._number = 0
        self._column = 0
        self._cells: list[Value] = []
        self._length = 0  # characters of text since the budget was last told
        self._pieces: list[str] = []
        self._wanted = False
        self._aid = False
        self._kind = self._style = ""
        self._texts: list[str] = []  # of an inline string, which may come in runs
        self._value: str | None = None
        self._formula: str | None = None

    def start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        self._number = int(given) if given and int(given) > self._number else self._number + 1
        if self._number > LAST_ROW:
            raise damaged()
        self._cells.clear()
        self._column = 0

    def end_row(self) -> None:
        self._budget.spend(len(self._cells), self._length)
        self._length = 0
        if any(cell is not None and cell != "" for cell in self._cells):
            self.rows.append(Row(self._number, tuple(self._cells)))
            if len(self.rows) == self._first:
                raise Enough
            if len(self.rows) > self._budget.limits.rows:
                raise too_large(translate("Import", "rows"), self._budget.limits.rows)

    def start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            known = self._columns.get(letters)
            if known is None:
                known = self._columns[letters] = _column(reference)
            self._column = known
        if self._column >= self._budget.limits.columns:
            raise too_large(translate("Import", "columns"), self._budget.limits.columns)
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._texts.clear()
        self._value = self._formula = None

    def end_cell(self) -> None:
        value = self._cell()
        if value is not None:
            missing = self._column - len(self._cells)
            if missing > 0:
                self._cells.extend([None] * missing)
            if missing < 0:
                self._cells[self._column] = value
            else:
                self._cells.append(value)
        self._column += 1

    def start_text(self, _: dict[str, str]) -> None:
        self._wanted = not self._aid

    def end_text(self) -> None:
        self._texts.append(self._taken())

    def end_value(self) -> None:
        self._value = self._taken()

    def start_formula(self, _: dict[str, str]) -> None:
        self._wanted = True

    def end_formula(self) -> None:
        self._formula = self._taken()

    def start_aid(self, _: dict[str, str]) -> None:
        self._aid = True

    def end_aid(self) -> None:
        self._aid = False

    def data(self, text: str) -> None:
        if self._wanted:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > 250_000:  # texts of a row wait until it ends, but not without end
                self._budget.spend(0, self._length)
                self._length = 0

    def _taken(self) -> str:
        self._wanted = False
        text = "".join(self._pieces)
        self._pieces.clear()
        return text

    def _cell(self) -> Value:
        found: Scalar | CellError = None
        if self._texts:
            found = unescape("".join(self._texts)) or None
        elif self._value is not None:
            found = _scalar(self._book, self._kind, self._style, self._value)
            if self._kind == "s" and isinstance(found, str):
                self._length += len(found)
        if self._formula is not None:
            shown = found.code if isinstance(found, CellError) else found
            return Formula("=" + self._formula[:FORMULA_SHOWN], shown)
        return found


def _column(reference: str) -> int:
    """The column, counted from 0, of a cell reference such as "B7"."""
    found = REFERENCE.match(reference)
    if not found:
        raise damaged()
    index = 0
    for letter in found[1].upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _scalar(book: Workbook, kind: str, style: str, text: str) -> Scalar | CellError:
    """The value of a cell of this kind: the text of its <v>, read as its kind and its style say."""
    if kind == "s":
        return book.shared[int(text)]
    if kind == "str":
        return unescape(text)
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind == "e":
        return CellError(text[:40])
    if kind == "d":
        return _without_midnight(datetime.fromisoformat(text).replace(tzinfo=None))
    text = text.strip()
    if not text:
        return None
    number = _number(text)
    if style and int(style) in book.date_styles and not isinstance(number, CellError):
        return _moment(float(number), book.epoch)
    return number


def _number(text: str) -> int | float | CellError:
    if len(text) > 60:
        raise damaged()
    if text.isdecimal():
        return int(text)
    number = float(text)
    if number != number or number in (float("inf"), float("-inf")):
        return CellError("#NUM!")
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _moment(days: float, epoch: datetime) -> Scalar:
    """A date of Excel: days since the epoch. Without a time of day it is a `date`; under one day it is a `time`."""
    if epoch == SINCE_1900 and 1 <= days < 60:
        days += 1  # Excel believes in February 29, 1900, so the days before it are one off
    try:
        moment = epoch + timedelta(days=days)
    except OverflowError:
        return days
    if days < 0:
        return days
    moment = moment.replace(microsecond=0) + timedelta(seconds=round(moment.microsecond / 1e6))
    return moment.time() if days < 1 else _without_midnight(moment)


def _without_midnight(moment: datetime) -> date | datetime:
    return moment.date() if moment.time() == time() else moment
