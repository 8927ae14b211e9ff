"""A cycle, its corrective actions and their signals lead to each other, and one is opened from the other (R3, R20)."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services import actions, cycle_phases, cycles
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note
from tests.ui.forms.conftest import write
from tests.ui.pages.conftest import READER, MakeContext
from tests.ui.pages.hands import control, dialog_over, no_dialog, press, show_page, submit, texts_of, type_into
from tests.ui.support import Visits
from ui.context import Context, Place
from ui.pages.actions.page import ActionsPage
from ui.pages.cycles.page import CyclesPage
from ui.pages.cycles.record import CycleRecord
from ui.pages.signals.page import SignalsPage


@pytest.fixture
def context(desk: Desk, practice: Practice, context_for: MakeContext) -> Context:
    return context_for(desk, RENEE)


@pytest.fixture
def cycle(desk: Desk, clock: Clock, practice: Practice) -> int:
    """A cycle in Diagnose, opened by one signal, whose cause lies in the work."""
    said = {"version_id": practice.version, "team_id": practice.team, "cause": "system"}
    return cycles.open_cycle(desk, RENEE, said, signal_ids=[note(desk, clock, practice)]).result


def page_of(qtbot: QtBot, context: Context, cycle_id: int) -> tuple[CyclesPage, CycleRecord]:
    page = show_page(qtbot, CyclesPage, context, Place("cycles", cycle_id))
    assert page.record is not None
    return page, page.record


def open_one(desk: Desk, clock: Clock, practice: Practice, **more: object) -> int:
    values = {
        "title": "Call on the route sheet",
        "containment": "The lead calls every evening.",
        "cause": "system",
        "owner_id": practice.people["Rosa"],
        "due_on": clock().date(),
        **more,
    }
    items = [{"kind": "process", "text": "A line for the call"}]
    return actions.open_action(desk, RENEE, values, items=items).result


def entry_of(where: QWidget, words: str) -> QAbstractButton:
    """The line that can be pressed and begins so."""
    QApplication.processEvents()
    return next(
        one for one in where.findChildren(QAbstractButton) if one.isVisible() and one.accessibleName().startswith(words)
    )


def test_r3_r20_an_action_is_opened_from_a_cycle_and_shown_beside_it(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context, cycle: int
) -> None:
    page, record = page_of(qtbot, context, cycle)
    assert "The likely cause is “system”. Coaching alone rarely mends that (R3)." in texts_of(record.actions_beside)
    press(record.actions_beside, "Open one…")
    dialog = dialog_over(page)
    values = dialog.form.values()
    assert (values["cycle_id"], values["standard_id"], values["team_id"]) == (cycle, practice.standard, practice.team)
    assert (values["cause"], values["signal_ids"]) == ("system", [1])
    type_into(dialog, "title", "Call on the route sheet")
    write(control(dialog, "containment"), "The lead calls every evening.")
    type_into(dialog, "owner_id", "ortiz")
    row = dialog.form.blocks["items"].editor.rows[0].form
    row.blocks["text"].editor.set_value("A line for the call")
    row.blocks["kind"].editor.set_value("process")
    row.changed.emit()
    submit(dialog)
    assert no_dialog(page)
    told = texts_of(record.actions_beside)
    assert "<b>K-0001</b> · Call on the route sheet" in told
    assert "Open" in told
    assert "owner Rosa Ortiz · due Wed Dec 9" in told
    visits = cast(Visits, context.navigate)
    context.navigate = visited = Visits()
    entry_of(record.actions_beside, "K-0001").click()
    assert visited == [Place("actions", 1)]
    context.navigate = visits


def test_r20_a_late_action_says_so_and_the_page_follows_what_happens_to_it(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context, cycle: int
) -> None:
    action_id = open_one(desk, clock, practice, cycle_id=cycle)
    clock.go(days=3)
    page, record = page_of(qtbot, context, cycle)
    assert "Late" in texts_of(record.actions_beside)
    assert "was due" in texts_of(record.actions_beside)
    page.refresh(actions.cancel_action(desk, RENEE, action_id, "Another way was found."))
    assert "Cancelled" in texts_of(record.actions_beside)


def test_r20_an_actions_page_leads_to_its_cycle(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context, cycle: int
) -> None:
    named, shared = open_one(desk, clock, practice, cycle_id=cycle), open_one(desk, clock, practice)
    actions.add_signals(desk, RENEE, shared, [1])
    page = show_page(qtbot, ActionsPage, context, Place("actions", named))
    record = page.corrective.record
    assert record is not None
    assert "<b>C-2026-0001</b>" in texts_of(record.coaching_card)
    assert "Diagnosing" in texts_of(record.coaching_card)
    assert "same signals" not in texts_of(record.coaching_card)
    page.activate(Place("actions", shared))
    assert "opened from the same signals" in texts_of(record.coaching_card)
    context.navigate = visited = Visits()
    entry_of(record.coaching_card, "C-2026-0001").click()
    assert visited == [Place("cycles", cycle)]


def test_r20_a_signal_shows_what_became_of_it_and_leads_there(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context, cycle: int
) -> None:
    action_id = open_one(desk, clock, practice, cycle_id=cycle)
    page = show_page(qtbot, SignalsPage, context, Place("signals", 1))
    told = texts_of(page.signals.panel)
    assert "What became of it" in told
    assert "<b>C-2026-0001</b>" in told
    assert "<b>K-0001</b> · Call on the route sheet" in told
    context.navigate = visited = Visits()
    entry_of(page.signals.panel, "C-2026-0001").click()
    entry_of(page.signals.panel, "K-0001").click()
    assert visited == [Place("cycles", cycle), Place("actions", action_id)]


def test_r3_the_palette_opens_an_action_beside_the_cycle_shown_also_when_it_has_ended(
    qtbot: QtBot, desk: Desk, context: Context, cycle: int
) -> None:
    page, record = page_of(qtbot, context, cycle)
    spec = next(one for one in page.cycles.page_actions() if one.id == "cycles.action")
    assert spec.enabled is not None
    assert spec.enabled()
    page.refresh(cycle_phases.cancel_cycle(desk, RENEE, cycle, "It was no drift after all."))
    assert record.actions_beside.isHidden(), "an ended cycle asks for nothing"
    assert spec.enabled()
    spec.handler()
    dialog = dialog_over(page)
    assert dialog.form.values()["cycle_id"] == cycle, "the ended cycle is offered too"
    dialog.panel.leave()
    page.activate(Place("cycles"))
    assert not spec.enabled(), "no cycle is shown"


def test_a_half_filled_action_is_kept_for_each_cycle_by_itself(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context, cycle: int
) -> None:
    other = cycles.open_cycle(desk, RENEE, {"version_id": practice.version}).result
    page, record = page_of(qtbot, context, cycle)
    record.doings.do("action")
    dialog = dialog_over(page)
    type_into(dialog, "title", "Half a thought")
    dialog.panel.leave()
    page.activate(Place("cycles", other))
    record.doings.do("action")
    dialog = dialog_over(page)
    assert not dialog.panel.offer.isVisible(), "this cycle's form was not begun yet"
    dialog.panel.leave()
    page.activate(Place("cycles", cycle))
    record.doings.do("action")
    dialog = dialog_over(page)
    press(dialog, "Continue")
    assert dialog.form.values()["title"] == "Half a thought"


def test_r3_where_coaching_is_not_the_answer_the_action_comes_first(
    qtbot: QtBot, desk: Desk, context: Context, cycle: int
) -> None:
    page, record = page_of(qtbot, context, cycle)
    assert record.columns.order()[0][0] == "gate"
    page.refresh(cycle_phases.escalate_cycle(desk, RENEE, cycle, "Two posts are vacant.", "Director"))
    assert record.columns.order()[0][0] == "actions"
    assert "Coaching is not the answer here." in texts_of(record.actions_beside)


def test_a_reader_sees_the_actions_and_opens_none(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context_for: MakeContext, cycle: int
) -> None:
    _, record = page_of(qtbot, context_for(desk, READER), cycle)
    assert record.actions_beside.isHidden()
    open_one(desk, clock, practice, cycle_id=cycle)
    record.refresh(None)
    assert "K-0001" in texts_of(record.actions_beside)
    assert not record.actions_beside.new.isVisible()
