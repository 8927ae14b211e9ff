"""Commands that give records out or take them in: list in its three forms, exports with a scope, roster import."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pypdf
import pytest

from coachdesk.cli.listing import wide
from coachdesk.queries.families import TABLES
from coachdesk.services import signals, staff
from coachdesk.store.desk import open_desk
from tests.cli.conftest import Run
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.loop import run_loop


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed, unsealed desk with a whole loop and some awkward text in it."""
    clock = Clock()
    with new_desk(tmp_path_factory.mktemp("master"), clock) as desk:
        run_loop(desk, clock)
        for number, text in enumerate(
            ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "plain, with “quotes”\nand lines")
        ):
            values = {"source": "complaint", "severity": "minor", "what_happened": f"{text} \x1b[31m{number}"}
            signals.log_signal(desk, RENEE, values)
        staff.add_staff(desk, RENEE, {"number": "=cmd()", "first_name": "Eve", "last_name": "Formula"})
        return desk.path


@pytest.fixture
def desk_file(master: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(master, tmp_path / "Harbor.desk"))


@pytest.mark.parametrize("family", sorted(TABLES))
def test_every_family_is_listed_in_every_form_with_the_same_rows(run: Run, desk_file: Path, family: str) -> None:
    table, as_json, as_csv = (run("list", family, desk_file, "--format", form) for form in ("table", "json", "csv"))
    assert (table.code, as_json.code, as_csv.code) == (0, 0, 0)
    records = json.loads(as_json.out)
    rows = list(csv.reader(io.StringIO(as_csv.out)))
    assert rows[0] == ["id", *(column.key for column in TABLES[family].columns)]
    assert [row[0] for row in rows[1:]] == [str(record["id"]) for record in records]
    assert len(table.lines) == 2 + len(records)
    assert table.err.strip() == f"{len(records)} in {TABLES[family].title}"
    assert as_json.err == as_csv.err == ""


def test_the_help_names_every_list(run: Run) -> None:
    told = " ".join(run("list", "--help").out.split()).replace("- ", "-")
    named = told.partition("of a family: ")[2].partition(". ")[0].split(", ")
    assert named == list(TABLES)


def test_templates_that_ship_are_listed_with_our_own_and_say_so(run: Run, desk_file: Path) -> None:
    said = run("list", "templates", desk_file)
    assert [line.split()[0] for line in said.lines[2:]] == ["HD-C1", "RP-C1", "SH-C1"]
    assert all("Comes with CoachDesk" in line for line in said.lines[2:])
    records = json.loads(run("list", "templates", desk_file, "--format", "json").out)
    assert {(one["origin"], one["active"]) for one in records} == {("shipped", True)}


def test_json_has_true_types(run: Run, desk_file: Path) -> None:
    session = json.loads(run("list", "sessions", desk_file, "--format", "json").out)[-1]
    assert session["number"] == "N-0001"
    assert session["minutes"] == 45
    assert session["late_entry"] is False
    assert datetime.fromisoformat(session["starts_at"]) == datetime(2026, 11, 11, 9).astimezone()
    signal = json.loads(run("list", "signals", desk_file, "--format", "json", "--find", "S-0001").out)[0]
    assert date.fromisoformat(signal["occurred_on"]) == date(2026, 11, 8)
    assert signal["triage"] == "in_cycle", "codes stay codes"
    criterion = json.loads(run("list", "criteria", desk_file, "--format", "json").out)[0]
    assert criterion["threshold"] == 4
    staff_member = json.loads(run("list", "staff", desk_file, "--format", "json").out)[0]
    assert staff_member["hired_on"] is None
    assert run("list", "sites", desk_file, "--format", "json").out == "[]\n"


def test_csv_cannot_run_formulas(run: Run, desk_file: Path) -> None:
    said = run("list", "signals", desk_file, "--format", "csv")
    texts = {row["what_happened"] for row in csv.DictReader(io.StringIO(said.out))}
    for start in ("'=HYPERLINK(1)", "'+1", "'-1", "'@SUM(A1)"):
        assert any(text.startswith(start) for text in texts), start
    assert not any(text.startswith(("=", "+", "-", "@", "\t")) for text in texts)
    people = csv.DictReader(io.StringIO(run("list", "staff", desk_file, "--format", "csv").out))
    assert "'=cmd()" in {row["number"] for row in people}


