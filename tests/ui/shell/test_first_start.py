"""The first start: from nothing to a desk, refusing what is missing, losing no typing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from coachdesk.changes import Actor
from coachdesk.queries.agency import actors, agency_detail
from coachdesk.queries.lookups import places
from coachdesk.queries.standards import STANDARDS
from coachdesk.services.library import starter_standards
from coachdesk.services.staff import add_staff
from coachdesk.store.desk import Desk, open_desk
from tests.helpers.desks import fast_keys
from tests.ui.support import Answers, PlainTheme, Recorder
from ui.context import Context
from ui.runners import InlineRunner
from ui.shell.first_start.before import file_name, lines_of
from ui.shell.first_start.step import Step
from ui.shell.first_start.wizard import FirstStart
from ui.shell.surroundings import Surroundings

PASS = "four unrelated words here"


class RosterStep(Step):
    """What a page brings along: adds one person."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.title = "Your people"
        self._context = context

    def commit(self, done: Callable[[], None]) -> None:
        values = {"number": "17", "first_name": "Anna", "last_name": "Petrov"}
        self._context.operations.run(self, add_staff, values, done=lambda _changes: done())


class Bench:
    def __init__(self, folder: Path, answers: tuple[Any, ...], steps: tuple[Callable[[Context], Step], ...]) -> None:
        self.ask = Answers(*answers)
        self.told = Recorder()
        self.finished: list[tuple[Desk, Actor]] = []
        self.wizard = FirstStart(
            Surroundings(
                local=QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat),
                reporter=self.told,
                ask=self.ask,
                look=PlainTheme(),
                entries=(),
                runner_maker=InlineRunner,
                first_steps=steps,
            )
        )
        self.wizard.finished_desk.connect(lambda desk, actor: self.finished.append((desk, actor)))
        self.wizard.show()

    def title(self) -> str:
        return self.wizard.title.text()


@pytest.fixture
def make_bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    import shiboken6

    benches: list[Bench] = []

    def make(*answers: Any, steps: tuple[Callable[[Context], Step], ...] = ()) -> Bench:
        benches.append(Bench(tmp_path, answers, steps))
        return benches[-1]

    with fast_keys():
        yield make
    for bench in benches:
        if shiboken6.isValid(bench.wizard):
            bench.ask.answers.append(True)
            bench.wizard.close()
        for desk, _ in bench.finished:
            desk.close()


def fill(bench: Bench, path: Path, **sealing: Any) -> None:
    wizard = bench.wizard
    wizard.agency.form.restore({"name": "Harbor Community Supports", "programs": "Housing\nOutreach"})
    wizard.agency.form.blocks["state"].editor.set_value("OH")
    wizard.go_on()
    wizard.place.path.setText(str(path))
    values = sealing or {"passphrase": PASS, "again": PASS}
    for key, value in values.items():
        wizard.place.form.blocks[key].editor.set_value(value)
    wizard.go_on()


