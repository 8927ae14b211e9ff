"""The main window's first and last moments: what is read when, and what closing waits for."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pytestqt.qtbot import QtBot

from coachdesk.changes import Actor, Changes
from tests.ui.shell.conftest import TodayPage, entries, paper_program
from tests.ui.support import PaperDesk, PaperHistory, Recorder, make_context
from ui.context import Place
from ui.operations import Operations
from ui.runners import ThreadRunner
from ui.shell.window import MainWindow


class CountedHistory(PaperHistory):
    """Counts how often it was asked."""

    asked = 0

    def state(self, desk: Any, actor: Actor) -> SimpleNamespace:
        self.asked += 1
        return super().state(desk, actor)


class SlowPage(TodayPage):
    """Reads when it is opened, as real pages do."""

    gate = threading.Event()

    def activate(self, place: Place) -> None:
        super().activate(place)
        self.context.operations.read(lambda _conn: self.gate.wait(5), done=self.told.append)


def test_nothing_else_is_read_until_the_first_page_has_what_it_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    context, history = make_context(tmp_path), CountedHistory()
    context.operations = Operations(PaperDesk(), context.actor, Recorder(), ThreadRunner(), history)  # type: ignore[arg-type]  # a paper desk
    first, *others = entries()
    window = MainWindow(context, paper_program(), [replace(first, load=lambda: SlowPage), *others])
    settled: list[bool] = []
    window.settled.connect(lambda: settled.append(True))
    SlowPage.gate.clear()
    window.show()
    window.start()
    qtbot.wait(50)
    assert (history.asked, settled) == (0, [])
    SlowPage.gate.set()
    qtbot.waitUntil(lambda: history.asked == 1)
    assert settled == [True]
    assert isinstance(window.page, SlowPage)
    assert window.page.told[-1] is True
    window.close()
    qtbot.waitUntil(lambda: context.operations.closed)
    window.deleteLater()


def test_a_window_closed_at_once_reads_nothing_more(qtbot: QtBot, tmp_path: Path) -> None:
    context, history = make_context(tmp_path), CountedHistory()
    context.operations = Operations(PaperDesk(), context.actor, Recorder(), ThreadRunner(), history)  # type: ignore[arg-type]  # a paper desk
    first, *others = entries()
    window = MainWindow(context, paper_program(), [replace(first, load=lambda: SlowPage), *others])
    SlowPage.gate.clear()
    window.show()
    window.start()
    assert not window.close()
    SlowPage.gate.set()
    qtbot.waitUntil(lambda: context.operations.closed)
    assert history.asked == 0
    window.deleteLater()


def test_closing_waits_for_running_work_and_keeps_size(qtbot: QtBot, tmp_path: Path) -> None:
    context = make_context(tmp_path)
    operations = Operations(PaperDesk(), context.actor, context.operations.reporter, ThreadRunner(), PaperHistory())  # type: ignore[arg-type]  # a paper desk
    context.operations = operations
    window = MainWindow(context, paper_program(), entries())
    window.resize(777, 600)
    window.show()
    window.start()
    gate, done = threading.Event(), list[str]()

    def save(_desk: Any, _actor: Actor) -> Changes[None]:
        gate.wait(5)
        done.append("saved")
        return Changes(1, "Save", {}, None)

    operations.run(window, save)
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    assert not window.close()
    assert not closed
    gate.set()
    qtbot.waitUntil(lambda: bool(closed))
    assert done == ["saved"]
    assert operations.closed
    window.deleteLater()

    other = MainWindow(make_context(tmp_path), paper_program(), entries())
    assert other.width() == 777
    other.close()
    other.deleteLater()
