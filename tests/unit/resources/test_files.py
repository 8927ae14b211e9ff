"""Resources are found by name, cannot be left by tricks, and carry their licences."""

from __future__ import annotations

import re

import pytest

import resources


@pytest.mark.parametrize("name", ["", "../pyproject.toml", "icons/../../x", "/etc/passwd", "C:/x", "icons\\plus.svg"])
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    with pytest.raises(ValueError):
        resources.path(name)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/nothing\.svg"):
        resources.file_path("icons/nothing.svg")


def test_fonts_are_truetype_and_have_their_licences() -> None:
    for name in ("NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "DroidSansFallbackFull"):
        head = resources.path(f"fonts/{name}.ttf").read_bytes()[:4]
        assert head == b"\x00\x01\x00\x00", f"{name} is not a TrueType font, so a PDF cannot embed it"
    assert "SIL OPEN FONT LICENSE" in resources.path("fonts/NotoSans-OFL.txt").read_text("utf-8").upper()
    assert "Apache License" in resources.path("fonts/DroidSansFallback-LICENSE.txt").read_text("utf-8")


def test_icons_draw_only_in_the_current_color_so_that_a_tone_can_tint_them() -> None:
    icons = [entry for entry in resources.path("icons").iterdir() if entry.name.endswith(".svg")]
    assert len(icons) > 50
    for icon in icons:
        text = icon.read_text("utf-8")
        assert 'stroke="currentColor"' in text, icon.name
        assert not re.search(r"#[0-9a-fA-F]{3,8}|<script|href", text), icon.name
    assert "ISC License" in resources.path("icons/LICENSE").read_text("utf-8")
