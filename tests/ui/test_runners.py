"""Results of the worker come to the window in order and a few at a time, so that many never make it wait."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from pytestqt.qtbot import QtBot

from ui.runners import ThreadRunner


@pytest.fixture
def runner(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadRunner]:
    """A runner whose turns are over after each result."""
    monkeypatch.setattr("ui.runners.TURN_S", 0.0)
    made = ThreadRunner()
    yield made
    made.close()


def test_the_window_comes_to_its_turn_between_the_results_of_a_full_queue(qtbot: QtBot, runner: ThreadRunner) -> None:
    done: list[str] = []

    def take(name: str) -> None:
        done.append(name)
        QTimer.singleShot(0, runner, lambda: done.append("window"))

    for name in ("one", "two", "three"):
        runner.deliver(partial(take, name))
    qtbot.waitUntil(lambda: len(done) == 6)
    assert done == ["one", "window", "two", "window", "three", "window"]


def test_results_go_on_coming_while_one_of_them_has_opened_a_dialog(qtbot: QtBot, runner: ThreadRunner) -> None:
    done: list[str] = []
    dialog = QEventLoop()
    late = QTimer(runner, singleShot=True, interval=5_000)
    late.timeout.connect(lambda: dialog.exit(1))
    late.start()

    def ask() -> None:
        done.append("asks")
        done.append("stuck" if dialog.exec() else "answered")

    runner.deliver(ask)
    runner.deliver(lambda: done.append("comes meanwhile"))
    runner.deliver(dialog.quit)
    qtbot.waitUntil(lambda: len(done) == 3)
    late.stop()
    assert done == ["asks", "comes meanwhile", "answered"]


def test_a_result_that_breaks_keeps_none_of_the_others_back(qtbot: QtBot, runner: ThreadRunner) -> None:
    done: list[str] = []

    def broken() -> None:
        raise ValueError("a mistake of ours")

    with qtbot.captureExceptions() as caught:
        runner.deliver(broken)
        runner.deliver(lambda: done.append("comes"))
        qtbot.waitUntil(lambda: done == ["comes"])
    assert [kind for kind, _, _ in caught] == [ValueError]
