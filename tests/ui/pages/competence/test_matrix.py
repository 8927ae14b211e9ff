"""The competence matrix (R16) in the window: color, symbol and words, by mouse and keys, filtered, of any day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from coachdesk.queries.competence_cells import cell_detail, offer_after
from coachdesk.services import competence, places, staff, standards
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock
from tests.helpers.loop import run_loop
from tests.helpers.practice import Practice, make_practice
from tests.ui.pages.conftest import READER, MakeContext
from tests.ui.pages.hands import choose, dialog_over, no_dialog, press, show_page, submit, texts_of, type_into
from tests.ui.support import Answers
from ui.context import Context, Place
from ui.pages.competence import forms
from ui.pages.competence.model import NAME
from ui.pages.competence.part import MatrixPart
from ui.pages.evidence.panels import ItemPanel
from ui.pages.staff.page import StaffPage


@pytest.fixture
def practice(desk: Desk) -> Practice:
    """Six people whose role requires HD-01 every 6 months; Dana's holds, Thanh's runs out, Rosa's has run out."""
    made = make_practice(desk)
    standards.require_of_roles(desk, RENEE, made.standard, {made.role: 6})
    day = desk.clock().date()
    for who, days in (("Dana", 100), ("Thanh", 11), ("Rosa", -3)):
        values = {
            "assessor_id": made.people["Maria"],
            "qualification": "RN",
            "assessed_on": day - timedelta(days=60),
            "expires_on": day + timedelta(days=days),
        }
        competence.record_competence(desk, RENEE, made.people[who], made.standard, values)
    return made


def matrix_of(qtbot: QtBot, context: Context, **extra: Any) -> tuple[StaffPage, MatrixPart]:
    page = show_page(qtbot, StaffPage, context, Place("staff", None, {"part": "matrix", **extra}))
    return page, page.matrix


def rows(part: MatrixPart) -> dict[str, list[str]]:
    """Name -> the words of their cells, as shown."""
    model = part.model
    return {
        one.name: [model.words(row, column) for column in range(1, model.columnCount())]
        for row, one in enumerate(model.people)
    }


def test_r16_cells_say_how_people_stand_in_words_a_screen_reader_reads(
    qtbot: QtBot, context: Context, practice: Practice
) -> None:
    _, part = matrix_of(qtbot, context)
    assert {name: told[0].split(",")[0] for name, told in rows(part).items()} == {
        "Garcia, Maria": "Not verified",
        "Jensen, Tyler": "Not verified",
        "Nguyễn, Thanh": "Expiring",
        "Nowak, Łukasz": "Not verified",
        "Ortiz, Rosa": "Expired",
        "Whitfield, Dana": "Current",
    }
    assert "6 people · 1 expiring · 1 expired · 3 not verified" in texts_of(part)
    assert {"✓ Current  1", "! Expiring  1", "✕ Expired  1", "● In coaching  0", "– Not verified  3"} <= set(
        texts_of(part.legend).split("\n")
    )
    index = part.model.index_of(practice.people["Thanh"], practice.standard)
    aloud = part.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert aloud == "Nguyễn, Thanh, HD-01 Health deterioration: Expiring, until Nov 20, 2026, in 11 days"


def test_each_standing_is_painted_with_its_own_color_and_a_symbol(
    qtbot: QtBot, context: Context, practice: Practice
) -> None:
    _, part = matrix_of(qtbot, context)
    part.grid.choose(practice.people["Maria"])
    QApplication.processEvents()
    picture = part.grid.cells.viewport().grab().toImage()
    seen = {}
    for who in ("Dana", "Thanh", "Rosa", "Tyler"):
        place = part.grid.cells.visualRect(part.model.index_of(practice.people[who], practice.standard))
        seen[who] = picture.pixelColor(place.left() + 14, place.center().y()).name()
        inside = picture.copy(place.adjusted(12, 10, -12, -10))
        inks = {inside.pixel(x, y) for x in range(inside.width()) for y in range(inside.height())}
        assert len(inks) > 1, who  # a sign on the ground, not a ground alone
    assert len(set(seen.values())) == 4