def test_a_desk_with_people_standards_and_a_coordinator_in_a_few_steps(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    path = tmp_path / "new folder" / "Harbor.desk"
    bench = make_bench(steps=(RosterStep,))
    fill(bench, path)
    bench.wizard.you.form.blocks["name"].editor.set_value("Renee Okafor")
    assert bench.wizard.next.text() == "Create desk"
    kept: list[Path] = []
    bench.wizard.made_desk.connect(kept.append)
    bench.wizard.go_on()
    assert kept == [path], "it is found again also when the program ends before the last step"
    assert bench.title() == "Your people"
    assert not bench.wizard.back.isVisible()
    bench.wizard.go_on()
    assert bench.title() == "Practice standards"
    count = len(starter_standards())
    assert bench.wizard.next.text() == f"Add {count} drafts"
    bench.wizard.go_on()
    assert bench.title() == "The accountable coordinator"
    bench.wizard.step.form.blocks["staff"].editor.set_value(1)  # type: ignore[attr-defined]  # the coordinator's step
    bench.wizard.go_on()

    ((desk, actor),) = bench.finished
    assert actor == Actor(1, "Renee Okafor", "coordinator")
    assert desk.encrypted
    with desk.read() as conn:
        agency = agency_detail(conn)
        assert (agency.name, agency.state, agency.coordinator) == ("Harbor Community Supports", "OH", "Anna Petrov")
        assert [program.label for program in places(conn, "program")] == ["Housing", "Outreach"]
        assert STANDARDS.count(conn) == count
    desk.close()
    open_desk(path, PASS).close()


def test_on_the_smallest_screen_the_way_on_stays_in_sight(make_bench: Callable[..., Bench], qtbot: QtBot) -> None:
    """1280 by 720 at 200%, less the frame."""
    wizard = make_bench().wizard
    wizard.resize(630, 330)
    qtbot.waitUntil(lambda: wizard.width() == 630 and wizard.height() == 330)
    for one in (wizard.next, wizard.agency.form.first_control()):
        assert wizard.rect().contains(one.mapTo(wizard, one.rect().topLeft()))
        assert wizard.rect().contains(one.mapTo(wizard, one.rect().bottomRight()))


def test_each_step_says_what_is_missing_and_stays(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    bench = make_bench()
    wizard = bench.wizard
    wizard.go_on()
    assert bench.title() == "Your agency"
    assert wizard.agency.form.blocks["name"].problem_shown

    taken = tmp_path / "Taken.desk"
    taken.write_bytes(b"x")
    fill(bench, taken, passphrase="short", again="short")
    assert bench.title() == "Where to keep it"
    assert "already" in wizard.place.problem.text()
    assert "at least 8" in wizard.place.form.blocks["passphrase"].problem_shown
    wizard.place.path.setText(str(tmp_path / "Free.desk"))
    wizard.place.form.blocks["passphrase"].editor.set_value(PASS)
    wizard.place.form.blocks["again"].editor.set_value(PASS + "!")
    wizard.go_on()
    assert "not the same" in wizard.place.form.blocks["again"].problem_shown
    wizard.place.form.blocks["again"].editor.set_value(PASS)
    wizard.go_on()
    assert bench.title() == "You"
    wizard.you.form.restore({"name": "Renee Okafor"})
    wizard.you.form.blocks["role"].editor.set_value("supervisor")
    wizard.you.form.blocks["coordinator"].editor.set_value("renee  OKAFOR")
    wizard.go_on()
    assert bench.title() == "You"
    assert "own name" in wizard.you.form.blocks["coordinator"].problem_shown
    assert taken.read_bytes() == b"x"
    assert list(tmp_path.glob("Free*")) == []


def test_a_supervisor_names_the_coordinator_and_a_desk_may_knowingly_stay_open(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    bench = make_bench()
    fill(bench, tmp_path / "Harbor", open=True)
    bench.wizard.you.form.blocks["name"].editor.set_value("Luis Marín")
    bench.wizard.you.form.blocks["role"].editor.set_value("supervisor")
    bench.wizard.you.form.blocks["coordinator"].editor.set_value("Anna Petrov")
    bench.wizard.go_on()
    bench.wizard.skip()
    assert bench.wizard.step.nobody.isVisible()  # type: ignore[attr-defined]  # the coordinator's step
    bench.wizard.close()
    ((desk, actor),) = bench.finished
    assert desk.path == tmp_path / "Harbor.desk"
    assert not desk.encrypted
    assert actor.name == "Luis Marín"
    with desk.read() as conn:
        assert [(one.name, one.role) for one in actors(conn)] == [
            ("Anna Petrov", "coordinator"),
            ("Luis Marín", "supervisor"),
        ]


def test_a_place_that_cannot_be_written_is_told_and_the_typing_stays(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    bench = make_bench()
    fill(bench, blocked / "Harbor.desk")
    assert "cannot be reached" in bench.wizard.place.problem.text()
    bench.wizard.place.path.setText(str(tmp_path / ("x" * 300 + ".desk")))
    bench.wizard.go_on()
    assert "too long" in bench.wizard.place.problem.text()
    target = tmp_path / "Harbor.desk"
    bench.wizard.place.path.setText(str(target))
    bench.wizard.go_on()
    target.write_bytes(b"somebody was faster")
    bench.wizard.you.form.blocks["name"].editor.set_value("Renee Okafor")
    bench.wizard.go_on()
    assert [error.happened for error in bench.told.troubles] == [f"There is already a file Harbor.desk in {tmp_path}."]
    assert target.read_bytes() == b"somebody was faster"
    assert bench.title() == "You"
    assert bench.wizard.next.isEnabled()
    assert bench.wizard.place.passphrase() == PASS


def test_leaving_halfway_is_asked_about_and_makes_nothing(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    bench = make_bench(False, True)
    bench.wizard.agency.form.restore({"name": "Harbor"})
    qtbot.keyClick(bench.wizard, Qt.Key.Key_Escape)
    assert bench.wizard.isVisible()
    bench.wizard.close()
    assert len(bench.ask.asked) == 2
    assert list(tmp_path.glob("*.desk")) == []
    assert bench.finished == []


def test_a_synchronized_folder_is_pointed_out(qtbot: QtBot, make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.wizard.agency.form.restore({"name": "Harbor: Community / Supports?"})
    bench.wizard.go_on()
    assert bench.wizard.place.file().name == "Harbor Community Supports.desk"
    assert not bench.wizard.place.synced.isVisible()
    bench.wizard.place.path.setText("/home/renee/OneDrive - Harbor/Harbor.desk")
    assert bench.wizard.place.synced.isVisible()


def test_programs_come_one_by_line_or_comma_and_once() -> None:
    assert lines_of(" Housing\n\noutreach,  Housing ,Day  program") == ("Housing", "outreach", "Day program")


def test_a_file_name_fits_every_system() -> None:
    assert file_name('Łukasz\'s "Home" <A/B>: *?|') == "Łukasz's Home A B"
    assert file_name("...") == "Desk"