def test_a_text_table_is_aligned_also_for_wide_letters_and_cannot_steer_the_terminal(run: Run, desk_file: Path) -> None:
    said = run("list", "staff", desk_file)
    header, rule, *rows = said.lines
    assert header.split()[:2] == ["Number", "Name"]
    starts = [place for place, letter in enumerate(rule) if letter == "-" and (place == 0 or rule[place - 1] == " ")]
    li = next(row for row in rows if "李" in row)
    status = header.index("Status")
    before = li[: li.index("Active")]
    assert wide(before) == status
    assert starts[0] == 0
    with sqlite3.connect(desk_file) as conn:
        conn.execute("UPDATE signal SET what_happened = ?", ("\x1b[31mred\x07 \u202etxet\r\nnext",))
    conn.close()
    for line in run("list", "signals", desk_file).lines[2:]:
        assert "[31mred txet next" in line


def test_find_and_limit_narrow_a_list_and_unknown_names_are_called_wrongly(run: Run, desk_file: Path) -> None:
    assert len(run("list", "staff", desk_file, "--find", "thanh").lines) == 3
    assert len(run("list", "trail", desk_file, "--limit", 4, "--format", "csv").lines) == 5
    assert "The first 2 in Staff; there are more." in run("list", "staff", desk_file, "--limit", 2).err
    assert "there are more" not in run("list", "staff", desk_file, "--limit", 1000).err
    assert run("list", "Action_Steps", desk_file).code == 0
    wrong = run("list", "peoples", desk_file)
    assert wrong.code == 2
    assert "action-steps" in wrong.err
    assert run("list", "staff", desk_file, "--format", "xml").code == 2
    assert run("list", "staff", desk_file, "--limit", 0).code == 2


def test_the_tracker_and_the_pack_are_written_and_noted(run: Run, desk_file: Path, tmp_path: Path) -> None:
    said = run("export", "tracker", desk_file, "--out", "tracker.xlsx")
    assert (said.code, said.out.strip()) == (0, str(tmp_path / "tracker.xlsx"))
    assert "Cycles" in openpyxl.load_workbook(tmp_path / "tracker.xlsx", read_only=True).sheetnames
    said = run("export", "pack", desk_file, "--out", "pack.pdf", "--cycle", "c-2026-0001")
    assert said.code == 0
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "pack.pdf").pages)
    assert "C-2026-0001" in text
    assert "C-2026-0002" not in text
    made = json.loads(run("list", "exports", desk_file, "--format", "json").out)
    assert sorted(one["kind"] for one in made) == ["pack", "tracker"]
    assert all(one["sha256"] in said.err or one["kind"] == "tracker" for one in made)
    assert run("check", desk_file).code == 0


def test_an_export_never_takes_the_place_of_a_desk(run: Run, desk_file: Path) -> None:
    before = desk_file.read_bytes()
    for words in (["pack"], ["tracker"]):
        said = run("export", *words, desk_file, "--out", desk_file)
        assert said.code == 1
        assert "never replaced" in said.err
        assert "Traceback" not in said.err
    assert desk_file.read_bytes() == before
    assert run("check", desk_file).code == 0


def test_a_scope_is_typed_as_people_type_and_unknown_parts_are_named(run: Run, desk_file: Path, tmp_path: Path) -> None:
    said = run("export", "tracker", desk_file, "--out", "t.xlsx", "--from", "11/1/2026", "--to", "2026-11-30")
    assert said.code == 0
    scope = json.loads(run("list", "exports", desk_file, "--format", "json").out)[0]["scope"]
    assert "Nov 1, 2026" in scope
    assert "Nov 30, 2026" in scope
    assert run("export", "tracker", desk_file, "--out", "t.xlsx", "--standard", "hd-01").code == 0

    unknown = run(
        "export", "pack", desk_file, "--out", "p.pdf", "--team", "Nowhere", "--cycle", "C-1", "--standard", "X"
    )
    assert unknown.code == 1
    for words in ("no team called Nowhere", "no cycle with the number C-1", "no standard with the code X"):
        assert words in unknown.err
    assert not (tmp_path / "p.pdf").exists()
    assert run("export", "pack", desk_file, "--out", "p.pdf", "--from", "someday").code == 2
    assert run("export", "pack", desk_file, "--out", "p.pdf", "--from", "2026-11-02", "--to", "2026-11-01").code == 2
    assert run("export", "pack", desk_file).code == 2
    nowhere = run("export", "tracker", desk_file, "--out", "no/such/folder/t.xlsx")
    assert nowhere.code == 1
    assert "Traceback" not in nowhere.err


