"""Text in worksheet cells: literal, whole and harmless, whatever somebody typed."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.excel import text
from exports.excel.book import Book
from tests.helpers.desks import Clock


def shown(*values: str) -> list[str | None]:
    """The values after a trip through a workbook."""
    book = Book("Test", author="", subject="", made_at=Clock()())
    sheet = book.sheet("Sheet")
    style = book.styles.kind("text")
    for value in values:
        sheet.write([(value, style)])
    stream = BytesIO()
    book.save(stream)
    loaded = openpyxl.load_workbook(BytesIO(stream.getvalue()))
    rows = list(loaded["Sheet"].iter_rows())
    assert all(cell.data_type in ("s", "n") for row in rows for cell in row)
    return [row[0].value for row in rows]


def test_what_looks_like_a_formula_stays_text() -> None:
    typed = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.test")']
    assert shown(*typed) == typed


def test_control_characters_and_broken_halves_become_visible_and_nothing_fails() -> None:
    assert shown("a\x00b\x1fc\x7f", "\ud800x", "x\ufffe", "one\r\ntwo\rthree") == [
        "a␀b␟c␡",
        "\ufffdx",
        "x\ufffd",
        "one\ntwo\nthree",
    ]


def test_a_mark_that_turns_the_reading_order_is_shown_as_its_code() -> None:
    assert shown("\u202egnp.exe") == ["[U+202E]gnp.exe"]


def test_what_excel_would_read_as_an_escape_is_escaped() -> None:
    assert text.cell_xml("_x0041_ & <b>") == "_x005F_x0041_ &amp; &lt;b&gt;"


def test_names_in_every_script_and_blanks_at_the_ends_survive() -> None:
    typed = ["Nguyễn Łukasz 李 ✓ 😀", "  spaced  ", "line one\n\nline three"]
    assert shown(*typed) == typed


def test_a_text_longer_than_a_cell_is_marked_and_stands_whole_on_a_sheet_of_its_own() -> None:
    long = "0123456789" * 7_000
    book = Book("Test", author="", subject="", made_at=Clock()())
    sheet = book.sheet("Sheet")
    sheet.write([(long, book.styles.kind("text"))])
    stream = BytesIO()
    book.save(stream)
    loaded = openpyxl.load_workbook(BytesIO(stream.getvalue()))
    assert str(loaded["Sheet"]["A1"].value).endswith("[cut here: 70,000 characters in all, see the sheet “Long texts”]")
    assert "".join(str(row[3]) for row in list(loaded["Long texts"].values)[1:]) == long


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
def test_any_text_at_all_makes_a_file_that_opens(typed: str) -> None:
    value = shown(typed)[0]
    assert (value or "") == text.visible(typed) or "_x" in typed


@pytest.mark.parametrize("title", ["a" * 60, "Q3: [North]/South?*", "'quoted'", "", "History\x00"])
def test_every_sheet_title_is_one_excel_accepts(title: str) -> None:
    accepted = text.sheet_title(title)
    assert 0 < len(accepted) <= 31
    assert not set("[]:*?/\\") & set(accepted)
    assert not accepted.startswith("'")
    again = text.sheet_title(title, {accepted.upper()})
    assert again.casefold() != accepted.casefold()
    assert len(again) <= 31


def test_days_and_moments_are_excels_own_numbers() -> None:
    assert text.serial(date(2026, 11, 9)) == 46335
    assert text.serial(datetime(2026, 11, 9, 18, 0)) == 46335.75
    assert text.serial(date(1899, 12, 31)) == "1899-12-31"
