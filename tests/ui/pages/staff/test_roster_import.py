"""The roster import through its widgets: look, map, decide, accept; nothing is written before."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from pytestqt.qtbot import QtBot

from coachdesk.errors import StorageFailed
from coachdesk.importers.mapping import Mapping
from coachdesk.importers.roster import find_roster_mapping, read_roster
from coachdesk.queries.staff import STAFF
from coachdesk.services.staff import add_staff
from coachdesk.store.desk import Desk
from tests.helpers.sheet_files import text_file, workbook
from tests.ui.pages.conftest import ANNA
from tests.ui.pages.staff.conftest import PEOPLE, Opened, chips, damaged, people, rows, told
from tests.ui.support import Recorder
from ui.context import Place
from ui.pages.importing.columns import ColumnsView
from ui.pages.importing.notes import note_blocks
from ui.pages.staff.roster.kind import RosterKind


def test_the_real_roster_is_shown_then_imported_then_the_same_again(
    qtbot: QtBot, desk: Desk, opened: Opened, shared_data: Path
) -> None:
    dialog = opened(shared_data / "hr_roster.xlsx")
    preview = dialog.importer.preview
    assert preview.file_name.text() == "hr_roster.xlsx"
    assert preview.read_as.text() == "sheet Roster · headings in row 1"
    assert chips(dialog) == {"All": 107, "New": 107, "Changed": 0, "Same": 0, "To correct": 0}
    assert rows(dialog)[0] == ("2", "New", "100 Steven King", "President · Executive · Seattle · hire date 6/17/2013")
    assert "Roles that would be added: 19" in preview.notes.text()
    assert people(desk) == 0
    assert dialog.accept_button.text() == "Import 107 people"

    dialog.accept_button.click()
    assert people(desk) == 107
    assert dialog.importer.finished.title.text() == "107 people imported"
    dialog.importer.read(shared_data / "hr_roster.csv")
    assert told(dialog) == "Nothing would change: the desk says the same as this file."
    assert not dialog.accept_button.isVisible()
    assert chips(dialog)["Same"] == 107


def test_the_summary_leads_to_the_list(opened: Opened, tmp_path: Path) -> None:
    dialog = opened(workbook(tmp_path / "r.xlsx", {"Staff": PEOPLE}))
    dialog.accept_button.click()
    assert dialog.accept_button.text() == "Show the staff"
    dialog.accept_button.click()
    assert dialog.context.navigate == [Place("staff")]
    assert not dialog.isVisible()


def test_bad_rows_are_named_and_left_out_only_knowingly(
    desk: Desk, opened: Opened, shared_data: Path, tmp_path: Path
) -> None:
    dialog = opened(damaged(shared_data, tmp_path / "damaged.xlsx"))
    preview = dialog.importer.preview
    assert "3 empty rows skipped" in preview.read_as.text()
    bad = chips(dialog)["To correct"]
    assert bad >= 6
    assert told(dialog).startswith(f"{bad} rows cannot be imported as they are.")
    assert not dialog.accept_button.isEnabled()
    assert dialog.why.text()

    preview.chips["bad"].click()
    assert len(rows(dialog)) == bad
    reasons = {row[0]: row[3] for row in rows(dialog)}
    assert "Hire Date “02/30/2015”" in reasons["5"]
    assert "Manager ID “9999”" in reasons["10"]
    assert "more than once" in reasons["7"]
    assert "circle" in reasons["2"]
    preview.table.select([5])
    assert preview.whole.text().startswith("Row 5: Hire Date")
    assert people(desk) == 0

    preview.leave_out.click()
    assert preview.leave_out.text() == f"Import the {107 - bad} good rows, leave the {bad} bad ones out"
    assert dialog.accept_button.text() == f"Import {107 - bad} people"
    dialog.accept_button.click()
    assert people(desk) == 107 - bad
    assert dialog.importer.result is not None
    assert dialog.importer.result.left_out == bad


def test_a_decision_counts_only_for_the_plan_it_was_made_about(opened: Opened, tmp_path: Path) -> None:
    dialog = opened(text_file(tmp_path / "r.csv", [*PEOPLE, ("2", "Twice", "Told", "Aide", "")]))
    preview = dialog.importer.preview
    preview.leave_out.click()
    assert dialog.accept_button.isEnabled()
    combo = preview.columns.combos["role"]
    combo.setCurrentIndex(0)
    assert not preview.leave_out.isChecked()
    assert not dialog.accept_button.isEnabled()


def test_bad_rows_are_saved_with_their_reasons_where_the_person_says(
    opened: Opened, shared_data: Path, tmp_path: Path
) -> None:
    target = tmp_path / "to correct.xlsx"
    dialog = opened(damaged(shared_data, tmp_path / "damaged.xlsx"), None, target)
    preview = dialog.importer.preview
    preview.save_button.click()
    assert not target.exists()
    preview.save_button.click()
    assert preview.saved.text() == "Saved as to correct.xlsx."
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert sheet.max_row == 1 + chips(dialog)["To correct"]


def test_a_file_that_cannot_be_written_is_told_and_the_preview_stays(
    opened: Opened, shared_data: Path, tmp_path: Path
) -> None:
    dialog = opened(damaged(shared_data, tmp_path / "d.xlsx"), tmp_path / "no such folder" / "x.xlsx")
    dialog.importer.save_bad_rows()
    recorder = dialog.context.operations.reporter
    assert isinstance(recorder, Recorder)
    assert [type(error) for error in recorder.troubles] == [StorageFailed]
    assert dialog.importer.state == "preview"


def test_another_column_is_planned_anew_and_no_column_is_used_twice(desk: Desk, opened: Opened, tmp_path: Path) -> None:
    headings = ("Number", "First name", "Last name", "Title", "Crew")
    dialog = opened(workbook(tmp_path / "r.xlsx", {"Staff": [headings, ("1", "Ann", "Lee", "Manager", "Night")]}))
    columns = dialog.importer.preview.columns
    team, role = columns.combos["team"], columns.combos["role"]
    assert team.currentText() == "(not in the file)"
    team.setCurrentIndex(team.findText("Crew (E)"))
    plan = dialog.importer.plan
    assert plan is not None
    assert plan.new_teams == ("Night",)
    team.setCurrentIndex(team.findText("Title (D)"))
    assert role.currentText() == "(not in the file)"
    team.setCurrentIndex(0)
    dialog.accept_button.click()
    with desk.read() as conn:
        (row,) = (row for _, row in STAFF.all(conn))
    assert (row[STAFF.index("role")], row[STAFF.index("team")]) == (None, None)


def test_a_second_choice_builds_on_the_first_even_while_that_one_is_being_planned(
    qtbot: QtBot, shared_data: Path
) -> None:
    columns = ColumnsView(RosterKind())
    qtbot.addWidget(columns)
    asked: list[Mapping] = []
    columns.mapped.connect(asked.append)  # and nobody answers with a plan
    columns.show_mapping(find_roster_mapping(read_roster(shared_data / "hr_roster.xlsx")))
    columns.combos["role"].setCurrentIndex(0)
    columns.combos["team"].setCurrentIndex(columns.combos["team"].findText("Job Title (G)"))
    found = {column.heading: column.field for column in asked[-1].columns}
    assert (found["Job Title"], found["Department"]) == ("team", "")
    columns.combos["site"].setCurrentIndex(columns.combos["site"].findText("Job Title (G)"))
    assert columns.combos["team"].currentText() == "(not in the file)"
    assert asked[-1].column("team") is None


def test_a_missing_column_opens_the_columns_with_the_keyboard_on_it(opened: Opened, tmp_path: Path) -> None:
    dialog = opened(
        workbook(tmp_path / "r.xlsx", {"Staff": [("Door", "First name", "Last name"), ("x9", "Ann", "Lee")]})
    )
    preview = dialog.importer.preview
    assert told(dialog).startswith("No column holds: Staff number. Choose the columns that do")
    assert preview.stack.currentWidget() is preview.columns
    assert preview.columns.combos["number"].hasFocus()
    assert not dialog.accept_button.isVisible()
    combo = preview.columns.combos["number"]
    combo.setCurrentIndex(combo.findText("Door (A)"))
    assert dialog.accept_button.text() == "Import 1 person"


def test_an_empty_cell_says_nothing_until_it_is_told_to_empty(desk: Desk, opened: Opened, tmp_path: Path) -> None:
    add_staff(desk, ANNA, {"number": "2", "first_name": "Bo", "last_name": "Li", "phone": "555-0101"})
    table = [("Number", "First name", "Last name", "Phone"), ("2", "Bo", "Li", "")]
    dialog = opened(workbook(tmp_path / "r.xlsx", {"Staff": table}))
    assert chips(dialog)["Same"] == 1
    dialog.importer.preview.columns.extras.checks["empty_clears"].click()
    assert rows(dialog) == [("2", "Changed", "2 Bo Li", "Phone: 555-0101 → nothing")]
    assert dialog.accept_button.text() == "Update 1 person"


def test_another_sheet_can_be_taken(opened: Opened, tmp_path: Path) -> None:
    sheets = {"Staff": PEOPLE, "Volunteers": [*PEOPLE[:1], ("9", "Vi", "Ola", "Volunteer", "")]}
    dialog = opened(workbook(tmp_path / "r.xlsx", sheets))
    combo = dialog.importer.preview.sheets
    assert combo.isVisible()
    assert combo.currentText() == "Staff"
    combo.setCurrentText("Volunteers")
    combo.textActivated.emit("Volunteers")
    assert [row[2] for row in rows(dialog)] == ["9 Vi Ola"]


def test_people_the_file_does_not_list_are_named_and_left_alone(desk: Desk, opened: Opened, tmp_path: Path) -> None:
    add_staff(desk, ANNA, {"number": "7", "first_name": "Cy", "last_name": "Ott"})
    dialog = opened(workbook(tmp_path / "r.xlsx", {"Staff": PEOPLE}))
    assert "Nothing happens to them: 7 Cy Ott" in dialog.importer.preview.notes.text()
    assert dialog.importer.plan is not None
    assert any("not in the file: 1" in title for title, _ in note_blocks(RosterKind(), dialog.importer.plan))


def test_words_typed_narrow_the_rows(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    dialog = opened(workbook(tmp_path / "r.xlsx", {"Staff": PEOPLE}))
    preview = dialog.importer.preview
    qtbot.keyClicks(preview.search, "bo li")
    qtbot.waitUntil(lambda: len(rows(dialog)) == 1)
    preview.chips[""].click()
    assert len(rows(dialog)) == 2
