"""Choosing, moving and sizing columns; what is remembered and what never is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest

from tests.ui.tables.conftest import Desk, MakeTable, click_header, titles
from ui.tables import SettingsLayouts
from ui.tables.chooser import arrange_columns, columns_menu
from ui.tables.layout import ColumnLayout, TableLayout


def _layouts(tmp_path: Path) -> SettingsLayouts:
    return SettingsLayouts(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))


def test_columns_order_width_and_sorting_are_there_again_next_time(
    desk: Desk, make_table: MakeTable, tmp_path: Path
) -> None:
    first = make_table(desk, layouts=_layouts(tmp_path))
    first.view.show_column("live", True)
    first.view.show_column("coach", False)
    first.view.head.moveSection(first.view.head.visualIndex(4), 0)
    first.view.head.resizeSection(0, 177)
    click_header(first, "sessions")
    again = make_table(desk, layouts=_layouts(tmp_path))
    assert titles(again) == "Due | Cycle | Standard | Status | Sessions 1+ | Live use"
    assert again.view.columnWidth(0) == 177
    assert again.model.cell(0, 0).text == "C-03"


def test_what_is_remembered_holds_no_word_of_a_record(desk: Desk, make_table: MakeTable, tmp_path: Path) -> None:
    table = make_table(desk, layouts=_layouts(tmp_path))
    table.view.show_column("coach", False)
    kept = json.loads(_layouts(tmp_path).load("cycles"))
    assert set(kept) == {"columns", "order"}
    assert all(set(column) == {"key", "width", "shown", "asked"} for column in kept["columns"])


def test_looking_alone_remembers_nothing(desk: Desk, make_table: MakeTable, tmp_path: Path) -> None:
    table = make_table(desk, layouts=_layouts(tmp_path))
    table.resize(1200, 500)
    assert _layouts(tmp_path).load("cycles") == ""


def test_a_layout_that_cannot_be_read_gives_the_first_layout(desk: Desk, make_table: MakeTable, tmp_path: Path) -> None:
    for broken in ("{", "[]", '{"columns": [], "order": []}', '{"columns": [{"key": "x"}], "order": 5}'):
        _layouts(tmp_path).save("cycles", broken)
        table = make_table(desk, layouts=_layouts(tmp_path))
        assert titles(table) == "Cycle 1+ | Standard | Coach | Status | Due | Sessions"


def test_a_layout_from_another_version_keeps_what_still_exists() -> None:
    text = TableLayout((ColumnLayout("gone", 90, True), ColumnLayout("due", 5, True)), (("gone", True),)).to_json()
    kept = TableLayout.from_json(text)
    assert kept is not None
    assert kept.columns[1].width == 40


def test_unknown_columns_and_sort_keys_are_passed_over(desk: Desk, make_table: MakeTable, tmp_path: Path) -> None:
    layout = TableLayout((ColumnLayout("gone", 90, True), ColumnLayout("due", 120, True)), (("gone", True),))
    _layouts(tmp_path).save("cycles", layout.to_json())
    table = make_table(desk, layouts=_layouts(tmp_path))
    assert titles(table).startswith("Due | Cycle 1+ | Standard")


def test_the_last_column_cannot_be_hidden(desk: Desk, make_table: MakeTable) -> None:
    table = make_table(desk)
    for key in ("standard", "coach", "status", "due", "sessions"):
        assert table.view.show_column(key, False)
    assert not table.view.show_column("number", False)
    assert titles(table) == "Cycle 1+"
    assert table.count_text() == "One column has to stay."


def test_texts_take_the_room_that_is_left_in_the_first_layout(desk: Desk, make_table: MakeTable) -> None:
    table = make_table(desk)
    view = table.view
    assert sum(view.columnWidth(place) for place in view.shown_sections()) == view.viewport().width()


def test_the_header_menu_sorts_hides_and_shows(desk: Desk, make_table: MakeTable) -> None:
    table = make_table(desk)
    menu = columns_menu(table.view, 2)
    by_text = {action.text(): action for action in menu.actions()}
    by_text["Sort descending"].trigger()
    by_text["Live use"].trigger()
    by_text["Hide this column"].trigger()
    assert titles(table) == "Cycle | Standard | Status | Due | Sessions | Live use"
    assert table.model.order == (("coach", True),)
    by_text["Back to the first layout"].trigger()
    assert titles(table) == "Cycle 1+ | Standard | Coach | Status | Due | Sessions"
    menu.close()


def test_the_columns_button_opens_a_menu_by_keyboard_that_can_sort(desk: Desk, make_table: MakeTable) -> None:
    table = make_table(desk)
    table.columns_button.setFocus()
    QTest.keyClick(table.columns_button, Qt.Key.Key_Space)
    menu = table.view.findChildren(type(columns_menu(table.view)))[0]
    sorting = next(action for action in menu.actions() if action.text() == "Sort by").menu()
    due = next(action for action in sorting.actions() if action.text() == "Due").menu()  # type: ignore[union-attr]  # a missing menu fails the test here
    next(action for action in due.actions() if action.text() == "Sort ascending").trigger()  # type: ignore[union-attr]  # a missing menu fails the test here
    assert table.model.order == (("due", False),)
    menu.close()


def test_columns_are_arranged_by_keyboard(desk: Desk, make_table: MakeTable, qtbot: Any) -> None:
    table = make_table(desk)
    with qtbot.waitActive(dialog := arrange_columns(table.view)):
        pass
    dialog.list.setFocus()
    dialog.list.setCurrentRow(5)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(dialog, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    dialog.list.setCurrentRow(0)
    QTest.keyClick(dialog, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert titles(table) == "Standard | Cycle 1+ | Coach | Status | Due"
    sections = [table.view.head.logicalIndex(place) for place in range(5)]
    assert [table.model.columns[place].key for place in sections] == [
        "standard",
        "number",
        "coach",
        "sessions",
        "status",
    ]


def test_dragging_a_border_sizes_a_column_and_remembers_it(desk: Desk, make_table: MakeTable, tmp_path: Path) -> None:
    table = make_table(desk, layouts=_layouts(tmp_path))
    head = table.view.head
    edge = head.sectionViewportPosition(0) + head.sectionSize(0) - 1
    before = head.sectionSize(0)
    viewport = head.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(edge, 10))
    QTest.mouseMove(viewport, QPoint(edge + 30, 10))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(edge + 30, 10))
    assert head.sectionSize(0) == before + 30
    assert f'"number", "width": {before + 30}' in _layouts(tmp_path).load("cycles")
