"""Charts on screen can be read without eyes and walked without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from coachdesk.rules.charts import bar_chart
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
