"""The loop by command line, each command a process of its own: what a script or a computer without a screen would do.

There are no commands for the middle of the loop (signals, sessions, gates); services do that part, on the same file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coachdesk.store.desk import open_desk
from tests.helpers import office
from tests.helpers.desks import Clock
from tests.helpers.loop import run_loop

PASSPHRASE = "tide marsh lantern oak"
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def run(root: Path, tmp_path: Path) -> Run:
    """`run("check", desk)` runs the program with these words, with the passphrase in its environment."""

    def running(*words: object, code: int = 0, passphrase: str = PASSPHRASE) -> Done:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "coachdesk", *map(str, words)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(root), "COACHDESK_PASSPHRASE": passphrase},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        assert "Traceback" not in done.stderr
        return done

    return running


def listed(run: Run, family: str, desk: object) -> list[dict[str, Any]]:
    """The rows of a family, from the JSON the program prints."""
    rows: list[dict[str, Any]] = json.loads(run("list", family, desk, "--format", "json").stdout)
    return rows


@pytest.mark.slow
def test_a_roster_goes_in_the_same_by_workbook_and_csv_once_and_for_all(
    run: Run, shared_data: Path, tmp_path: Path
) -> None:
    workbook, text = shared_data / "hr_roster.xlsx", shared_data / "hr_roster.csv"
    made = run(
        "new", "harbor.desk", "--agency", "Harbor Community Supports", "--state", "OH", "--profile", "Renee Okafor"
    )
    assert made.stdout == f"{tmp_path / 'harbor.desk'}\n"
    assert run("new", "harbor.desk", code=1).stdout == ""  # never over a desk that is there

    dry = run("import", "roster", "harbor.desk", workbook, "--dry-run")
    assert len(dry.stdout.splitlines()) == 107
    assert "107 new" in dry.stderr
    assert listed(run, "staff", "harbor.desk") == []

    run("import", "roster", "harbor.desk", workbook)
    staff = listed(run, "staff", "harbor.desk")
    entries = listed(run, "trail", "harbor.desk")
    assert len(staff) == 107
    assert {row["number"]: row["supervisor"] for row in staff}["101"] == "Steven King"
    assert all(len(row["hired_on"]) == 10 and row["hired_on"][4] == "-" for row in staff)

    again = run("import", "roster", "harbor.desk", workbook)
    assert again.stdout == ""
    assert "already says the same" in again.stderr
    assert listed(run, "staff", "harbor.desk") == staff
    assert listed(run, "trail", "harbor.desk") == entries

    # The csv of the same people changes nothing either, and makes the same desk from nothing.
    assert run("import", "roster", "harbor.desk", text).stdout == ""
    run("new", "csv.desk", "--no-passphrase")
    run("import", "roster", "csv.desk", text)
    assert listed(run, "staff", "csv.desk") == staff

    assert run("check", "harbor.desk").stdout == ""
    assert "passphrase" in run("check", "harbor.desk", code=1, passphrase="not this one").stderr
    assert run("list", "sheep", "harbor.desk", code=2).stdout == ""


def test_a_damaged_roster_is_told_row_by_row_and_changes_nothing(run: Run, shared_data: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(shared_data / "hr_roster.xlsx")
    sheet = book.active
    assert sheet is not None
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    sheet.cell(5, columns["Hire Date"]).value = "the 31st of June"
    sheet.cell(9, columns["Employee ID"]).value = sheet.cell(8, columns["Employee ID"]).value
    sheet.cell(12, columns["Manager ID"]).value = 99999
    book.save(tmp_path / "damaged.xlsx")
    run("new", "harbor.desk", "--no-passphrase")
    before = (tmp_path / "harbor.desk").read_bytes()
    dry = run("import", "roster", "harbor.desk", "damaged.xlsx", "--dry-run", code=1)
    wrong = {line.split("\t")[0]: line for line in dry.stdout.splitlines() if line.split("\t")[1] != "New"}
    assert {"5", "9", "12"} <= set(wrong)
    assert "the 31st of June" in wrong["5"]
    assert "99999" in wrong["12"]
    refused = run("import", "roster", "harbor.desk", "damaged.xlsx", "--bad-rows", "wrong.xlsx", code=1)
    assert "Row 5" in refused.stderr
    assert listed(run, "staff", "harbor.desk") == []
    assert (tmp_path / "harbor.desk").read_bytes() == before
    saved = openpyxl.load_workbook(tmp_path / "wrong.xlsx").active
    assert saved is not None
    assert "the 31st of June" in {cell.value for row in saved.iter_rows() for cell in row}


def test_a_finished_loop_is_exported_checked_backed_up_and_restored(run: Run, clock: Clock, tmp_path: Path) -> None:
    run("new", "harbor.desk", "--agency", "Harbor Community Supports", "--profile", "Renee Okafor", "--no-passphrase")
    with open_desk(tmp_path / "harbor.desk", clock=clock) as desk:
        run_loop(desk, clock)
    statuses = {row["number"]: row["status"] for row in listed(run, "cycles", "harbor.desk")}
    assert statuses == {"C-2026-0001": "closed", "C-2026-0002": "diagnosing"}

    assert Path(run("export", "tracker", "harbor.desk", "--out", "tracker.xlsx").stdout.strip()).name == "tracker.xlsx"
    assert openpyxl.load_workbook(tmp_path / "tracker.xlsx")["Cycles"]["A4"].value == "C-2026-0001"
    run("export", "pack", "harbor.desk", "--out", "pack.pdf", "--cycle", "C-2026-0001")
    text = office.run("pdftotext", str(tmp_path / "pack.pdf"), "-")
    assert "Thanh Nguyễn" in text
    assert "C-2026-0002" not in text
    run("export", "pack", "harbor.desk", "--out", "none.pdf", "--cycle", "C-9", code=1)
    run("export", "pack", "harbor.desk", code=2)
    assert not (tmp_path / "none.pdf").exists()

    assert run("check", "harbor.desk").stdout == ""
    copy = run("backup", "harbor.desk").stdout.strip()
    assert Path(run("restore", copy, "--to", "back.desk").stdout.strip()).name == "back.desk"
    run("restore", copy, "--to", "back.desk", code=1)
    restored, *before = listed(run, "trail", "back.desk")
    assert restored["action"] == "desk.restore"
    assert before == listed(run, "trail", "harbor.desk")
    assert run("check", "back.desk").stdout == ""  # which replays the trail against every record
