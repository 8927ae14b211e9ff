"""Workbooks are read as they are: values, true dates, formulas, errors, row numbers, the right sheet."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coachdesk.errors import Unreadable
from coachdesk.importers.grid import CellError, Formula, column_letters
from coachdesk.importers.sheets import read_table
from coachdesk.importers.workbook import shows_date
from tests.helpers.sheet_files import MAIN, PARTS, raw_workbook, sheet_xml, workbook


def plain(value: Any) -> Any:
    """A value of openpyxl in our spelling."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value


def by_openpyxl(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = [tuple(plain(value) for value in row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


def test_the_real_roster_reads_as_openpyxl_reads_it(shared_data: Path) -> None:
    path = shared_data / "hr_roster.xlsx"
    table = read_table(path)
    width = len(table.rows[0].cells)
    assert [row.cells + (None,) * (width - len(row.cells)) for row in table.rows] == by_openpyxl(path)
    assert [row.number for row in table.rows] == list(range(1, 109))
    assert table.rows[1].cells[5] == date(2013, 6, 17)


def test_random_workbooks_read_as_openpyxl_reads_them(tmp_path: Path) -> None:
    chance = random.Random(20)
    for turn in range(20):
        kinds = [
            lambda: chance.choice(["Nguyễn", "  spaced ", "a<b&c", "李", "line\nbreak", "x" * 500]),
            lambda: chance.randrange(-(10**9), 10**9),
            lambda: round(chance.uniform(-1e6, 1e6), 4),
            lambda: chance.choice([True, False]),
            lambda: datetime(1950, 1, 1) + timedelta(days=chance.randrange(36_000)),
            lambda: datetime(1990, 1, 1) + timedelta(seconds=chance.randrange(10**9)),
            lambda: None,
        ]
        rows = [[chance.choice(kinds)() for _ in range(6)] + ["end"] for _ in range(chance.randrange(1, 30))]
        path = workbook(tmp_path / f"{turn}.xlsx", {"A": rows})
        assert [row.cells for row in read_table(path).rows] == by_openpyxl(path)


def test_empty_rows_are_counted_and_numbers_stay_those_of_the_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "gaps.xlsx", {"A": [[], ["a"], [], [None, ""], ["b"]]})
    table = read_table(path)
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("a",)), (5, ("b",))]
    assert table.empty_rows == 3


def test_a_formula_is_told_apart_and_its_remembered_result_is_kept(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><f t="shared" si="0"/></c></row>'
    )
    cells = read_table(raw_workbook(tmp_path / "f.xlsx", sheet_xml(rows))).rows[0].cells
    assert cells == (Formula("=1+1", 2), Formula('="a"&"b"', "ab"), Formula("=1/0", "#DIV/0!"), Formula("=", None))


def test_shared_rich_and_phonetic_texts_errors_and_cells_without_references_are_read(tmp_path: Path) -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>plain</t></si><si><r><t>two </t></r><r><t>runs</t></r></si>"
        "<si><t>課長</t><rPh><t>かちょう</t></rPh></si><si><t>a_x0041_b</t></si></sst>"
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>'
        '<row r="4"><c r="B4" t="e"><v>#N/A</v></c><c t="d"><v>2026-03-14T00:00:00</v></c><c t="b"><v>1</v></c></row>'
    )
    table = read_table(raw_workbook(tmp_path / "s.xlsx", sheet_xml(rows), shared))
    assert table.rows[0].cells == ("plain", "two runs", "課長", "aAb")
    assert table.rows[1] == (4, (None, CellError("#N/A"), date(2026, 3, 14), True))


@pytest.mark.parametrize("space", ["http://purl.oclc.org/ooxml/spreadsheetml/main", ""])
def test_strict_workbooks_and_those_without_a_namespace_are_read(tmp_path: Path, space: str) -> None:
    path = raw_workbook(tmp_path / "strict.xlsx", sheet_xml("<row><c><v>7</v></c></row>", space))
    assert read_table(path).rows[0].cells == (7,)


def test_dates_counted_from_1904_are_true(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = datetime(2026, 3, 14)
    book.save(tmp_path / "mac.xlsx")
    assert read_table(tmp_path / "mac.xlsx").rows[0].cells == (date(2026, 3, 14),)


def test_the_first_days_of_1900_are_those_excel_shows(tmp_path: Path) -> None:
    styles = '<styleSheet xmlns="{0}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    links = PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="y" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
        'Target="styles.xml"/></Relationships>',
    )
    rows = "".join(f'<row><c s="1"><v>{days}</v></c></row>' for days in (1, 59, 61, 0.5, -3))
    parts = {"xl/styles.xml": styles.format(MAIN), "xl/_rels/workbook.xml.rels": links}
    table = read_table(raw_workbook(tmp_path / "old.xlsx", sheet_xml(rows), "", **parts))
    days = [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), time(12, 0), -3]
    assert [row.cells[0] for row in table.rows] == days


@pytest.mark.parametrize(
    ("code", "dated"),
    [
        ("m/d/yyyy", True),
        ("[$-409]mmmm d, yyyy;@", True),
        ("yyyy\\-mm\\-dd", True),
        ("General", False),
        ("0.00", False),
        ('"day "0', False),
        ("[Red]0;[Blue]-0", False),
        ("#,##0_d", False),
    ],
)
def test_number_formats_that_show_dates_are_known(code: str, dated: bool) -> None:
    assert shows_date(code) is dated


def test_of_several_sheets_the_one_that_looks_most_like_the_list_is_read_and_named(tmp_path: Path) -> None:
    sheets = {"Notes": [["read me"]], "People": [["name"], ["Ann"]], "Old": [["name"]]}
    path = workbook(tmp_path / "three.xlsx", sheets)
    table = read_table(path, liking=lambda rows: len(rows) if rows[0].cells[0] == "name" else 0)
    assert table.sheet == "People"
    assert table.sheets == ("Notes", "People", "Old")
    assert "3 sheets" in table.notes[0]
    assert "People" in table.notes[0]


def test_a_sheet_can_be_asked_for_and_a_wrong_name_is_refused_with_the_right_ones(tmp_path: Path) -> None:
    path = workbook(tmp_path / "two.xlsx", {"First": [["a"]], "Second": [["b"]]})
    assert read_table(path, sheet="Second").rows[0].cells == ("b",)
    with pytest.raises(Unreadable, match="First, Second"):
        read_table(path, sheet="Third")


def test_hidden_sheets_are_not_offered(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "secret"
    book.active.sheet_state = "hidden"
    book.create_sheet("Seen")["A1"] = "seen"
    book.active = 1
    book.save(tmp_path / "hidden.xlsx")
    table = read_table(tmp_path / "hidden.xlsx")
    assert (table.sheets, table.rows[0].cells) == (("Seen",), ("seen",))


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
