"""Questions to the person: the verb on the button, Esc leaves it, a reason is never empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from ui.shell.ask import AskPerson, ListDialog, TextDialog


@pytest.fixture
def ask(qtbot: QtBot, tmp_path: Path) -> AskPerson:
    return AskPerson(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))


def when_open(act: Callable[[QWidget], None]) -> None:
    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, look)
        else:
            act(dialog)

    QTimer.singleShot(0, look)


def press(text: str) -> Callable[[QWidget], None]:
    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, QMessageBox)
        next(button for button in dialog.buttons() if button.text() == text).click()

    return act


def test_yes_and_no_and_escape(qtbot: QtBot, ask: AskPerson) -> None:
    when_open(press("Retire"))
    assert ask.confirm(None, "Retire", "Retire this version?", "Retire")
    when_open(press("Cancel"))
    assert not ask.confirm(None, "Retire", "Retire this version?", "Retire")
    when_open(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert not ask.confirm(None, "Retire", "Retire this version?", "Retire")


def test_a_careful_question_has_cancel_as_its_default(qtbot: QtBot, ask: AskPerson) -> None:
    when_open(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    assert not ask.confirm(None, "Remove", "Remove it?", "Remove", careful=True)
    when_open(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    assert ask.confirm(None, "Go", "Go on?", "Go on")


def test_one_of_several(qtbot: QtBot, ask: AskPerson) -> None:
    options = [("cycle", "Open a cycle"), ("action", "Corrective action")]
    when_open(press("Corrective action"))
    assert ask.choose(None, "Triage", "What now?", options) == "action"
    when_open(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert ask.choose(None, "Triage", "What now?", options) is None


def test_one_of_many_is_chosen_from_a_list(qtbot: QtBot, ask: AskPerson) -> None:
    people = [(str(number), f"Person {number}") for number in range(1, 31)]

    seen: list[object] = []

    def take_second(dialog: QWidget) -> None:
        assert isinstance(dialog, ListDialog)
        lines = [dialog.list.visualItemRect(dialog.list.item(row)) for row in range(2)]
        apart = not lines[0].intersects(lines[1]) and lines[0].height() >= dialog.list.sizeHintForRow(0)
        seen.extend((dialog.width() < 700, dialog.focusWidget() is dialog.list, apart))
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
        dialog.accept_button.click()

    when_open(take_second)
    assert ask.choose(None, "Who are you?", "Who works here?", people) == "2"
    assert seen == [True, True, True]
    when_open(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert ask.choose(None, "Who are you?", "Who works here?", people) is None


def test_an_ending_that_was_not_typed_replaces_no_file_unasked(
    ask: AskPerson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Q3.2026.xlsx").write_bytes(b"last quarter")
    typed = str(tmp_path / "Q3.2026")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_ignored: (typed, ""))
    for answer, given in (("Cancel", None), ("Replace", tmp_path / "Q3.2026.xlsx")):
        when_open(press(answer))
        assert ask.save_file(None, "Save", "tracker.xlsx", "Workbooks (*.xlsx)") == given
    typed = str(tmp_path / "bad rows.CSV")
    assert ask.save_file(None, "Save", "bad.xlsx", "Lists (*.xlsx *.csv)") == Path(typed), "an offered ending stays"


def test_a_reason_is_never_empty(qtbot: QtBot, ask: AskPerson) -> None:
    seen: list[bool] = []

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, TextDialog)
        qtbot.keyClicks(dialog.focusWidget(), "   ")
        seen.append(dialog.accept_button.isEnabled())
        qtbot.keyClicks(dialog.focusWidget(), "policy under review ")
        dialog.accept_button.click()

    when_open(fill)
    assert ask.text(None, "Pause", "Why?", long=True, accept="Pause") == "policy under review"
    assert seen == [False]
    when_open(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert ask.text(None, "Pause", "Why?") is None


def test_the_last_folder_is_remembered_and_a_name_gets_its_ending(
    ask: AskPerson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    folder = tmp_path / "packs"
    folder.mkdir()

    def save(_parent: object, _title: str, start: str, _patterns: str) -> tuple[str, str]:
        asked.append(start)
        return str(folder / "November"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    assert ask.save_file(None, "Save", "pack.pdf", "PDF (*.pdf)") == folder / "November.pdf"
    ask.save_file(None, "Save", "pack.pdf", "PDF (*.pdf)")
    assert asked == [str(Path.home() / "pack.pdf"), str(folder / "pack.pdf")]
    beside = str(tmp_path / "desks" / "Harbor restored.desk")
    ask.save_file(None, "Restore", beside, "Desks (*.desk)")
    assert asked[-1] == beside, "a whole path is not put into the folder used last"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_ignored: ("", ""))
    assert ask.open_file(None, "Open", "All (*)") is None
