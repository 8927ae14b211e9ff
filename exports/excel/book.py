"""A workbook that is written as it is made: sheets whose rows stream to disk, saved byte for byte reproducibly.

openpyxl writes everything around the rows (styles, tables, validation, print set-up, charts); the rows themselves are
written here, directly as XML, because that is several times faster, keeps memory flat and lets a formula carry the
value it had when it was made (readers that do not calculate, or Excel's protected view, then still show it).
It needs lxml under openpyxl (pikepdf brings it): only lxml lets us write between two elements.
Rows in the making rest in an unnamed temporary file, so that a crash leaves no readable text behind.
"""

# ruff: noqa: SLF001 - writing rows beside openpyxl means using its own inner parts; the version is pinned

from __future__ import annotations

import os
import shutil
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.writer.excel import ExcelWriter
from openpyxl.writer.theme import theme_xml
from openpyxl.xml.functions import Element

from exports import style
from exports.excel import text
from exports.excel.styles import Styles
from exports.plain import visible

_ROWS_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Formula:
    """A live cell: the formula without its "=", and the value it has now (a number, or "")."""

    source: str
    value: int | float | Literal[""]


Value = str | int | float | bool | date | datetime | Formula | None
StyledValue = tuple[Value, int]


class Sheet:
    """One worksheet, written row by row from the top. `row` is the number of the last row written.

    Set widths, panes and print options (`layout`) before the first row; tables, validation and charts may follow later.
    """

    def __init__(self, book: Book, title: str) -> None:
        self.book = book
        self.title: str = text.sheet_title(title, {sheet.title for sheet in book.sheets})
        self.openpyxl: Any = book.openpyxl.create_sheet(self.title)
        self.row = 0
        self._writer: Any = _SheetWriter(self.openpyxl)
        self._pending: list[str] = []
        self._data: Any = None
        self._links: list[tuple[str, Sheet, str]] = []
        self._row_links: list[tuple[str, Sheet, array[int]]] = []
        self.openpyxl._writer = self._writer
        self.openpyxl._rows = self  # its close() ends the rows

    # --- before the rows

    def layout(self, widths: Sequence[float], *, freeze: str = "", repeat_rows: str = "", percent: int = 0) -> None:
        """Column widths in characters, the first cell that scrolls ("A4"), rows repeated on paper ("1:3").

        percent: the size on paper; 0 for as large as fits the page's width (Excel then minds no `break_above`).
        """
        sheet = self.openpyxl
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        if freeze:
            sheet.freeze_panes = freeze
        if repeat_rows:
            sheet.print_title_rows = repeat_rows
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.pageSetUpPr.fitToPage = not percent
        sheet.page_setup.orientation = "landscape"
        if percent:
            sheet.page_setup.scale = percent
        else:
            sheet.page_setup.fitToWidth = 1
            sheet.page_setup.fitToHeight = 0
        sheet.page_setup.paperSize = 1  # US Letter
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.35
        footer: Any = HeaderFooter()
        footer.oddFooter.left.text = _footer_text(self.book.title)
        footer.oddFooter.center.text = "&A"
        footer.oddFooter.right.text = "&P / &N"
        sheet.HeaderFooter = footer

    # --- rows

    def write(self, cells: Sequence[StyledValue | None] = (), *, height: float | None = None) -> int:
        """Write the next row of (value, style) cells, None leaving a cell out; gives its number."""
        number = self.row + 1
        parts = []
        for place, cell in enumerate(cells):
            if cell is not None:
                parts.append(self._cell(place, number, *cell))
        self.write_xml("".join(parts), height)
        return number

    def write_xml(self, cells: str, height: float | None = None) -> None:
        """Write the next row from finished cell elements (`cell_start` and the functions of `text` make them)."""
        self.row += 1
        tall = f' ht="{height:g}" customHeight="1"' if height else ""
        self._pending.append(f'<row r="{self.row}"{tall}>{cells}</row>')
        if len(self._pending) >= _ROWS_AT_ONCE:
            self._flush()

    def break_above(self) -> None:
        """Begin a page of paper with the next row."""
        self.openpyxl.row_breaks.append(Break(id=self.row))

    def _cell(self, place: int, row: int, value: Value, style_number: int) -> str:
        start = f'<c r="{letter(place)}{row}" s="{style_number}"'
        if value is None or value == "":
            return start + "/>"
        if isinstance(value, str):
            return start + text_cell(self.full_text(value, f"{letter(place)}{row}"))
        if isinstance(value, bool):
            return f'{start} t="b"><v>{int(value)}</v></c>'
        if isinstance(value, Formula):
            kind, now = (' t="str"', "") if value.value == "" else ("", repr(value.value))
            return f"{start}{kind}><f>{text.cell_xml(value.source)}</f><v>{now}</v></c>"
        if isinstance(value, date):
            return start + date_cell(value)
        return f"{start}><v>{value!r}</v></c>"

    def full_text(self, value: str, place: str) -> str:
        """`value` as the cell at `place` may hold it; a longer text is kept whole for the "Long texts" sheet."""
        overflow = text.split_long(value)
        if overflow is None:
            return value
        self.book.keep_long(self.title, place, overflow.parts)
        return overflow.shown

    def _flush(self) -> None:
        if self._data is None:
            self._writer.write_top()
            self._stream: Any = self._writer.xf.send(True)
            self._data = self._stream.element("sheetData")
            self._data.__enter__()
            self._stream.flush()
        self._writer.out.write("".join(self._pending).encode("utf-8"))
        self._pending.clear()

    def close(self) -> None:
        """End the rows; openpyxl calls this when the workbook is saved."""
        self._flush()
        self._data.__exit__(None, None, None)
        self._writer.xf.send(None)

    # --- around the rows

    def table(self, name: str, headings: Sequence[str], first_row: int, last_row: int, first_column: int = 0) -> None:
        """Declare rows first_row (the headings) to last_row as a real table with filters and banding."""
        last_row = max(last_row, first_row + 1)  # a table needs one row, if an empty one
        end = letter(first_column + len(headings) - 1)
        table: Any = Table(displayName=name, name=name, ref=f"{letter(first_column)}{first_row}:{end}{last_row}")
        table._initialise_columns()
        for column, heading in zip(table.tableColumns, headings, strict=True):
            column.name = heading
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True, showColumnStripes=False)
        self.openpyxl._tables.add(table)  # add_table would look for cells that are already written

    def bar_chart(self, title: str, first_row: int, last_row: int, anchor: str) -> None:
        """A native bar chart of column B by the words in column A, its top left corner at `anchor`."""
        chart: Any = BarChart()
        chart.type, chart.style, chart.title, chart.legend = "bar", 10, title, None
        chart.add_data(Reference(self.openpyxl, min_col=2, min_row=first_row, max_row=last_row))
        chart.set_categories(Reference(self.openpyxl, min_col=1, min_row=first_row, max_row=last_row))
        chart.series[0].graphicalProperties.solidFill = style.color("accent").removeprefix("#")
        chart.series[0].graphicalProperties.line.solidFill = style.color("accent").removeprefix("#")
        chart.gapWidth, chart.x_axis.delete, chart.y_axis.delete = 60, False, False
        chart.x_axis.scaling.orientation = "maxMin"  # the first word at the top
        chart.y_axis.number_format, chart.y_axis.majorGridlines = "0", None
        chart.height, chart.width = 7.6, 14.5
        self.openpyxl.add_chart(chart, anchor)

    def link(self, cell: str, target: Sheet, target_cell: str) -> None:
        """Make one cell jump to a cell of another sheet."""
        self._links.append((cell, target, target_cell))

    def link_rows(self, column: int, target: Sheet, pairs: Iterable[tuple[int, int]]) -> None:
        """Make cells of a column jump to rows of another sheet: (row here, row there). Costs 16 bytes a link."""
        self._row_links.append((letter(column), target, array("q", chain.from_iterable(pairs))))

    def write_links(self, writer: Any) -> None:
        """Stream the hyperlink elements where the format wants them."""
        if not self._links and not any(rows for _, _, rows in self._row_links):
            return
        stream = writer.xf.send(True)
        with stream.element("hyperlinks"):
            for cell, target, place in self._links:
                stream.write(_link_element(cell, target, place))
            for column, target, rows in self._row_links:
                for here, there in zip(rows[::2], rows[1::2], strict=True):
                    stream.write(_link_element(f"{column}{here}", target, f"A{there}"))
        writer.xf.send(None)


