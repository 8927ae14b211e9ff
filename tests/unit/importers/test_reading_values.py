"""Cells are read as their field: dates in all their spellings, names, numbers; what cannot be is told in words."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from coachdesk.importers.grid import CellError, Formula, Value
from coachdesk.importers.names import split_name
from coachdesk.importers.roster_fields import BY_KEY
from coachdesk.importers.values import Reading, reader

TODAY = date(2026, 11, 22)


def read(key: str, value: Value, *column: Value) -> Reading:
    """One cell read as a roster field, among the other values of its column."""
    return reader(BY_KEY[key], (value, *column), TODAY)[0](value)


@pytest.mark.parametrize(
    "text",
    [
        "3/14/2026",
        "03/14/2026",
        "03-14-2026",
        "3.14.2026",
        "2026-03-14",
        "2026/3/14",
        "2026-03-14T00:00:00",
        "2026-03-14 08:30:00",
        "3/14/2026 12:00 AM",
        "20260314",
        "14 Mar 2026",
        "14-Mar-2026",
        "March 14, 2026",
        "Mar 14th 2026",
        "14 de marzo de 2026",
        "  3/14/2026\u00a0",
    ],
)
def test_dates_are_read_however_they_are_written(text: str) -> None:
    assert read("hired_on", text) == Reading(date(2026, 3, 14))


def test_true_dates_moments_and_excels_day_counts_are_dates() -> None:
    assert read("hired_on", date(2026, 3, 14)).value == date(2026, 3, 14)
    assert read("hired_on", datetime(2026, 3, 14, 9, 30)).value == date(2026, 3, 14)
    for serial in (46095, 46095.5, "46095"):
        found = read("hired_on", serial)
        assert found.value == date(2026, 3, 14)
        assert "bare number" in found.note


@pytest.mark.parametrize(("text", "year"), [("3/14/26", 2026), ("3/14/27", 2027), ("3/14/28", 1928), ("3/14/98", 1998)])
def test_years_of_two_digits_are_read_with_care_and_told(text: str, year: int) -> None:
    found = read("hired_on", text)
    if year < 1930:
        assert "cannot be right" in found.reason
    else:
        assert found.value == date(year, 3, 14)
        assert str(year) in found.note


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("02/30/2026", "no day 30"),
        ("13/13/2026", "no month 13"),
        ("14/03/2026", "swapped"),
        ("2026-02-29", "no day 29"),
        ("3/14/0206", "206"),
        ("3/14/2206", "2206"),
        (date(1899, 12, 31), "1899"),
        ("soon", "swapped"),
        ("Miller", "swapped"),
        ("7", "not a date"),
        (12, "not a date"),
        (True, "not a date"),
        (time(9, 0), "not a date"),
        ("3/14", "not a date"),
    ],
)
def test_what_is_no_date_is_told_why(value: Value, words: str) -> None:
    found = read("hired_on", value, "12/25/2020", "12/26/2020")
    assert found.value is None
    assert words in found.reason


def test_a_column_of_day_month_year_is_found_out_and_told() -> None:
    column: tuple[Value, ...] = ("25/12/2020", "01/02/2021", "03/04/2021")
    read_cell, note = reader(BY_KEY["hired_on"], column, TODAY)
    assert "25/12/2020" in note
    assert [read_cell(value).value for value in column] == [date(2020, 12, 25), date(2021, 2, 1), date(2021, 4, 3)]
    assert "swapped" in read_cell("12/25/2020").reason


def test_one_odd_date_does_not_turn_a_us_column_around() -> None:
    column: tuple[Value, ...] = ("12/25/2020", "01/02/2021", "12/31/2019", "25/12/2020")
    read_cell, note = reader(BY_KEY["hired_on"], column, TODAY)
    assert note == ""
    assert read_cell("01/02/2021").value == date(2021, 1, 2)
    assert "swapped" in read_cell("25/12/2020").reason


@pytest.mark.parametrize("text", ["", "-", "N/A", "Present", "current"])
def test_a_leave_date_that_says_nothing_is_nothing(text: str) -> None:
    assert read("left_on", text) == Reading()


@pytest.mark.parametrize(
    ("value", "number"), [(100, "100"), ("100", "100"), ("100.0", "100"), (" A-12 ", "A-12"), ("007", "007")]
)
def test_staff_numbers_are_texts(value: Value, number: str) -> None:
    assert read("number", value, "1", "2").value == number


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("number", date(2020, 1, 1), "a date"),
        ("number", "ann@example.org", "e-mail"),
        ("number", "Steven", "where the others are numbers"),
        ("number", 100.5, "whole number"),
        ("number", Formula("=100+1", 101), "formula"),
        ("number", "=100+1", "formula"),
        ("number", CellError("#REF!"), "error of the spreadsheet"),
        ("last_name", date(2020, 1, 1), "a date"),
        ("last_name", "1/3/2016", "a date"),
        ("last_name", 104, "a number"),
        ("last_name", "ann@example.org", "e-mail"),
        ("last_name", "Ann\x00", "control"),
        ("last_name", "Ann\u202egnp", "control"),
        ("last_name", "Jos\ufffd", "encoding"),
        ("last_name", "x" * 81, "too long"),
        ("last_name", Formula("=A1", None), "formula"),
        ("role", date(2020, 1, 1), "a date"),
        ("team", "ann@example.org", "e-mail"),
        ("phone", "Programmer", "phone number"),
        ("phone", "ann@example.org", "e-mail"),
        ("email", "1.515.555.0100", "e-mail belongs"),
        ("email", date(2020, 1, 1), "a date"),
        ("supervisor", Formula("=B2", 100), "formula"),
        ("on_leave", "maybe", "neither yes nor no"),
        ("coaching_minutes", "an hour", "minutes"),
        ("coaching_minutes", 99_999, "3,600"),
        ("full_name", "Cher", "only one name"),
    ],
)
def test_what_cannot_be_the_field_is_refused_with_the_reason(key: str, value: Value, words: str) -> None:
    found = read(key, value, 1, 2, 3)
    assert found.value is None
    assert words in found.reason


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("last_name", "  O'Hara \t Smith\u200b ", "O'Hara Smith"),
        ("last_name", "Nuñez", "Nuñez"),
        ("last_name", "李", "李"),
        ("email", "SKING", "SKING"),
        ("email", "mailto:ann@example.org", "ann@example.org"),
        ("phone", 15155550100, "15155550100"),
        ("phone", "'+1 515", "+1 515"),
        ("role", Formula('="a"', "Programmer"), "Programmer"),
        ("on_leave", "Yes", True),
        ("on_leave", "no", False),
        ("on_leave", True, True),
        ("coaching_minutes", "90.0", 90),
        ("supervisor", 101, "101"),
        ("supervisor", "n/a", None),
        ("full_name", "King, Steven", ("Steven", "King")),
    ],
)
def test_stray_signs_are_mended_and_values_kept(key: str, value: Value, expected: Any) -> None:
    found = read(key, value, 1, 2, 3)
    assert (found.value, found.reason) == (expected, "")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("King, Steven", "Steven", "King"),
        ("Steven King", "Steven", "King"),
        ("Jose Manuel Urman", "Jose Manuel", "Urman"),
        ("de la Cruz, María", "María", "de la Cruz"),
        ("María de la Cruz", "María", "de la Cruz"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("King, Martin, Jr.", "Martin", "King Jr."),
        ("Martin King Jr", "Martin", "King Jr"),
        ("Martin King, III", "Martin", "King III"),
        ("Jane Smith, LCSW", "Jane", "Smith"),
        ("Smith, Jane, MSW, LCSW", "Jane", "Smith"),
        ("Lee, Ma", "Ma", "Lee"),
        ("Lee, Do", "Do", "Lee"),
        ("Cher", "", "Cher"),
    ],
)
def test_whole_names_are_taken_apart(text: str, first: str, last: str) -> None:
    assert split_name(text)[:2] == (first, last)


def test_credentials_left_out_of_a_name_are_told() -> None:
    assert "MSW, LCSW" in read("full_name", "Smith, Jane, MSW, LCSW").note
