"""The rows an import could not take, as a file to correct: each row as it came, with what is wrong beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Protocol

from coachdesk.i18n import translate
from coachdesk.importers.grid import CellError, Formula, column_letters
from coachdesk.importers.grid import Value as Cell
from coachdesk.importers.mapping import Mapping
from coachdesk.importers.preview import PlannedRow, as_text
from exports.atomic import Written, write_whole
from exports.excel.book import Book, StyledValue
from exports.made import now
from exports.plain import visible

LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
Writer = Callable[[IO[bytes]], None]


class Plan(Protocol):
    """What any import's plan has: the file's name, what its columns mean, and the rows that cannot be imported."""

    @property
    def source(self) -> str: ...
    @property
    def mapping(self) -> Mapping: ...
    @property
    def bad(self) -> tuple[PlannedRow, ...]: ...


def save_bad_rows(plan: Plan, path: Path) -> Written:
    """Write the bad rows of `plan` to `path`: CSV when it ends so, else an Excel workbook. StorageFailed on failure.

    All cells are literal: what looks like a formula stays text. The file can be corrected and imported as it is: the
    two columns in front are nobody's fields, and dates are true dates.
    """
    headings = _headings(plan)
    return write_whole(path, _as_csv(plan, headings) if path.suffix.lower() == ".csv" else _as_workbook(plan, headings))


def _headings(plan: Plan) -> list[str]:
    width = max((len(row.cells) for row in plan.bad), default=0)
    width = max(width, 1 + max((column.index for column in plan.mapping.columns), default=0))
    found = [translate("Import", "Column {letters}").format(letters=column_letters(index)) for index in range(width)]
    for column in plan.mapping.columns:
        found[column.index] = column.name
    return [translate("Import", "Row in file"), translate("Import", "What to correct"), *found]


def _as_csv(plan: Plan, headings: Sequence[str]) -> Writer:
    def write(stream: IO[bytes]) -> None:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
        out = csv.writer(text)
        out.writerow([_guarded(heading) for heading in headings])
        for row in plan.bad:
            out.writerow([str(row.row), _guarded(row.reasons), *(_guarded(_csv_text(cell)) for cell in row.cells)])
        text.detach()

    return write


def _csv_text(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else as_text(cell)


def _guarded(text: str) -> str:
    """CSV has no way to say "text": a leading apostrophe keeps a spreadsheet from computing it."""
    text = visible(text)
    return f"'{text}" if text.startswith(LIKE_FORMULAS) else text


def _as_workbook(plan: Plan, headings: Sequence[str]) -> Writer:
    def write(stream: IO[bytes]) -> None:
        title = translate("Import", "Rows to correct")
        book = Book(title, author="CoachDesk", subject=plan.source, made_at=now())
        try:
            sheet = book.sheet(title)
            sheet.layout([10, 60, *[18] * (len(headings) - 2)], freeze="C2", repeat_rows="1:1")
            sheet.write([(heading, book.styles.look("header")) for heading in headings])
            for row in plan.bad:
                wrong = {trouble.column for trouble in row.troubles if trouble.bad}
                cells: list[StyledValue | None] = [
                    (row.row, book.styles.kind("int")),
                    (row.reasons, book.styles.kind("long_text")),
                ]
                named = zip(row.cells, headings[2:], strict=False)
                cells += [_styled(book, cell, strong=heading in wrong) for cell, heading in named]
                sheet.write(cells)
            book.save(stream)
        except BaseException:
            book.discard()
            raise

    return write


def _styled(book: Book, cell: Cell, *, strong: bool) -> StyledValue | None:
    """A cell as it came; a date stays a date, a formula becomes its own text. Cells to correct are bold."""
    styles = book.styles
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell, styles.kind("datetime")
    if isinstance(cell, date):
        return cell, styles.kind("date")
    if isinstance(cell, (bool, int, float)):
        return cell, styles.kind("number")
    text = as_text(cell) if isinstance(cell, (Formula, CellError, time)) else cell
    guarded = text.startswith(LIKE_FORMULAS)
    return text, styles.look("strong") if strong and not guarded else styles.kind("text", guarded=guarded)
