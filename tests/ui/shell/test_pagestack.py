"""Opening a page: it appears whole, in one go, and never lets a person wait for that."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.shell.conftest import PaperPage, entries, paper_program
from tests.ui.support import make_context, make_operations
from ui.context import Place
from ui.pages import PageEntry
from ui.runners import ThreadRunner
from ui.shell.window import MainWindow


@pytest.mark.parametrize("slow", [False, True])
def test_a_page_appears_whole_when_its_rows_are_there_and_soon_in_any_case(
    qtbot: QtBot, tmp_path: Path, slow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.shell.pagestack.HELD_MS", 20 if slow else 60_000)
    answered, rows = threading.Event(), list[bool]()

    class Reading(PaperPage):
        key = "reading"

        def activate(self, place: Place) -> None:
            self.context.operations.read(lambda conn: answered.wait(30), done=rows.append, owner=self)

    operations, _ = make_operations(runner=ThreadRunner())
    context = replace(make_context(tmp_path), operations=operations)
    window = MainWindow(
        context, paper_program(), [*entries(), PageEntry("reading", "Reading", "house", lambda: Reading)]
    )
    qtbot.addWidget(window)
    window.show()
    window.go(Place("staff"))
    assert window.pages.updatesEnabled(), "a page that asks for nothing is painted at once"
    window.go(Place("reading"))
    assert not window.pages.updatesEnabled()
    if slow:
        qtbot.waitUntil(window.pages.updatesEnabled)
        assert not rows
        answered.set()
    else:
        answered.set()
        qtbot.waitUntil(window.pages.updatesEnabled)
        assert rows
    qtbot.waitUntil(lambda: not operations.busy)
    window.close()
