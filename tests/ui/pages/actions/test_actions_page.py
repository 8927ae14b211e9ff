"""Corrective actions in the window: from a drift proposal to verified by somebody else, by mouse and keyboard."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.queries.actions import ACTIONS, ActionDetail, action_detail
from coachdesk.queries.cycle_parts import SUSTAIN_CHECKS
from coachdesk.queries.search import search
from coachdesk.queries.table import Where
from coachdesk.queries.today import today_rows
from coachdesk.services import actions, cycles
from coachdesk.store.desk import Desk, load_settings
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note
from tests.ui.forms.conftest import write
from tests.ui.pages.conftest import READER, MakeContext
from tests.ui.pages.hands import (
    button_of,
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
from tests.ui.support import Visits
from ui.context import Context, Place
from ui.pages.actions.page import ActionsPage
from ui.pages.signals.page import SignalsPage


@pytest.fixture
def context(desk: Desk, practice: Practice, context_for: MakeContext) -> Context:
    return context_for(desk, RENEE)


def opened(desk: Desk, clock: Clock, practice: Practice, kinds: tuple[str, ...] = ("process", "tool")) -> int:
    values = {
        "title": "Call on the route sheet",
        "problem": "Nobody was called.",
        "containment": "The lead calls every evening.",
        "cause": "system",
        "owner_id": practice.people["Rosa"],
        "due_on": clock().date() + timedelta(days=5),
    }
    items = [{"kind": kind, "text": f"Step {place}"} for place, kind in enumerate(kinds, 1)]
    return actions.open_action(desk, RENEE, values, items=items).result


def detail(desk: Desk, clock: Clock, action_id: int = 1) -> ActionDetail:
    with desk.read() as conn:
        found = action_detail(conn, action_id, clock().date(), load_settings(conn))
    assert found is not None
    return found


def test_r3_a_proposal_leads_to_a_filled_in_corrective_action(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    ids = {note(desk, clock, practice, who, back=5) for who in ("Dana", "Thanh", "Rosa")}
    visits = cast(Visits, context.navigate)
    signals = show_page(qtbot, SignalsPage, context, Place("signals", extra={"part": "drift"}))
    press(signals.drift, "Open a corrective action…")
    place = visits[-1]
    assert place.page == "actions"
    page = show_page(qtbot, ActionsPage, context, place)
    dialog = dialog_over(page)
    values = dialog.form.values()
    assert set(values["signal_ids"]) == ids
    assert (values["standard_id"], values["cause"], values["team_id"]) == (practice.standard, "system", practice.team)
    assert "Look at the system: 3 people" in values["problem"]
    assert values["due_on"] == clock().date() + timedelta(days=30)  # a setting
    write(control(dialog, "containment"), "The lead calls every evening.")
    type_into(dialog, "owner_id", "ortiz")
    row = dialog.form.blocks["items"].editor.rows[0].form
    row.blocks["text"].editor.set_value("Show the film again")
    row.blocks["kind"].editor.set_value("retraining")
    row.changed.emit()
    assert "Training again is the only step (R3)" in texts_of(dialog)
    submit(dialog)
    assert no_dialog(page)
    found = detail(desk, clock)
    assert (found.owner, len(found.signals), found.criterion_code) == ("Rosa Ortiz", 3, "2")
    record = page.corrective.record
    assert record is not None
    assert "K-0001" in texts_of(record)
    assert any("Training again is the only step" in one.accessibleName() for one in record.findChildren(QWidget))
    signals.refresh(None)
    assert "No drift to look at" in texts_of(signals.drift)


def test_r21_a_form_without_owner_and_containment_says_so(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    page = show_page(qtbot, ActionsPage, context)
    page.new_record()
    dialog = dialog_over(page)
    submit(dialog)
    assert not no_dialog(page)
    said = texts_of(dialog)
    # containment; cause and owner; steps
    assert (said.count("Type something"), said.count("Choose something"), said.count("At least 1.")) == (1, 2, 1)
    with desk.read() as conn:
        assert ACTIONS.count(conn) == 0


def test_r21_steps_are_ticked_the_work_marked_done_and_verified_by_another(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    action_id = opened(desk, clock, practice)
    page = show_page(qtbot, ActionsPage, context)
    panel = page.corrective.panel
    assert panel is not None
    first = button_of(panel, "Tick")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert "1 of 2 steps done" in texts_of(panel)
    focus = page.focusWidget()
    assert focus is not None
    assert panel.isAncestorOf(focus)
    assert focus.isVisible(), "the panel was made anew, and the keyboard is still in it"
    assert isinstance(focus, QPushButton)
    assert (focus.text(), focus.accessibleDescription()) == ("Take off", "Step 1")
    page.corrective.list.table.view.setFocus()
    QTest.keyClick(page.corrective.list.table.view, Qt.Key.Key_Return)
    record = page.corrective.record
    assert record is not None
    press(record, "Mark as done…")
    dialog = dialog_over(page)
    choose(dialog, "ticked", "Step 2")
    write(control(dialog, "note"), "The sheet hangs in both offices.")
    submit(dialog)
    assert detail(desk, clock, action_id).status == "done"
    press(record, "Verify…")
    dialog = dialog_over(page)
    offered = [one.key for one in dialog.form.blocks["verifier_id"].field.choices]
    assert practice.people["Rosa"] not in offered
    type_into(dialog, "verifier_id", "nguyen")
    write(control(dialog, "note"), "Ten sheets looked at; all had the call.")
    submit(dialog)
    found = detail(desk, clock, action_id)
    assert (found.status, found.verified_by) == ("verified", "Thanh Nguyễn")
    assert "Ten sheets looked at" in texts_of(record)
    assert "Verify…" not in buttons_of(record)


def test_editing_keeps_ticks_and_cancelling_asks_why(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    action_id = opened(desk, clock, practice)
    actions.tick_item(desk, RENEE, detail(desk, clock).items[1].id)
    page = show_page(qtbot, ActionsPage, context, Place("actions", action_id))
    record = page.corrective.record
    assert record is not None
    record.do("edit")
    dialog = dialog_over(page)
    dialog.form.blocks["items"].editor.rows[1].form.blocks["text"].editor.set_value("Step 2, in both offices")
    submit(dialog)
    found = detail(desk, clock, action_id)
    assert [(one.text, one.done_on is not None) for one in found.items] == [
        ("Step 1", False),
        ("Step 2, in both offices", True),
    ]
    record.do("cancel")
    dialog = dialog_over(page)
    write(control(dialog, "reason"), "Dispatch does it now.")
    submit(dialog)
    assert detail(desk, clock, action_id).status == "cancelled"
    assert any("Dispatch does it now." in one.accessibleName() for one in record.findChildren(QWidget))


def test_r22_a_wrong_file_is_taken_out_of_an_action_with_a_reason_and_never_of_a_verified_one(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    action_id = opened(desk, clock, practice, ("process",))
    for name in ("sheet.txt", "log.txt"):
        actions.add_evidence(desk, RENEE, action_id, title=name, file_name=name, data=name.encode())
    page = show_page(qtbot, ActionsPage, context, Place("actions", action_id))
    record = page.corrective.record
    assert record is not None

    def ways_out() -> list[QToolButton]:
        return [
            one
            for one in record.findChildren(QToolButton)
            if one.accessibleName().startswith("Remove E-") and one.isVisible()
        ]

    QTest.keyClick(ways_out()[0], Qt.Key.Key_Space)
    dialog = dialog_over(page)
    assert not dialog.panel.primary.isEnabled(), "only with a reason"
    assert dialog.panel.cancel.property("role") == "primary", "keeping it is the safe choice"
    type_into(dialog, "reason", "It names a participant.")
    submit(dialog)
    assert no_dialog(page)
    assert [one.title for one in detail(desk, clock, action_id).evidence] == ["log.txt"]
    assert len(ways_out()) == 1
    actions.finish_action(desk, RENEE, action_id, "Done.", ticked=[detail(desk, clock).items[0].id])
    actions.verify_action(desk, RENEE, action_id, practice.people["Thanh"], "Looked at.")
    record.refresh(None)
    assert "Save…" in buttons_of(record)
    assert ways_out() == [], "a verified action is opened again first"


def test_r20_a_signal_and_its_action_lead_to_each_other(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    signal, other = note(desk, clock, practice), note(desk, clock, practice, "Rosa")
    action_id = opened(desk, clock, practice)
    visits = cast(Visits, context.navigate)
    page = show_page(qtbot, SignalsPage, context, Place("signals", signal))
    page.signals.moves.add_to_action([signal])
    submit(dialog_over(page))
    page.activate(Place("signals", signal))
    assert "Decide…" not in buttons_of(page.signals.panel)
    press(page.signals.panel, "Go to K-0001")
    assert visits[-1] == Place("actions", action_id)
    shown = show_page(qtbot, ActionsPage, context, Place("actions", action_id))
    assert "S-0001" in texts_of(shown)
    cycles.open_cycle(desk, RENEE, {}, signal_ids=[other])


def test_today_and_the_palette_know_actions(desk: Desk, clock: Clock, practice: Practice) -> None:
    opened(desk, clock, practice, ("process",))
    with desk.read() as conn:
        (row,) = [one for one in today_rows(conn, clock(), load_settings(conn)) if one.page == "actions"]
        hits = search(conn, "route sheet")
    assert (row.kind, row.text, row.who) == ("action", "Finish K-0001: Call on the route sheet", "Rosa Ortiz")
    assert [(one.page, one.title) for one in hits] == [("actions", "K-0001 Call on the route sheet")]
    actions.finish_action(desk, RENEE, 1, "Done.", ticked=[1])
    with desk.read() as conn:
        (row,) = [one for one in today_rows(conn, clock(), load_settings(conn)) if one.page == "actions"]
    assert (row.kind, row.who) == ("verify", "")
    assert row.text == "Verify K-0001: Call on the route sheet (not by Rosa Ortiz)"
    clock.go(days=15)
    with desk.read() as conn:
        (row,) = [one for one in today_rows(conn, clock(), load_settings(conn)) if one.page == "actions"]
    assert row.state == "late"


def test_a_reader_looks_and_changes_nothing(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context_for: MakeContext
) -> None:
    action_id = opened(desk, clock, practice)
    page = show_page(qtbot, ActionsPage, context_for(desk, READER), Place("actions", action_id))
    record = page.corrective.record
    assert record is not None
    assert not {"Mark as done…", "More", "Tick", "Add"} & set(buttons_of(record))
    page.new_record()
    assert no_dialog(page)


def test_r8_a_sustain_check_is_recorded_beside_the_list(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = show_page(qtbot, ActionsPage, context_for(sample), Place("actions", extra={"part": "sustain"}))
    view = page.front
    before = view.list.table.model.rowCount()  # type: ignore[attr-defined]  # a list page
    press(view, "Record check…")
    dialog = dialog_over(page)
    choose(dialog, "status", "Recurred")
    write(control(dialog, "note"), "Two of five notes without a time.")
    submit(dialog)
    assert no_dialog(page)
    assert view.list.table.model.rowCount() == before - 1  # type: ignore[attr-defined]  # as above
    with sample.read() as conn:
        (found,) = SUSTAIN_CHECKS.all(conn, Where("two of five notes"))
    assert "recurred" in found[1]


def test_sustain_checks_lead_to_their_cycle(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    context = context_for(sample)
    visits = cast(Visits, context.navigate)
    page = show_page(qtbot, ActionsPage, context, Place("actions", extra={"part": "sustain"}))
    table = page.front.list.table  # type: ignore[attr-defined]  # a list page
    assert table.model.rowCount() > 0
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert visits[-1].page == "cycles"
    assert button_of(page, "Sustain checks").isChecked()
