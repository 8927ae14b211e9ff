"""What tests of the staff pages share: a small roster, a damaged copy of the real one, the import dialog, its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coachdesk.queries.staff import STAFF
from coachdesk.store.desk import Desk
from tests.helpers.sheet_files import edited_copy
from tests.ui.pages.conftest import MakeContext
from ui.context import Context
from ui.pages.staff.roster.dialog import RosterImportDialog

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
