"""The calendar as hands and ears meet it: a month walked by keys, chips pressed, closed days named, an agenda."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.queries.due_dates import DueEvent
from coachdesk.store.desk import Desk
from tests.ui.pages.conftest import MakeContext
from tests.ui.pages.hands import press, show_page
from ui.context import Context, Place
from ui.pages.cycles.calendar import CalendarPart
from ui.pages.cycles.calendar_agenda import DayHead
from ui.pages.cycles.calendar_grid import month_span, moved_month
from ui.pages.cycles.page import CyclesPage


def shown(qtbot: QtBot, context: Context) -> tuple[CyclesPage, CalendarPart]:
    page = show_page(qtbot, CyclesPage, context, Place("cycles", extra={"part": "calendar"}))
    front = page.front
    assert isinstance(front, CalendarPart)
    front.grid.setFocus()
    return page, front


def test_a_month_is_whole_weeks_and_a_day_moves_to_the_end_of_shorter_months() -> None:
    assert month_span(date(2026, 11, 17)) == (date(2026, 11, 1), date(2026, 12, 5))
    assert month_span(date(2027, 2, 1)) == (date(2027, 1, 31), date(2027, 3, 6))
    assert moved_month(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert moved_month(date(2026, 11, 30), -9) == date(2026, 2, 28)
    assert moved_month(date(2026, 12, 31), 1) == date(2027, 1, 31)


def test_keys_walk_through_days_and_months_and_tell_each_day(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    _, calendar = shown(qtbot, context_for(sample))
    grid = calendar.grid
    assert grid.day == date(2026, 11, 17)
    assert "Validate ends" in grid.accessibleName()
    for _ in range(7):
        QTest.keyClick(grid, Qt.Key.Key_Right)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(grid, key)
    assert grid.accessibleName() == "Month, Thu Nov 26, 2026, Thanksgiving Day, nothing due"
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.day == date(2026, 12, 3)
    assert calendar.month.text() == "December 2026"
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.day == date(2027, 1, 3)
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert grid.day == date(2027, 1, 31)
    QTest.keyClick(grid, Qt.Key.Key_Home)
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    assert grid.day == date(2026, 12, 1)
    press(calendar, "Today")
    assert grid.day == date(2026, 11, 17)


def test_the_agenda_says_what_the_grid_paints_and_opens_the_cycle(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page, calendar = shown(qtbot, context_for(sample))
    items = calendar.agenda.grouped.items
    events = [item for item in items if isinstance(item, DueEvent)]
    assert events == list(calendar.grid.found.events) if calendar.grid.found is not None else []
    closed = [item.closed for item in items if isinstance(item, DayHead) and item.closed]
    assert "Thanksgiving Day" in closed
    QTest.keyClick(calendar.grid, Qt.Key.Key_Return)
    assert calendar.agenda.hasFocus()
    current = calendar.agenda.grouped.item(calendar.agenda.currentIndex())
    assert isinstance(current, DueEvent)
    assert current.day == date(2026, 11, 17)
    told = str(calendar.agenda.grouped.data(calendar.agenda.currentIndex(), Qt.ItemDataRole.AccessibleTextRole))
    assert told.startswith("Tue Nov 17, 2026, ")
    assert current.number in told
    QTest.keyClick(calendar.agenda, Qt.Key.Key_Return)
    assert page.part == "list"
    assert page.record is not None
    assert page.record.cycle is not None
    assert page.record.cycle.id == current.cycle_id
    press(page, "Cycles")
    assert page.part == "calendar"


def test_pressing_a_chip_goes_to_its_cycle_and_pressing_a_day_chooses_it(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page, calendar = shown(qtbot, context_for(sample))
    grid = calendar.grid
    grid.repaint()
    free = grid.rect_of(date(2026, 11, 4)).center()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=free)
    assert grid.day == date(2026, 11, 4)
    grid.repaint()
    rect, event = next((rect, event) for rect, event in grid.chips() if event.kind == "phase")
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=rect.center() + QPoint(1, 0))
    QApplication.processEvents()
    assert page.record is not None
    assert page.record.cycle is not None
    assert page.record.cycle.id == event.cycle_id


def test_late_things_are_told_as_late_in_words_not_by_color_alone(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    _, calendar = shown(qtbot, context_for(sample))
    model = calendar.agenda.grouped
    late = [row for row, item in enumerate(model.items) if isinstance(item, DueEvent) and item.late]
    assert late
    told = str(model.data(model.index(late[0]), Qt.ItemDataRole.AccessibleTextRole))
    assert told.endswith(", late")


def test_the_filters_narrow_the_calendar(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    _, calendar = shown(qtbot, context_for(sample))
    before = len([item for item in calendar.agenda.grouped.items if isinstance(item, DueEvent)])
    calendar.filters.set_values({"open": True, "team": {"Elm House"}})
    events = [item for item in calendar.agenda.grouped.items if isinstance(item, DueEvent)]
    assert 0 < len(events) < before
    titles = {"Choices before house rules", "Reframing after the visitors' evening"}  # the one handed up has no clock
    assert {event.title for event in events} == titles
