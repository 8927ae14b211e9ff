"""Reading a roster in the window: refused calmly, stopped by Esc, all of it by keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.importers.grid import Limits
from coachdesk.importers.roster_fields import FIELDS
from coachdesk.services.staff import add_staff
from coachdesk.store.desk import Desk
from tests.helpers.sheet_files import text_file
from tests.ui.pages.conftest import ANNA, MakeContext
from tests.ui.pages.staff.conftest import PEOPLE, Opened, chips, damaged, people
from tests.ui.support import Recorder
from ui.operations import Operations
from ui.pages.staff.roster import kind
from ui.runners import ThreadRunner


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
    read = kind.read_roster

    def slowly(path: Path, *, sheet: str, limits: Limits, pulse: Callable[[], None]) -> Any:
        while path.name == "slow.csv":
            time.sleep(0.005)
            pulse()
        return read(path, sheet=sheet, pulse=pulse)

    monkeypatch.setattr(kind, "read_roster", slowly)
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
    kind.read_roster(shared_data / "hr_roster.xlsx", pulse=lambda: beats.append(1))
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
