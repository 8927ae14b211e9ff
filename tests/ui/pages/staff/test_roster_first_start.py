"""The roster import as a step of the first start, and standing anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.store.desk import Desk
from tests.helpers.desks import fast_keys
from tests.helpers.sheet_files import text_file
from tests.ui.pages.conftest import MakeContext
from tests.ui.pages.staff.conftest import PEOPLE, people
from tests.ui.shell.test_first_start import Bench, fill
from tests.ui.support import Answers
from ui.pages.importing.importer import ImportView
from ui.pages.registry import FIRST_STEPS
from ui.pages.staff.roster.kind import RosterKind
from ui.pages.staff.roster.step import RosterStep


@pytest.fixture
def step(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> RosterStep:
    made = RosterStep(context_for(desk))
    qtbot.addWidget(made)
    made.resize(620, 480)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press_next(step: RosterStep) -> bool:
    """What the wizard's button does; says whether the next step may come."""
    gone: list[bool] = []
    if step.ready():
        step.commit(lambda: gone.append(True))
    return bool(gone)


def test_the_first_start_imports_shows_what_was_done_and_goes_on(desk: Desk, step: RosterStep, tmp_path: Path) -> None:
    path = text_file(tmp_path / "r.csv", PEOPLE)
    assert isinstance(step.importer.context.ask, Answers)
    step.importer.context.ask.answers.append(path)
    assert step.can_skip()
    assert not press_next(step)  # asks for the file
    assert step.next_text() == "Import 2 people"
    assert not press_next(step)  # imports and shows what was done
    assert people(desk) == 2
    assert step.importer.finished.isVisible()
    assert not step.can_skip()
    assert press_next(step)


def test_the_first_start_does_not_go_on_over_undecided_rows(desk: Desk, step: RosterStep, tmp_path: Path) -> None:
    step.importer.read(text_file(tmp_path / "r.csv", [*PEOPLE, ("2", "Twice", "Told", "Aide", "")]))
    assert not press_next(step)
    assert step.importer.preview.leave_out.hasFocus()
    step.importer.preview.leave_out.click()
    assert not press_next(step)
    assert people(desk) == 1
    assert press_next(step)


def test_in_the_wizard_the_roster_comes_right_after_the_desk_and_names_the_coordinators_to_choose(
    qtbot: QtBot, tmp_path: Path
) -> None:
    steps = tuple(FIRST_STEPS)
    with fast_keys():
        bench = Bench(tmp_path, (text_file(tmp_path / "r.csv", PEOPLE),), steps)
        fill(bench, tmp_path / "Harbor.desk")
        bench.wizard.you.form.blocks["name"].editor.set_value("Renee Okafor")
        bench.wizard.go_on()
    wizard = bench.wizard
    assert (bench.title(), wizard.next.text(), wizard.later.isVisible()) == ("Your people", "Next", True)
    wizard.go_on()
    assert wizard.next.text() == "Import 2 people"
    wizard.go_on()
    assert (bench.title(), wizard.next.text(), wizard.later.isVisible()) == ("Your people", "Next", False)
    wizard.go_on()
    assert bench.title() == "Practice standards"
    wizard.skip()
    assert [one.label for one in wizard.step.form.blocks["staff"].editor.options()] == ["Lee, Ann", "Li, Bo"]  # type: ignore[attr-defined]  # the coordinator's step
    wizard.skip()
    ((made, _),) = bench.finished
    assert people(made) == 2
    made.close()


def test_the_import_is_no_wider_than_the_first_start(step: RosterStep, shared_data: Path) -> None:
    step.importer.read(shared_data / "hr_roster.xlsx")
    assert step.minimumSizeHint().width() <= 620


def test_the_import_widget_can_stand_anywhere(
    qtbot: QtBot, desk: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    widget = ImportView(context_for(desk), RosterKind())
    qtbot.addWidget(widget)
    widget.read(text_file(tmp_path / "r.csv", PEOPLE))
    with qtbot.waitSignal(widget.imported):
        widget.accept()
    assert people(desk) == 2
