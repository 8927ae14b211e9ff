"""The theme dresses the application from tokens, follows choices live, and never points at a file that is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

import resources
from resources.tokens import load
from ui import theme
from ui.theme.glyphs import SETS, glyphs
from ui.theme.sheet import glyph_set, style_sheet
from ui.theme.theme import Theme, wished_tokens


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    installed = theme.install(qapp, "light", bundled_fonts=True)
    installed.set_mode("light")
    yield installed
    installed.set_text_scale(1)
    installed.set_mode("light")


@pytest.mark.parametrize(("name", "contrast"), SETS)
def test_the_style_sheet_is_filled_in_and_its_pictures_exist(name: str, contrast: bool) -> None:
    tokens = load("dark" if name == "dark" else "light", contrast)
    sheet = style_sheet(tokens)
    assert "$" not in sheet
    pictures = set(re.findall(r"url\(glyph:([^)]+)\)", sheet))
    assert pictures
    for picture in pictures:
        assert resources.file_path(f"theme/glyphs/{picture}").stat().st_size > 0


@pytest.mark.parametrize(("name", "contrast"), SETS)
def test_the_tinted_marks_have_the_colors_of_the_tokens(name: str, contrast: bool) -> None:
    tokens = load("dark" if name == "dark" else "light", contrast)
    for file, text in glyphs(tokens).items():
        kept = resources.path(f"theme/glyphs/{glyph_set(tokens)}/{file}").read_text("utf-8")
        assert kept == text, f"{file} is older than its color: run python -m ui.theme.glyphs"


def test_the_style_sheet_gives_no_color_of_its_own() -> None:
    for part in resources.path("theme/qss").iterdir():
        assert not re.search(r"#[0-9A-Fa-f]{3,8}\b(?!_)", re.sub(r"Q\w+#\w+", "", part.read_text("utf-8"))), part.name


def test_switching_to_dark_changes_palette_and_tells_everybody(look: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(look.changed):
        look.set_mode("dark")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.palette().color(QPalette.ColorRole.Window) == QColor(load("dark").color("window"))
    assert look.mode == "dark"
    assert theme.color("text") == QColor(load("dark").color("text"))


def test_setting_the_same_mode_again_restyles_nothing(look: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(look.changed):
        look.set_mode("light")


def test_system_mode_follows_the_system_and_a_choice_does_not() -> None:
    dark, light, plain = Qt.ColorScheme.Dark, Qt.ColorScheme.Light, Qt.ContrastPreference.NoPreference
    assert wished_tokens("system", dark, plain).dark
    assert not wished_tokens("system", light, plain).dark
    assert not wished_tokens("system", Qt.ColorScheme.Unknown, plain).dark
    assert not wished_tokens("light", dark, plain).dark
    assert wished_tokens("dark", light, plain).dark


def test_high_contrast_of_the_system_is_respected_in_every_mode() -> None:
    for mode in ("system", "light", "dark"):
        tokens = wished_tokens(mode, Qt.ColorScheme.Light, Qt.ContrastPreference.HighContrast)
        assert tokens.contrast
    assert load("light", contrast=True).color("line") != load("light").color("line")


def test_an_unknown_mode_is_refused(look: Theme) -> None:
    with pytest.raises(ValueError, match="sepia"):
        look.set_mode("sepia")


def test_larger_text_enlarges_fonts_and_controls_together(look: Theme, qtbot: QtBot) -> None:
    shown = QLabel("Coaching")
    qtbot.addWidget(shown)
    before = shown.sizeHint().height()
    look.set_text_scale(1.5)
    assert (theme.px("body"), theme.px("control")) == (20, 48)
    assert shown.sizeHint().height() > before
    look.set_text_scale(9)
    assert look.text_scale == 2


def _ink(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = icon.pixmap(QSize(32, 32), mode).toImage()
    colors = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {color.name().upper() for color in colors if color.alpha() == 255}


def test_icons_take_the_color_of_their_token_and_follow_the_theme(look: Theme) -> None:
    icon = theme.icon("circle-check", "ok")
    assert _ink(icon) == {load("light").color("ok")}
    look.set_mode("dark")
    assert _ink(icon) == {load("dark").color("ok")}
    assert _ink(icon, QIcon.Mode.Disabled) == {load("dark").color("disabled")}


def test_icons_are_drawn_sharp_for_the_screen_they_are_on(look: Theme) -> None:
    twice = theme.icon("plus").pixmap(QSize(16, 16), 2.0)
    assert (twice.width(), twice.devicePixelRatio()) == (32, 2.0)


def test_a_misspelt_icon_or_token_is_an_error_at_once(look: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("pluss")
    with pytest.raises(KeyError):
        theme.icon("plus", "greenish")


def test_the_bundled_fonts_write_names_of_many_people(look: Theme) -> None:
    for letter in "éễŁ李":
        metrics = [QFontMetrics(QFont(family)) for family in theme.use_bundled_fonts()]
        assert any(one.inFontUcs4(ord(letter)) for one in metrics), letter


def test_marking_a_widget_restyles_it(look: Theme, qtbot: QtBot) -> None:
    shown = QLabel("late")
    qtbot.addWidget(shown)
    shown.ensurePolished()
    before = shown.palette().color(QPalette.ColorRole.WindowText)
    theme.mark(shown, tone="late")
    assert shown.palette().color(QPalette.ColorRole.WindowText) == QColor(load("light").color("late")) != before
