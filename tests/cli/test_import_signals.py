"""`import signals`: previewed with --dry-run, all good rows or none, and the same list again adds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.helpers.desks import Clock, new_desk

LIST = (
    "Incident #,Date,Type,Severity,Description\n"
    "12,11/2/2026,Incident,Minor,Visit note written two days later\n"
    "13,11/3/2026,Near miss,Major,Nobody was called\n"
)


@pytest.fixture
def desk_file(tmp_path: Path) -> Path:
    with new_desk(tmp_path, Clock()) as desk:
        return desk.path


def test_a_list_is_previewed_then_imported_and_then_adds_nothing(run: Run, desk_file: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    dry = run("import", "signals", desk_file, "list.csv", "--dry-run")
    assert (dry.code, len(dry.lines)) == (0, 2)
    assert "2 new" in dry.err
    assert run("list", "signals", desk_file, "--format", "csv").out.count("\n") == 1, "nothing but headings"
    done = run("import", "signals", desk_file, "list.csv")
    assert (done.code, "Import 2 signals from list.csv" in done.err) == (0, True)
    again = run("import", "signals", desk_file, "list.csv")
    assert (again.code, again.out) == (0, "")
    assert "the desk already says the same" in again.err


def test_what_no_column_says_is_said_once_for_all(run: Run, desk_file: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Date,Description\n11/2/2026,Visit not made\n", "utf-8")
    refused = run("import", "signals", desk_file, "list.csv")
    assert refused.code == 1
    assert "No column holds: Source, Severity" in refused.err
    assert run("import", "signals", desk_file, "list.csv", "--source", "missed_visit", "--severity", "minor").code == 0


def test_rows_with_names_are_left_out_and_saved_to_correct(run: Run, desk_file: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST + "14,11/3/2026,Incident,Minor,Call 216-555-0143\n", "utf-8")
    assert run("import", "signals", desk_file, "list.csv").code == 1
    said = run("import", "signals", desk_file, "list.csv", "--skip-bad", "--bad-rows", "wrong.csv")
    assert said.code == 0
    assert "216-555-0143" in (tmp_path / "wrong.csv").read_text("utf-8-sig")
