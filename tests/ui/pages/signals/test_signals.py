"""Signals: noting one in a minute, privacy as it is typed, correcting, deciding, opening cycles."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.queries.cycle import cycle_detail
from coachdesk.services import cycles, signals, staff
from coachdesk.store.desk import Desk, load_settings
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note
from tests.ui.forms.conftest import write
from tests.ui.pages.hands import (
    buttons_of,
    choose,
    control,
    dialog_over,
    no_dialog,
    press,
    show_page,
    submit,
    texts_of,
    type_into,
)
from tests.ui.pages.signals.conftest import entries, rows
from ui.context import Context, Place
from ui.pages.cycles.page import CyclesPage
from ui.pages.registry import PAGES
from ui.pages.signals.page import SignalsPage

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


# Noting ---------------------------------------------------------------------------------------------------------------


def test_r1_five_fields_by_keyboard_are_a_signal(qtbot: QtBot, desk: Desk, context: Context) -> None:
    page = show_page(qtbot, SignalsPage, context)
    page.new_record()
    dialog = dialog_over(page)
    QTest.keyClicks(control(dialog, "source"), "near")
    type_into(dialog, "occurred_on", "yesterday")
    type_into(dialog, "staff_id", "nguyen")
    choose(dialog, "severity", "Moderate")
    write(control(dialog, "what_happened"), "Wrote “not feeling well”; nobody was called.")
    submit(dialog)
    assert no_dialog(page)
    (row,) = rows(desk)
    assert (row["source"], row["severity"], row["staff"], row["team"]) == (
        "near_miss",
        "moderate",
        "Thanh Nguyễn",
        "North team",
    )
    assert (row["occurred_on"].isoformat(), row["triage"]) == ("2026-11-08", "new")
    assert "Wrote “not feeling well”" in texts_of(page.signals.panel)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_saved(qtbot: QtBot, desk: Desk, context: Context) -> None:
    page = show_page(qtbot, SignalsPage, context)
    page.new_record()
    dialog = dialog_over(page)
    submit(dialog)
    told = {key for key, block in dialog.form.blocks.items() if block.problem_shown}
    assert told == {"source", "severity", "what_happened"}
    assert rows(desk) == []


def test_quick_entry_works_before_the_page_was_ever_built(qtbot: QtBot, desk: Desk, context: Context) -> None:
    (quick,) = (one for entry in PAGES for one in entry.actions if one.id == "signal.quick")
    assert (quick.id, quick.shortcut, quick.changes_desk) == ("signal.quick", "Ctrl+Shift+S", True)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    quick.open(context, window)
    dialog = dialog_over(window)
    choose(dialog, "source", "Complaint")
    choose(dialog, "severity", "Minor")
    type_into(dialog, "team_id", "North team")
    write(control(dialog, "what_happened"), "The family says nobody called back.")
    submit(dialog)
    assert [(row["team"], row["staff"]) for row in rows(desk)] == [("North team", None)]


def test_r22_names_and_numbers_are_flagged_as_they_are_typed(qtbot: QtBot, context: Context) -> None:
    page = show_page(qtbot, SignalsPage, context)
    page.new_record()
    dialog = dialog_over(page)
    block = dialog.form.blocks["what_happened"]
    write(control(dialog, "what_happened"), "Dana Whitfield was called at 555-201-8890, no answer")
    qtbot.waitUntil(lambda: bool(block.warning()))
    assert "“Dana Whitfield” looks like a name" in block.warning()
    assert "Phone number: “555-201-8890”" in block.warning()
    dialog.form.blocks["more"].editor.control().click()
    type_into(dialog, "participant_code", "Mrs. O")
    assert "P-114" in dialog.form.blocks["participant_code"].warning()
    type_into(dialog, "participant_code", "P-114")
    assert dialog.form.blocks["participant_code"].warning() == ""


def test_save_and_note_another_keeps_where_it_comes_from(qtbot: QtBot, desk: Desk, context: Context) -> None:
    page = show_page(qtbot, SignalsPage, context)
    page.new_record()
    for text in ("First record without a time", "Second record without a time"):
        dialog = dialog_over(page)
        if text.startswith("First"):
            choose(dialog, "source", "Documentation audit")
            type_into(dialog, "occurred_on", "11/3/2026")
        choose(dialog, "severity", "Minor")
        write(control(dialog, "what_happened"), text)
        submit(dialog, CTRL_SHIFT)
    assert [(row["source"], row["occurred_on"].day, row["what_happened"][:6]) for row in rows(desk)] == [
        ("documentation_audit", 3, "First "),
        ("documentation_audit", 3, "Second"),
    ]
    third = dialog_over(page)
    assert (control(third, "what_happened").toPlainText(), third.form.values()["severity"]) == ("", None)


def test_the_criterion_offered_is_one_of_the_standard_chosen(
    qtbot: QtBot, desk: Desk, practice: Practice, context: Context
) -> None:
    page = show_page(qtbot, SignalsPage, context)
    page.new_record()
    dialog = dialog_over(page)
    choose(dialog, "source", "Incident")
    choose(dialog, "severity", "Major")
    write(control(dialog, "what_happened"), "Found dehydrated")
    criterion = f"criterion_{practice.standard}"
    dialog.form.blocks["more"].editor.control().click()
    assert dialog.form.blocks[criterion].isHidden()
    type_into(dialog, "standard_id", "HD-01")
    type_into(dialog, criterion, "within 4")
    submit(dialog)
    assert [(row["standard"], row["criterion"]) for row in rows(desk)] == [("HD-01", "2")]


def test_a_half_filled_signal_is_kept_and_offered_again(qtbot: QtBot, context: Context) -> None:
    page = show_page(qtbot, SignalsPage, context)
    page.new_record()
    write(control(dialog_over(page), "what_happened"), "Unsteady at")
    QTest.keyClick(dialog_over(page), Qt.Key.Key_Escape)
    assert no_dialog(page)
    page.new_record()
    again = dialog_over(page)
    press(again, "Continue")
    assert control(again, "what_happened").toPlainText() == "Unsteady at"


# Finding --------------------------------------------------------------------------------------------------------------


def test_the_way_from_a_person_shows_their_signals_alone_also_when_another_has_their_name(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    other = staff.add_staff(desk, RENEE, {"number": "777", "first_name": "Dana", "last_name": "Whitfield"}).result
    theirs = note(desk, clock, practice)
    note(desk, clock, practice, None, staff_id=other)
    page = show_page(qtbot, SignalsPage, context, Place("signals", None, {"staff_id": frozenset({other})}))
    listed = page.signals.list
    assert [listed.table.model.cell(0, 4).text, listed.table.model.rowCount()] == ["Dana Whitfield", 1]
    assert theirs not in listed.table.model.ids()
    (chip,) = [one for one in listed.filters.findChildren(QPushButton) if one.text().startswith("Who")]
    assert chip.text() == "Who: Dana Whitfield · 777"
    assert chip.isVisible()
    listed.filters.clear()
    assert listed.table.model.rowCount() == 2
    assert not chip.isVisible()


# Correcting and deciding ----------------------------------------------------------------------------------------------


def test_a_signal_is_corrected_and_its_team_follows_the_person(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    signal_id = note(desk, clock, practice, None)
    page = show_page(qtbot, SignalsPage, context, Place("signals", signal_id))
    press(page.signals.panel, "Edit…")
    dialog = dialog_over(page)
    type_into(dialog, "staff_id", "Rosa")
    submit(dialog)
    assert [(row["staff"], row["team"], row["criterion"]) for row in rows(desk)] == [("Rosa Ortiz", "North team", "2")]
    assert "Rosa Ortiz" in texts_of(page.signals.panel)


def test_whom_a_signal_in_a_cycle_is_about_stays(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    signal_id = note(desk, clock, practice)
    cycle_id = cycles.open_cycle(desk, RENEE, {}, signal_ids=[signal_id]).result
    page = show_page(qtbot, SignalsPage, context, Place("signals", signal_id))
    assert buttons_of(page.signals.panel) == [
        "Go to C-2026-0001",
        "Corrective action…",  # beside coaching (R3)
        "Edit…",
    ]
    press(page.signals.panel, "Edit…")
    dialog = dialog_over(page)
    assert "staff_id" not in dialog.form.blocks
    write(control(dialog, "what_happened"), "Also: ")
    submit(dialog)
    assert rows(desk)[0]["what_happened"].startswith("Also: Wrote")
    visited: list[Place] = []
    context.navigate = visited.append
    press(page.signals.panel, "Go to C-2026-0001")
    assert visited == [Place("cycles", cycle_id)]


def test_r2_setting_aside_needs_a_reason_and_takes_the_signal_off_the_list(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    note(desk, clock, practice)
    page = show_page(qtbot, SignalsPage, context)
    press(page.signals.panel, "Decide…")
    dialog = dialog_over(page)
    choose(dialog, "triage", "No action")
    submit(dialog)
    assert dialog.form.blocks["triage_reason"].problem_shown
    assert rows(desk)[0]["triage"] == "new"
    write(control(dialog, "triage_reason"), "Known fault of the phone line, repaired.")
    submit(dialog)
    assert no_dialog(page)
    assert (rows(desk)[0]["triage"], rows(desk)[0]["triage_reason"][:11]) == ("no_action", "Known fault")
    assert page.signals.list.table.model.rowCount() == 0


def test_several_chosen_signals_are_decided_at_once(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    for who in ("Dana", "Rosa"):
        note(desk, clock, practice, who)
    page = show_page(qtbot, SignalsPage, context)
    page.signals.list.table.view.selectAll()
    assert "2 signals chosen" in texts_of(page.signals.panel)
    before = entries(desk)
    press(page.signals.panel, "Decide about them…")
    dialog = dialog_over(page)
    choose(dialog, "triage", "Other route")
    write(control(dialog, "triage_reason"), "Handed to licensing.")
    submit(dialog)
    assert {row["triage"] for row in rows(desk)} == {"other_route"}
    assert entries(desk) == before + 1


def test_a_cycle_is_opened_from_the_chosen_signals(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    ids = [note(desk, clock, practice, who) for who in ("Dana", "Rosa")]
    taken = note(desk, clock, practice)
    cycles.open_cycle(desk, RENEE, {}, signal_ids=[taken])
    page = show_page(qtbot, SignalsPage, context)
    visited: list[Place] = []
    context.navigate = visited.append
    page.signals.moves.open_cycle([*ids, taken])
    (place,) = visited
    assert place.page == "cycles"
    assert place.extra == {
        "new": {
            "signal_ids": ids,
            "version_id": practice.version,
            f"criteria_{practice.version}": [2],
            "staff_ids": [practice.people["Dana"], practice.people["Rosa"]],
            "team_id": practice.team,
        }
    }
    page.signals.moves.open_cycle([taken])
    assert len(visited) == 1


def test_the_form_of_the_cycle_begins_with_all_of_it(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    ids = [note(desk, clock, practice, who) for who in ("Dana", "Rosa")]
    signals.triage_signal(desk, RENEE, ids[0], "system_fix", "The form has no field for it.")
    page = show_page(qtbot, SignalsPage, context)
    visited: list[Place] = []
    context.navigate = visited.append
    page.signals.moves.open_cycle(ids)
    cycles_page = show_page(qtbot, CyclesPage, context, visited[0])
    dialog = dialog_over(cycles_page)
    chips = [chip.accessibleName() for chip in dialog.form.blocks["signal_ids"].editor.chips]  # type: ignore[attr-defined]  # a PicksEditor
    assert chips == ["Remove S-0001", "Remove S-0002"]
    submit(dialog)
    assert {row["triage"] for row in rows(desk)} == {"in_cycle"}
    with desk.read() as conn:
        detail = cycle_detail(conn, 1, clock().date(), load_settings(conn))
    assert detail is not None
    assert [one.code for one in detail.criteria] == ["2"]
    assert [one.name for one in detail.coachees] == ["Dana Whitfield", "Rosa Ortiz"]


def test_a_signal_joins_a_cycle_that_is_still_being_diagnosed(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    signal_id = note(desk, clock, practice)
    page = show_page(qtbot, SignalsPage, context)
    told: list[str] = []
    context.operations.announced.connect(lambda said: told.append(said.text))
    page.signals.moves.add_to_cycle([signal_id])
    assert no_dialog(page)
    assert told == ["No cycle is being diagnosed; open one from these signals."]
    cycles.open_cycle(desk, RENEE, {"version_id": practice.version})
    page.signals.moves.add_to_cycle([signal_id])
    press(dialog_over(page), "Add to cycle")
    assert [(row["triage"], row["cycle"]) for row in rows(desk)] == [("in_cycle", "C-2026-0001")]
