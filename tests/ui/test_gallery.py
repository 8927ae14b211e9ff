"""Every scene of the gallery can be read in both themes, at 1440 x 900, at 1280 x 720 and at double scale."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui import gallery
from ui.gallery_checks import find_cut_off
from ui.gallery_registry import Scene, Stage, scene, scenes
from ui.widgets import ElidedLabel, TextLabel

ROOT = Path(__file__).resolve().parents[2]
FURTHER = {"widgets": [(820, 900)], "page": [(640, 360)], "dialog": []}  # 640 x 360: 1280 x 720 pixels at 200%


@pytest.mark.parametrize("one", scenes(), ids=lambda one: one.name)
def test_nothing_is_cut_off(qapp: QApplication, one: Scene) -> None:
    """At the scene's own size, and when the window is then made smaller, down to what 1280 x 720 is at 200%."""
    first, *smaller = (*one.sizes(), *FURTHER[one.kind])
    stage = Stage()
    widget = gallery.stage_widget(one, stage, *first)
    try:
        found = {first: find_cut_off(widget)}
        for size in smaller:
            widget.resize(*size)
            gallery.settle()
            found[size] = find_cut_off(widget)
        assert not any(found.values()), found
    finally:
        gallery.strike(widget)
        stage.close()


def test_nothing_is_cut_off_when_text_is_shown_half_as_large_again(qapp: QApplication) -> None:
    from ui import theme

    look = theme.current()
    look.set_text_scale(1.5)
    try:
        for one in scenes():
            if one.kind == "widgets":
                widget = gallery.stage_widget(one, Stage(), *one.sizes()[-1])
                found = find_cut_off(widget)
                gallery.strike(widget)
                assert found == [], one.name
    finally:
        look.set_text_scale(1)


def test_pictures_are_made_in_both_themes_and_at_double_scale(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "ui.gallery", "--out", str(tmp_path), "--only", "widgets"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    names = {file.name for file in tmp_path.iterdir()}
    assert {
        "widgets-cycle_light.png",
        "widgets-cycle_dark.png",
        "widgets-cycle_dark_1280x720@2x.png",
        "index.html",
    } <= names
    from PySide6.QtGui import QImage

    assert QImage(str(tmp_path / "widgets-cycle_dark_1280x720@2x.png")).width() == 2560
    assert "widgets-cycle_dark.png" in (tmp_path / "index.html").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["page", "dialog"])
def test_nothing_is_cut_off_at_double_scale(kind: str) -> None:
    """In a process of its own: Qt takes its scale at start."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "ui.gallery", "--check", "--theme", "light", "--scale", "2", "--kind", kind]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{sum(one.kind == kind for one in scenes())} looked at" in done.stdout


def test_an_unknown_scene_is_named(qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gallery.main(["--out", str(tmp_path), "--only", "no-such-scene"]) == 2
    assert "no-such-scene" in capsys.readouterr().err


def test_two_scenes_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="widgets-cycle"):
        scene("widgets-cycle")(lambda _stage: QWidget())


def _too_narrow(host: QWidget) -> None:
    QLabel("A label that needs much more room than it was given", host).setGeometry(0, 0, 60, 20)


def _too_low(host: QWidget) -> None:
    TextLabel("Text that wraps into many lines, of which only one is shown to anybody", host).setGeometry(0, 0, 80, 18)


def _button_squeezed(host: QWidget) -> None:
    QPushButton("Record session", host).setGeometry(0, 0, 40, 32)


def _hanging_out(host: QWidget) -> None:
    QPushButton("Close", host).setGeometry(250, 10, 120, 40)


def _covered(host: QWidget) -> None:
    QLabel("one above", host).setGeometry(10, 10, 100, 24)
    QLabel("the other", host).setGeometry(40, 14, 100, 24)


def _placeholder(host: QWidget) -> None:
    box = QLineEdit(host)
    box.setPlaceholderText("Filter cycles by coach, coachee, standard or team (Ctrl+F)")
    box.setGeometry(0, 0, 120, 32)


@pytest.mark.parametrize("spoil", [_too_narrow, _too_low, _button_squeezed, _hanging_out, _covered, _placeholder])
def test_the_check_finds_what_cannot_be_read(qtbot: QtBot, spoil: Callable[[QWidget], None]) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(300, 200)
    spoil(host)
    host.show()
    assert find_cut_off(host)


def test_the_check_is_content_with_elided_text_and_roomy_layouts(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    row = QHBoxLayout(host)
    row.addWidget(QPushButton("Record session"))
    row.addWidget(ElidedLabel("A text that is much longer than the room it has got here"))
    host.resize(300, 80)
    host.show()
    assert find_cut_off(host) == []
