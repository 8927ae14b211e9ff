"""Importing signals in the window: the roster's preview with another kind of list (R1, R22)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coachdesk.store.desk import Desk
from tests.helpers.practice import Practice
from tests.helpers.sheet_files import workbook
from tests.ui.pages.hands import press, show_page
from tests.ui.pages.signals.conftest import rows
from ui.context import Context, Place
from ui.pages.registry import PAGES
from ui.pages.signals.importing.dialog import SignalImportDialog
from ui.pages.signals.page import SignalsPage

HEADINGS = ("Incident #", "Date", "Type", "Severity", "Staff", "Client", "Description")
GOOD = (
    ("501", "11/2/2026", "Near miss", "Major", "101", "P-114", "Nurse called at noon"),
    ("502", "11/3/2026", "Incident", "Minor", "", "", "Note two days late"),
)
BAD = ("503", "11/3/2026", "Incident", "Minor", "", "Edmund Fisk", "Fell at the door")

Opened = Callable[..., SignalImportDialog]


@pytest.fixture
def opened(qtbot: QtBot, context: Context) -> Iterator[Opened]:
    dialogs: list[SignalImportDialog] = []

    def make(path: Path) -> SignalImportDialog:
        dialog = SignalImportDialog(context)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        dialog.open()
        dialog.importer.read(path)
        return dialog

    yield make
    for dialog in dialogs:
        dialog.context.operations.close()


def told(dialog: SignalImportDialog) -> list[tuple[str, ...]]:
    """The preview's rows: row, verdict, who, what."""
    model = dialog.importer.preview.table.model
    return [tuple(model.cell(row, place).text for place in range(4)) for row in range(model.rowCount())]


def test_a_list_is_shown_row_by_row_then_noted_as_signals(desk: Desk, opened: Opened, tmp_path: Path) -> None:
    dialog = opened(workbook(tmp_path / "log.xlsx", {"Log": [HEADINGS, *GOOD]}))
    assert told(dialog) == [
        ("2", "New", "501 11/2/2026 Dana Whitfield", "Near miss · Major · Nurse called at noon"),
        ("3", "New", "502 11/3/2026", "Incident · Minor · Note two days late"),
    ]
    assert rows(desk) == []
    assert dialog.accept_button.text() == "Import 2 signals"
    dialog.accept_button.click()
    assert dialog.importer.finished.title.text() == "2 signals imported"
    assert [(row["number"], row["source"], row["staff"]) for row in rows(desk)] == [
        ("S-0001", "near_miss", "Dana Whitfield"),
        ("S-0002", "incident", None),
    ]
    dialog.accept_button.click()
    assert dialog.context.navigate == [Place("signals", extra={"part": "list"})]


def test_r22_a_participants_name_must_be_corrected_in_the_file(desk: Desk, opened: Opened, tmp_path: Path) -> None:
    dialog = opened(workbook(tmp_path / "log.xlsx", {"Log": [HEADINGS, *GOOD, BAD]}))
    assert "is no reference code" in told(dialog)[2][3]
    assert not dialog.accept_button.isEnabled()
    dialog.importer.preview.leave_out.click()
    dialog.accept_button.click()
    assert len(rows(desk)) == 2


def test_a_source_that_no_column_says_is_chosen_once(desk: Desk, opened: Opened, tmp_path: Path) -> None:
    table = [("Date", "Severity", "Description"), ("11/2/2026", "Low", "Visit not made")]
    dialog = opened(workbook(tmp_path / "missed.xlsx", {"Log": table}))
    preview = dialog.importer.preview
    assert preview.stack.currentWidget() is preview.columns
    assert "No column holds: Source" in preview.state_text.text()
    assert dialog.focusWidget() is preview.columns.combos["source"]
    source = preview.columns.extras.combos["source"]
    source.setCurrentIndex(source.findData("missed_visit"))
    dialog.accept_button.click()
    assert [(row["source"], row["severity"]) for row in rows(desk)] == [("missed_visit", "minor")]


def test_the_import_opens_from_the_page_and_from_anywhere(qtbot: QtBot, context: Context, practice: Practice) -> None:
    page = show_page(qtbot, SignalsPage, context)
    press(page, "Import…")
    (dialog,) = page.window().findChildren(SignalImportDialog)
    dialog.reject()
    (entry,) = (one for one in PAGES if one.key == "signals")
    opener: Any = next(one for one in entry.actions if one.id == "signal.import")
    opener.open(context, page.window())
    assert any(one.isVisible() for one in page.window().findChildren(SignalImportDialog))
