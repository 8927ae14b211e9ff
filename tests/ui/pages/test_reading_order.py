"""Tab goes through a record's page as it is read: column by column, also after its cards were filled again."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.store.desk import Desk
from tests.ui.pages.conftest import MakeContext
from tests.ui.pages.hands import show_page
from ui.context import Place
from ui.pages.cycles.page import CyclesPage
from ui.reading_order import reading_order


def test_cells_of_a_grid_come_row_by_row_and_what_is_hidden_does_not(qtbot: QtBot) -> None:
    root, inner = QWidget(), QWidget()
    qtbot.addWidget(root)
    column, grid = QVBoxLayout(root), QGridLayout(inner)
    made = {name: QPushButton(name) for name in ("b", "d", "a", "c", "hidden", "off", "e")}
    for name, place in (("d", (1, 1)), ("a", (0, 0)), ("c", (1, 0)), ("b", (0, 1))):
        grid.addWidget(made[name], *place)
    column.addWidget(inner)
    for name in ("hidden", "off", "e"):
        column.addWidget(made[name])
    made["hidden"].hide()
    made["off"].setEnabled(False)
    assert [one.text() for one in reading_order(root) if isinstance(one, QPushButton)] == ["a", "b", "c", "d", "e"]


def test_tab_walks_a_cycles_page_in_the_order_of_reading(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = show_page(qtbot, CyclesPage, context_for(sample), Place("cycles"))
    with sample.read() as conn:
        cycle_id = conn.exec_driver_sql("select id from cycle where status = 'coaching'").scalar_one()
    page.activate(Place("cycles", cycle_id))
    record = page.record
    assert record is not None
    record.refresh(None)  # every card is filled once more
    QApplication.processEvents()
    expected = list(reading_order(record))
    assert len(expected) > 25
    with qtbot.waitActive(page):
        page.activateWindow()
    expected[0].setFocus()
    walked = [QApplication.focusWidget()]
    for _ in expected[1:]:
        QTest.keyClick(walked[-1], Qt.Key.Key_Tab)  # type: ignore[arg-type]  # something has the keyboard
        walked.append(QApplication.focusWidget())
    assert walked == expected
    cards = [record.gate, record.steps, record.people, record.figures, record.signals]
    firsts = [next(place for place, one in enumerate(walked) if card.isAncestorOf(one)) for card in cards]  # type: ignore[arg-type]  # as above
    assert firsts == sorted(firsts)
    for card in cards:
        inside = [one for one in walked if one is not None and card.isAncestorOf(one)]
        tops = [one.mapTo(card, QPoint(0, one.height())).y() for one in inside]
        assert tops == sorted(tops), "from top to bottom within a card"