ROSTER = """Employee ID,Name,Job Title,Team,Supervisor,Hire Date,E-mail
2001,"Okoro, Ada",Team lead,North team,,01/15/2020,ada@example.test
2002,"Nguyễn, Thanh",Direct support professional,North team,2001,2021-03-01,
2003,"Brooks, Kayla",Direct support professional,North team,"Okoro, Ada",3/14/2022,
"""


def test_a_roster_is_previewed_then_imported_then_the_same_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("new", "Harbor.desk", "--no-passphrase")
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    before = (tmp_path / "Harbor.desk").read_bytes()
    dry = run("import", "roster", "Harbor.desk", "roster.csv", "--dry-run")
    assert dry.code == 0
    assert [line.split("\t")[1] for line in dry.lines] == ["New", "New", "New"]
    assert "3 new" in dry.err
    assert "dry run" in dry.err
    assert (tmp_path / "Harbor.desk").read_bytes() == before
    assert not (tmp_path / "Harbor backups").exists(), "a dry run only reads"
    done = run("import", "roster", "Harbor.desk", "roster.csv")
    assert done.code == 0
    assert "Import roster roster.csv: 3 new" in done.err
    people = json.loads(run("list", "staff", "Harbor.desk", "--format", "json").out)
    assert {row["name"]: row["supervisor"] for row in people} == {
        "Brooks, Kayla": "Ada Okoro",
        "Nguyễn, Thanh": "Ada Okoro",
        "Okoro, Ada": None,
    }
    again = run("import", "roster", "Harbor.desk", "roster.csv")
    assert (again.code, again.out) == (0, "")
    assert "already says the same" in again.err
    assert run("check", "Harbor.desk").code == 0


def test_wrong_rows_stop_an_import_unless_they_are_left_out(run: Run, tmp_path: Path) -> None:
    run("new", "Harbor.desk", "--no-passphrase")
    bad = ROSTER + '2004,"Late, Lena",Cook,North team,,02/30/2026,\n'
    (tmp_path / "roster.csv").write_text(bad, "utf-8")
    dry = run("import", "roster", "Harbor.desk", "roster.csv", "--dry-run")
    assert dry.code == 1
    assert "5\t" in dry.out
    assert "02/30/2026" in dry.out
    said = run("import", "roster", "Harbor.desk", "roster.csv", "--bad-rows", "wrong.xlsx")
    assert said.code == 1
    assert "Row 5" in said.err
    assert (tmp_path / "wrong.xlsx").exists()
    assert json.loads(run("list", "staff", "Harbor.desk", "--format", "json").out) == []
    said = run("import", "roster", "Harbor.desk", "roster.csv", "--skip-bad")
    assert said.code == 0
    assert len(json.loads(run("list", "staff", "Harbor.desk", "--format", "json").out)) == 3


def test_the_real_roster_goes_in_by_workbook_and_by_csv_alike(run: Run, shared_data: Path) -> None:
    for ending in ("xlsx", "csv"):
        run("new", f"{ending}.desk", "--no-passphrase")
        said = run("import", "roster", f"{ending}.desk", shared_data / f"hr_roster.{ending}")
        assert said.code == 0, said.err
    lists = [run("list", "staff", f"{ending}.desk", "--format", "csv").out for ending in ("xlsx", "csv")]
    assert lists[0] == lists[1]
    assert len(lists[0].splitlines()) == 108


def test_a_file_that_is_no_roster_is_refused_in_words(run: Run, desk_file: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("Color,Shape\nred,round\n", "utf-8")
    said = run("import", "roster", desk_file, "notes.csv")
    assert said.code == 1
    assert "No column holds" in said.err
    assert run("import", "roster", desk_file, "missing.xlsx").code == 1
    (tmp_path / "headings.csv").write_text("Employee ID,First name,Last name\n", "utf-8")
    said = run("import", "roster", desk_file, "headings.csv")
    assert said.code == 1
    assert "no rows below the headings" in said.err
    (tmp_path / "smile.csv").write_text("Employee ID,First name,Last name\n1,\U0001f600,Lee\n", "utf-8")
    said = run("import", "roster", desk_file, "smile.csv")
    assert "has no letter in it" in said.err
    assert "One row has a problem." in said.err
    with open_desk(desk_file, mode="read") as desk:
        assert desk.trail_head()[0] == 36
