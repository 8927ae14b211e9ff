"""A second start on a desk brings the window that has it forward; nothing else can be got out of the bell."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.desks import Clock
from tests.ui.shell.bench import Bench, closed_desk
from ui.shell.doorbell import Doorbell, bell_name, ring

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def runtime_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for sockets: their paths have to be short."""
    with tempfile.TemporaryDirectory(prefix="cd-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_ring_is_heard_and_answered_however_the_path_is_spelled(
    qtbot: QtBot, host: QWidget, tmp_path: Path, runtime_folder: Path
) -> None:
    desk = tmp_path / "Harbor.desk"
    bell = Doorbell(desk, host)
    rang: list[bool] = []
    bell.rang.connect(lambda: rang.append(True))
    heard: list[bool] = []
    ring(tmp_path / "a folder" / ".." / "Harbor.desk", heard.append, host)
    qtbot.waitUntil(lambda: heard == [True])
    assert rang == [True]
    assert Path(bell_name(desk)).stat().st_mode & 0o077 == 0  # this person's only
    bell.close()
    assert list(runtime_folder.iterdir()) == []


def test_nobody_is_waited_for_when_no_window_is_open(host: QWidget, tmp_path: Path) -> None:
    heard: list[bool] = []
    ring(tmp_path / "Harbor.desk", heard.append, host)
    assert heard == [False]


def test_a_bell_left_by_a_killed_program_is_no_answer_and_no_obstacle(
    qtbot: QtBot, host: QWidget, tmp_path: Path
) -> None:
    desk = tmp_path / "Harbor.desk"
    code = f"import os, socket; s = socket.socket(socket.AF_UNIX); s.bind({bell_name(desk)!r}); os._exit(0)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert Path(bell_name(desk)).exists()
    heard: list[bool] = []
    ring(desk, heard.append, host)
    qtbot.waitUntil(lambda: heard == [False])
    bell = Doorbell(desk, host)
    ring(desk, heard.append, host)
    qtbot.waitUntil(lambda: heard == [False, True])
    bell.close()


def test_anything_but_the_one_word_is_hung_up_on(qtbot: QtBot, host: QWidget, tmp_path: Path) -> None:
    desk = tmp_path / "Harbor.desk"
    bell = Doorbell(desk, host)
    rang: list[bool] = []
    bell.rang.connect(lambda: rang.append(True))
    caller = QLocalSocket(host)
    caller.connectToServer(bell_name(desk))
    assert caller.waitForConnected(1000)
    caller.write(b"show me the staff list")
    qtbot.waitUntil(lambda: caller.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert caller.readAll().isEmpty()
    assert rang == []
    bell.close()


def test_a_place_too_long_for_a_bell_only_costs_the_bell(
    host: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("long" * 30)))
    Doorbell(tmp_path / "Harbor.desk", host).close()
    heard: list[bool] = []
    ring(tmp_path / "Harbor.desk", heard.append, host)
    assert heard == [False]


def test_opening_a_desk_that_another_program_shows_brings_that_window_forward_and_ends_this_one(
    qtbot: QtBot, host: QWidget, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock)
    bell = Doorbell(path, host)  # as the other program has it
    rang: list[bool] = []
    bell.rang.connect(lambda: rang.append(True))
    bench = make_bench()
    bench.desks.show_start()
    bench.desks.open(path)
    qtbot.waitUntil(lambda: bench.ended == [True])
    assert rang == [True]
    assert bench.desks.windows == []
    bell.close()


def test_a_second_program_started_on_an_open_desk_ends_and_the_first_window_comes_forward(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock)
    bench = make_bench()
    bench.desks.show_start()
    bench.desks.open(path)
    (window,) = bench.desks.windows
    qtbot.waitUntil(lambda: Path(bell_name(path)).exists())
    window.showMinimized()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-m", "coachdesk", "open", str(path)], cwd=ROOT, env=environment) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert second.returncode == 0
    assert not window.isMinimized()
    window.close()
    assert not Path(bell_name(path)).exists()
