"""Charts on screen can be read without eyes and walked without a mouse."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from coachdesk.rules.charts import ChartPoint, Limits, Span, State, bar_chart, run_chart
from resources.tokens import load
from ui import theme
from ui.charts import ChartView

CHART = bar_chart("Signals by criterion", [("Escalates", 6), ("Documents", 3)])


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    made = ChartView(CHART)
    qtbot.addWidget(made)
    made.resize(500, 120)
    made.show()
    made.activateWindow()
    return made


def test_a_screen_reader_hears_title_and_facts(view: ChartView) -> None:
    assert view.accessibleName() == "Signals by criterion"
    assert "Escalates: 6" in view.accessibleDescription()


def test_arrow_keys_walk_from_bar_to_bar(view: ChartView, qtbot: QtBot) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert QToolTip.text() == "Escalates: 6 (67%)"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert QToolTip.text() == "Documents: 3 (100%)"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert QToolTip.text() == "Documents: 3 (100%)"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_picture_takes_the_colors_of_the_theme(view: ChartView) -> None:
    look = theme.current()
    for mode in ("dark", "light"):
        look.set_mode(mode)
        image = view.grab().toImage()
        inked = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 2)}
        assert load("dark" if mode == "dark" else "light").color("chart_line").lower() in inked


def test_a_view_without_a_chart_is_quiet(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.show()
    view.grab()
    assert (view.drawing(), view.accessibleName()) == (None, "")


CYCLE = run_chart(
    "Signals per month",
    [ChartPoint(date(2026, month, 1), float(month), f"{month} signals", key=str(month)) for month in range(1, 7)],
    "count",
    spans=[Span(date(2026, 3, 10), date(2026, 5, 20), "C-2026-0004", key="cycle:4")],
    air=16,
)


@pytest.fixture
def trend(qtbot: QtBot) -> ChartView:
    made = ChartView(CYCLE)
    qtbot.addWidget(made)
    made.resize(600, 220)
    made.show()
    made.activateWindow()
    return made


def test_the_keyboard_begins_at_the_newest_point_and_goes_on_to_the_cycles(trend: ChartView, qtbot: QtBot) -> None:
    opened: list[str] = []
    trend.opened.connect(opened.append)
    trend.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(trend, Qt.Key.Key_Return)
    assert opened == ["6"]
    qtbot.keyClick(trend, Qt.Key.Key_Right)
    assert QToolTip.text() == "C-2026-0004 from Mar 10, 2026 to May 20, 2026"
    qtbot.keyClick(trend, Qt.Key.Key_Return)
    assert opened == ["6", "cycle:4"]
    trend.grab()  # the span is ringed as a whole


def test_a_click_means_the_point_before_the_span_it_lies_in(trend: ChartView) -> None:
    opened: list[str] = []
    trend.opened.connect(opened.append)
    drawing = trend.drawing()
    assert drawing is not None
    april, span = drawing.spots[3], drawing.spots[-1]
    assert span.area is not None
    assert span.area[0] < april.x < span.area[2]
    QTest.mouseClick(trend, Qt.MouseButton.LeftButton, pos=QPoint(round(april.x), round(april.y)))
    corner = QPoint(round(span.area[2]) - 3, round(span.area[3]) - 3)
    QTest.mouseClick(trend, Qt.MouseButton.LeftButton, pos=corner)
    assert opened == ["4", "cycle:4"]


def test_forms_that_are_not_round_are_painted(qtbot: QtBot) -> None:
    states: tuple[State, ...] = ("shift", "beyond", "left_out", "running")
    points = [ChartPoint(date(2026, 1 + at, 1), 1.0, state=state) for at, state in enumerate(states)]
    view = ChartView(run_chart("x", points, "count", limits=[Limits(one.day, 0.0, 0.5) for one in points]))
    qtbot.addWidget(view)
    view.resize(400, 220)
    view.show()
    image = view.grab().toImage()
    inked = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert {theme.color(one).name() for one in ("chart_third", "late", "chart_median")} <= inked