class Book:
    """A workbook in the making. `made_at` (aware) fixes all its times, so the same input gives the same bytes."""

    def __init__(self, title: str, *, author: str, subject: str, made_at: datetime) -> None:
        self.title = title
        self.made_at = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self.openpyxl = Workbook(write_only=True)
        self.sheets: list[Sheet] = []
        self.styles = Styles(self.openpyxl)
        self._long: list[tuple[str, str, tuple[str, ...]]] = []
        properties = self.openpyxl.properties
        properties.title, properties.subject = visible(title), visible(subject)
        properties.creator = properties.lastModifiedBy = visible(author)
        properties.created = properties.modified = self.made_at
        self.openpyxl.loaded_theme = _theme()
        self.openpyxl.calculation.fullCalcOnLoad = True

    def sheet(self, title: str) -> Sheet:
        """A new sheet after the others. Sheets may be filled in any order."""
        sheet = Sheet(self, title)
        self.sheets.append(sheet)
        return sheet

    def keep_long(self, sheet: str, place: str, parts: tuple[str, ...]) -> None:
        """Remember a text that did not fit its cell, for the "Long texts" sheet."""
        self._long.append((sheet, place, parts))

    def save(self, stream: IO[bytes]) -> None:
        """Finish all sheets and write the workbook to `stream`."""
        if self._long:
            self._write_long_texts()
        with _Archive(stream, self.made_at) as archive:
            writer: Any = ExcelWriter
            writer(self.openpyxl, archive).write_data()

    def discard(self) -> None:
        """Let go of the temporary files of a workbook that will not be saved."""
        for sheet in self.sheets:
            sheet._writer.cleanup()

    def _write_long_texts(self) -> None:
        sheet, styles = self.sheet(text.long_texts_title()), self.styles
        headings = ("Sheet", "Cell", "Part", "Text")
        sheet.layout((16, 10, 8, 110), freeze="A2", repeat_rows="1:1")
        sheet.write([(heading, styles.look("header")) for heading in headings])
        for title, place, parts in self._long:
            for number, part in enumerate(parts, 1):
                body = styles.kind("text")
                sheet.write([(title, body), (place, body), (number, styles.kind("int")), (part, body)])
        sheet.table("LongTexts", headings, 1, sheet.row)


