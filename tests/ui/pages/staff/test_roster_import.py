"""The roster import through its widgets: read, look, map, decide, accept; refused calmly; nothing written before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.errors import StorageFailed
from coachdesk.importers.roster_fields import FIELDS
from coachdesk.queries.staff import STAFF
from coachdesk.services.staff import add_staff
from coachdesk.store.desk import Desk
from tests.helpers.desks import fast_keys
from tests.helpers.sheet_files import edited_copy, text_file, workbook
from tests.ui.pages.conftest import ANNA, MakeContext
from tests.ui.shell.test_first_start import Bench, fill
from tests.ui.support import Answers, Recorder
from ui.context import Context, Place
from ui.operations import Operations
from ui.pages.registry import FIRST_STEPS
from ui.pages.staff.roster import reading
from ui.pages.staff.roster.dialog import RosterImportDialog
from ui.pages.staff.roster.importer import RosterImport
from ui.pages.staff.roster.notes import note_blocks
from ui.pages.staff.roster.step import RosterStep
from ui.runners import ThreadRunner

PEOPLE = (
    ("Number", "First name", "Last name", "Title", "Boss"),
    ("1", "Ann", "Lee", "Manager", ""),
    ("2", "Bo", "Li", "Aide", "1"),
)

Opened = Callable[..., RosterImportDialog]


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> Iterator[Opened]:
    dialogs: list[RosterImportDialog] = []

    def make(path: Path | None = None, *answers: Any, context: Context | None = None) -> RosterImportDialog:
        dialog = RosterImportDialog(context or context_for(desk, answers=answers))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        if path is not None:
            dialog.importer.read(path)
        return dialog

    yield make
    for dialog in dialogs:
        dialog.context.operations.close()


def people(desk: Desk) -> int:
    with desk.read() as conn:
        return STAFF.count(conn)


def rows(dialog: RosterImportDialog) -> list[tuple[str, ...]]:
    model = dialog.importer.preview.table.model
    return [tuple(model.cell(row, place).text for place in range(4)) for row in range(model.rowCount())]


def chips(dialog: RosterImportDialog) -> dict[str, int]:
    found = (chip.text().rsplit(maxsplit=1) for chip in dialog.importer.preview.chips.values())
    return {name: int(count) for name, count in found}


def told(dialog: RosterImportDialog) -> str:
    preview = dialog.importer.preview
    return preview.state_text.text() if preview.state.isVisible() else ""


def damaged(shared_data: Path, target: Path) -> Path:
    """The real roster with a bad date, a number twice, an unknown supervisor, a circle, a formula and 3 empty rows."""

    def spoil(sheet: Any) -> None:
        sheet["F5"] = "02/30/2015"
        sheet["A8"] = 105
        sheet["J10"] = 9999
        sheet["J2"] = 101
        sheet["A12"] = "=1+1"
        sheet.insert_rows(20, 3)

    return edited_copy(shared_data / "hr_roster.xlsx", target, spoil)


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


def test_a_missing_column_opens_the_columns_with_the_keyboard_on_it(opened: Opened, tmp_path: Path) -> None:
    dialog = opened(
        workbook(tmp_path / "r.xlsx", {"Staff": [("Door", "First name", "Last name"), ("x9", "Ann", "Lee")]})
    )
    preview = dialog.importer.preview
    assert told(dialog) == "No column holds: Staff number. Choose the columns that do."
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
    dialog.importer.preview.columns.clears.click()
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
    assert any("not in the file: 1" in title for title, _ in note_blocks(dialog.importer.plan))


def test_words_typed_narrow_the_rows(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    dialog = opened(workbook(tmp_path / "r.xlsx", {"Staff": PEOPLE}))
    preview = dialog.importer.preview
    qtbot.keyClicks(preview.search, "bo li")
    qtbot.waitUntil(lambda: len(rows(dialog)) == 1)
    preview.chips[""].click()
    assert len(rows(dialog)) == 2


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"PK\x03\x04 broken", b""])
def test_a_file_that_is_no_list_is_refused_in_place(opened: Opened, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "scan.xlsx"
    path.write_bytes(content)
    dialog = opened(path)
    assert dialog.importer.state == "choose"
    refusal = dialog.importer.choose.refusal
    assert refusal.isVisible()
    assert "Nothing was imported; the desk is as it was." in refusal.text()
    dialog.importer.read(text_file(tmp_path / "r.csv", PEOPLE))
    assert not refusal.isVisible()
    assert dialog.importer.state == "preview"


def test_a_refused_second_file_leaves_the_first_preview(opened: Opened, tmp_path: Path) -> None:
    dialog = opened(text_file(tmp_path / "r.csv", PEOPLE))
    dialog.importer.read(tmp_path / "gone.csv")
    assert "gone.csv cannot be opened" in dialog.importer.preview.refusal.text()
    assert dialog.importer.preview.file_name.text() == "r.csv"
    assert dialog.accept_button.text() == "Import 2 people"


def test_a_desk_that_changed_meanwhile_is_told_and_planned_anew(desk: Desk, opened: Opened, tmp_path: Path) -> None:
    dialog = opened(text_file(tmp_path / "r.csv", PEOPLE))
    add_staff(desk, ANNA, {"number": "2", "first_name": "Bo", "last_name": "Li"})
    dialog.accept_button.click()
    assert "changed after the preview" in dialog.importer.preview.refusal.text()
    assert people(desk) == 1
    assert chips(dialog) == {"All": 2, "New": 1, "Changed": 1, "Same": 0, "To correct": 0}
    dialog.accept_button.click()
    assert people(desk) == 2


def test_reading_can_be_stopped_and_leaves_everything_as_it_was(
    qtbot: QtBot, desk: Desk, context_for: MakeContext, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = context_for(desk)
    context.operations = Operations(desk, ANNA, Recorder(), ThreadRunner())
    read = reading.read_roster

    def slowly(path: Path, *, sheet: str, pulse: Callable[[], None]) -> Any:
        while path.name == "slow.csv":
            time.sleep(0.005)
            pulse()
        return read(path, sheet=sheet, pulse=pulse)

    monkeypatch.setattr(reading, "read_roster", slowly)
    dialog = opened(text_file(tmp_path / "slow.csv", PEOPLE), context=context)
    assert dialog.importer.state == "reading"
    assert dialog.cancel.text() == "Stop"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog.importer.state == "choose")
    assert dialog.isVisible()
    dialog.importer.read(text_file(tmp_path / "r.csv", PEOPLE))
    qtbot.waitUntil(lambda: dialog.importer.state == "preview")
    assert chips(dialog)["New"] == 2


def test_the_reader_asks_after_every_row_whether_to_stop(shared_data: Path) -> None:
    beats: list[int] = []
    reading.read_roster(shared_data / "hr_roster.xlsx", pulse=lambda: beats.append(1))
    assert len(beats) > 100


def test_enter_presses_only_what_has_the_keyboard(qtbot: QtBot, desk: Desk, opened: Opened, tmp_path: Path) -> None:
    dialog = opened(text_file(tmp_path / "r.csv", PEOPLE))
    dialog.importer.preview.search.setFocus()
    qtbot.keyClick(dialog.importer.preview.search, Qt.Key.Key_Return)
    assert people(desk) == 0
    dialog.accept_button.setFocus()
    qtbot.keyClick(dialog.accept_button, Qt.Key.Key_Return)
    assert people(desk) == 2


def test_everything_can_be_reached_by_tab_and_has_a_name(
    qtbot: QtBot, opened: Opened, shared_data: Path, tmp_path: Path
) -> None:
    dialog = opened(damaged(shared_data, tmp_path / "damaged.xlsx"))
    reached: list[QWidget] = []
    at = dialog.focusWidget()
    assert at is not None
    while at not in reached:
        reached.append(at)
        dialog.focusNextChild()
        at = dialog.focusWidget()
    preview = dialog.importer.preview
    for wanted in (
        preview.another,
        preview.leave_out,
        preview.save_button,
        preview.search,
        preview.table.view,
        dialog.cancel,
    ):
        assert wanted in reached, wanted
    preview.show_tab("columns")
    combos = list(preview.columns.combos.values())
    for one in [*reached, *combos]:
        name = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        assert name or (isinstance(one, QAbstractButton) and one.text()), one
    assert [one.accessibleName() for one in combos[:2]] == ["Column for Staff number", "Column for Name (whole)"]
    assert len(combos) == len(FIELDS)


# In the first start ---------------------------------------------------------------------------------------------------


@pytest.fixture
def step(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> RosterStep:
    made = RosterStep(context_for(desk))
    qtbot.addWidget(made)
    made.resize(620, 480)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press_next(step: RosterStep) -> bool:
    """What the wizard's button does; says whether the next step may come."""
    gone: list[bool] = []
    if step.ready():
        step.commit(lambda: gone.append(True))
    return bool(gone)


