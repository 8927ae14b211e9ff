"""A copy of an evidence file, saved from a cycle's page as from the list of files: whole, and never over a desk."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.queries.cycle import cycle_detail
from coachdesk.queries.evidence import EVIDENCE, evidence_where
from coachdesk.store.desk import Desk, load_settings
from tests.ui.pages.conftest import MakeContext
from tests.ui.support import Recorder
from ui.context import Context
from ui.pages.cycles.doings import CycleDoings
from ui.widgets import Toast


def save_from_a_cycle(context: Context, over: QWidget) -> None:
    """As the button beside the file on the cycle's page does."""
    with context.desk.read() as conn:
        cycle_id = evidence_where(conn, EVIDENCE.c.cycle_id.is_not(None))[0].cycle_id
        cycle = cycle_detail(conn, cycle_id or 0, context.today(), load_settings(conn))
    assert cycle is not None
    doings = CycleDoings(context, over)
    doings.cycle = cycle
    doings.act("save", cycle.evidence[0].id)
    QApplication.processEvents()


def test_a_copy_is_saved_from_a_cycle_and_said_to_be_there(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    target = tmp_path / "copy of it"
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    save_from_a_cycle(context_for(sample, answers=[target]), over)
    assert target.read_bytes()
    (toast,) = over.findChildren(Toast)
    assert "A copy is saved as copy of it." in [one.text() for one in toast.findChildren(QLabel)]


def test_a_copy_never_takes_the_place_of_a_desk(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    before = sample.path.read_bytes()
    over = QWidget()
    qtbot.addWidget(over)
    context = context_for(sample, answers=[sample.path])
    save_from_a_cycle(context, over)
    (trouble,) = cast(Recorder, context.operations.reporter).troubles
    assert "is a desk" in trouble.happened
    assert sample.path.read_bytes() == before
