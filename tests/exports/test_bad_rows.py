"""Rows an import refused are saved with their reasons beside them, harmless, and ready to be corrected."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coachdesk.errors import StorageFailed
from coachdesk.importers.roster import RosterPlan, find_roster_mapping, plan_roster, read_roster
from coachdesk.importers.roster_desk import RosterDesk
from exports.bad_rows import save_bad_rows
from tests.helpers.sheet_files import edited_copy, text_file, workbook

TODAY = date(2026, 11, 22)


def plan_of(path: Path) -> RosterPlan:
    table = read_roster(path)
    return plan_roster(table, find_roster_mapping(table), RosterDesk(), TODAY)


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def damage(sheet: Any) -> None:
    sheet["C3"], sheet["F3"] = sheet["F3"].value, sheet["C3"].value
    sheet["F6"] = "02/30/2016"
    sheet["A15"] = "=A14+1"
    sheet["C20"] = "@SUM(1+1)*cmd|' /C calc'!A0"
    sheet["F20"] = "never"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_bad_rows_are_saved_with_row_number_and_reasons(shared_data: Path, tmp_path: Path, suffix: str) -> None:
    plan = plan_of(edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "damaged.xlsx", damage))
    target = tmp_path / f"bad{suffix}"
    assert save_bad_rows(plan, target).path == target
    if suffix == ".xlsx":
        rows = [list(row) for row in openpyxl.load_workbook(target).active.iter_rows(values_only=True)]
    else:
        rows = csv_rows(target)
    assert rows[0][:4] == ["Row in file", "What to correct", "Employee ID", "First Name"]
    assert [int(row[0]) for row in rows[1:]] == [row.row for row in plan.bad]
    assert [row[1] for row in rows[1:]] == [row.reasons for row in plan.bad]


def test_nothing_in_the_saved_workbook_computes_and_dates_stay_dates(shared_data: Path, tmp_path: Path) -> None:
    plan = plan_of(edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "damaged.xlsx", damage))
    save_bad_rows(plan, tmp_path / "bad.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bad.xlsx").active
    cells = [cell for row in sheet.iter_rows(2) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=A14+1" in [cell.value for cell in cells]
    assert datetime(2015, 9, 21) in [cell.value for cell in cells]


def test_nothing_in_the_saved_csv_begins_like_a_formula(shared_data: Path, tmp_path: Path) -> None:
    plan = plan_of(edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "damaged.xlsx", damage))
    save_bad_rows(plan, tmp_path / "bad.csv")
    for row in csv_rows(tmp_path / "bad.csv"):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_saved_file_reads_as_a_roster_again_with_the_same_problems(
    shared_data: Path, tmp_path: Path, suffix: str
) -> None:
    def spoil(sheet: Any) -> None:
        for row in range(2, 109):
            sheet.cell(row, 6).value = "never"
            sheet.cell(row, 5).value = "+1 515 555 0100"

    plan = plan_of(edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "damaged.xlsx", spoil))
    save_bad_rows(plan, tmp_path / f"bad{suffix}")
    again = plan_of(tmp_path / f"bad{suffix}")
    assert [(row.verdict, row.values) for row in again.rows] == [(row.verdict, row.values) for row in plan.rows]
    assert again.rows[0].values["phone"] == "+1 515 555 0100"


def test_hostile_and_unwritable_signs_are_saved_visibly(tmp_path: Path) -> None:
    rows = [["Staff No", "First Name", "Last Name"], ["1", "An\x00n", "L" * 40_000], ["2", "<b>&", "never\x1b"]]
    plan = plan_of(text_file(tmp_path / "a.csv", rows))
    assert plan.counts["bad"] == 2
    for name in ("bad.xlsx", "bad.csv"):
        save_bad_rows(plan, tmp_path / name)
        assert read_roster(tmp_path / name).rows[1].cells[3] == "An\u2400n"


def test_a_saved_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    plan = plan_of(workbook(tmp_path / "a.xlsx", {"A": [["Staff No", "First Name", "Last Name"], [None, "A", "B"]]}))
    with pytest.raises(StorageFailed):
        save_bad_rows(plan, tmp_path / "missing" / "bad.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx"]
