"""An answer that comes while the mouse is pressed: it waits, so that no click is lost under a page filled anew."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.support import Recorder, make_operations
from ui.operations import PRESS_MS, Operations
from ui.runners import ThreadRunner


@pytest.fixture
def threaded(qtbot: QtBot) -> Iterator[tuple[Operations, Recorder]]:
    operations, recorder = make_operations(runner=ThreadRunner())
    yield operations, recorder
    operations.close()


class Refilled(QWidget):
    """A card whose only button is made anew whenever an answer comes, as the cards of a cycle are."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[int] = []
        self.made = 0
        self.button = QPushButton()
        self.column = QVBoxLayout(self)
        self.fill(None)

    def fill(self, _answer: object) -> None:
        self.made += 1
        self.button.deleteLater()
        self.button = QPushButton(f"Record {self.made}")
        self.button.clicked.connect(partial(self._hear, self.made))
        self.column.addWidget(self.button)

    def _hear(self, made: int) -> None:
        self.pressed.append(made)


def shown(qtbot: QtBot) -> Refilled:
    card = Refilled()
    qtbot.addWidget(card)
    card.show()
    return card


def test_an_answer_waits_while_a_mouse_button_is_down_so_that_the_click_is_not_lost(
    qtbot: QtBot, threaded: tuple[Operations, Recorder]
) -> None:
    operations, _ = threaded
    card = shown(qtbot)
    gate = threading.Event()
    operations.read(lambda conn: gate.wait(5), done=card.fill, owner=card)
    QTest.mousePress(card.button, Qt.MouseButton.LeftButton)
    gate.set()
    qtbot.waitUntil(lambda: not operations.busy)
    qtbot.wait(3 * PRESS_MS)
    assert card.made == 1
    QTest.mouseRelease(card.button, Qt.MouseButton.LeftButton)
    assert card.pressed == [1]
    qtbot.waitUntil(lambda: card.made == 2)


def test_what_a_press_itself_asks_for_is_answered_while_it_is_held(
    qtbot: QtBot, threaded: tuple[Operations, Recorder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.operations.PRESS_AT_MOST_S", 3600.0)
    operations, _ = threaded
    card = shown(qtbot)
    QTest.mousePress(card.button, Qt.MouseButton.LeftButton)
    operations.read(lambda conn: 1, done=card.fill, owner=card)
    qtbot.waitUntil(lambda: card.made == 2)
    QTest.mouseRelease(card.button, Qt.MouseButton.LeftButton)


def test_a_button_that_seems_down_forever_holds_nothing_up(
    qtbot: QtBot, threaded: tuple[Operations, Recorder], monkeypatch: pytest.MonkeyPatch
) -> None:
    operations, _ = threaded
    monkeypatch.setattr("ui.operations.PRESS_AT_MOST_S", 3 * PRESS_MS / 1000)
    gate, answers = threading.Event(), list[bool]()
    operations.read(lambda conn: gate.wait(5), done=answers.append, owner=operations)
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    gate.set()
    qtbot.waitUntil(lambda: answers == [True])
