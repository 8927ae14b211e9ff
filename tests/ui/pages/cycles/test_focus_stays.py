"""With the keyboard alone: whatever a card of a cycle's page is filled with again, the keyboard stays where it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services import planned_steps
from coachdesk.store.desk import Desk
from tests.helpers.cycling import coaching, held, seen
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice
from tests.ui.pages.cycles.conftest import Show
from tests.ui.pages.hands import dialog_over, no_dialog, submit, type_into
from ui.keep_focus import keeping_focus
from ui.pages.cycles.record import CycleRecord
from ui.pages.cycles.steps import groups
from ui.widgets import Card


@pytest.fixture
def page(desk: Desk, clock: Clock, practice: Practice, show: Show) -> CycleRecord:
    """A cycle in Coach with three steps to do, its window in front."""
    cycle = coaching(desk, clock, practice)
    for text in ("Try the card", "Ask Rosa", "Write it down"):
        planned_steps.add_step(desk, RENEE, cycle, {"phase": "coach", "kind": "practice", "text": text})
    made = show(cycle)
    made.activateWindow()
    QApplication.processEvents()
    return made


def buttons(where: QWidget, name: str) -> list[QAbstractButton]:
    QApplication.processEvents()
    found = [one for one in where.findChildren(QAbstractButton) if one.isVisible()]
    return [one for one in found if name in (one.text(), one.accessibleName())]


def space(where: QAbstractButton) -> None:
    where.setFocus()
    QTest.keyClick(where, Qt.Key.Key_Space)
    QApplication.processEvents()


def holder(page: QWidget) -> QWidget:
    """What has the keyboard; nothing else would be of use to anybody."""
    page.activateWindow()  # as a window manager does once a dialog is gone
    QApplication.processEvents()
    found = QApplication.focusWidget()
    assert found is not None
    assert page.isAncestorOf(found)
    assert found.isVisible()
    assert found.isEnabled()
    return found


def test_a_steps_menu_and_its_tick_give_the_keyboard_back(page: CycleRecord) -> None:
    name = "More about “Ask Rosa”"
    for saved in (False, True):
        buttons(page.steps, name)[0].setFocus()
        group = next(one for one in groups(page.steps.plan.steps) if one.first.text == "Ask Rosa")
        next(one for one in page.steps.menu_of(group).actions() if one.text() == "Leave out…").trigger()
        dialog = dialog_over(page)
        if saved:
            type_into(dialog, "reason", "She left.")
            submit(dialog)
        else:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert no_dialog(page)
        assert holder(page).accessibleName() == name
    space(buttons(page.steps, "Tick off")[0])
    (last,) = buttons(page.steps, "Tick off")
    assert holder(page) is last, "the next step's"
    QTest.keyClick(last, Qt.Key.Key_Space)
    assert not buttons(page.steps, "Tick off")
    assert page.steps.isAncestorOf(holder(page)), "nothing to tick is left, but the card is where it was"


def test_what_mends_a_gate_keeps_the_keyboard_in_the_gate_while_it_is_being_met(
    page: CycleRecord, desk: Desk, clock: Clock, practice: Practice
) -> None:
    before = page.findChildren(QWidget)
    page.refresh(None)
    QApplication.processEvents()
    assert page.findChildren(QWidget) == before, "what shows the same is left alone: no flicker, nothing read out twice"
    assert page.cycle is not None
    cycle = page.cycle.id
    links = [one for one in page.gate.findChildren(QPushButton) if one.isVisible()]
    space(links[1])
    QTest.keyClick(dialog_over(page), Qt.Key.Key_Escape)
    assert holder(page) is links[1]
    assert links[1].accessibleDescription() == "Direct observation"
    steps, files = page.steps.findChildren(QWidget), page.evidence.findChildren(QWidget)
    seen(desk, clock, practice, cycle)
    page.refresh(None)
    left = holder(page)
    assert page.gate.isAncestorOf(left)
    assert left.accessibleDescription() == "Second data source", "the next one that is missing"
    assert page.steps.findChildren(QWidget) == steps
    assert page.evidence.findChildren(QWidget) == files
    held(desk, clock, practice, cycle)
    page.refresh(None)
    assert "all met" in [one.text() for one in page.gate.findChildren(QLabel)]
    assert page.steps.isAncestorOf(holder(page)), "the next card, never the top of the page"


def test_where_nothing_is_left_in_a_card_the_next_card_has_the_keyboard(qtbot: QtBot) -> None:
    page, cards = QWidget(), [Card(name) for name in ("one", "two", "three")]
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    rows = []
    for card in cards:
        rows.append(QPushButton("Mend"))
        card.add(rows[-1])
        column.addWidget(card)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()

    def met(place: int) -> None:
        with keeping_focus(page):
            rows[place].hide()
            cards[place].add(QLabel("Met"))

    rows[1].setFocus()
    met(1)
    assert rows[2].hasFocus()
    met(2)
    assert rows[0].hasFocus(), "there is none behind it, so the one before"
    elsewhere = QPushButton("Elsewhere")
    column.addWidget(elsewhere)
    QApplication.processEvents()
    elsewhere.setFocus()
    with keeping_focus(cards[0]):
        rows[0].setText("Mend it")
    assert elsewhere.hasFocus(), "the keyboard was not in what was filled"