def letter(place: int) -> str:
    """The column letter of a place counted from 0."""
    return get_column_letter(place + 1)


def text_cell(value: str) -> str:
    """The rest of a cell element that holds text (after its `r` and `s` attributes)."""
    safe = text.cell_xml(value)
    if safe[0].isspace() or safe[-1].isspace() or "\n" in safe or "  " in safe:
        return f' t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'
    return f' t="inlineStr"><is><t>{safe}</t></is></c>'


def date_cell(value: date | datetime) -> str:
    """The rest of a cell element that holds a date or a naive local moment."""
    number = text.serial(value)
    return text_cell(number) if isinstance(number, str) else f"><v>{number!r}</v></c>"


def _link_element(cell: str, target: Sheet, place: str) -> Any:
    sheet = target.title.replace("'", "''")
    return Element("hyperlink", {"ref": cell, "location": f"'{sheet}'!{place}"})


def _footer_text(title: str) -> str:
    """A title in a page footer, where "&" starts a code and 255 characters are the limit."""
    return visible(title).replace("&", "&&")[:120]


def _theme() -> bytes:
    """The workbook's theme with our accent, so that what people add later matches."""
    return theme_xml.replace("4F81BD", style.color("accent").removeprefix("#")).encode("utf-8")


class _SheetWriter(WorksheetWriter):
    """openpyxl's sheet writer over an unnamed temporary file, with our streamed hyperlinks."""

    def __init__(self, sheet: Any) -> None:
        self._rows: IO[bytes] = TemporaryFile(prefix="coachdesk")  # noqa: SIM115 - closed by cleanup()
        super().__init__(sheet, self._rows)
        self._sheet: Any = sheet

    def write_hyperlinks(self) -> None:
        self._sheet._rows.write_links(self)

    def cleanup(self) -> None:
        self._rows.close()


class _Archive:
    """The zip file openpyxl writes into: every entry carries one fixed time; sheets come from their temporary files."""

    def __init__(self, stream: IO[bytes], made_at: datetime) -> None:
        self._zip = ZipFile(stream, "w", ZIP_DEFLATED, allowZip64=True)
        self._time = max(made_at.timetuple()[:6], (1980, 1, 1, 0, 0, 0))

    def __enter__(self) -> _Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, self._time)
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        entry.create_system = 3  # the same bytes on every system
        return entry

    def namelist(self) -> list[str]:
        """The parts written so far."""
        return self._zip.namelist()

    def writestr(self, name: str, data: str | bytes) -> None:
        """A small part of the workbook, whole."""
        self._zip.writestr(self._entry(name), data)

    def write(self, source: IO[bytes], name: str) -> None:
        """A sheet, copied from its open temporary file."""
        entry = self._entry(name)
        entry.file_size = source.seek(0, os.SEEK_END)  # lets the zip choose its large form only where needed
        source.seek(0)
        with self._zip.open(entry, "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)