def test_arrows_walk_through_cells_and_the_panel_follows(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    _, part = matrix_of(qtbot, context)
    part.grid.choose(practice.people["Maria"])
    part.grid.cells.setFocus()
    assert "Nobody has assessed it yet." in texts_of(part.panel)
    QTest.keyClick(part.grid.cells, Qt.Key.Key_Down)
    QTest.keyClick(part.grid.cells, Qt.Key.Key_Down)
    assert part.grid.current() == (practice.people["Thanh"], practice.standard)
    told = texts_of(part.panel)
    assert "Thanh Nguyễn" in told
    assert "until Nov 20, 2026, in 11 days" in told
    assert "by Maria Garcia, RN" in told
    QTest.keyClick(part.grid.cells, Qt.Key.Key_Left)  # the names are no cells: the keyboard stays in the matrix
    assert part.grid.cells.currentIndex().column() != NAME


def test_names_stay_beside_their_rows_while_the_matrix_scrolls(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    for number in range(40):
        posting = {"team_id": practice.team, "role_id": practice.role}
        staff.add_staff(desk, RENEE, {"number": f"9{number:02}", "last_name": f"Person {number:02}"}, posting)
    _, part = matrix_of(qtbot, context)
    names, cells = part.grid.names, part.grid.cells
    for place in (0, 133, cells.verticalScrollBar().maximum()):
        cells.verticalScrollBar().setValue(place)
        QApplication.processEvents()
        assert names.verticalScrollBar().value() == place
        assert names.rowViewportPosition(3) == cells.rowViewportPosition(3)
    assert names.viewport().height() == cells.viewport().height()


def test_filters_keep_people_and_standards(qtbot: QtBot, desk: Desk, context: Context, practice: Practice) -> None:
    other = standards.create_standard(
        desk, RENEE, code="DS-01", title="Notes", version={"purpose": "x"}, criteria=[{"text": "y"}]
    )
    standards.publish(desk, RENEE, other.result)
    lead = places.add_place(desk, RENEE, "role", "Lead").result
    standards.require_of_roles(desk, RENEE, 2, {lead: 12, practice.role: 12})
    staff.move_staff(desk, RENEE, practice.people["Dana"], desk.clock().date(), {"role_id": lead})
    _, part = matrix_of(qtbot, context)
    assert [one.code for one in part.model.standards] == ["DS-01", "HD-01"]
    part.filters.set_values({"role": frozenset({"Lead"})})
    assert list(rows(part)) == ["Whitfield, Dana"]
    part.filters.set_values({"standing": frozenset({"expired"})})
    assert list(rows(part)) == ["Ortiz, Rosa"]
    part.filters.set_values({"standard": frozenset({"HD-01"})})
    assert [one.code for one in part.model.standards] == ["HD-01"]
    assert "Whitfield, Dana" not in rows(part)  # her role does not require it
    part.filters.set_values({"text": "nguy 102"})
    assert list(rows(part)) == ["Nguyễn, Thanh"]
    part.filters.set_values({"text": "zebra"})
    assert "Nobody matches" in texts_of(part)
    press(part, "Clear filters")
    assert len(rows(part)) == 6


def test_without_requirements_the_way_to_them_is_shown(qtbot: QtBot, desk: Desk, context: Context) -> None:
    make_practice(desk)
    _, part = matrix_of(qtbot, context)
    assert "No role requires a standard yet" in texts_of(part)
    press(part, "Go to standards")


def test_the_matrix_of_a_day_uses_the_roles_of_that_day(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    day = desk.clock().date()
    lead = places.add_place(desk, RENEE, "role", "Lead").result
    staff.move_staff(desk, RENEE, practice.people["Dana"], day, {"role_id": lead})
    staff.leave_staff(desk, RENEE, practice.people["Rosa"], day - timedelta(days=1))
    _, part = matrix_of(qtbot, context)
    assert {"Whitfield, Dana", "Ortiz, Rosa"}.isdisjoint(rows(part))
    part.day_editor.set_value(day - timedelta(days=2))
    part.day_editor.changed.emit()
    assert {"Whitfield, Dana", "Ortiz, Rosa"} <= set(rows(part))
    assert "as of Nov 7, 2026" in texts_of(part.header)


def test_enter_records_in_the_cell_and_the_matrix_follows(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    _, part = matrix_of(qtbot, context)
    part.grid.choose(practice.people["Tyler"])
    QTest.keyClick(part.grid.cells, Qt.Key.Key_Return)
    dialog = dialog_over(part)
    assert dialog.windowTitle() == "Competence of Tyler Jensen in HD-01"
    assert "Support worker: verified again every 6 months" in texts_of(dialog)
    type_into(dialog, "assessor", "Garcia")
    assert dialog.form.values()["qualification"] == "RN"  # as it was said of her last
    assert dialog.form.values()["expires_on"] == date(2027, 5, 9)
    type_into(dialog, "assessed_on", "11/2/2026")
    assert dialog.form.values()["expires_on"] == date(2027, 5, 2)  # it follows the day
    submit(dialog)
    assert no_dialog(part)
    assert rows(part)["Jensen, Tyler"][0].startswith("Current")
    assert part.grid.current() == (practice.people["Tyler"], practice.standard)  # the place is kept


def test_an_assessor_from_outside_is_typed_and_needed_support_asks_which(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    _, part = matrix_of(qtbot, context)
    part.grid.choose(practice.people["Tyler"])
    part.panel.record()
    dialog = dialog_over(part)
    choose(dialog, "result", "Needs support")
    type_into(dialog, "assessor", "Amy Chen")
    type_into(dialog, "qualification", "Nurse practitioner")
    submit(dialog)
    assert "Say what support is needed." in texts_of(dialog)
    type_into(dialog, "note", "Go along twice")
    submit(dialog)
    assert no_dialog(part)
    with desk.read() as conn:
        found = cell_detail(conn, practice.people["Tyler"], practice.standard, desk.clock().date(), Settings())
    assert found is not None
    assert [(row.assessor, row.result, row.expires_on) for row in found.history] == [
        ("Amy Chen", "needs_support", None)
    ]


def test_r16_a_file_shows_an_assessment_and_a_record_is_withdrawn_with_a_reason_and_stays_in_sight(
    qtbot: QtBot, context: Context, practice: Practice, tmp_path: Path
) -> None:
    _, part = matrix_of(qtbot, context)
    part.grid.choose(practice.people["Dana"])
    press(part.panel, "Add evidence…")
    dialog = dialog_over(part)
    path = tmp_path / "card.txt"
    path.write_bytes(b"First aid, valid until 2028")
    dialog.form.blocks["path"].editor.set_value(str(path))
    type_into(dialog, "title", "First aid card")
    submit(dialog)
    assert no_dialog(part)
    assert "E-0001 First aid card" in texts_of(part.panel)
    gone: list[Place] = []
    context.navigate = gone.append
    press(part.panel, "Open")
    assert gone == [Place("evidence", 1, {"part": "items"})]
    listed = ItemPanel(context, lambda _verb, _detail: None)
    qtbot.addWidget(listed)
    listed.show_record(1)
    listed.show()
    press(listed, "Dana Whitfield, HD-01")
    assert gone[-1] == Place("staff", None, {"part": "matrix", "cell": (practice.people["Dana"], practice.standard)})
    (away,) = (one for one in part.panel.findChildren(QToolButton) if one.accessibleName() == "Remove E-0001")
    away.click()
    assert "leaves the desk for good" in texts_of(dialog_over(part))
    dialog_over(part).reject()
    press(part.panel, "Withdraw…")
    dialog = dialog_over(part)
    type_into(dialog, "reason", "Was about somebody else")
    submit(dialog)
    assert rows(part)["Whitfield, Dana"] == ["Not verified"]
    assert "withdrawn: Was about somebody else" in texts_of(part.panel)
    assert "E-0001 First aid card" in texts_of(part.panel), "its file stays with it"


def test_a_name_leads_to_the_person_whose_page_shows_competence(
    qtbot: QtBot, context: Context, practice: Practice
) -> None:
    page, part = matrix_of(qtbot, context)
    index = part.model.index(part.model.index_of(practice.people["Rosa"]).row(), NAME)
    at = part.grid.names.visualRect(index).center()
    QTest.mouseClick(part.grid.names.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert part.grid.current() == (practice.people["Rosa"], practice.standard)
    QTest.mouseDClick(part.grid.names.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    assert page.part == "roster"
    record = page.people.record
    assert record is not None
    told = texts_of(record.competence)
    assert "✕ Expired" in told
    assert "ran out Nov 6, 2026, 3 days ago" in told
    press(record.competence, "Record…")
    assert dialog_over(record).windowTitle() == "Competence of Rosa Ortiz in HD-01"
    dialog_over(record).reject()
    press(record.competence, "History")
    assert page.part == "matrix"
    assert part.grid.current() == (practice.people["Rosa"], practice.standard)


def test_what_is_shown_is_copied_and_exported(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice, tmp_path: Path
) -> None:
    staff.edit_staff(desk, RENEE, practice.people["Tyler"], {"last_name": "=1+1"})
    target = tmp_path / "matrix.xlsx"
    context.ask = Answers(target)
    _, part = matrix_of(qtbot, context)
    part.copy_shown()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Number\tName\tRole\tTeam\tHD-01"
    assert len(lines) == 7
    part.filters.set_values({"standing": frozenset({"expired", "not_verified"})})
    press(part, "Export what is shown…")
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    body = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert body[0][4] == "HD-01 Health deterioration"
    assert ["105", "Ortiz, Rosa", "Support worker", "North team", "✕ Expired, until Nov 6, 2026"] in body
    assert len(body) == 5
    assert {cell.data_type for row in sheet.iter_rows(min_row=3) for cell in row} == {"s"}  # no name computes


def test_r16_a_closed_cycle_offers_one_person_after_the_other_and_writes_nothing_by_itself(
    qtbot: QtBot, desk: Desk, clock: Clock, context: Context
) -> None:
    loop = run_loop(desk, clock)
    _, part = matrix_of(qtbot, context)
    forms.open_offers(context, part, loop.closed)
    first = dialog_over(part)
    assert first.windowTitle() == "Competence of Łukasz Dąbrowski in HD-01"
    assert "closed with the practice achieved" in texts_of(first)
    assert "2 more people of this cycle come after this one." in texts_of(first)
    type_into(first, "qualification", "Nurse")
    submit(first)
    second = dialog_over(part)
    assert second.windowTitle() == "Competence of Thanh Nguyễn in HD-01"
    second.reject()
    with desk.read() as conn:
        assert [one.name for one in offer_after(conn, loop.closed, Settings())] == ["Thanh Nguyễn", "小龍 李"]


def test_a_reader_looks_and_changes_nothing(
    qtbot: QtBot, desk: Desk, practice: Practice, context_for: MakeContext
) -> None:
    context = context_for(desk, READER)
    _, part = matrix_of(qtbot, context)
    part.grid.choose(practice.people["Dana"])
    QTest.keyClick(part.grid.cells, Qt.Key.Key_Return)
    part.panel.record()
    assert no_dialog(part)
    assert "Withdraw…" not in texts_of(part.panel)
