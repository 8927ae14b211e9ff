"""The competence matrix as shown, as a workbook: one line a person, one column a standard, colored and in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from coachdesk.i18n import translate
from coachdesk.queries.competence import Matrix, MatrixPerson, MatrixStandard
from coachdesk.rules.competence import Cell
from exports import words
from exports.atomic import Written, write_whole
from exports.excel.text import sheet_title
from exports.plain import visible
from exports.style import argb, shade

HEADS = 3
"""The row of the headings; above it title and day."""


def write_matrix(
    agency: str, found: Matrix, people: Sequence[MatrixPerson], standards: Sequence[MatrixStandard], target: Path
) -> Written:
    """Write `people` (rows) and `standards` (columns) of a matrix, whole. StorageFailed: the disk refused."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.title = sheet_title(translate("Exports", "Competence"))

    def put(row: int, column: int, text: str, *, bold: bool = False) -> Any:
        cell: Any = sheet.cell(row, column)
        cell.value = visible(text)
        cell.data_type = "s"  # a name that begins with "=" is a name
        cell.font = Font(bold=bold)
        return cell

    put(1, 1, " · ".join(part for part in (agency, translate("Exports", "Competence matrix")) if part), bold=True)
    put(2, 1, translate("Exports", "as of {day}").format(day=words.day(found.day)))
    heads = [translate("Exports", "Number"), translate("Exports", "Name"), translate("Exports", "Role"),
             translate("Exports", "Team")]  # fmt: skip
    for column, text in enumerate([*heads, *(f"{one.code} {one.title}" for one in standards)], start=1):
        put(HEADS, column, text, bold=True).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = 22
    for row, one in enumerate(people, start=HEADS + 1):
        for column, text in enumerate((one.number, one.name, one.role, one.team), start=1):
            put(row, column, text)
        for column, standard in enumerate(standards, start=len(heads) + 1):
            how = found.cells.get((one.id, standard.id))
            if how is not None:
                shown = put(row, column, _said(how))
                colors = shade(how.tone)
                shown.font = Font(color=argb(colors.ink))
                if how.tone != "plain":
                    shown.fill = PatternFill("solid", fgColor=argb(colors.ground))
    sheet.freeze_panes = f"C{HEADS + 1}"
    sheet.auto_filter.ref = f"A{HEADS}:{get_column_letter(len(heads) + len(standards))}{HEADS + len(people)}"
    sheet.print_title_rows = f"{HEADS}:{HEADS}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def write(stream: IO[bytes]) -> None:
        book.save(stream)

    return write_whole(target, write)


def _said(cell: Cell) -> str:
    """ "! Expiring, until 12/03/2026"."""
    text = f"{cell.symbol} {cell.label}"
    if cell.expires_on is None:
        return text
    return translate("Exports", "{standing}, until {day}").format(standing=text, day=words.day(cell.expires_on))
