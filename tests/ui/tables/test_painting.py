"""Scrolling moves what is painted already, and what a person sees is the same as painted anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.tables.conftest import Desk, MakeTable, click_row
from ui.tables import Cell, DeskTable, TableModel
from ui.tables.windows import WINDOW


def on_screen(table: DeskTable) -> QImage:
    """What the person sees, as it was painted bit by bit."""
    return table.screen().grabWindow(table.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)


def painted_anew(table: DeskTable) -> QImage:
    return table.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def turn_wheel(table: DeskTable, notches: int) -> None:
    view = table.view.viewport()
    at = QPointF(100, 100)
    none, no_button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    where = view.mapToGlobal(at)
    turned = QWheelEvent(
        at, where, QPoint(), QPoint(0, -120 * notches), no_button, none, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view, turned)


@pytest.fixture
def table(big_desk: Desk, make_table: MakeTable, qtbot: QtBot) -> DeskTable:
    """Five thousand cycles, painted once."""
    made = make_table(big_desk)
    qtbot.waitUntil(lambda: on_screen(made) == painted_anew(made))
    return made


def test_a_turn_of_the_wheel_paints_only_the_rows_that_come_in(
    table: DeskTable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: set[int] = set()
    cell = TableModel.cell

    def counted(model: TableModel, row: int, column: int) -> Cell:
        rows.add(row)
        return cell(model, row, column)

    monkeypatch.setattr(TableModel, "cell", counted)
    shown = table.view.viewport().height() // table.view.rowHeight(0)
    turn_wheel(table, 1)
    qtbot.waitUntil(lambda: bool(rows))
    QApplication.processEvents()
    assert len(rows) < shown / 2


def test_after_scrolling_choosing_and_filtering_the_screen_shows_what_there_is(
    table: DeskTable, big_desk: Desk, qtbot: QtBot
) -> None:
    for notches in (1, 3, -2):
        turn_wheel(table, notches)
        qtbot.waitUntil(lambda: on_screen(table) == painted_anew(table))
    click_row(table, table.view.rowAt(40))
    turn_wheel(table, 2)
    qtbot.waitUntil(lambda: on_screen(table) == painted_anew(table))
    big_desk.run("DELETE FROM cycles WHERE id > 3")  # the room below the last row is painted too
    table.refresh()
    qtbot.waitUntil(lambda: on_screen(table) == painted_anew(table))


@pytest.mark.parametrize("enabled", [True, False])
def test_rows_painted_at_once_look_as_qt_paints_them_cell_by_cell(
    table: DeskTable, big_desk: Desk, qtbot: QtBot, enabled: bool
) -> None:
    big_desk.poison.add(4)  # a row that cannot be read
    table.refresh({4})
    table.view.select_ids([2, 3, 7])
    table.view.setFocus()
    table.view._hover(5)
    table.setEnabled(enabled)
    at_once = painted_anew(table)
    table.view._own_ways = True
    assert at_once == painted_anew(table)


def test_a_jump_reads_all_rows_that_come_into_sight_together(table: DeskTable, big_desk: Desk) -> None:
    big_desk.reads = 0
    table.view.verticalScrollBar().setValue(table.view.rowHeight(0) * (20 * WINDOW - 3))
    painted_anew(table)
    assert big_desk.reads == 1
