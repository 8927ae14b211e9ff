"""Makes table files for tests: workbooks from rows or from raw XML parts, and copies of files with parts changed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="t1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    'Target="/xl/sharedStrings.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Staff" sheetId="1" r:id="s1"/></sheets></workbook>',
}


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook with these sheets, written by openpyxl; a text beginning with "=" is a formula."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a fresh workbook has an active sheet
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def raw_workbook(path: Path, sheet: str, shared: str = "", **parts: str | bytes) -> Path:
    """A workbook whose sheet (and shared texts) are the given XML; `parts` replaces or adds whole entries."""
    entries: dict[str, str | bytes] = {**PARTS, "xl/worksheets/sheet1.xml": sheet}
    if shared:
        entries["xl/sharedStrings.xml"] = shared
    entries.update(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def sheet_xml(rows: str, space: str = MAIN) -> str:
    """A worksheet part around the XML of its rows."""
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def text_file(
    path: Path, rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8", newline: str = "\r\n"
) -> Path:
    """A text table."""
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if newline == "\r" else csv.QUOTE_MINIMAL  # minimal would leave a \n bare between \r
    csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def edited_copy(source: Path, target: Path, edit: Callable[[Any], None]) -> Path:
    """A copy of a workbook after `edit` has been at its active sheet."""
    book = openpyxl.load_workbook(source)
    edit(book.active)
    book.save(target)
    book.close()
    return target