def test_the_first_start_imports_shows_what_was_done_and_goes_on(desk: Desk, step: RosterStep, tmp_path: Path) -> None:
    path = text_file(tmp_path / "r.csv", PEOPLE)
    assert isinstance(step.importer.context.ask, Answers)
    step.importer.context.ask.answers.append(path)
    assert step.can_skip()
    assert not press_next(step)  # asks for the file
    assert step.next_text() == "Import 2 people"
    assert not press_next(step)  # imports and shows what was done
    assert people(desk) == 2
    assert step.importer.finished.isVisible()
    assert not step.can_skip()
    assert press_next(step)


def test_the_first_start_does_not_go_on_over_undecided_rows(desk: Desk, step: RosterStep, tmp_path: Path) -> None:
    step.importer.read(text_file(tmp_path / "r.csv", [*PEOPLE, ("2", "Twice", "Told", "Aide", "")]))
    assert not press_next(step)
    assert step.importer.preview.leave_out.hasFocus()
    step.importer.preview.leave_out.click()
    assert not press_next(step)
    assert people(desk) == 1
    assert press_next(step)


def test_in_the_wizard_the_roster_comes_right_after_the_desk_and_names_the_coordinators_to_choose(
    qtbot: QtBot, tmp_path: Path
) -> None:
    steps = tuple(FIRST_STEPS)
    with fast_keys():
        bench = Bench(tmp_path, (text_file(tmp_path / "r.csv", PEOPLE),), steps)
        fill(bench, tmp_path / "Harbor.desk")
        bench.wizard.you.form.blocks["name"].editor.set_value("Renee Okafor")
        bench.wizard.go_on()
    wizard = bench.wizard
    assert (bench.title(), wizard.next.text(), wizard.later.isVisible()) == ("Your people", "Next", True)
    wizard.go_on()
    assert wizard.next.text() == "Import 2 people"
    wizard.go_on()
    assert (bench.title(), wizard.next.text(), wizard.later.isVisible()) == ("Your people", "Next", False)
    wizard.go_on()
    assert bench.title() == "Practice standards"
    wizard.skip()
    assert [one.label for one in wizard.step.form.blocks["staff"].editor.options()] == ["Lee, Ann", "Li, Bo"]  # type: ignore[attr-defined]  # the coordinator's step
    wizard.skip()
    ((made, _),) = bench.finished
    assert people(made) == 2
    made.close()


def test_the_import_is_no_wider_than_the_first_start(step: RosterStep, shared_data: Path) -> None:
    step.importer.read(shared_data / "hr_roster.xlsx")
    assert step.minimumSizeHint().width() <= 620


def test_the_import_widget_can_stand_anywhere(
    qtbot: QtBot, desk: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    widget = RosterImport(context_for(desk))
    qtbot.addWidget(widget)
    widget.read(text_file(tmp_path / "r.csv", PEOPLE))
    with qtbot.waitSignal(widget.imported):
        widget.accept()
    assert people(desk) == 2
