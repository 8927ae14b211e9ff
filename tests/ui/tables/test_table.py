"""What a person sees and does in a table, through real clicks and keys."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QLabel

from coachdesk.errors import StorageFailed
from coachdesk.queries.table import Where
from tests.ui.tables.conftest import Desk, MakeTable, click_header, click_row, numbers, picture, titles
from ui.tables import Cell, DeskTable, Look, due_cell

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(desk: Desk, make_table: MakeTable) -> DeskTable:
    """Five cycles, shown."""
    return make_table(desk)


def test_rows_show_words_dates_and_numbers_as_people_write_them(table: DeskTable) -> None:
    assert titles(table) == "Cycle 1+ | Standard | Coach | Status | Due | Sessions"
    assert picture(table) == [
        "  C-01 | Shift handover | Marín | Coaching | Nov 20, 2026 | 12",
        "  C-02 | Escalating deterioration | Okafor | Paused | Nov 24, 2026 | 1,204",
        "  C-03 | Welfare check | Okafor | Coaching |  | 0",
        "  C-04 | Documentation | Nguyễn | Closed | Nov 20, 2026 | 7",
        "  C-05 | Contact attempts | Kim | Diagnosing | Dec 1, 2026 | 3",
    ]
    assert table.count_text() == "5 rows"


def test_a_click_sorts_a_second_one_turns_and_shift_adds_a_column(table: DeskTable) -> None:
    click_header(table, "due")
    assert titles(table) == "Cycle | Standard | Coach | Status | Due 1+ | Sessions"
    click_header(table, "sessions", shift=True)
    assert titles(table) == "Cycle | Standard | Coach | Status | Due 1+ | Sessions 2+"
    assert numbers(table) == ["C-03", "C-04", "C-01", "C-02", "C-05"]
    click_header(table, "sessions", shift=True)
    assert numbers(table) == ["C-03", "C-01", "C-04", "C-02", "C-05"]
    click_header(table, "due")
    click_header(table, "due")
    assert titles(table) == "Cycle | Standard | Coach | Status | Due 1- | Sessions"
    assert numbers(table)[0] == "C-05"


def test_filters_narrow_by_text_values_and_range_and_say_how_many_are_left(table: DeskTable) -> None:
    table.set_where(Where(text="okafor"))
    assert numbers(table) == ["C-02", "C-03"]
    assert table.count_text() == "2 of 5"
    table.set_where(Where(text="okafor", among={"status": frozenset({"coaching"})}))
    assert numbers(table) == ["C-03"]
    table.set_where(Where(between={"due": (date(2026, 11, 20), date(2026, 11, 24))}))
    assert numbers(table) == ["C-01", "C-02", "C-04"]
    table.set_where(Where(among={"due": frozenset({None})}))
    assert numbers(table) == ["C-03"]
    table.set_where(Where())
    assert table.count_text() == "5 rows"


def test_when_nothing_matches_the_way_back_is_offered(table: DeskTable) -> None:
    cleared = QSignalSpy(table.filter_cleared)
    table.set_where(Where(text="zebra"))
    button = table._nothing.button
    assert table.stack.currentWidget() is table._nothing
    assert button.text() == "Show all"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(numbers(table)) == 5
    assert cleared.count() == 1
    assert table.stack.currentWidget() is table.view


def test_a_filter_over_no_records_at_all_is_not_blamed(desk: Desk, make_table: MakeTable) -> None:
    desk.run("DELETE FROM cycles")
    table = make_table(desk, empty=lambda: QLabel("No cycles yet"))
    table.set_where(Where(text="zebra"))
    shown = table.stack.currentWidget()
    assert isinstance(shown, QLabel)
    assert shown.text() == "No cycles yet"


def test_an_empty_table_shows_what_the_page_has_to_say(desk: Desk, make_table: MakeTable) -> None:
    desk.run("DELETE FROM cycles")
    table = make_table(desk, empty=lambda: QLabel("No cycles yet"))
    shown = table.stack.currentWidget()
    assert isinstance(shown, QLabel)
    assert shown.text() == "No cycles yet"
    desk.run("INSERT INTO cycles (id, number) VALUES (9, 'C-09')")
    table.refresh()
    assert table.stack.currentWidget() is table.view
    assert table.count_text() == "1 row"


def test_chosen_rows_stay_chosen_through_sorting_filtering_and_changes(table: DeskTable, desk: Desk) -> None:
    click_row(table, 1)
    click_row(table, 3, CONTROL)
    assert table.selected_ids() == [2, 4]
    assert table.count_text() == "5 rows · 2 selected"
    click_header(table, "sessions")
    assert table.selected_ids() == [4, 2]
    desk.run("UPDATE cycles SET standard='Changed' WHERE id=4")
    desk.run("INSERT INTO cycles (id, number, sessions) VALUES (6, 'C-06', 1)")
    desk.run("DELETE FROM cycles WHERE id=5")
    table.refresh({4, 5, 6})
    assert table.selected_ids() == [4, 2]
    assert picture(table)[2] == "> C-04 | Changed | Nguyễn | Closed | Nov 20, 2026 | 7"
    table.set_where(Where(text="changed"))
    assert table.selected_ids() == [4]


def test_the_keyboard_stays_with_its_record_and_goes_to_a_neighbor_when_that_is_gone(
    table: DeskTable, desk: Desk
) -> None:
    click_row(table, 2)
    spy = QSignalSpy(table.current_changed)
    desk.run("INSERT INTO cycles (id, number) VALUES (7, 'C-00')")
    table.refresh({7})
    assert table.current_id() == 3
    assert spy.count() == 0
    desk.run("DELETE FROM cycles WHERE id=3")
    table.refresh({3})
    assert table.current_id() == 4
    assert [spy.at(at)[0] for at in range(spy.count())] == [4]


def test_only_what_was_touched_is_read_again(big_desk: Desk, make_table: MakeTable) -> None:
    table = make_table(big_desk)
    numbers(table)
    table.model.values(0)
    big_desk.reads = 0
    big_desk.run("UPDATE cycles SET coach='New' WHERE id=4990")
    table.refresh({4990})
    table.model.values(4000)
    assert big_desk.reads == 1  # the ids; the window of row 4000 is still known
    values = table.model.values(4989)
    assert values is not None
    assert values[2] == "New"


def test_scrolling_stays_where_it_was_when_rows_come_in_above(big_desk: Desk, make_table: MakeTable) -> None:
    table = make_table(big_desk)
    table.view.verticalScrollBar().setValue(100_000)
    top = table.model.id_at(table.view.rowAt(0))
    big_desk.run("INSERT INTO cycles (id, number) VALUES (9001, 'A-1'), (9002, 'A-2')")
    table.refresh({9001, 9002})
    assert table.model.id_at(table.view.rowAt(0)) == top
    assert table.view.verticalScrollBar().value() == 100_000 + 2 * table.view.rowHeight(0)


def test_enter_and_double_click_open_the_record(table: DeskTable) -> None:
    opened = QSignalSpy(table.opened)
    click_row(table, 1)
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    at = QPoint(30, table.view.rowViewportPosition(4) + 10)
    QTest.mouseDClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [opened.at(place)[0] for place in range(opened.count())] == [3, 5]


def test_copy_gives_titles_and_shown_columns_as_tab_separated_text(table: DeskTable) -> None:
    click_row(table, 0)
    click_row(table, 1, SHIFT)
    table.view.show_column("coach", False)
    QTest.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Cycle\tStandard\tStatus\tDue\tSessions",
        "C-01\tShift handover\tCoaching\tNov 20, 2026\t12",
        "C-02\tEscalating deterioration\tPaused\tNov 24, 2026\t1,204",
        "",
    ]
    assert table.count_text() == "2 rows copied"


def test_too_many_rows_are_not_copied_and_the_person_is_told(
    big_desk: Desk, make_table: MakeTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.tables.view.MOST_COPIED", 1000)
    QGuiApplication.clipboard().setText("before")
    table = make_table(big_desk)
    QTest.keyClick(table.view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "before"
    assert table.count_text() == "More than 1,000 rows are too many to copy. Export them instead."


def test_everything_chosen_stays_everything_when_records_change(big_desk: Desk, make_table: MakeTable) -> None:
    table = make_table(big_desk)
    QTest.keyClick(table.view, Qt.Key.Key_A, CONTROL)
    assert table.count_text() == "5,000 rows · 5,000 selected"
    big_desk.run("DELETE FROM cycles WHERE id=17")
    table.refresh({17})
    assert table.count_text() == "4,999 rows · 4,999 selected"


def test_a_row_that_breaks_is_shown_as_such_and_the_others_are_readable(
    desk: Desk, make_table: MakeTable, qtbot: Any
) -> None:
    desk.run("UPDATE cycles SET due='no date at all' WHERE id=2")
    table = make_table(desk)
    failed = QSignalSpy(table.failed)
    table.refresh()
    assert picture(table)[:3] == [
        "  C-01 | Shift handover | Marín | Coaching | Nov 20, 2026 | 12",
        "~ Cannot be read |  |  |  |  |",
        "  C-03 | Welfare check | Okafor | Coaching |  | 0",
    ]
    qtbot.waitUntil(lambda: failed.count() > 0)
    index = table.model.index(1, 0)
    assert not table.model.flags(index) & Qt.ItemFlag.ItemIsEnabled
    opened = QSignalSpy(table.opened)
    table.view._open(index)
    assert opened.count() == 0


def test_a_row_deleted_behind_our_back_is_named_gone(table: DeskTable, desk: Desk) -> None:
    table.model._windows.clear()
    desk.run("DELETE FROM cycles WHERE id=2")
    assert picture(table)[1] == "~ No longer there |  |  |  |  |"


def test_when_the_rows_cannot_be_found_the_reason_and_a_second_try_are_offered(table: DeskTable, desk: Desk) -> None:
    def broken() -> Any:
        raise StorageFailed("The disk is gone.", "Nothing was changed.", "Plug it in again.")

    working, reader = desk.read, table.spec.reader
    reader._connect = broken  # type: ignore[attr-defined]  # the reader is a QueryReader here
    failed = QSignalSpy(table.failed)
    table.refresh()
    assert table._trouble.title.text() == "The disk is gone."
    assert table._trouble.text.text() == "Plug it in again."
    assert failed.count() == 1
    reader._connect = working  # type: ignore[attr-defined]  # as above
    QTest.mouseClick(table._trouble.button, Qt.MouseButton.LeftButton)
    assert len(numbers(table)) == 5
    assert table.stack.currentWidget() is table.view


def test_the_context_menu_acts_on_the_row_under_the_mouse(desk: Desk, make_table: MakeTable) -> None:
    asked: list[list[int]] = []

    def actions(ids: list[int]) -> list[QAction | None]:
        asked.append(ids)
        return [QAction("Close cycle", table), None]

    table = make_table(desk, actions=actions)
    table._open_row_menu(QPoint(30, table.view.rowViewportPosition(3) + 5))
    menu = QGuiApplication.instance().activePopupWidget()  # type: ignore[union-attr]  # a QApplication here
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    assert asked == [[4]]
    assert texts == ["Close cycle", "Copy as text"]


def test_typing_letters_over_the_table_does_not_search_a_million_rows(table: DeskTable) -> None:
    typed = QSignalSpy(table.view.typed)
    click_row(table, 0)
    QTest.keyClick(table.view, Qt.Key.Key_W)
    assert typed.count() == 1
    assert table.current_id() == 1


def test_screen_readers_hear_words_not_marks(table: DeskTable) -> None:
    table.view.show_column("live", True)
    role = int(Qt.ItemDataRole.AccessibleTextRole)
    spoken = [table.model.index(row, 6).data(role) for row in range(3)]
    assert spoken == ["Yes", "No", ""]
    found = QAccessible.queryAccessibleInterface(table.view)
    assert found.text(QAccessible.Text.Name) == "Cycles"
    assert table.columns_button.accessibleName() == "Columns"


def test_cut_off_text_is_told_in_full_when_pointed_at(table: DeskTable) -> None:
    painter = table.view._painter
    index = table.model.index(0, 1)
    assert painter.tip_for(index, 40) == "Shift handover"
    assert painter.tip_for(index, 400) == ""
    assert painter.tip_for(table.model.index(1, 1), 400) == "Escalating\ndeterioration"
    assert painter.tip_for(table.model.index(0, 4), 400) == "Fri Nov 20, 2026"


def test_a_page_can_give_a_column_its_own_look(desk: Desk, make_table: MakeTable) -> None:
    today = date(2026, 11, 21)
    looks = {"due": Look(cell=lambda value, _row: due_cell(value, today)), "coach": Look(cell=lambda *_: 1 / 0)}
    table = make_table(desk, looks={"due": looks["due"]})
    assert [table.model.cell(row, 4).text for row in range(5)] == [
        "Fri, 1 day late", "Tue Nov 24", "", "Fri, 1 day late", "Tue Dec 1",
    ]  # fmt: skip
    assert table.model.cell(0, 4).tone == "late"
    assert due_cell(today, today) == Cell("today", "pill", "attention", tip="Sat Nov 21, 2026")
    assert due_cell(date(2025, 1, 2), today, open_=False).text == "Thu Jan 2, 2025"


def test_a_look_that_fails_spoils_one_cell_and_is_logged(desk: Desk, make_table: MakeTable, expect_log: Any) -> None:
    expect_log("a cell of column coach could not be shown")

    def broken(value: Any, row: Any) -> Cell:
        if value == "Kim":
            raise ZeroDivisionError
        return Cell(str(value))

    table = make_table(desk, looks={"coach": Look(cell=broken)})
    assert [table.model.cell(row, 2).text for row in range(5)] == ["Marín", "Okafor", "Okafor", "Nguyễn", "?"]


def test_dates_and_numbers_follow_the_locale_of_the_system(table: DeskTable) -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
        table.model.retranslate()
        assert table.model.cell(1, 4).text == "24.11.2026"
        assert table.model.cell(1, 5).text == "1.204"
    finally:
        QLocale.setDefault(before)


def test_the_model_keeps_qts_rules_through_every_change(table: DeskTable, desk: Desk) -> None:
    tester = QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.set_where(Where(text="o"))
    table.model.set_order((("sessions", True),))
    desk.run("DELETE FROM cycles WHERE id IN (2, 4)")
    table.refresh({2, 4})
    desk.run("INSERT INTO cycles (id, number, coach) VALUES (10, 'C-10', 'Okafor'), (11, 'C-11', 'Okafor')")
    table.refresh({10, 11})
    table.set_where(Where())
    assert len(numbers(table)) == 5
    tester.deleteLater()


def test_changed_cells_are_announced_with_a_list_of_roles(table: DeskTable) -> None:
    spy = QSignalSpy(table.model.dataChanged)
    table.refresh({1})
    assert spy.count() == 1
    assert int(Qt.ItemDataRole.DisplayRole) in spy.at(0)[2]
