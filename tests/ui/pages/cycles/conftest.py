"""The page of a cycle, for tests by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.changes import Actor
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE
from tests.ui.pages.conftest import MakeContext
from ui.pages.cycles.record import CycleRecord

Show = Callable[..., CycleRecord]


@pytest.fixture
def show(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> Show:
    """`show(cycle_id, actor=..., size=..., answers=[...])`: a cycle's page, which reads itself again after a change."""

    def make(cycle_id: int, actor: Actor = RENEE, size: tuple[int, int] = (1240, 1400), **more: object) -> CycleRecord:
        context = context_for(desk, actor, **more)
        page = CycleRecord(context, lambda: None)
        qtbot.addWidget(page)
        page.resize(*size)
        with qtbot.waitExposed(page):
            page.show()
        page.show_cycle(cycle_id)
        context.operations.changed.connect(page.refresh)
        QApplication.processEvents()
        return page

    return make
