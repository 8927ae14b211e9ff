"""The program as a whole: starts, logs, speaks, reports our mistakes, and knows its own licenses."""

from __future__ import annotations

import gc
import logging
import logging.handlers
import os
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.errors import DeskError
from tests.helpers.desks import Clock, new_desk
from ui import languages
from ui.app import collect_rubbish
from ui.errors import CrashDialog, TroubleDialog, WindowReporter, crash_details
from ui.logging_setup import start_log
from ui.shell.help import PARTS, notices

SECRET = "Dana Whitfield was upset"

RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui import app

def look(tries=0):
    windows = [one for one in QApplication.topLevelWidgets() if one.objectName() == "main" and one.isVisible()]
    if windows:
        print("title:", windows[0].windowTitle(), flush=True)
        windows[0].close()
    elif tries < 400:
        QTimer.singleShot(25, lambda: look(tries + 1))
    else:
        QApplication.exit(3)

made = app.make_application()
QTimer.singleShot(0, look)
sys.exit(app.open_window(Path(sys.argv[1])))
"""


def test_the_program_opens_a_desk_and_ends_when_its_window_is_closed(
    tmp_path: Path, clock: Clock, root: Path, own_home: Path
) -> None:
    new_desk(tmp_path, clock).close()
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN, str(tmp_path / "Harbor.desk")],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert (run.returncode, run.stdout.strip()) == (0, "title: Harbor – CoachDesk"), run.stderr
    (log,) = (own_home / "state").rglob("coachdesk.log")
    assert "begins" in log.read_text(encoding="utf-8")
    assert list((own_home / "config").rglob("window.ini"))
    assert not (tmp_path / "Harbor.desk.lock").exists()


def test_starting_the_window_loads_neither_database_nor_exports(root: Path) -> None:
    code = (
        "import sys, ui.app; "
        "heavy = ('sqlalchemy', 'sqlcipher3', 'alembic', 'openpyxl', 'reportlab', 'pikepdf', 'holidays'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True, timeout=60)
    assert run.stdout.strip() == "[]"


def test_the_first_page_loads_no_other_page_s_lists(root: Path) -> None:
    code = (
        "import sys, ui.pages.today.page; "
        "print([name for name in sorted(sys.modules) if name.startswith(('ui.pages.', 'coachdesk.queries.'))"
        " and name.rpartition('.')[2] in ('actions', 'audits', 'cycles', 'drift', 'evidence', 'observations',"
        " 'scenarios', 'sessions', 'signals', 'staff', 'standards', 'trail')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True, timeout=60)
    assert run.stdout.strip() == "[]"


def test_what_the_start_made_is_never_looked_through_for_rubbish_again() -> None:
    frozen = gc.get_freeze_count()
    gc.disable()
    try:
        collect_rubbish()
        assert gc.isenabled()
        assert gc.get_freeze_count() > frozen
    finally:
        gc.enable()
        gc.unfreeze()


@pytest.fixture
def log_to(tmp_path: Path) -> Iterator[Callable[[], str]]:
    root, level, hook = logging.getLogger(), logging.getLogger().level, threading.excepthook
    before = list(root.handlers)
    path = start_log(tmp_path / "log")
    assert path is not None
    yield lambda: path.read_text(encoding="utf-8")
    qInstallMessageHandler(None)
    threading.excepthook = hook
    root.setLevel(level)
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()


def test_our_mistakes_are_logged_by_place_and_kind_without_what_they_say(
    qtbot: QtBot, log_to: Callable[[], str], expect_log: Callable[..., Any]
) -> None:
    expect_log("a mistake of ours", logging.ERROR)
    expect_log("in thread", logging.ERROR)
    reporter = WindowReporter()
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        reporter.bug(None, error)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CrashDialog)
    dialog.copy.click()
    copied = QApplication.clipboard().text()

    def die() -> None:
        raise KeyError(SECRET)

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    dialog.close()
    for told in (log_to(), copied):
        assert "ValueError" in told
        assert "test_app.py" in told
        assert SECRET not in told
    assert "KeyError" in log_to()


def test_a_folder_that_cannot_be_written_only_costs_the_log(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert start_log(blocked / "log") is None


def test_details_show_the_way_an_error_came(qtbot: QtBot) -> None:
    def inner() -> None:
        raise OSError(SECRET)

    try:
        try:
            inner()
        except OSError as error:
            raise RuntimeError from error
    except RuntimeError as error:
        told = crash_details(error)
    assert told.index("OSError") < told.index("RuntimeError")
    assert "in inner" in told
    assert SECRET not in told


def test_the_same_trouble_is_shown_once_at_a_time(qtbot: QtBot) -> None:
    reporter = WindowReporter()
    for _ in range(3):
        reporter.trouble(None, DeskError("The share is gone.", "Saved work is safe.", "Connect it again."))
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, TroubleDialog) and one.isVisible()]
    assert len(shown) == 1
    shown[0].close()
    reporter.trouble(None, DeskError("The share is gone.", "Saved work is safe.", "Connect it again."))
    again = [one for one in QApplication.topLevelWidgets() if isinstance(one, TroubleDialog) and one.isVisible()]
    assert len(again) == 1
    again[0].close()


def test_without_a_catalogue_the_window_speaks_english(qapp: QApplication) -> None:
    assert languages.install(qapp, "fr_FR") == "en"
    assert languages.available()[0] == "en"


def test_every_part_we_ship_is_named_with_its_license(root: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {entry.split(";")[0].split("=")[0].split(">")[0].split("<")[0].strip() for entry in declared}
    assert {name for name, _ in PARTS} == names
    text = notices()
    assert "SIL OPEN FONT LICENSE" in text.upper()
    assert "ISC" in text
