"""The filter bar says what is asked for, tells it once, and is complete by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets import FilterBar

TEAMS = [("n", "North"), ("w", "West"), ("e", "Elm House")]


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    made = FilterBar("Filter cycles")
    qtbot.addWidget(made)
    made.add_toggle("open", "Open", on=True)
    made.add_menu("team", "Team", TEAMS)
    made.resize(900, 60)
    made.show()
    return made


@pytest.fixture
def popup(bar: FilterBar, qtbot: QtBot) -> Iterator[QListWidget]:
    """The opened list of the Team chip."""
    qtbot.mouseClick(chip(bar, "Team"), Qt.MouseButton.LeftButton)
    window = QApplication.activePopupWidget()
    assert window is not None
    names = window.findChild(QListWidget)
    assert names is not None
    yield names
    for left in (window for window in QApplication.topLevelWidgets() if window.windowType() == Qt.WindowType.Popup):
        left.close()


def chip(bar: FilterBar, text: str) -> QPushButton:
    return next(
        one for one in bar.findChildren(QPushButton) if one.accessibleName().startswith(text) or one.text() == text
    )


def test_values_name_text_toggles_and_chosen_values(bar: FilterBar) -> None:
    assert bar.values() == {"text": "", "open": True, "team": frozenset()}


def test_typing_tells_once_after_a_pause(bar: FilterBar, qtbot: QtBot) -> None:
    heard: list[str] = []
    bar.searched.connect(heard.append)
    with qtbot.waitSignal(bar.searched):
        qtbot.keyClicks(bar.search, "dana")
    assert heard == ["dana"]
    assert bar.values()["text"] == "dana"


def test_enter_searches_without_waiting(bar: FilterBar, qtbot: QtBot) -> None:
    bar.search.setText("handover")
    with qtbot.waitSignal(bar.searched, timeout=50):
        qtbot.keyClick(bar.search, Qt.Key.Key_Return)


def test_the_keyboard_toggles_a_chip(bar: FilterBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClick(chip(bar, "Open"), Qt.Key.Key_Space)
    assert bar.values()["open"] is False


def test_several_choices_can_be_made_without_the_list_closing(bar: FilterBar, popup: QListWidget, qtbot: QtBot) -> None:
    popup.setCurrentRow(0)
    qtbot.keyClick(popup, Qt.Key.Key_Space)
    popup.setCurrentRow(2)
    qtbot.keyClick(popup, Qt.Key.Key_Space)
    assert bar.values()["team"] == {"n", "e"}
    assert popup.isVisible()
    assert chip(bar, "Team").text() == "Team: North, Elm House"


def test_a_click_on_the_text_chooses_too(bar: FilterBar, popup: QListWidget, qtbot: QtBot) -> None:
    place = popup.visualItemRect(popup.item(1)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bar.values()["team"] == {"w"}


def test_escape_closes_the_list_and_keeps_the_choice(bar: FilterBar, popup: QListWidget, qtbot: QtBot) -> None:
    qtbot.keyClick(popup, Qt.Key.Key_Space)
    qtbot.keyClick(popup.window(), Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert bar.values()["team"] == {"n"}


def test_a_single_choice_replaces_the_one_before(qtbot: QtBot) -> None:
    bar = FilterBar("Filter")
    qtbot.addWidget(bar)
    bar.add_menu("team", "Team", TEAMS, single=True)
    bar.set_values({"team": {"n"}})
    bar.show()
    qtbot.mouseClick(chip(bar, "Team"), Qt.MouseButton.LeftButton)
    window = QApplication.activePopupWidget()
    assert isinstance(window, QWidget)
    names = window.findChild(QListWidget)
    assert names is not None
    names.item(1).setCheckState(Qt.CheckState.Checked)
    assert bar.values()["team"] == {"w"}
    assert QApplication.activePopupWidget() is None


def test_setting_values_tells_once_and_only_when_something_changed(bar: FilterBar, qtbot: QtBot) -> None:
    heard: list[bool] = []
    bar.changed.connect(lambda: heard.append(True))
    wanted = {"text": "dana", "open": False, "team": frozenset({"n", "w"})}
    bar.set_values(wanted)
    bar.set_values(wanted)
    assert (len(heard), bar.values()) == (1, wanted)


def test_clear_all_is_offered_only_while_something_is_filtered(bar: FilterBar, qtbot: QtBot) -> None:
    clear = chip(bar, "Clear all")
    assert clear.isVisible()
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert bar.values() == {"text": "", "open": False, "team": frozenset()}
    assert not clear.isVisible()


def test_clearing_takes_the_clear_cross_away_and_tells_no_search(bar: FilterBar, qtbot: QtBot) -> None:
    heard: list[str] = []
    bar.searched.connect(heard.append)
    shown: list[str] = []
    bar.search.textChanged.connect(shown.append)  # what the cross inside the box lives by
    bar.set_values({"text": "dana"})
    bar.clear()
    qtbot.wait(200)
    assert shown == ["dana", ""]
    assert heard == []


def test_everything_in_the_search_box_has_a_name(bar: FilterBar) -> None:
    inside = QAccessible.queryAccessibleInterface(bar.search)
    assert inside is not None
    children = (inside.child(place) for place in range(inside.childCount()))
    names = [child.text(QAccessible.Text.Name) for child in children if child is not None]
    assert names
    assert all(names), names


def test_a_choice_that_is_gone_is_no_longer_asked_for(bar: FilterBar) -> None:
    bar.set_values({"team": {"n", "w"}})
    bar.set_choices("team", TEAMS[1:])
    assert bar.values()["team"] == {"w"}


def test_control_f_goes_to_the_search_box(bar: FilterBar, qtbot: QtBot) -> None:
    bar.activateWindow()
    chip(bar, "Open").setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert bar.search.hasFocus()
